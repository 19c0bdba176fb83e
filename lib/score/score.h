/*
 * score.h: the formulas of the metrics, on plain arrays.
 *
 * They equal scikit-learn 1.2.1 (sklearn.metrics) and scipy 1.10 on the same
 * input, weights included. Where neither has the metric, the comment above the
 * function gives the formula. The files are score.c (numbers), score_class.c
 * (labels and sets of them), score_order.c (probabilities and rankings) and
 * score_text.c (words and letters).
 */
#ifndef HCC_SCORE_SCORE_H
#define HCC_SCORE_SCORE_H

#include <stdbool.h>
#include <stddef.h>

/* What a formula reads: `n` rows, at least one. Which of the arrays are there
 * depends on the kind of answer (enum metric_pred). All borrowed. */
struct score_input {
	size_t		 n;
	const double	*w;		/* weights > 0; NULL: all are 1 */
	double		 param;		/* k, q or beta, where there is one */
	/* METRIC_VALUE: numbers. */
	const double	*y;
	/* .. METRIC_PROBABILITY, _PROBABILITIES and _SHARES: `width` numbers a
	 * row, row by row. */
	const double	*p;
	size_t		 width;
	/* METRIC_LABELS: true and predicted classes, 0 .. classes - 1 in
	 * sorted order of the labels. Sets of labels: those of row i, sorted,
	 * are true_class[true_start[i]] to [true_start[i + 1] - 1]; NULL: one
	 * label a row. */
	const int	*true_class, *pred_class;
	const size_t	*true_start, *pred_start;
	int		 classes;
	int		 positive;	/* of a metric that has one */
	bool		 fixed;		/* classes that never occur count too */
	/* METRIC_RANKED and METRIC_TEXT: cells. */
	const char	**truth, **answer;
	bool		 nomem;		/* set when memory is exhausted */
};

/* The score; NAN: not defined for this input, for instance AUC when only one
 * class occurs, or (nomem) not computed. */
typedef double	 score_fn(struct score_input *);

/* Numbers. */
score_fn score_rmse, score_mae, score_rmsle, score_msle, score_mse, score_r2,
	 score_mape, score_smape, score_rmspe, score_medae, score_pinball,
	 score_pearson, score_spearman, score_kendall, score_gini;
/* One label a row. */
score_fn score_accuracy, score_error_rate, score_balanced_accuracy,
	 score_mcc, score_kappa, score_qwk;
/* One label or a set of labels a row; F with beta = param. */
score_fn score_f, score_f_macro, score_f_micro, score_f_weighted,
	 score_f_samples, score_jaccard, score_jaccard_macro,
	 score_jaccard_micro, score_jaccard_weighted, score_jaccard_samples;
/* One probability, or any number that grows with it, of class `positive` ..*/
score_fn score_auc, score_average_precision, score_log_loss, score_brier,
	 score_hinge;
/* .. or a column a class. */
score_fn score_auc_ovr, score_average_precision_ovr, score_log_loss_multi,
	 score_brier_multi, score_hinge_multi, score_top_k_multi;
/* A row's true shares against its predicted ones (y and p, `width` each). */
score_fn score_kl;
/* Labels separated by blanks, the best first, of which the first param (NAN:
 * all) count. */
score_fn score_map, score_ndcg, score_top_k;
/* Words and letters. */
score_fn score_levenshtein, score_word_jaccard;

/* For the files of score*.c. */
static inline double
score_weight(const struct score_input *in, size_t i)
{
	return in->w == NULL ? 1 : in->w[i];
}

long double score_total(const struct score_input *);

#endif
