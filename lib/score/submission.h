/*
 * submission.h: is what a program wrote a submission at all?
 */
#ifndef HCC_SCORE_SUBMISSION_H
#define HCC_SCORE_SUBMISSION_H

#include <jv.h>

#include "base/csv.h"
#include "base/err.h"

/* What is known of the answers of a task; NULL: nothing. Borrowed. */
struct submission_task {
	const char	*id;		/* column; NULL: the first of the
					 * sample */
	const char	*metric;
	const char	*train;		/* table that has the classes */
	jv		 targets;	/* its columns: a string, an array */
};

/* Compare `submission` with `sample` (paths relative to `dir`), row by row
 * joined by the id column. Where the metric judges labels, values that are no
 * classes of the training data are a problem as well. *report, the
 * caller's:
 *
 *	{"valid":false,"exists":true,"rows":100,"columns":2,
 *	 "problems":["empty or NaN values in column 'y': 2, first at line 7"],
 *	 "nan":2,"duplicate_ids":0,"missing_ids":0,"extra_ids":0,
 *	 "constant":false}
 *
 * `constant`: every prediction column has one value throughout, which is
 * allowed but worth a remark. A bad submission is HCC_OK with valid false;
 * failures are those of the sample, of memory or of input/output, and leave
 * *report invalid. */
enum hcc_status	 submission_check(int dir, const char *sample,
		    const char *submission, const struct submission_task *,
		    jv *report, struct hcc_err *);

/* Read a csv file that a program wrote and we do not trust: below `dir` it
 * must be a regular file and no symbolic link (which could lead to sealed
 * labels); with AT_FDCWD it is a user's own and links are followed. More than
 * max_bytes (0: all) is refused. */
enum hcc_status	 submission_read(int dir, const char *path, size_t max_bytes,
		    struct csv *, struct hcc_err *);

#endif
