/*
 * scratch.c: directories that are locked (flock(2)) while they are needed. One
 * that nobody has locked is a leftover.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scratch.h"
#include "base/text.h"

static int
open_own(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static enum hcc_status
sweep(void *prefix, const char *path, const struct stat *sb,
    struct hcc_err *e)
{
	int	 fd;

	(void)e;
	if (!text_starts(path, prefix) || sb->st_uid != geteuid() ||
	    (fd = open_own(path)) == -1)
		return HCC_OK;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		(void)fs_remove(AT_FDCWD, path, NULL);
	close(fd);
	return HCC_OK;
}

enum hcc_status
scratch_make(struct scratch *s, const char *where, const char *name,
    struct hcc_err *e)
{
	char		*prefix = mem_format("%s/hcc-%s.", where, name);
	enum hcc_status	 st = HCC_OK;

	(void)fs_each(AT_FDCWD, where, false, sweep, prefix, NULL);
	*s = (struct scratch)SCRATCH_INIT;
	do {
		scratch_remove(s);
		s->path = mem_format("%sXXXXXX", prefix);
		if (mkdtemp(s->path) == NULL) {
			st = err_errno(e, "make directory '%s'", s->path);
			free(s->path);
			s->path = NULL;
			break;
		}
		if ((s->lock = open_own(s->path)) != -1)
			(void)flock(s->lock, LOCK_EX);
		/* Until then a sweeper may have taken it for a leftover. */
	} while (!fs_exists(AT_FDCWD, s->path));
	free(prefix);
	return st;
}

void
scratch_remove(struct scratch *s)
{
	if (s->path != NULL)
		(void)fs_remove(AT_FDCWD, s->path, NULL);
	if (s->lock != -1)
		close(s->lock);
	free(s->path);
	*s = (struct scratch)SCRATCH_INIT;
}
