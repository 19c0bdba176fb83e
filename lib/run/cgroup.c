/*
 * cgroup.c: control groups of one run.
 *
 * A run's group is a directory `hcc-PID-TIME` in each hierarchy. Its maker
 * holds a flock(2) on it; a group whose lock can be taken is what a killed run
 * has left, and the next run in the same place kills its members and removes
 * it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "run/cgroup.h"

#define PREFIX	"hcc-"

/* The first bytes of a small file as a string; NULL when there is none. */
static char *
peek(int dir, const char *name, char *to, size_t size)
{
	ssize_t	 n;
	int	 fd;

	if ((fd = openat(dir, name, O_RDONLY | O_CLOEXEC)) == -1)
		return NULL;
	n = read(fd, to, size - 1);
	close(fd);
	if (n < 0)
		return NULL;
	to[n] = '\0';
	return to;
}

static bool
poke(int dir, const char *name, const char *text)
{
	ssize_t	 n;
	int	 fd;

	if ((fd = openat(dir, name, O_WRONLY | O_CLOEXEC)) == -1)
		return false;
	n = write(fd, text, strlen(text));
	close(fd);
	return n == (ssize_t)strlen(text);
}

static bool
poke_number(int dir, const char *name, uint64_t value)
{
	char	 text[32];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	return poke(dir, name, text);
}

/* The number behind `key` and a blank ("" reads the first number). */
static uint64_t
number(int dir, const char *name, const char *key)
{
	char		 text[4096], *p, *save;
	size_t		 n = strlen(key);

	if (peek(dir, name, text, sizeof(text)) == NULL)
		return 0;
	if (n == 0)
		return strtoull(text, NULL, 10);
	for (p = strtok_r(text, "\n", &save); p != NULL;
	    p = strtok_r(NULL, "\n", &save))
		if (strncmp(p, key, n) == 0 && p[n] == ' ')
			return strtoull(p + n, NULL, 10);
	return 0;
}

/* Where the hierarchies are mounted by convention; version 2 lies beside the
 * others on a system that has both. */
static const char *
mount_of(int which)
{
	if (which == CGROUP_MEMORY)
		return "/sys/fs/cgroup/memory";
	if (which == CGROUP_PIDS)
		return "/sys/fs/cgroup/pids";
	return access("/sys/fs/cgroup/cgroup.procs", F_OK) == 0 ?
	    "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
}

/* Our own path in a hierarchy. A line of /proc/self/cgroup is
 * "NUMBER:controller,controller:/path", with no controller in version 2. */
static bool
own_path(int which, char *path, size_t size)
{
	static const char *const controller[] = {
		[CGROUP_V2] = "", [CGROUP_MEMORY] = "memory",
		[CGROUP_PIDS] = "pids",
	};
	char	 text[4096], *line, *save, *name, *end;

	if (peek(AT_FDCWD, "/proc/self/cgroup", text, sizeof(text)) == NULL)
		return false;
	for (line = strtok_r(text, "\n", &save); line != NULL;
	    line = strtok_r(NULL, "\n", &save)) {
		if ((name = strchr(line, ':')) == NULL ||
		    (end = strchr(++name, ':')) == NULL)
			continue;
		*end = '\0';
		if (strcmp(name, controller[which]) == 0)
			return snprintf(path, size, "%s", end + 1) < (int)size;
	}
	return false;
}

static bool
delegated(int fd, const char *path)
{
	struct stat	 sb;
	char		 mark[8];

	if (strcmp(path, "/") == 0 ||
	    fgetxattr(fd, "user.delegate", mark, sizeof(mark)) > 0 ||
	    fgetxattr(fd, "trusted.delegate", mark, sizeof(mark)) > 0)
		return true;
	return geteuid() != 0 && fstat(fd, &sb) == 0 &&
	    sb.st_uid == geteuid();
}

