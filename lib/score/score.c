/*
 * score.c: the formulas of the metrics on numbers.
 *
 * Sums are kept in long double, so that a million rows do not cost digits
 * against the pairwise sums of numpy.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "score/score.h"

long double
score_total(const struct score_input *in)
{
	long double	 sum = 0;
	size_t		 i;

	if (in->w == NULL)
		return (long double)in->n;
	for (i = 0; i < in->n; i++)
		sum += in->w[i];
	return sum;
}

double
score_by(const struct score_formula *f, struct score_input *in)
{
	in->formula = f;
	return f->of(in);
}

double
score_mean(const struct score_input *in)
{
	long double	 sum = 0;
	size_t		 i;

	for (i = 0; i < in->n; i++)
		sum += score_weight(in, i) * in->formula->row(in, i);
	return (double)(sum / score_total(in));
}

double
score_root_mean(const struct score_input *in)
{
	return sqrt(score_mean(in));
}

static long double
error_of(const struct score_input *in, size_t i)
{
	return (long double)in->y[i] - in->p[i];
}

long double
row_squared(const struct score_input *in, size_t i)
{
	return error_of(in, i) * error_of(in, i);
}

long double
row_absolute(const struct score_input *in, size_t i)
{
	return fabsl(error_of(in, i));
}

long double
row_squared_log(const struct score_input *in, size_t i)
{
	long double	 d = log1pl(in->y[i]) - log1pl(in->p[i]);

	return d * d;
}

long double
row_relative(const struct score_input *in, size_t i)
{
	return fabsl(error_of(in, i)) / fmax(fabs(in->y[i]), DBL_EPSILON);
}

/* 2 |y - p| / (|y| + |p|), two zeros being 0: a share of at most 2, no
 * percentage. */
long double
row_symmetric(const struct score_input *in, size_t i)
{
	long double	 sum = fabsl((long double)in->y[i]) +
			    fabsl((long double)in->p[i]);

	return sum == 0 ? 0 : 2 * fabsl(error_of(in, i)) / sum;
}

long double
row_pinball(const struct score_input *in, size_t i)
{
	long double	 d = error_of(in, i);

	return d >= 0 ? in->param * d : (in->param - 1) * d;
}

/* Root of the mean of ((y - p) / y)^2. Rows whose truth is 0 do not count, as
 * in Kaggle's Rossmann competition. */
double
score_rmspe(const struct score_input *in)
{
	long double	 sum = 0, all = 0, d;
	size_t		 i;

	for (i = 0; i < in->n; i++) {
		if (in->y[i] == 0)
			continue;
		d = ((long double)in->y[i] - in->p[i]) / in->y[i];
		sum += score_weight(in, i) * d * d;
		all += score_weight(in, i);
	}
	return all == 0 ? NAN : (double)sqrtl(sum / all);
}

double
score_r2(const struct score_input *in)
{
	long double	 mean = 0, left = 0, all = 0, d;
	size_t		 i;

	if (in->n < 2)
		return NAN;
	for (i = 0; i < in->n; i++)
		mean += score_weight(in, i) * (long double)in->y[i];
	mean /= score_total(in);
	for (i = 0; i < in->n; i++) {
		d = in->y[i] - mean;
		left += score_weight(in, i) * row_squared(in, i);
		all += score_weight(in, i) * d * d;
	}
	/* scikit-learn's force_finite: a constant truth is met or is not. */
	if (all == 0)
		return left == 0 ? 1 : 0;
	return (double)(1 - left / all);
}

double
score_medae(const struct score_input *in)
{
	double	*d = mem_zero(in->n, sizeof(*d)), m;
	size_t	 i, n = in->n;

	for (i = 0; i < n; i++)
		d[i] = fabs(in->y[i] - in->p[i]);
	m = num_median(d, n);
	free(d);
	return m;
}

static double
correlation(const double *y, const double *p, size_t n)
{
	long double	 my = 0, mp = 0, yy = 0, pp = 0, yp = 0, a, b;
	size_t		 i;

	if (n < 2)
		return NAN;
	for (i = 0; i < n; i++) {
		my += y[i];
		mp += p[i];
	}
	my /= (long double)n;
	mp /= (long double)n;
	for (i = 0; i < n; i++) {
		a = y[i] - my;
		b = p[i] - mp;
		yy += a * a;
		pp += b * b;
		yp += a * b;
	}
	if (yy == 0 || pp == 0)
		return NAN;
	a = yp / (sqrtl(yy) * sqrtl(pp));
	return (double)(a > 1 ? 1 : a < -1 ? -1 : a);
}

double
score_pearson(const struct score_input *in)
{
	return correlation(in->y, in->p, in->n);
}

/* Two numbers of a row, to be sorted by the first, then the second. */
struct pair {
	double	 a, b;
	size_t	 row;
};

