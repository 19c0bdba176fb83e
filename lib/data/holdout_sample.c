/*
 * holdout_sample.c: sample submissions, continued for held-out rows or made
 * when there is none. A sample says nothing about the rows: every one of them
 * gets the same values.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/counter.h"
#include "base/fs.h"
#include "data/holdout_internal.h"

/* Value that stands for "nothing known" in a column of its own. */
static void
neutral(const struct profile *p, const char *target, enum metric_pred pred,
    struct buf *b)
{
	long			 at = table_column(&p->train, target);
	const struct column	*c;

	if (pred == METRIC_PROBABILITY || pred == METRIC_PROBABILITIES)
		buf_adds(b, "0.5");
	else if (pred == METRIC_SHARES)
		buf_addf(b, "%.6g", 1 / (double)p->ntargets);
	else if (at == -1)
		buf_adds(b, "0");
	else if (pred == METRIC_VALUE &&
	    (c = &p->train.columns[at])->type == COLUMN_NUMBER)
		buf_addf(b, "%.6g", c->median);
	else if ((c = &p->train.columns[at])->ntop > 0)
		csv_quote(b, c->top[0].key, ',');
}

/* The classes of the target in order; empty unless the metric wants one
 * column for each. Two classes need one column only. */
static enum hcc_status
class_names(const struct profile *p, enum metric_pred pred, struct counter *t,
    struct hcc_err *e)
{
	const struct csv	*c = &p->train.csv;
	long			 at;
	size_t			 i;

	if (p->ntargets != 1 || (pred != METRIC_PROBABILITIES &&
	    !(pred == METRIC_PROBABILITY && p->classes > 2)))
		return HCC_OK;
	at = table_column(&p->train, p->targets[0]);
	for (i = 0; at >= 0 && i < c->nrows; i++)
		if (!cell_missing(csv_cell(c, i, (size_t)at)) &&
		    counter_add(t, csv_cell(c, i, (size_t)at), i) == NULL)
			return err_nomem(e);
	counter_sort_keys(t);
	return HCC_OK;
}

/* Header, and what follows the id in every row. */
static void
new_form(const struct profile *p, const char *id, enum metric_pred pred,
    struct buf *head, struct buf *rest)
{
	struct counter	 t = COUNTER_INIT;
	size_t		 i;

	csv_quote(head, id, ',');
	if (class_names(p, pred, &t, NULL) != HCC_OK)
		head->failed = true;
	for (i = 0; i < t.n; i++) {
		buf_addc(head, ',');
		csv_quote(head, t.items[i].key, ',');
		buf_addf(rest, ",%.6g", 1 / (double)t.n);
	}
	for (i = 0; t.n == 0 && i < p->ntargets; i++) {
		buf_addc(head, ',');
		csv_quote(head, p->targets[i], ',');
		buf_addc(rest, ',');
		neutral(p, p->targets[i], pred, rest);
	}
	buf_addc(head, '\n');
	counter_release(&t);
}

static void
new_sample(const struct profile *p, const struct drawn *d,
    enum metric_pred pred, struct buf *b)
{
	struct buf	 rest = BUF_INIT;
	long		 at = table_column(&p->test, p->id);
	size_t		 i;

	new_form(p, d != NULL ? d->id_name : p->id, pred, b, &rest);
	for (i = 0; at >= 0 && i < p->test.csv.nrows; i++) {
		csv_quote(b, csv_cell(&p->test.csv, i, (size_t)at), ',');
		buf_addf(b, "%s\n", buf_str(&rest));
	}
	for (i = 0; d != NULL && i < d->n; i++) {
		csv_quote(b, d->ids[i], ',');
		buf_addf(b, "%s\n", buf_str(&rest));
	}
	b->failed = b->failed || rest.failed;
	buf_release(&rest);
}

/* The sample as it is (if its rows are still asked for) and, for the rows
 * drawn, the values of its first row. */
static void
longer_sample(const struct profile *p, const struct drawn *d, struct buf *b)
{
	const struct csv	*c = &p->sample.csv;
	const char		*cell;
	size_t			 i, k, old = 0;
	long			 id = table_column(&p->sample, d->id_name);

	if (p->test.path != NULL)
		old = c->nrows;
	for (i = 0; i <= old + d->n; i++)
		for (k = 0; k < c->ncols; k++) {
			if (i == 0)
				cell = c->names[k];
			else if (i <= old)
				cell = csv_cell(c, i - 1, k);
			else if ((long)k == id)
				cell = d->ids[i - 1 - old];
			else
				cell = c->nrows == 0 ? "" : csv_cell(c, 0, k);
			csv_quote(b, cell, c->sep);
			buf_addc(b, k + 1 < c->ncols ? c->sep : '\n');
		}
}

void
sample_text(const struct profile *p, const struct drawn *d,
    enum metric_pred pred, struct buf *b)
{
	if (p->sample.path != NULL && d != NULL)
		longer_sample(p, d, b);
	else
		new_sample(p, d, pred, b);
}

enum hcc_status
holdout_sample(const struct profile *p, enum metric_pred pred, int input,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	if (p->id == NULL || table_column(&p->test, p->id) == -1)
		return err_set(e, HCC_INPUT, "make a sample submission: the "
		    "id column of '%s' is not known; name it with -i, or add "
		    "sample_submission.csv", p->test.path);
	sample_text(p, NULL, pred, &b);
	st = buf_ok(&b) ? fs_publish(input, "sample_submission.csv",
	    buf_str(&b), b.len, e) : err_nomem(e);
	buf_release(&b);
	return st;
}
