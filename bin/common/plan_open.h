/*
 * plan_open.h: open the next phase of a task.
 */
#ifndef HCC_BIN_COMMON_PLAN_OPEN_H
#define HCC_BIN_COMMON_PLAN_OPEN_H

#include "common/tool.h"
#include "task/state.h"

/* Make input/folds.csv anew if the split was edited, ask the brain (`brain` and
 * `given` as for planner_next), publish the plan and report what it does not
 * follow. The caller holds the lock and reads the state again. */
enum hcc_status	 plan_open(const struct tool *, const struct task *,
		    const char *brain, const struct state *, jv given,
		    struct hcc_err *);

#endif
