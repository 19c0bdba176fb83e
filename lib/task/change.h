/*
 * change.h: how much better a solution is than the one it was built on, and
 * how sure that is.
 */
#ifndef HCC_TASK_CHANGE_H
#define HCC_TASK_CHANGE_H

#include <stdbool.h>
#include <jv.h>

#include "task/result.h"
#include "task/task.h"

/* NAN: not known. */
struct change {
	double	 change;	/* score less that of the base */
	double	 error;		/* standard error of it */
	double	 interval;	/* half of its 95 % confidence interval */
	int	 folds;		/* that were paired for it; 0: none */
};

/* What a result is to those that are built on it. `b` is filled anew. */
void	 base_of_result(struct base *, const struct result *);
void	 base_free(struct base *);

/* Compare a solution with a base. Where both have scores of as many folds (two
 * or more), by their paired differences, with the variance corrected for
 * training sets that overlap (Nadeau and Bengio, Machine Learning 52, 2003);
 * a score that was `measured` on a hold-out counts as one more fold, alone.
 * Else by what is known of the noise between seeds. */
struct change	 change_of(const struct base *solution,
		    const struct base *base, bool measured);
/* Do a task's programs count by what is measured, on a hold-out or by a grade
 * program? */
bool		 task_measures(const struct task *);
/* The verdict on a change that the numbers allow: "promising" or "dead end"
 * beyond its interval, else, where that is not known, and of what a limit
 * ended, "inconclusive". */
const char	*change_verdict(const struct task *, const struct result *);
/* Do the numbers of a result support a verdict? A failure is a dead end. */
bool		 change_supports(const struct task *, const struct result *,
		    const char *verdict);

#endif
