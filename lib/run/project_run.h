/*
 * project_run.h: a project as one run sees it, in its working directory.
 *
 * The files that may change are the run's own; everything else of TASK/project
 * is bound in place, read-only, so that no program changes what judges it.
 */
#ifndef HCC_RUN_PROJECT_RUN_H
#define HCC_RUN_PROJECT_RUN_H

#include "base/err.h"
#include "run/sandbox.h"
#include "task/task.h"

/* Write the files of `code` into the attempt directory `dir` and add the binds
 * of the others. `code` NULL: a command that a person records has the project
 * as it is, but for what is in the directory already; what may change is a
 * copy. */
enum hcc_status	 project_lay_out(const struct task *, const char *code,
		    int dir, struct sandbox_binds *, struct hcc_err *);
/* Remove them from it, and the mount points: solution.files has the former. A
 * command that was recorded keeps what it had. */
void		 project_clear(const struct task *, bool recorded, int dir);

#endif
