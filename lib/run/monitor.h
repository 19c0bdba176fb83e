/*
 * monitor.h: decide whether a run must end, and why.
 *
 * The monitor looks at what a run uses and compares it with its run_spec; it
 * ends nothing itself. Times are seconds of CLOCK_MONOTONIC since the start.
 */
#ifndef HCC_RUN_MONITOR_H
#define HCC_RUN_MONITOR_H

#include <sys/types.h>
#include <stdbool.h>
#include <stdint.h>

#include "run/cgroup.h"
#include "run/resources.h"
#include "run/run.h"

enum monitor_verdict {
	MON_GO,
	MON_TERM,	/* ask it to end, then give it grace_s */
	MON_KILL	/* end it now: waiting would do harm */
};

struct monitor {
	const struct run_spec	*spec;
	const struct cgroup	*cgroup;
	struct resources_query	 tree;		/* its root is the supervisor */
	int			 log;
	const char		*limit;		/* the first that was hit */
	pid_t			 first;		/* a process that this look saw;
						 * 0: none. Later its number may
						 * be that of another */
	double			 cpu_s;		/* the last that was seen */
	uint64_t		 memory;	/* the last.. */
	uint64_t		 peak;		/* ..and the most */
	uint64_t		 held;		/* bytes of files in memory.. */
	uint64_t		 nameless;	/* ..and without a name on
						 * disk */
	bool			 hidden, in_flight;
	uint64_t		 shared, free;	/* of the machine and of the
						 * file system, at the start */
	uint64_t		 log_size;
	double			 printed;	/* when it first had; 0: not
						 * yet */
	uint64_t		 free_floor;	/* of the file system, bytes */
	double			 looked;	/* when, and when again */
	double			 next_look;
	double			 next_disk;
	double			 next_files, next_mapped;
	double			 next_tick;
};

void		 monitor_open(struct monitor *, const struct run_spec *,
		    const struct cgroup *, int log);
void		 monitor_close(struct monitor *);
/* Look at everything that is due. Sets `limit` unless it is set. */
enum monitor_verdict	 monitor_look(struct monitor *, double now);
/* The same when the program is dead: what it has left behind. */
void		 monitor_last_look(struct monitor *);
/* When to look again. */
double		 monitor_next(const struct monitor *);

#endif
