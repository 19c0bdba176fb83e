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

struct score_input;
struct score_tally;
struct score_ranked;

/* The score; NAN: not defined for this input, for instance AUC when only one
 * class occurs. */
typedef double		 score_fn(const struct score_input *);
/* What one row is worth; NAN: nothing can be said. */
typedef long double	 score_row(const struct score_input *, size_t row);
/* What the counts of a class, of a row or of all are worth. */
typedef double		 score_ratio(const struct score_tally *, double param);
/* A number of the rows by falling score. */
typedef double		 score_curve(const struct score_ranked *, size_t n);

/* How a score comes about: a function of its own, or one that combines what
 * its part says of rows or classes. */
struct score_formula {
	score_fn		*of;		/* NULL: there is none */
	union {
		score_row	*row;
		score_ratio	*ratio;
		score_curve	*curve;
	};
};

/* What a formula reads: `n` rows, at least one. Which of the arrays are there
 * depends on the kind of answer (enum metric_pred). All borrowed. */
struct score_input {
	const struct score_formula *formula;	/* see score_by() */
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
};

/* The score by a formula. */
double	 score_by(const struct score_formula *, struct score_input *);

/* Weighted mean over the rows, and its root. */
score_fn score_mean, score_root_mean;
/* A ratio: of the positive class; the mean of the classes, or weighted by how
 * often each is true; of all decisions together; the mean of the rows. */
score_fn score_positive, score_classes, score_classes_weighted,
	 score_decisions, score_rows;
/* A curve: of the positive class; the mean of a column a class. */
score_fn score_column, score_columns;

/* Numbers. */
score_row   row_squared, row_absolute, row_squared_log, row_relative,
	    row_symmetric, row_pinball;
score_fn    score_r2, score_rmspe, score_medae, score_pearson, score_spearman,
	    score_kendall, score_gini;
/* One label a row; ratios also of sets. */
score_row   row_right;
score_fn    score_error_rate, score_balanced_accuracy, score_mcc, score_kappa,
	    score_qwk;
score_ratio ratio_f, ratio_jaccard;
/* One probability, or any number that grows with it, of class `positive` ..*/
score_curve curve_auc, curve_average_precision;
score_row   row_log_loss, row_brier, row_hinge;
/* .. or a column a class. */
score_row   row_log_loss_multi, row_brier_multi, row_hinge_multi,
	    row_top_k_multi;
/* A row's true shares against its predicted ones (y and p, `width` each). */
score_row   row_kl;
/* Labels separated by blanks, the best first, of which the first param (NAN:
 * all) count. */
score_row   row_map, row_ndcg, row_top_k;
/* Words and letters. */
score_row   row_levenshtein, row_word_jaccard;

/* For the files of score*.c. */
static inline double
score_weight(const struct score_input *in, size_t i)
{
	return in->w == NULL ? 1 : in->w[i];
}

long double score_total(const struct score_input *);

#endif
