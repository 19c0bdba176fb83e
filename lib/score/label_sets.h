/*
 * label_sets.h: cells that hold sets of labels, separated by blanks ("scab
 * rust", "1 92 103").
 */
#ifndef HCC_SCORE_LABEL_SETS_H
#define HCC_SCORE_LABEL_SETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "score/metric.h"

/* All labels of some cells. */
struct labels_seen {
	struct hash	 numbers;	/* of the labels, from 0 */
	bool		*alone;		/* is the label a cell? */
	size_t		 cap;
};

/* The labels of each cell: those of cell i are v[start[i]] to
 * v[start[i + 1] - 1], sorted, each once. */
struct label_sets {
	const char *const *cells;	/* borrowed */
	size_t		 n;
	int		*v;
	size_t		 len, cap;
	size_t		*start;
};

/* Split `n` cells; their labels are added to `seen` (zeros: none yet). */
void		 label_sets_split(struct label_sets *, struct labels_seen *,
		    const char *const *cells, size_t n);
/* Are they sets? A metric says so, or the cells: see label_sets.c. Answers of
 * the same labels may show it too. */
bool		 label_sets_are(const struct metric *,
		    const struct labels_seen *, const struct label_sets *truth,
		    const struct label_sets *answers);
void		 label_sets_release(struct label_sets *);
void		 labels_seen_release(struct labels_seen *);

/* All of it for the distinct cells of a column and `m` answers: how many labels
 * there are, 0: they are no sets. */
size_t		 label_sets_count(const struct metric *,
		    const char *const *cells, size_t n,
		    const char *const *answers, size_t m);

#endif
