/*
 * sample_file.c: sample submissions.
 */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "data/sample_file.h"

/* Value that stands for "nothing known" in a column of its own. */
static void
neutral(const struct profile *p, const char *target, enum metric_pred pred,
    struct buf *b)
{
	long			 at = table_column(&p->train, target);
	const struct column	*c = at == -1 ? NULL : &p->train.columns[at];
	const struct column_fix	*f = at == -1 ? NULL : &p->train.fixes[at];

	if (pred == METRIC_PROBABILITY || pred == METRIC_PROBABILITIES)
		buf_adds(b, "0.5");
	else if (pred == METRIC_SHARES)
		buf_addf(b, "%.6g", 1 / (double)p->ntargets);
	else if (c == NULL)
		buf_adds(b, "0");
	else if (pred == METRIC_VALUE && c->type == COLUMN_NUMBER)
		buf_addf(b, "%.6g", c->median);
	else if (c->values.n > 0)
		csv_quote(b, f->spelling.n > 0 ? f->canon[0] :
		    c->values.v[0].text, ',');
}

/* Numbers in their order, other names as bytes. */
static int
by_class(const void *a, const void *b)
{
	const char	*s = *(char *const *)a, *t = *(char *const *)b;
	double		 x, y;

	if (num_parse(s, &x) && num_parse(t, &y) && x != y)
		return x < y ? -1 : 1;
	return strcmp(s, t);
}

/* The classes of the target in order, for a metric that wants a column for
 * each; NULL for another. Two classes need one column only. */
static char **
class_names(const struct profile *p, enum metric_pred pred, size_t *n)
{
	const struct column	*c;
	const struct column_fix	*f;
	char			**names;
	size_t			 i;
	long			 at;

	*n = 0;
	if (p->ntargets != 1 || (pred != METRIC_PROBABILITIES &&
	    !(pred == METRIC_PROBABILITY && p->classes > 2)) ||
	    (at = profile_target(p, 0)) == -1)
		return NULL;
	c = &p->train.columns[at];
	f = &p->train.fixes[at];
	names = mem_zero(c->values.n, sizeof(*names));
	for (i = 0; i < c->values.n; i++)
		if (f->spelling.n == 0 || f->canon[i] == c->values.v[i].text)
			names[(*n)++] = c->values.v[i].text;
	qsort(names, *n, sizeof(*names), by_class);
	return names;
}

static void
new_form(struct sample_file *s, const struct profile *p, const char *id,
    enum metric_pred pred)
{
	struct buf	*head = &s->f.out;
	size_t		 i, n;
	char		**names = class_names(p, pred, &n);

	csv_quote(head, id, ',');
	for (i = 0; i < n; i++) {
		buf_addc(head, ',');
		csv_quote(head, names[i], ',');
		buf_addf(&s->after, ",%.6g", 1 / (double)n);
	}
	for (i = 0; n == 0 && i < p->ntargets; i++) {
		buf_addc(head, ',');
		csv_quote(head, p->targets[i], ',');
		buf_addc(&s->after, ',');
		neutral(p, p->targets[i], pred, &s->after);
	}
	buf_addc(head, '\n');
	buf_addc(&s->after, '\n');
	free(names);
}

/* The form of the sample that there is: the values of its first row. */
static void
old_form(struct sample_file *s, const struct table *t, const char *id)
{
	struct buf	*b = &s->before;
	size_t		 i;

	csv_row(&s->f.out, t->names, t->ncols, ',');
	for (i = 0; i < t->ncols; i++) {
		if (i > 0)
			buf_addc(b, ',');
		if (strcmp(t->names[i], id) == 0)
			b = &s->after;
		else if (t->nhead > 0)
			csv_quote(b, table_head(t, 0, i), ',');
	}
	buf_addc(b, '\n');
}

static enum hcc_status
old_rows(struct sample_file *s, const struct profile *p, const char *id,
    struct hcc_err *e)
{
	const struct table	*t = p->sample.path != NULL ? &p->sample :
				    &p->test;
	struct table_rows	 r;
	long			 at = table_column(t, id);
	enum hcc_status		 st;

	if (p->test.path == NULL || at == -1)
		return HCC_OK;
	if ((st = profile_rows(p, t, &r, e)) != HCC_OK)
		return st;
	while ((st = table_next(&r, e)) == HCC_OK) {
		st = t == &p->sample ?
		    table_file_row(&s->f, r.cells, t->ncols, e) :
		    sample_file_row(s, r.cells[at], e);
		if (st != HCC_OK)
			break;
	}
	table_close(&r);
	return st == HCC_NONE ? HCC_OK : st;
}

enum hcc_status
sample_file_open(struct sample_file *s, const struct profile *p,
    const char *id, enum metric_pred pred, int input, struct hcc_err *e)
{
	enum hcc_status	 st;

	*s = (struct sample_file){ .before = BUF_INIT, .after = BUF_INIT };
	st = table_file_open(&s->f, input, p->sample.path != NULL ?
	    p->sample.path : "sample_submission.csv", e);
	if (st != HCC_OK)
		return st;
	if (p->sample.path != NULL)
		old_form(s, &p->sample, id);
	else
		new_form(s, p, id, pred);
	st = old_rows(s, p, id, e);
	return st == HCC_OK ? HCC_OK : sample_file_close(s, st, e);
}

enum hcc_status
sample_file_row(struct sample_file *s, const char *id, struct hcc_err *e)
{
	buf_add(&s->f.out, buf_str(&s->before), s->before.len);
	csv_quote(&s->f.out, id, ',');
	return table_file_add(&s->f, buf_str(&s->after), s->after.len, e);
}

enum hcc_status
sample_file_close(struct sample_file *s, enum hcc_status st, struct hcc_err *e)
{
	st = table_file_close(&s->f, st, e);
	buf_release(&s->before);
	buf_release(&s->after);
	return st;
}

enum hcc_status
sample_file_make(const struct profile *p, enum metric_pred pred, int input,
    struct hcc_err *e)
{
	struct sample_file	 s;
	enum hcc_status		 st;

	if (p->id == NULL || table_column(&p->test, p->id) == -1)
		return err_set(e, HCC_INPUT, "make a sample submission: the "
		    "id column of '%s' is not known; name it with -i, or add "
		    "sample_submission.csv", p->test.path);
	if ((st = sample_file_open(&s, p, p->id, pred, input, e)) != HCC_OK)
		return st;
	return sample_file_close(&s, HCC_OK, e);
}
