/*
 * holdout.c: write what a hold-out changes: train.csv loses the rows,
 * test.csv and the sample submission gain them, sealed/labels.csv has the
 * answers. Each file is published whole; the task directory that they belong
 * to appears only afterwards.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "data/holdout_internal.h"

static void
train_text(const struct profile *p, const struct drawn *d, struct buf *b)
{
	const struct csv	*c = &p->train.csv;
	size_t			 i;

	csv_row(b, c->names, c->ncols, c->sep);
	for (i = 0; i < c->nrows; i++)
		if (!d->taken[i])
			csv_row(b, c->cells + i * c->ncols, c->ncols, c->sep);
}

/* The held-out rows in the columns of the test file. */
static void
join_test(const struct profile *p, const struct drawn *d, struct buf *b)
{
	const struct csv	*c = &p->test.csv;
	const char		*cell;
	size_t			 i, k;
	long			 from;

	csv_text(b, c);
	for (i = 0; i < d->n; i++)
		for (k = 0; k < c->ncols; k++) {
			from = profile_is_target(p, c->names[k]) ? -1 :
			    table_column(&p->train, c->names[k]);
			cell = from == -1 ? "" : csv_cell(&p->train.csv,
			    d->rows[i], (size_t)from);
			if (strcmp(c->names[k], d->id_name) == 0)
				cell = d->ids[i];
			csv_quote(b, cell, c->sep);
			buf_addc(b, k + 1 < c->ncols ? c->sep : '\n');
		}
}

/* Without a test file the held-out rows are the test. */
static void
new_test(const struct profile *p, const struct drawn *d, struct buf *b)
{
	const struct csv	*c = &p->train.csv;
	size_t			 i, k;
	bool			 own;

	csv_quote(b, d->id_name, c->sep);
	for (i = 0; i <= d->n; i++) {
		if (i > 0)
			csv_quote(b, d->ids[i - 1], c->sep);
		for (k = 0; k < c->ncols; k++) {
			own = strcmp(c->names[k], d->id_name) == 0;
			if (own || profile_is_target(p, c->names[k]))
				continue;
			buf_addc(b, c->sep);
			csv_quote(b, i == 0 ? c->names[k] :
			    csv_cell(c, d->rows[i - 1], k), c->sep);
		}
		buf_addc(b, '\n');
	}
}

static void
labels_text(const struct profile *p, const struct drawn *d, struct buf *b)
{
	size_t	 i, k;

	csv_quote(b, d->id_name, ',');
	for (k = 0; k < p->ntargets; k++) {
		buf_addc(b, ',');
		csv_quote(b, p->targets[k], ',');
	}
	buf_addc(b, '\n');
	for (i = 0; i < d->n; i++) {
		csv_quote(b, d->ids[i], ',');
		for (k = 0; k < p->ntargets; k++) {
			buf_addc(b, ',');
			csv_quote(b, csv_cell(&p->train.csv, d->rows[i],
			    (size_t)table_column(&p->train, p->targets[k])),
			    ',');
		}
		buf_addc(b, '\n');
	}
}

static enum hcc_status
publish(int dir, const char *path, struct buf *b, struct hcc_err *e)
{
	enum hcc_status	 st;

	st = buf_ok(b) ? fs_publish(dir, path, buf_str(b), b->len, e) :
	    err_nomem(e);
	buf_release(b);
	return st;
}

/* What a hold-out needs, said before anything is written. */
static enum hcc_status
possible(const struct profile *p, struct hcc_err *e)
{
	size_t	 i;

	if (p->train.path == NULL)
		return err_set(e, HCC_INPUT, "hold out rows: '%s' has no "
		    "training table; seal labels with -l instead", p->shown);
	if (p->ntargets == 0)
		return err_set(e, HCC_INPUT, "hold out rows of '%s': the "
		    "target is not known; name it with -t", p->train.path);
	for (i = 0; i < p->ntargets; i++)
		if (table_column(&p->train, p->targets[i]) == -1)
			return err_set(e, HCC_INPUT, "hold out rows of '%s': "
			    "no target column '%s'", p->train.path,
			    p->targets[i]);
	if (p->images_train != NULL && (p->images_test == NULL ||
	    strcmp(p->images_train, p->images_test) != 0) &&
	    p->tree.all_images > 0 && (p->test.path != NULL ||
	    p->sample.path != NULL))
		return err_set(e, HCC_INPUT, "hold out rows of '%s': their "
		    "pictures are not where those of the test rows are; put "
		    "all into one directory, or seal labels with -l",
		    p->train.path);
	if (p->train.csv.truncated || p->test.csv.truncated)
		return err_set(e, HCC_INTERNAL, "hold out rows of '%s': it "
		    "was read in part", p->train.path);
	return HCC_OK;
}

static enum hcc_status
write_all(const struct profile *p, const struct holdout *h,
    const struct drawn *d, int input, int sealed, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	labels_text(p, d, &b);
	st = publish(sealed, "labels.csv", &b, e);
	if (st == HCC_OK) {
		train_text(p, d, &b);
		st = publish(input, p->train.path, &b, e);
	}
	if (st == HCC_OK) {
		if (p->test.path != NULL)
			join_test(p, d, &b);
		else
			new_test(p, d, &b);
		st = publish(input, p->test.path != NULL ? p->test.path :
		    "test.csv", &b, e);
	}
	if (st == HCC_OK) {
		sample_text(p, d, h->pred, &b);
		st = publish(input, p->sample.path != NULL ? p->sample.path :
		    "sample_submission.csv", &b, e);
	}
	return st;
}

enum hcc_status
holdout_make(const struct profile *p, struct holdout *h, int input,
    int sealed, struct hcc_err *e)
{
	struct drawn	 d = { 0 };
	enum hcc_status	 st;

	if ((st = possible(p, e)) != HCC_OK)
		return st;
	st = draw_rows(p, h, &d, e);
	if (st == HCC_OK)
		st = draw_ids(p, &d, &h->made_ids, e);
	if (st == HCC_OK)
		st = write_all(p, h, &d, input, sealed, e);
	h->rows = d.n;
	draw_release(&d);
	return st;
}

/* Length of the name without folders and endings. */
static size_t
stem_len(const char *base)
{
	return strcspn(base, ".");
}

bool
holdout_leaks(const struct profile *p, const char *path)
{
	struct csv	 c;
	const char	*a, *b, *dot = strrchr(path_base(path), '.');
	size_t		 i;
	bool		 found = false;

	if (p->train.path == NULL || strcmp(path, p->train.path) == 0 ||
	    (p->test.path != NULL && strcmp(path, p->test.path) == 0) ||
	    (p->sample.path != NULL && strcmp(path, p->sample.path) == 0))
		return false;
	a = path_base(path);
	b = path_base(p->train.path);
	if (stem_len(a) == stem_len(b) && strncasecmp(a, b, stem_len(a)) == 0)
		return true;
	if (dot == NULL || (strcasecmp(dot, ".csv") != 0 &&
	    strcasecmp(dot, ".tsv") != 0) ||
	    csv_read_head(p->dir, path, 1, 1u << 20, &c, NULL) != HCC_OK)
		return false;
	for (i = 0; i < p->ntargets; i++)
		found = found || csv_column(&c, p->targets[i]) != -1;
	csv_release(&c);
	return found;
}
