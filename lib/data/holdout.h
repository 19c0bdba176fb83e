/*
 * holdout.h: labels kept back from the training data.
 *
 * Which rows, folds.h says. The labels leave the training file for
 * sealed/labels.csv; the rows join the test file and the sample submission in
 * random order; rows on neither side are left out. If one of them has no id, or
 * one that is used already, all of them get new ones.
 */
#ifndef HCC_DATA_HOLDOUT_H
#define HCC_DATA_HOLDOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "data/profile.h"
#include "data/survey.h"
#include "score/metric.h"

struct holdout {
	double			 fraction;	/* of the labelled rows */
	uint64_t		 seed;
	enum metric_pred	 pred;		/* for a sample to be made */
	size_t			 rows;		/* out: how many were drawn */
	size_t			 aside;		/* out: how many are on neither
						 * side (folds.h) */
	bool			*taken;		/* out: training rows that are
						 * drawn or aside; to be
						 * freed */
};

/* Does `path` tell the labels of the training file again (a copy of it in
 * another format, a table with the target in it)? Such files must not stay
 * beside a hold-out. */
bool		 holdout_leaks(const struct profile *, const char *path);
/* Write train, test and sample into the directory `input` and labels.csv into
 * `sealed`. */
enum hcc_status	 holdout_make(const struct profile *, const struct survey *,
		    struct holdout *, int input, int sealed, struct hcc_err *);

#endif
