/*
 * why.h: from a claim to the bytes behind it, as a record and for people.
 */
#ifndef HCC_BIN_WHY_WHY_H
#define HCC_BIN_WHY_WHY_H

#include <jv.h>

#include "task/evidence.h"

/* One claim {claim, verdict, evidence, note} (borrowed) as a record of kind
 * "why" (schema/why.json): each reference with what it names, bytes with
 * `around` lines before and behind them. A claim that is null is not judged.
 * *holds is cleared when it does not hold, or a reference names nothing. */
enum hcc_status	 why_record(struct evidence *, jv claim, size_t around,
		    jv *record, bool *holds, struct hcc_err *);
/* A claim that is null, with these references (consumed). */
jv		 why_bare(jv refs);
/* Where a claim stands in the notes of its phase: "l2/01.md:14", or null. */
jv		 why_note(const struct task *, jv claim);
/* The judgement on a line of a note; on another line what that line names,
 * as a claim that is null. HCC_INPUT: nothing is there. */
enum hcc_status	 why_line(const struct task *, int phase, long line, jv *claim,
		    struct hcc_err *);
/* The same record (borrowed) for people. */
void		 why_draw(jv record);

#endif
