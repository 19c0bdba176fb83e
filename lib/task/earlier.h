/*
 * earlier.h: a run of before, wherever it lies now: best/, L1 or the archive of
 * its phase. It can be built on again.
 */
#ifndef HCC_TASK_EARLIER_H
#define HCC_TASK_EARLIER_H

#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/result.h"
#include "task/task.h"

struct earlier {
	struct result	 result;	/* of the suggestion */
	struct run	 run;		/* its best attempt */
	struct buf	 code, submission;	/* may be empty */
};

/* Read suggestion `id` ("02/1.1"). HCC_MISSING: there is none, or it has no
 * valid attempt. earlier_free in any case. */
enum hcc_status	 earlier_open(const struct task *, const char *id,
		    struct earlier *, struct hcc_err *);
void		 earlier_free(struct earlier *);
/* As a brain gets it to build on: {id, attempt, score, noise, seconds, code,
 * text}, of a project also files. */
jv		 earlier_json(const struct task *, const struct earlier *);
/* Fill the directory `dir` with what a run sees as ./base: solution.*, the
 * submission, keep/. */
enum hcc_status	 earlier_lay_out(const struct task *, const struct earlier *,
		    int dir, struct hcc_err *);

#endif