static int
by_pair(const void *x, const void *y)
{
	const struct pair	*v = x, *w = y;

	if (v->a != w->a)
		return v->a < w->a ? -1 : 1;
	return (v->b > w->b) - (v->b < w->b);
}

/* Pairs of a[i] and b[i] (NULL: 0), sorted; the caller's. */
static struct pair *
sorted_pairs(size_t n, const double *a, const double *b)
{
	struct pair	*v = mem_zero(n, sizeof(*v));
	size_t		 i;

	for (i = 0; i < n; i++)
		v[i] = (struct pair){ a[i], b == NULL ? 0 : b[i], i };
	qsort(v, n, sizeof(*v), by_pair);
	return v;
}

/* The rank of each of n numbers, ties sharing their mean; the caller's. */
static double *
ranks(size_t n, const double *x)
{
	struct pair	*v = sorted_pairs(n, x, NULL);
	double		*r = mem_zero(n, sizeof(*r));
	size_t		 i, j, k;

	for (i = 0; i < n; i = j) {
		for (j = i; j < n && v[j].a == v[i].a; j++)
			;
		for (k = i; k < j; k++)
			r[v[k].row] = (double)(i + j + 1) / 2;
	}
	free(v);
	return r;
}

double
score_spearman(const struct score_input *in)
{
	double	*y = ranks(in->n, in->y), *p = ranks(in->n, in->p);
	double	 s = correlation(y, p, in->n);

	free(y);
	free(p);
	return s;
}

/* Sort v by b, and count the pairs that were in the wrong order. */
static double
count_swaps(struct pair *v, struct pair *tmp, size_t n)
{
	size_t	 half = n / 2, i = 0, j = half, k = 0;
	double	 swaps;

	if (n < 2)
		return 0;
	swaps = count_swaps(v, tmp, half) +
	    count_swaps(v + half, tmp, n - half);
	while (i < half || j < n) {
		if (j == n || (i < half && v[i].b <= v[j].b))
			tmp[k++] = v[i++];
		else {
			swaps += (double)(half - i);
			tmp[k++] = v[j++];
		}
	}
	memcpy(v, tmp, n * sizeof(*v));
	return swaps;
}

/* The pairs of rows that a sorted array does not tell apart, by a alone, or by
 * a and b. */
static double
count_ties(const struct pair *v, size_t n, bool both)
{
	size_t	 i, j;
	double	 ties = 0, m;

	for (i = 0; i < n; i = j) {
		for (j = i; j < n && v[j].a == v[i].a &&
		    (!both || v[j].b == v[i].b); j++)
			;
		m = (double)(j - i);
		ties += m * (m - 1) / 2;
	}
	return ties;
}

/* Kendall's tau-b by Knight's algorithm (1966): the discordant pairs are the
 * exchanges that sorting by the prediction needs after sorting by the truth. */
double
score_kendall(const struct score_input *in)
{
	size_t		 n = in->n;
	double		 all = (double)n * ((double)n - 1) / 2;
	double		 ty, tp, tb, swaps, x;
	struct pair	*v = sorted_pairs(n, in->y, in->p);
	struct pair	*w = sorted_pairs(n, in->p, NULL);

	ty = count_ties(v, n, false);
	tb = count_ties(v, n, true);
	tp = count_ties(w, n, false);
	swaps = count_swaps(v, w, n);
	free(v);
	free(w);
	if (all == ty || all == tp)
		return NAN;
	x = (all - ty - tp + tb - 2 * swaps) / sqrt(all - ty) / sqrt(all - tp);
	return x > 1 ? 1 : x < -1 ? -1 : x;
}

/* How far the truth, cumulated in falling order of `by`, runs ahead of an even
 * spread. Rows of equal `by` count as one step. */
static double
lead(const struct score_input *in, const double *by)
{
	struct pair	*v = sorted_pairs(in->n, by, NULL);
	long double	 total = 0, all = 0, seen = 0, sum = 0, y, m;
	size_t		 i = in->n, j;

	for (j = 0; j < in->n; j++) {
		total += (long double)score_weight(in, j) * in->y[j];
		all += score_weight(in, j);
	}
	while (i > 0) {
		y = m = 0;
		for (j = i; j > 0 && v[j - 1].a == v[i - 1].a; j--) {
			m += score_weight(in, v[j - 1].row);
			y += (long double)score_weight(in, v[j - 1].row) *
			    in->y[v[j - 1].row];
		}
		sum += m * (seen + y / 2);
		seen += y;
		i = j;
	}
	free(v);
	return total == 0 ? NAN : (double)(sum / (total * all) - 0.5L);
}

/* The Gini coefficient of the predictions over that of a perfect order. Of 0
 * and 1 it is 2 AUC - 1. */
double
score_gini(const struct score_input *in)
{
	double	 best = lead(in, in->y), got = lead(in, in->p);

	return isnan(best) || isnan(got) || best == 0 ? NAN : got / best;
}
