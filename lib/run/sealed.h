/*
 * sealed.h: TASK/sealed, what no run may see, used to measure a submission.
 *
 * It holds labels.csv, or an executable `grade` for a metric of the user's
 * own: called in sealed/ with the absolute path of the submission, it prints
 * the score as the last word of its last line; exit status 65 says that the
 * submission is not valid, with the reason on stderr.
 */
#ifndef HCC_RUN_SEALED_H
#define HCC_RUN_SEALED_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "task/task.h"

#define SEALED_SECONDS	600	/* a grade program may take */

/* Compare a submission with the task's sample (another: `sample`), as
 * submission_check() does. */
enum hcc_status	 sealed_check(const struct task *, const char *sample,
		    const char *submission, jv *report, struct hcc_err *);
bool		 sealed_present(const struct task *);
/* Measure `submission` by labels in another place of the task, as
 * sealed_score() does. */
enum hcc_status	 sealed_score_by(const struct task *, const char *labels,
		    const char *submission, double *score, struct hcc_err *);
/* Measure `submission` (path relative to the task). HCC_MISSING: nothing is
 * sealed, or no such submission; HCC_INPUT: the submission is not valid;
 * HCC_CONFIG: the labels do not fit the metric; HCC_UNAVAILABLE: the program
 * failed. *detail as grade_score() gives it, may be NULL. */
enum hcc_status	 sealed_score(const struct task *, const char *submission,
		    double limit_s, double *score, jv *detail,
		    struct hcc_err *);

#endif
