/*
 * score_order.c: the formulas of the metrics on probabilities and rankings.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "score/score.h"

#define MAX_WORDS 4096		/* true labels of one row of a ranking */
#define SMALLEST_SHARE 1e-15	/* predicted shares of zero, as Kaggle has it */

struct score_ranked {
	double	 s, w;
	bool	 positive;
};

static int
by_score(const void *a, const void *b)
{
	double	 x = ((const struct score_ranked *)a)->s;
	double	 y = ((const struct score_ranked *)b)->s;

	return (x < y) - (x > y);
}

/* The rows by falling score in column `col` of p; rows of class `positive` are
 * positive. The caller's. */
static struct score_ranked *
order(const struct score_input *in, size_t col, int positive)
{
	struct score_ranked	*v = mem_zero(in->n, sizeof(*v));
	size_t			 i;

	for (i = 0; i < in->n; i++)
		v[i] = (struct score_ranked){ in->p[i * in->width + col],
		    score_weight(in, i), in->true_class[i] == positive };
	qsort(v, in->n, sizeof(*v), by_score);
	return v;
}

/* Weights of the positive and negative rows that share the score of row i;
 * returns the row after them. */
static size_t
step(const struct score_ranked *v, size_t i, size_t n, long double *pos,
    long double *neg)
{
	size_t	 j;

	*pos = *neg = 0;
	for (j = i; j < n && v[j].s == v[i].s; j++)
		*(v[j].positive ? pos : neg) += v[j].w;
	return j;
}

/* The area by trapezoids: rows of equal score are one step of the curve. */
double
curve_auc(const struct score_ranked *v, size_t n)
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
double
curve_average_precision(const struct score_ranked *v, size_t n)
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

static double
of_column(const struct score_input *in, size_t col, int positive)
{
	struct score_ranked	*v = order(in, col, positive);
	double			 s = in->formula->curve(v, in->n);

	free(v);
	return s;
}

double
score_column(const struct score_input *in)
{
	return of_column(in, 0, in->positive);
}

/* Columns whose class occurs, each against the rest. */
double
score_columns(const struct score_input *in)
{
	long double	 sum = 0;
	double		 s;
	size_t		 c, n = 0;

	for (c = 0; c < in->width; c++) {
		s = of_column(in, c, (int)c);
		if (!isnan(s)) {
			sum += s;
			n++;
		}
	}
	return n == 0 ? NAN : (double)(sum / (long double)n);
}

/* scikit-learn keeps probabilities away from 0 and 1 by the epsilon of the
 * type, before it makes the rows sum to one. */
static double
clip(double p)
{
	return p < DBL_EPSILON ? DBL_EPSILON :
	    p > 1 - DBL_EPSILON ? 1 - DBL_EPSILON : p;
}

long double
row_log_loss(const struct score_input *in, size_t i)
{
	double	 q = clip(in->p[i]);

	return -log((in->true_class[i] == in->positive ? q : 1 - q) /
	    (q + (1 - q)));
}

long double
row_log_loss_multi(const struct score_input *in, size_t i)
{
	const double	*p = in->p + i * in->width;
	double		 sum = 0;
	size_t		 c;

	for (c = 0; c < in->width; c++)
		sum += clip(p[c]);
	return -log(clip(p[in->true_class[i]]) / sum);
}

long double
row_brier(const struct score_input *in, size_t i)
{
	long double	 d = in->p[i] - (in->true_class[i] == in->positive);

	return d * d;
}

/* The sum over the classes of (p - truth)^2, as Brier has it (1950): up to 2,
 * and twice the other form when there are two classes. */
long double
row_brier_multi(const struct score_input *in, size_t i)
{
	long double	 sum = 0, d;
	size_t		 c;

	for (c = 0; c < in->width; c++) {
		d = in->p[i * in->width + c] -
		    ((size_t)in->true_class[i] == c);
		sum += d * d;
	}
	return sum;
}

/* The answers are decision values: positive above 0. */
long double
row_hinge(const struct score_input *in, size_t i)
{
	return fmax(0, 1 - (in->true_class[i] == in->positive ? in->p[i] :
	    -in->p[i]));
}

/* The margin of Crammer and Singer (2001). */
long double
row_hinge_multi(const struct score_input *in, size_t i)
{
	const double	*p = in->p + i * in->width;
	size_t		 c, y = (size_t)in->true_class[i];
	double		 other = -INFINITY;

	for (c = 0; c < in->width; c++)
		if (c != y && p[c] > other)
			other = p[c];
	return fmax(0, 1 - (p[y] - other));
}

/* Of equal values the later column goes first, as numpy's reversed stable
 * sort has it. */
long double
row_top_k_multi(const struct score_input *in, size_t i)
{
	const double	*p = in->p + i * in->width;
	size_t		 c, y = (size_t)in->true_class[i], before = 0;

	for (c = 0; c < in->width; c++)
		before += p[c] > p[y] || (c > y && p[c] == p[y]);
	return (double)before < in->param;
}

/* The sum of p log(p / q) of shares that are made to sum to one, as
 * scipy.stats.entropy(p, q) has it. NAN when a truth sums to 0. */
long double
row_kl(const struct score_input *in, size_t i)
{
	const double	*y = in->y + i * in->width, *p = in->p + i * in->width;
	long double	 sum = 0, sy = 0, sp = 0;
	size_t		 c;

	for (c = 0; c < in->width; c++) {
		sy += y[c];
		sp += fmax(p[c], SMALLEST_SHARE);
	}
	if (sy <= 0)
		return NAN;
	for (c = 0; c < in->width; c++)
		if (y[c] > 0)
			sum += y[c] / sy * logl(y[c] / sy /
			    (fmax(p[c], SMALLEST_SHARE) / sp));
	return sum;
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

/* The gains of a row, divided by the most that k ranks could gain. A row
 * without truth counts 0. */
static long double
of_ranking(const struct score_input *in, size_t i,
    double (*gain)(size_t, size_t))
{
	double	 got, best = 0;
	size_t	 j, wanted;

	wanted = find_hits(in->truth[i], in->answer[i], in->param, &got, gain);
	if (wanted == (size_t)-1)
		return NAN;
	for (j = 1; j <= wanted && !((double)j > in->param); j++)
		best += gain(j, j);
	return best > 0 ? got / best : 0;
}

long double
row_map(const struct score_input *in, size_t i)
{
	return of_ranking(in, i, precision_at);
}

/* Relevance is 1 for a true label and 0 else. */
long double
row_ndcg(const struct score_input *in, size_t i)
{
	return of_ranking(in, i, discounted);
}

/* Is one of the true labels among the first k? */
long double
row_top_k(const struct score_input *in, size_t i)
{
	double	 got;

	if (find_hits(in->truth[i], in->answer[i], in->param, &got,
	    discounted) == (size_t)-1)
		return NAN;
	return got > 0;
}
