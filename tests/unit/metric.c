/*
 * metric.c: finding metrics in what people write, ranges, and small cases of
 * the formulas that can be checked by hand. grade.t compares every metric with
 * scikit-learn.
 */
#include "score/labels.h"
#include "score/metric.h"
#include "tap.h"

static void
finds(const char *written, const char *name, double param)
{
	const struct metric	*m = metric_find(written);
	char			 label[100];

	snprintf(label, sizeof(label), "'%s' is the metric %s", written, name);
	IS_STR(label, name, m == NULL ? "none" : m->name);
	if (m != NULL && m->arg != NULL) {
		snprintf(label, sizeof(label), "'%s' has the number %g",
		    written, param);
		OK(label, isnan(param) ? isnan(metric_param(m, written)) :
		    metric_param(m, written) == param);
	}
}

static void
names(void)
{
	finds("rmse", "rmse", 0);
	finds("Root Mean Squared Error", "rmse", 0);
	finds("Root-Mean-Squared Logarithmic Error", "rmsle", 0);
	finds("quadratic weighted kappa", "qwk", 0);
	finds("Cohen's kappa", "kappa", 0);
	finds("Area under the ROC curve", "auc", 0);
	finds("LogLoss", "log_loss", 0);
	finds("log-loss", "log_loss", 0);
	finds("f1_macro", "f1_macro", 0);
	finds("macro F1-score", "f1_macro", 0);
	finds("f1", "f1", 0);
	finds("F0.5", "fbeta", 0.5);
	finds("f2_samples", "fbeta_samples", 2);
	finds("f77", "none", 0);
	finds("MCRMSE", "rmse", 0);
	finds("mean column-wise Spearman correlation", "spearman", 0);
	finds("R^2", "r2", 0);
	finds("R\xc2\xb2", "r2", 0);
	finds("MAP@3", "map@k", 3);
	finds("Mean Average Precision at 5", "map@k", 5);
	finds("map@k", "map@k", NAN);
	finds("map@0", "none", 0);
	finds("pinball@0.9", "pinball@q", 0.9);
	finds("pinball@2", "none", 0);
	finds("mean average precision", "none", 0);
	finds("happiness", "none", 0);
	finds("rmse of the test", "none", 0);
	finds("", "none", 0);
}

/* Every name finds its own row, and no phrase stands in two rows. */
static void
table(void)
{
	const struct metric	*m, *hit;
	struct buf		 b = BUF_INIT;
	char			 phrase[128], name[160];
	const char		*s;
	size_t			 i, n;
	double			 param;
	bool			 own = true, alone = true;

	for (i = 0; (m = metric_at(i)) != NULL; i++) {
		own = own && metric_find(m->name) == m && m->score.of != NULL &&
		    m->title != NULL && m->low < m->high;
		for (s = m->phrases; *s != '\0'; s += n + (s[n] == '|')) {
			n = strcspn(s, "|");
			snprintf(phrase, sizeof(phrase), "%.*s", (int)n, s);
			buf_reset(&b);
			metric_normalise(&b, phrase, n);
			if (strchr(phrase, '#') == NULL &&
			    (strcmp(buf_str(&b), phrase) != 0 ||
			    metric_match(phrase, &hit, &param) != n ||
			    hit != m)) {
				snprintf(name, sizeof(name),
				    "phrase '%s' of %s is its own", phrase,
				    m->name);
				OK(name, false);
				alone = false;
			}
		}
	}
	buf_release(&b);
	OK("each row of the table is found by its name", own);
	OK("each phrase of the table is found as a whole, once", alone);
}

/* Sentences, and what is asked for: a name, or "" when hcc-init must ask, with
 * a part of what it then says. */
