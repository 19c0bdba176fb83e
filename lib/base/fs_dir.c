/*
 * fs_dir.c: what a directory holds.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"

int
fs_open_dir(int dir, const char *path)
{
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int
by_version(const void *a, const void *b)
{
	return strverscmp(*(char *const *)a, *(char *const *)b);
}

static enum hcc_status
read_names(int dir, const char *path, bool hidden, char ***names,
    size_t *count, struct hcc_err *e)
{
	struct dirent	*d;
	DIR		*dp = NULL;
	char		**v = NULL;
	size_t		 n = 0, cap = 0;
	int		 fd;

	*names = NULL;
	*count = 0;
	if ((fd = fs_open_dir(dir, path)) == -1)
		return err_errno(e, "open directory '%s'", path);
	if ((dp = fdopendir(fd)) == NULL) {
		close(fd);
		return err_errno(e, "read directory '%s'", path);
	}
	while ((d = readdir(dp)) != NULL) {
		if (text_in(d->d_name, ".|..") ||
		    (d->d_name[0] == '.' && (!hidden ||
		    text_starts(d->d_name, FS_TMP))))
			continue;
		grow(&v, &cap, n + 1, sizeof(*v));
		v[n++] = mem_dup(d->d_name);
	}
	closedir(dp);
	if (n > 1)
		qsort(v, n, sizeof(*v), by_version);
	*names = v;
	*count = n;
	return HCC_OK;
}

enum hcc_status
fs_names(int dir, const char *path, char ***names, size_t *count,
    struct hcc_err *e)
{
	return read_names(dir, path, false, names, count, e);
}

void
fs_names_free(char **v, size_t n)
{
	size_t	 i;

	for (i = 0; i < n; i++)
		free(v[i]);
	free(v);
}

enum hcc_status
fs_each(int dir, const char *path, bool all, fs_visit *visit, void *ctx,
    struct hcc_err *e)
{
	struct buf	 at = BUF_INIT;
	struct stat	 sb;
	char		**names;
	size_t		 i, n;
	enum hcc_status	 st;

	st = read_names(dir, *path == '\0' ? "." : path, all, &names, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++) {
		buf_reset(&at);
		buf_addf(&at, "%s%s%s", path, *path == '\0' ? "" : "/",
		    names[i]);
		if (fstatat(dir, buf_str(&at), &sb, AT_SYMLINK_NOFOLLOW) == 0)
			st = visit(ctx, buf_str(&at), &sb, e);
	}
	fs_names_free(names, n);
	buf_release(&at);
	return st;
}

size_t
fs_depth(const char *path)
{
	size_t	 n = 0;

	for (; *path != '\0'; path++)
		n += *path == '/';
	return n;
}

void
fs_clean(int dir, const char *path)
{
	struct dirent	*d;
	DIR		*dp;
	int		 fd;

	fd = fs_open_dir(dir, path);
	if (fd == -1 || (dp = fdopendir(fd)) == NULL) {
		if (fd != -1)
			close(fd);
		return;
	}
	while ((d = readdir(dp)) != NULL)
		if (text_starts(d->d_name, FS_TMP))
			(void)fs_remove(fd, d->d_name, NULL);
	closedir(dp);
}
