/*
 * metric.c: the table of metrics.
 *
 * To add a metric: write its formula in the fitting score*.c, name it in
 * score.h, and add a row here. The row is read by grading, the claims of
 * programs, recognition in descriptions, `hcc-grade -M`, and by the scripts
 * through hcc.metric(). By hand: a row of hcc_recipes/metrics.py, with which
 * the offline brain trains for it; the list in hcc-grade(1) (`make lint`
 * compares it); a reference in tests/tools/grade_sklearn.py; its words in
 * share/hcc/embed/lexicon.lua. An answer that no kind of metric.h describes
 * needs a case in grade_target.c.
 */
#include <math.h>

#include "base/json.h"
#include "score/metric.h"

#define UP	.goal = METRIC_MAXIMIZE
#define DOWN	.goal = METRIC_MINIMIZE
#define SHARE	.low = 0, .high = 1
#define LOSS	.low = 0, .high = INFINITY
#define BOTH	.low = -1, .high = 1
#define MEAN(r)	{ score_mean, .row = r }
#define ROOT_MEAN(r) { score_root_mean, .row = r }
#define RATIO(of, r) { of, .ratio = r }
#define LIMIT	1e100		/* no score is larger */

/* Phrases are normalised (metric_normalise), the name needs no repetition. */
static const struct metric table[] = {
	/* One label a row. */
	{ "accuracy", UP, .pred = METRIC_LABELS, SHARE,
	  .title = "share of right labels",
	  .phrases = "accuracy score|classification accuracy|acc|"
	  "categorization accuracy|categorisation accuracy|mean accuracy|"
	  "percentage of correct|fraction of correct|proportion of correct|"
	  "share of correct|percentage correct|percent correct|"
	  "classification rate|correct classification rate|top 1 accuracy|"
	  "multi class accuracy|multiclass accuracy",
	  .score = MEAN(row_right) },
	{ "error_rate", DOWN, .pred = METRIC_LABELS, SHARE,
	  .title = "share of wrong labels",
	  .phrases = "classification error|misclassification rate|"
	  "misclassification error|classification error rate|zero one loss|"
	  "misclassification error rate|0 1 loss|top 1 error|"
	  "top 1 classification error|1 accuracy",
	  .score = { score_error_rate, .row = row_right } },
	{ "balanced_accuracy", UP, .pred = METRIC_LABELS, SHARE,
	  .title = "mean recall of the classes",
	  .phrases = "balanced accuracy score|mean recall|macro recall|"
	  "macro averaged recall|average recall|unweighted average recall",
	  .score = { score_balanced_accuracy } },
	{ "mcc", UP, .pred = METRIC_LABELS, BOTH,
	  .title = "Matthews correlation coefficient",
	  .phrases = "matthews correlation coefficient|matthews corrcoef|"
	  "matthews correlation|matthew s correlation coefficient|"
	  "matthew correlation coefficient|phi coefficient",
	  .score = { score_mcc } },
	{ "kappa", UP, .pred = METRIC_LABELS, BOTH,
	  .title = "Cohen's kappa, without weights",
	  .phrases = "cohen s kappa|cohen kappa|cohens kappa|kappa score|"
	  "cohen kappa score|cohen s kappa score|unweighted kappa",
	  .score = { score_kappa } },
	{ "qwk", UP, .pred = METRIC_LABELS, .flags = METRIC_ORDERED, BOTH,
	  .title = "quadratic weighted kappa of labels that have an order",
	  .phrases = "quadratic weighted kappa|quadratically weighted kappa|"
	  "quadratic kappa|quadratic weighted cohen s kappa|"
	  "quadratic weighted kappa score|quadratic cohen s kappa|"
	  "cohen s kappa with quadratic weights|"
	  "kappa with quadratic weights|kappa with quadratic weighting",
	  .score = { score_qwk } },
	/* One label or a set of them. */
	{ "f1", UP, .pred = METRIC_LABELS, .flags = METRIC_BINARY, SHARE,
	  .param = 1, .title = "F1 of the positive label",
	  .phrases = "f1 score|f 1 score|f score|f1 measure|f measure|"
	  "f 1|f 1 measure|f1 binary|binary f1|binary f1 score",
	  .score = RATIO(score_positive, ratio_f) },
	{ "f1_macro", UP, .pred = METRIC_LABELS, .flags = METRIC_SETS, SHARE,
	  .param = 1, .title = "mean F1 of the classes",
	  .phrases = "macro f1|macro f1 score|f1 score macro|"
	  "macro averaged f1|macro average f1|macro averaged f1 score|"
	  "macro average f1 score|macro f 1|macro f 1 score|"
	  "macro averaged f 1 score|f1 macro score|macro f score|"
	  "macro f measure",
	  .score = RATIO(score_classes, ratio_f) },
	{ "f1_micro", UP, .pred = METRIC_LABELS, .flags = METRIC_SETS, SHARE,
	  .param = 1, .title = "F1 over all decisions",
	  .phrases = "micro f1|micro f1 score|f1 score micro|"
	  "micro averaged f1|micro average f1|micro averaged f1 score|"
	  "micro average f1 score|micro f 1|micro f 1 score|"
	  "micro averaged f 1 score|f1 micro score|micro f score|"
	  "micro f measure",
	  .score = RATIO(score_decisions, ratio_f) },
	{ "f1_weighted", UP, .pred = METRIC_LABELS, .flags = METRIC_SETS,
	  SHARE, .param = 1,
	  .title = "mean F1 of the classes, weighted by their true rows",
	  .phrases = "weighted f1|weighted f1 score|f1 score weighted|"
	  "weighted average f1|weighted averaged f1|"
	  "weighted average f1 score",
	  .score = RATIO(score_classes_weighted, ratio_f) },
	{ "f1_samples", UP, .pred = METRIC_LABELS,
	    .flags = METRIC_SETS | METRIC_ROWS,
	  SHARE, .param = 1, .title = "mean F1 of the rows' sets of labels",
	  .phrases = "samples f1|f1 score samples|sample averaged f1|"
	  "samples averaged f1|example based f1|sample averaged f1 score|"
	  "example based f1 score",
	  .score = RATIO(score_rows, ratio_f) },
	{ "fbeta", .arg = "beta", UP, .pred = METRIC_LABELS,
	  .flags = METRIC_BINARY, SHARE,
	  .title = "F of the positive label, recall weighing beta times as "
	  "much as precision",
	  .phrases = "f#|f# score|f# measure|f beta #|fbeta@#",
	  .score = RATIO(score_positive, ratio_f) },
	{ "fbeta_macro", .arg = "beta", UP, .pred = METRIC_LABELS,
	  .flags = METRIC_SETS, SHARE, .title = "mean of it over the classes",
	  .phrases = "macro f#|macro f# score|macro averaged f# score",
	  .score = RATIO(score_classes, ratio_f) },
	{ "fbeta_micro", .arg = "beta", UP, .pred = METRIC_LABELS,
	  .flags = METRIC_SETS, SHARE, .title = "the same over all decisions",
	  .phrases = "micro f#|micro f# score|micro averaged f# score",
	  .score = RATIO(score_decisions, ratio_f) },
	{ "fbeta_weighted", .arg = "beta", UP, .pred = METRIC_LABELS,
	  .flags = METRIC_SETS, SHARE,
	  .title = "mean of it over the classes, weighted by their true rows",
	  .phrases = "weighted f#|weighted f# score",
	  .score = RATIO(score_classes_weighted, ratio_f) },
	{ "fbeta_samples", .arg = "beta", UP, .pred = METRIC_LABELS,
	  .flags = METRIC_SETS | METRIC_ROWS, SHARE,
	  .title = "mean of it over the rows' sets of labels",
	  .phrases = "samples f#|sample averaged f# score",
	  .score = RATIO(score_rows, ratio_f) },
	{ "jaccard", UP, .pred = METRIC_LABELS, .flags = METRIC_BINARY, SHARE,
	  .title = "Jaccard index of the positive label",
	  .phrases = "jaccard score|jaccard index|jaccard binary",
	  .score = RATIO(score_positive, ratio_jaccard) },
	{ "jaccard_macro", UP, .pred = METRIC_LABELS, .flags = METRIC_SETS,
	  SHARE, .title = "mean Jaccard index of the classes",
	  .phrases = "macro jaccard|macro averaged jaccard",
	  .score = RATIO(score_classes, ratio_jaccard) },
	{ "jaccard_micro", UP, .pred = METRIC_LABELS, .flags = METRIC_SETS,
	  SHARE, .title = "Jaccard index over all decisions",
	  .phrases = "micro jaccard|micro averaged jaccard",
	  .score = RATIO(score_decisions, ratio_jaccard) },
	{ "jaccard_weighted", UP, .pred = METRIC_LABELS,
	  .flags = METRIC_SETS, SHARE,
	  .title = "mean Jaccard index of the classes, weighted by their "
	  "true rows",
	  .phrases = "weighted jaccard",
	  .score = RATIO(score_classes_weighted, ratio_jaccard) },
	{ "jaccard_samples", UP, .pred = METRIC_LABELS,
	  .flags = METRIC_SETS | METRIC_ROWS, SHARE,
	  .title = "mean Jaccard index of the rows' sets of labels",
	  .phrases = "samples jaccard|sample averaged jaccard",
	  .score = RATIO(score_rows, ratio_jaccard) },
	/* Probabilities. */
	{ "auc", UP, .pred = METRIC_PROBABILITY, SHARE,
	  .title = "area under the ROC curve; any number that grows with the "
	  "probability will do",
	  .phrases = "roc auc|auc roc|auroc|roc auc score|aucroc|"
	  "area under the roc|area under the roc curve|area under roc|"
	  "area under roc curve|area under the curve|"
	  "area under the receiver operating|"
	  "area under receiver operating|"
	  "area under the receiver operating characteristic|"
	  "area under the receiver operating characteristic curve|"
	  "area under the receiver operator curve|area under curve",
	  .score = { score_column, .curve = curve_auc },
	  .by_class = { score_columns, .curve = curve_auc } },
	{ "auc_ovr", UP, .pred = METRIC_PROBABILITIES, SHARE,
	  .title = "mean area under the ROC curve of each class against the "
	  "others",
	  .phrases = "roc auc ovr|ovr auc|ovr roc auc|multi class auc|"
	  "multiclass auc|one vs rest auc|one vs rest roc auc|macro auc|"
	  "macro averaged auc|macro averaged roc auc|mean auc|"
	  "mean column wise roc auc|mean columnwise roc auc|"
	  "mean column wise auc|mean columnwise auc",
	  .score = { score_column, .curve = curve_auc },
	  .by_class = { score_columns, .curve = curve_auc } },
	{ "average_precision", UP, .pred = METRIC_PROBABILITY, SHARE,
	  .title = "average precision over the thresholds; with a column a "
	  "class the mean of theirs",
	  .phrases = "average precision score",
	  .score = { score_column, .curve = curve_average_precision },
	  .by_class = { score_columns, .curve = curve_average_precision } },
	{ "log_loss", DOWN, .pred = METRIC_PROBABILITY,
	  .flags = METRIC_ONE_HOT, LOSS,
	  .title = "logarithmic loss; rows of a column a class are made to "
	  "sum to one",
	  .phrases = "logloss|logarithmic loss|multi class log loss|mlogloss|"
	  "multiclass log loss|multi class logarithmic loss|cross entropy|"
	  "cross entropy loss|binary cross entropy|neg log loss|"
	  "negative log loss|multiclass logarithmic loss|"
	  "multi class logloss|multiclass logloss|binary log loss|"
	  "binomial deviance|predictive binomial deviance",
	  .score = MEAN(row_log_loss), .by_class = MEAN(row_log_loss_multi) },
	{ "brier", DOWN, .pred = METRIC_PROBABILITY,
	  .flags = METRIC_ONE_HOT, .low = 0, .high = 2,
	  .title = "mean squared error of the probability; with a column a "
	  "class the sum of theirs",
	  .phrases = "brier score|brier score loss|brier loss",
	  .score = MEAN(row_brier), .by_class = MEAN(row_brier_multi) },
	{ "hinge", DOWN, .pred = METRIC_PROBABILITY, LOSS,
	  .title = "hinge loss of decision values",
	  .phrases = "hinge loss",
	  .score = MEAN(row_hinge), .by_class = MEAN(row_hinge_multi) },
	/* Numbers. */
	{ "rmse", DOWN, .pred = METRIC_VALUE, LOSS,
	  .title = "root mean squared error",
	  .phrases = "root mean squared error|root mean square error|mcrmse|"
	  "root mean squared deviation|root mean square deviation|rmsd|"
	  "neg root mean squared error|root mean squared errors",
	  .score = ROOT_MEAN(row_squared) },
	{ "mse", DOWN, .pred = METRIC_VALUE, LOSS,
	  .title = "mean squared error",
	  .phrases = "mean squared error|mean square error|"
	  "neg mean squared error",
	  .score = MEAN(row_squared) },
	{ "mae", DOWN, .pred = METRIC_VALUE, LOSS,
	  .title = "mean absolute error",
	  .phrases = "mean absolute error|mean absolute deviation|"
	  "average absolute error|neg mean absolute error",
	  .score = MEAN(row_absolute) },
	{ "medae", DOWN, .pred = METRIC_VALUE, .flags = METRIC_EVEN, LOSS,
	  .title = "median absolute error",
	  .phrases = "median absolute error|neg median absolute error",
	  .score = { score_medae } },
	{ "rmsle", DOWN, .pred = METRIC_VALUE, .flags = METRIC_POSITIVE, LOSS,
	  .title = "root mean squared difference of log(1 + value)",
	  .phrases = "root mean squared logarithmic error|"
	  "root mean squared log error|root mean square logarithmic error|"
	  "root mean square log error|"
	  "root mean squared error of the logarithms",
	  .score = ROOT_MEAN(row_squared_log) },
	{ "msle", DOWN, .pred = METRIC_VALUE, .flags = METRIC_POSITIVE, LOSS,
	  .title = "mean squared difference of log(1 + value)",
	  .phrases = "mean squared logarithmic error|mean squared log error|"
	  "mean square logarithmic error",
	  .score = MEAN(row_squared_log) },
	{ "mape", DOWN, .pred = METRIC_VALUE, LOSS,
	  .title = "mean absolute error as a share of the true value",
	  .phrases = "mean absolute percentage error|"
	  "mean absolute percent error|mean average percentage error",
	  .score = MEAN(row_relative) },
	{ "smape", DOWN, .pred = METRIC_VALUE, .low = 0, .high = 2,
	  .title = "mean of 2 |y - p| / (|y| + |p|), which is at most 2",
	  .phrases = "symmetric mean absolute percentage error|"
	  "symmetric mape|symmetric mean absolute percent error",
	  .score = MEAN(row_symmetric) },
	{ "rmspe", DOWN, .pred = METRIC_VALUE, LOSS,
	  .title = "root mean squared error as a share of the true value; "
	  "rows of true 0 do not count",
	  .phrases = "root mean squared percentage error|"
	  "root mean square percentage error|"
	  "root mean squared percent error",
	  .score = { score_rmspe } },
	{ "r2", UP, .pred = METRIC_VALUE, .low = -INFINITY, .high = 1,
	  .title = "coefficient of determination",
	  .phrases = "r2 score|r squared|r squared score|"
	  "coefficient of determination",
	  .score = { score_r2 } },
	{ "pearson", UP, .pred = METRIC_VALUE, .flags = METRIC_EVEN, BOTH,
	  .title = "Pearson correlation",
	  .phrases = "pearson correlation|pearson correlation coefficient|"
	  "pearson s correlation|pearson s correlation coefficient|"
	  "pearson s r|pearson r|linear correlation coefficient",
	  .score = { score_pearson } },
	{ "spearman", UP, .pred = METRIC_VALUE, .flags = METRIC_EVEN, BOTH,
	  .title = "Spearman correlation of the ranks",
	  .phrases = "spearman correlation|spearman rank correlation|"
	  "spearman s rank correlation|spearman s correlation|"
	  "spearman s correlation coefficient|spearman s rho|"
	  "spearman correlation coefficient|"
	  "spearman s rank correlation coefficient|"
	  "spearman rank correlation coefficient|spearmanr|"
	  "rank correlation",
	  .score = { score_spearman } },
	{ "kendall", UP, .pred = METRIC_VALUE, .flags = METRIC_EVEN, BOTH,
	  .title = "Kendall's tau-b",
	  .phrases = "kendall tau|kendall s tau|kendall rank correlation|"
	  "kendall tau correlation|kendall s tau b|kendall tau b|"
	  "kendalltau|kendall correlation",
	  .score = { score_kendall } },
	{ "gini", UP, .pred = METRIC_VALUE, BOTH,
	  .title = "Gini coefficient of the order, 1 for a perfect one; "
	  "2 auc - 1 of 0 and 1",
	  .phrases = "gini coefficient|normalized gini|normalised gini|"
	  "normalized gini coefficient|normalised gini coefficient|"
	  "gini index|gini score",
	  .score = { score_gini } },
	{ "pinball@q", .arg = "q", DOWN, .pred = METRIC_VALUE, LOSS,
	  .title = "pinball loss of the quantile q, between 0 and 1",
	  .phrases = "pinball #|pinball loss@#|quantile@#|pinball loss at #|"
	  "quantile loss at #|quantile loss #|pinball loss #",
	  .score = MEAN(row_pinball) },
	/* Rankings. */
	{ "map@k", .arg = "k", UP, .pred = METRIC_RANKED, SHARE,
	  .title = "mean average precision of the first k labels",
	  .phrases = "mean average precision at #|map @ #|map @#|map at #|"
	  "mean average precision @ #|mean average precision @#|"
	  "mean average precision@#|mapk #",
	  .score = MEAN(row_map) },
	{ "ndcg@k", .arg = "k", UP, .pred = METRIC_RANKED, SHARE,
	  .title = "normalised discounted cumulative gain of the first k "
	  "labels",
	  .phrases = "ndcg @ #|ndcg @#|ndcg at #|"
	  "normalized discounted cumulative gain at #|"
	  "normalized discounted cumulative gain @ #|"
	  "normalized discounted cumulative gain@#|"
	  "normalized discounted cumulative gain @k where k #|"
	  "ndcg @k where k #",
	  .score = MEAN(row_ndcg) },
	{ "top@k", .arg = "k", UP, .pred = METRIC_RANKED, SHARE,
	  .title = "share of rows with a true label among the first k",
	  .phrases = "top # accuracy|top# accuracy|accuracy@#|accuracy @ #|"
	  "top # categorical accuracy|top # classification accuracy",
	  .score = MEAN(row_top_k), .by_class = MEAN(row_top_k_multi) },
	/* The rest. */
	{ "levenshtein", DOWN, .pred = METRIC_TEXT, LOSS,
	  .title = "mean Levenshtein distance, in characters",
	  .phrases = "levenshtein distance|mean levenshtein distance|"
	  "mean levenshtein|edit distance|levenshtein distances|average "
	    "levenshtein distance",
	  .score = MEAN(row_levenshtein) },
	{ "word_jaccard", UP, .pred = METRIC_TEXT, SHARE,
	  .title = "mean Jaccard index of the rows' words, in lower case",
	  .phrases = "word level jaccard|word level jaccard score|"
	  "jaccard word|word level jaccard index|"
	  "word level jaccard similarity",
	  .score = MEAN(row_word_jaccard) },
	{ "kl_divergence", DOWN, .pred = METRIC_SHARES, LOSS,
	  .title = "mean Kullback-Leibler divergence from the true shares",
	  .phrases = "kullback leibler divergence|kl loss|"
	  "kullback leibler|kullback liebler divergence",
	  .score = MEAN(row_kl) },
};

