/*
 * table.c: profile a table in one pass, and give its rows repaired.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/grow.h"
#include "data/table.h"

#define SAMPLE_CELLS	(4u << 20)

uint64_t
random_next(uint64_t *state)
{
	uint64_t	 z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static enum hcc_status
open_file(const struct table *t, int dir, const char *path, const char *shown,
    int *fd, struct csv_reader *r, struct hcc_err *e)
{
	struct csv_options	 o = { .repair = !t->strict,
				    .keep_wide = t->keep_wide,
				    .no_header = t->no_header };
	enum hcc_status		 st;

	*fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd == -1)
		return err_errno(e, "open '%s'", shown);
	if ((st = csv_open(r, *fd, shown, &o, e)) != HCC_OK) {
		close(*fd);
		*fd = -1;
	}
	return st;
}

static char *
own(struct table *t, const char *s)
{
	char	*copy = strdup(s);

	if (copy == NULL || !grow(&t->owned, &t->owned_cap, t->nowned + 1,
	    sizeof(*t->owned))) {
		free(copy);
		return NULL;
	}
	t->owned[t->nowned++] = copy;
	return copy;
}

static enum hcc_status
begin(struct table *t, const struct csv_reader *r, struct hcc_err *e)
{
	size_t	 i, n = r->ncols;

	t->ncols = t->file_cols = n;
	t->sep = r->sep;
	t->need = -1;
	t->sample.cap = SAMPLE_CELLS / n < TABLE_SAMPLE ? SAMPLE_CELLS / n + 1 :
	    TABLE_SAMPLE;
	t->names = calloc(n, sizeof(*t->names));
	t->columns = calloc(n, sizeof(*t->columns));
	t->fixes = calloc(n, sizeof(*t->fixes));
	t->source = calloc(n, sizeof(*t->source));
	t->head = calloc(n * TABLE_HEAD, sizeof(*t->head));
	t->sample.v = calloc(n * t->sample.cap, sizeof(*t->sample.v));
	t->sample.row = calloc(t->sample.cap, sizeof(*t->sample.row));
	if (t->names == NULL || t->columns == NULL || t->fixes == NULL ||
	    t->source == NULL || t->head == NULL || t->sample.v == NULL ||
	    t->sample.row == NULL)
		return err_nomem(e);
	for (i = 0; i < n; i++) {
		if ((t->names[i] = own(t, r->names[i])) == NULL)
			return err_nomem(e);
		t->source[i] = i;
		column_begin(&t->columns[i], t->names[i]);
	}
	return HCC_OK;
}

/* Where in the sample the row goes; NULL: nowhere. */
static struct cell_value *
sample_place(struct table *t, size_t row, uint64_t *random)
{
	struct row_sample	*s = &t->sample;
	size_t			 at = s->n;

	if (at == s->cap)
		at = random_next(random) % (row + 1);
	else
		s->n++;
	if (at >= s->cap)
		return NULL;
	s->row[at] = row;
	return s->v + at * t->file_cols;
}

static enum hcc_status
add_row(struct table *t, const struct csv_reader *r, struct cell_value *v,
    uint64_t *random, struct hcc_err *e)
{
	struct cell_value	*to;
	size_t			 i;

	for (i = 0; i < r->ncols; i++)
		if (!column_add(&t->columns[i], r->cells[i], r->lens[i],
		    r->line, r->sep == ',' ? '.' : 0, &v[i]))
			return err_nomem(e);
	if ((to = sample_place(t, t->rows, random)) != NULL)
		memcpy(to, v, r->ncols * sizeof(*v));
	for (i = 0; t->nhead < TABLE_HEAD && i < r->ncols; i++)
		if ((t->head[t->nhead * r->ncols + i] = own(t, r->cells[i])) ==
		    NULL)
			return err_nomem(e);
	t->nhead += t->nhead < TABLE_HEAD;
	t->rows++;
	return HCC_OK;
}

static enum hcc_status
end_columns(struct table *t, struct hcc_err *e)
{
	double	*sample = calloc(t->sample.n + 1, sizeof(*sample)), d;
	size_t	 i, k, n;
	bool	 good = true;

	if (sample == NULL)
		return err_nomem(e);
	for (i = 0; i < t->ncols; i++) {
		for (k = n = 0; k < t->sample.n; k++) {
			d = t->sample.v[k * t->file_cols + i].number;
			if (!isnan(d))
				sample[n++] = d;
		}
		good = column_end(&t->columns[i], sample, n) && good;
	}
	free(sample);
	return good ? HCC_OK : err_nomem(e);
}

