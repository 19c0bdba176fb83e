/*
 * score.c: the formulas of the metrics.
 *
 * Sums are kept in long double, so that a million rows do not cost digits
 * against the pairwise sums of numpy.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "score/score.h"

#define MAX_WORDS 4096		/* true labels of one row, for map@k */

/* What the label metrics need to know of one class. */
struct counter {
	size_t	 hit, truth, predicted;
};

static double
f1_of(const struct counter *t)
{
	size_t	 n = t->truth + t->predicted;

	return n == 0 ? 0 : 2.0 * (double)t->hit / (double)n;
}

static double
share_right(const int *y, const int *p, size_t n)
{
	size_t	 i, hit = 0;

	for (i = 0; i < n; i++)
		hit += y[i] == p[i];
	return (double)hit / (double)n;
}

/* Cohen's kappa with weights (i - j)^2. With those the sums over the
 * confusion matrix fall apart into moments, so no matrix is needed. */
static double
quadratic_kappa(const int *y, const int *p, size_t n)
{
	long double	 seen = 0, sy = 0, sp = 0, sy2 = 0, sp2 = 0, chance;
	size_t		 i;

	for (i = 0; i < n; i++) {
		seen += ((long double)y[i] - p[i]) * ((long double)y[i] - p[i]);
		sy += y[i];
		sp += p[i];
		sy2 += (long double)y[i] * y[i];
		sp2 += (long double)p[i] * p[i];
	}
	chance = sy2 + sp2 - 2 * sy * sp / (long double)n;
	return chance <= 0 ? NAN : (double)(1 - seen / chance);
}

static struct counter *
count_classes(const int *y, const int *p, size_t n, int k)
{
	struct counter	*t = calloc((size_t)k, sizeof(*t));
	size_t		 i;

	for (i = 0; t != NULL && i < n; i++) {
		t[y[i]].truth++;
		t[p[i]].predicted++;
		t[y[i]].hit += y[i] == p[i];
	}
	return t;
}

/* Mean over the classes that occur: of recall among the true ones, of F1
 * among the true or predicted ones. */
static double
mean_of_classes(enum metric_id id, const struct counter *t, int k)
{
	long double	 sum = 0;
	size_t		 n = 0;
	int		 c;

	for (c = 0; c < k; c++) {
		if (id == METRIC_F1_MACRO && t[c].truth + t[c].predicted > 0) {
			sum += f1_of(&t[c]);
			n++;
		} else if (id == METRIC_BALANCED_ACCURACY && t[c].truth > 0) {
			sum += (double)t[c].hit / (double)t[c].truth;
			n++;
		}
	}
	return n == 0 ? NAN : (double)(sum / (long double)n);
}

double
score_labels(enum metric_id id, const int *y, const int *p, size_t n, int k,
    int positive, bool *nomem)
{
	struct counter	*t;
	double		 s;

	if (n == 0)
		return NAN;
	/* With one label a row, F1 over all decisions is the accuracy. */
	if (id == METRIC_ACCURACY || id == METRIC_F1_MICRO)
		return share_right(y, p, n);
	if (id == METRIC_QWK)
		return quadratic_kappa(y, p, n);
	if ((t = count_classes(y, p, n, k)) == NULL) {
		*nomem = true;
		return NAN;
	}
	s = id == METRIC_F1 ? f1_of(&t[positive]) : mean_of_classes(id, t, k);
	free(t);
	return s;
}

static double
r_squared(const double *y, const double *p, size_t n)
{
	long double	 mean = 0, left = 0, all = 0;
	size_t		 i;

	if (n < 2)
		return NAN;
	for (i = 0; i < n; i++)
		mean += y[i];
	mean /= (long double)n;
	for (i = 0; i < n; i++) {
		left += ((long double)y[i] - p[i]) * ((long double)y[i] - p[i]);
		all += (y[i] - mean) * (y[i] - mean);
	}
	/* scikit-learn's force_finite: a constant truth is met or is not. */
	if (all == 0)
		return left == 0 ? 1 : 0;
	return (double)(1 - left / all);
}

double
score_values(enum metric_id id, const double *y, const double *p, size_t n)
{
	long double	 sum = 0, d;
	size_t		 i;

	if (n == 0)
		return NAN;
	if (id == METRIC_R2)
		return r_squared(y, p, n);
	for (i = 0; i < n; i++) {
		d = id == METRIC_RMSLE ? log1pl(y[i]) - log1pl(p[i]) :
		    (long double)y[i] - p[i];
		sum += id == METRIC_MAE ? fabsl(d) : d * d;
	}
	sum /= (long double)n;
	return (double)(id == METRIC_MAE || id == METRIC_MSE ? sum :
	    sqrtl(sum));
}

