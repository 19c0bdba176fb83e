/*
 * suggestion_result.h: the outcome of a suggestion, computed from the run.json
 * of its attempts. The caller publishes it as result.json, which makes the
 * suggestion done.
 */
#ifndef HCC_RUN_SUGGESTION_RESULT_H
#define HCC_RUN_SUGGESTION_RESULT_H

#include <stdbool.h>

#include "base/buf.h"
#include "task/result.h"
#include "task/task.h"

#define SEEDS_MAX	16	/* runs of one program with other seeds */

/* What came of a suggestion: the best valid attempt, or why there is none; but
 * for delta, noise and adopted. HCC_MISSING when no attempt has ended.
 * result_free in any case. */
enum hcc_status	 suggestion_result(const struct task *, const char *id,
		    const char *title, struct result *, struct hcc_err *);
/* *noise: the MAD of the scores of an attempt and its runs with other seeds;
 * NAN below two scores. */
enum hcc_status	 suggestion_noise(const struct task *, const char *id,
		    double score, double *noise, struct hcc_err *);
/* Let what was measured by the control, or else the audit, count in place of
 * what was claimed: a leak. */
void		 suggestion_distrust(const struct task *, struct result *,
		    const char *why);
/* Has the audit, or the control, of a suggestion been run, whatever came of it?
 * One that cannot be read now has. */
bool		 suggestion_audited(const struct task *, const char *id,
		    bool control);
/* The text that the brain gave to a draft; false when there is none. */
bool		 suggestion_text(const struct task *, const char *id,
		    struct buf *);

#endif
