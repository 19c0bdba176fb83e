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
