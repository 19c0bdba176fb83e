/*
 * holdout.c: write what a hold-out changes: train.csv loses the rows,
 * test.csv and the sample submission gain them, sealed/labels.csv has the
 * answers. Each file is published whole; the task directory that they belong
 * to appears only afterwards.
 *
 * The rows that leave go through a spool without a name and come back in
 * random order, so that memory does not grow with them: a place and an id for
 * each is all that is kept.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/fs.h"
#include "base/mem.h"
#include "data/folds.h"
#include "data/holdout.h"
#include "data/sample_file.h"
#include "data/table_file.h"

/* One row that leaves: its line of test and its answers, in the spool. */
struct held {
	off_t		 at;
	uint32_t	 row_bytes, label_bytes;
	uint32_t	 number;	/* of an id that is made */
	uint32_t	 id;		/* place of its own id in d->ids */
};

/* What a column of test is filled with, beside a column of train. */
#define NONE	-1L	/* nothing */
#define HOLE	-2L	/* the id */
#define SKIP	-3L	/* it is none */

struct drawn {
	const struct profile	*p;
	const struct survey	*s;
	struct held		*v;
	size_t			 n, cap;
	struct buf		 ids;		/* their own */
	const char		*id_name;
	bool			 own;		/* their own ids do */
	double			 after;		/* new ids are whole: above */
	int			 spool;
	off_t			 end;
	struct buf		 out;
	long			*from;		/* columns of train for those
						 * of test: HOLE, NONE */
};

static enum hcc_status
possible(const struct profile *p, struct hcc_err *e)
{
	size_t	 i;

	if (p->train.path == NULL)
		return err_set(e, HCC_INPUT, "hold out rows: '%s' has no "
		    "training table; seal labels with -l instead",
		    *p->shown == '\0' ? "." : p->shown);
	if (p->ntargets == 0)
		return err_set(e, HCC_INPUT, "hold out rows of '%s': the "
		    "target is not known; name it with -t", p->train.path);
	for (i = 0; i < p->ntargets; i++)
		if (profile_target(p, i) == -1)
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
	return HCC_OK;
}

/* Do the rows' own ids do: there, different, and not those of test rows? */
static bool
own_ids(const struct profile *p, const struct survey *s, const bool *taken)
{
	const char		*id = buf_str(&s->ids);
	long			 at = table_column(&p->sample, p->id);
	const struct column	*c = at >= 0 ? &p->sample.columns[at] : NULL;
	bool			 plain = c != NULL && c->integral &&
				    c->k.numbers == c->rows;
	size_t			 i;

	if (!s->has_ids)
		return false;
	for (i = 0; i < s->rows; i++, id += strlen(id) + 1)
		if (taken[i] && row_set_find(&s->taken,
		    survey_id(id, plain)) != NULL)
			return false;
	return true;
}

/* The largest whole id of all tables; NAN when some are none. */
static double
largest_id(const struct profile *p)
{
	const struct table	*all[] = { &p->train, &p->test, &p->sample };
	const struct column	*c;
	double			 max = 0;
	size_t			 i;
	long			 at;

	for (i = 0; i < 3; i++) {
		if ((at = table_column(all[i], p->id)) == -1)
			continue;
		c = &all[i]->columns[at];
		if (c->k.numbers != c->rows || !c->integral || c->max > 1e15)
			return NAN;
		max = fmax(max, c->max);
	}
	return max;
}

/* Append one cell of a line. */
static void
cell(struct buf *b, const char *s, bool first)
{
	if (!first)
		buf_addc(b, ',');
	csv_quote(b, s, ',');
}

/* Where the columns of the test file come from; without one, of the training
 * file without its targets. */
static void
map_columns(struct drawn *d)
{
	const struct profile	*p = d->p;
	bool			 test = p->test.path != NULL;
	const struct table	*t = test ? &p->test : &p->train;
	size_t			 i;

	d->from = mem_zero(t->ncols, sizeof(*d->from));
	for (i = 0; i < t->ncols; i++)
		if (strcmp(t->names[i], d->id_name) == 0)
			d->from[i] = test ? HOLE : SKIP;
		else if (profile_is_target(p, t->names[i]))
			d->from[i] = test ? NONE : SKIP;
		else
			d->from[i] = table_column(&p->train, t->names[i]);
}

