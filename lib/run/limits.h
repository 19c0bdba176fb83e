/*
 * limits.h: the resources that a run may use.
 */
#ifndef HCC_RUN_LIMITS_H
#define HCC_RUN_LIMITS_H

#include <stdbool.h>
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
	int	 drafts;	/* that may fail, the one at hand too; 0: it is
				 * no draft, or not known */
	double	 base;		/* seconds of what they are built on; 0: none */
	bool	 remote;	/* not on this machine */
};

/* The slots of exec.lua; else one for each core, or 64 for runs elsewhere. */
int		 limits_slots(struct script *exec, bool remote);
/* From exec.lua and from this machine; runs elsewhere have a core each and no
 * limit of memory unless exec.lua says otherwise. HCC_CONFIG: exec.lua is
 * wrong. */
enum hcc_status	 limits_compute(struct script *exec,
		    const struct limits_query *, struct limits *,
		    struct hcc_err *);
/* The time limit of an attempt that begins now, with `left` seconds for it
 * (INFINITY: no limit), after `timeouts` that ran out of time; `forecast`:
 * seconds that it will take, 0: not known. 0: it is not begun. */
double		 limits_begin(struct script *exec, const struct limits *,
		    double left, double base, int timeouts, double forecast);
/* The time limit of a smoke run before a run with that limit, built on one that
 * took `base` seconds (0: none), by a program of a model's; 0: none is made. */
double		 limits_smoke(struct script *exec, double limit, double base,
		    bool model);
/* What is known of a run before it begins, in seconds; 0: not known. */
struct known_before {
	double	 smoke;		/* that its smoke run took.. */
	double	 share;		/* ..on this share of the rows; 0: all */
	double	 base, base_smoke;	/* the same of its base */
};
/* How long it will take; 0: not known. */
double		 limits_forecast(struct script *exec,
		    const struct known_before *);
/* Put what a brain is told of them (cores, slots, limit) into its input
 * (consumed); returns it. */
jv		 limits_tell(const struct limits *, jv input);

/* The message of a run that a limit has ended: this and the name of the limit,
 * as run.json has it. */
#define LIMITS_STOPPED	"stopped at its limit of "
/* The name in such a message, also as a note has it; NULL: it is another. */
const char	*limits_stopped(const char *message);
/* How to raise a limit of this name; NULL: there is none. */
const char	*limits_remedy(const char *limit);

#endif
