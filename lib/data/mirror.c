/*
 * mirror.c: a directory tree once more, by hard links. A mirror is part of a
 * tree that is published later by one rename, so only what it holds must be
 * durable: copies and directories are synced, links need nothing else.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "data/mirror.h"

#define DEPTH 16

struct mirror {
	int	 from, to;
	bool	(*leave)(void *, const char *, const struct stat *);
	void	*ctx;
};

/* The path behind links, because fs_copy follows none. */
static enum hcc_status
copy(int from, const char *path, int to, const char *name, struct hcc_err *e)
{
	char		 proc[40], real[4096];
	enum hcc_status	 st;
	ssize_t		 n;
	int		 fd;

	if ((fd = openat(from, path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "open '%s'", path);
	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", fd);
	if ((n = readlink(proc, real, sizeof(real) - 1)) == -1)
		st = err_errno(e, "resolve '%s'", path);
	else {
		real[n] = '\0';
		st = fs_copy(AT_FDCWD, real, to, name, e);
	}
	close(fd);
	return st;
}

enum hcc_status
mirror_file(int from, const char *path, int to, const char *name,
    struct hcc_err *e)
{
	if (linkat(from, path, to, name, AT_SYMLINK_FOLLOW) == 0)
		return HCC_OK;
	if (errno == EEXIST)
		return err_set(e, HCC_INPUT, "link '%s': a file of that name "
		    "is there already", name);
	return copy(from, path, to, name, e);
}

static enum hcc_status
sync_dir(int dir, const char *path, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int		 fd;

	fd = fs_open_dir(dir, *path == '\0' ? "." : path);
	if (fd == -1 || (fsync(fd) == -1 && errno != EINVAL))
		st = err_errno(e, "sync directory '%s'", path);
	if (fd != -1)
		close(fd);
	return st;
}

static enum hcc_status	walk(struct mirror *, const char *,
			    struct hcc_err *);

static enum hcc_status
visit(void *ctx, const char *path, const struct stat *entry,
    struct hcc_err *e)
{
	struct mirror	*m = ctx;
	struct stat	 sb = *entry;

	if (S_ISLNK(sb.st_mode) && fstatat(m->from, path, &sb, 0) == -1)
		return HCC_OK;		/* a link to nowhere */
	if (S_ISREG(sb.st_mode))
		return m->leave != NULL && m->leave(m->ctx, path, &sb) ?
		    HCC_OK : mirror_file(m->from, path, m->to, path, e);
	if (!S_ISDIR(sb.st_mode))
		return HCC_OK;
	if (fs_depth(path) == DEPTH)
		return err_set(e, HCC_INPUT, "link '%s': nested deeper than "
		    "%d directories, or a circle of links", path, DEPTH);
	if (mkdirat(m->to, path, 0777) == -1)
		return err_errno(e, "create directory '%s'", path);
	return walk(m, path, e);
}

static enum hcc_status
walk(struct mirror *m, const char *path, struct hcc_err *e)
{
	enum hcc_status	 st = fs_each(m->from, path, false, visit, m, e);

	return st == HCC_OK ? sync_dir(m->to, path, e) : st;
}

enum hcc_status
mirror_tree(int from, int to, bool (*leave)(void *, const char *,
    const struct stat *), void *ctx, struct hcc_err *e)
{
	struct mirror	 m = { from, to, leave, ctx };

	return walk(&m, "", e);
}