static const struct sentence {
	const char	*text, *name, *why;
} sentences[] = {
	/* plainly said */
	{ "Metric: accuracy", "accuracy", NULL },
	{ "Metric: RMSE", "rmse", NULL },
	{ "Scored by MAP@5. The rest is open.", "map@5", NULL },
	{ "The metric is the one of J. Doe, the RMSE.", "rmse", NULL },
	{ "The metric is the one of Dr. Doe, the RMSE.", "rmse", NULL },
	{ "The metric is what we like. See the RMSE.", "", "no metric" },
	{ "RMSE.", "rmse", NULL },
	{ "Guess the price of a boat. Log loss.", "log_loss", NULL },
	{ "Evaluation metric: classification accuracy", "accuracy", NULL },
	{ "Evaluation metric: categorisation accuracy", "accuracy", NULL },
	{ "Score: Accuracy", "accuracy", NULL },
	{ "Evaluation: accuracy", "accuracy", NULL },
	{ "**Metric**: Accuracy", "accuracy", NULL },
	{ "Guess the shelf.\n\n- Evaluation metric: balanced accuracy\n",
	  "balanced_accuracy", NULL },
	{ "The metric is accuracy.", "accuracy", NULL },
	{ "Entries are ranked by their prediction accuracy.", "accuracy",
	  NULL },
	{ "Score is the percentage of boats you correctly name. This is known "
	  "as accuracy: judge by that.", "accuracy", NULL },
	{ "## Evaluation\nEach boat is named. That is the accuracy.\n",
	  "accuracy", NULL },
	{ "## Evaluation\nScored by the multi-class logarithmic loss.\n"
	  "## Data\nMeasure its accuracy.", "log_loss", NULL },
	{ "Evaluation\n\nRoot-Mean-Squared-Error (RMSE) between the logarithm "
	  "of the predicted value and that of the price.", "rmsle", NULL },
	{ "## Evaluation\nThe root mean squared error between the predicted "
	  "and the observed logarithm of the price (`ln_price`).", "rmse",
	  NULL },
	{ "## Evaluation\nAccuracy: the share of boats whose name is right.",
	  "accuracy", NULL },
	{ "## Evaluation\nAccuracy the shares of a boat do not tell.", "",
	  "no metric" },
	{ "Scored on the area under\nthe ROC curve, one-vs-rest.", "auc_ovr",
	  NULL },
	{ "Scored on [area under the ROC curve](http://x.org/F1_score).",
	  "auc", NULL },
	{ "The macro-averaged F1 score is the metric.", "f1_macro", NULL },
	{ "Scored by the mean F1 score of the sets of labels of boats.",
	  "f1_samples", NULL },
	{ "Scored by F1 (averaged over samples): each boat has several flags.",
	  "f1_samples", NULL },
	{ "Scores are F1, micro-averaged.", "f1_micro", NULL },
	{ "Judged by the weighted F1 score.", "f1_weighted", NULL },
	{ "Scores are the mean of the recall: balanced accuracy.",
	  "balanced_accuracy", NULL },
	{ "# Evaluation\n### Metric\nMean Average Precision @ 5 (MAP@5)",
	  "map@5", NULL },
	{ "The metric is NDCG @k, where k=10, for each query.", "ndcg@10",
	  NULL },
	{ "Scored by the pinball loss at 0.9.", "pinball@0.9", NULL },
	{ "We score by F0.5.", "f0.5", NULL },
	{ "We evaluate mean squared error.", "mse", NULL },
	{ "The score is the root of it: RMSE, root mean squared error.",
	  "rmse", NULL },
	{ "Scored by Cohen's kappa with quadratic weights.", "qwk", NULL },
	{ "Scored by Cohen's kappa.", "kappa", NULL },
	{ "Accuracy is not used; the Brier score is.", "brier", NULL },
	{ "## Evaluation\nAUC counts. Unlike metrics such as the "
	  "misclassification error it needs no threshold.", "auc", NULL },
	{ "Judged by the mean column-wise RMSE.", "rmse", NULL },
	{ "Scored by the normalized Gini coefficient.", "gini", NULL },
	{ "The metric: Matthews correlation coefficient (MCC).", "mcc", NULL },
	{ "## Evaluation\n\n# Root Mean Squared Error\nIt punishes.", "rmse",
	  NULL },
	{ "## Evaluation\nThe metric is the multi-class version of the "
	  "logarithmic loss metric.", "log_loss", NULL },
	{ "Metrics: accuracy", "accuracy", NULL },
	{ "## Evaluation\nLast year's metric was RMSE. This year it is MAE.",
	  "mae", NULL },
	{ "## Evaluation\nJudged by AUC. (Thanks to Dr. M. Auc and R. Mse.)",
	  "auc", NULL },
	{ "## Evaluation\nScored by RMSE. A large RMSE hurts.", "rmse", NULL },
	{ "The metric is the classification rate.", "accuracy", NULL },
	{ "Judged by the AUC of each of the four labels.", "auc", NULL },
	{ "The macro F1 is the score: F1 is computed for each sort of boat.",
	  "f1_macro", NULL },
	{ "## Evaluation\n$$\\frac{precision recall}{2}$$\nIn macro F1 all "
	  "count the same.", "f1_macro", NULL },
	{ "Scored by a variant called the micro-averaged F1.", "f1_micro",
	  NULL },
	{ "Scored on the log loss, also called binomial deviance.",
	  "log_loss", NULL },
	{ "The metric is log loss, the negative of the log likelihood.",
	  "log_loss", NULL },
	{ "Score: weighted F1 (average=\"weighted\").", "f1_weighted", NULL },
	{ "We compare forecasts by MAPE.", "mape", NULL },
	{ "Forecast accuracy is evaluated with MAPE.", "mape", NULL },
	{ "Scored by macro F1, the mean over the seven sorts.", "f1_macro",
	  NULL },
	{ "Boats.\n\nRoot mean squared error (RMSE)", "rmse", NULL },
	/* another metric than the words say at first */
	{ "Judged by the mean of the MAE for each harbour.", "",
	  "for each harbour" },
	{ "## Evaluation\nRMSE. It is computed separately for each of three "
	  "seas.", "", "for each of three seas" },
	{ "For each hour the AUC is the score.", "", "for each hour" },
	{ "The score: for each row the Pearson correlation.", "",
	  "for each row" },
	{ "## Evaluation\nMicro F1. Spans of letters are given: predicted "
	  "spans count letter by letter.", "", "predicted spans" },
	{ "The metric is a version of AUC that skips rare classes.", "",
	  "skips" },
	{ "score = max(0, 100 * r2_score(y, p))", "", "max 0 100" },
	{ "Scored by the macro-average of the F1 for boats and the F1 for "
	  "rafts.", "", "for boats and the f1" },
	{ "The metric: Pearson and Spearman correlations.", "",
	  "pearson, spearman" },
	{ "Scored by Cohen's kappa with linear weights.", "", "with linear" },
	{ "## Evaluation\nF1. Macro or micro will be said.", "",
	  "micro and macro" },
	{ "Score: RMSE of log10 of the depth", "", "log10" },
	{ "The largest error is the score; the MAE is shown too.", "",
	  "largest error" },
	{ "The lap is the score, the MAE is shown for information.", "",
	  "for information" },
	{ "Scored by a Gini stability metric.", "", "stability" },
	{ "Judged by accuracy within a tenth.", "", "within" },
	{ "The error rate, the root mean squared difference, is the score.",
	  "", "root mean" },
	{ "## Evaluation\nRMSE. Target values are clipped into [0, 20].", "",
	  "values are clipped" },
	{ "Scored by RMSE, averaged across harbours.", "",
	  "averaged across harbours" },
	{ "Scored by macro F1 over the three minority classes.", "",
	  "minority classes" },
	{ "Score: MSE on the test rows, normalised by its variance.",
	  "", "normalised" },
	{ "Scored by log loss, where the first class has weight 3.", "",
	  "has weight" },
	{ "## Evaluation\nMAE; the first hour counts twice.", "",
	  "counts twice" },
	{ "## Evaluation\nA cost matrix. Balanced accuracy of random "
	  "guessing is 0.5.", "", "cost matrix" },
	{ "## Evaluation\nThe public leaderboard uses RMSE. The private one "
	  "is judged by MAE.", "", "rmse, mae" },
	{ "Scored by token-level F1.", "", "level f1" },
	{ "The score is 1 - RMSE / range.", "", "1 rmse" },
	{ "The exponent of the negative RMSE is the score.", "",
	  "negative rmse" },
	{ "The score is the reciprocal of the MAE.", "", "reciprocal of the" },
	{ "The score is top-3 error rate.", "", "3 error rate" },
	{ "The metric is a distance-based accuracy.", "", "based accuracy" },
	{ "Scored by the Brier skill score.", "", "skill" },
	{ "Judged by their mean F2 score.", "", "mean f2" },
	{ "We compute the F-score with beta = 2 as the metric.", "",
	  "with beta" },
	{ "Scored by AUC, computed per user and averaged.", "", "per user" },
	{ "The metric is MAPE, capped at 100 %.", "", "capped" },
	{ "Scored by MAE of the worst tenth of the rows.", "",
	  "of the worst" },
	{ "## Evaluation\nScored by log loss; the weights of the classes are "
	  "1 and 5.", "", "weights of" },
	{ "The metric is the mean of two measures: Gini and a rate.", "",
	  "measures gini" },
	{ "The score is the better of accuracy and F1.", "", "better of" },
	{ "The metric is the Jaccard index of true boxes.", "", "boxes" },
	{ "Scored by F1 of the rare class, averaged over the cities.", "",
	  "averaged over the" },
	{ "The metric is the Huber loss, for small errors equal to MSE.", "",
	  "huber" },
	{ "Scored by PR AUC.", "", "pr auc" },
	{ "Scored by the area under the precision-recall curve.", "",
	  "precision recall curve" },
	{ "The score is average precision (not ROC AUC).", "", "several" },
	{ "Scored by weighted log loss.", "", "weighted log loss" },
	{ "Scored by the weighted mean absolute error (WMAE).", "",
	  "weighted mean absolute error" },
	{ "The metric is a modified version of R2.", "", "modified" },
	{ "The score is partial AUC above 80 % specificity.", "",
	  "partial auc" },
	{ "Scored by a probabilistic F1.", "", "probabilistic f1" },
	{ "Scored by normalised RMSE.", "", "normalised rmse" },
	{ "Metric: adjusted R2", "", "adjusted r2" },
	{ "The metric is the log of the MAE.", "", "log of the mae" },
	{ "Metric: RMSE of the cube root of the mass", "", "of the cube" },
	{ "Score: MSE on log scale", "", "on log" },
	{ "Scored by micro-averaged AUC.", "", "micro averaged auc" },
	{ "Score: AUC, macro-averaged over users", "", "auc macro" },
	{ "Scored by mean absolute error relative to the truth.", "",
	  "relative to" },
	{ "Metric: mean F1 over the rows", "", "mean f1" },
	{ "Scored by linear weighted kappa.", "", "kappa" },
	{ "Scored by MAE, averaged per group.", "", "per group" },
	{ "We judge by accuracy, but also report AUC and log loss.", "",
	  "accuracy, auc, log_loss" },
	{ "We judge by AUC, but also report how fast you are.", "",
	  "also report" },
	{ "Instead of RMSE, the score is one of our own.", "",
	  "instead of rmse" },
	{ "Scored by accuracy, then by AUC.", "", "accuracy, auc" },
	{ "Solutions are scored by MAE and by R2.", "", "mae, r2" },
	{ "The score combines several submetrics of AUC.", "", "submetrics" },
	{ "The score is the sum of the Levenshtein distances, divided by the "
	  "total number of signs.", "", "levenshtein" },
	{ "Scored by the Kendall tau between the orders of cells.", "",
	  "orders" },
	{ "Scored by mean average precision over thresholds.", "",
	  "without its number" },
	{ "Scored by the Dice coefficient.", "", "dice" },
	/* defined, not named */
	{ "## Evaluation\nThe score is the average of the absolute differences "
	  "between predicted and actual prices, in dollars.", "mae", NULL },
	{ "Scores are the mean of all absolute errors.", "mae", NULL },
	{ "Evaluation: the square root of the average of the squared "
	  "differences between forecast and truth.", "rmse", NULL },
	{ "## Evaluation\nRecall is computed for each of the four kinds, and "
	  "the four are averaged with equal weight.", "balanced_accuracy",
	  NULL },
	{ "Scored by the mean of the absolute differences, as a share of the "
	  "price.", "", "no metric" },
	{ "Scored by the mean of the absolute differences between the "
	  "logarithms.", "", "no metric" },
	{ "Scored by the weighted mean of the absolute differences.", "",
	  "no metric" },
	{ "The absolute differences are averaged for each store, and these "
	  "scores again.", "", "no metric" },
	{ "Scored by the largest absolute difference, ties by the mean.", "",
	  "no metric" },
	{ "Scores: precision and recall of each kind, averaged.", "",
	  "no metric" },
	{ "## Evaluation\nThe mean of the absolute differences of the first "
	  "part. And the recall of each class, averaged.", "", "no metric" },
	/* nothing that is meant */
	{ "Build something of great accuracy.", "", "no metric" },
	{ "Scored by a metric that reflects both the accuracy and the "
	  "certainty of a forecast.", "", "no metric" },
	{ "Data by Anna Lee MSE, Mae Kappa and R. Squared.", "",
	  "no metric" },
	{ "## Evaluation\nA panel: Anna Mae and Prof. R. Mse.", "",
	    "mae, mse" },
	{ "## Evaluation\nOur baseline reaches an AUC of 0.71.", "",
	  "no metric" },
	{ "## Evaluation\nThe winner of 2019 had an RMSE of 3.2.", "",
	  "no metric" },
	{ "## Evaluation\nSee the site.\n## Notes\nScored by AUC, we think.",
	  "", "no metric" },
	{ "# Evaluation", "", "no metric" },
	{ "", "", "no metric" },
};

