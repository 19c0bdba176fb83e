/*
 * distil.h: P2, make an entry of L3 from a finished task (paper, 3.4). Lines
 * that are not verified, and lines that were copied from fetched wisdom, are
 * left out.
 *
 * A line that is left out is listed as {at, line, why}: at "l2/01.md:12", or
 * "remarks" for what the brain wrote.
 */
#ifndef HCC_WISDOM_DISTIL_H
#define HCC_WISDOM_DISTIL_H

#include <jv.h>

#include "base/err.h"
#include "task/evidence.h"
#include "task/task.h"

/* Append to a list of lines that are left out. */
void		 distil_leave_out(jv *list, const char *at, const char *line,
		    const char *why);
/* Verify the notes of *view: numbers are taken from the results; judgements,
 * rules and next steps that do not hold are removed. *claims gets the
 * judgements that hold, {claim, verdict, evidence}; those that no longer do are
 * appended to *left_out (an array). */
enum hcc_status	 distil_verify_notes(struct evidence *, jv *view, jv *claims,
		    jv *left_out, struct hcc_err *);

/* Append the texts DATA and MODEL, made of profile, best program and results.
 * `view` (borrowed) as distil_verify_notes() left it. */
enum hcc_status	 distil_text(const struct task *, struct evidence *, jv view,
		    struct buf *, struct hcc_err *);

/* Append a line of an entry as an item: "- (role, scope) text". */
void		 distil_item(struct buf *, const char *);

/* Make the entry for L3, with the brain's answer {remarks, tags, ranking}.
 * All jv are borrowed but *entry and *left_out. A remark must be verified;
 * one that was copied from fetched wisdom is left out. HCC_NONE: nothing was
 * measured that could be kept. */
enum hcc_status	 distil_entry(const struct task *, struct evidence *, jv view,
		    jv answer, jv claims, jv *entry, jv *left_out,
		    struct hcc_err *);

#endif
