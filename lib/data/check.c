/*
 * check.c: what makes data unfit for a task, each fault with file,
 * line, column and what to do about it. Faults are sentences in p->problems;
 * what is only worth knowing goes to p->notes.
 *
 * A table that was not read to its end is checked as far as it was read.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/counter.h"
#include "data/profile_internal.h"
#include "data/repair.h"

static bool
has_rows(struct profile *p, const struct profile_table *t)
{
	char	 shown[512];

	if (t->path == NULL)
		return false;
	if (t->csv.nrows > 0)
		return true;
	profile_refuse(p, "check '%s': a header and no row below it; put the "
	    "data there", profile_shown(p, t->path, shown));
	return false;
}

/* All values of a column. */
static enum hcc_status
collect(const struct profile_table *t, size_t col, struct counter *out,
    struct hcc_err *e)
{
	size_t	 i;

	for (i = 0; i < t->csv.nrows; i++)
		if (counter_add(out, csv_cell(&t->csv, i, col), i) == NULL)
			return err_nomem(e);
	return HCC_OK;
}

static bool
same_row(const struct csv *c, size_t a, size_t b)
{
	size_t	 i;

	for (i = 0; i < c->ncols; i++)
		if (strcmp(csv_cell(c, a, i), csv_cell(c, b, i)) != 0)
			return false;
	return true;
}

/* The first row whose id came before; nrows if none. `strict`: rows that are
 * the same throughout count too. */
static size_t
first_repeat(const struct profile_table *t, size_t col,
    const struct counter *ids, bool strict, size_t *before)
{
	const struct counter_item	*it;
	size_t			 i;

	for (i = 0; i < t->csv.nrows; i++) {
		it = counter_find(ids, csv_cell(&t->csv, i, col));
		if (it == NULL || it->first == i || (!strict &&
		    same_row(&t->csv, it->first, i)))
			continue;
		*before = it->first;
		return i;
	}
	return i;
}

static void
say_repeat(struct profile *p, const struct profile_table *t, size_t col,
    size_t row, size_t before)
{
	char	 shown[512];

	profile_refuse(p, "check '%s' line %ld column '%.100s': id '%.100s' "
	    "stood on line %ld already; give every row its own id",
	    profile_shown(p, t->path, shown), t->csv.lines[row],
	    t->csv.names[col], csv_cell(&t->csv, row, col),
	    t->csv.lines[before]);
}

/* Rows to predict need ids of their own. Training rows may share them when
 * the column names groups (a user, a day) or when rows stand twice. */
static enum hcc_status
check_ids(struct profile *p, const struct profile_table *t, struct hcc_err *e)
{
	struct counter	 ids = COUNTER_INIT;
	char		 shown[512];
	bool		 train = t == &p->train;
	size_t		 row, before = 0;
	long		 col = table_column(t, p->id);
	enum hcc_status	 st;

	if (col == -1)
		return HCC_OK;
	st = collect(t, (size_t)col, &ids, e);
	if (st == HCC_OK && ids.n < t->csv.nrows) {
		row = first_repeat(t, (size_t)col, &ids, !train, &before);
		if (train && ids.n * 10 < t->csv.nrows * 9)
			profile_note(p, "'%s' repeats values of '%s': %zu of "
			    "%zu rows differ; it names groups",
			    profile_shown(p, t->path, shown), p->id, ids.n,
			    t->csv.nrows);
		else if (row < t->csv.nrows)
			say_repeat(p, t, (size_t)col, row, before);
		else
			profile_note(p, "'%s' holds %zu rows twice",
			    profile_shown(p, t->path, shown),
			    t->csv.nrows - ids.n);
	}
	counter_release(&ids);
	return st;
}

