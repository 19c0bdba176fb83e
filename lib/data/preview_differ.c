/*
 * preview_differ.c: how the table to predict differs from that to learn from:
 * in its columns, their values, and what is missing.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "data/file_tree.h"
#include "data/markdown.h"
#include "data/preview_part.h"

#define TOLD_MOST	10
#define TOLD_LEAST	0.1	/* distance, or share of the rows */
#define VALUES_MOST	3	/* new ones that are named */
#define CHANCE		4	/* standard errors that chance may be */

struct differing {
	const struct column	*train, *test;
	double			 distance, missing, fresh, most;
};

/* The share of the filled rows of `test` whose value `train` never has, where
 * all values of both are known and most come again. What is seen once in train
 * tells how much comes new by chance (Good, Biometrika 1953). */
static double
fresh_share(const struct column *train, const struct column *test)
{
	size_t	 i, rows = 0, once = 0, filled = test->rows - test->missing;
	double	 share;

	if (train->type != COLUMN_CATEGORY || train->values.level > 0 ||
	    test->values.level > 0 || filled == 0 ||
	    train->unique > (train->rows - train->missing) / 2)
		return 0;
	for (i = 0; i < test->values.n; i++)
		if (sketch_find(&train->values, test->values.v[i].hash) ==
		    NULL)
			rows += test->values.v[i].count;
	for (i = 0; i < train->values.n; i++)
		once += train->values.v[i].count == 1;
	share = (double)rows / (double)filled;
	return share - (double)once / (double)(train->rows - train->missing) <
	    TOLD_LEAST ? 0 : share;
}

static double
missing_share(const struct column *c)
{
	return c->rows == 0 ? 0 : (double)c->missing / (double)c->rows;
}

/* How much more is missing in test, 0 where chance may be all. */
static double
missing_change(const struct column *a, const struct column *b)
{
	double	 d = missing_share(b) - missing_share(a), all;

	if (a->rows == 0 || b->rows == 0)
		return 0;
	all = (double)(a->missing + b->missing) / (double)(a->rows + b->rows);
	return fabs(d) > CHANCE * sqrt(all * (1 - all) * (1 /
	    (double)a->rows + 1 / (double)b->rows)) ? d : 0;
}

static int
by_most(const void *a, const void *b)
{
	const struct differing	*x = a, *y = b;

	return (x->most < y->most) - (x->most > y->most);
}

static void
add_fresh(const struct differing *d, struct buf *b)
{
	const struct sketch	*s = &d->test->values;
	size_t			 i, n = 0;

	md_percent(b, d->fresh);
	buf_adds(b, " of its rows have a value that is new (");
	for (i = 0; i < s->n && n <= VALUES_MOST; i++)
		if (sketch_find(&d->train->values, s->v[i].hash) == NULL) {
			buf_adds(b, n == 0 ? "" : ", ");
			if (n++ < VALUES_MOST)
				md_code(b, s->v[i].text, 40);
			else
				buf_adds(b, "..");
		}
	buf_addc(b, ')');
}

static void
add_one(const struct differing *d, struct buf *b)
{
	const char	*sep = " ";

	md_code(b, d->train->name, 60);
	if (d->distance >= TOLD_LEAST) {
		buf_addf(b, " values %.2f of 1 apart", d->distance);
		if (d->train->type == COLUMN_NUMBER)
			buf_addf(b, " (median %.4g, not %.4g)",
			    d->test->median, d->train->median);
		sep = " and ";
	}
	if (d->fresh >= TOLD_LEAST) {
		buf_adds(b, sep);
		add_fresh(d, b);
		sep = " and ";
	}
	if (fabs(d->missing) >= TOLD_LEAST) {
		buf_adds(b, sep);
		md_percent(b, missing_share(d->test));
		buf_adds(b, " missing, not ");
		md_percent(b, missing_share(d->train));
	}
}

void
part_differing(const struct profile *p, struct buf *b)
{
	const struct table	*a = &p->train, *t = &p->test;
	struct differing	*v = mem_zero(a->ncols + 1, sizeof(*v)), d;
	size_t			 i, n = 0;
	long			 k;

	for (i = 0; i < a->ncols; i++) {
		k = table_column(t, a->names[i]);
		if (k == -1 || profile_is_target(p, a->names[i]) ||
		    profile_is_split(p, a->names[i]))
			continue;
		d = (struct differing){ &a->columns[i], &t->columns[k],
		    a->columns[i].shift, 0, 0, 0 };
		d.missing = missing_change(d.train, d.test);
		d.fresh = fresh_share(d.train, d.test);
		d.most = fmax(d.distance, fmax(d.fresh, fabs(d.missing)));
		if (d.most >= TOLD_LEAST)
			v[n++] = d;
	}
	qsort(v, n, sizeof(*v), by_most);
	for (i = 0; i < n && i < TOLD_MOST; i++) {
		if (i == 0) {
			buf_addc(b, '\n');
			md_code(b, path_base(t->path), 60);
			buf_adds(b, " differs from it: ");
		} else
			buf_adds(b, "; ");
		add_one(&v[i], b);
	}
	buf_adds(b, n > TOLD_MOST ? "; ..\n" : n > 0 ? ".\n" : "");
	free(v);
}
