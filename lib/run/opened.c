/*
 * opened.c: which files of its input a run has opened.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "run/opened.h"

#define FILES_MAX	256	/* with more, links cost too much */
#define NESTING_MAX	8

static bool	mirror(struct opened *, int from, int to, const char *path,
		    int nesting);

/* Watch the directory `path` below ours ("" for itself). */
static bool
watch(struct opened *o, const char *path)
{
	char	*full = mem_format("%s/%s", o->dir, path);
	int	 wd = inotify_add_watch(o->inotify, full, IN_OPEN);
	size_t	 before = o->npaths;

	free(full);
	if (wd < 0)
		return false;
	if ((size_t)wd >= o->npaths) {
		grow(&o->paths, &o->cap, (size_t)wd + 1, sizeof(*o->paths));
		o->npaths = (size_t)wd + 1;
		memset(o->paths + before, 0, (o->npaths - before) *
		    sizeof(*o->paths));
	}
	o->paths[wd] = mem_dup(path);
	return true;
}

static bool
mirror_link(int from, int to, const char *name)
{
	char	 target[4096];
	ssize_t	 n = readlinkat(from, name, target, sizeof(target) - 1);

	if (n <= 0)
		return false;
	target[n] = '\0';
	return symlinkat(target, to, name) == 0;
}

static bool
mirror_one(struct opened *o, int from, int to, const char *path,
    const char *name, int nesting)
{
	struct stat	 sb;
	char		*below;
	bool		 good = false;
	int		 a, b;

	if (++o->files > FILES_MAX ||
	    fstatat(from, name, &sb, AT_SYMLINK_NOFOLLOW) == -1)
		return false;
	if (S_ISREG(sb.st_mode))
		return linkat(from, name, to, name, 0) == 0;
	if (S_ISLNK(sb.st_mode))
		return mirror_link(from, to, name);
	if (!S_ISDIR(sb.st_mode) || nesting == NESTING_MAX ||
	    mkdirat(to, name, 0755) == -1)
		return false;
	below = mem_format("%s%s/", path, name);
	a = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);
	b = fs_open_dir(to, name);
	if (a != -1 && b != -1)
		good = mirror(o, a, b, below, nesting + 1);
	if (b != -1)
		close(b);
	if (a != -1 && (b == -1))
		close(a);
	free(below);
	return good;
}

/* All of a directory, whose descriptor is closed. */
static bool
mirror(struct opened *o, int from, int to, const char *path, int nesting)
{
	struct dirent	*d;
	DIR		*dp = fdopendir(from);
	bool		 good = true;

	if (dp == NULL) {
		close(from);
		return false;
	}
	while (good && (d = readdir(dp)) != NULL)
		if (strcmp(d->d_name, ".") != 0 &&
		    strcmp(d->d_name, "..") != 0)
			good = mirror_one(o, dirfd(dp), to, path, d->d_name,
			    nesting);
	closedir(dp);
	return good && watch(o, path);
}

void
opened_open(struct opened *o, const char *input, const char *dir)
{
	int	 from, to = -1;
	bool	 good = false;

	*o = (struct opened)OPENED_NONE;
	o->names = jv_object();
	if (fs_remove(AT_FDCWD, dir, NULL) != HCC_OK ||
	    mkdir(dir, 0755) == -1)
		return;
	o->dir = mem_dup(dir);
	o->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	from = open(input, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->inotify != -1 && from != -1 &&
	    (to = fs_open_dir(AT_FDCWD, dir)) != -1) {
		good = mirror(o, from, to, "", 0);
		from = -1;
	}
	if (from != -1)
		close(from);
	if (to != -1)
		close(to);
	if (!good)
		jv_free(opened_close(o));
}

static void
take(struct opened *o, const struct inotify_event *ev)
{
	char	*name;

	if (ev->mask & IN_Q_OVERFLOW) {
		close(o->inotify);
		o->inotify = -1;
	}
	if (ev->len == 0 || (ev->mask & (IN_ISDIR | IN_IGNORED)) != 0 ||
	    ev->wd < 0 || (size_t)ev->wd >= o->npaths)
		return;
	name = mem_format("%s%s", o->paths[ev->wd], ev->name);
	o->names = json_put(o->names, name, jv_true());
	free(name);
}

void
opened_look(struct opened *o)
{
	union {
		struct inotify_event	 align;
		char			 room[16384];
	} b;
	const struct inotify_event	*ev;
	const char			*p;
	ssize_t				 n;

	while (o->inotify != -1 &&
	    (n = read(o->inotify, &b, sizeof(b))) > 0)
		for (p = b.room; o->inotify != -1 && p < b.room + n;
		    p += sizeof(*ev) + ev->len) {
			ev = (const struct inotify_event *)(const void *)p;
			take(o, ev);
		}
}

jv
opened_close(struct opened *o)
{
	jv	 names = jv_null();
	size_t	 i;

	if (o->inotify != -1) {
		opened_look(o);
		names = o->inotify == -1 ? names :
		    jv_keys(jv_copy(o->names));
	}
	if (o->inotify != -1)
		close(o->inotify);
	if (o->dir != NULL)
		(void)fs_remove(AT_FDCWD, o->dir, NULL);
	for (i = 0; i < o->npaths; i++)
		free(o->paths[i]);
	free(o->paths);
	free(o->dir);
	jv_free(o->names);
	*o = (struct opened)OPENED_NONE;
	return names;
}
