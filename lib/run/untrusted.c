/*
 * untrusted.c: walks through a directory that a program has written, and may
 * still change: links are not followed, no right to look inside hides what is
 * there, and the depth is bounded.
 */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "run/untrusted.h"

#define MAX_NESTING	64
#define ENTRY_BYTES	4096

/* The next entry that can be looked at, or NULL. */
static const char *
next(DIR *dp, struct stat *sb)
{
	struct dirent	*d;

	while ((d = readdir(dp)) != NULL)
		if (strcmp(d->d_name, ".") != 0 &&
		    strcmp(d->d_name, "..") != 0 && fstatat(dirfd(dp),
		    d->d_name, sb, AT_SYMLINK_NOFOLLOW) == 0)
			return d->d_name;
	return NULL;
}

/* Open a directory in another; -1 when that cannot be, or when it has become
 * something else meanwhile. */
static int
enter(DIR *dp, const char *name, const struct stat *sb)
{
	if ((sb->st_mode & 0500) != 0500 && fchmodat(dirfd(dp), name, 0700,
	    AT_SYMLINK_NOFOLLOW) == -1)
		return -1;
	return openat(dirfd(dp), name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* The top, to be read from its beginning; -1 when that cannot be. */
static int
open_top(int dir)
{
	struct stat	 sb;

	if (fstat(dir, &sb) == 0 && (sb.st_mode & 0500) != 0500)
		(void)fchmod(dir, sb.st_mode | 0500);
	return fs_open_dir(dir, ".");
}

static uint64_t
sum_of(uint64_t a, uint64_t b)
{
	return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

static uint64_t
bytes_below(int fd, int nesting, uint64_t enough)
{
	const char	*name;
	struct stat	 sb;
	DIR		*dp;
	uint64_t	 sum = 0, sub, used;
	int		 child;

	if ((dp = fdopendir(fd)) == NULL) {
		close(fd);
		return 0;
	}
	while (sum <= enough && (name = next(dp, &sb)) != NULL) {
		used = (uint64_t)sb.st_blocks * 512;
		sum = sum_of(sum, used > ENTRY_BYTES ? used : ENTRY_BYTES);
		if (!S_ISDIR(sb.st_mode) ||
		    (child = enter(dp, name, &sb)) == -1)
			continue;
		sub = nesting >= MAX_NESTING ? UINT64_MAX :
		    bytes_below(child, nesting + 1,
		    sum < enough ? enough - sum : 0);
		if (nesting >= MAX_NESTING)
			close(child);
		sum = sum_of(sum, sub);
	}
	closedir(dp);
	return sum;
}

uint64_t
untrusted_bytes(int dir, uint64_t enough)
{
	int	 fd = open_top(dir);

	return fd == -1 ? 0 : bytes_below(fd, 0, enough);
}

static void
disarm(int fd, int nesting)
{
	const char	*name;
	struct stat	 sb;
	DIR		*dp;
	int		 child;

	if ((dp = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	while ((name = next(dp, &sb)) != NULL) {
		/* What keeps its rights does not stay. */
		if (S_ISREG(sb.st_mode) && (sb.st_mode & 06000) != 0 &&
		    fchmodat(fd, name, sb.st_mode & 0777,
		    AT_SYMLINK_NOFOLLOW) == -1)
			unlinkat(fd, name, 0);
		if (!S_ISDIR(sb.st_mode))
			continue;
		child = nesting == MAX_NESTING ? -1 : enter(dp, name, &sb);
		if (child != -1)
			disarm(child, nesting + 1);
		/* Nobody but us goes where we do not go. */
		else if (fchmodat(fd, name, 0700, AT_SYMLINK_NOFOLLOW) == -1)
			continue;	/* gone, or a link in its place */
	}
	closedir(dp);
}

void
untrusted_disarm(int dir)
{
	int	 fd = open_top(dir);

	if (fd != -1)
		disarm(fd, 0);
}
