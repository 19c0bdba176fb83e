/*
 * shifts.c: columns that differ between train and test: in their values
 * (Kolmogorov-Smirnov distance), or in their rank correlations (Spearman) with
 * all other columns.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/suspects_internal.h"

#define CHANCE		2.2	/* Kolmogorov: seen once in 8000 samples */
#define SHIFT		0.5	/* distance of two distributions */
#define SHIFT_TOLD	0.2	/* .. of what explains the target, .. */
#define TOLD_LEAST	0.5	/* .. this share of it */
#define TOLD_MOST	0.9	/* .. which is suspect then */
#define RELATION	0.4	/* change of a rank correlation .. */
#define RELATION_LEAST	0.05	/* .. of what predicts the target */
#define VALUES_MOST	32	/* of a category that is compared */
#define VALUE_ROWS	20	/* of the sample, at least, for each */
#define COLUMNS_MOST	64	/* whose correlations are compared */
#define ROWS_MOST	2000

/* The values of a category as numbers: the mean of the target for each. */
struct scale {
	uint64_t	 value[VALUES_MOST];
	double		 sum[VALUES_MOST];
	size_t		 rows[VALUES_MOST], n;
};

/* The numbers of a sampled column, sorted. */
static size_t
sorted(const struct table *t, const size_t *rows, size_t most, size_t col,
    double *out)
{
	size_t	 i, n = 0;

	for (i = 0; i < most; i++) {
		out[n] = sampled(t, rows[i], col)->number;
		n += !isnan(out[n]);
	}
	qsort(out, n, sizeof(*out), num_order);
	return n;
}

/* The largest distance between two empirical distributions. */
static double
distance(const double *a, size_t n, const double *b, size_t m)
{
	double	 most = 0, x;
	size_t	 i = 0, k = 0;

	while (i < n && k < m) {
		x = a[i] < b[k] ? a[i] : b[k];
		while (i < n && a[i] == x)
			i++;
		while (k < m && b[k] == x)
			k++;
		most = fmax(most, fabs((double)i / (double)n -
		    (double)k / (double)m));
	}
	return most;
}

/* Few values, so that each has rows enough. */
static bool
has_scale(const struct profile *p, const struct column *c)
{
	return c->type == COLUMN_CATEGORY && c->values.n > 1 &&
	    c->values.n <= VALUES_MOST && profile_target(p, 0) >= 0 &&
	    c->values.n * VALUE_ROWS <= p->train.sample.n;
}

/* Numbers (and with `scales` categories of few values) that both tables have,
 * the id and what the split is by apart. */
static size_t
shared(const struct profile *p, size_t *a, size_t *b, size_t most,
    bool scales)
{
	const struct column	*c;
	size_t			 i, n = 0;
	long			 k;

	for (i = 0; i < p->train.ncols && n < most; i++) {
		c = &p->train.columns[i];
		k = table_column(&p->test, p->train.names[i]);
		if (k == -1 || profile_is_split(p, p->train.names[i]) ||
		    profile_is_target(p, p->train.names[i]) ||
		    p->test.columns[k].type != c->type ||
		    (c->type != COLUMN_NUMBER &&
		    !(scales && has_scale(p, c))))
			continue;
		a[n] = i;
		b[n++] = (size_t)k;
	}
	return n;
}

void
suspects_shifts(struct profile *p, const struct suspect_rows *l, double *x,
    double *y)
{
	size_t	 a[COLUMNS_MOST * 8], b[COLUMNS_MOST * 8], i, n, m, all;
	double	 d, told;

	all = shared(p, a, b, COLUMNS_MOST * 8, false);
	for (i = 0; i < all; i++) {
		n = sorted(&p->train, l->train, l->ntrain, a[i], x);
		m = sorted(&p->test, l->test, l->ntest, b[i], y);
		if (n < LEAST_ROWS || m < LEAST_ROWS)
			continue;
		d = distance(x, n, y, m);
		p->train.columns[a[i]].shift = d > CHANCE * sqrt(1 /
		    (double)n + 1 / (double)m) ? d : 0;
		told = p->train.columns[a[i]].explains;
		if (d >= SHIFT_TOLD && told >= TOLD_MOST)
			suspects_add(&p->suspects, p->train.names[a[i]]);
		if (d < SHIFT && d >= SHIFT_TOLD && told >= TOLD_LEAST)
			profile_note(p, "values of '%.100s', which explains "
			    "%.0f %% of '%.100s', differ between train and "
			    "test (distance %.2f of 1): does it mean the same "
			    "in both?",
			    p->train.names[a[i]], 100 * told, p->targets[0], d);
		if (d < SHIFT)
			continue;
		suspects_add(&p->suspects, p->train.names[a[i]]);
		profile_note(p, "suspect: values of '%.100s' differ between "
		    "train and test (distance %.2f of 1)",
		    p->train.names[a[i]], d);
	}
}

