/*
 * directions.h: from what a brain answers to the directions of a plan.
 */
#ifndef HCC_DIRECTIONS_H
#define HCC_DIRECTIONS_H

#include <jv.h>

#include "err.h"
#include "gate.h"
#include "script.h"

/* All suggestions that were ever planned, as {id, title, text}. */
jv		 directions_tried(jv view);

/* Who decides what is admitted. */
struct gate_keeper {
	struct script		*policy;	/* plan.lua */
	const struct gate	*gate;
};

/*
 * The plan of phase view.phase: the directions of `answer` with numbers and
 * ids, each suggestion asked of plan.lua. `control` is the answer of the same
 * brain without wisdom, or invalid: its first direction then stands, marked,
 * behind view.m - 1 informed ones; unless these have one of its suggestions
 * too, which would leave nothing to compare. All of these are
 * borrowed, *plan is the caller's, and so is *rejected, what was not admitted:
 * an array of {title} and, for what is like something that was tried,
 * {like: id, outcome}. HCC_NONE: nothing new.
 */
enum hcc_status	 directions_plan(const struct gate_keeper *, jv answer,
		    jv control, jv view, jv *plan, jv *rejected,
		    struct hcc_err *);

#endif
