/*
 * planner.h: the planner's side of a brain: the next research plan.
 */
#ifndef HCC_BRAIN_PLANNER_H
#define HCC_BRAIN_PLANNER_H

#include "base/err.h"
#include "lua/policy.h"
#include "task/plan.h"
#include "task/state.h"
#include "task/task.h"

/*
 * Make the plan that opens the next phase and return it, not yet published:
 * the draft (phase 00, also again when all drafts failed so far), or the
 * answer of the brain (`wanted` as in brain_name), shaped and admitted by
 * plan.lua. `given` (borrowed) is what the brain answered already, or invalid.
 * The brain is asked again when something was not admitted, and a third time
 * when nothing was; what is rejected again is listed in the member `dropped`,
 * an array of lines.
 * HCC_NONE, with the reason: the task has ended, a plan is open, a phase waits
 * for its promotion, or the brain has nothing new. plan_free in any case.
 * (paper, section 4)
 */
enum hcc_status	 planner_next(const struct task *, const struct places *,
		    const char *wanted, const struct state *, jv given,
		    struct plan *, struct hcc_err *);

/* Add to the input of a brain what it needs to plan the next phase: `phase`,
 * the shape, and the limits of a run. */
enum hcc_status	 planner_tell(const struct task *, const struct places *,
		    const struct state *, jv *input, struct hcc_err *);

#endif