/* The first row of `t` whose id the other table lacks, and how many do. */
static size_t
strangers(const struct profile_table *t, size_t col, const struct counter *ids,
    size_t *count)
{
	size_t	 i, first = t->csv.nrows;

	*count = 0;
	for (i = 0; i < t->csv.nrows; i++)
		if (counter_find(ids, csv_cell(&t->csv, i, col)) == NULL &&
		    (*count)++ == 0)
			first = i;
	return first;
}

/* Refuse when ids of `a` are not in `b`. */
static enum hcc_status
check_join(struct profile *p, const struct profile_table *a, size_t acol,
    const struct profile_table *b, size_t bcol, struct hcc_err *e)
{
	struct counter	 ids = COUNTER_INIT;
	char		 sa[512], sb[512];
	size_t		 n, row;
	enum hcc_status	 st;

	st = collect(b, bcol, &ids, e);
	if (st == HCC_OK && (row = strangers(a, acol, &ids, &n)) <
	    a->csv.nrows)
		profile_refuse(p, "check '%s' line %ld column '%.100s': id "
		    "'%.100s' is not in '%s' (%zu such ids); both must name "
		    "the same rows", profile_shown(p, a->path, sa),
		    a->csv.lines[row], a->csv.names[acol],
		    csv_cell(&a->csv, row, acol),
		    profile_shown(p, b->path, sb), n);
	counter_release(&ids);
	return st;
}

/* A submission has a row for each row of the test file. */
static enum hcc_status
check_sample(struct profile *p, struct hcc_err *e)
{
	char		 ss[512], st[512];
	long		 a = table_column(&p->sample, p->id);
	long		 b = table_column(&p->test, p->id);
	enum hcc_status	 r;

	if (p->sample.path == NULL || p->test.path == NULL ||
	    p->sample.csv.truncated || p->test.csv.truncated)
		return HCC_OK;
	(void)profile_shown(p, p->sample.path, ss);
	(void)profile_shown(p, p->test.path, st);
	if (a == -1) {
		profile_refuse(p, "check '%s': no id column '%s'; name it "
		    "with -i", ss, p->id == NULL ? "" : p->id);
		return HCC_OK;
	}
	if (b == -1 && p->sample.csv.nrows != p->test.csv.nrows)
		profile_refuse(p, "check '%s': %zu rows, '%s' has %zu and no "
		    "column '%s' to join them by; give both the same rows", ss,
		    p->sample.csv.nrows, st, p->test.csv.nrows, p->id);
	else if (b == -1)
		profile_note(p, "'%s' has no column '%s': row for row it is "
		    "the sample submission", st, p->id);
	if (b == -1)
		return HCC_OK;
	r = check_join(p, &p->sample, (size_t)a, &p->test, (size_t)b, e);
	if (r == HCC_OK)
		r = check_join(p, &p->test, (size_t)b, &p->sample, (size_t)a,
		    e);
	return r;
}

/* One target column: there, of more than one value, fit for the problem. */
static void
check_target(struct profile *p, const char *name)
{
	const struct column	*c;
	char			 shown[512];
	long			 at = table_column(&p->train, name);

	(void)profile_shown(p, p->train.path, shown);
	if (at == -1) {
		profile_refuse(p, "check '%s': no target column '%.100s'; "
		    "name the target with -t", shown, name);
		return;
	}
	c = &p->train.columns[at];
	if (c->missing > 0)
		profile_note(p, "%zu rows of '%s' have no '%s'", c->missing,
		    shown, name);
	if (c->missing == c->rows)
		profile_refuse(p, "check '%s' column '%.100s': the target is "
		    "empty in all rows; it cannot be learnt", shown, name);
	else if (c->unique < 2 && !p->train.csv.truncated)
		profile_refuse(p, "check '%s' column '%.100s': the target is "
		    "'%.60s' in all rows; there is nothing to learn", shown,
		    name, c->ntop > 0 ? c->top[0].key : "");
	else if (p->problem == PROBLEM_REGRESSION &&
	    c->type != COLUMN_NUMBER)
		profile_refuse(p, "check '%s' line %ld column '%.100s': the "
		    "metric wants numbers, the target holds '%.60s'; choose "
		    "the metric with -m or the target with -t", shown,
		    p->train.csv.lines[c->top[0].first], name, c->top[0].key);
	else if (c->stray > 0 && p->problem == PROBLEM_REGRESSION)
		profile_note(p, "'%s' line %ld: the target '%s' is '%.60s', "
		    "no number (%zu such rows)", shown,
		    p->train.csv.lines[c->stray_row], name,
		    csv_cell(&p->train.csv, c->stray_row, (size_t)at),
		    c->stray);
	else if (p->problem == PROBLEM_CLASSIFICATION && !c->integral &&
	    c->type == COLUMN_NUMBER && c->unique > 100)
		profile_note(p, "the metric judges classes, but '%s' has %zu "
		    "different numbers", name, c->unique);
}

