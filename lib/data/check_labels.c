/*
 * check_labels.c: labels that are to be sealed.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "data/profile_pass.h"
#include "data/survey.h"

/* Has the table every column of the sample? */
static bool
has_columns(const struct csv *c, const struct table *of)
{
	size_t	 i;

	for (i = 0; i < of->ncols; i++)
		if (csv_column(c, of->names[i]) == -1)
			return false;
	return true;
}

/* The column of a target, or the only one beside the id; -1: none. */
static long
label_column(struct profile *p, const struct csv *c, const char *path,
    const char *name)
{
	long	 at = csv_column(c, name);

	if (at == -1 && c->ncols == 2 && p->ntargets == 1)
		at = csv_column(c, p->id) == 0 ? 1 : 0;
	/* One column a class is how some labels come. */
	if (at == -1 && (!p->wide || !has_columns(c, &p->sample)))
		profile_refuse(p, "check '%s': no target column '%.100s'",
		    path, name);
	return at;
}

static void
check_missing(struct profile *p, const struct csv *c, const char *path,
    size_t col)
{
	size_t	 i;

	for (i = 0; i < c->nrows; i++)
		if (cell_missing(csv_cell(c, i, col)))
			break;
	if (i < c->nrows)
		profile_refuse(p, "check '%s' line %ld column '%.100s': the "
		    "label is missing; every id to predict needs one", path,
		    c->lines[i], c->names[col]);
}

/* Numbers in one manner, so that they can be graded. Returns how many cells
 * were written plain into `store`. */
static size_t
plain_numbers(struct profile *p, struct csv *c, const char *path, size_t col,
    char (*store)[NUM_TEXT])
{
	char		 text[NUM_TEXT], decimal;
	unsigned	 marks = 0;
	double		 d;
	size_t		 i, n = 0;

	for (i = 0; i < c->nrows; i++)
		if (!num_parse(csv_cell(c, i, col), &d))
			(void)num_plain(csv_cell(c, i, col), 0, text, &marks);
	decimal = num_decimal(marks, c->sep);
	for (i = 0; i < c->nrows; i++) {
		if (decimal == '.' && num_parse(csv_cell(c, i, col), &d))
			continue;
		if (decimal == '\0' || !num_plain(csv_cell(c, i, col),
		    decimal, store[i], &marks)) {
			profile_refuse(p, "check '%s' line %ld column "
			    "'%.100s': '%.60s' is no number, or written in "
			    "another manner than others; the metric needs "
			    "numbers", path, c->lines[i], c->names[col],
			    csv_cell(c, i, col));
			return 0;
		}
		n += strcmp(store[i], csv_cell(c, i, col)) != 0;
		c->cells[i * c->ncols + col] = store[i];
	}
	return n;
}

/* Classes as the training data spell them; returns how many changed. */
static size_t
spell_classes(struct profile *p, struct csv *c, const char *path, size_t col,
    size_t target)
{
	const struct sketch	*v = &p->train.columns[target].values;
	const char		*to;
	size_t			 i, k, n = 0, strange = 0, first = 0;

	for (i = 0; i < c->nrows; i++) {
		if (cell_missing(csv_cell(c, i, col)))
			continue;	/* check_missing() tells of it */
		to = repair_label(p, target, csv_cell(c, i, col));
		if (to != NULL) {
			n += strcmp(to, csv_cell(c, i, col)) != 0;
			c->cells[i * c->ncols + col] = (char *)(uintptr_t)to;
			continue;
		}
		for (k = 0; k < v->n && strcmp(v->v[k].text,
		    csv_cell(c, i, col)) != 0;)
			k++;
		if (k == v->n && strange++ == 0)
			first = i;
	}
	if (strange == 0 || v->level > 0 || p->labels > 0)
		return n;
	if (strange == c->nrows)
		profile_refuse(p, "check '%s' line %ld column '%.100s': label "
		    "'%.60s' is no class of the training data, nor is any "
		    "other; give the labels of this task", path,
		    c->lines[first], c->names[col], csv_cell(c, first, col));
	else
		profile_note(p, "'%s': %zu labels are no classes of the "
		    "training data, the first is '%.60s' on line %ld", path,
		    strange, csv_cell(c, first, col), c->lines[first]);
	return n;
}

