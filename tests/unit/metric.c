/*
 * metric.c: finding metrics in what people write; small cases of the
 * formulas that can be checked by hand. grade.t compares with scikit-learn.
 */
#include "score/labels.h"
#include "score/metric.h"
#include "score/score.h"
#include "tap.h"

static void
finds(const char *written, const char *name, size_t k)
{
	const struct metric	*m = metric_find(written);

	IS_STR(written, name, m == NULL ? "none" : m->name);
	if (k > 0)
		OK("and its k", metric_k(written) == k);
}

static void
names(void)
{
	finds("rmse", "rmse", 0);
	finds("Root Mean Squared Error", "rmse", 0);
	finds("Root-Mean-Squared Logarithmic Error", "rmsle", 0);
	finds("quadratic weighted kappa", "qwk", 0);
	finds("Area under the ROC curve", "auc", 0);
	finds("LogLoss", "log_loss", 0);
	finds("log-loss", "log_loss", 0);
	finds("f1_macro", "f1_macro", 0);
	finds("macro F1-score", "f1_macro", 0);
	finds("MCRMSE", "rmse", 0);
	finds("R^2", "r2", 0);
	finds("R\xc2\xb2", "r2", 0);
	finds("MAP@3", "map@k", 3);
	finds("Mean Average Precision at 5", "map@k", 5);
	finds("mean average precision", "none", 0);
	finds("happiness", "none", 0);
	finds("", "none", 0);
}

static void
asks(const char *text, const char *wanted)
{
	struct buf	 b = BUF_INIT;
	size_t		 n = metric_recognise(text, &b);

	IS_STR(wanted[0] == '\0' ? "nothing" : wanted, wanted, buf_str(&b));
	OK("and how many", (n == 0) == (wanted[0] == '\0') &&
	    (n > 1) == (strchr(wanted, ',') != NULL));
	buf_release(&b);
}

static void
descriptions(void)
{
	asks("## Evaluation\nScored by the multi-class logarithmic loss.\n"
	    "## Data\nMeasure its accuracy.", "log_loss");
	asks("Evaluation\n\nRoot-Mean-Squared-Error (RMSE) between the "
	    "logarithm of the predicted value and that of the price.", "rmsle");
	asks("Scored on the area under\nthe ROC curve, one-vs-rest.",
	    "auc_ovr");
	asks("The macro-averaged F1 score is the metric.", "f1_macro");
	asks("Scores are the mean of the recall: balanced accuracy.",
	    "balanced_accuracy");
	asks("# Evaluation\n### Metric\nMean Average Precision @ 5 (MAP@5)",
	    "map@5");
	asks("We evaluate mean squared error.", "mse");
	asks("The score is the root of it: RMSE, root mean squared error.",
	    "rmse");
	asks("Scored by accuracy, then by AUC.", "auc");
	asks("Solutions are scored by MAE and by R2.", "mae, r2");
	asks("Build something of great accuracy.", "");
	asks("", "");
	asks("# Evaluation", "");
}

static void
labels(void)
{
	const int	 y[] = { 0, 0, 1, 1, 2 }, p[] = { 0, 1, 1, 1, 0 };
	const int	 same[] = { 0, 0 };
	bool		 nomem = false;

	IS_NUM("accuracy", 3 / 5.0, score_labels(METRIC_ACCURACY, y, p, 5, 3,
	    -1, &nomem), 0);
	IS_NUM("balanced accuracy", 0.5, score_labels(METRIC_BALANCED_ACCURACY,
	    y, p, 5, 3, -1, &nomem), 0);
	IS_NUM("f1 of class 1", 0.8, score_labels(METRIC_F1, y, p, 5, 3, 1,
	    &nomem), 0);
	IS_NUM("macro f1", (0.5 + 0.8) / 3, score_labels(METRIC_F1_MACRO, y, p,
	    5, 3, -1, &nomem), 1e-15);
	IS_NUM("kappa of equals", 1, score_labels(METRIC_QWK, y, y, 5, 3, -1,
	    &nomem), 0);
	OK("no kappa of one class", isnan(score_labels(METRIC_QWK, same, same,
	    2, 1, -1, &nomem)));
	OK("no rows, no score", isnan(score_labels(METRIC_ACCURACY, y, p, 0, 3,
	    -1, &nomem)));
}