static size_t
on_scale(const struct scale *s, uint64_t value)
{
	size_t	 i;

	for (i = 0; i < s->n && s->value[i] != value; i++)
		;
	return i;
}

/* The scale of a category: of classes, the share of the first one counts. */
static void
make_scale(const struct profile *p, const struct suspect_rows *l, size_t col,
    struct scale *s)
{
	size_t			 target = (size_t)profile_target(p, 0), i, k;
	uint64_t		 first = 0;
	const struct cell_value	*x, *y;

	s->n = 0;
	for (i = 0; i < l->ntrain; i++) {
		x = sampled(&p->train, l->train[i], col);
		y = sampled(&p->train, l->train[i], target);
		if ((k = on_scale(s, x->hash)) == VALUES_MOST || y->hash == 0)
			continue;
		if (k == s->n) {
			s->value[k] = x->hash;
			s->sum[k] = 0;
			s->rows[k] = 0;
			s->n++;
		}
		first = first == 0 ? y->hash : first;
		s->sum[k] += profile_has_classes(p) ? y->hash == first :
		    isnan(y->number) ? 0 : y->number;
		s->rows[k]++;
	}
}

static double
number_of(const struct cell_value *x, const struct scale *s)
{
	size_t	 k;

	if (s == NULL)
		return x->number;
	k = on_scale(s, x->hash);
	return k == s->n ? NAN : s->sum[k] / (double)s->rows[k];
}

struct ranked {
	double	 x;		/* first: num_order compares it */
	size_t	 row;
};

/* Ranks of a sampled column, centred and scaled, so that products are
 * correlations; rows without a number are in the middle. */
static void
ranks(const struct table *t, const size_t *rows, size_t col, size_t n,
    const struct scale *s, double *out)
{
	struct ranked	*v = mem_zero(n + 1, sizeof(*v));
	double		 sum = 0, x;
	size_t		 i, from, to, m = 0;

	for (i = 0; i < n; i++) {
		out[i] = 0;
		x = number_of(sampled(t, rows[i], col), s);
		if (!isnan(x))
			v[m++] = (struct ranked){ x, i };
	}
	qsort(v, m, sizeof(*v), num_order);
	for (from = 0; from < m; from = to) {
		for (to = from + 1; to < m && v[to].x == v[from].x;)
			to++;
		for (i = from; i < to; i++)
			out[v[i].row] = (double)(from + to - 1) / 2 -
			    (double)(m - 1) / 2;
	}
	for (i = 0; i < n; i++)
		sum += out[i] * out[i];
	for (i = 0; i < n && sum > 0; i++)
		out[i] /= sqrt(sum);
	free(v);
}

static double
product(const double *a, const double *b, size_t n)
{
	double	 s = 0;
	size_t	 i;

	for (i = 0; i < n; i++)
		s += a[i] * b[i];
	return s;
}

/* The column that changed the most against the others, by more than `least` of
 * its own; `left` are those that are not told yet. */
static size_t
odd_one(const double *change, size_t n, const bool *left, const double *least,
    double *most)
{
	size_t	 i, k, best = n;
	double	 sum, d, one, top = 0;

	for (i = 0; i < n; i++) {
		for (k = 0, sum = one = 0; left[i] && k < n; k++) {
			d = left[k] ? change[i * n + k] : 0;
			sum += d > least[i] ? d - least[i] : 0;
			one = fmax(one, d);
		}
		if (one > least[i] && sum > top) {
			top = sum;
			best = i;
			*most = one;
		}
	}
	return best;
}