/* Every id to predict has a label, once. */
static enum hcc_status
check_ids(struct profile *p, const struct csv *c, const char *path,
    size_t col, struct hcc_err *e)
{
	const struct table	*to = p->sample.path != NULL ? &p->sample :
				    &p->test;
	const struct column	*id = &to->columns[table_column(to, p->id)];
	struct row_set		 seen = { 0 };
	struct table_rows	 r;
	struct row_slot		*slot;
	char			 first[101] = "";
	bool			 plain = id->k.numbers == id->rows &&
				    id->integral;
	size_t			 i, n = 0;
	long			 line = 0;
	enum hcc_status		 st = HCC_OK;

	for (i = 0; i < c->nrows; i++) {
		slot = row_set_add(&seen, survey_id(csv_cell(c, i, col),
		    plain), c->lines[i]);
		if (slot->count > 1) {
			profile_refuse(p, "check '%s' line %ld column "
			    "'%.100s': id '%.100s' is on line %ld already",
			    path, c->lines[i], p->id, csv_cell(c, i, col),
			    (long)slot->line);
			break;
		}
	}
	if ((st = profile_rows(p, to, &r, e)) == HCC_OK) {
		col = (size_t)table_column(to, p->id);
		while ((st = table_next(&r, e)) == HCC_OK)
			if (row_set_find(&seen, survey_id(r.cells[col],
			    plain)) == NULL && n++ == 0) {
				snprintf(first, sizeof(first), "%s",
				    r.cells[col]);
				line = r.line;
			}
		table_close(&r);
	}
	if (n > 0)
		profile_refuse(p, "check '%s': %zu ids of '%s' have no label, "
		    "the first is '%.100s' on line %ld; labels must be for the "
		    "rows to predict", path, n, to->shown, first, line);
	row_set_release(&seen);
	return st == HCC_NONE ? HCC_OK : st;
}

static void
check_columns(struct profile *p, struct csv *c, const char *path,
    char (*store)[NUM_TEXT], size_t *changed)
{
	size_t	 i;
	long	 at, target;

	for (i = 0; i < p->ntargets; i++) {
		at = label_column(p, c, path, p->targets[i]);
		target = profile_target(p, i);
		if (at == -1)
			continue;
		if (!profile_has_empty_sets(p))
			check_missing(p, c, path, (size_t)at);
		if (p->problem == PROBLEM_REGRESSION)
			*changed += plain_numbers(p, c, path, (size_t)at,
			    store + i * c->nrows);
		else if (target >= 0 && profile_has_classes(p))
			*changed += spell_classes(p, c, path, (size_t)at,
			    (size_t)target);
	}
}

enum hcc_status
check_labels(struct profile *p, const char *path, struct buf *text,
    struct hcc_err *e)
{
	const struct table	*to = p->sample.path != NULL ? &p->sample :
				    &p->test;
	struct csv		 c;
	char			(*store)[NUM_TEXT];
	enum hcc_status		 st;
	size_t			 changed = 0;
	long			 id;

	if ((st = csv_read(AT_FDCWD, path, &c, e)) != HCC_OK)
		return st;
	store = mem_zero(c.nrows * p->ntargets, sizeof(*store));
	id = p->id == NULL ? -1 : csv_column(&c, p->id);
	if (c.nrows == 0)
		profile_refuse(p, "check '%s': a header and no label", path);
	else if (id == -1 || table_column(to, p->id) == -1)
		profile_refuse(p, "check '%s': no id column '%s'; it must be "
		    "that of the sample submission", path,
		    p->id == NULL ? "" : p->id);
	else {
		check_columns(p, &c, path, store, &changed);
		st = check_ids(p, &c, path, (size_t)id, e);
	}
	if (st == HCC_OK && changed > 0) {
		c.sep = ',';
		csv_text(text, &c);
		profile_note(p, "mended '%s': %zu labels spelled as the "
		    "training data spell them", path, changed);
	}
	free(store);
	csv_release(&c);
	return st;
}
