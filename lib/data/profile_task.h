/*
 * profile_task.h: the data of a task that exists, as task.md and preview.md
 * call them.
 */
#ifndef HCC_DATA_PROFILE_TASK_H
#define HCC_DATA_PROFILE_TASK_H

#include "data/profile.h"
#include "task/task.h"

/* The front matter of preview.md; empty when there is none. */
jv		 profile_preview(const struct task *);
/* Look at the directory `input` again; `preview` is the front matter of
 * preview.md, `split` what task.md has. profile_close after HCC_OK. */
enum hcc_status	 profile_task(struct profile *, const struct task *,
		    jv preview, jv split, int input, struct hcc_err *);

#endif
