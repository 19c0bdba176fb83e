/*
 * progress.h: observations of a run while it goes on; exec.lua's function
 * hopeless decides from them whether the run is stopped.
 */
#ifndef HCC_RUN_PROGRESS_H
#define HCC_RUN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#define PROGRESS_TAIL	4096	/* bytes of the log's end */
#define PROGRESS_POINTS	64	/* of the curve; then every second one goes */

struct progress_point {
	double	 seconds, value;
};

struct progress {
	const char	*id;
	char		*gpu;		/* borrowed; NULL: none */
	double		 seconds, limit;
	double		 cpu;		/* seconds, all processes */
	double		 memory;	/* bytes */
	double		 busy;		/* cores used since the look before */
	double		 share;		/* of its work, by its log; NAN */
	double		 idle;		/* seconds without output and without
					 * processor time worth the name */
	double		 log_bytes;
	double		 claimed;	/* last metric printed, NAN */
	char		 tail[PROGRESS_TAIL + 1];
	struct progress_point curve[PROGRESS_POINTS];	/* of that metric */
	size_t		 npoints;
	char		 why[200];	/* of hopeless, "" until then */
	/* Of the look before. */
	double		 busy_at, busy_cpu, busy_bytes;
	double		 seen_at, seen_cpu;
};

/* Take note of a look: seconds, cpu, log_bytes, claimed and tail have been
 * set. */
void	 progress_note(struct progress *);

#endif
