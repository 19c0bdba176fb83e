/*
 * grade_internal.h: what grade.c and grade_target.c share; for nobody else.
 */
#ifndef HCC_SCORE_GRADE_INTERNAL_H
#define HCC_SCORE_GRADE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/csv.h"
#include "base/err.h"
#include "score/grade.h"
#include "score/metric.h"

/* Labels and submission, read and joined. */
struct grading {
	const struct metric		*m;
	size_t				 k;	/* of map@k */
	const struct grade_opts		*o;
	const char			*tname, *sname;
	struct csv			 truth, sub;
	size_t				 tid, sid;	/* id columns */
	size_t				*row;	/* of sub, for each of truth */
	size_t				*target;	/* columns of truth */
	size_t				 ntargets;
	struct hcc_err			*e;
};

/* The score of one label column. `scol` is the column of the submission that
 * answers it, -1 when a column a class does. NAN: the metric is not defined on
 * these labels. */
enum hcc_status	 grade_target(struct grading *, size_t tcol, long scol,
		    double *score);
/* Several label columns of which each row marks one with 1 and the others
 * with 0 are one target with a column a class: *is tells, and *score is the
 * logarithmic loss. `scols` are the columns of the submission. */
enum hcc_status	 grade_one_hot(struct grading *, const long *scols, bool *is,
		    double *score);
enum hcc_status	 grade_bad_value(const struct grading *, bool of_truth,
		    size_t row, size_t col, const char *why);

#endif
