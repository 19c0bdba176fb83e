/*
 * score.h: the formulas of the metrics, on plain arrays.
 *
 * They equal scikit-learn 1.2.1 (sklearn.metrics) on the same input. Classes
 * are numbers 0..k-1 in sorted order of the labels. NAN: not defined for this
 * input, for instance AUC when only one class occurs. Where memory is needed
 * and not to be had, the result is NAN too and *nomem is set.
 */
#ifndef HCC_SCORE_SCORE_H
#define HCC_SCORE_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "score/metric.h"

/* accuracy, balanced_accuracy, f1 (of class `positive`), f1_macro, f1_micro,
 * qwk of the predicted classes p against the true y. */
double	 score_labels(enum metric_id, const int *y, const int *p, size_t n,
	    int k, int positive, bool *nomem);
/* rmse, mae, rmsle (values not negative), mse, r2. */
double	 score_values(enum metric_id, const double *y, const double *p,
	    size_t n);
/* Area under the ROC curve; rows whose y equals `positive` are positive. The
 * scores are s[0], s[stride], .. */
double	 score_auc(const int *y, int positive, const double *s, size_t stride,
	    size_t n, bool *nomem);
/* Mean of the one-vs-rest areas of k columns of p (row by row), over those
 * classes that occur. */
double	 score_auc_ovr(const int *y, const double *p, size_t n, int k,
	    bool *nomem);
/* Logarithmic loss of one probability of class `positive` a row .. */
double	 score_log_loss(const int *y, int positive, const double *p, size_t n);
/* .. or of k probabilities a row, which are made to sum to one. */
double	 score_log_loss_multi(const int *y, const double *p, size_t n, int k);
/* Average precision of one row: labels separated by blanks, k 0: all. */
double	 score_average_precision(const char *truth, const char *ranked,
	    size_t k);

#endif
