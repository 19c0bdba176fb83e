/*
 * slots.h: limit how many requests all processes of a user have under way at
 * once, and pause all of them after a rate limit.
 *
 * DIR/slot.N are locked with flock(2) by processes with a request under way;
 * the kernel gives a lock back when its holder dies. DIR/pause.SERVER is an
 * empty file whose modification time, in the future, is when requests to that
 * server may go on.
 */
#ifndef HCC_LLM_SLOTS_H
#define HCC_LLM_SLOTS_H

#include "base/err.h"

#define SLOTS_PAUSE_MAX	60	/* seconds; then a request is tried again */

/* Take one of `parallel` slots without waiting; the caller closes *fd to
 * give it back. HCC_AGAIN: all are taken. */
enum hcc_status	 slots_acquire(int dir, int parallel, int *fd,
		    struct hcc_err *);
/* Make all requests to `server` (a URL, of which scheme, host and port count)
 * wait so long, if that can be written. A longer pause stays. */
void		 slots_pause(int dir, const char *server, double seconds);
/* Seconds until requests to the server may go on; 0: now. */
double		 slots_paused(int dir, const char *server);

#endif
