/*
 * why.h: from a claim to the bytes that it cites.
 */
#ifndef HCC_BIN_WHY_WHY_H
#define HCC_BIN_WHY_WHY_H

#include <jv.h>

#include "task/evidence.h"

/* The line of a claim in the note of the phase that it cites first, in `out`,
 * "l2/01.md:14"; false when it is in none. */
bool		 why_note(const struct task *, const struct judgement *,
		    char *out, size_t n);
/* The judgement on a line of a note; of another line, the references in it,
 * with claim NULL. HCC_INPUT: there are none. */
enum hcc_status	 why_line(const struct task *, int phase, long line,
		    struct judgement *, struct hcc_err *);
/* The same record (borrowed) for people. */
void		 why_draw(jv record);

#endif
