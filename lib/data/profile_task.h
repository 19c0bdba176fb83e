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
/* Those of the names `read` below the input (borrowed) that may tell what is to
 * be predicted: `preview`, the front matter of preview.md, does not describe
 * them, and they are no pictures of a folder. Empty where it describes no
 * training table. */
jv		 profile_undescribed(jv preview, jv read);
/* Look again at the data in `input`, a directory of the task.
 * profile_task_close after HCC_OK. */
enum hcc_status	 profile_task(struct profile *, const struct task *,
		    const char *input, struct hcc_err *);
void		 profile_task_close(struct profile *);

/* Make the directory `name` of the task, which has an input/ of its own, from
 * the data in `input`: whole or not at all. `fill` gets the profile of those
 * data and what it fills: name/input as `to`, `name` itself as `site`. */
typedef enum hcc_status	 profile_fill(void *ctx, struct profile *, int to,
		    int site, struct hcc_err *);
enum hcc_status	 profile_derive(const struct task *, const char *input,
		    const char *name, profile_fill *, void *ctx,
		    struct hcc_err *);

#endif
