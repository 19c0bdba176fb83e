/*
 * holdout.h: labels kept back from the training data.
 *
 * Rows are drawn by class, or by ten quantiles of a quantity, so that the
 * hold-out resembles what is left; the same seed draws the same rows. The
 * labels leave the training file for sealed/labels.csv; the rows join the
 * test file and the sample submission in random order. If one of them has no
 * id, or one that is used already, all of them get new ones.
 */
#ifndef HCC_DATA_HOLDOUT_H
#define HCC_DATA_HOLDOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "data/profile.h"
#include "score/metric.h"

struct holdout {
	double			 fraction;	/* of the labelled rows */
	uint64_t		 seed;
	enum metric_pred	 pred;		/* for a sample to be made */
	size_t			 rows;		/* out: how many were drawn */
	bool			 made_ids;	/* out */
};

/* Does `path` tell the labels of the training file again (a copy of it in
 * another format, a table with the target in it)? Such files must not stay
 * beside a hold-out. */
bool		 holdout_leaks(const struct profile *, const char *path);
/* Write train, test and sample into the directory `input` and labels.csv into
 * `sealed`. The preview must have been opened with want.whole. */
enum hcc_status	 holdout_make(const struct profile *, struct holdout *,
		    int input, int sealed, struct hcc_err *);
/* A sample submission for the rows of the test file, as sample_submission.csv
 * in `input`. The preview must name id and targets. */
enum hcc_status	 holdout_sample(const struct profile *, enum metric_pred,
		    int input, struct hcc_err *);

#endif