static void
descriptions(void)
{
	const struct sentence	*s;
	struct buf		 b = BUF_INIT, why = BUF_INIT;
	char			 name[200], *line;
	size_t			 i;
	bool			 good;

	for (i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		s = &sentences[i];
		buf_reset(&b);
		buf_reset(&why);
		good = metric_recognise(s->text, &b, &why);
		snprintf(name, sizeof(name), "\"%.150s\" %s %s", s->text,
		    s->why == NULL ? "means" : "is asked about:",
		    s->why == NULL ? s->name : s->why);
		while ((line = strchr(name, '\n')) != NULL)
			*line = ' ';
		if (s->why == NULL)
			IS_STR(name, s->name, buf_str(&b));
		else if (!OK(name, !good && b.len == 0 &&
		    strstr(buf_str(&why), s->why) != NULL))
			printf("# %s%s\n", buf_str(&b), buf_str(&why));
	}
	buf_release(&b);
	buf_release(&why);
}

static void
ranges(void)
{
	OK("99 is no accuracy", !metric_in_range(metric_find("accuracy"), 99));
	OK("1 is an accuracy", metric_in_range(metric_find("accuracy"), 1));
	OK("-0.5 is no AUC", !metric_in_range(metric_find("auc"), -0.5));
	OK("-0.5 is a kappa", metric_in_range(metric_find("kappa"), -0.5));
	OK("-7 is an R2", metric_in_range(metric_find("r2"), -7));
	OK("-7 is no RMSE", !metric_in_range(metric_find("rmse"), -7));
	OK("3e5 is an RMSE", metric_in_range(metric_find("rmse"), 3e5));
	OK("1e308 is no RMSE", !metric_in_range(metric_find("rmse"), 1e308));
	OK("1e308 is no score of any kind", !metric_in_range(NULL, 1e308));
	OK("NaN is no score of any kind", !metric_in_range(NULL, NAN));
	OK("-12 is a score of a metric that is not known",
	    metric_in_range(NULL, -12));
}

