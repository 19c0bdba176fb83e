/*
 * resources.h: what a tree of processes uses right now.
 *
 * A tree is a process and its descendants in /proc/PID/task/TID/children; the
 * caller must be able to see them. Depth 0 is the root of
 * the tree, its children are at depth 1.
 */
#ifndef HCC_RUN_RESOURCES_H
#define HCC_RUN_RESOURCES_H

#include <sys/types.h>
#include <stdbool.h>
#include <stdint.h>

struct resources {
	unsigned	 processes;	/* zombies left out */
	pid_t		 first;		/* one of them; 0: none */
	uint64_t	 memory;	/* bytes that are resident */
	uint64_t	 held;		/* bytes of files in memory */
	uint64_t	 disk;		/* bytes on disk, of files without
					 * name */
	unsigned	 in_flight;	/* descriptors that wait in a socket */
	bool		 hidden;	/* one does not let us look into it */
	double		 cpu_s;		/* with what was waited for */
};

struct resources_query {
	pid_t	 root;		/* of the tree */
	pid_t	 grafted;	/* 0, or a process whose children count as being
				 * at the depth `from` */
	double	 cpu_before;	/* seconds that are not of this run */
	int	 from;		/* processes count from this depth on */
	unsigned most;		/* do not look behind this many; 0: all, so that
				 * a fork bomb cannot delay us */
	bool	 exact;		/* see below */
	bool	 files;		/* count `held` and `disk`, else they are 0 */
	bool	 mapped;	/* count what is mapped and no longer open, and
				 * `in_flight` */
	dev_t	 disk;		/* where files without a name count as disk */
	int	 tmpfs[2];	/* directories, or -1: file systems in memory */
};

/* Sum over the tree from depth `from` on; CPU over all of it. Files without a
 * name count through the descriptors that hold them, each once: as disk on
 * that device, else as memory, unless they are in one of the tmpfs, which
 * count whole. With `mapped` those count too that have been closed: as much
 * as is mapped of them, and whole where we may ask (as root). What a descriptor
 * in flight holds nobody tells: resources_shared() tells how much all that has
 * no name holds on the machine. Pages that are shared count once for each
 * process that has them, unless `exact`: then each has its part (PSS), which
 * is slow to find out, and what is held by files is not counted again. */
void	 resources_tree(const struct resources_query *, struct resources *);
/* Bytes of files in memory on the whole machine. */
uint64_t resources_shared(void);
/* Send a signal to each process at the depths `from` to `to` (-1: all from
 * there on). Returns how many. */
unsigned resources_signal(pid_t root, int from, int to, int sig);

#endif
