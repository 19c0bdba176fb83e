/*
 * task.h: a task directory, opened (hcc-task(5)).
 *
 * Everything in it is reached relative to `dir`, so that a rename of the
 * directory while a tool works does no harm.
 */
#ifndef HCC_TASK_TASK_H
#define HCC_TASK_TASK_H

#include <math.h>
#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "base/units.h"
#include "task/language.h"

enum task_sealed {
	SEALED_EXAM,		/* a score on sealed labels is for people */
	SEALED_HOLDOUT,		/* it is what solutions are chosen by */
	SEALED_GRADER		/* so is what a program prints: the objective */
};

/* INFINITY: no limit. */
/* Of the tree: raised when a tree that is written now would be misread by the
 * tools before (hcc-tree(5), Versions). */
#define TASK_FORMAT	1

struct task_budget {
	double	 time;		/* seconds of work */
	double	 calls, tokens, cost;	/* of a model */
};

struct task {
	int	 dir;		/* descriptor of the directory */
	char	*path;		/* absolute */
	char	*body;		/* the description */
	char	 session[64];	/* id of the writing tool run or watch */
	const char *version;	/* of hcc, for records; the tool sets it,
				 * borrowed; NULL: not given */
	bool		 unsynced;	/* lines of the journal wait for whoever
					 * writes many, and syncs them */

	/* What task.md says, checked, with defaults; they live in `meta`. */
	const char	*id, *metric;
	const char	*goal;		/* "minimize", "maximize" */
	bool		 lower;		/* minimize */
	const char	*submission;	/* a plain file name */
	bool		 no_submission;	/* the metric alone counts */
	const char	*command;	/* runs the project, NULL: there is
					 * none (project.h) */
	jv		 edit;		/* its files that may change */
	const char	*pattern;	/* of the line with the metric, with
					 * VALUE in it; NULL: metric: VALUE */
	const char	*sample;	/* path in the task */
	const char	*id_column;	/* NULL: the first of the sample */
	const char	*positive;	/* class of a binary metric, or NULL */
	const char	*brain;		/* NULL: what is configured */
	enum task_sealed sealed;
	const struct language	*language;
	long		 seed;
	struct task_budget	 budget;
	jv		 meta;		/* the whole front matter, for brains,
					 * and the same defaults */
};

/* No task at all: nothing is open, nothing limited. */
#define TASK_NONE { .dir = -1, .meta = jv_null(), .edit = jv_null(), \
	.seed = 1, .budget = { INFINITY, INFINITY, INFINITY, INFINITY } }

/* Open and check task.md. `session` NULL: one is made from the process id and
 * the time. HCC_MISSING: no such directory or no task.md. HCC_INPUT: what it
 * says is wrong. */
enum hcc_status	 task_open(struct task *, const char *path,
		    const char *session, struct hcc_err *);
void		 task_close(struct task *);

/* Take TASK/lock (flock; exclusive or shared) without waiting; the caller
 * closes *fd to release it. HCC_AGAIN when another process holds it. An
 * exclusive lock removes temporaries of killed writers from task_cleaned, which
 * ends with NULL. */
extern const char *const task_cleaned[];
enum hcc_status	 task_lock(const struct task *, bool exclusive, int *fd,
		    struct hcc_err *);
/* Is another process writing to the task? */
bool		 task_busy(const struct task *);
/* May an attempt that has not ended be running? A process writes or records,
 * or a job of Slurm is submitted, which outlives who submitted it. */
bool		 task_runs(const struct task *);
/* The process of hcc on this machine that holds the lock in any way, and its
 * name; 0: none, or it cannot be seen. */
long		 task_holder(const struct task *, char name[32]);

/* Is score `a` better than `b`? NAN: there is none. */
bool		 task_better(const struct task *, double a, double b);

#endif
