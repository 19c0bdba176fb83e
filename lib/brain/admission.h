/*
 * admission.h: make the directions of a plan from the answer of a brain.
 */
#ifndef HCC_BRAIN_ADMISSION_H
#define HCC_BRAIN_ADMISSION_H

#include <jv.h>

#include "base/err.h"
#include "brain/duplicates.h"
#include "lua/script.h"
#include "task/plan.h"

/* All suggestions that were ever planned, as {id, title, text}. */
jv		 admission_tried(jv view);

/* What decides which suggestions are admitted. */
struct admission {
	struct script		*policy;	/* plan.lua */
	const struct duplicate_index	*index;
};

/*
 * The plan of phase view.phase: the directions of `answer` with numbers and
 * ids, each suggestion asked of plan.lua. `control` is the answer of the same
 * brain without wisdom, or invalid: its first direction is then added, marked,
 * after view.m - 1 informed ones, unless these have one of its suggestions too,
 * which would leave nothing to compare. All of these are borrowed. The
 * caller frees the plan and *rejected in any case: what was not admitted, an
 * array of {title} and, for what is like something that was tried,
 * {like: id, outcome}. HCC_NONE: nothing new.
 */
enum hcc_status	 admission_plan(const struct admission *, jv answer,
		    jv control, jv view, struct plan *, jv *rejected,
		    struct hcc_err *);

#endif
