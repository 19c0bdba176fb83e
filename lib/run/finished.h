/*
 * finished.h: a run that a person made elsewhere, taken as it is.
 *
 * A directory with `log`, what the program printed, the submission, and keep/
 * where there is one.
 */
#ifndef HCC_RUN_FINISHED_H
#define HCC_RUN_FINISHED_H

#include "base/err.h"
#include "run/run.h"
#include "task/task.h"

/* Copy them from `from` into the attempt directory `dir`; *end is that of a
 * program that succeeded when the log was written last. HCC_MISSING: there is
 * no log, or no submission where the task asks for one. */
enum hcc_status	 finished_copy(const struct task *, const char *from, int dir,
		    struct run_end *end, struct hcc_err *);

#endif