static enum hcc_status
profile_once(struct table *t, int dir, const char *path, const char *shown,
    struct hcc_err *e)
{
	struct csv_reader	 r;
	struct cell_value	*v = NULL;
	uint64_t		 random = 0;
	int			 fd;
	enum hcc_status		 st;

	if ((st = open_file(t, dir, path, shown, &fd, &r, e)) != HCC_OK)
		return st;
	if ((st = begin(t, &r, e)) == HCC_OK &&
	    (v = calloc(r.ncols, sizeof(*v))) == NULL)
		st = err_nomem(e);
	while (st == HCC_OK && (st = csv_next(&r, e)) == HCC_OK)
		st = add_row(t, &r, v, &random, e);
	if (st == HCC_NONE)
		st = end_columns(t, e);
	t->faults = r.faults;
	t->faulty = csv_repaired(&r);
	free(v);
	csv_close(&r);
	close(fd);
	return st;
}

/* Whole numbers that count up by one name columns: pixel 0, 1, 2 .. */
static bool
counts_up(const struct table *t)
{
	double	 a, b;
	size_t	 i;

	for (i = 1; i < t->ncols; i++)
		if (!num_parse(t->names[i - 1], &a) ||
		    !num_parse(t->names[i], &b) || b != a + 1)
			return false;
	return t->ncols > 1;
}

/* Is a name one of the values of its own column? */
static bool
is_value(const struct column *c, const char *name)
{
	size_t	 i;

	for (i = 0; i < c->values.n; i++)
		if (strcmp(c->values.v[i].text, name) == 0)
			return true;
	return false;
}

/* Names that are numbers in columns of numbers, or values of their column. */
static bool
lacks_header(const struct table *t)
{
	double	 d;
	size_t	 i, numbers = 0;
	bool	 number;

	if (t->rows < 2 || t->ncols < 2 || counts_up(t))
		return false;
	for (i = 0; i < t->ncols; i++) {
		number = num_parse(t->names[i], &d);
		numbers += number && t->columns[i].type == COLUMN_NUMBER;
		if (!(number && t->columns[i].k.numbers > 0) &&
		    !is_value(&t->columns[i], t->names[i]))
			return false;
	}
	return numbers > 0 || t->ncols > 1;
}

enum hcc_status
table_profile(struct table *t, int dir, const char *path, const char *shown,
    struct hcc_err *e)
{
	bool		 strict = t->strict, wide = t->keep_wide;
	enum hcc_status	 st;

	st = profile_once(t, dir, path, shown, e);
	if (st == HCC_OK && lacks_header(t))
		t->no_header = true;
	if (st == HCC_OK && !strict && t->no_header) {
		table_release(t);
		*t = (struct table){ .keep_wide = wide, .no_header = true };
		st = profile_once(t, dir, path, shown, e);
	}
	if (st == HCC_OK)
		t->path = path;
	else
		table_release(t);
	return st;
}

void
table_release(struct table *t)
{
	size_t	 i;

	for (i = 0; t->columns != NULL && i < t->ncols; i++)
		column_release(&t->columns[i]);
	for (i = 0; t->fixes != NULL && i < t->ncols; i++) {
		hash_release(&t->fixes[i].spelling);
		free(t->fixes[i].canon);
	}
	for (i = 0; i < t->nowned; i++)
		free(t->owned[i]);
	free(t->owned);
	free(t->names);
	free(t->columns);
	free(t->fixes);
	free(t->source);
	free(t->head);
	free(t->sample.v);
	free(t->sample.row);
	*t = (struct table){ .need = -1 };
}

long
table_column(const struct table *t, const char *name)
{
	size_t	 i;

	for (i = 0; name != NULL && t->path != NULL && i < t->ncols; i++)
		if (strcmp(t->names[i], name) == 0)
			return (long)i;
	return -1;
}

enum hcc_status
table_rename(struct table *t, size_t col, const char *name, struct hcc_err *e)
{
	if ((name = own(t, name)) == NULL)
		return err_nomem(e);
	t->names[col] = t->owned[t->nowned - 1];
	t->columns[col].name = name;
	return HCC_OK;
}

