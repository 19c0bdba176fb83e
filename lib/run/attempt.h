/*
 * attempt.h: one attempt of a suggestion, TASK/l1/NN/I.J/K/ (hcc-tree(5)).
 *
 * The directory holds solution.* (the code), log (what it printed), the
 * submission and, published last, run.json: an attempt without run.json was
 * cut off and is run again.
 */
#ifndef HCC_RUN_ATTEMPT_H
#define HCC_RUN_ATTEMPT_H

#include <stdbool.h>

#include "base/err.h"
#include "run/environment.h"
#include "run/limits.h"
#include "run/opened.h"
#include "run/progress.h"
#include "run/spare.h"
#include "run/warm.h"
#include "task/earlier.h"
#include "task/result.h"
#include "task/task.h"

struct attempt {
	const struct task *t;
	const char	*id;		/* "01/1.2/3" */
	const char	*code;		/* NULL: `command` is run */
	const char	*command;	/* for /bin/sh -c */
	const char	*audit;		/* NULL, or the directory of the task
					 * that has another input and
					 * labels.csv */
	bool		 measure;	/* it needs no metric and no
					 * submission */
	bool		 smoke;		/* try it out first: only a failure is
					 * published */
	double		 smoke_seconds;	/* that this took; 0: it was not made */
	const char	*finished;	/* NULL, or a directory that holds what
					 * it left: nothing is run */
	const char *const *files;	/* copied in first, NULL-terminated */
	long		 seed;
	struct limits	 limits;
	bool		 sandbox;
	bool		 direct;	/* one of many in this process
					 * (run.h) */
	struct spare	*spare;		/* of those before it, or NULL */
	const struct warm *warm;	/* a fork server, or NULL */
	const struct environment *env;	/* what it runs in, or NULL */
	const struct earlier *base;	/* what it builds on, or NULL */
	const struct earlier *others;	/* NULL, or what ./base has, each in a
					 * directory such as 01-1.2 */
	size_t		 nothers;
	double		 expected;	/* seconds that it will take; 0: not
					 * known */
	double		 keep;		/* bytes of ./keep, and of all that
					 * the task keeps */
	const char	*python;	/* packages that programs may import,
					 * an absolute path, or NULL */
	const char	*record, *replay;	/* directories (replay.h), or
						 * NULL or "" */
	const char	*job;		/* this process is one: its id, or
					 * NULL. What is added here is added to
					 * job.c as well */
	int		 stop_fd;
	/* Asked every few seconds: true stops the run, and it says why. */
	bool		(*hopeless)(void *, struct progress *);
	void		*ctx;
	struct progress	*progress;	/* attempt_run's own.. */
	struct opened	*opened;	/* ..as well */
};

/* Fill in all that any attempt of a task has; the rest is unset. */
void		 attempt_init(struct attempt *, const struct task *,
		    const struct limits *, bool sandbox, int stop_fd);
/* Run it and publish run.json, whose content is returned (also for a failed
 * program); run_free in any case. HCC_AGAIN: it was stopped from outside;
 * nothing is published and the directory is gone. */
enum hcc_status	 attempt_run(const struct attempt *, struct run *,
		    struct hcc_err *);
/* Publish a failed attempt that never ran: the brain had no code. */
enum hcc_status	 attempt_refused(const struct task *, const char *id,
		    const char *class, const char *message, struct run *,
		    struct hcc_err *);

/* Start the fork server of such attempts, where these can be run by one: Python
 * in the sandbox, without GPU and network. `script` is its text. What fails is
 * told in the error; the attempts do without it. */
enum hcc_status	 attempt_warm(const struct attempt *, const char *script,
		    struct warm *, struct hcc_err *);

#endif
