/*
 * holdout_draw.c: which rows are held out, and what they are called.
 *
 * Rows are sorted by stratum and, within it, at random; then every k-th is
 * taken, which keeps the shares of the strata to within a row. A class never
 * leaves the training data entirely.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/counter.h"
#include "data/holdout_internal.h"

#define BINS 10

struct entry {
	size_t		 row;
	size_t		 stratum;
	double		 value;
	uint64_t	 random;
};

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t
next(uint64_t *state)
{
	uint64_t	 z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static int
by_value(const void *a, const void *b)
{
	const struct entry	*x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static int
by_stratum(const void *a, const void *b)
{
	const struct entry	*x = a, *y = b;

	if (x->stratum != y->stratum)
		return x->stratum < y->stratum ? -1 : 1;
	if (x->random != y->random)
		return x->random < y->random ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static int
by_random(const void *a, const void *b)
{
	const struct entry	*x = a, *y = b;

	return x->random < y->random ? -1 : x->random > y->random;
}

static bool
labelled(const struct profile *p, size_t row)
{
	size_t	 i;

	for (i = 0; i < p->ntargets; i++)
		if (cell_missing(csv_cell(&p->train.csv, row,
		    (size_t)table_column(&p->train, p->targets[i]))))
			return false;
	return true;
}

static size_t
labelled_rows(const struct profile *p, uint64_t seed, struct entry *v)
{
	uint64_t	 state = seed;
	size_t		 i, n = 0;

	for (i = 0; i < p->train.csv.nrows; i++) {
		if (!labelled(p, i))
			continue;
		v[n++] = (struct entry){ .row = i, .random = next(&state) };
	}
	return n;
}

/* Ten bins of equal size by the first target. */
static void
bins(const struct profile *p, struct entry *v, size_t n)
{
	size_t	 i, col = (size_t)table_column(&p->train, p->targets[0]);

	for (i = 0; i < n; i++)
		if (!cell_number(csv_cell(&p->train.csv, v[i].row, col),
		    &v[i].value))
			v[i].value = 0;
	qsort(v, n, sizeof(*v), by_value);
	for (i = 0; i < n; i++)
		v[i].stratum = i * BINS / n;
}

/* The class, over several targets the combination of theirs. */
static enum hcc_status
classes(const struct profile *p, struct entry *v, size_t n, struct hcc_err *e)
{
	struct counter		 t = COUNTER_INIT;
	struct counter_item	*it;
	size_t			 i, k, col;
	char			 pair[64];
	enum hcc_status		 st = HCC_OK;
	jv			 keys = jv_array(), s;

	for (k = 0; k < p->ntargets && st == HCC_OK; k++) {
		col = (size_t)table_column(&p->train, p->targets[k]);
		counter_release(&t);
		for (i = 0; i < n && st == HCC_OK; i++) {
			/* What came before, refined by this target. */
			snprintf(pair, sizeof(pair), "%zu ", v[i].stratum);
			s = jv_string_append_str(jv_string(pair),
			    csv_cell(&p->train.csv, v[i].row, col));
			keys = jv_array_append(keys, jv_copy(s));
			it = counter_add(&t, jv_string_value(s), i);
			if (it == NULL)
				st = err_nomem(e);
			else
				v[i].stratum = (size_t)(it - t.items);
			jv_free(s);
		}
	}
	counter_release(&t);
	jv_free(keys);
	return st;
}

/* Take every k-th of the sorted rows; with `spare`, never a whole stratum. */
static size_t
take(struct entry *v, size_t n, double fraction, bool spare, bool *taken)
{
	size_t	 i, start, hits, all = 0;

	for (i = start = hits = 0; i < n; i++) {
		if (i > 0 && v[i].stratum != v[i - 1].stratum) {
			start = i;
			hits = 0;
		}
		if (floor(((double)i + 1) * fraction + 0.5) >
		    floor((double)i * fraction + 0.5)) {
			taken[v[i].row] = true;
			hits++;
			all++;
		}
		if (spare && hits == i + 1 - start && (i + 1 == n ||
		    v[i + 1].stratum != v[i].stratum)) {
			taken[v[i].row] = false;
			all--;
		}
	}
	return all;
}

enum hcc_status
draw_rows(const struct profile *p, const struct holdout *h, struct drawn *d,
    struct hcc_err *e)
{
	size_t		 i, n, all = p->train.csv.nrows;
	struct entry	*v = calloc(all + 1, sizeof(*v));
	enum hcc_status	 st = HCC_OK;