struct scored {
	double	 s;
	bool	 positive;
};

static int
by_score(const void *a, const void *b)
{
	double	 x = ((const struct scored *)a)->s;
	double	 y = ((const struct scored *)b)->s;

	return (x < y) - (x > y);
}

/* The area by trapezoids: rows of equal score are one step of the curve. */
static double
area(const struct scored *v, size_t n)
{
	long double	 sum = 0, above = 0, pos, neg, all_neg = 0;
	size_t		 i = 0, j;

	while (i < n) {
		pos = neg = 0;
		for (j = i; j < n && v[j].s == v[i].s; j++)
			if (v[j].positive)
				pos++;
			else
				neg++;
		sum += neg * (above + pos / 2);
		above += pos;
		all_neg += neg;
		i = j;
	}
	return above == 0 || all_neg == 0 ? NAN :
	    (double)(sum / (above * all_neg));
}

double
score_auc(const int *y, int positive, const double *s, size_t stride, size_t n,
    bool *nomem)
{
	struct scored	*v;
	double		 a;
	size_t		 i;

	if (n == 0)
		return NAN;
	if ((v = calloc(n, sizeof(*v))) == NULL) {
		*nomem = true;
		return NAN;
	}
	for (i = 0; i < n; i++)
		v[i] = (struct scored){ s[i * stride], y[i] == positive };
	qsort(v, n, sizeof(*v), by_score);
	a = area(v, n);
	free(v);
	return a;
}

double
score_auc_ovr(const int *y, const double *p, size_t n, int k, bool *nomem)
{
	long double	 sum = 0;
	double		 a;
	int		 c, defined = 0;

	for (c = 0; c < k; c++) {
		a = score_auc(y, c, p + c, (size_t)k, n, nomem);
		if (*nomem)
			return NAN;
		if (!isnan(a)) {
			sum += a;
			defined++;
		}
	}
	return defined == 0 ? NAN : (double)(sum / defined);
}

/* scikit-learn keeps probabilities away from 0 and 1 by the epsilon of the
 * type, before it makes the rows sum to one. */
static double
clip(double p)
{
	return p < DBL_EPSILON ? DBL_EPSILON :
	    p > 1 - DBL_EPSILON ? 1 - DBL_EPSILON : p;
}

double
score_log_loss(const int *y, int positive, const double *p, size_t n)
{
	long double	 sum = 0;
	double		 q;
	size_t		 i;

	for (i = 0; i < n; i++) {
		q = clip(p[i]);
		sum -= log((y[i] == positive ? q : 1 - q) / (q + (1 - q)));
	}
	return n == 0 ? NAN : (double)(sum / (long double)n);
}

double
score_log_loss_multi(const int *y, const double *p, size_t n, int k)
{
	long double	 sum = 0;
	double		 row;
	size_t		 i;
	int		 c;

	for (i = 0; i < n; i++, p += k) {
		row = 0;
		for (c = 0; c < k; c++)
			row += clip(p[c]);
		sum -= log(clip(p[y[i]]) / row);
	}
	return n == 0 ? NAN : (double)(sum / (long double)n);
}

/* The next word of *s: its start, its length in *n; NULL at the end. */
static const char *
word(const char **s, size_t *n)
{
	const char	*w = *s + strspn(*s, " \t\r\n");

	*n = strcspn(w, " \t\r\n");
	*s = w + *n;
	return *n == 0 ? NULL : w;
}

/* Where `w` first stands among the words of `s`, or -1. */
static long
place(const char *s, const char *w, size_t n)
{
	const char	*v;
	size_t		 m;
	long		 i;

	for (i = 0; (v = word(&s, &m)) != NULL; i++)
		if (m == n && memcmp(v, w, n) == 0)
			return i;
	return -1;
}

double
score_average_precision(const char *truth, const char *ranked, size_t k)
{
	bool		 used[MAX_WORDS] = { false };
	const char	*s = truth, *w;
	size_t		 n, wanted = 0, rank, hits = 0;
	double		 sum = 0;
	long		 at;

	while (word(&s, &n) != NULL)
		wanted++;
	if (wanted > MAX_WORDS)
		return NAN;
	if (wanted == 0)
		return 0;
	s = ranked;
	for (rank = 1; (k == 0 || rank <= k) && (w = word(&s, &n)) != NULL;
	    rank++) {
		/* A label that is named twice counts once. */
		if ((at = place(truth, w, n)) == -1 || used[at])
			continue;
		used[at] = true;
		sum += (double)++hits / (double)rank;
	}
	return sum / (double)(k > 0 && k < wanted ? k : wanted);
}