/* What a training row is in the columns of the test file, its id apart (a
 * byte 0 stands for that); then its answers. */
static void
render(const struct drawn *d, const struct table_rows *r, struct buf *b,
    size_t *row_bytes)
{
	const struct profile	*p = d->p;
	bool			 test = p->test.path != NULL;
	size_t			 i, n = 0, cols = test ? p->test.ncols :
				    p->train.ncols;

	if (!test && ++n > 0)
		buf_addc(b, '\0');
	for (i = 0; i < cols; i++) {
		if (d->from[i] == SKIP)
			continue;
		if (d->from[i] != HOLE) {
			cell(b, d->from[i] == NONE ? "" :
			    r->cells[d->from[i]], n++ == 0);
			continue;
		}
		if (n++ > 0)
			buf_addc(b, ',');
		buf_addc(b, '\0');
	}
	buf_addc(b, '\n');
	*row_bytes = b->len;
	for (i = 0; i < p->ntargets; i++)
		cell(b, r->cells[profile_target(p, i)], false);
	buf_addc(b, '\n');
}

static enum hcc_status
spool_row(struct drawn *d, const struct table_rows *r, struct hcc_err *e)
{
	struct held	*h;
	const char	*id;
	size_t		 row_bytes;
	long		 at = table_column(&d->p->train, d->p->id);

	grow(&d->v, &d->cap, d->n + 1, sizeof(*d->v));
	buf_reset(&d->out);
	render(d, r, &d->out, &row_bytes);
	h = &d->v[d->n];
	*h = (struct held){ d->end, (uint32_t)row_bytes,
	    (uint32_t)(d->out.len - row_bytes), 0, (uint32_t)d->ids.len };
	id = d->own ? r->cells[at] : "";
	buf_add(&d->ids, id, strlen(id) + 1);
	d->n++;
	if (fs_write(d->spool, d->out.p, d->out.len) == -1)
		return err_errno(e, "write a temporary file");
	d->end += (off_t)d->out.len;
	return HCC_OK;
}

/* The training file without the rows, which go to the spool, and without those
 * that are set aside. */
static enum hcc_status
part_train(struct drawn *d, const bool *taken, const bool *aside, int input,
    struct hcc_err *e)
{
	const struct table	*t = &d->p->train;
	struct table_rows	 r;
	struct table_file	 f;
	size_t			 row = 0;
	enum hcc_status		 st;

	if ((st = profile_rows(d->p, t, &r, e)) != HCC_OK)
		return st;
	if ((st = table_file_open(&f, input, t->path, e)) == HCC_OK) {
		st = table_file_row(&f, t->names, t->ncols, e);
		for (; st == HCC_OK && (st = table_next(&r, e)) == HCC_OK;
		    row++)
			if (taken[row])
				st = spool_row(d, &r, e);
			else if (!aside[row])
				st = table_file_row(&f, r.cells, t->ncols, e);
		st = table_file_close(&f, st == HCC_NONE ? HCC_OK : st, e);
	}
	table_close(&r);
	return st;
}

static void
shuffle(struct drawn *d, uint64_t seed)
{
	struct held	 swap;
	size_t		 i, k;

	for (i = d->n; i > 1; i--) {
		k = random_next(&seed) % i;
		swap = d->v[k];
		d->v[k] = d->v[i - 1];
		d->v[i - 1] = swap;
	}
	for (i = 0; i < d->n; i++)
		d->v[i].number = (uint32_t)i + 1;
}

/* The id of a row that was drawn; `text` is a place for one that is made. */
static const char *
id_of(const struct drawn *d, const struct held *h, char text[40])
{
	if (d->own)
		return buf_str(&d->ids) + h->id;
	if (isnan(d->after))
		snprintf(text, 40, "holdout-%u", h->number);
	else
		snprintf(text, 40, "%.0f", d->after + h->number);
	return text;
}

