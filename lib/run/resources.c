/*
 * resources.c: what a tree of processes uses right now.
 *
 * It changes, and may be hostile, while it is looked at: a process that is gone
 * counts nothing.
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

#include "base/clock.h"
#include "base/mem.h"
#include "run/nameless.h"

#define RECOUNT		0.05	/* seconds */
#define DEAD		1024	/* members that may be dead besides */

struct member {
	pid_t		 pid;
	int		 depth;
	bool		 counts;
	uint64_t	 pages;		/* resident */
};

/* The tree in breadth-first order; grows while it is walked. */
struct walk {
	struct member	*v;
	size_t		 n;
	size_t		 cap;
	size_t		 enough;	/* members; 0: all */
};

bool
resources_read(const char *path, char *to, size_t size)
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
bool
resources_stat(pid_t pid, struct stat_line *s)
{
	unsigned long	 t[4];
	char		 path[64], text[1024], *p;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	if (!resources_read(path, text, sizeof(text)) ||
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
	grow(&w->v, &w->cap, w->n + 1, sizeof(*w->v));
	w->v[w->n++] = (struct member){ .pid = pid, .depth = depth };
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
	while ((w->enough == 0 || w->n < w->enough) &&
	    (n = read(fd, text, sizeof(text))) > 0)
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

/* The proportional part of a process in what is resident, without files that
 * have been counted; `other` when the kernel does not tell us. */
static uint64_t
proportional(pid_t pid, const struct nameless *f, uint64_t other)
{
	char		 path[64], *line = NULL;
	size_t		 cap = 0;
	uint64_t	 kib, sum = 0;
	bool		 skip = false;
	FILE		*fp;

	snprintf(path, sizeof(path), "/proc/%ld/smaps", (long)pid);
	if ((fp = fopen(path, "re")) == NULL)
		return other;
	while (getline(&line, &cap, fp) > 0)
		/* The name of a member begins with a capital letter. */
		if (line[0] < 'A' || line[0] > 'Z')
			skip = nameless_counted(f, line);
		else if (!skip &&
		    sscanf(line, "Pss: %" SCNu64, &kib) == 1)
			sum += kib;
	free(line);
	fclose(fp);
	return sum * 1024;
}

/* Look at one member and put its children behind the others. */
static void
look(struct walk *w, struct member *m, const struct resources_query *q,
    struct resources *u)
{
	struct stat_line	 s;

	if (!resources_stat(m->pid, &s))
		return;
	u->cpu_s += s.cpu_s;
	if (m->depth >= q->from && s.state != 'Z' && s.state != 'X') {
		m->counts = true;
		m->pages = s.pages > 0 ? (uint64_t)s.pages : 0;
		if (u->processes++ == 0)
			u->first = m->pid;
	}
	expand(w, *m, s.threads);
}

/* All members, or as many as are too many. */
static void
look_all(struct walk *w, const struct resources_query *q, struct resources *u)
{
	struct member	 m;
	size_t		 i;

	memset(u, 0, sizeof(*u));
	*w = (struct walk){ NULL, 0, 0, 0 };
	if (q->most > 0)
		w->enough = DEAD + (size_t)q->most * 16;
	push(w, q->root, 0);
	if (q->grafted > 0)
		push(w, q->grafted, q->from - 1);
	for (i = 0; i < w->n && (q->most == 0 || u->processes <= q->most);
	    i++) {
		m = w->v[i];
		look(w, &m, q, u);
		w->v[i] = m;
	}
}

/* What a process has mapped can be read when it does not fork; one of a fork
 * bomb waits long for the processor, and we for it. So they are counted again
 * now and then. */
static bool
too_many(const struct resources_query *q, double *counted)
{
	struct resources	 u;
	struct walk		 w;

	if (q->most == 0 || clock_steady() - *counted < RECOUNT)
		return false;
	look_all(&w, q, &u);
	free(w.v);
	*counted = clock_steady();
	return u.processes > q->most;
}

/* What the members hold. False: meanwhile they are too many. */
static bool
look_inside(const struct walk *w, const struct resources_query *q,
    struct nameless *f, struct resources *u)
{
	double	 counted = clock_steady();
	size_t	 i;

	for (i = 0; q->files && i < w->n; i++) {
		if (!w->v[i].counts)
			continue;
		if (too_many(q, &counted))
			return false;
		u->hidden |= !nameless_open(f, w->v[i].pid, q->mapped ?
		    &u->in_flight : NULL);
		if (q->mapped)
			nameless_mapped(f, w->v[i].pid);
	}
	if (q->files)
		nameless_sum(f, q, u);
	return true;
}

/* What is resident of them. */
static bool
sum_memory(const struct walk *w, const struct resources_query *q,
    const struct nameless *f, struct resources *u)
{
	uint64_t	 rss, page = (uint64_t)sysconf(_SC_PAGESIZE);
	double		 counted = clock_steady();
	size_t		 i;

	for (i = 0; i < w->n; i++) {
		if (!w->v[i].counts)
			continue;
		if (q->exact && too_many(q, &counted))
			return false;
		rss = w->v[i].pages * page;
		u->memory += q->exact ? proportional(w->v[i].pid, f, rss) :
		    rss;
	}
	return true;
}

void
resources_tree(const struct resources_query *q, struct resources *u)
{
	struct walk	 w;
	struct nameless	 f = { NULL, 0, 0, { 0, 0 } };

	look_all(&w, q, u);
	u->cpu_s = u->cpu_s > q->cpu_before ? u->cpu_s - q->cpu_before : 0;
	/* Too many are told at once. */
	if (q->most == 0 || u->processes <= q->most)
		if (!look_inside(&w, q, &f, u) || !sum_memory(&w, q, &f, u))
			u->processes = q->most + 1;
	free(w.v);
	free(f.v);
}

uint64_t
resources_shared(void)
{
	char	 text[4096], *p;

	if (!resources_read("/proc/meminfo", text, sizeof(text)) ||
	    (p = strstr(text, "\nShmem:")) == NULL)
		return 0;
	return (uint64_t)strtoull(p + strlen("\nShmem:"), NULL, 10) * 1024;
}

unsigned
resources_signal(pid_t root, int from, int to, int sig)
{
	struct walk		 w = { NULL, 0, 0, 0 };
	struct stat_line	 s;
	unsigned		 sent = 0;
	size_t			 i;

	push(&w, root, 0);
	for (i = 0; i < w.n; i++) {
		if (!resources_stat(w.v[i].pid, &s))
			continue;
		if (w.v[i].depth != to)
			expand(&w, w.v[i], s.threads);
		if (w.v[i].depth >= from && kill(w.v[i].pid, sig) == 0)
			sent++;
	}
	free(w.v);
	return sent;
}