/* Columns that only one of train and test has. */
static void
check_columns(struct profile *p)
{
	const struct csv	*a = &p->train.csv, *b = &p->test.csv;
	size_t			 i, k;

	if (p->train.path == NULL || p->test.path == NULL)
		return;
	for (i = 0; i < b->ncols; i++) {
		if (csv_column(a, b->names[i]) == -1 &&
		    (p->id == NULL || strcmp(b->names[i], p->id) != 0))
			profile_note(p, "column '%.100s' is in the test data "
			    "only", b->names[i]);
		for (k = 0; k < p->ntargets; k++)
			if (strcmp(b->names[i], p->targets[k]) == 0)
				profile_note(p, "the test data have a column "
				    "'%.100s' like the target: is it the "
				    "answer?", b->names[i]);
	}
	for (i = 0; i < a->ncols; i++) {
		for (k = 0; k < p->ntargets; k++)
			if (strcmp(a->names[i], p->targets[k]) == 0)
				break;
		if (k == p->ntargets && csv_column(b, a->names[i]) == -1 &&
		    p->train.columns[i].type != COLUMN_PATH &&
		    (p->id == NULL || strcmp(a->names[i], p->id) != 0))
			profile_note(p, "column '%.100s' is in the training "
			    "data only", a->names[i]);
	}
}

enum hcc_status
profile_check(struct profile *p, const struct profile_want *want,
    struct hcc_err *e)
{
	const struct profile_table	*all[] = { &p->train, &p->test,
					    &p->sample };
	enum hcc_status			 st = HCC_OK;
	bool				 rows = true;
	size_t				 i;

	for (i = 0; i < 3; i++)
		rows = (all[i]->path == NULL || has_rows(p, all[i])) && rows;
	if (!rows)
		return HCC_OK;
	if (want->id != NULL && table_column(&p->test, want->id) == -1 &&
	    table_column(&p->sample, want->id) == -1 &&
	    table_column(&p->train, want->id) == -1)
		profile_refuse(p, "find the id column '%s' (-i): no table has "
		    "it", want->id);
	for (i = 0; i < 3 && st == HCC_OK; i++)
		st = check_ids(p, all[i], e);
	if (st == HCC_OK)
		st = check_sample(p, e);
	for (i = 0; i < p->ntargets && p->train.path != NULL; i++)
		check_target(p, p->targets[i]);
	check_columns(p);
	if (p->tree.packed > 0)
		profile_note(p, "%zu packed files (%s): programs see them as "
		    "they are; unpack what is needed", p->tree.packed,
		    p->tree.packed_name);
	if (p->tree.odd > 0)
		profile_note(p, "%zu entries are neither files nor "
		    "directories and were passed over", p->tree.odd);
	return st;
}

void
profile_no_sample(struct profile *p)
{
	profile_refuse(p, "find the sample submission in '%s': no file is "
	    "called sample_submission.csv or the like; add one, or %s",
	    p->shown, p->test.path == NULL ? "hold out rows with -s" :
	    "name the target with -t");
}

