/*
 * pool.h: jobs in forked children. Lanes run side by side, as many as there
 * are slots; the jobs of one lane run in order. SIGINT, SIGTERM and SIGHUP
 * stop everything: no job is started any more and stop_fd becomes readable
 * in the children, also when the parent is killed.
 */
#ifndef HCC_BASE_POOL_H
#define HCC_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct pool {
	int	 slots;
	size_t	 nlanes;
	/* In the parent: take the next job of a lane, or say that it has none
	 * (it is asked again whenever a job has ended). */
	bool	 (*next)(void *ctx, size_t lane);
	/* In the child: do the job; the return value is its exit status. */
	int	 (*work)(void *ctx, size_t lane, int stop_fd);
	/* In the parent: it has ended (`status`: exit status, or 128 + the
	 * signal). false: start nothing more. */
	bool	 (*done)(void *ctx, size_t lane, int status);
	void	*ctx;
};

/* Returns when no child runs and no lane has more. HCC_AGAIN: stopped by a
 * signal, whose number is in *sig (may be NULL). */
enum hcc_status	 pool_run(struct pool *, int *sig, struct hcc_err *);
/* In a child whose stop_fd is readable: was the parent killed? Then nobody
 * holds what it held, a lock say, for us. */
bool		 pool_orphaned(int stop_fd);

#endif
