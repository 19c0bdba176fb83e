/*
 * suggestion_run.h: a suggestion from its text to its result: sigma_{p,i,j}.
 *
 * TASK/l1/NN/I.J/ holds the attempts 1, 2, ..; each after the first repairs
 * the one before. suggestion_run makes attempts until one is valid or the tries
 * are used up; what a killed process left is taken up where it stood.
 * suggestion_result computes the outcome from the attempts' run.json; the caller
 * publishes it as result.json, which makes the suggestion done.
 */
#ifndef HCC_RUN_SUGGESTION_RUN_H
#define HCC_RUN_SUGGESTION_RUN_H

#include <jv.h>

#include "base/err.h"
#include "lua/policy.h"
#include "run/attempt.h"
#include "task/task.h"

struct suggestion_run {
	const struct task	*t;
	struct script		*brain;
	jv			 view;		/* borrowed */
	jv			 suggestion;	/* {id, title, text}, borrowed */
	bool			 draft;		/* phase 00 */
	int			 tries;
	struct attempt		 run;		/* limits; id and code unset */
};

/* HCC_AGAIN: stopped. Failures of the program are no errors. */
enum hcc_status	 suggestion_run(struct suggestion_run *, struct hcc_err *);
/* Run the code of an attempt again with another seed, in I.J/seed-N. */
enum hcc_status	 suggestion_noise(struct suggestion_run *, const char *attempt, int n,
		    struct hcc_err *);

/* {id, title, status, score, claimed, measured, seconds, attempt, attempts,
 * cause, text}: the best valid attempt, or why there is none. Invalid when
 * no attempt has ended. */
jv		 suggestion_result(const struct task *, const char *id,
		    const char *title);
/* The score that counts for choosing: measured on a sealed hold-out, else
 * claimed. An exam never counts. NAN when there is none. */
double		 suggestion_score(const struct task *, jv run);
/* MAD of the scores of an attempt and its re-runs with other seeds; NAN below
 * two scores. */
double		 suggestion_noise_floor(const struct task *, const char *id,
		    double score);

#endif
