/*
 * score_order.c: the formulas of the metrics on probabilities and rankings.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "score/score.h"

#define MAX_WORDS 4096		/* true labels of one row of a ranking */
#define SMALLEST_SHARE 1e-15	/* predicted shares of zero, as Kaggle has it */

struct scored {
	double	 s, w;
	bool	 positive;
};

static int
by_score(const void *a, const void *b)
{
	double	 x = ((const struct scored *)a)->s;
	double	 y = ((const struct scored *)b)->s;

	return (x < y) - (x > y);
}

/* The rows by falling score in column `col` of p; rows of class `positive` are
 * positive. The caller's. */
static struct scored *
order(struct score_input *in, size_t col, int positive)
{
	struct scored	*v = calloc(in->n, sizeof(*v));
	size_t		 i;

	if (v == NULL) {
		in->nomem = true;
		return NULL;
	}
	for (i = 0; i < in->n; i++)
		v[i] = (struct scored){ in->p[i * in->width + col],
		    score_weight(in, i), in->true_class[i] == positive };
	qsort(v, in->n, sizeof(*v), by_score);
	return v;
}

/* Weights of the positive and negative rows that share the score of row i;
 * returns the row after them. */
static size_t
step(const struct scored *v, size_t i, size_t n, long double *pos,
    long double *neg)
{
	size_t	 j;

	*pos = *neg = 0;
	for (j = i; j < n && v[j].s == v[i].s; j++)
		*(v[j].positive ? pos : neg) += v[j].w;
	return j;
}

/* The area by trapezoids: rows of equal score are one step of the curve. */
static double
area(const struct scored *v, size_t n)
{
	long double	 sum = 0, above = 0, pos, neg, all_neg = 0;
	size_t		 i = 0;

	while (i < n) {
		i = step(v, i, n, &pos, &neg);
		sum += neg * (above + pos / 2);
		above += pos;
		all_neg += neg;
	}
	return above == 0 || all_neg == 0 ? NAN :
	    (double)(sum / (above * all_neg));
}

/* The sum of precision times gain of recall, without interpolation. */
static double
precision_area(const struct scored *v, size_t n)
{
	long double	 sum = 0, hits = 0, all = 0, pos, neg;
	size_t		 i = 0;

	while (i < n) {
		i = step(v, i, n, &pos, &neg);
		hits += pos;
		all += pos + neg;
		sum += pos * hits / all;
	}
	return hits == 0 ? NAN : (double)(sum / hits);
}

typedef double	 curve_fn(const struct scored *, size_t n);

static double
of_column(struct score_input *in, size_t col, int positive, curve_fn *curve)
{
	struct scored	*v = order(in, col, positive);
	double		 s;

	if (v == NULL)
		return NAN;
	s = curve(v, in->n);
	free(v);
	return s;
}

/* Mean over the columns whose class occurs, against the rest. */
static double
of_columns(struct score_input *in, curve_fn *curve)
{
	long double	 sum = 0;
	double		 s;
	size_t		 c, n = 0;

	for (c = 0; c < in->width; c++) {
		s = of_column(in, c, (int)c, curve);
		if (in->nomem)
			return NAN;
		if (!isnan(s)) {
			sum += s;
			n++;
		}
	}
	return n == 0 ? NAN : (double)(sum / (long double)n);
}

double
score_auc(struct score_input *in)
{
	return of_column(in, 0, in->positive, area);
}

double
score_auc_ovr(struct score_input *in)
{
	return of_columns(in, area);
}

double
score_average_precision(struct score_input *in)
{
	return of_column(in, 0, in->positive, precision_area);
}

