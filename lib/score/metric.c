/*
 * metric.c: the table of metrics, and finding one by name.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "score/metric.h"

/* Phrases are normalised (metric_normalise), the name needs no repetition. */
static const struct metric table[] = {
	{ METRIC_ACCURACY, "accuracy", METRIC_MAXIMIZE, METRIC_LABELS,
	  "share of right labels",
	  "accuracy score|classification accuracy|categorization accuracy|"
	  "acc|percentage of correct|fraction of correct|proportion of correct|"
	  "share of correct" },
	{ METRIC_BALANCED_ACCURACY, "balanced_accuracy", METRIC_MAXIMIZE,
	  METRIC_LABELS, "mean recall of the classes",
	  "balanced accuracy score|mean recall|macro recall|"
	  "macro averaged recall|average recall" },
	{ METRIC_F1, "f1", METRIC_MAXIMIZE, METRIC_LABELS,
	  "F1 of the positive label",
	  "f1 score|f 1 score|f score|f1 measure|f measure|f1 binary|"
	  "binary f1" },
	{ METRIC_F1_MACRO, "f1_macro", METRIC_MAXIMIZE, METRIC_LABELS,
	  "mean F1 of the classes",
	  "macro f1|macro f1 score|f1 score macro|macro averaged f1|"
	  "macro average f1|macro averaged f1 score|mean f1|mean f1 score|"
	  "f1 macro score" },
	{ METRIC_F1_MICRO, "f1_micro", METRIC_MAXIMIZE, METRIC_LABELS,
	  "F1 over all decisions",
	  "micro f1|micro f1 score|f1 score micro|micro averaged f1|"
	  "micro average f1|micro averaged f1 score|f1 micro score" },
	{ METRIC_AUC, "auc", METRIC_MAXIMIZE, METRIC_PROBABILITY,
	  "area under the ROC curve",
	  "roc auc|auc roc|auroc|roc auc score|area under the roc|"
	  "area under the roc curve|area under roc|area under roc curve|"
	  "area under the curve|area under the receiver operating|"
	  "area under receiver operating|"
	  "area under the receiver operating characteristic|"
	  "area under the receiver operating characteristic curve" },
	{ METRIC_AUC_OVR, "auc_ovr", METRIC_MAXIMIZE, METRIC_PROBABILITIES,
	  "mean one-vs-rest area under the ROC curve",
	  "roc auc ovr|ovr auc|ovr roc auc|multi class auc|multiclass auc|"
	  "one vs rest auc|one vs rest roc auc|macro auc|"
	  "macro averaged auc|macro averaged roc auc|mean auc|"
	  "mean column wise roc auc|mean columnwise roc auc" },
	{ METRIC_LOG_LOSS, "log_loss", METRIC_MINIMIZE, METRIC_PROBABILITY,
	  "logarithmic loss",
	  "logloss|logarithmic loss|multi class log loss|mlogloss|"
	  "multiclass log loss|multi class logarithmic loss|cross entropy|"
	  "cross entropy loss|binary cross entropy|neg log loss|"
	  "multi class logloss|multiclass logloss|binary log loss" },
	{ METRIC_RMSE, "rmse", METRIC_MINIMIZE, METRIC_VALUE,
	  "root mean squared error",
	  "root mean squared error|root mean square error|mcrmse|"
	  "mean columnwise root mean squared error|"
	  "mean column wise root mean squared error|"
	  "root mean squared deviation|root mean square deviation|rmsd|"
	  "neg root mean squared error" },
	{ METRIC_MAE, "mae", METRIC_MINIMIZE, METRIC_VALUE,
	  "mean absolute error",
	  "mean absolute error|mean absolute deviation|"
	  "average absolute error|neg mean absolute error" },
	{ METRIC_RMSLE, "rmsle", METRIC_MINIMIZE, METRIC_VALUE,
	  "root mean squared logarithmic error",
	  "root mean squared logarithmic error|root mean squared log error|"
	  "root mean square logarithmic error|root mean square log error|"
	  "root mean squared error of the logarithms" },
	{ METRIC_MSE, "mse", METRIC_MINIMIZE, METRIC_VALUE,
	  "mean squared error",
	  "mean squared error|mean square error|neg mean squared error" },
	{ METRIC_R2, "r2", METRIC_MAXIMIZE, METRIC_VALUE,
	  "coefficient of determination",
	  "r2 score|r squared|r squared score|coefficient of determination" },
	{ METRIC_QWK, "qwk", METRIC_MAXIMIZE, METRIC_LABELS,
	  "quadratic weighted kappa",
	  "quadratic weighted kappa|quadratically weighted kappa|"
	  "quadratic kappa|weighted kappa|cohen s kappa|kappa score|"
	  "quadratic weighted cohen s kappa" },
	{ METRIC_MAP, "map@k", METRIC_MAXIMIZE, METRIC_RANKED,
	  "mean average precision of the first k labels",
	  "mean average precision at k|mean average precision @k|"
	  "mean average precision@k|mean average precision at|map at k|mapk" },
};