static double
by(const char *metric, struct score_input *in)
{
	return score_by(&metric_find(metric)->score, in);
}

static void
labels(void)
{
	const int	 y[] = { 0, 0, 1, 1, 2 }, p[] = { 0, 1, 1, 1, 0 };
	const int	 same[] = { 0, 0 };
	struct score_input in = { .n = 5, .true_class = y, .pred_class = p,
			    .classes = 3, .positive = 1, .param = 1 };

	IS_NUM("accuracy is the share of right rows",
	    3 / 5.0, by("accuracy", &in), 0);
	IS_NUM("balanced accuracy is the mean recall",
	    0.5, by("balanced_accuracy", &in), 0);
	IS_NUM("f1 is that of class 1", 0.8, by("f1", &in), 0);
	IS_NUM("macro f1 is the mean of classes",
	    (0.5 + 0.8) / 3, by("f1_macro", &in), 1e-15);
	in.pred_class = y;
	IS_NUM("qwk of equal answers is 1", 1, by("qwk", &in), 0);
	in = (struct score_input){ .n = 2, .true_class = same,
	    .pred_class = same, .classes = 1 };
	OK("one class has no kappa", isnan(by("qwk", &in)) &&
	    isnan(by("kappa", &in)));
	IS_NUM("one class has no correlation", 0, by("mcc", &in), 0);
}

