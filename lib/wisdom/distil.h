/*
 * distil.h: P2, what a finished task teaches (paper, 3.4), as far as it can
 * be shown. What is not verified, and what other tasks have said before, does
 * not get into L3.
 *
 * What is taken out is told as {at, line, why}: at "l2/01.md:12" or, of the
 * text that the brain wrote, "data" or "model".
 */
#ifndef HCC_WISDOM_DISTIL_H
#define HCC_WISDOM_DISTIL_H

#include <jv.h>

#include "base/err.h"
#include "task/evidence.h"
#include "task/task.h"

/* Look up everything that the notes of *view say: their numbers become those
 * of the results, and judgements, rules and next steps that do not hold are
 * taken out. *claims gets the judgements that hold, {claim, verdict,
 * evidence}; *left_out (an array) those that no longer do. */
enum hcc_status	 distil_verify_notes(struct evidence *, jv *view, jv *claims,
		    jv *left_out, struct hcc_err *);

/* The entry for L3 out of the brain's answer {data, model, tags, ranking}; all jv are
 * borrowed but *left_out. A line that names a suggestion must hold; a line of
 * fetched wisdom must not come back. HCC_NONE: nothing is left. */
enum hcc_status	 distil_entry(const struct task *, struct evidence *, jv view,
		    jv answer, jv claims, jv *entry, jv *left_out,
		    struct hcc_err *);

#endif
