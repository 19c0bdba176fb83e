/*
 * csv_table.c: a csv file that was read, and fields for one to be written.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"

void
csv_release(struct csv *c)
{
	free(c->names);
	free(c->cells);
	free(c->lines);
	free(c->arena);
	free(c->more);
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
	size_t	 n = strlen(s);
	bool	 edge = n > 0 && (strchr(" \t", s[0]) != NULL ||
		    strchr(" \t", s[n - 1]) != NULL);

	if (!edge && strpbrk(s, "\"\r\n") == NULL && strchr(s, sep) == NULL) {
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
csv_drop_columns(struct csv *c, size_t col, size_t n)
{
	size_t	 i, k, to = 0;

	for (i = 0; i < c->nrows; i++)
		for (k = 0; k < c->ncols; k++)
			if (k < col || k >= col + n)
				c->cells[to++] = c->cells[i * c->ncols + k];
	memmove(c->names + col, c->names + col + n,
	    (c->ncols - col - n) * sizeof(*c->names));
	c->ncols -= n;
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