double
score_average_precision_ovr(struct score_input *in)
{
	return of_columns(in, precision_area);
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
score_log_loss(struct score_input *in)
{
	long double	 sum = 0;
	double		 q;
	size_t		 i;

	for (i = 0; i < in->n; i++) {
		q = clip(in->p[i]);
		q = (in->true_class[i] == in->positive ? q : 1 - q) /
		    (q + (1 - q));
		sum -= score_weight(in, i) * log(q);
	}
	return (double)(sum / score_total(in));
}

double
score_log_loss_multi(struct score_input *in)
{
	const double	*p = in->p;
	long double	 sum = 0;
	double		 row;
	size_t		 i, c;

	for (i = 0; i < in->n; i++, p += in->width) {
		row = 0;
		for (c = 0; c < in->width; c++)
			row += clip(p[c]);
		sum -= score_weight(in, i) *
		    log(clip(p[in->true_class[i]]) / row);
	}
	return (double)(sum / score_total(in));
}

double
score_brier(struct score_input *in)
{
	long double	 sum = 0, d;
	size_t		 i;

	for (i = 0; i < in->n; i++) {
		d = in->p[i] - (in->true_class[i] == in->positive);
		sum += score_weight(in, i) * d * d;
	}
	return (double)(sum / score_total(in));
}

/* The sum over the classes of (p - truth)^2, as Brier has it (1950): up to 2,
 * and twice the other form when there are two classes. */
double
score_brier_multi(struct score_input *in)
{
	const double	*p = in->p;
	long double	 sum = 0, d;
	size_t		 i, c;

	for (i = 0; i < in->n; i++, p += in->width)
		for (c = 0; c < in->width; c++) {
			d = p[c] - ((size_t)in->true_class[i] == c);
			sum += score_weight(in, i) * d * d;
		}
	return (double)(sum / score_total(in));
}

/* The answers are decision values: positive above 0. */
double
score_hinge(struct score_input *in)
{
	long double	 sum = 0;
	double		 d;
	size_t		 i;

	for (i = 0; i < in->n; i++) {
		d = in->true_class[i] == in->positive ? in->p[i] : -in->p[i];
		sum += score_weight(in, i) * fmax(0, 1 - d);
	}
	return (double)(sum / score_total(in));
}

/* The margin of Crammer and Singer (2001). */
double
score_hinge_multi(struct score_input *in)
{
	const double	*p = in->p;
	long double	 sum = 0;
	double		 other;
	size_t		 i, c, y;

	for (i = 0; i < in->n; i++, p += in->width) {
		y = (size_t)in->true_class[i];
		other = -INFINITY;
		for (c = 0; c < in->width; c++)
			if (c != y && p[c] > other)
				other = p[c];
		sum += score_weight(in, i) * fmax(0, 1 - (p[y] - other));
	}
	return (double)(sum / score_total(in));
}

/* Of equal values the later column goes first, as numpy's reversed stable
 * sort has it. */
double
score_top_k_multi(struct score_input *in)
{
	const double	*p = in->p;
	long double	 hit = 0;
	size_t		 i, c, y, before;

	for (i = 0; i < in->n; i++, p += in->width) {
		y = (size_t)in->true_class[i];
		before = 0;
		for (c = 0; c < in->width; c++)
			before += p[c] > p[y] || (c > y && p[c] == p[y]);
		if ((double)before < in->param)
			hit += score_weight(in, i);
	}
	return (double)(hit / score_total(in));
}

/* Mean of sum p log(p / q) of shares that are made to sum to one, as
 * scipy.stats.entropy(p, q) has it. NAN when a truth sums to 0. */
double
score_kl(struct score_input *in)
{
	const double	*y = in->y, *p = in->p;
	long double	 sum = 0, row, sy, sp;
	size_t		 i, c;

	for (i = 0; i < in->n; i++, y += in->width, p += in->width) {
		sy = sp = row = 0;
		for (c = 0; c < in->width; c++) {
			sy += y[c];
			sp += fmax(p[c], SMALLEST_SHARE);
		}
		if (sy <= 0)
			return NAN;
		for (c = 0; c < in->width; c++)
			if (y[c] > 0)
				row += y[c] / sy * logl(y[c] / sy /
				    (fmax(p[c], SMALLEST_SHARE) / sp));
		sum += score_weight(in, i) * row;
	}
	return (double)(sum / score_total(in));
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

/* What a ranking found: `gain` of the rank of each true label, the first time
 * that it is named among the first k. Returns the number of true labels, or
 * (size_t)-1 when there are too many. */
static size_t
find_hits(const char *truth, const char *ranked, double k, double *sum,
    double (*gain)(size_t rank, size_t hits))
{
	bool		 used[MAX_WORDS] = { false };
	const char	*s = truth, *w;
	size_t		 n, wanted = 0, rank, hits = 0;
	long		 at;

	*sum = 0;
	while (word(&s, &n) != NULL)
		wanted++;
	if (wanted > MAX_WORDS)
		return (size_t)-1;
	s = ranked;
	for (rank = 1; !((double)rank > k) && (w = word(&s, &n)) != NULL;
	    rank++) {
		if ((at = place(truth, w, n)) == -1 || used[at])
			continue;
		used[at] = true;
		*sum += gain(rank, ++hits);
	}
	return wanted;
}

static double
precision_at(size_t rank, size_t hits)
{
	return (double)hits / (double)rank;
}

static double
discounted(size_t rank, size_t hits)
{
	(void)hits;
	return 1 / log2((double)rank + 1);
}

/* Mean over the rows of the gains, divided by the most that k ranks could
 * gain. A row without truth counts 0. */
static double
of_rankings(struct score_input *in, double (*gain)(size_t, size_t))
{
	long double	 sum = 0;
	double		 got, best;
	size_t		 i, j, wanted;

	for (i = 0; i < in->n; i++) {
		wanted = find_hits(in->truth[i], in->answer[i], in->param,
		    &got, gain);
		if (wanted == (size_t)-1)
			return NAN;
		best = 0;
		for (j = 1; j <= wanted && !((double)j > in->param); j++)
			best += gain(j, j);
		if (best > 0)
			sum += score_weight(in, i) * got / best;
	}
	return (double)(sum / score_total(in));
}

double
score_map(struct score_input *in)
{
	return of_rankings(in, precision_at);
}

/* Relevance is 1 for a true label and 0 else. */
double
score_ndcg(struct score_input *in)
{
	return of_rankings(in, discounted);
}

/* Is one of the true labels among the first k? */
double
score_top_k(struct score_input *in)
{
	long double	 sum = 0;
	double		 got;
	size_t		 i;

	for (i = 0; i < in->n; i++) {
		if (find_hits(in->truth[i], in->answer[i], in->param, &got,
		    discounted) == (size_t)-1)
			return NAN;
		if (got > 0)
			sum += score_weight(in, i);
	}
	return (double)(sum / score_total(in));
}
