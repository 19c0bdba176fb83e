/*
 * metric.h: the metrics by which solutions are compared: their names, which
 * direction is better, what a prediction looks like, and finding them in what
 * people write. The formulas are in score.h.
 */
#ifndef HCC_SCORE_METRIC_H
#define HCC_SCORE_METRIC_H

#include <stddef.h>

#include "base/buf.h"

enum metric_goal { METRIC_MINIMIZE, METRIC_MAXIMIZE };

enum metric_pred {
	METRIC_LABELS,		/* one class label a row */
	METRIC_VALUE,		/* one number a row and target */
	METRIC_PROBABILITY,	/* of the positive label, or a column a class */
	METRIC_PROBABILITIES,	/* a column a class */
	METRIC_RANKED		/* labels separated by blanks, best first */
};

enum metric_id {
	METRIC_ACCURACY, METRIC_BALANCED_ACCURACY, METRIC_F1, METRIC_F1_MACRO,
	METRIC_F1_MICRO, METRIC_AUC, METRIC_AUC_OVR, METRIC_LOG_LOSS,
	METRIC_RMSE, METRIC_MAE, METRIC_RMSLE, METRIC_MSE, METRIC_R2,
	METRIC_QWK, METRIC_MAP, METRIC_COUNT
};

struct metric {
	enum metric_id		 id;
	const char		*name;		/* "auc"; "map@k" */
	enum metric_goal	 goal;
	enum metric_pred	 pred;
	const char		*title;		/* for people */
	const char		*phrases;	/* other spellings, by `|` */
};

/* The metrics in order, NULL behind the last. Static storage. */
const struct metric *metric_at(size_t i);
/* By name or any known spelling: "rmse", "Root Mean Squared Error", "MAP@3".
 * NULL when it is none. */
const struct metric *metric_find(const char *name);
/* The k of a name like "map@3"; 0 when it has none. */
size_t	 metric_k(const char *name);
const char *metric_pred_name(enum metric_pred);

/* Lower-case words separated by single blanks, as phrases are written; `@`
 * counts as a letter and R-squared signs as "r2". Appends to `out`. */
void	 metric_normalise(struct buf *out, const char *text, size_t n);

/* The metric that the description of a task asks for, from its evaluation
 * section or else its sentences about scores. Appends the name to `found`,
 * or, where several compete, all of their names separated by ", ". Returns
 * how many: 0 none, 1 recognised, more: ambiguous. */
size_t	 metric_recognise(const char *text, struct buf *found);

#endif
