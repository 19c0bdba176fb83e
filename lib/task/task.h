/*
 * task.h: a task directory, opened (hcc-task(5)).
 *
 * Everything in it is reached relative to `dir`, so that a rename of the
 * directory while a tool works does no harm.
 */
#ifndef HCC_TASK_TASK_H
#define HCC_TASK_TASK_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "base/units.h"

struct task {
	int	 dir;		/* descriptor of the directory */
	char	*path;		/* absolute */
	jv	 meta;		/* front matter of task.md, defaults filled */
	char	*body;		/* the description */
	char	 session[64];	/* who writes: one id a tool run or watch */
	const char *version;	/* of hcc, for records; the tool sets it, borrowed;
				 * NULL: not told */
};

/* Open and check task.md: id, metric, goal, submission, sample and budget are
 * present in `meta` afterwards. `session` NULL: one is made from the process
 * id and the time. HCC_MISSING: no such directory or no task.md. */
enum hcc_status	 task_open(struct task *, const char *path,
		    const char *session, struct hcc_err *);
void		 task_close(struct task *);

/* Take TASK/lock (flock; exclusive or shared) without waiting; the caller
 * closes *fd to release it. HCC_AGAIN when another process holds it. Who gets
 * it exclusively finds no temporaries of killed writers. */
enum hcc_status	 task_lock(const struct task *, bool exclusive, int *fd,
		    struct hcc_err *);
/* Is somebody writing just now? */
bool		 task_busy(const struct task *);

/* budget.time in seconds; INFINITY when absent. Likewise cost; tokens. */
double		 task_budget(const struct task *, const char *what);

#endif
