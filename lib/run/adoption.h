/*
 * adoption.h: ask exec.lua (hcc-policy(5)) which results become the best.
 */
#ifndef HCC_RUN_ADOPTION_H
#define HCC_RUN_ADOPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "lua/script.h"
#include "task/result.h"
#include "task/task.h"

/* Does a result become the best? (`best` without id: there is none.) */
enum hcc_status	 adoption_ask(struct script *exec, const struct task *,
		    const struct result *, const struct result *best,
		    bool *yes, struct hcc_err *);
/* Why a claim is not borne out by its audit ("doubts"), or a score is too good
 * to be true ("too_good"), in `why`; empty: it is, it is not. */
enum hcc_status	 adoption_why(struct script *exec, const char *function,
		    const struct task *, const struct result *,
		    const struct result *best, char *why, size_t n,
		    struct hcc_err *);

#endif
