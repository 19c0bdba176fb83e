/*
 * check.c: tables without rows, targets that cannot be learnt or do not fit
 * the metric, columns that only one table has.
 */
#include <string.h>

#include "data/profile_pass.h"
#include "score/metric.h"

static bool
has_rows(struct profile *p, const struct table *t)
{
	if (t->path == NULL || t->rows > 0)
		return true;
	profile_refuse(p, "check '%s': a header and no row below it; put the "
	    "data there", t->shown);
	return false;
}

/* Ids can be joined, or rows be counted. */
static void
check_sample(struct profile *p)
{
	long	 a = table_column(&p->sample, p->id);
	long	 b = table_column(&p->test, p->id);

	if (p->sample.path == NULL || p->test.path == NULL)
		return;
	if (p->sample.no_header)
		profile_refuse(p, "check '%s': the first line looks like data; "
		    "put the names of the columns above it", p->sample.shown);
	else if (a == -1)
		profile_refuse(p, "check '%s': no id column '%s'; name it "
		    "with -i", p->sample.shown,
		    p->id == NULL ? "" : p->id);
	else if (b == -1 && p->sample.rows != p->test.rows)
		profile_refuse(p, "check '%s': %zu rows, '%s' has %zu and no "
		    "column '%s' to join them by; give both the same rows",
		    p->sample.shown, p->sample.rows, p->test.shown,
		    p->test.rows, p->id);
	else if (b == -1)
		profile_note(p, "'%s' has no column '%s': row for row it is "
		    "the sample submission", p->test.shown, p->id);
}

/* Numbers that measure something: too many to be classes, or with gaps that
 * numbers of classes do not have. */
static bool
is_quantity(const struct column *c)
{
	if (c->type != COLUMN_NUMBER)
		return false;
	if (!c->integral)
		return c->unique > 20;
	return (c->unique > 20 && c->rows < 3 * c->unique) ||
	    (c->unique > 100 && c->max - c->min > 3 * (double)c->unique);
}

/* A value of the column that is no number, or one below zero; NULL: none is
 * known. */
static const struct sketch_value *
find_value(const struct column *c, bool below_zero)
{
	double	 d;
	size_t	 i;

	for (i = 0; i < c->values.n; i++)
		if (num_read(c->values.v[i].text, '.', &d) ?
		    below_zero && d < 0 : !below_zero)
			return &c->values.v[i];
	return NULL;
}

static void
check_numbers(struct profile *p, const struct column *c, const char *shown,
    const struct metric *m)
{
	const struct sketch_value	*bad;

	if (c->type != COLUMN_NUMBER) {
		if ((bad = find_value(c, false)) == NULL)
			bad = &c->values.v[0];
		profile_refuse(p, "check '%s' line %ld column '%.100s': the "
		    "metric needs numbers, the target holds '%.60s'; choose "
		    "the metric with -m or the target with -t", shown,
		    bad->line, c->name, bad->text);
	} else if (m != NULL && m->flags & METRIC_POSITIVE && c->min < 0) {
		bad = find_value(c, true);
		profile_refuse(p, "check '%s' line %ld column '%.100s': the "
		    "target is %.60s, %s is not defined below zero; choose "
		    "another metric with -m, or the target with -t", shown,
		    bad == NULL ? 1 : bad->line, c->name, bad == NULL ?
		    "below zero" : bad->text, m->name);
	} else if (c->stray > 0)
		profile_refuse(p, "check '%s' line %ld column '%.100s': the "
		    "target is '%.60s', no number (%zu such rows); correct "
		    "it, or leave it empty: rows without a target are left "
		    "out", shown, c->stray_line, c->name, c->stray_text,
		    c->stray);
}

/* One target column: there, of more than one value, fit for the metric. */
static void
check_target(struct profile *p, size_t i, const struct profile_want *want)
{
	const struct column	*c;
	const char		*shown = p->train.shown;
	const struct metric	*m = want->metric == NULL ? NULL :
				    metric_find(want->metric);
	long			 at = profile_target(p, i);

	if (at == -1) {
		profile_refuse(p, "check '%s': no target column '%.100s'; "
		    "name the target with -t%s", shown, p->targets[i],
		    p->train.no_header ? "; the file has no header, its "
		    "columns are called c1, c2, .." : "");
		return;
	}
	c = &p->train.columns[at];
	if (c->missing > 0 && p->train.need != at)
		profile_note(p, "%zu rows of '%s' have no '%s'%s", c->missing,
		    shown, c->name, p->labels == 0 ? "" : ": the empty set of "
		    "labels is an answer, too");
	if (c->missing == c->rows)
		profile_refuse(p, "check '%s' column '%.100s': the target is "
		    "empty in all rows; it cannot be learnt", shown, c->name);
	else if (c->unique < 2)
		profile_refuse(p, "check '%s' column '%.100s': the target is "
		    "'%.60s' in all rows; there is nothing to learn", shown,
		    c->name, c->values.n > 0 ? c->values.v[0].text : "");
	else if (p->problem == PROBLEM_REGRESSION)
		check_numbers(p, c, shown, m);
	else if (want->problem == PROBLEM_ORDINAL &&
	    c->type != COLUMN_NUMBER && find_value(c, false) != NULL)
		profile_refuse(p, "check '%s' line %ld column '%.100s': %s "
		    "needs an order, which '%.60s' does not have; write the "
		    "labels as numbers, or choose another metric with -m",
		    shown, find_value(c, false)->line, c->name, want->metric,
		    find_value(c, false)->text);
	else if (want->problem != PROBLEM_UNKNOWN && profile_has_classes(p) &&
	    is_quantity(c))
		profile_refuse(p, "check '%s' column '%.100s': %s judges "
		    "classes, but the target has %zu different numbers from "
		    "%g to %g; choose another metric with -m, or the target "
		    "with -t", shown, c->name, want->metric == NULL ?
		    "the metric" : want->metric, c->unique, c->min, c->max);
}