/* Back from the spool: the line of test (`label`: the answers). */
static enum hcc_status
unspool(struct drawn *d, const struct held *h, bool label, struct hcc_err *e)
{
	size_t	 n = label ? h->label_bytes : h->row_bytes;
	char	*to;

	buf_reset(&d->out);
	to = buf_reserve(&d->out, n);
	if (pread(d->spool, to, n, h->at + (label ? h->row_bytes : 0)) !=
	    (ssize_t)n)
		return err_errno(e, "read a temporary file");
	d->out.len = n;
	to[n] = '\0';
	return HCC_OK;
}

static enum hcc_status
write_labels(struct drawn *d, int sealed, struct hcc_err *e)
{
	const struct profile	*p = d->p;
	struct table_file	 f;
	char			 text[40];
	size_t			 i;
	enum hcc_status		 st;

	if ((st = table_file_open(&f, sealed, "labels.csv", e)) != HCC_OK)
		return st;
	csv_quote(&f.out, d->id_name, ',');
	for (i = 0; i < p->ntargets; i++)
		cell(&f.out, p->targets[i], false);
	buf_addc(&f.out, '\n');
	for (i = 0; i < d->n && st == HCC_OK; i++) {
		csv_quote(&f.out, id_of(d, &d->v[i], text), ',');
		if ((st = unspool(d, &d->v[i], true, e)) == HCC_OK)
			st = table_file_add(&f, d->out.p, d->out.len, e);
	}
	return table_file_close(&f, st, e);
}

/* The rows drawn, behind those of the test file; without one they are it. */
static enum hcc_status
join_test(struct drawn *d, struct table_file *f, struct hcc_err *e)
{
	const char	*hole;
	char		 text[40];
	size_t		 i, n;
	enum hcc_status	 st = HCC_OK;

	for (i = 0; i < d->n && st == HCC_OK; i++) {
		if ((st = unspool(d, &d->v[i], false, e)) != HCC_OK)
			return st;
		hole = memchr(d->out.p, '\0', d->out.len);
		n = hole == NULL ? 0 : (size_t)(hole - d->out.p);
		buf_add(&f->out, d->out.p, n);
		if (hole != NULL) {
			csv_quote(&f->out, id_of(d, &d->v[i], text), ',');
			n++;
		}
		st = table_file_add(f, d->out.p + n, d->out.len - n, e);
	}
	return st;
}

static enum hcc_status
copy_rows(const struct profile *p, const struct table *t, struct table_file *f,
    struct hcc_err *e)
{
	struct table_rows	 r;
	enum hcc_status		 st;

	if ((st = profile_rows(p, t, &r, e)) != HCC_OK)
		return st;
	st = table_file_row(f, t->names, t->ncols, e);
	while (st == HCC_OK && (st = table_next(&r, e)) == HCC_OK)
		st = table_file_row(f, r.cells, t->ncols, e);
	table_close(&r);
	return st == HCC_NONE ? HCC_OK : st;
}

static enum hcc_status
write_test(struct drawn *d, int input, struct hcc_err *e)
{
	const struct profile	*p = d->p;
	const struct table	*t = &p->train;
	struct table_file	 f;
	size_t			 i;
	enum hcc_status		 st;

	st = table_file_open(&f, input, p->test.path != NULL ? p->test.path :
	    "test.csv", e);
	if (st != HCC_OK)
		return st;
	if (p->test.path != NULL)
		st = copy_rows(p, &p->test, &f, e);
	else {
		csv_quote(&f.out, d->id_name, ',');
		for (i = 0; i < t->ncols; i++)
			if (strcmp(t->names[i], d->id_name) != 0 &&
			    !profile_is_target(p, t->names[i]))
				cell(&f.out, t->names[i], false);
		buf_addc(&f.out, '\n');
	}
	if (st == HCC_OK)
		st = join_test(d, &f, e);
	return table_file_close(&f, st, e);
}

/* The sample as it is (if its rows are still asked for), and the rows drawn
 * with the values that every one of them gets. */
static enum hcc_status
write_sample(struct drawn *d, enum metric_pred pred, int input,
    struct hcc_err *e)
{
	struct sample_file	 s;
	char			 text[40];
	size_t			 i;
	enum hcc_status		 st;

