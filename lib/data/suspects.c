/*
 * suspects.c: columns that leak the target, found on the samples of rows that
 * the first pass kept.
 *
 * A column predicts the target alone when rows beside each other in its order
 * agree: each is predicted by its neighbours, itself left out. What train and
 * test do not share is seen in the values (Kolmogorov-Smirnov distance) and in
 * the rank correlations (Spearman) with all other columns.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/profile_pass.h"
#include "data/row_set.h"

#define LEAST_ROWS	30
#define TELLS_CLASS	0.99	/* rows predicted by one column */
#define TELLS_NUMBER	0.9995	/* variance explained by one column */
#define SHIFT		0.5	/* distance of two distributions */
#define RELATION	0.4	/* change of a rank correlation */
#define COLUMNS_MOST	64	/* whose correlations are compared */
#define ROWS_MOST	2000

/* Rows of the samples that are looked at. */
struct look {
	size_t	*train, *test;
	size_t	 ntrain, ntest;
};

struct point {
	double		 x, y;
	uint64_t	 value, label;
};

static int
by_x(const void *a, const void *b)
{
	const struct point	*p = a, *q = b;

	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return (p->value > q->value) - (p->value < q->value);
}

static const struct cell_value *
at(const struct table *t, size_t row, size_t col)
{
	return t->sample.v + row * t->file_cols + t->source[col];
}

/* The sampled rows to look at: where rows come in groups one of each, since
 * those of a group are alike in everything. Returns how many. */
static size_t
pick_rows(const struct profile *p, const struct table *t, size_t *rows)
{
	struct row_set	 seen = { 0 };
	struct row_slot	*slot;
	long		 groups = table_column(t, p->split.groups);
	size_t		 i, n = 0;

	for (i = 0; i < t->sample.n; i++) {
		slot = groups == -1 ? NULL : row_set_add(&seen,
		    at(t, i, (size_t)groups)->hash, 0);
		if (slot == NULL || slot->count == 1)
			rows[n++] = i;
	}
	row_set_release(&seen);
	return n;
}

/* Sampled rows as points: a column (or, with col -1, the place of the row)
 * against the target, in the column's order. */
static size_t
points(const struct profile *p, const struct look *l, long col,
    struct point *v)
{
	const struct table	*t = &p->train;
	size_t			 target = (size_t)profile_target(p, 0);
	size_t			 i, j, n = 0;
	bool			 number = col >= 0 &&
				    t->columns[col].type == COLUMN_NUMBER;
	const struct cell_value	*x, *y;

	for (j = 0; j < l->ntrain; j++) {
		i = l->train[j];
		y = at(t, i, target);
		x = col >= 0 ? at(t, i, (size_t)col) : NULL;
		if (y->hash == 0 || (!profile_has_classes(p) &&
		    isnan(y->number)) || (number && isnan(x->number)))
			continue;
		v[n++] = (struct point){ col == -1 ?
		    (double)t->sample.row[i] : number ? x->number : 0,
		    y->number, number || col == -1 ? 0 : x->hash, y->hash };
	}
	qsort(v, n, sizeof(*v), by_x);
	return n;
}

static bool
same_place(const struct point *a, const struct point *b)
{
	return a->x == b->x && a->value == b->value;
}

/* The label that most rows have. */
static double
usual(const struct profile *p)
{
	const struct column	*c = &p->train.columns[profile_target(p, 0)];

	return c->values.n == 0 ? 1 : (double)c->values.v[0].count /
	    (double)(c->rows - c->missing);
}

/* Does row i have the label of its neighbours: of most with its value, else of
 * the nearest in order? Values of a category are not near each other. */
static bool
agrees(const struct point *v, size_t n, size_t i, size_t from, size_t to,
    bool ordered)
{
	size_t	 k, same = 0;

	if (to - from > 1) {
		for (k = from; k < to; k++)
			same += v[k].label == v[i].label;
		return (same - 1) * 2 >= to - from - 1;
	}
	if (!ordered)
		return false;
	if (i == 0 || i + 1 == n)
		k = i == 0 ? 1 : i - 1;
	else
		k = v[i].x - v[i - 1].x <= v[i + 1].x - v[i].x ? i - 1 : i + 1;
	return v[k].label == v[i].label;
}

static double
share_told(const struct point *v, size_t n, bool ordered)
{
	size_t	 i, from, to, right = 0;

	for (from = 0; from < n; from = to) {
		for (to = from + 1; to < n && same_place(&v[from], &v[to]);)
			to++;
		for (i = from; i < to; i++)
			right += agrees(v, n, i, from, to, ordered);
	}
	return (double)right / (double)n;
}

/* The share of the variance of y that the mean of the neighbours explains. */
static double
variance_told(const struct point *v, size_t n)
{
	double	 mean = 0, all = 0, rest = 0, guess;
	size_t	 i;

	for (i = 0; i < n; i++)
		mean += v[i].y / (double)n;
	for (i = 0; i < n; i++) {
		guess = i == 0 ? v[1].y : i + 1 == n ? v[n - 2].y :
		    (v[i - 1].y + v[i + 1].y) / 2;
		all += (v[i].y - mean) * (v[i].y - mean);
		rest += (v[i].y - guess) * (v[i].y - guess);
	}
	return all == 0 ? 0 : 1 - rest / all;
}

