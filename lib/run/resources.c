/*
 * resources.c: what a tree of processes, and a directory, use right now.
 *
 * Everything here looks at something that changes, and that may be hostile,
 * while it is looked at: a process that is gone counts nothing, links are
 * not followed, and the depth of directories is bounded.
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "run/resources.h"

#define MAX_NESTING	64
#define ENTRY_BYTES	4096

struct member {
	pid_t	 pid;
	int	 depth;
};

/* The tree in breadth-first order; grows while it is walked. */
struct walk {
	struct member	*v;
	size_t		 n;
	size_t		 cap;
};

struct stat_line {
	char	 state;
	double	 cpu_s;
	long	 threads;
	long	 pages;
};

/* The first bytes of a file in /proc as a string; false if it is gone. */
static bool
proc_read(const char *path, char *to, size_t size)
{
	ssize_t	 n;
	int	 fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = read(fd, to, size - 1);
	close(fd);
	if (n <= 0)
		return false;
	to[n] = '\0';
	return true;
}

/* proc(5): the name in parentheses may hold anything, so count the fields
 * from the last parenthesis: state is 3, utime to cstime 14 to 17, threads
 * 20, resident pages 24. */
static bool
read_stat(pid_t pid, struct stat_line *s)
{
	unsigned long	 t[4];
	char		 path[64], text[1024], *p;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	if (!proc_read(path, text, sizeof(text)) ||
	    (p = strrchr(text, ')')) == NULL)
		return false;
	if (sscanf(p + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
	    "%lu %lu %lu %lu %*d %*d %ld %*d %*u %*u %ld", &s->state, &t[0],
	    &t[1], &t[2], &t[3], &s->threads, &s->pages) != 7)
		return false;
	s->cpu_s = (double)(t[0] + t[1] + t[2] + t[3]) /
	    (double)sysconf(_SC_CLK_TCK);
	return true;
}

static void
push(struct walk *w, pid_t pid, int depth)
{
	if (grow(&w->v, &w->cap, w->n + 1, sizeof(*w->v)))
		w->v[w->n++] = (struct member){ pid, depth };
}

/* The children of one thread: numbers with a blank behind each. A number may
 * be cut where one read ends. */
static void
push_children(struct walk *w, pid_t pid, long tid, int depth)
{
	char	 path[96], text[4096];
	ssize_t	 n, i;
	pid_t	 child = 0;
	int	 fd;

	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", (long)pid,
	    tid);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return;
	while ((n = read(fd, text, sizeof(text))) > 0)
		for (i = 0; i < n; i++)
			if (text[i] >= '0' && text[i] <= '9')
				child = child * 10 + (text[i] - '0');
			else if (child > 0) {
				push(w, child, depth);
				child = 0;
			}
	close(fd);
}

/* Put the children of all threads of one member behind the others. */
static void
expand(struct walk *w, struct member m, long threads)
{
	struct dirent	*d;
	DIR		*dp;
	char		 path[64];

	if (threads <= 1) {
		push_children(w, m.pid, m.pid, m.depth + 1);
		return;
	}
	snprintf(path, sizeof(path), "/proc/%ld/task", (long)m.pid);
	if ((dp = opendir(path)) == NULL)
		return;
	while ((d = readdir(dp)) != NULL)
		if (d->d_name[0] != '.')
			push_children(w, m.pid, atol(d->d_name), m.depth + 1);
	closedir(dp);
}

/* The proportional part of a process in what is resident; `other` when the
 * kernel does not tell us. */
static uint64_t
proportional(pid_t pid, uint64_t other)
{
	char		 path[64], text[2048], *p;
	uint64_t	 kib;

	snprintf(path, sizeof(path), "/proc/%ld/smaps_rollup", (long)pid);
	if (!proc_read(path, text, sizeof(text)) ||
	    (p = strstr(text, "\nPss:")) == NULL ||
	    sscanf(p + 5, "%" SCNu64, &kib) != 1)
		return other;
	return kib * 1024;
}

void
resources_tree(pid_t root, int from, bool exact, unsigned most,
    struct resources *u)
{
	struct walk		 w = { NULL, 0, 0 };
	struct stat_line	 s;
	uint64_t		 rss, page = (uint64_t)sysconf(_SC_PAGESIZE);
	size_t			 i;

	memset(u, 0, sizeof(*u));
	push(&w, root, 0);
	for (i = 0; i < w.n && (most == 0 || u->processes <= most); i++) {
		if (!read_stat(w.v[i].pid, &s))
			continue;
		expand(&w, w.v[i], s.threads);
		u->cpu_s += s.cpu_s;
		if (w.v[i].depth < from)
			continue;
		if (s.state == 'Z' || s.state == 'X')
			continue;
		rss = s.pages > 0 ? (uint64_t)s.pages * page : 0;
		u->memory += exact ? proportional(w.v[i].pid, rss) : rss;
		u->processes++;
	}
	free(w.v);
}

unsigned
resources_signal(pid_t root, int from, int sig)
{
	struct walk		 w = { NULL, 0, 0 };
	struct stat_line	 s;
	unsigned		 sent = 0;
	size_t			 i;

	push(&w, root, 0);
	for (i = 0; i < w.n; i++) {
		if (!read_stat(w.v[i].pid, &s))
			continue;
		expand(&w, w.v[i], s.threads);
		if (w.v[i].depth >= from && kill(w.v[i].pid, sig) == 0)
			sent++;
	}
	free(w.v);
	return sent;
}

static uint64_t
disk_below(int fd, int nesting, uint64_t enough)
{
	struct dirent	*d;
	struct stat	 sb;
	DIR		*dp;
	uint64_t	 sum = 0, sub, used;
	int		 child;

	if ((dp = fdopendir(fd)) == NULL) {
		close(fd);
		return 0;
	}
	while (sum <= enough && (d = readdir(dp)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		if (fstatat(dirfd(dp), d->d_name, &sb,
		    AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		used = (uint64_t)sb.st_blocks * 512;
		sum += used > ENTRY_BYTES ? used : ENTRY_BYTES;
		if (!S_ISDIR(sb.st_mode))
			continue;
		child = openat(dirfd(dp), d->d_name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (child == -1)
			continue;
		sub = nesting >= MAX_NESTING ? UINT64_MAX :
		    disk_below(child, nesting + 1,
		    sum < enough ? enough - sum : 0);
		if (nesting >= MAX_NESTING)
			close(child);
		sum = sub > UINT64_MAX - sum ? UINT64_MAX : sum + sub;
	}
	closedir(dp);
	return sum;
}

uint64_t
resources_disk(int dir, uint64_t enough)
{
	int	 fd;

	fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd == -1 ? 0 : disk_below(fd, 0, enough);
}
