/*
 * repair.c: faults of single tables told, names of columns made equal.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/counter.h"
#include "data/profile_internal.h"
#include "data/repair.h"

#define RENAMES	3	/* that are told one by one */

static void
rows_fault(struct profile *p, struct profile_table *t,
    const struct csv_fault *f, const char *what)
{
	if (f->n > 0)
		profile_mended(p, t, "%zu row%s %s, the first is line %ld",
		    f->n, f->n == 1 ? "" : "s", what, f->line);
}

void
mend_faults(struct profile *p, struct profile_table *t)
{
	const struct csv_faults	*f = &t->faults;

	rows_fault(p, t, &f->thin, "with too few fields filled up with "
	    "missing values");
	rows_fault(p, t, &f->wide, t == &p->test ?
	    "with too many fields cut" : "with too many fields left out");
	rows_fault(p, t, &f->trailing, "with empty fields at the end cut");
	rows_fault(p, t, &f->empty, "without any value left out");
	rows_fault(p, t, &f->headers, "with the header again left out");
	if (f->quotes.n > 0)
		profile_mended(p, t, "quotes that are never closed taken for "
		    "letters (%zu lines, the first is line %ld)", f->quotes.n,
		    f->quotes.line);
	if (f->nuls.n > 0)
		profile_mended(p, t, "NUL bytes (%zu, the first on line %ld) "
		    "left out", f->nuls.n, f->nuls.line);
	if (f->renamed > 0)
		profile_mended(p, t, "columns named like another (%zu) are "
		    "called x.1, x.2 .. now", f->renamed);
	if (f->nameless > 0)
		profile_mended(p, t, "columns without name and values (%zu) "
		    "left out", f->nameless);
	if (f->returns)
		profile_mended(p, t, "lines end in CR alone; they end in LF "
		    "now");
	if (t->csv.recoded > 0)
		profile_mended(p, t, "not UTF-8; taken for Windows-1252 "
		    "(Latin-1) and converted (%zu cells)", t->csv.recoded);
}

/* Are the names equal but for case, and blanks within? */
static bool
same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == ' ' || *a == '\t')
			a++;
		while (*b == ' ' || *b == '\t')
			b++;
		if (strncasecmp(a, b, 1) != 0)
			return false;
		if (*a == '\0')
			return true;
	}
}

long
mend_column(const struct csv *c, const char *name)
{
	long	 hit = csv_column(c, name);
	size_t	 i;

	for (i = 0; hit == -1 && i < c->ncols; i++)
		if (*name != '\0' && same_name(c->names[i], name))
			hit = (long)i;
	for (; hit >= 0 && i < c->ncols; i++)
		if (same_name(c->names[i], name))
			return csv_column(c, name);
	return hit;
}

static void
rename_column(struct profile *p, struct profile_table *t, size_t col,
    char *name)
{
	profile_mended(p, t, "column '%.100s' is called '%.100s' as elsewhere",
	    t->csv.names[col], name);
	t->csv.names[col] = name;	/* borrowed from the other table */
}

/* Does `t` lack this column of `by`, but has one (*at) whose name differs in
 * case only and is no other column of `by`? */
static bool
other_case(const struct csv *t, const struct csv *by, size_t i, long *at)
{
	return csv_column(t, by->names[i]) == -1 &&
	    (*at = mend_column(t, by->names[i])) >= 0 &&
	    csv_column(by, t->names[*at]) == -1;
}

/* Call columns of `t` as `by` does, where only the case differs. Only names
 * that `by` has and `t` lacks are looked for. */
static void
align(struct profile *p, struct profile_table *t,
    const struct profile_table *by)
{
	const struct csv	*from = &by->csv;
	size_t			 i, n = 0;
	long			 at;

	if (t->path == NULL || by->path == NULL)
		return;
	for (i = 0; i < from->ncols; i++) {
		if (!other_case(&t->csv, from, i, &at))
			continue;
		if (n++ < RENAMES)
			rename_column(p, t, (size_t)at, from->names[i]);
		else
			t->csv.names[at] = from->names[i];
	}
	if (n > RENAMES)
		profile_mended(p, t, "%zu more columns are called as "
		    "elsewhere, the case differed", n - RENAMES);
}

/* Does the column hold the sample's ids, all of them and nothing else? */
static bool
holds_ids(const struct csv *c, size_t col, const struct counter *ids)
{
	size_t	 i;

	for (i = 0; i < c->nrows; i++)
		if (counter_find(ids, csv_cell(c, i, col)) == NULL)
			return false;
	return c->nrows == ids->n;
}

