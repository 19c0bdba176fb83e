/*
 * nameless.c: files that have no name any more, which processes hold.
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include "base/mem.h"
#include "run/nameless.h"

#define INODE_BYTES	1024	/* about, of a file in memory */

static int
by_place(const void *a, const void *b)
{
	const struct nameless_file	*x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return (x->ino > y->ino) - (x->ino < y->ino);
}

static int
by_worth(const void *a, const void *b)
{
	const struct nameless_file	*x = a, *y = b;
	int			 r = by_place(a, b);

	if (r != 0)
		return r;
	if (x->open != y->open)
		return x->open ? -1 : 1;
	return (x->bytes < y->bytes) - (x->bytes > y->bytes);
}

static void
push_file(struct nameless *f, const struct stat *sb, bool open)
{
	grow(&f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n++] = (struct nameless_file){ sb->st_dev, sb->st_ino,
	    (uint64_t)sb->st_blocks * 512, open };
}

/* How many descriptors wait in a socket (Linux 5.10 tells). */
static unsigned
in_flight(pid_t pid, const char *fd)
{
	char	 path[64], text[1024], *p;

	snprintf(path, sizeof(path), "/proc/%ld/fdinfo/%.20s", (long)pid, fd);
	if (!resources_read(path, text, sizeof(text)) ||
	    (p = strstr(text, "scm_fds:")) == NULL)
		return 0;
	return (unsigned)strtoul(p + strlen("scm_fds:"), NULL, 10);
}

bool
nameless_open(struct nameless *f, pid_t pid, unsigned *flying)
{
	struct stat_line	 s;
	struct dirent		*d;
	struct stat		 sb;
	DIR			*dp;
	char			 path[64];

	snprintf(path, sizeof(path), "/proc/%ld/fd", (long)pid);
	if ((dp = opendir(path)) == NULL)
		return (errno != EACCES && errno != EPERM) ||
		    !resources_stat(pid, &s) || s.pages == 0;
	while ((d = readdir(dp)) != NULL) {
		if (d->d_name[0] == '.' ||
		    fstatat(dirfd(dp), d->d_name, &sb, 0) == -1)
			continue;
		if (S_ISREG(sb.st_mode) && sb.st_nlink == 0)
			push_file(f, &sb, true);
		else if (S_ISSOCK(sb.st_mode) && flying != NULL)
			*flying += in_flight(pid, d->d_name);
	}
	closedir(dp);
	return true;
}

/* A line of maps or smaps: "from-to rwxp offset major:minor inode name". */
static bool
read_mapping(const char *line, uint64_t *from, uint64_t *to, struct stat *sb)
{
	unsigned	 high, low;
	uint64_t	 ino;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %*s %x:%x %" SCNu64,
	    from, to, &high, &low, &ino) != 5 || ino == 0)
		return false;
	sb->st_dev = makedev(high, low);
	sb->st_ino = (ino_t)ino;
	return true;
}

void
nameless_mapped(struct nameless *f, pid_t pid)
{
	static const char	 gone[] = " (deleted)\n";
	struct stat		 sb;
	char			 path[96], *line = NULL;
	size_t			 cap = 0;
	ssize_t			 n, k = sizeof(gone) - 1;
	uint64_t		 from, to;
	FILE			*fp;

	snprintf(path, sizeof(path), "/proc/%ld/maps", (long)pid);
	if ((fp = fopen(path, "re")) == NULL)
		return;
	while ((n = getline(&line, &cap, fp)) > 0) {
		if (n < k || memcmp(line + n - k, gone, (size_t)k) != 0 ||
		    !read_mapping(line, &from, &to, &sb))
			continue;
		snprintf(path, sizeof(path), "/proc/%ld/map_files/%" PRIx64
		    "-%" PRIx64, (long)pid, from, to);
		if (stat(path, &sb) == -1)
			sb.st_blocks = (blkcnt_t)((to - from) / 512);
		push_file(f, &sb, false);
	}
	free(line);
	fclose(fp);
}

/* A tmpfs in use: its pages, and what the kernel keeps for each file. */
static uint64_t
tmpfs_used(int dir, dev_t *dev)
{
	struct statvfs	 v;
	struct stat	 sb;

	if (dir == -1 || fstatvfs(dir, &v) == -1 || fstat(dir, &sb) == -1)
		return 0;
	*dev = sb.st_dev;
	return (uint64_t)(v.f_blocks - v.f_bfree) * v.f_frsize +
	    (uint64_t)(v.f_files - v.f_ffree) * INODE_BYTES;
}

void
nameless_sum(struct nameless *f, const struct resources_query *q,
    struct resources *u)
{
	size_t	 i;

	for (i = 0; i < 2; i++)
		u->held += tmpfs_used(q->tmpfs[i], &f->tmpfs[i]);
	if (f->n > 1)
		qsort(f->v, f->n, sizeof(*f->v), by_worth);
	for (i = 0; i < f->n; i++) {
		/* The first of a file: an open one, else the longest. */
		if (i > 0 && f->v[i].dev == f->v[i - 1].dev &&
		    f->v[i].ino == f->v[i - 1].ino)
			continue;
		if (f->v[i].dev == q->disk)
			u->disk += f->v[i].bytes;
		else if (major(f->v[i].dev) == 0 &&
		    f->v[i].dev != f->tmpfs[0] &&
		    f->v[i].dev != f->tmpfs[1])
			u->held += f->v[i].bytes;
	}
}

bool
nameless_counted(const struct nameless *f, const char *line)
{
	struct stat	 sb;
	struct nameless_file	 key;
	uint64_t	 from, to;

	if (!read_mapping(line, &from, &to, &sb))
		return false;
	key = (struct nameless_file){ sb.st_dev, sb.st_ino, 0, false };
	return key.dev == f->tmpfs[0] || key.dev == f->tmpfs[1] ||
	    (f->n > 0 && bsearch(&key, f->v, f->n, sizeof(key), by_place) !=
	    NULL);
}
