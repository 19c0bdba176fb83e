/*
 * control.h: what its wisdom was worth to a task, by the direction of a plan
 * that did without it, the control (hcc-plan(1)).
 */
#ifndef HCC_WISDOM_CONTROL_H
#define HCC_WISDOM_CONTROL_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "lua/script.h"
#include "task/state.h"
#include "task/task.h"

struct control {
	bool		 run;		/* there was one */
	const char	*outcome;	/* "win", "harm", "neutral" */
	double		 gain;		/* pooled.h; NAN: no folds to tell it */
	char		 id[65];	/* of the comparison, if there is one */
	jv		 used;		/* ids that the informed cite */
};

/*
 * Compare the best result of the informed directions with the best of the
 * control, of as many runs each, in the first phase that has run one; where
 * some of the informed cite wisdom, of these. The difference is a win or a
 * harm beyond its 95 % interval (change_of()): of the paired folds, else of the
 * noise floor of the best solution; where none was measured, beyond the share
 * unknown_noise of promote.lua (`policy`) of the control's score. It is neutral
 * where one side has no evidence: nothing valid, or its best is no answer of
 * its program: the same for all rows, what was there when a limit ended the
 * run, or, beside one with folds, a score without. Nor has it a gain then. The
 * id is the SHA-256 of what was compared: the scores and folds of both. Call
 * control_free in any case.
 */
enum hcc_status	 control_compare(const struct task *, const struct state *,
		    struct script *policy, struct control *,
		    struct hcc_err *);
void		 control_free(struct control *);

/* The ids in lines "From: ID, ID" of a suggestion's text, which take wisdom up,
 * appended to an array of strings (consumed). They may be prefixes, and of
 * entries that the task was not shown. */
jv		 control_named(const char *text, jv ids);

#endif
