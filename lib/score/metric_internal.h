/*
 * metric_internal.h: private to metric_defined.c, metric_scan.c,
 * metric_sentences.c, metric_split.c, metric_text.c.
 */
#ifndef HCC_SCORE_METRIC_INTERNAL_H
#define HCC_SCORE_METRIC_INTERNAL_H

#include "score/metric.h"

/* Append the sentences that speak of scores, normalised, a NUL behind each; an
 * empty one is the end. */
void	 metric_sentences(struct buf *, const char *text);
/* Do the `n` bytes say how solutions are judged? */
bool	 metric_about_scores(const char *, size_t n);
/* Is the sentence nothing but the name of a metric ("rmse")? */
bool	 metric_is_name(const char *words);

/* A metric found in the text. */
struct metric_hit {
	const struct metric	*m;
	double			 param;
	bool			 primary;	/* "scored by" it */
	bool			 plain;		/* nothing makes it another */
	bool			 strange;	/* but a word before it might */
	bool			 joined;	/* "MSE and RMSE" are two */
	char			 words[80];	/* it, with what makes it so */
};

struct metric_hits {
	struct metric_hit	*v;
	size_t		 n, cap;
	const char	*other;		/* a metric known by name only .. */
	size_t		 other_len;
	const char	*part;		/* .. or words that make it a part */
	size_t		 part_len;
	const char	*split;		/* .. or a mean of scores of parts */
	size_t		 split_len;
};

/* Add all metrics of one sentence. */
void	 metric_scan(struct metric_hits *, const char *sentence);
/* The first of the phrases in the words from `s` on, at most `max` of them, and
 * its length; NULL: there is none. */
const char *metric_among(const char *s, size_t max, const char *phrases,
	    size_t *len);

/* The words, at most `max` from `s` on, that say that parts of the rows are
 * scored by themselves ("for each store"), and their length; NULL: none. Rows,
 * columns and classes are no such parts. */
const char *metric_split(const char *s, size_t max, size_t *len);
/* The same behind a verb at `s`: "is computed for each store". */
const char *metric_split_verb(const char *s, size_t *len);
/* The metric that one of the sentences defines without naming it; NULL: none,
 * or several. */
const struct metric *metric_defined(const char *sentences);

#endif
