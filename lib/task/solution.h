/*
 * solution.h: the program of an attempt, solution.*, in its directory.
 */
#ifndef HCC_TASK_SOLUTION_H
#define HCC_TASK_SOLUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "task/result.h"
#include "task/state.h"
#include "task/task.h"

/* A solution as a brain gets it, to build on: {id, score, noise, seconds, code,
 * text}, of a project also files. */
jv	 solution_record(const struct task *, const struct result *,
	    const struct buf *code, const char *text);
/* The same out of `dir`, which holds solution.* ("best", "l1/00/1.1/2"). `text`
 * is that of the plans, or where `state` is NULL the result's. Invalid when
 * there is none. */
jv	 solution_json(const struct task *, const char *dir,
	    const struct result *, const struct state *);
/* The same of the attempt in L1 that a result is of. */
jv	 solution_of_result(const struct task *, const struct result *,
	    const struct state *);
/* The path of the solution file in `dir`, in `out`: that of the task's
 * language, else another. False if none. */
bool	 solution_file(const struct task *, const char *dir, char *out,
	    size_t n);

#endif