void
table_drop_column(struct table *t, size_t col)
{
	size_t	 n = t->ncols - col - 1;

	column_release(&t->columns[col]);
	hash_release(&t->fixes[col].spelling);
	free(t->fixes[col].canon);
	memmove(t->names + col, t->names + col + 1, n * sizeof(*t->names));
	memmove(t->columns + col, t->columns + col + 1,
	    n * sizeof(*t->columns));
	memmove(t->fixes + col, t->fixes + col + 1, n * sizeof(*t->fixes));
	memmove(t->source + col, t->source + col + 1, n * sizeof(*t->source));
	t->ncols--;
}

const char *
table_head(const struct table *t, size_t row, size_t col)
{
	return t->head[row * t->file_cols + t->source[col]];
}

static bool
has_fix(const struct column_fix *f)
{
	return f->decimal != 0 || f->id || f->spelling.n > 0;
}

enum hcc_status
table_open(struct table_rows *r, const struct table *t, int dir,
    const char *shown, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 i;

	*r = (struct table_rows){ .t = t, .fd = -1 };
	if ((st = open_file(t, dir, t->path, shown, &r->fd, &r->r, e)) !=
	    HCC_OK)
		return st;
	r->cells = calloc(t->ncols + 1, sizeof(*r->cells));
	r->lens = calloc(t->ncols + 1, sizeof(*r->lens));
	r->fixed = calloc(t->ncols + 1, sizeof(*r->fixed));
	for (i = 0; r->fixed != NULL && i < t->ncols; i++)
		if (has_fix(&t->fixes[i]))
			r->fixed[r->nfixed++] = i;
	r->text = calloc(r->nfixed + 1, sizeof(*r->text));
	if (r->cells == NULL || r->lens == NULL || r->fixed == NULL ||
	    r->text == NULL ||
	    r->r.ncols != t->file_cols) {
		st = r->r.ncols == t->file_cols ? err_nomem(e) :
		    err_set(e, HCC_INPUT, "read '%s': it changed while it was "
		    "read", shown);
		table_close(r);
	}
	return st;
}

/* One cell put right, in `text` where it needs a place. */
static char *
fix_cell(const struct column_fix *f, char *s, char text[NUM_TEXT])
{
	struct hash_slot	*slot;
	const char		*id;
	unsigned		 marks = 0;
	size_t			 n, width;

	if (f->spelling.n > 0) {
		slot = hash_get(&f->spelling, s, strlen(s));
		return slot == NULL ? s : f->canon[slot->value];
	}
	if (f->decimal != 0) {
		if (cell_missing(s))
			text[0] = '\0';
		else if (!num_plain(s, f->decimal, text, &marks))
			return s;
		return text;
	}
	if ((id = num_id(s, &n)) == NULL)
		return s;
	width = n < f->width ? f->width : n;
	if (width >= NUM_TEXT)
		return s;
	memset(text, '0', width - n);
	memcpy(text + width - n, id, n);
	text[width] = '\0';
	return text;
}

enum hcc_status
table_next(struct table_rows *r, struct hcc_err *e)
{
	const struct table	*t = r->t;
	enum hcc_status		 st;
	size_t			 i, col;

	do
		if ((st = csv_next(&r->r, e)) != HCC_OK)
			return st;
	while (t->need >= 0 && cell_missing(r->r.cells[t->source[t->need]]));
	for (i = 0; i < t->ncols; i++) {
		r->cells[i] = r->r.cells[t->source[i]];
		r->lens[i] = r->r.lens[t->source[i]];
	}
	for (i = 0; i < r->nfixed; i++) {
		col = r->fixed[i];
		r->cells[col] = fix_cell(&t->fixes[col], r->cells[col],
		    r->text[i]);
		r->lens[col] = strlen(r->cells[col]);
	}
	r->line = r->r.line;
	return HCC_OK;
}

void
table_close(struct table_rows *r)
{
	if (r->fd != -1) {
		csv_close(&r->r);
		close(r->fd);
	}
	free(r->cells);
	free(r->lens);
	free(r->fixed);
	free(r->text);
	*r = (struct table_rows){ .fd = -1 };
}