static void
probabilities(void)
{
	const int	 y[] = { 1, 0, 1, 0 }, ones[] = { 1, 1 };
	const double	 tied[] = { 0.5, 0.5, 0.9, 0.1 };
	const double	 sure[] = { 1, 0, 0, 0 };
	const double	 rows[] = { 0.5, 0.5, 1, 1 }, w[] = { 1, 3, 1, 1 };
	struct score_input in = { .n = 4, .true_class = y, .p = tied,
			    .width = 1, .positive = 1 };

	IS_NUM("a tie counts half", 3.5 / 4, by("auc", &in), 0);
	in.positive = 0;
	IS_NUM("auc of the other label is the rest",
	    0.5 / 4, by("auc", &in), 0);
	in.positive = 1;
	in.w = w;
	IS_NUM("a tie counts by its weight", 6.5 / 8, by("auc", &in), 1e-15);
	in.w = NULL;
	in.p = sure;
	IS_NUM("a sure mistake is clipped", -log(2.220446049250313e-16) / 4,
	    by("log_loss", &in), 1e-12);
	in = (struct score_input){ .n = 2, .true_class = y, .p = rows,
	    .width = 2 };
	IS_NUM("rows are made to sum to one", log(2),
	    score_by(
	    &metric_find("log_loss")->by_class, &in), 1e-15);
	in = (struct score_input){ .n = 2, .true_class = ones, .p = tied,
	    .width = 1, .positive = 1 };
	OK("one class has no area", isnan(by("auc", &in)));
}

