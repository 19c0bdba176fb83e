/*
 * directions.h: from what a brain answers to the directions of a plan.
 */
#ifndef HCC_DIRECTIONS_H
#define HCC_DIRECTIONS_H

#include <jv.h>

#include "err.h"
#include "script.h"

/*
 * The plan of phase view.phase: the directions of `answer` with numbers and
 * ids, each suggestion asked of plan.lua. `control` is the answer of the same
 * brain without wisdom, or invalid: its first direction then stands, marked,
 * behind view.m - 1 informed ones; unless these have one of its suggestions
 * too, which would leave nothing to compare. All of these are
 * borrowed, *plan is the caller's. *dropped: suggestions not admitted.
 * HCC_NONE: nothing new.
 */
enum hcc_status	 directions_plan(struct script *policy, jv answer, jv control,
		    jv view, jv *plan, int *dropped, struct hcc_err *);

#endif
