/*
 * table.c: profile a table in one pass, and give its rows repaired.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
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
	grow(&t->owned, &t->owned_cap, t->nowned + 1, sizeof(*t->owned));
	return t->owned[t->nowned++] = mem_dup(s);
}

static void
begin(struct table *t, const struct csv_reader *r)
{
	size_t	 i, n = r->ncols;

	t->ncols = t->file_cols = n;
	t->sep = r->sep;
	t->need = -1;
	t->sample.cap = SAMPLE_CELLS / n < TABLE_SAMPLE ? SAMPLE_CELLS / n + 1 :
	    TABLE_SAMPLE;
	t->names = mem_zero(n, sizeof(*t->names));
	t->columns = mem_zero(n, sizeof(*t->columns));
	t->fixes = mem_zero(n, sizeof(*t->fixes));
	t->source = mem_zero(n, sizeof(*t->source));
	t->head = mem_zero(n * TABLE_HEAD, sizeof(*t->head));
	t->sample.v = mem_zero(n * t->sample.cap, sizeof(*t->sample.v));
	t->sample.row = mem_zero(t->sample.cap, sizeof(*t->sample.row));
	for (i = 0; i < n; i++) {
		t->names[i] = own(t, r->names[i]);
		t->source[i] = i;
		column_begin(&t->columns[i], t->names[i]);
	}
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

static void
add_row(struct table *t, const struct csv_reader *r, struct cell_value *v,
    uint64_t *random)
{
	struct cell_value	*to;
	size_t			 i;

	for (i = 0; i < r->ncols; i++)
		column_add(&t->columns[i], r->cells[i], r->lens[i], r->line,
		    r->sep == ',' ? '.' : 0, &v[i]);
	if ((to = sample_place(t, t->rows, random)) != NULL)
		memcpy(to, v, r->ncols * sizeof(*v));
	for (i = 0; t->nhead < TABLE_HEAD && i < r->ncols; i++)
		t->head[t->nhead * r->ncols + i] = own(t, r->cells[i]);
	t->nhead += t->nhead < TABLE_HEAD;
	t->rows++;
}

static void
end_columns(struct table *t)
{
	double	*sample = mem_zero(t->sample.n, sizeof(*sample)), d;
	size_t	 i, k, n;

	for (i = 0; i < t->ncols; i++) {
		for (k = n = 0; k < t->sample.n; k++) {
			d = t->sample.v[k * t->file_cols + i].number;
			if (!isnan(d))
				sample[n++] = d;
		}
		column_end(&t->columns[i], sample, n);
	}
	free(sample);
}

static enum hcc_status
profile_once(struct table *t, int dir, const char *path, const char *shown,
    struct hcc_err *e)
{
	struct csv_reader	 r;
	struct cell_value	*v;
	uint64_t		 random = 0;
	int			 fd;
	enum hcc_status		 st;

	if ((st = open_file(t, dir, path, shown, &fd, &r, e)) != HCC_OK)
		return st;
	begin(t, &r);
	v = mem_zero(r.ncols, sizeof(*v));
	while ((st = csv_next(&r, e)) == HCC_OK)
		add_row(t, &r, v, &random);
	if (st == HCC_NONE) {
		end_columns(t);
		st = HCC_OK;
	}
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
	size_t	 i;

	if (t->rows < 2 || t->ncols < 2 || counts_up(t))
		return false;
	for (i = 0; i < t->ncols; i++)
		if (!(num_parse(t->names[i], &d) &&
		    t->columns[i].k.numbers > 0) &&
		    !is_value(&t->columns[i], t->names[i]))
			return false;
	return true;
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
	if (st == HCC_OK) {
		t->path = path;
		t->shown = mem_dup(shown);
	} else
		table_release(t);
	return st;
}

void
table_release(struct table *t)
{
	size_t	 i;

	for (i = 0; i < t->ncols; i++) {
		column_release(&t->columns[i]);
		hash_release(&t->fixes[i].spelling);
		free(t->fixes[i].canon);
	}
	for (i = 0; i < t->nowned; i++)
		free(t->owned[i]);
	free(t->shown);
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

void
table_rename(struct table *t, size_t col, const char *name)
{
	t->columns[col].name = t->names[col] = own(t, name);
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
	r->cells = mem_zero(t->ncols, sizeof(*r->cells));
	r->lens = mem_zero(t->ncols, sizeof(*r->lens));
	r->fixed = mem_zero(t->ncols, sizeof(*r->fixed));
	for (i = 0; i < t->ncols; i++)
		if (has_fix(&t->fixes[i]))
			r->fixed[r->nfixed++] = i;
	r->text = mem_zero(r->nfixed, sizeof(*r->text));
	if (r->r.ncols == t->file_cols)
		return HCC_OK;
	table_close(r);
	return err_set(e, HCC_INPUT, "read '%s': it changed while it was read",
	    shown);
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