static void
add_suspect(struct profile *p, const char *name)
{
	jv	 v = profile_name(name);

	jv_array_foreach(p->suspects, i, one) {
		bool	 same = jv_equal(jv_copy(one), jv_copy(v));

		jv_free(one);
		if (same) {
			jv_free(v);
			return;
		}
	}
	p->suspects = jv_array_append(p->suspects, v);
}

/* How well a column (-1: the order of rows) predicts the target; 0: not. */
static double
told_by(const struct profile *p, const struct look *l, long col,
    struct point *v)
{
	bool	 ordered = col == -1 ||
		    p->train.columns[col].type == COLUMN_NUMBER;
	size_t	 n = points(p, l, col, v);
	double	 share;

	if (n < LEAST_ROWS || (!ordered && !profile_has_classes(p)))
		return 0;
	if (!profile_has_classes(p))
		return (share = variance_told(v, n)) >= TELLS_NUMBER ?
		    share : 0;
	share = share_told(v, n, ordered);
	return share >= TELLS_CLASS && 1 - share < (1 - usual(p)) / 5 ?
	    share : 0;
}

/* Ids behind those of train say nothing about test. */
static bool
apart(const struct profile *p, const struct column *c)
{
	long	 i = table_column(&p->test, c->name);

	return i >= 0 && c->type == COLUMN_ID && (c->k.numbers == 0 ||
	    p->test.columns[i].min > c->max);
}

static void
find_tellers(struct profile *p, const struct look *l, struct point *v)
{
	const struct column	*c;
	double			 share;
	size_t			 i;

	for (i = 0; i < p->train.ncols; i++) {
		c = &p->train.columns[i];
		if (profile_is_target(p, c->name) || c->type == COLUMN_PATH ||
		    (p->split.groups != NULL &&
		    strcmp(p->split.groups, c->name) == 0) ||
		    c->type == COLUMN_TEXT || apart(p, c) ||
		    (p->test.path != NULL && table_column(&p->test, c->name) ==
		    -1) || (share = told_by(p, l, (long)i, v)) == 0)
			continue;
		add_suspect(p, c->name);
		profile_note(p, "suspect: column '%.100s' alone %s '%.100s' "
		    "(%.4g %%): will it be known when predictions are made?",
		    c->name, profile_has_classes(p) ? "predicts" :
		    "explains", p->targets[0], share * 100);
	}
	if (profile_has_classes(p) && told_by(p, l, -1, v) > 0)
		profile_note(p, "the rows of '%.200s' are sorted by '%.100s': "
		    "shuffle them before you split them",
		    p->train.path, p->targets[0]);
}

