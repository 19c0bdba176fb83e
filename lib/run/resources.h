/*
 * resources.h: what a tree of processes, and a directory, use right now.
 *
 * A tree is a process and its descendants as /proc/PID/task/TID/children
 * tells them; whoever asks must be able to see them. Depth 0 is the root of
 * the tree, its children are at depth 1.
 */
#ifndef HCC_RUN_RESOURCES_H
#define HCC_RUN_RESOURCES_H

#include <sys/types.h>
#include <stdbool.h>
#include <stdint.h>

struct resources {
	unsigned	 processes;	/* zombies left out */
	uint64_t	 memory;	/* resident bytes */
	double		 cpu_s;		/* with what was waited for */
};

/* Sum over the tree from depth `from` on; CPU over all of it. Shared pages
 * count once for each process that has them, unless `exact`: then each has
 * its part of them (PSS), which is slow to find out. Counting ends behind
 * `most` processes (0: never), so that a fork bomb cannot delay it. */
void	 resources_tree(pid_t root, int from, bool exact, unsigned most,
	    struct resources *);
/* Send a signal to each process from depth `from` on. Returns how many. */
unsigned resources_signal(pid_t root, int from, int sig);
/* Bytes on disk below a directory; an entry counts as 4096 at least. Stops
 * soon after `enough`. UINT64_MAX: nested too deep to be honest. */
uint64_t resources_disk(int dir, uint64_t enough);

#endif