const struct metric *
metric_at(size_t i)
{
	return i < sizeof(table) / sizeof(table[0]) ? &table[i] : NULL;
}

static const char *
pred_name(enum metric_pred p)
{
	static const char *const names[] = { "labels", "value", "probability",
	    "probabilities", "ranked labels", "text", "shares" };

	return names[p];
}

const char *
metric_goal_name(enum metric_goal goal)
{
	return goal == METRIC_MINIMIZE ? "minimize" : "maximize";
}

bool
metric_in_range(const struct metric *m, double score)
{
	const double	 slack = 1e-9;	/* a rounded 1 may be a little more */

	if (!isfinite(score) || fabs(score) > LIMIT)
		return false;
	return m == NULL ||
	    (score >= m->low - slack && score <= m->high + slack);
}

static jv
bound(double d)
{
	return isfinite(d) ? jv_number(d) : jv_null();
}

static jv
flag(const struct metric *m, unsigned f)
{
	return (m->flags & f) != 0 ? jv_true() : jv_false();
}

jv
metric_json(const struct metric *m, double param)
{
	jv	 r = json_put_str(jv_object(), "name", m->name);

	r = json_put_str(r, "goal", metric_goal_name(m->goal));
	r = json_put_str(r, "prediction", pred_name(m->pred));
	r = json_put(r, "low", bound(m->low));
	r = json_put(r, "high", bound(m->high));
	r = json_put(r, "sets", flag(m, METRIC_SETS));
	r = json_put(r, "binary", flag(m, METRIC_BINARY));
	r = json_put(r, "ordered", flag(m, METRIC_ORDERED));
	if (m->arg != NULL)
		r = json_put_str(r, "number", m->arg);
	if (m->arg != NULL && !isnan(param))
		r = json_put_num(r, "param", param);
	return json_put_str(r, "title", m->title);
}
