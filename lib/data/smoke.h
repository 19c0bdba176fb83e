/*
 * smoke.h: TASK/smoke, input/ with fewer training rows, on which a program is
 * tried before its run.
 *
 * The rows are drawn as a hold-out is: classes and groups stay whole, and no
 * class is left out. All other files are those of input/.
 */
#ifndef HCC_DATA_SMOKE_H
#define HCC_DATA_SMOKE_H

#include "base/err.h"
#include "task/task.h"

#define SMOKE_DIR	"smoke"

/* Make it unless it is there; *share (0 to 1): of the training rows, that are
 * `rows` or a few more. HCC_NONE: the training table has not twice as many, or
 * there is none. */
enum hcc_status	 smoke_make(const struct task *, double rows, double *share,
		    struct hcc_err *);

#endif
