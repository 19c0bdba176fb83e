/*
 * finished.c: copy what a run of a person's own has left.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "run/finished.h"

#define NESTING	16

struct copying {
	int	 from, to;
};

/* Directories and regular files. */
static enum hcc_status
copy(void *ctx, const char *path, const struct stat *sb, struct hcc_err *e)
{
	struct copying	*c = ctx;
	enum hcc_status	 st;

	if (S_ISREG(sb->st_mode))
		return fs_copy(c->from, path, c->to, path, e);
	if (!S_ISDIR(sb->st_mode) || fs_depth(path) > NESTING)
		return HCC_OK;
	st = fs_mkdirs(c->to, path, e);
	return st == HCC_OK ? fs_each(c->from, path, false, copy, c, e) : st;
}

enum hcc_status
finished_copy(const struct task *t, const char *path, int dir,
    struct run_end *end, struct hcc_err *e)
{
	struct stat	 sb;
	enum hcc_status	 st;
	int		 from = fs_open_dir(AT_FDCWD, path);

	if (from == -1)
		return err_errno(e, "open '%s'", path);
	if ((st = fs_copy(from, "log", dir, "log", e)) == HCC_OK &&
	    !t->no_submission)
		st = fs_copy(from, t->submission, dir, t->submission, e);
	if (st == HCC_OK && fstatat(from, "keep", &sb,
	    AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(sb.st_mode))
		st = copy(&(struct copying){ from, dir }, "keep", &sb, e);
	*end = (struct run_end){ .exit = 0 };
	if (fstatat(dir, "log", &sb, 0) == 0)
		end->log_bytes = (uint64_t)sb.st_size;
	if (fstatat(from, "log", &sb, 0) == 0)
		end->start = end->end = (double)sb.st_mtime;
	close(from);
	return st;
}
