/*
 * rlimits.c: the rlimits that back up the watch.
 *
 * They catch what happens between two looks: one enormous allocation, one
 * enormous file. None of them counts a run as a whole, so each is set wider
 * than the limit that the user gave.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include "run/rlimits.h"
#include "run/soon.h"

#define GIB	((uint64_t)1 << 30)

/* Every task on this machine: the fourth field of /proc/loadavg is
 * "running/all". 0 if that cannot be read. */
static uint64_t
all_tasks(void)
{
	char	 line[128], *slash;
	ssize_t	 n;
	int	 fd;

	if ((fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC)) == -1)
		return 0;
	n = read(fd, line, sizeof(line) - 1);
	close(fd);
	if (n <= 0)
		return 0;
	line[n] = '\0';
	slash = strchr(line, '/');
	return slash == NULL ? 0 : strtoull(slash + 1, NULL, 10);
}

void
limits_derive(struct rlimits *l, uint64_t memory, uint64_t disk, double cpu,
    unsigned processes)
{
	uint64_t	 others;

	memset(l, 0, sizeof(*l));
	/* Threads reserve stacks and arenas that they never touch. */
	if (memory > 0)
		l->address = memory + (memory > 4 * GIB ? memory : 4 * GIB);
	l->file = disk;
	if (cpu > 0)
		l->cpu = (uint64_t)ceil(cpu) + 1;
	/* The kernel counts the user's other tasks too, and does not count
	 * for root at all; a thread is a task, so leave room for those. */
	if (processes > 0 && (others = all_tasks()) > 0)
		l->tasks = others + 64 + (uint64_t)processes * 16;
}

static void
lower(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	struct rlimit	 r;

	if (getrlimit(what, &r) == -1)
		return;
	if (r.rlim_max == RLIM_INFINITY || hard < r.rlim_max)
		r.rlim_max = hard;
	r.rlim_cur = soft < r.rlim_max ? soft : r.rlim_max;
	(void)setrlimit(what, &r);
}

void
limits_apply(const struct rlimits *l)
{
	lower(RLIMIT_CORE, 0, 0);
	if (l->address > 0)
		lower(RLIMIT_AS, l->address, l->address);
	if (l->file > 0)
		lower(RLIMIT_FSIZE, l->file, l->file);
	/* A second between SIGXCPU and SIGKILL. */
	if (l->cpu > 0)
		lower(RLIMIT_CPU, l->cpu, l->cpu + 1);
	if (l->tasks > 0)
		lower(RLIMIT_NPROC, l->tasks, l->tasks);
}

void
limits_first(void)
{
	struct sched_param	 p = { .sched_priority = 1 };

	if (sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &p) == 0)
		return;
	p.sched_priority = 0;
	if (sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &p) ==
	    0 && setpriority(PRIO_PROCESS, 0, -20) == -1)
		run_soon();
}

void
limits_ordinary(void)
{
	struct sched_param	 p = { .sched_priority = 0 };

	/* Only root may take the flag for children back; it does no harm. */
	if (sched_setscheduler(0, SCHED_OTHER, &p) == -1)
		(void)sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK,
		    &p);
	if (getpriority(PRIO_PROCESS, 0) < 0)
		(void)setpriority(PRIO_PROCESS, 0, 0);
}
