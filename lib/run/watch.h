/*
 * watch.h: what is seen of a run while it goes on, look by look, for exec.lua's
 * hopeless.
 */
#ifndef HCC_RUN_WATCH_H
#define HCC_RUN_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#define WATCH_TAIL	4096	/* bytes of the log's end */
#define WATCH_POINTS	64	/* of the curve; then every second one goes */

struct watch_point {
	double	 seconds, value;
};

struct progress {
	const char	*id;
	double		 seconds, limit;
	double		 cpu;		/* seconds, all processes */
	double		 idle;		/* seconds without output and without
					 * processor time worth the name */
	double		 log_bytes;
	double		 claimed;	/* last metric printed, NAN */
	char		 tail[WATCH_TAIL + 1];
	struct watch_point curve[WATCH_POINTS];	/* of that metric */
	size_t		 npoints;
	char		 why[200];	/* of hopeless, "" until then */
	/* Of the look before. */
	double		 busy_at, busy_cpu, busy_bytes;
};

/* Take note of a look: seconds, cpu, log_bytes and claimed have been set. */
void	 watch_note(struct progress *);

#endif
