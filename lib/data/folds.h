/*
 * folds.h: training rows parted: into folds, and into those that are kept and
 * those that are held out. One way for every program and both brains.
 *
 * What is asked about differs from what is learnt from as test differs from
 * train. Of groups: each is whole on one side. In time: the end is held out,
 * and fold K is judged by what was learnt from the folds below K (so fold 0,
 * the first six tenths, is only learnt from). Of both: other groups, and later;
 * a row that is early and of a group that is held out, or late and of one that
 * is not, is on neither side. Without either, rows are drawn by class or by
 * tenth of a quantity, and rows that are the same stay together. The same rows
 * and seed give the same.
 */
#ifndef HCC_DATA_FOLDS_H
#define HCC_DATA_FOLDS_H

#include <stdint.h>

#include "data/profile.h"
#include "data/survey.h"

#define FOLDS_FILE	"folds.csv"
#define FOLDS_MOST	5
#define FOLDS_NONE	-1	/* of a row without target */

/* Choose rows to hold out: taken[] of s->rows. Returns how many: about this
 * fraction; where groups last through time, half of it, so that more are left.
 * aside[]: rows on neither side; NULL: there are none, groups alone count.
 * Drawn by class, a class never leaves the training data entirely. */
size_t		 folds_hold_out(const struct survey *, double fraction,
		    uint64_t seed, bool *taken, bool *aside);
/* Write folds.csv into the directory `input`: id (or `row`, counted from 0,
 * where training rows have no ids of their own), fold and, where groups and
 * time both hold, era. `taken` (NULL: none) are rows that are no longer there.
 * *count: how many folds. */
enum hcc_status	 folds_write(const struct profile *, const struct survey *,
		    const bool *taken, int input, size_t *count,
		    struct hcc_err *);
/* "forward", "grouped", "both" of them, or "stratified". */
const char	*folds_kind(const struct split *);

#endif