	d->taken = calloc(all + 1, sizeof(*d->taken));
	d->rows = calloc(all + 1, sizeof(*d->rows));
	if (v == NULL || d->taken == NULL || d->rows == NULL) {
		st = err_nomem(e);
		goto out;
	}
	n = labelled_rows(p, h->seed, v);
	if (p->problem == PROBLEM_CLASSIFICATION ||
	    p->problem == PROBLEM_ORDINAL)
		st = classes(p, v, n, e);
	else
		bins(p, v, n);
	if (st != HCC_OK)
		goto out;
	qsort(v, n, sizeof(*v), by_stratum);
	if (take(v, n, h->fraction, p->ntargets == 1, d->taken) == 0) {
		st = err_set(e, HCC_INPUT, "hold out rows of '%s': %g of %zu "
		    "labelled rows is none; give -s a larger fraction",
		    p->train.path, h->fraction, n);
		goto out;
	}
	qsort(v, n, sizeof(*v), by_random);
	for (i = 0; i < n; i++)
		if (d->taken[v[i].row])
			d->rows[d->n++] = v[i].row;
out:
	free(v);
	return st;
}

/* Do the rows' own ids do: there, different, and not those of test rows? */
static enum hcc_status
own_ids(const struct profile *p, const struct drawn *d, bool *good,
    struct hcc_err *e)
{
	const struct profile_table	*to = &p->sample;
	struct counter			 t = COUNTER_INIT;
	struct counter_item		*it = NULL;
	long				 col, other;
	size_t				 i;
	enum hcc_status			 st = HCC_OK;

	*good = false;
	if (to->path == NULL || p->test.path == NULL)
		to = &p->test;
	other = table_column(to, p->id);
	if ((col = table_column(&p->train, p->id)) == -1)
		return HCC_OK;
	*good = true;
	for (i = 0; other >= 0 && i < to->csv.nrows && st == HCC_OK; i++)
		if (counter_add(&t, csv_cell(&to->csv, i, (size_t)other), i) ==
		    NULL)
			st = err_nomem(e);
	for (i = 0; i < d->n && st == HCC_OK && *good; i++) {
		it = counter_add(&t, csv_cell(&p->train.csv, d->rows[i],
		    (size_t)col), 0);
		if (it == NULL)
			st = err_nomem(e);
		else
			*good = it->count == 1 && !cell_missing(it->key);
	}
	counter_release(&t);
	return st;
}

/* The largest whole number in a column; false when it holds anything else. */
static bool
largest(const struct profile_table *t, const char *name, double *max)
{
	long	 col = table_column(t, name);
	size_t	 i;
	double	 d;

	for (i = 0; col >= 0 && i < t->csv.nrows; i++) {
		if (!cell_number(csv_cell(&t->csv, i, (size_t)col), &d) ||
		    d != floor(d) || fabs(d) > 1e15)
			return false;
		*max = fmax(*max, d);
	}
	return true;
}

/* A name for an id column that no column has. */
static enum hcc_status
name_id(const struct profile *p, struct drawn *d, struct hcc_err *e)
{
	const char	*name = p->id;

	if (name == NULL)
		name = table_column(&p->train, "id") == -1 ? "id" : "row_id";
	d->id_name = strdup(name);
	return d->id_name == NULL ? err_nomem(e) : HCC_OK;
}

enum hcc_status
draw_ids(const struct profile *p, struct drawn *d, bool *made,
    struct hcc_err *e)
{
	const char	*own;
	double		 max = 0;
	bool		 good, whole;
	size_t		 i;
	enum hcc_status	 st;
	int		 r;

	if ((st = name_id(p, d, e)) != HCC_OK ||
	    (st = own_ids(p, d, &good, e)) != HCC_OK)
		return st;
	whole = largest(&p->sample, p->id, &max) &&
	    largest(&p->test, p->id, &max) && largest(&p->train, p->id, &max);
	*made = !good;
	if ((d->ids = calloc(d->n + 1, sizeof(*d->ids))) == NULL)
		return err_nomem(e);
	for (i = 0; i < d->n; i++) {
		own = !good ? "" : csv_cell(&p->train.csv, d->rows[i],
		    (size_t)table_column(&p->train, p->id));
		if (good)
			r = asprintf(&d->ids[i], "%s", own);
		else if (whole)
			r = asprintf(&d->ids[i], "%.0f",
			    max + (double)i + 1);
		else
			r = asprintf(&d->ids[i], "holdout-%zu", i + 1);
		if (r == -1) {
			d->ids[i] = NULL;
			return err_nomem(e);
		}
	}
	return HCC_OK;
}

void
draw_release(struct drawn *d)
{
	size_t	 i;

	for (i = 0; d->ids != NULL && i < d->n; i++)
		free(d->ids[i]);
	free(d->ids);
	free(d->rows);
	free(d->taken);
	free(d->id_name);
	*d = (struct drawn){ 0 };
}
