/*
 * resources.c: what a tree of processes, and a directory, use right now.
 *
 * Everything here looks at something that changes, and that may be hostile,
 * while it is looked at: a process that is gone counts nothing, links are
 * not followed, and the depth of directories is bounded.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "run/resources.h"

#define MAX_NESTING	64
#define ENTRY_BYTES	4096
#define INODE_BYTES	1024	/* about, of a file in memory */
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

/* Files without a name, and the devices of the tmpfs. */
struct file {
	dev_t		 dev;
	ino_t		 ino;
	uint64_t	 bytes;
	bool		 open;		/* bytes are all that it holds */
};
struct files {
	struct file	*v;
	size_t		 n;
	size_t		 cap;
	dev_t		 tmpfs[2];
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

static int
by_place(const void *a, const void *b)
{
	const struct file	*x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return (x->ino > y->ino) - (x->ino < y->ino);
}

static int
by_worth(const void *a, const void *b)
{
	const struct file	*x = a, *y = b;
	int			 r = by_place(a, b);

	if (r != 0)
		return r;
	if (x->open != y->open)
		return x->open ? -1 : 1;
	return (x->bytes < y->bytes) - (x->bytes > y->bytes);
}

static void
push_file(struct files *f, const struct stat *sb, bool open)
{
	grow(&f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n++] = (struct file){ sb->st_dev, sb->st_ino,
	    (uint64_t)sb->st_blocks * 512, open };
}

/* How many descriptors wait in a socket (Linux 5.10 tells). */
static unsigned
in_flight(pid_t pid, const char *fd)
{
	char	 path[64], text[1024], *p;

	snprintf(path, sizeof(path), "/proc/%ld/fdinfo/%.20s", (long)pid, fd);
	if (!proc_read(path, text, sizeof(text)) ||
	    (p = strstr(text, "scm_fds:")) == NULL)
		return 0;
	return (unsigned)strtoul(p + strlen("scm_fds:"), NULL, 10);
}

/* Add the files without a name that a process has open and, with `flying`,
 * count those in its sockets. False: we may not see them, and it is not on its
 * way out either. */
static bool
push_files(struct files *f, pid_t pid, unsigned *flying)
{
	struct stat_line	 s;
	struct dirent		*d;
	struct stat		 sb;
	DIR			*dp;
	char			 path[64];

	snprintf(path, sizeof(path), "/proc/%ld/fd", (long)pid);
	if ((dp = opendir(path)) == NULL)
		return (errno != EACCES && errno != EPERM) ||
		    !read_stat(pid, &s) || s.pages == 0;
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

/* Add the files without a name that a process has mapped. */
static void
push_mapped(struct files *f, pid_t pid)
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

/* Sum what files hold, each file once; f stays sorted. */
static void
sum_files(struct files *f, const struct resources_query *q,
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

/* Does a mapping show a file that has been counted? */
static bool
is_counted(const struct files *f, const char *line)
{
	struct stat	 sb;
	struct file	 key;
	uint64_t	 from, to;

	if (!read_mapping(line, &from, &to, &sb))
		return false;
	key = (struct file){ sb.st_dev, sb.st_ino, 0, false };
	return key.dev == f->tmpfs[0] || key.dev == f->tmpfs[1] ||
	    (f->n > 0 && bsearch(&key, f->v, f->n, sizeof(key), by_place) !=
	    NULL);
}

/* The proportional part of a process in what is resident, without files that
 * have been counted; `other` when the kernel does not tell us. */
static uint64_t
proportional(pid_t pid, const struct files *f, uint64_t other)
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
			skip = is_counted(f, line);
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

	if (!read_stat(m->pid, &s))
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
    struct files *f, struct resources *u)
{
	double	 counted = clock_steady();
	size_t	 i;

	for (i = 0; q->files && i < w->n; i++) {
		if (!w->v[i].counts)
			continue;
		if (too_many(q, &counted))
			return false;
		u->hidden |= !push_files(f, w->v[i].pid, q->mapped ?
		    &u->in_flight : NULL);
		if (q->mapped)
			push_mapped(f, w->v[i].pid);
	}
	if (q->files)
		sum_files(f, q, u);
	return true;
}

/* What is resident of them. */
static bool
sum_memory(const struct walk *w, const struct resources_query *q,
    const struct files *f, struct resources *u)
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
	struct files	 f = { NULL, 0, 0, { 0, 0 } };

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

	if (!proc_read("/proc/meminfo", text, sizeof(text)) ||
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
		if (!read_stat(w.v[i].pid, &s))
			continue;
		if (w.v[i].depth != to)
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
		/* No right to look inside must not hide what is there. */
		if ((sb.st_mode & 0500) != 0500 &&
		    fchmodat(dirfd(dp), d->d_name, 0700, 0) == -1)
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
