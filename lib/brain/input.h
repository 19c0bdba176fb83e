/*
 * input.h: what a brain sees of a task, as one plain table (hcc-brain(5)).
 *
 *	task, preview, preview_text, seed, phase, m, q, cores, limit,
 *	time_left, time_total, base, draft, results, plans, notes, wisdom
 *
 * It is the structured twin of hcc-context(1): raw results only of phase 00
 * and of the active phase, a note for each finished one, all plans, and the
 * wisdom prefetched at the start. Labels that are sealed as an exam, and
 * scores measured on them, are never part of it.
 */
#ifndef HCC_BRAIN_INPUT_H
#define HCC_BRAIN_INPUT_H

#include <jv.h>

#include "base/err.h"
#include "task/state.h"
#include "task/task.h"

/* Build it from the task and its state. The numbers that depend
 * on the caller (m, q, cores, limit, phase, base of a direction) are put in
 * by the caller afterwards. */
enum hcc_status	 brain_input(const struct task *, const struct state *,
		    jv *input, struct hcc_err *);

#endif