/* Labels of the sample that are no classes. */
static void
check_sample_labels(struct profile *p)
{
	const struct sketch	*a, *b;
	long			 at = profile_target(p, 0);
	long			 s = p->ntargets != 1 ? -1 :
				    table_column(&p->sample, p->targets[0]);
	double			 d;
	size_t			 i, k;

	if (s == -1 || at == -1 || !profile_has_classes(p) || p->labels > 0)
		return;
	a = &p->sample.columns[s].values;
	b = &p->train.columns[at].values;
	for (i = 0; i < a->n; i++) {
		for (k = 0; k < b->n; k++)
			if (strcmp(a->v[i].text, b->v[k].text) == 0)
				return;
		if (num_parse(a->v[i].text, &d))
			return;		/* probabilities, or a filler */
	}
	if (a->n > 0 && b->level == 0)
		profile_note(p, "labels of '%s' ('%.60s' on line %ld) are none "
		    "of the classes of '%.100s'", p->sample.shown,
		    a->v[0].text, a->v[0].line, p->targets[0]);
}

/* The classes of a column, whatever their spellings; 0: not all are known. */
static size_t
count_classes(const struct table *t, size_t col)
{
	const struct column	*c = &t->columns[col];
	char *const		*canon = t->fixes[col].canon;
	size_t			 i, n = 0;

	if (!c->exact || c->values.level > 0)
		return 0;
	for (i = 0; i < c->values.n; i++)
		n += canon == NULL || canon[i] == c->values.v[i].text;
	return n;
}

/* Chances of three classes take a column each. */
static void
check_sample_width(struct profile *p, const struct profile_want *want)
{
	const struct metric	*m = want->metric == NULL ? NULL :
				    metric_find(want->metric);
	size_t			 n;
	long			 at = profile_target(p, 0);

	if (m == NULL || m->by_class.of == NULL || p->ntargets != 1 ||
	    at == -1 || p->sample.path == NULL || p->sample.ncols != 2 ||
	    table_column(&p->sample, p->targets[0]) == -1 ||
	    m->pred == METRIC_RANKED)
		return;
	if ((n = count_classes(&p->train, (size_t)at)) > 2 &&
	    profile_has_classes(p))
		profile_refuse(p, "check '%s': one column of answers, but %s "
		    "of the %zu classes of '%.100s' takes a column of "
		    "probabilities for each; write one, or choose another "
		    "metric with -m", p->sample.shown, want->metric,
		    n, p->targets[0]);
}

/* Columns that only one of train and test has. */
static void
check_columns(struct profile *p)
{
	const struct table	*a = &p->train, *b = &p->test;
	size_t			 i;

	if (a->path == NULL || b->path == NULL)
		return;
	for (i = 0; i < b->ncols; i++) {
		if (profile_is_target(p, b->names[i]))
			profile_note(p, "the test data have a column "
			    "'%.100s' like the target: is it the answer?",
			    b->names[i]);
		else if (table_column(a, b->names[i]) == -1 &&
		    (p->id == NULL || strcmp(b->names[i], p->id) != 0))
			profile_note(p, "column '%.100s' is in the test data "
			    "only", b->names[i]);
	}
	for (i = 0; i < a->ncols; i++)
		if (!profile_is_target(p, a->names[i]) &&
		    table_column(b, a->names[i]) == -1 &&
		    a->columns[i].type != COLUMN_PATH &&
		    (p->id == NULL || strcmp(a->names[i], p->id) != 0))
			profile_note(p, "column '%.100s' is in the training "
			    "data only", a->names[i]);
}

void
check_tables(struct profile *p, const struct profile_want *want)
{
	size_t	 i;
	bool	 rows;

	rows = has_rows(p, &p->train);
	rows = has_rows(p, &p->test) && rows;
	rows = has_rows(p, &p->sample) && rows;
	if (!rows)
		return;
	if (want->id != NULL && table_column(&p->test, want->id) == -1 &&
	    table_column(&p->sample, want->id) == -1 &&
	    table_column(&p->train, want->id) == -1)
		profile_refuse(p, "find the id column '%s' (-i): no table has "
		    "it", want->id);
	check_sample(p);
	for (i = 0; i < p->ntargets && p->train.path != NULL; i++)
		check_target(p, i, want);
	check_sample_labels(p);
	check_sample_width(p, want);
	check_columns(p);
	if (p->tree.packed > 0)
		profile_note(p, "%zu packed files (%s): programs see them as "
		    "they are; unpack what is needed", p->tree.packed,
		    p->tree.packed_name);
	if (p->tree.odd > 0)
		profile_note(p, "%zu entries are neither files nor "
		    "directories and were passed over", p->tree.odd);
}

void
check_no_sample(struct profile *p)
{
	profile_refuse(p, "find the sample submission in '%s': no file is "
	    "called sample_submission.csv or the like; add one, or %s",
	    *p->shown == '\0' ? "." : p->shown, p->test.path == NULL ?
	    "hold out rows with -s" : "name the target with -t");
}
