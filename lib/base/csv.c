/*
 * csv.c: a whole csv file in memory, and fields for one to be written.
 *
 * Every string goes into one arena; as long as that grows, the cells hold
 * offsets into it, which become pointers at the end.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/mem.h"

struct csv_table {
	struct csv	*c;
	struct buf	 arena;
	size_t		 ncells, cells_cap, lines_cap;
};

/* n strings more, as offsets. */
static void
copy_fields(struct csv_table *t, char *const *v, const size_t *lens, size_t n)
{
	size_t	 i;

	grow(&t->c->cells, &t->cells_cap, t->ncells + n,
	    sizeof(*t->c->cells));
	for (i = 0; i < n; i++) {
		t->c->cells[t->ncells++] = (char *)(uintptr_t)t->arena.len;
		buf_add(&t->arena, v[i], (lens != NULL ? lens[i] :
		    strlen(v[i])) + 1);
	}
}

static enum hcc_status
keep_rows(struct csv_table *t, struct csv_reader *r, struct hcc_err *e)
{
	struct csv	*c = t->c;
	enum hcc_status	 st;

	while ((st = csv_next(r, e)) == HCC_OK) {
		grow(&c->lines, &t->lines_cap, c->nrows + 1, sizeof(*c->lines));
		copy_fields(t, r->cells, r->lens, r->ncols);
		c->lines[c->nrows++] = r->line;
	}
	return st == HCC_NONE ? HCC_OK : st;
}

/* Offsets become pointers; the first row are the names. */
static void
settle(struct csv_table *t)
{
	struct csv	*c = t->c;
	size_t		 i;

	c->arena = buf_detach(&t->arena);
	for (i = 0; i < c->ncols; i++)
		c->names[i] = c->arena + (uintptr_t)c->cells[i];
	for (i = 0; i < c->nrows * c->ncols; i++)
		c->cells[i] = c->arena + (uintptr_t)c->cells[i + c->ncols];
}

enum hcc_status
csv_read_fd(int fd, const char *name, size_t max_bytes, struct csv *c,
    struct hcc_err *e)
{
	struct csv_options	 o = { .max_bytes = max_bytes };
	struct csv_reader	 r;
	struct csv_table		 t = { .c = c };
	enum hcc_status		 st;

	memset(c, 0, sizeof(*c));
	if ((st = csv_open(&r, fd, name, &o, e)) != HCC_OK)
		return st;
	c->sep = r.sep;
	c->ncols = r.ncols;
	c->names = mem_zero(r.ncols, sizeof(*c->names));
	copy_fields(&t, r.names, NULL, r.ncols);
	st = keep_rows(&t, &r, e);
	csv_close(&r);
	if (st == HCC_OK)
		settle(&t);
	else
		csv_release(c);
	buf_release(&t.arena);
	return st;
}

enum hcc_status
csv_read(int dir, const char *path, struct csv *c, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 fd;

	memset(c, 0, sizeof(*c));
	if ((fd = openat(dir, path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "open '%s'", path);
	st = csv_read_fd(fd, path, 0, c, e);
	close(fd);
	return st;
}

void
csv_release(struct csv *c)
{
	free(c->names);
	free(c->cells);
	free(c->lines);
	free(c->arena);
	memset(c, 0, sizeof(*c));
}

long
csv_column(const struct csv *c, const char *name)
{
	size_t	 i;

	for (i = 0; i < c->ncols; i++)
		if (strcmp(c->names[i], name) == 0)
			return (long)i;
	return -1;
}

const char *
csv_cell(const struct csv *c, size_t row, size_t col)
{
	return c->cells[row * c->ncols + col];
}

void
csv_quote(struct buf *b, const char *s, char sep)
{
	size_t	 n;
	bool	 plain = *s != ' ' && *s != '\t';

	for (n = 0; s[n] != '\0'; n++)
		plain = plain && s[n] != sep && s[n] != '"' && s[n] != '\n' &&
		    s[n] != '\r';
	if (plain && (n == 0 || (s[n - 1] != ' ' && s[n - 1] != '\t'))) {
		buf_add(b, s, n);
		return;
	}
	buf_addc(b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_addc(b, '"');
		buf_addc(b, *s);
	}
	buf_addc(b, '"');
}

void
csv_row(struct buf *b, char *const *cells, size_t n, char sep)
{
	size_t	 i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(b, sep);
		csv_quote(b, cells[i], sep);
	}
	/* A line of nothing is no row. */
	buf_adds(b, n == 1 && *cells[0] == '\0' ? "\"\"\n" : "\n");
}

void
csv_text(struct buf *b, const struct csv *c)
{
	size_t	 i;

	csv_row(b, c->names, c->ncols, c->sep);
	for (i = 0; i < c->nrows; i++)
		csv_row(b, c->cells + i * c->ncols, c->ncols, c->sep);
}