const struct metric *
metric_at(size_t i)
{
	return i < sizeof(table) / sizeof(table[0]) ? &table[i] : NULL;
}

const char *
metric_pred_name(enum metric_pred p)
{
	static const char *const names[] = { "labels", "value", "probability",
	    "probabilities", "ranked labels" };

	return names[p];
}

void
metric_normalise(struct buf *out, const char *s, size_t n)
{
	size_t	 i, start = out->len;
	int	 c;

	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (c == '^')
			continue;
		if (c == 0xc2 && i + 1 < n && (unsigned char)s[i + 1] == 0xb2) {
			buf_addc(out, '2');	/* superscript two */
			i++;
		} else if (c < 0x80 && (isalnum(c) || c == '@'))
			buf_addc(out, (char)tolower(c));
		else if (out->len > start && out->p[out->len - 1] != ' ')
			buf_addc(out, ' ');
	}
	while (out->len > start && out->p[out->len - 1] == ' ')
		out->p[--out->len] = '\0';
}

size_t
metric_k(const char *name)
{
	const char	*s = name + strlen(name);

	while (s > name && isdigit((unsigned char)s[-1]))
		s--;
	if (*s == '\0' || s == name || strchr("@ t", s[-1]) == NULL ||
	    strlen(s) > 6)
		return 0;
	return (size_t)strtoul(s, NULL, 10);
}

/* Is `s` of n bytes one of the phrases? */
static bool
listed(const char *phrases, const char *s, size_t n)
{
	size_t	 len;

	for (; *phrases != '\0'; phrases += len + (phrases[len] == '|')) {
		len = strcspn(phrases, "|");
		if (len == n && memcmp(phrases, s, n) == 0)
			return true;
	}
	return false;
}

/* The table's names have `_` where normalised text has a blank. */
static bool
same_name(const char *name, const char *s, size_t n)
{
	size_t	 i;

	for (i = 0; i < n && name[i] != '\0'; i++)
		if (name[i] != s[i] && !(name[i] == '_' && s[i] == ' '))
			return false;
	return i == n && name[n] == '\0';
}

const struct metric *
metric_find(const char *name)
{
	struct buf		 b = BUF_INIT;
	const struct metric	*m, *hit = NULL;
	size_t			 i, n;

	metric_normalise(&b, name, strlen(name));
	n = b.len;
	if (metric_k(buf_str(&b)) > 0) {
		while (isdigit((unsigned char)b.p[n - 1]))
			n--;
		if (b.p[n - 1] == '@' || b.p[n - 1] == ' ') {
			b.p[n] = '\0';
			b.len = n;
			buf_addc(&b, 'k');
			n++;
		}
	}
	for (i = 0; n > 0 && buf_ok(&b) && (m = metric_at(i)) != NULL; i++)
		if (same_name(m->name, b.p, n) || listed(m->phrases, b.p, n))
			hit = m;
	buf_release(&b);
	return hit;
}