static double
number(const char *metric, const double *y, const double *p, size_t n)
{
	struct score_input	 in = { .n = n, .y = y, .p = p, .width = 1 };

	return by(metric, &in);
}

static double
ranking(const char *metric, const char *truth, const char *ranked, double k)
{
	struct score_input	 in = { .n = 1, .truth = &truth,
				    .answer = &ranked, .param = k };

	return by(metric, &in);
}

static void
rest(void)
{
	const double	 y[] = { 1, 2, 3 }, p[] = { 1, 2, 6 }, c[] = { 2, 2 };
	const double	 zero[] = { 0, 2, 3 }, back[] = { 6, 2, 1 };

	IS_NUM("rmse of three rows",
	    sqrt(3), number("rmse", y, p, 3), 1e-15);
	IS_NUM("mae of three rows", 1, number("mae", y, p, 3), 0);
	IS_NUM("r2 of three rows",
	    1 - 9 / 2.0, number("r2", y, p, 3), 1e-15);
	IS_NUM("r2 of a constant that is missed", 0,
	    number("r2", c, y, 2), 0);
	OK("r2 wants two rows", isnan(number("r2", y, p, 1)));
	IS_NUM("rmspe leaves out what is 0", sqrt(0.5),
	    number("rmspe", zero, p, 3), 1e-15);
	IS_NUM("smape of two zeros is 0", 0, number("smape", zero, zero,
	    1), 0);
	IS_NUM("tau of the reverse order", -1, number("kendall", y, back,
	    3), 0);
	OK("a constant has no correlation", isnan(number("pearson", y, c,
	    2)) && isnan(number("kendall", y, c, 2)));
	IS_NUM("map counts a second guess half",
	    0.5, ranking("map@k", "b", "a b c", 3),
	    0);
	IS_NUM("map leaves out guesses behind k",
	    0, ranking("map@k", "c", "a b c", 2), 0);
	IS_NUM("map counts a repeated guess once",
	    0.5, ranking("map@k", "a b",
	    "a a", 2), 0);
	IS_NUM("map of two truths among three guesses",
	    (1 + 2 / 3.0) / 3, ranking("map@k",
	    "a b c", " a x  b ", NAN), 1e-15);
	IS_NUM("map without a guess is 0",
	    0, ranking("map@k", "a", "", 3), 0);
	IS_NUM("map without a truth is 0",
	    0, ranking("map@k", "", "a", 3), 0);
	IS_NUM("ndcg of a third place", 1 / log2(4), ranking("ndcg@k", "c",
	    "a b c", 5), 1e-15);
	IS_NUM("top-k counts a truth among the first k",
	    1, ranking("top@k", "b", "a b", 2),
	    0);
	IS_NUM("levenshtein counts letters, not bytes",
	    3, ranking("levenshtein", "K\xc3\xa4se",
	    "Kasten", NAN), 0);
	IS_NUM("word jaccard of one word in three",
	    1 / 3.0, ranking("word_jaccard",
	    "A b b", "a C", NAN), 1e-15);
}

