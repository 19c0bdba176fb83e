/*
 * best.h: TASK/best, the adopted solution: I* = h(E) of the paper.
 *
 * It is a copy, so that it survives every eviction: solution.*, what that
 * imports of hcc, the submission, run.json and result.json. It is replaced as a
 * whole by an exchange of directories, so that a reader never sees a mixture.
 */
#ifndef HCC_TASK_BEST_H
#define HCC_TASK_BEST_H

#include "base/err.h"
#include "task/result.h"
#include "task/task.h"

/* Make the attempt that a result is of the best. Durable when it returns.
 * `python`: the packages that programs may import, or NULL; the one that this
 * program imports is put beside it, as one file. */
enum hcc_status	 best_adopt(const struct task *, const struct result *,
		    const char *python, struct hcc_err *);
/* The same from another directory that holds its program and submission. */
enum hcc_status	 best_adopt_from(const struct task *, const struct result *,
		    const char *dir, const char *python, struct hcc_err *);
/* Replace best/result.json alone (a new noise floor). */
enum hcc_status	 best_note(const struct task *, const struct result *,
		    struct hcc_err *);

#endif
