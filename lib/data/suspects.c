/*
 * suspects.c: columns that predict the target alone, and how much of it each
 * column explains, found on the samples of rows that the first pass kept.
 *
 * A column predicts it when rows beside each other in its order agree: each is
 * predicted by its neighbours, itself left out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/profile_pass.h"
#include "data/row_set.h"
#include "data/suspects_internal.h"

#define TELLS_CLASS	0.99	/* rows predicted by one column */
#define TELLS_NUMBER	0.9995	/* variance explained by one column */
#define EXPLAIN_ROWS	1000	/* looked at for that */
#define EXPLAIN_GROUPS	10	/* of the rows, in the order of a number */

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
		    sampled(t, i, (size_t)groups)->hash, 0);
		if (slot == NULL || slot->count == 1)
			rows[n++] = i;
	}
	row_set_release(&seen);
	return n;
}

/* Sampled rows as points: a column (or, with col -1, the place of the row)
 * against the target, in the column's order. */
static size_t
points(const struct profile *p, const struct suspect_rows *l, long col,
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
		y = sampled(t, i, target);
		x = col >= 0 ? sampled(t, i, (size_t)col) : NULL;
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

static int
by_label(const void *a, const void *b)
{
	const struct point	*p = a, *q = b;

	return (p->label > q->label) - (p->label < q->label);
}

/* What n rows have in common: the square of their sum over n, of classes the
 * sum of this over the classes (v is sorted by them). */
static double
common(struct point *v, size_t n, bool classes)
{
	double	 sum = 0, all = 0;
	size_t	 i, k;

	if (!classes) {
		for (i = 0; i < n; i++)
			sum += v[i].y;
		return sum * sum / (double)n;
	}
	qsort(v, n, sizeof(*v), by_label);
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && v[k].label == v[i].label; k++)
			;
		all += (double)(k - i) * (double)(k - i);
	}
	return all / (double)n;
}

/* Rows of a sorted list that are less than y, or at most y. */
static size_t
below(const double *sorted, size_t n, double y, bool at_most)
{
	size_t	 from = 0, middle;

	while (from < n) {
		middle = from + (n - from) / 2;
		if (sorted[middle] < y || (at_most && sorted[middle] == y))
			from = middle + 1;
		else
			n = middle;
	}
	return from;
}

/* Put its rank in place of each target: a few huge values would be most of the
 * variance. */
static void
rank_targets(struct point *v, size_t n)
{
	double	*y = mem_zero(n, sizeof(*y));
	size_t	 i;

	for (i = 0; i < n; i++)
		y[i] = v[i].y;
	qsort(y, n, sizeof(*y), num_order);
	for (i = 0; i < n; i++)
		v[i].y = (double)(below(y, n, v[i].y, false) +
		    below(y, n, v[i].y, true)) / 2;
	free(y);
}

/* The share of the target's variance that groups of rows explain, less what as
 * many groups explain by chance: the correlation ratio of its ranks, of classes
 * Goodman and Kruskal's tau. A group has the same value, or is a tenth of the
 * rows in the order of a number. v, sorted by x, is changed. */
static double
explained(struct point *v, size_t n, bool ordered, bool classes)
{
	double	 inside = 0, square = 0, whole;
	size_t	 i, from, to, step = n / EXPLAIN_ROWS + 1, groups = 0;

	for (i = 0; i * step < n; i++)
		v[i] = v[i * step];
	n = i;
	if (!classes)
		rank_targets(v, n);
	for (i = 0; i < n; i++)
		square += classes ? 1 : v[i].y * v[i].y;
	for (from = 0; from < n; from = to) {
		for (to = from + 1; to < n && (same_place(&v[to - 1], &v[to]) ||
		    (ordered && to - from < n / EXPLAIN_GROUPS)); to++)
			;
		inside += common(v + from, to - from, classes);
		groups++;
	}
	whole = common(v, n, classes);
	if (groups >= n || square <= whole)
		return 0;
	return fmax(0, 1 - (square - inside) / (square - whole) *
	    (double)(n - 1) / (double)(n - groups));
}

void
suspects_add(jv *list, const char *name)
{
	jv	 v = profile_name(name);

	jv_array_foreach(*list, i, one) {
		bool	 same = jv_equal(jv_copy(one), jv_copy(v));

		jv_free(one);
		if (same) {
			jv_free(v);
			return;
		}
	}
	*list = jv_array_append(*list, v);
}

/* How well a column (-1: the order of rows) predicts the target: the share of
 * rows or of variance, 0 when it cannot be seen. */
static double
told_by(const struct profile *p, const struct suspect_rows *l, long col,
    struct point *v)
{
	bool	 classes = profile_has_classes(p), ordered = col == -1 ||
		    p->train.columns[col].type == COLUMN_NUMBER;
	size_t	 n = points(p, l, col, v);
	double	 told;

	if (n < LEAST_ROWS)
		return 0;
	told = classes ? share_told(v, n, ordered) : ordered ?
	    variance_told(v, n) : 0;
	if (col >= 0)
		p->train.columns[col].explains = explained(v, n, ordered,
		    classes);
	return told;
}

/* Is that (nearly) all? */
static bool
tells_all(const struct profile *p, double share)
{
	return profile_has_classes(p) ? share >= TELLS_CLASS &&
	    1 - share < (1 - usual(p)) / 5 : share >= TELLS_NUMBER;
}

/* The share less what guessing the usual label gives. */
static double
beyond_guessing(const struct profile *p, double share)
{
	double	 guess = profile_has_classes(p) ? usual(p) : 0;

	return guess < 1 && share > guess ? (share - guess) / (1 - guess) : 0;
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
find_tellers(struct profile *p, const struct suspect_rows *l, struct point *v)
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
		    -1))
			continue;
		share = told_by(p, l, (long)i, v);
		l->predicts[i] = beyond_guessing(p, share);
		if (!tells_all(p, share))
			continue;
		suspects_add(&p->suspects, c->name);
		profile_note(p, "suspect: column '%.100s' alone %s '%.100s' "
		    "(%.4g %%): will it be known when predictions are made?",
		    c->name, profile_has_classes(p) ? "predicts" :
		    "explains", p->targets[0], share * 100);
	}
	if (profile_has_classes(p) && tells_all(p, told_by(p, l, -1, v)))
		profile_note(p, "the rows of '%.200s' are sorted by '%.100s': "
		    "shuffle them before you split them",
		    p->train.path, p->targets[0]);
}

void
find_suspects(struct profile *p)
{
	size_t			 n = p->train.sample.n + p->test.sample.n + 1;
	struct suspect_rows	 l;
	struct point		*v;
	double			*x;

	if (p->train.path == NULL)
		return;
	v = mem_zero(n, sizeof(*v));
	x = mem_zero(2 * n, sizeof(*x));
	l.train = mem_zero(n, sizeof(*l.train));
	l.test = mem_zero(n, sizeof(*l.test));
	l.predicts = mem_zero(p->train.ncols + 1, sizeof(*l.predicts));
	l.ntrain = pick_rows(p, &p->train, l.train);
	l.ntest = pick_rows(p, &p->test, l.test);
	if (profile_target(p, 0) >= 0)
		find_tellers(p, &l, v);
	suspects_shifts(p, &l, x, x + n);
	suspects_relations(p, &l);
	free(v);
	free(x);
	free(l.train);
	free(l.test);
	free(l.predicts);
}