static int
open_base(int which, const char *path)
{
	char	 own[2048], full[4096];
	int	 fd;

	if (path == NULL && !own_path(which, own, sizeof(own)))
		return -1;
	snprintf(full, sizeof(full), "%s/%s", mount_of(which),
	    path == NULL ? own : path);
	fd = open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd != -1 && path == NULL && !delegated(fd, own)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static void
kill_members(int dir)
{
	char	 text[4096], *p, *save;
	int	 round;

	if (poke(dir, "cgroup.kill", "1"))
		return;
	for (round = 0; round < 100; round++) {
		if (peek(dir, "cgroup.procs", text, sizeof(text)) == NULL ||
		    text[0] == '\0')
			return;
		for (p = strtok_r(text, "\n", &save); p != NULL;
		    p = strtok_r(NULL, "\n", &save))
			/* 0 is a member that we cannot see. */
			if (atoi(p) > 1)
				(void)kill(atoi(p), SIGKILL);
	}
}

/* The last member may still be on its way out. */
static void
remove_group(int base, const char *name)
{
	static const struct timespec	 pause = { 0, 1000000 };
	int				 i;

	for (i = 0; i < 200; i++) {
		if (unlinkat(base, name, AT_REMOVEDIR) == 0)
			return;
		(void)nanosleep(&pause, NULL);
	}
}

/* Groups of runs whose supervisor is gone. */
static void
sweep(int base)
{
	struct dirent	*d;
	DIR		*dp;
	int		 fd;

	if ((fd = openat(base, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return;
	if ((dp = fdopendir(fd)) == NULL) {
		close(fd);
		return;
	}
	while ((d = readdir(dp)) != NULL) {
		if (!text_starts(d->d_name, PREFIX))
			continue;
		fd = openat(base, d->d_name,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1)
			continue;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			kill_members(fd);
			remove_group(base, d->d_name);
		}
		close(fd);
	}
	closedir(dp);
}

static int
open_group(int base, const char *name)
{
	int	 fd;

	if (mkdirat(base, name, 0755) == -1)
		return -1;
	fd = openat(base, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Between mkdir and flock a sweeper may have removed it. */
	if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    faccessat(fd, "cgroup.procs", W_OK, AT_EACCESS) == 0)
		return fd;
	if (fd != -1)
		close(fd);
	(void)unlinkat(base, name, AT_REMOVEDIR);
	return -1;
}

static void
set_limits(struct cgroup *c, uint64_t memory, unsigned tasks)
{
	int	*dir = c->dir;

	if (memory > 0 && dir[CGROUP_V2] != -1 &&
	    poke_number(dir[CGROUP_V2], "memory.max", memory)) {
		(void)poke(dir[CGROUP_V2], "memory.swap.max", "0");
		(void)poke(dir[CGROUP_V2], "memory.oom.group", "1");
		c->memory = true;
	}
	if (memory > 0 && dir[CGROUP_MEMORY] != -1 && poke_number(
	    dir[CGROUP_MEMORY], "memory.limit_in_bytes", memory)) {
		(void)poke_number(dir[CGROUP_MEMORY],
		    "memory.memsw.limit_in_bytes", memory);
		c->memory = true;
	}
	if (tasks > 0 && dir[CGROUP_V2] != -1 &&
	    poke_number(dir[CGROUP_V2], "pids.max", tasks))
		c->tasks = true;
	if (tasks > 0 && dir[CGROUP_PIDS] != -1 &&
	    poke_number(dir[CGROUP_PIDS], "pids.max", tasks))
		c->tasks = true;
}

/* Can groups below here limit memory? */
static bool
counts_memory(int which, int base)
{
	char	 text[1024];

	if (which == CGROUP_V2)
		return peek(base, "cgroup.controllers", text,
		    sizeof(text)) != NULL && strstr(text, "memory") != NULL;
	return which == CGROUP_MEMORY;
}

/* Find where the groups go. False: there is nothing to gain. To join a group
 * takes the kernel some 10 ms, and all but the memory limit can be had
 * without: so unless we were told where, it has to be for memory. */
static bool
open_bases(struct cgroup *c, const char *path, uint64_t memory,
    unsigned tasks)
{
	bool	 gain = false;
	int	 i;

	for (i = 0; i < CGROUP_N; i++) {
		if ((i == CGROUP_MEMORY && memory == 0) ||
		    (i == CGROUP_PIDS && tasks == 0))
			continue;
		if ((c->base[i] = open_base(i, path)) == -1)
			continue;
		if (path != NULL || (memory > 0 &&
		    counts_memory(i, c->base[i])))
			gain = true;
	}
	return gain;
}

void
cgroup_open(struct cgroup *c, const char *path, uint64_t memory,
    unsigned tasks)
{
	struct timespec	 now;
	int		 i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < CGROUP_N; i++)
		c->base[i] = c->dir[i] = -1;
	if ((path != NULL && *path == '\0') || (memory == 0 && tasks == 0))
		return;
	if (!open_bases(c, path, memory, tasks)) {
		cgroup_close(c);
		return;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(c->name, sizeof(c->name), PREFIX "%ld-%lld.%09ld",
	    (long)getpid(), (long long)now.tv_sec, now.tv_nsec);
	for (i = 0; i < CGROUP_N; i++) {
		if (c->base[i] == -1)
			continue;
		sweep(c->base[i]);
		if (i == CGROUP_V2 && !poke(c->base[i],
		    "cgroup.subtree_control", "+memory +pids"))
			(void)poke(c->base[i], "cgroup.subtree_control",
			    "+pids");
		c->dir[i] = open_group(c->base[i], c->name);
	}
	set_limits(c, memory, tasks);
}

int
cgroup_join(const struct cgroup *c, int *fds)
{
	int	 i, n = 0;

	for (i = 0; i < CGROUP_N; i++) {
		if (c->dir[i] == -1)
			continue;
		fds[n] = openat(c->dir[i], "cgroup.procs",
		    O_WRONLY | O_CLOEXEC);
		if (fds[n] != -1)
			n++;
	}
	return n;
}

char *
cgroup_name(const struct cgroup *c)
{
	static char	 v1[] = "cgroup v1", v2[] = "cgroup v2";

	return c->dir[CGROUP_V2] != -1 ? v2 : v1;
}

const char *
cgroup_hit(const struct cgroup *c)
{
	if (c->memory && c->dir[CGROUP_V2] != -1 &&
	    number(c->dir[CGROUP_V2], "memory.events", "oom_kill") > 0)
		return "memory";
	if (c->memory && c->dir[CGROUP_MEMORY] != -1 &&
	    number(c->dir[CGROUP_MEMORY], "memory.oom_control",
	    "oom_kill") > 0)
		return "memory";
	if (c->tasks && c->dir[CGROUP_V2] != -1 &&
	    number(c->dir[CGROUP_V2], "pids.events", "max") > 0)
		return "processes";
	if (c->tasks && c->dir[CGROUP_PIDS] != -1 &&
	    number(c->dir[CGROUP_PIDS], "pids.events", "max") > 0)
		return "processes";
	return NULL;
}

uint64_t
cgroup_peak(const struct cgroup *c)
{
	if (c->memory && c->dir[CGROUP_V2] != -1)
		return number(c->dir[CGROUP_V2], "memory.peak", "");
	if (c->memory && c->dir[CGROUP_MEMORY] != -1)
		return number(c->dir[CGROUP_MEMORY],
		    "memory.max_usage_in_bytes", "");
	return 0;
}

bool
cgroup_kill(const struct cgroup *c)
{
	return c->dir[CGROUP_V2] != -1 &&
	    poke(c->dir[CGROUP_V2], "cgroup.kill", "1");
}

void
cgroup_close(struct cgroup *c)
{
	int	 i;

	for (i = 0; i < CGROUP_N; i++) {
		if (c->dir[i] != -1) {
			remove_group(c->base[i], c->name);
			close(c->dir[i]);
		}
		if (c->base[i] != -1)
			close(c->base[i]);
		c->base[i] = c->dir[i] = -1;
	}
}
