/*
 * spare.c: what a run has left empty, for the next one. A program may have put
 * anything in its place: only the same inode is taken back, with the mode that
 * it had, and nothing in it. A link that was made anew may have the number of
 * the old one: it must lead to the same place.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "run/spare.h"

void
spare_open(struct spare *s, const struct task *t)
{
	*s = (struct spare)SPARE_NONE;
	snprintf(s->name, sizeof(s->name), FS_TMP "spare-%ld", (long)getpid());
	(void)fs_remove(t->dir, s->name, NULL);
	s->task = t->dir;
	if (mkdirat(t->dir, s->name, 0700) == 0)
		s->dir = fs_open_dir(t->dir, s->name);
}

void
spare_close(struct spare *s)
{
	if (s->dir != -1) {
		close(s->dir);
		(void)fs_remove(s->task, s->name, NULL);
	}
	s->dir = -1;
}

static struct spare_file *
find(struct spare *s, const char *name)
{
	size_t	 i;

	for (i = 0; s != NULL && s->dir != -1 && i < SPARES; i++)
		if (strcmp(s->files[i].name, name) == 0)
			return &s->files[i];
	return NULL;
}

bool
spare_take(struct spare *s, int dir, const char *name)
{
	struct spare_file	*f = find(s, name);

	if (f == NULL || !f->here)
		return false;
	f->here = renameat(s->dir, name, dir, name) == -1;
	return !f->here;
}

/* Where the link leads; "" for what is none. */
static bool
leads(int dir, const char *name, char to[1024])
{
	ssize_t	 n = readlinkat(dir, name, to, 1023);

	to[n > 0 ? n : 0] = '\0';
	return n < 1023;
}

void
spare_made(struct spare *s, int dir, const char *name)
{
	struct spare_file	*f = find(s, name);
	struct stat		 sb;

	if (f == NULL)
		f = find(s, "");
	if (f == NULL || f->here ||
	    fstatat(dir, name, &sb, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !leads(dir, name, f->to))
		return;
	snprintf(f->name, sizeof(f->name), "%s", name);
	f->dev = sb.st_dev;
	f->ino = sb.st_ino;
	f->mode = sb.st_mode;
}

static bool
is_empty(int dir, const char *name)
{
	struct dirent	*d;
	DIR		*dp;
	int		 fd = fs_open_dir(dir, name);
	bool		 empty = true;

	if (fd == -1 || (dp = fdopendir(fd)) == NULL) {
		if (fd != -1)
			close(fd);
		return false;
	}
	while (empty && (d = readdir(dp)) != NULL)
		empty = strcmp(d->d_name, ".") == 0 ||
		    strcmp(d->d_name, "..") == 0;
	closedir(dp);
	return empty;
}

bool
spare_give(struct spare *s, int dir, const char *name)
{
	struct spare_file	*f = find(s, name);
	struct stat		 sb;
	char			 to[1024];

	if (f == NULL || f->here ||
	    fstatat(dir, name, &sb, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !leads(dir, name, to) || strcmp(to, f->to) != 0 ||
	    sb.st_ino != f->ino || sb.st_dev != f->dev ||
	    sb.st_mode != f->mode || (S_ISREG(sb.st_mode) && sb.st_size > 0) ||
	    (S_ISDIR(sb.st_mode) && !is_empty(dir, name)))
		return false;
	f->here = renameat(dir, name, s->dir, name) == 0;
	return f->here;
}