static void
probabilities(void)
{
	const int	 y[] = { 1, 0, 1, 0 }, ones[] = { 1, 1 };
	const double	 tied[] = { 0.5, 0.5, 0.9, 0.1 };
	const double	 sure[] = { 1, 0, 0, 0 };
	const double	 rows[] = { 2, 2, 1, 3, 0.5, 0.5, 1, 1 };
	bool		 nomem = false;

	IS_NUM("a tie counts half", 3.5 / 4, score_auc(y, 1, tied, 1, 4,
	    &nomem), 0);
	IS_NUM("the other label", 0.5 / 4, score_auc(y, 0, tied, 1, 4,
	    &nomem), 0);
	OK("one class has no area", isnan(score_auc(ones, 1, tied, 1, 2,
	    &nomem)));
	IS_NUM("a sure mistake is clipped", -log(2.220446049250313e-16) / 4,
	    score_log_loss(y, 1, sure, 4), 1e-12);
	IS_NUM("rows are made to sum to one", log(2),
	    score_log_loss_multi(y, rows + 4, 2, 2), 1e-15);
}

static void
rest(void)
{
	const double	 y[] = { 1, 2, 3 }, p[] = { 1, 2, 6 }, c[] = { 2, 2 };

	IS_NUM("rmse", sqrt(3), score_values(METRIC_RMSE, y, p, 3), 1e-15);
	IS_NUM("mae", 1, score_values(METRIC_MAE, y, p, 3), 0);
	IS_NUM("r2", 1 - 9 / 2.0, score_values(METRIC_R2, y, p, 3), 1e-15);
	IS_NUM("r2 of a constant that is missed", 0,
	    score_values(METRIC_R2, c, y, 2), 0);
	OK("r2 wants two rows", isnan(score_values(METRIC_R2, y, p, 1)));
	IS_NUM("the second guess", 0.5, score_average_precision("b", "a b c",
	    3), 0);
	IS_NUM("behind k", 0, score_average_precision("c", "a b c", 2), 0);
	IS_NUM("said twice counts once", 0.5, score_average_precision("a b",
	    "a a", 2), 0);
	IS_NUM("two of three", (1 + 2 / 3.0) / 3, score_average_precision(
	    "a b c", " a x  b ", 0), 1e-15);
	IS_NUM("no guess", 0, score_average_precision("a", "", 3), 0);
	IS_NUM("no truth", 0, score_average_precision("", "a", 3), 0);
}

static void
classes(void)
{
	char		*cells[] = { "10", "9", "1.0", "1", "9" };
	char		*answers[] = { "no", "yes", "Yes!", "no", "no" };
	char		*names[] = { "id", "p_no", "p_yes", "yes" };
	struct csv	 c = { .ncols = 1, .nrows = 5, .cells = cells };
	struct csv	 s = { .ncols = 4, .names = names };
	struct label	 no = { "no", 0 }, yes = { "yes", 0 };
	struct labels	 k;
	struct hcc_err	 e = HCC_ERR_INIT;

	OK("classes", labels_build(&k, &c, 0, NULL, 0, &e) == HCC_OK);
	OK("numbers in their order", k.numeric && k.whole && k.n == 3 &&
	    labels_find(&k, "10") == 2 && labels_find(&k, "1") == 0 &&
	    labels_find(&k, "x") == -1);
	labels_release(&k);
	c.cells = answers;
	OK("words", labels_build(&k, &c, 0, NULL, 0, &e) == HCC_OK);
	OK("yes is positive", !k.numeric &&
	    labels_positive(&k, false) == labels_find(&k, "yes"));
	labels_release(&k);
	OK("columns of probabilities", labels_column(&s, &no) == 1 &&
	    labels_column(&s, &yes) == 3);
}

int
main(void)
{
	names();
	descriptions();
	labels();
	probabilities();
	rest();
	classes();
	return tap_done();
}