	st = sample_file_open(&s, d->p, d->id_name, pred, input, e);
	if (st != HCC_OK)
		return st;
	for (i = 0; i < d->n && st == HCC_OK; i++)
		st = sample_file_row(&s, id_of(d, &d->v[i], text), e);
	return sample_file_close(&s, st, e);
}

static enum hcc_status
write_all(struct drawn *d, const struct holdout *h, const bool *aside,
    int input, int sealed, struct hcc_err *e)
{
	enum hcc_status	 st;

	d->spool = openat(sealed, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (d->spool == -1)
		return err_errno(e, "make a temporary file in sealed/");
	if ((st = part_train(d, h->taken, aside, input, e)) != HCC_OK)
		return st;
	shuffle(d, h->seed);
	/* The sample first: its rows may be those of the test file. */
	if ((st = write_labels(d, sealed, e)) == HCC_OK &&
	    (st = write_sample(d, h->pred, input, e)) == HCC_OK)
		st = write_test(d, input, e);
	return st;
}

enum hcc_status
holdout_make(const struct profile *p, const struct survey *s,
    struct holdout *h, int input, int sealed, struct hcc_err *e)
{
	struct drawn	 d = { .p = p, .s = s, .spool = -1 };
	bool		*aside;
	size_t		 i;
	enum hcc_status	 st;

	if ((st = possible(p, e)) != HCC_OK)
		return st;
	h->taken = mem_zero(s->rows, sizeof(*h->taken));
	aside = mem_zero(s->rows, sizeof(*aside));
	h->rows = folds_hold_out(s, h->fraction, h->seed, h->taken, aside);
	if (h->rows == 0)
		st = err_set(e, HCC_INPUT, "hold out rows of '%s': %g of %zu "
		    "rows is none%s; give -s a larger fraction",
		    p->train.path, h->fraction, s->rows,
		    p->split.groups != NULL || p->split.time != NULL ?
		    " when groups and times stay whole" : "");
	if (st == HCC_OK) {
		d.id_name = p->id != NULL ? p->id :
		    table_column(&p->train, "id") == -1 ? "id" : "row_id";
		d.own = own_ids(p, s, h->taken);
		d.after = largest_id(p);
		map_columns(&d);
		st = write_all(&d, h, aside, input, sealed, e);
	}
	for (i = 0; i < s->rows; i++) {
		h->aside += aside[i];
		h->taken[i] = h->taken[i] || aside[i];
	}
	free(aside);
	if (d.spool != -1)
		close(d.spool);
	free(d.v);
	free(d.from);
	buf_release(&d.ids);
	buf_release(&d.out);
	return st;
}

/* Length of the name without folders and endings. */
static size_t
stem_len(const char *base)
{
	return strcspn(base, ".");
}

/* Has the table a column of a target's name? */
static bool
names_target(const struct profile *p, const char *path)
{
	struct csv_reader	 r;
	struct csv_options	 o = { .repair = true };
	size_t			 i;
	bool			 found = false;
	int			 fd;

	if ((fd = openat(p->dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) ==
	    -1)
		return false;
	if (csv_open(&r, fd, path, &o, NULL) == HCC_OK) {
		for (i = 0; i < p->ntargets; i++)
			found = found ||
			    csv_reader_column(&r, p->targets[i]) != -1;
		csv_close(&r);
	}
	close(fd);
	return found;
}

bool
holdout_leaks(const struct profile *p, const char *path)
{
	const char	*a, *b, *dot = strrchr(path_base(path), '.');

	if (p->train.path == NULL || strcmp(path, p->train.path) == 0 ||
	    (p->test.path != NULL && strcmp(path, p->test.path) == 0) ||
	    (p->sample.path != NULL && strcmp(path, p->sample.path) == 0))
		return false;
	a = path_base(path);
	b = path_base(p->train.path);
	if (stem_len(a) == stem_len(b) && strncasecmp(a, b, stem_len(a)) == 0)
		return true;
	return dot != NULL && (strcasecmp(dot, ".csv") == 0 ||
	    strcasecmp(dot, ".tsv") == 0) && names_target(p, path);
}
