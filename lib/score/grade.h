/*
 * grade.h: the score of a submission against labels.
 */
#ifndef HCC_SCORE_GRADE_H
#define HCC_SCORE_GRADE_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"

struct grade_opts {
	const char	*id;		/* id column; NULL: the labels' first */
	jv		 targets;	/* array of label columns; null or
					 * absent from the labels: all but id
					 * and Usage. Borrowed. */
	const char	*positive;	/* label; NULL: 1, true, yes, positive,
					 * else the second in order */
	bool		 subset;	/* ids that the labels do not have are
					 * fine: hold-out and test share a
					 * submission */
};

/* Score `submission` by `labels` (paths relative to `dir`; submission as in
 * submission_read) with the metric of that name. Several targets: the mean of
 * the columns' scores. *score is finite on HCC_OK, else NaN. *detail (NULL:
 * not wanted; invalid on failure) is the caller's:
 *
 *	{"metric":"rmse","goal":"minimize","rows":100,"targets":{"y":0.5}}
 *
 * HCC_INPUT: the submission is not valid. HCC_CONFIG: the labels or the
 * metric do not fit each other. The message names file, line, column. */
enum hcc_status	 grade_score(int dir, const char *labels,
		    const char *submission, const char *metric,
		    const struct grade_opts *, double *score, jv *detail,
		    struct hcc_err *);

#endif
