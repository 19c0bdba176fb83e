/*
 * cgroup.h: control groups of one run, where the system gives us any.
 *
 * Version 2 and the version 1 controllers `memory` and `pids` are used, each
 * where it can be; all of it is optional and nothing here fails. A control
 * group has one manager, so a run's groups are made only below
 *  - the path that the caller names ("/hcc", as /proc/self/cgroup writes it),
 *  - or our own group, if it is the root of its hierarchy, is marked as
 *    delegated, or belongs to our unprivileged user.
 * The path "" turns groups off.
 */
#ifndef HCC_RUN_CGROUP_H
#define HCC_RUN_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

enum { CGROUP_V2, CGROUP_MEMORY, CGROUP_PIDS, CGROUP_N };

struct cgroup {
	int	 base[CGROUP_N];	/* directories that hold ours; -1 */
	int	 dir[CGROUP_N];		/* ours, locked while in use; -1 */
	char	 name[64];
	bool	 memory;		/* the kernel limits memory.. */
	bool	 tasks;			/* ..and the number of tasks */
};

/* Make the groups; remove those that dead runs have left beside them. */
void	 cgroup_open(struct cgroup *, const char *path, uint64_t memory,
	    unsigned tasks);
/* Descriptors of cgroup.procs files; a process that writes "0" to each has
 * joined. At most CGROUP_N; the caller closes them. */
int	 cgroup_join(const struct cgroup *, int *fds);
/* "cgroup v1" or "cgroup v2", for records. */
char	*cgroup_name(const struct cgroup *);
/* The limit that was hit ("memory", "processes") or NULL. */
const char *cgroup_hit(const struct cgroup *);
uint64_t cgroup_peak(const struct cgroup *);	/* bytes; 0: unknown */
/* Kill every member at once. False where the kernel cannot do that. */
bool	 cgroup_kill(const struct cgroup *);
/* Remove the groups. All members must be dead. */
void	 cgroup_close(struct cgroup *);

#endif