/* The test rows' ids under another name than the sample's, or under none. */
static enum hcc_status
adopt_id(struct profile *p, struct hcc_err *e)
{
	const struct csv	*s = &p->sample.csv, *t = &p->test.csv;
	struct counter		 ids = COUNTER_INIT;
	size_t			 i, pass, hit = t->ncols;
	long			 too;
	enum hcc_status		 st = HCC_OK;

	if (p->sample.path == NULL || p->test.path == NULL || s->ncols < 2 ||
	    s->nrows == 0 || t->truncated ||
	    csv_column(t, s->names[0]) != -1)
		return HCC_OK;
	for (i = 0; i < s->nrows && st == HCC_OK; i++)
		if (counter_add(&ids, csv_cell(s, i, 0), i) == NULL)
			st = err_nomem(e);
	/* Columns without a name first. */
	for (pass = 0; pass < 2 && st == HCC_OK; pass++)
		for (i = 0; i < t->ncols && hit == t->ncols; i++)
			if ((*t->names[i] == '\0') == (pass == 0) &&
			    holds_ids(t, i, &ids))
				hit = i;
	counter_release(&ids);
	if (st != HCC_OK || hit == t->ncols)
		return st;
	too = csv_column(&p->train.csv, t->names[hit]);
	if (too >= 0 && csv_column(&p->train.csv, s->names[0]) == -1)
		rename_column(p, &p->train, (size_t)too, s->names[0]);
	rename_column(p, &p->test, hit, s->names[0]);
	return HCC_OK;
}

/* An id without the zeros in front, which a spreadsheet drops. */
static const char *
no_zeros(const char *id)
{
	size_t	 n = strspn(id, "0");

	return id + n - (n > 0 && id[n] == '\0');
}

/* Give the test rows the ids of the sample where zeros are all that differs;
 * nothing happens unless that settles every one of them. */
static enum hcc_status
respell_ids(struct profile *p, struct hcc_err *e)
{
	struct csv		*s = &p->sample.csv, *t = &p->test.csv;
	struct counter		 ids = COUNTER_INIT;
	const struct counter_item	*it;
	size_t			 i, pass, n = 0;
	enum hcc_status		 st = HCC_OK;
	char			**cell;
	long			 at;

	if (p->sample.path == NULL || s->ncols < 2 || t->truncated ||
	    (at = table_column(&p->test, s->names[0])) == -1)
		return HCC_OK;
	for (i = 0; i < s->nrows && st == HCC_OK; i++)
		if (counter_add(&ids, no_zeros(csv_cell(s, i, 0)), i) == NULL)
			st = err_nomem(e);
	for (pass = 0; pass < 2 && st == HCC_OK && ids.n == s->nrows; pass++)
		for (i = n = 0; i < t->nrows; i++) {
			cell = &t->cells[i * t->ncols + (size_t)at];
			it = counter_find(&ids, no_zeros(*cell));
			if (it == NULL)
				goto out;
			n += strcmp(*cell, csv_cell(s, it->first, 0)) != 0;
			if (pass == 1)
				*cell = s->cells[it->first * s->ncols];
		}
	if (n > 0)
		profile_mended(p, &p->test, "%zu ids have other zeros in front "
		    "than in the sample submission; they have its now", n);
out:
	counter_release(&ids);
	return st;
}

/* Row numbers: whole, each once, and not much larger than the rows are many
 * (the file may be a part of another, in another order). */
static enum hcc_status
numbers_rows(const struct csv *c, size_t col, bool *yes, struct hcc_err *e)
{
	struct counter	 seen = COUNTER_INIT;
	double		 d;
	size_t		 i;
	enum hcc_status	 st = HCC_OK;

	*yes = c->nrows > 1;
	for (i = 0; i < c->nrows && *yes && st == HCC_OK; i++) {
		*yes = cell_number(csv_cell(c, i, col), &d) && d >= 0 &&
		    d == floor(d) && d <= 10.0 * (double)c->nrows;
		if (*yes && counter_add(&seen, csv_cell(c, i, col), i) == NULL)
			st = err_nomem(e);
	}
	*yes = *yes && seen.n == c->nrows;
	counter_release(&seen);
	return st;
}

/* What pandas writes unless it is told not to: row numbers, which say where a
 * row stood in its file and mislead every model. */
static enum hcc_status
drop_index(struct profile *p, struct profile_table *t, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	bool		 index;
	size_t		 i;

	for (i = 0; st == HCC_OK && t->path != NULL && i < t->csv.ncols &&
	    t->csv.ncols > 1; i++) {
		if (*t->csv.names[i] != '\0' &&
		    strncmp(t->csv.names[i], "Unnamed: ", 9) != 0)
			continue;
		st = numbers_rows(&t->csv, i, &index, e);
		if (st != HCC_OK || !index)
			continue;
		csv_drop_columns(&t->csv, i, 1);
		profile_mended(p, t, "column %zu has no name and only numbers "
		    "the rows; left out", i-- + 1);
	}
	return st;
}

enum hcc_status
mend_names(struct profile *p, struct hcc_err *e)
{
	enum hcc_status	 st;

	align(p, &p->train, &p->sample);
	align(p, &p->test, &p->sample);
	align(p, &p->test, &p->train);
	if ((st = adopt_id(p, e)) == HCC_OK &&
	    (st = respell_ids(p, e)) == HCC_OK &&
	    (st = drop_index(p, &p->train, e)) == HCC_OK)
		st = drop_index(p, &p->test, e);
	return st;
}