/* The numbers of a sampled column, sorted. */
static size_t
sorted(const struct table *t, const size_t *rows, size_t most, size_t col,
    double *out)
{
	size_t	 i, n = 0;

	for (i = 0; i < most; i++) {
		out[n] = at(t, rows[i], col)->number;
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

static bool
is_split(const struct profile *p, const char *name)
{
	return (p->split.time != NULL && strcmp(p->split.time, name) == 0) ||
	    (p->split.groups != NULL && strcmp(p->split.groups, name) == 0) ||
	    (p->id != NULL && strcmp(p->id, name) == 0);
}

/* Numbers that both tables have, the id and what the split is by apart. */
static size_t
shared(const struct profile *p, size_t *a, size_t *b, size_t most)
{
	size_t	 i, n = 0;
	long	 k;

	for (i = 0; i < p->train.ncols && n < most; i++) {
		k = table_column(&p->test, p->train.names[i]);
		if (k == -1 || is_split(p, p->train.names[i]) ||
		    profile_is_target(p, p->train.names[i]) ||
		    p->train.columns[i].type != COLUMN_NUMBER ||
		    p->test.columns[k].type != COLUMN_NUMBER)
			continue;
		a[n] = i;
		b[n++] = (size_t)k;
	}
	return n;
}

static void
find_shifts(struct profile *p, const struct look *l, double *x, double *y)
{
	size_t	 a[COLUMNS_MOST * 8], b[COLUMNS_MOST * 8], i, n, m, all;
	double	 d;

	all = shared(p, a, b, COLUMNS_MOST * 8);
	for (i = 0; i < all; i++) {
		n = sorted(&p->train, l->train, l->ntrain, a[i], x);
		m = sorted(&p->test, l->test, l->ntest, b[i], y);
		if (n < LEAST_ROWS || m < LEAST_ROWS ||
		    (d = distance(x, n, y, m)) < SHIFT)
			continue;
		add_suspect(p, p->train.names[a[i]]);
		profile_note(p, "suspect: values of '%.100s' differ between "
		    "train and test (distance %.2f of 1)",
		    p->train.names[a[i]], d);
	}
}

/* Ranks of a sampled column, centred and scaled, so that products are
 * correlations; rows without a number are in the middle. */
static bool
ranks(const struct table *t, const size_t *rows, size_t col, size_t n,
    double *out)
{
	struct point	*v = calloc(n + 1, sizeof(*v));
	double		 sum = 0;
	size_t		 i, from, to, m = 0;

	if (v == NULL)
		return false;
	for (i = 0; i < n; i++) {
		out[i] = 0;
		if (!isnan(at(t, rows[i], col)->number))
			v[m++] = (struct point){ at(t, rows[i], col)->number,
			    (double)i, 0, 0 };
	}
	qsort(v, m, sizeof(*v), by_x);
	for (from = 0; from < m; from = to) {
		for (to = from + 1; to < m && v[to].x == v[from].x;)
			to++;
		for (i = from; i < to; i++)
			out[(size_t)v[i].y] = (double)(from + to - 1) / 2 -
			    (double)(m - 1) / 2;
	}
	for (i = 0; i < n; i++)
		sum += out[i] * out[i];
	for (i = 0; i < n && sum > 0; i++)
		out[i] /= sqrt(sum);
	free(v);
	return true;
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

/* The column that changed the most against the others; `left` are those that
 * are not told yet. */
static size_t
odd_one(const double *change, size_t n, const bool *left, double least,
    double *most)
{
	size_t	 i, k, best = n;
	double	 sum, d, one, top = 0;

	for (i = 0; i < n; i++) {
		for (k = 0, sum = one = 0; left[i] && k < n; k++) {
			d = left[k] ? change[i * n + k] : 0;
			sum += d > least ? d : 0;
			one = fmax(one, d);
		}
		if (one > least && sum > top) {
			top = sum;
			best = i;
			*most = one;
		}
	}
	return best;
}

static void
tell_relations(struct profile *p, const double *change, const size_t *col,
    size_t n, double least)
{
	bool	 left[COLUMNS_MOST];
	double	 most = 0;
	size_t	 i, k;

	for (i = 0; i < n; i++)
		left[i] = true;
	while ((k = odd_one(change, n, left, least, &most)) < n) {
		left[k] = false;
		add_suspect(p, p->train.names[col[k]]);
		profile_note(p, "suspect: '%.100s' goes with the other columns "
		    "in train otherwise than in test (a rank correlation "
		    "changes by %.2f)", p->train.names[col[k]], most);
	}
}

static enum hcc_status
find_relations(struct profile *p, const struct look *l, struct hcc_err *e)
{
	size_t		 a[COLUMNS_MOST], b[COLUMNS_MOST], i, k, n, rows, m;
	double		*x, *y, *change;
	enum hcc_status	 st = HCC_OK;

	n = shared(p, a, b, COLUMNS_MOST);
	rows = l->ntrain < ROWS_MOST ? l->ntrain : ROWS_MOST;
	m = l->ntest < ROWS_MOST ? l->ntest : ROWS_MOST;
	if (n < 2 || rows < LEAST_ROWS || m < LEAST_ROWS)
		return HCC_OK;
	x = calloc(n * rows, sizeof(*x));
	y = calloc(n * m, sizeof(*y));
	change = calloc(n * n, sizeof(*change));
	for (i = 0; i < n && x != NULL && y != NULL && st == HCC_OK; i++)
		if (!ranks(&p->train, l->train, a[i], rows, x + i * rows) ||
		    !ranks(&p->test, l->test, b[i], m, y + i * m))
			st = err_nomem(e);
	if (x == NULL || y == NULL || change == NULL)
		st = err_nomem(e);
	for (i = 0; i < n && st == HCC_OK; i++)
		for (k = 0; k < i; k++)
			change[i * n + k] = change[k * n + i] =
			    fabs(product(x + i * rows, x + k * rows, rows) -
			    product(y + i * m, y + k * m, m));
	if (st == HCC_OK)
		tell_relations(p, change, a, n, RELATION +
		    2 / sqrt((double)rows) + 2 / sqrt((double)m));
	free(x);
	free(y);
	free(change);
	return st;
}

static enum hcc_status
look(struct profile *p, struct look *l, struct hcc_err *e)
{
	size_t		 n = p->train.sample.n + p->test.sample.n + 1;
	struct point	*v = calloc(n, sizeof(*v));
	double		*x = calloc(2 * n, sizeof(*x));
	enum hcc_status	 st = HCC_OK;

	l->train = calloc(n, sizeof(*l->train));
	l->test = calloc(n, sizeof(*l->test));
	if (v == NULL || x == NULL || l->train == NULL || l->test == NULL)
		st = err_nomem(e);
	else {
		l->ntrain = pick_rows(p, &p->train, l->train);
		l->ntest = pick_rows(p, &p->test, l->test);
		if (profile_target(p, 0) >= 0)
			find_tellers(p, l, v);
		find_shifts(p, l, x, x + n);
		st = find_relations(p, l, e);
	}
	free(v);
	free(x);
	return st;
}

enum hcc_status
find_suspects(struct profile *p, struct hcc_err *e)
{
	struct look	 l = { NULL, NULL, 0, 0 };
	enum hcc_status	 st;

	if (p->train.path == NULL)
		return HCC_OK;
	st = look(p, &l, e);
	free(l.train);
	free(l.test);
	return st;
}
