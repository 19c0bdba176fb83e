/*
 * review.h: check what a brain says of a phase before it becomes a note.
 */
#ifndef HCC_BRAIN_REVIEW_H
#define HCC_BRAIN_REVIEW_H

#include <jv.h>

#include "base/err.h"
#include "task/note.h"
#include "task/state.h"
#include "task/task.h"

/* Set the state of each judgement of the note, and of each rule behind its
 * text (" verified", " unchecked"). What was said before, here or in an earlier
 * note, is taken out; so are, and appended to *left_out (an array of {at, line,
 * why}), rules and next steps that do not hold, and a rule and its opposite,
 * unless one of them alone is verified or stands in an earlier note. A verdict
 * that no result supports becomes inconclusive. */
enum hcc_status	 review_note(const struct task *, const struct phase *,
		    struct note *, jv *left_out, struct hcc_err *);

#endif