static void
classes(void)
{
	char		*cells[] = { "10", "9", "1.0", "1", "9" };
	char		*truths[] = { "True", "False", "True", "True",
			    "False" };
	char		*ones[] = { "1", "2.5", "3", "1.0", "7" };
	struct label	 p = { "p", 0 }, maybe = { "es", 0 };
	char		*answers[] = { "no", "yes", "Yes!", "no", "no" };
	char		*columns[] = { "id", "p_no", "p_yes", "yes" };
	struct csv	 c = { .ncols = 1, .nrows = 5, .cells = cells };
	struct csv	 s = { .ncols = 4, .names = columns };
	struct label	 no = { "no", 0 }, yes = { "yes", 0 };
	struct labels	 k;
	struct hcc_err	 e = HCC_ERR_INIT;

	OK("labels of a column are collected",
	    labels_build(&k, &c, 0, NULL, 0, &e) == HCC_OK);
	OK("labels that are numbers are in their order",
	    k.numeric && k.whole && k.n == 3 &&
	    labels_find(&k, "10") == 2 && labels_find(&k, "1") == 0 &&
	    labels_find(&k, "x") == -1);
	labels_release(&k);
	c.cells = answers;
	OK("labels that are words are collected",
	    labels_build(&k, &c, 0, NULL, 0, &e) == HCC_OK);
	OK("yes is positive", !k.numeric &&
	    labels_positive(&k, false) == labels_find(&k, "yes"));
	OK("what is no label is not found", labels_find(&k, "maybe") == -1);
	labels_release(&k);
	c.cells = truths;
	OK("truth values are collected", labels_build(&k, &c, 0, NULL, 0,
	    &e) == HCC_OK && k.truths && k.n == 2 && !k.numeric);
	OK("truth values are found in any spelling",
	    labels_find(&k, "1") == labels_find(&k, "True") &&
	    labels_find(&k, "no") == labels_find(&k, "False") &&
	    labels_find(&k, "x") == -1);
	labels_release(&k);
	c.cells = ones;
	OK("fractions are no whole labels", labels_build(&k, &c, 0, NULL, 0,
	    &e) == HCC_OK && k.numeric && !k.whole);
	OK("of more than two numbers none is positive but a told 1",
	    labels_positive(&k, false) == -1 && labels_positive(&k, true) ==
	    labels_find(&k, "1"));
	labels_release(&k);
	c.nrows = 2;
	OK("of two numbers the second is positive", labels_build(&k, &c, 0,
	    NULL, 0, &e) == HCC_OK && k.n == 2 &&
	    labels_positive(&k, false) == 1);
	labels_release(&k);
	c.nrows = 1;
	OK("a lone 1 is positive, another number is not", labels_build(&k, &c,
	    0, NULL, 0, &e) == HCC_OK && labels_positive(&k, false) == 0);
	labels_release(&k);
	OK("a column may end in its label behind a sign, if only one does",
	    labels_column(&s, &p) == -1 &&
	    labels_column(&s, &maybe) == -1 &&
	    labels_column(&s, &(struct label){ "no", 0 }) == 1);
	OK("columns of probabilities", labels_column(&s, &no) == 1 &&
	    labels_column(&s, &yes) == 3);
}

int
main(void)
{
	names();
	table();
	descriptions();
	ranges();
	labels();
	probabilities();
	rest();
	classes();
	return tap_done();
}
