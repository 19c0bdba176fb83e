/*
 * solution.h: the program of an attempt, solution.*, in its directory.
 */
#ifndef HCC_TASK_SOLUTION_H
#define HCC_TASK_SOLUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "task/task.h"

/* A solution as a base: {id, score, noise, seconds, code, text}. `dir` holds
 * solution.* ("best", "l1/00/1.1/2"). `text` is that of the plans, or where
 * `state` is null the result's. Invalid when there is none. */
jv	 solution_read(const struct task *, const char *dir, jv result,
	    jv state);
/* The path of the solution file in `dir`, in `out`; false if none. */
bool	 solution_file(const struct task *, const char *dir, char *out,
	    size_t n);

#endif
