/*
 * fs.c: publish, append, read and remove, so that a kill at any instant
 * leaves a tree that every tool can read.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"

int
fs_write(int fd, const void *p, size_t n)
{
	const char	*s = p;
	ssize_t		 w;

	while (n > 0) {
		if ((w = write(fd, s, n)) == -1) {
			if (errno == EINTR)
				continue;
			return -1;
		}
		s += w;
		n -= (size_t)w;
	}
	return 0;
}

enum hcc_status
fs_read_fd(int fd, const char *name, size_t max, struct buf *out,
    struct hcc_err *e)
{
	size_t	 start = out->len;
	ssize_t	 n;
	char	*to;

	for (;;) {
		to = buf_reserve(out, 65536);
		if ((n = read(fd, to, 65536)) == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_errno(e, "read '%s'", name);
		if (n == 0)
			return HCC_OK;
		out->len += (size_t)n;
		out->p[out->len] = '\0';
		if (max > 0 && out->len - start > max)
			return err_set(e, HCC_INPUT,
			    "read '%s': larger than %zu bytes", name, max);
	}
}

static enum hcc_status
slurp(int dir, const char *path, int flags, size_t max, struct buf *out,
    struct hcc_err *e)
{
	struct stat	 sb;
	enum hcc_status	 st;
	int		 fd;

	fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags);
	if (fd == -1 && errno == ELOOP && flags != 0)
		return err_set(e, HCC_INPUT, "read '%s': is a link", path);
	if (fd == -1)
		return err_errno(e, "open '%s'", path);
	if (fstat(fd, &sb) == 0 && S_ISDIR(sb.st_mode))
		st = err_set(e, HCC_INPUT, "read '%s': is a directory", path);
	else if (flags != 0 && !S_ISREG(sb.st_mode))
		st = err_set(e, HCC_INPUT, "read '%s': not a regular file",
		    path);
	else {
		if (S_ISREG(sb.st_mode) && sb.st_size > 0 && max == 0)
			(void)buf_reserve(out, (size_t)sb.st_size + 1);
		st = fs_read_fd(fd, path, max, out, e);
	}
	close(fd);
	return st;
}

enum hcc_status
fs_read(int dir, const char *path, size_t max, struct buf *out,
    struct hcc_err *e)
{
	return slurp(dir, path, 0, max, out, e);
}

enum hcc_status
fs_read_nofollow(int dir, const char *path, size_t max, struct buf *out,
    struct hcc_err *e)
{
	return slurp(dir, path, O_NOFOLLOW, max, out, e);
}

/* Where the last component of `path` starts. */
static size_t
base_at(const char *path)
{
	const char	*slash = strrchr(path, '/');

	return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

enum hcc_status
fs_sync_parent(int dir, const char *path, struct hcc_err *e)
{
	size_t	 n = base_at(path);
	char	 parent[4096];
	int	 fd, r;

	if (n >= sizeof(parent))
		return err_set(e, HCC_INPUT, "path too long: '%s'", path);
	memcpy(parent, path, n);
	parent[n] = '\0';
	fd = fs_open_dir(dir, n == 0 ? "." : parent);
	if (fd == -1)
		return err_errno(e, "open the directory of '%s'", path);
	/* Some filesystems cannot sync a directory; they say EINVAL. */
	r = fsync(fd);
	if (r == -1 && errno != EINVAL) {
		(void)err_errno(e, "sync the directory of '%s'", path);
		close(fd);
		return HCC_IO;
	}
	close(fd);
	return HCC_OK;
}

/* A temporary name beside `path`; unique by process and counter. */
static int
open_tmp(int dir, const char *path, char tmp[4096])
{
	size_t	 n = base_at(path);
	int	 fd, i;

	for (i = 0; i < 1000; i++) {
		if (snprintf(tmp, 4096, "%.*s" FS_TMP "%s.%ld.%d", (int)n,
		    path, path + n, (long)getpid(), i) >= 4096) {
			errno = ENAMETOOLONG;
			return -1;
		}
		fd = openat(dir, tmp,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd != -1 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Second half of publishing: the content is written, make it durable and
 * give it its name. Closes `fd`; removes the temporary on failure. */
static enum hcc_status
settle(int dir, int fd, const char *tmp, const char *path, bool durable,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;

	if (durable && fsync(fd) == -1)
		st = err_errno(e, "sync '%s'", path);
	if (close(fd) == -1 && st == HCC_OK)
		st = err_errno(e, "close '%s'", path);
	if (st == HCC_OK && renameat(dir, tmp, dir, path) == -1)
		st = err_errno(e, "rename to '%s'", path);
	if (st != HCC_OK) {
		unlinkat(dir, tmp, 0);
		return st;
	}
	return durable ? fs_sync_parent(dir, path, e) : HCC_OK;
}

static enum hcc_status
put(int dir, const char *path, const void *p, size_t n, bool durable,
    struct hcc_err *e)
{
	char	 tmp[4096];
	int	 fd;

	if ((fd = open_tmp(dir, path, tmp)) == -1)
		return err_errno(e, "create '%s'", path);
	if (fs_write(fd, p, n) == -1) {
		(void)err_errno(e, "write '%s'", path);
		close(fd);
		unlinkat(dir, tmp, 0);
		return e == NULL ? HCC_IO : e->status;
	}
	return settle(dir, fd, tmp, path, durable, e);
}

enum hcc_status
fs_publish(int dir, const char *path, const void *p, size_t n,
    struct hcc_err *e)
{
	return put(dir, path, p, n, true, e);
}

enum hcc_status
fs_replace(int dir, const char *path, const void *p, size_t n,
    struct hcc_err *e)
{
	return put(dir, path, p, n, false, e);
}

static enum hcc_status
append_line(int dir, const char *path, const char *line, size_t len,
    bool sync, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct stat	 sb;
	enum hcc_status	 st = HCC_OK;
	ssize_t		 w;
	char		 last = '\n';
	int		 fd;

	fd = openat(dir, path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd == -1)
		return err_errno(e, "open '%s'", path);
	if (fstat(fd, &sb) == 0 && sb.st_size > 0 &&
	    pread(fd, &last, 1, sb.st_size - 1) == 1 && last != '\n')
		buf_addc(&b, '\n');
	buf_add(&b, line, len);
	buf_addc(&b, '\n');
	if ((w = write(fd, b.p, b.len)) == -1)
		st = err_errno(e, "append to '%s'", path);
	else if ((size_t)w < b.len)	/* the rest of the disk was shorter */
		st = err_set(e, HCC_IO, "append to '%s': short write", path);
	else if (sync && fdatasync(fd) == -1)
		st = err_errno(e, "sync '%s'", path);
	close(fd);
	buf_release(&b);
	return st;
}

enum hcc_status
fs_append_line(int dir, const char *path, const char *line, size_t len,
    struct hcc_err *e)
{
	return append_line(dir, path, line, len, true, e);
}

enum hcc_status
fs_append_unsynced(int dir, const char *path, const char *line, size_t len,
    struct hcc_err *e)
{
	return append_line(dir, path, line, len, false, e);
}

enum hcc_status
fs_mkdirs(int dir, const char *path, struct hcc_err *e)
{
	char	 part[4096];
	size_t	 i, n = strlen(path);

	if (n >= sizeof(part))
		return err_set(e, HCC_INPUT, "path too long: '%s'", path);
	/* Mostly its parents are there. */
	if (mkdirat(dir, path, 0777) == 0 || errno == EEXIST)
		return HCC_OK;
	for (i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdirat(dir, part, 0777) == -1 && errno != EEXIST)
			return err_errno(e, "create directory '%s'", part);
	}
	return HCC_OK;
}

/* All bytes of `in`, to `out`. The kernel copies what it can: as a reflink or
 * on the server where the file system has that, not at all between two of
 * them. read(2) and write(2) do the rest, and find the error again if there
 * was one. */
static int
copy_bytes(int in, int out)
{
	char	 chunk[65536];
	ssize_t	 n;

	while (copy_file_range(in, NULL, out, NULL, 1 << 30, 0) > 0)
		;
	while ((n = read(in, chunk, sizeof(chunk))) != 0)
		if (n == -1 ? errno != EINTR :
		    fs_write(out, chunk, (size_t)n) == -1)
			return -1;
	return 0;
}

enum hcc_status
fs_copy(int fromdir, const char *from, int todir, const char *to,
    struct hcc_err *e)
{
	char		 tmp[4096];
	struct stat	 sb;
	enum hcc_status	 st = HCC_OK;
	int		 in, out = -1;

	in = openat(fromdir, from,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (in == -1)
		return err_errno(e, "open '%s'", from);
	if (fstat(in, &sb) == -1 || !S_ISREG(sb.st_mode))
		st = err_set(e, HCC_INPUT, "copy '%s': not a regular file",
		    from);
	else if ((out = open_tmp(todir, to, tmp)) == -1)
		st = err_errno(e, "create '%s'", to);
	if (st == HCC_OK && copy_bytes(in, out) == -1)
		st = err_errno(e, "copy '%s' to '%s'", from, to);
	if (out != -1 && st == HCC_OK)
		st = settle(todir, out, tmp, to, true, e);
	else if (out != -1) {
		close(out);
		unlinkat(todir, tmp, 0);
	}
	close(in);
	return st;
}

bool
fs_exists(int dir, const char *path)
{
	return faccessat(dir, path, F_OK, 0) == 0;
}
