/*
 * budget.h: the time of a task that runs may still take.
 *
 * The budget is that of task.md as it stands when it is asked for, so that an
 * edit acts on a phase that is running; what budget.lua keeps for the end is
 * not theirs.
 */
#ifndef HCC_RUN_BUDGET_H
#define HCC_RUN_BUDGET_H

#include "base/err.h"
#include "lua/places.h"
#include "lua/script.h"
#include "task/state.h"
#include "task/task.h"

struct budget {
	const struct task	*t;
	struct script		*policy;	/* budget.lua */
	double			 start;		/* struct state */
	double			 spent;		/* seconds, at.. */
	double			 began;		/* ..this time (clock_steady) */
};

/* Of the state its spent time counts, and its start. budget_close in any
 * case. */
enum hcc_status	 budget_open(struct budget *, const struct task *,
		    const struct places *, const struct state *,
		    struct hcc_err *);
void		 budget_close(struct budget *);
/* Seconds that a run may take now, less than 0: none; INFINITY: no limit. */
double		 budget_left(const struct budget *);

#endif
