/*
 * folds.h: training rows parted: into folds, and into those that are kept and
 * those that are held out. One way for every program and both brains.
 *
 * With groups a group stays whole. In time the end is held out, and fold K is
 * judged by what was learnt from the folds below K (so fold 0 is only learnt
 * from). Without either, rows are drawn by class or by tenth of a quantity.
 * Rows that are the same stay together. The same rows and seed give the same.
 */
#ifndef HCC_DATA_FOLDS_H
#define HCC_DATA_FOLDS_H

#include <stdint.h>

#include "data/profile.h"
#include "data/survey.h"

#define FOLDS_FILE	"folds.csv"
#define FOLDS_MOST	5
#define FOLDS_NONE	-1	/* of a row without target */

/* Choose rows to hold out: taken[] of s->rows. Returns how many. A class never
 * leaves the training data entirely. */
size_t		 folds_hold_out(const struct survey *, double fraction,
		    uint64_t seed, bool *taken);
/* Write folds.csv into the directory `input`: id (or `row`, counted from 0,
 * where training rows have no ids of their own), fold and, where groups last
 * through time, era. `taken` (NULL: none)
 * are rows that are no longer there. *count: how many folds. */
enum hcc_status	 folds_write(const struct profile *, const struct survey *,
		    const bool *taken, int input, size_t *count,
		    struct hcc_err *);
/* "forward", "grouped" or "stratified". */
const char	*folds_kind(const struct split *);

#endif
