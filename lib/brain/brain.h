/*
 * brain.h: a brain (pi in the paper, section 3.1), a Lua file.
 *
 * A brain is a path, or a name below the user's brain directory or the
 * shipped one. Beyond what any script may use it has (hcc-brain(5)):
 *
 *	hcc.ask{role=, messages=}	a call of the model: hcc-llm(1)
 *	hcc.context{role=, ..}		the bytes of hcc-context(1)
 *	hcc.fit{text=, share=, ..}	text that follows it, cut
 *	hcc.fail(why)			end the tool with this message
 */
#ifndef HCC_BRAIN_BRAIN_H
#define HCC_BRAIN_BRAIN_H

#include "base/err.h"
#include "lua/policy.h"
#include "lua/script.h"
#include "task/task.h"

/* The brain of a task: `wanted` (may be NULL), else the `brain` of task.md,
 * else "llm" when a model is configured (config.lua's `llm`, or the
 * environment: places.model), or "hybrid" when its context is small, else
 * "offline". Valid as long as the arguments.
 * HCC_CONFIG: the configuration is wrong. */
enum hcc_status	 brain_name(const struct task *, const struct places *,
		    const char *wanted, const char **name, struct hcc_err *);
/* Task and places are borrowed until script_close. */
enum hcc_status	 brain_open(const struct task *, const struct places *,
		    const char *name, struct script **, struct hcc_err *);
/* Both in one. */
enum hcc_status	 brain_of_task(const struct task *, const struct places *,
		    const char *wanted, struct script **, struct hcc_err *);
/* Does it wait for a model, and not for the processor? */
bool		 brain_waits(struct script *);
/* The event (consumed) with `by` and `reason`, if another brain gave this
 * answer (borrowed). */
jv		 brain_event(jv event, jv answer);
/* From now on a call of the model ends with HCC_AGAIN when `fd` becomes
 * readable. */
void		 brain_stop_fd(struct script *, int fd);

#endif
