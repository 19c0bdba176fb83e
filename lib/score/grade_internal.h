/*
 * grade_internal.h: what grade.c, grade_sets.c and grade_target.c share.
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
	double				 param;	/* k, q or beta */
	const struct grade_opts		*o;
	const char			*tname, *sname;
	struct csv			 truth, sub;
	size_t				 tid, sid;	/* id columns */
	size_t				 n;	/* rows that count .. */
	size_t				*at;	/* .. in truth .. */
	size_t				*row;	/* .. and in sub */
	double				*weight; /* of each; NULL: all 1 */
	size_t				*target;	/* columns of truth */
	size_t				 ntargets;
	struct hcc_err			*e;
};

/* The score of one label column. `scol` is the column of the submission that
 * answers it, -1 when a column a class does. NAN: the metric is not defined on
 * these labels. */
enum hcc_status	 grade_target(struct grading *, size_t tcol, long scol,
		    double *score);
/* Several label columns that are one target: shares of a whole; a class of
 * which each row marks one with 1 and the others with 0; or a set of labels,
 * those marked with 1. *is tells whether they are that, and then *score is
 * theirs. `scols` are the columns of the submission. */
enum hcc_status	 grade_together(struct grading *, const long *scols, bool *is,
		    double *score);
/* A column whose cells are sets of labels, separated by blanks; false: they
 * are not. */
bool		 grade_sets(struct grading *, size_t tcol, size_t scol,
		    double *score);

enum hcc_status	 grade_bad_value(const struct grading *, bool of_truth,
		    size_t row, size_t col, const char *why);
/* The input of a formula, without its arrays. */
struct score_input grade_input(const struct grading *);
/* Cells of a column in the order of the rows that count. */
const char	*grade_truth(const struct grading *, size_t i, size_t col);
const char	*grade_answer(const struct grading *, size_t i, size_t col);

#endif
