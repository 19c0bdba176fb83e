/*
 * table_file.c: a csv file written row by row.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/fs.h"
#include "base/mem.h"
#include "data/table_file.h"

#define CHUNK	(256u << 10)

enum hcc_status
table_file_open(struct table_file *f, int dir, const char *path,
    struct hcc_err *e)
{
	const char	*slash = strrchr(path, '/');
	int		 n = slash == NULL ? 0 : (int)(slash - path) + 1;

	*f = (struct table_file){ .dir = dir, .path = path, .fd = -1 };
	f->tmp = mem_format("%.*s" FS_TMP "%s", n, path, path + n);
	f->fd = openat(dir, f->tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    0666);
	if (f->fd != -1)
		return HCC_OK;
	free(f->tmp);
	return err_errno(e, "create '%s'", path);
}

static enum hcc_status
flush(struct table_file *f, struct hcc_err *e)
{
	if (f->out.len > 0 && fs_write(f->fd, f->out.p, f->out.len) == -1)
		return err_errno(e, "write '%s'", f->path);
	buf_reset(&f->out);
	return HCC_OK;
}

enum hcc_status
table_file_row(struct table_file *f, char *const *cells, size_t n,
    struct hcc_err *e)
{
	csv_row(&f->out, cells, n, ',');
	return f->out.len < CHUNK ? HCC_OK : flush(f, e);
}

enum hcc_status
table_file_add(struct table_file *f, const void *p, size_t n,
    struct hcc_err *e)
{
	buf_add(&f->out, p, n);
	return f->out.len < CHUNK ? HCC_OK : flush(f, e);
}

enum hcc_status
table_file_close(struct table_file *f, enum hcc_status st, struct hcc_err *e)
{
	if (st == HCC_OK)
		st = flush(f, e);
	if (st == HCC_OK && fsync(f->fd) == -1)
		st = err_errno(e, "sync '%s'", f->path);
	close(f->fd);
	if (st == HCC_OK && renameat(f->dir, f->tmp, f->dir, f->path) == -1)
		st = err_errno(e, "write '%s'", f->path);
	else if (st == HCC_OK)
		st = fs_sync_parent(f->dir, f->path, e);
	if (st != HCC_OK)
		(void)unlinkat(f->dir, f->tmp, 0);
	buf_release(&f->out);
	free(f->tmp);
	return st;
}

/* The cells of the columns that stay. */
static enum hcc_status
add_row(struct table_file *f, char *const *cells, size_t n,
    const bool *no_column, char **row, struct hcc_err *e)
{
	size_t	 i, k;

	for (i = k = 0; i < n; i++)
		if (no_column == NULL || !no_column[i])
			row[k++] = cells[i];
	return table_file_row(f, row, k, e);
}

enum hcc_status
table_copy(const struct table *t, int from, int to, const bool *no_row,
    const bool *no_column, struct hcc_err *e)
{
	struct table_rows	 r;
	struct table_file	 f;
	char			**row;
	size_t			 i;
	enum hcc_status		 st;

	if ((st = table_open(&r, t, from, t->path, e)) != HCC_OK)
		return st;
	row = mem_zero(t->ncols, sizeof(*row));
	if ((st = table_file_open(&f, to, t->path, e)) == HCC_OK) {
		st = add_row(&f, t->names, t->ncols, no_column, row, e);
		for (i = 0; st == HCC_OK &&
		    (st = table_next(&r, e)) == HCC_OK; i++)
			if (no_row == NULL || !no_row[i])
				st = add_row(&f, r.cells, t->ncols, no_column,
				    row, e);
		st = table_file_close(&f, st == HCC_NONE ? HCC_OK : st, e);
	}
	free(row);
	table_close(&r);
	return st;
}
