/*
 * rlimits.h: resource limits of one process, as setrlimit(2) knows them.
 *
 * They are the second line. The first is the watch in run.c, which counts all
 * processes of a run together, and a control group where there is one.
 */
#ifndef HCC_RUN_RLIMITS_H
#define HCC_RUN_RLIMITS_H

#include <stdint.h>

/* 0 is no limit. */
struct rlimits {
	uint64_t	 address;	/* bytes of address space */
	uint64_t	 file;		/* bytes of the largest file */
	uint64_t	 cpu;		/* seconds */
	uint64_t	 tasks;		/* processes and threads of this user */
};

/* The limits that stand behind what a run may use in all. */
void	 limits_derive(struct rlimits *, uint64_t memory, uint64_t disk,
	    double cpu, unsigned processes);
/* Set them for the calling process. Never raises a limit and makes no
 * allocation, so that it may be called between vfork and exec. */
void	 limits_apply(const struct rlimits *);

/* Let the caller run before the processes that it watches, as far as it may:
 * a fork bomb must not starve its monitor. Children do not inherit it. */
void	 limits_first(void);
/* Back to the ordinary. */
void	 limits_ordinary(void);

#endif
