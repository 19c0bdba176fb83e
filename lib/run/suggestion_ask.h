/*
 * suggestion_ask.h: private to suggestion_*.c. What a brain is asked for an
 * attempt.
 */
#ifndef HCC_RUN_SUGGESTION_ASK_H
#define HCC_RUN_SUGGESTION_ASK_H

#include "run/suggestion_run.h"

/* Ask the brain for the code of attempt k. *answer is {code,..},
 * {give_up: reason} or, when the brain raised an error, {refused: why}. */
enum hcc_status	 suggestion_ask(struct suggestion_run *, int k, jv *answer,
		    struct hcc_err *);
/* Ask whether its program, which is written, is still to be run: if not, the
 * answer has "strike", the reason. A brain that does not say lets it run.
 * HCC_AGAIN: stopped. */
enum hcc_status	 suggestion_watch(struct suggestion_run *, jv *answer,
		    struct hcc_err *);
/* The text behind a draft is the brain's; keep it beside the attempts. */
enum hcc_status	 suggestion_keep_text(const struct suggestion_run *,
		    jv answer, struct hcc_err *);

#endif
