/*
 * limits.h: the resources that a run may use.
 */
#ifndef HCC_RUN_LIMITS_H
#define HCC_RUN_LIMITS_H

#include <stdint.h>
#include <jv.h>

#include "base/err.h"
#include "lua/script.h"

/* Of one run, but for slots and tries. 0 is no limit. */
struct limits {
	double		 time;		/* seconds of wall time */
	double		 grace;		/* seconds from SIGTERM to SIGKILL */
	uint64_t	 memory, output, disk;	/* bytes */
	unsigned	 processes;
	int		 cores;
	int		 slots;		/* runs side by side */
	int		 tries;		/* attempts of a suggestion */
};

/* What the limits are for. */
struct limits_query {
	double	 left, budget;	/* seconds of the task; INFINITY: no limit */
	int	 phase;
	int	 lanes;		/* directions that may run side by side */
	int	 runs;		/* of the phase in all */
	double	 base;		/* seconds of what they are built on; 0: none */
};

/* The slots of exec.lua, or one for each core. */
int		 limits_slots(struct script *exec);
/* From exec.lua and from this machine. HCC_CONFIG: exec.lua is wrong. */
enum hcc_status	 limits_compute(struct script *exec,
		    const struct limits_query *, struct limits *,
		    struct hcc_err *);
/* The time limit of an attempt that begins now, with `left` seconds for it
 * (INFINITY: no limit), after `timeouts` that ran out of time; 0: it is not
 * begun. */
double		 limits_begin(struct script *exec, const struct limits *,
		    double left, double base, int timeouts);
/* Put what a brain is told of them (cores, slots, limit) into its input
 * (consumed); returns it. */
jv		 limits_tell(const struct limits *, jv input);

#endif