/* Has `t` every column of `of`? */
static bool
has_columns(const struct profile_table *t, const struct profile_table *of)
{
	size_t	 i;

	for (i = 0; i < of->csv.ncols; i++)
		if (table_column(t, of->csv.names[i]) == -1)
			return false;
	return true;
}

/* The target column of a labels file, or its only other column. */
static void
check_label_column(struct profile *p, const struct profile_table *t,
    const char *name)
{
	size_t	 i;
	long	 at = table_column(t, name);

	if (at == -1 && t->csv.ncols == 2 && p->ntargets == 1)
		at = table_column(t, p->id) == 0 ? 1 : 0;
	if (at == -1) {
		/* One column a class is how some labels come. */
		if (!p->wide || !has_columns(t, &p->sample))
			profile_refuse(p, "check '%s': no target column "
			    "'%.100s'", t->path, name);
		return;
	}
	for (i = 0; i < t->csv.nrows; i++)
		if (cell_missing(csv_cell(&t->csv, i, (size_t)at)))
			break;
	if (i < t->csv.nrows)
		profile_refuse(p, "check '%s' line %ld column '%.100s': the "
		    "label is missing; every id to predict needs one", t->path,
		    t->csv.lines[i], t->csv.names[at]);
}

static enum hcc_status
check_labels(struct profile *p, struct profile_table *t, struct hcc_err *e)
{
	const struct profile_table	*to;
	struct counter			 ids = COUNTER_INIT;
	char				 shown[512];
	long				 a, b;
	size_t				 i, n, row, before;
	enum hcc_status			 st;

	to = p->sample.path != NULL ? &p->sample : &p->test;
	a = table_column(t, p->id);
	b = table_column(to, p->id);
	if (a == -1 || b == -1) {
		profile_refuse(p, "check '%s': no id column '%s'; it must be "
		    "that of the sample submission", t->path,
		    p->id == NULL ? "" : p->id);
		return HCC_OK;
	}
	for (i = 0; i < p->ntargets; i++)
		check_label_column(p, t, p->targets[i]);
	st = collect(t, (size_t)a, &ids, e);
	if (st == HCC_OK && ids.n < t->csv.nrows) {
		row = first_repeat(t, (size_t)a, &ids, true, &before);
		profile_refuse(p, "check '%s' line %ld column '%.100s': id "
		    "'%.100s' stood on line %ld already", t->path,
		    t->csv.lines[row], p->id, csv_cell(&t->csv, row,
		    (size_t)a), t->csv.lines[before]);
	}
	if (st == HCC_OK && (row = strangers(to, (size_t)b, &ids, &n)) <
	    to->csv.nrows)
		profile_refuse(p, "check '%s': %zu ids of '%s' have no label, "
		    "the first is '%.100s' on line %ld; labels must be for the "
		    "rows to predict", t->path, n,
		    profile_shown(p, to->path, shown),
		    csv_cell(&to->csv, row, (size_t)b), to->csv.lines[row]);
	counter_release(&ids);
	return st;
}

enum hcc_status
profile_labels(struct profile *p, const char *path, struct buf *text,
    struct hcc_err *e)
{
	struct profile_table	 t = { .path = path };
	enum hcc_status		 st;
	size_t			 n = 0;

	if ((st = csv_read(AT_FDCWD, path, 0, &t.csv, e)) != HCC_OK)
		return st;
	if (t.csv.nrows == 0)
		profile_refuse(p, "check '%s': a header and no label", path);
	else
		st = check_labels(p, &t, e);
	if (st == HCC_OK)
		st = mend_labels(p, &t.csv, &n, e);
	if (n > 0) {
		csv_text(text, &t.csv);
		profile_note(p, "mended '%s': %zu labels spelled as the "
		    "training data spell them", path, n);
	}
	csv_release(&t.csv);
	return st;
}