static void
tell_relations(struct profile *p, const double *change, const size_t *col,
    size_t n, const double *least)
{
	bool	 left[COLUMNS_MOST];
	double	 most = 0;
	size_t	 i, k;

	for (i = 0; i < n; i++)
		left[i] = true;
	while ((k = odd_one(change, n, left, least, &most)) < n) {
		left[k] = false;
		suspects_add(&p->suspects, p->train.names[col[k]]);
		suspects_add(&p->changed, p->train.names[col[k]]);
		profile_note(p, "suspect: '%.100s' goes with the other columns "
		    "in train otherwise than in test (a rank correlation "
		    "changes by %.2f)", p->train.names[col[k]], most);
	}
}

/* How much a correlation must change before a column is reported: what predicts
 * the target well is watched closely. */
static void
set_least(const struct suspect_rows *l, const size_t *col, size_t n,
    double noise, double *least)
{
	size_t	 i;

	for (i = 0; i < n; i++)
		least[i] = noise + fmax(RELATION_LEAST,
		    RELATION * (1 - l->predicts[col[i]]));
}

/* By how much a correlation of train differs from that of test. A small change
 * counts only where (nearly) nothing is left of it in test. */
static double
change_of(double train, double test)
{
	double	 d = fabs(train - test);

	return d < RELATION && fabs(test) > fabs(train) / 2 ? 0 : d;
}

static void
rank_column(const struct profile *p, const struct suspect_rows *l, size_t a,
    size_t b, size_t rows, size_t m, double *x, double *y)
{
	struct scale	 s, *use = NULL;

	if (p->train.columns[a].type != COLUMN_NUMBER) {
		make_scale(p, l, a, &s);
		use = &s;
	}
	ranks(&p->train, l->train, a, rows, use, x);
	ranks(&p->test, l->test, b, m, use, y);
}

/* Of more columns than are compared, leave out those that predict the target
 * least, wherever they stand; how many are left. */
static size_t
tell_most(const struct suspect_rows *l, size_t *a, size_t *b, size_t n)
{
	size_t	 i, least;

	for (; n > COLUMNS_MOST; n--) {
		for (i = least = 0; i < n; i++)
			if (l->predicts[a[i]] <= l->predicts[a[least]])
				least = i;
		for (i = least + 1; i < n; i++) {
			a[i - 1] = a[i];
			b[i - 1] = b[i];
		}
	}
	return n;
}

void
suspects_relations(struct profile *p, const struct suspect_rows *l)
{
	size_t	 a[COLUMNS_MOST * 8] = { 0 }, b[COLUMNS_MOST * 8] = { 0 }, i, k;
	size_t	 n = tell_most(l, a, b, shared(p, a, b, COLUMNS_MOST * 8,
		    true));
	size_t	 rows = l->ntrain < ROWS_MOST ? l->ntrain : ROWS_MOST;
	size_t	 m = l->ntest < ROWS_MOST ? l->ntest : ROWS_MOST;
	double	*x, *y, *change, least[COLUMNS_MOST];

	if (n < 2 || rows < LEAST_ROWS || m < LEAST_ROWS)
		return;
	x = mem_zero(n * rows, sizeof(*x));
	y = mem_zero(n * m, sizeof(*y));
	change = mem_zero(n * n, sizeof(*change));
	for (i = 0; i < n; i++)
		rank_column(p, l, a[i], b[i], rows, m, x + i * rows,
		    y + i * m);
	for (i = 0; i < n; i++)
		for (k = 0; k < i; k++)
			change[i * n + k] = change[k * n + i] = change_of(
			    product(x + i * rows, x + k * rows, rows),
			    product(y + i * m, y + k * m, m));
	set_least(l, a, n, 2 / sqrt((double)rows) + 2 / sqrt((double)m),
	    least);
	tell_relations(p, change, a, n, least);
	free(x);
	free(y);
	free(change);
}
