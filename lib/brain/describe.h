/*
 * describe.h: what a task is, in one paragraph (paper, appendix A).
 */
#ifndef HCC_BRAIN_DESCRIBE_H
#define HCC_BRAIN_DESCRIBE_H

#include "base/buf.h"
#include "base/err.h"
#include "lua/policy.h"
#include "task/task.h"

/* Append descriptor.txt of a locked task; made by the brain (`wanted`, NULL:
 * the task's) and published, with an event, when it is absent or blank. A
 * brain that does not describe leaves it to the description of the task. */
enum hcc_status	 describe_task(const struct task *, const struct places *,
		    const char *wanted, struct buf *, struct hcc_err *);

#endif
