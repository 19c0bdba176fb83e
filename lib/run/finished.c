/*
 * finished.c: copy what a run of a person's own has left.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "run/finished.h"

#define NESTING	16

/* A directory below `from`, with its regular files; an absent one is fine. */
static enum hcc_status
copy_tree(int from, const char *path, int to, int nesting, struct hcc_err *e)
{
	struct stat	 sb;
	char		 below[1024];
	char		**names;
	size_t		 i, n;
	enum hcc_status	 st;

	if (fstatat(from, path, &sb, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISDIR(sb.st_mode))
		return HCC_OK;
	if ((st = fs_mkdirs(to, path, e)) != HCC_OK ||
	    (st = fs_names(from, path, &names, &n, e)) != HCC_OK)
		return st;
	for (i = 0; st == HCC_OK && i < n; i++) {
		if (snprintf(below, sizeof(below), "%s/%s", path, names[i]) >=
		    (int)sizeof(below) || fstatat(from, below, &sb,
		    AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		if (S_ISREG(sb.st_mode))
			st = fs_copy(from, below, to, below, e);
		else if (nesting < NESTING)
			st = copy_tree(from, below, to, nesting + 1, e);
	}
	fs_names_free(names, n);
	return st;
}

enum hcc_status
finished_copy(const struct task *t, const char *path, int dir,
    struct run_end *end, struct hcc_err *e)
{
	struct stat	 sb;
	enum hcc_status	 st;
	int		 from = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (from == -1)
		return err_errno(e, "open '%s'", path);
	if ((st = fs_copy(from, "log", dir, "log", e)) == HCC_OK &&
	    !t->no_submission)
		st = fs_copy(from, t->submission, dir, t->submission, e);
	if (st == HCC_OK)
		st = copy_tree(from, "keep", dir, 0, e);
	*end = (struct run_end){ .exit = 0 };
	if (fstatat(dir, "log", &sb, 0) == 0)
		end->log_bytes = (uint64_t)sb.st_size;
	if (fstatat(from, "log", &sb, 0) == 0)
		end->start = end->end = (double)sb.st_mtime;
	close(from);
	return st;
}
