/*
 * view.h: what a brain sees of a task, as one plain table (hcc-brain(5)).
 *
 *	task, preview, preview_text, seed, phase, m, q, cores, limit,
 *	time_left, time_total, base, draft, results, plans, kappas, wisdom
 *
 * It is the structured twin of hcc-context(1): raw results only of phase 00
 * and of the active phase, a kappa for each finished one, all plans, and the
 * wisdom prefetched at the start. Labels that are sealed as an exam, and
 * scores measured on them, are never part of it.
 */
#ifndef HCC_VIEW_H
#define HCC_VIEW_H

#include <jv.h>

#include "err.h"
#include "task.h"

/* Build it from the task and its state (borrowed). The numbers that depend
 * on the caller (m, q, cores, limit, phase, base of a direction) are put in
 * by the caller afterwards. */
enum hcc_status	 view_build(const struct task *, jv state, jv *view,
		    struct hcc_err *);
/* A solution as a base: {id, score, noise, seconds, code, text}. `dir` is where
 * solution.* lies ("best", "l1/00/1.1/2"). Its text is that of the plans, or
 * where `state` is null the result's. Invalid when there is none. */
jv		 view_solution(const struct task *, const char *dir, jv result,
		    jv state);
/* The name of the solution file in `dir`, in `out`; false if none. */
bool		 view_solution_file(const struct task *, const char *dir,
		    char *out, size_t n);
/* Entries in the text of prefetch.md: [{id, task, similarity, status, origin,
 * text}] */
jv		 view_wisdom(const char *text, size_t n);

#endif
