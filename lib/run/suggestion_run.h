/*
 * suggestion_run.h: a suggestion from its text to its result: sigma_{p,i,j}.
 *
 * TASK/l1/NN/I.J/ holds the attempts 1, 2, ..; each after the first repairs
 * the one before. suggestion_run makes attempts until one is valid or the tries
 * are used up; what a killed process left is taken up where it stood. What came
 * of them is suggestion_result.h's.
 */
#ifndef HCC_RUN_SUGGESTION_RUN_H
#define HCC_RUN_SUGGESTION_RUN_H

#include <jv.h>

#include "base/err.h"
#include "lua/script.h"
#include "run/attempt.h"
#include "task/plan.h"
#include "task/task.h"

struct suggestion_run {
	const struct task	*t;
	struct script		*brain;
	jv			 input;		/* of the brain; borrowed */
	const struct suggestion	*suggestion;
	bool			 draft;		/* phase 00 */
	bool			 watch;		/* ask again before a run that
						 * others have overtaken */
	struct attempt		 run;		/* id and code unset */
	/* Asked before each attempt, with how many ran out of time and how
	 * long it will take (seconds; 0: not known): the seconds that it may
	 * take, 0: it does not fit. */
	double			(*begin)(void *ctx, int timeouts,
				    double forecast);
	/* The limit of a smoke run before one of `limit` seconds, and the share
	 * of the rows that TASK/smoke has then (0: there are no rows to take);
	 * 0: none. May be NULL. */
	double			(*smoke)(void *ctx, double limit,
				    double *share);
	/* How long a run will take whose smoke run took `seconds`; 0: not
	 * known. */
	double			(*forecast)(void *ctx, double seconds,
				    double share);
	/* Wait for a slot to run in, when the program is there; leave it. */
	enum hcc_status		(*enter)(void *ctx, struct hcc_err *);
	void			(*leave)(void *ctx);
	void			*ctx;
	int			 timeouts;	/* so far */
};

/* HCC_AGAIN: stopped. HCC_NONE: not even the first attempt fits. Failures of
 * the program are no errors. */
enum hcc_status	 suggestion_run(struct suggestion_run *, struct hcc_err *);
/* Run the program of attempt k of a suggestion once more with seed number n,
 * in I.J/seed-N; `run` is as it was for the attempt. */
enum hcc_status	 suggestion_reseed(const struct attempt *run, const char *id,
		    int k, int n, struct hcc_err *);

/* Run it once more on TASK/audit, in I.J/audit; `control`: on
 * TASK/audit/control, in I.J/control. */
enum hcc_status	 suggestion_audit(const struct attempt *run, const char *id,
		    int k, bool control, struct hcc_err *);

#endif
