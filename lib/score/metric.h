/*
 * metric.h: the metrics by which solutions are compared: one row each, with
 * name, direction, kind of answer, range, formula and the phrases by which
 * descriptions call it. The formulas are in score.h.
 */
#ifndef HCC_SCORE_METRIC_H
#define HCC_SCORE_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "score/score.h"

enum metric_goal { METRIC_MINIMIZE, METRIC_MAXIMIZE };

/* What a prediction looks like. */
enum metric_pred {
	METRIC_LABELS,		/* one class label a row, or a set of them */
	METRIC_VALUE,		/* one number a row and target */
	METRIC_PROBABILITY,	/* of the positive label, or a column a class */
	METRIC_PROBABILITIES,	/* a column a class */
	METRIC_RANKED,		/* labels separated by blanks, best first */
	METRIC_TEXT,		/* a text */
	METRIC_SHARES		/* the targets of a row are shares of a whole */
};

enum {
	METRIC_BINARY	= 1,	/* two labels, one of them positive */
	METRIC_SETS	= 2,	/* a row may have several labels, or none .. */
	METRIC_ROWS	= 64,	/* .. and is always read so */
	METRIC_ORDERED	= 4,	/* the order of the labels counts */
	METRIC_EVEN	= 8,	/* rows cannot have weights, but for 0 and 1 */
	METRIC_POSITIVE	= 16,	/* numbers below zero are no answers */
	METRIC_ONE_HOT	= 32	/* targets that are 0 but for one are a class */
};

struct metric {
	const char		*name;		/* "auc"; "map@k" */
	const char		*arg;		/* "k": its place in the name is
						 * taken by a number; or NULL */
	enum metric_goal	 goal;
	enum metric_pred	 pred;
	unsigned		 flags;
	double			 low, high;	/* of the score */
	double			 param;		/* when there is no arg */
	const char		*title;		/* for people */
	const char		*phrases;	/* other names, by `|`; `#` is
						 * the number */
	struct score_formula	 score;
	struct score_formula	 by_class;	/* a column a class */
};

/* The metrics in order, NULL behind the last. Static storage. */
const struct metric *metric_at(size_t i);
/* By name or any known phrase: "rmse", "Root Mean Squared Error", "MAP@3",
 * "mean column-wise RMSE". NULL when it is none. */
const struct metric *metric_find(const char *name);
/* Append the names that are nearest to one that is none, best first; nothing
 * where none is near. */
void		 metric_near(const char *name, struct buf *);
/* The number of a name like "map@3" or "F0.5"; that of the row where it has
 * none to give; NAN where the number is missing or makes no sense. */
double	 metric_param(const struct metric *, const char *name);
/* Append the name, with the number in its place. */
void	 metric_name(const struct metric *, double param, struct buf *);
const char *metric_goal_name(enum metric_goal);
/* Can it be a score of this metric (NULL: of any)? A percentage where a share
 * is wanted cannot, nor what is beyond 1e100. */
bool	 metric_in_range(const struct metric *, double score);

/* The row as scripts and `hcc-grade -M` have it, without a kind: name, goal,
 * prediction, low, high (null: no bound), sets, binary, ordered, title, number
 * ("k") and, where it is known, its value `param`. */
jv	 metric_json(const struct metric *, double param);

/* Lower-case words separated by single blanks, as phrases are written; `@`
 * counts as a letter, a point between digits as a digit, and R-squared signs
 * as "r2". Appends to `out`. */
void	 metric_normalise(struct buf *out, const char *text, size_t n);
/* The longest phrase or name of a metric at the start of normalised text: its
 * length, the metric and its number; 0 when there is none. */
size_t	 metric_match(const char *text, const struct metric **, double *param);
/* Does one of the phrases (by `|`; `#` is a number, put into *number) stand at
 * the start of the text, up to the end of a word? The longest one's length. */
size_t	 metric_phrase(const char *text, const char *phrases, double *number);

/* Find the metric that the description of a task asks for: in its evaluation
 * sections or, if it has none, its sentences about scores. True: its name is
 * appended to `name`. False: `why` says, after "the description ..", what
 * stands in the way: nothing known, several metrics, or words that make a
 * known metric another one. */
bool	 metric_recognise(const char *text, struct buf *name, struct buf *why);

#endif
