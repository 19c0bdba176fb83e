/*
 * note.h: L2, the refined knowledge of one finished phase, TASK/l2/NN.md
 * (paper, sections 3.3 and 3.4: note_p).
 *
 * As a value:
 *	{phase, brain, source: {archive, sha256}, tokens_before, tokens_after,
 *	 results: [{id, title, status, score, delta, seconds, cause}],
 *	 judgements: [{verdict, claim, evidence: [reference..], verified,
 *	    line}],			(evidence.h; line of the file)
 *	 rules: [..], next: [..]}
 * The file is Markdown with four sections in that order. Results are written
 * by program; a person may edit everything, and what the file says is then
 * what a brain reads.
 */
#ifndef HCC_TASK_NOTE_H
#define HCC_TASK_NOTE_H

#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "task/evidence.h"
#include "task/task.h"

void		 note_format(struct buf *, jv note);
/* Tolerant: sections that are missing are empty, lines that are not
 * understood are kept in `text`, which holds the whole body. */
enum hcc_status	 note_parse(const char *text, size_t n, const char *name,
		    jv *note, struct hcc_err *);
enum hcc_status	 note_read(const struct task *, int phase, jv *note,
		    struct hcc_err *);
enum hcc_status	 note_write(const struct task *, jv note, struct hcc_err *);

/* Look up what judgements (consumed) cite, and set `verified` of each by
 * evidence_holds(): what a brain or a hand has put there is not believed.
 * *out is the array (an invalid value on failure). */
enum hcc_status	 note_verify(jv judgements, struct evidence *, jv *out,
		    struct hcc_err *);

#endif
