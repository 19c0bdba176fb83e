/*
 * fs_remove.c: remove a tree of any depth, whatever its rights.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"

/* A program may have taken away our right to look inside or to move it. */
static void
make_ours(int dir, const char *name)
{
	struct stat	 sb;

	if (fstatat(dir, name, &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(sb.st_mode) && (sb.st_mode & 0700) != 0700 &&
	    fchmodat(dir, name, 0700, 0) == -1)
		return;		/* opening it says why */
}

static int
open_ours(int dir, const char *name)
{
	make_ours(dir, name);
	return openat(dir, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Remove a file or an empty directory. */
static bool
remove_one(int dir, const char *name)
{
	return unlinkat(dir, name, 0) == 0 || errno == ENOENT ||
	    unlinkat(dir, name, AT_REMOVEDIR) == 0;
}

/* Remove what the directory `fd` (which is closed) holds, but directories that
 * hold more themselves: these go to a free name in `top`. */
static void
flatten(int fd, int top, unsigned long *next)
{
	struct dirent	*d;
	DIR		*dp = fdopendir(fd);
	char		 to[64];

	while (dp != NULL && (d = readdir(dp)) != NULL) {
		if (text_in(d->d_name, ".|..") ||
		    remove_one(dirfd(dp), d->d_name))
			continue;
		make_ours(dirfd(dp), d->d_name);
		do
			snprintf(to, sizeof(to), FS_TMP "%lu", (*next)++);
		while (renameat2(dirfd(dp), d->d_name, top, to,
		    RENAME_NOREPLACE) == -1 && errno == EEXIST);
	}
	if (dp != NULL)
		closedir(dp);
	else
		close(fd);
}

/* Remove everything in a directory, in passes until nothing is left or nothing
 * more can be done. Not by recursion: no tree is too deep for it, and four
 * descriptors do. */
static int
empty_dir(DIR *top)
{
	struct dirent	*d;
	unsigned long	 next = 0;
	bool		 more, progress;
	int		 fd = dirfd(top), sub, no = 0;

	do {
		more = progress = false;
		rewinddir(top);
		while ((d = readdir(top)) != NULL) {
			if (text_in(d->d_name, ".|.."))
				continue;
			more = true;
			if (!remove_one(fd, d->d_name)) {
				if ((sub = open_ours(fd, d->d_name)) != -1)
					flatten(sub, fd, &next);
				if (!remove_one(fd, d->d_name)) {
					no = errno;
					continue;
				}
			}
			progress = true;
		}
	} while (progress);
	errno = no;
	return more ? -1 : 0;
}

enum hcc_status
fs_remove(int dir, const char *path, struct hcc_err *e)
{
	DIR	*dp = NULL;
	int	 fd, r, no;

	if (remove_one(dir, path))
		return HCC_OK;
	if (errno != ENOTEMPTY && errno != EEXIST)
		return err_errno(e, "remove '%s'", path);
	if ((fd = open_ours(dir, path)) == -1 ||
	    (dp = fdopendir(fd)) == NULL) {
		(void)err_errno(e, "remove '%s'", path);
		if (fd != -1)
			close(fd);
		return e == NULL ? HCC_IO : e->status;
	}
	r = empty_dir(dp);
	no = errno;
	closedir(dp);
	errno = no;
	if (r == -1 || unlinkat(dir, path, AT_REMOVEDIR) == -1)
		return err_errno(e, "remove '%s'", path);
	return HCC_OK;
}
