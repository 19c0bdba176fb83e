/*
 * evidence_record.h: a claim with the bytes that it cites, for people.
 */
#ifndef HCC_TASK_EVIDENCE_RECORD_H
#define HCC_TASK_EVIDENCE_RECORD_H

#include <jv.h>

#include "task/evidence.h"

/* One claim as a record of kind "why" (schema/why.json): each reference with
 * what it names, bytes with `around` lines before and after them. `note`: the
 * line of the note ("l2/01.md:14"), or NULL. A claim that is NULL is not
 * judged. *holds is cleared when it does not hold, or a reference names
 * nothing. */
enum hcc_status	 evidence_record(struct evidence *, const struct judgement *,
		    const char *note, size_t around, jv *record, bool *holds,
		    struct hcc_err *);

#endif
