/*
 * pooled.h: what the uses of an entry show together.
 *
 * One use of wisdom, a few paired folds, is nearly always too noisy to tell.
 * Each is therefore kept as its gain: the value of the standard normal
 * distribution that is as improbable as its t statistic, above 0 where the
 * wisdom helped. Of n uses without any effect the sum of the gains, divided by
 * the root of n, is standard normal as well (Stouffer's method), whatever the
 * numbers of folds; the t statistics themselves are not: pooled, those of five
 * folds exceed 2.6 five times as often.
 *
 * The gains of an entry are a set, [{"id": .., "gain": 1.3}]: the id is that of
 * the comparison, so that none counts twice, neither after imports nor when a
 * task is repeated with the same outcome.
 */
#ifndef HCC_WISDOM_POOLED_H
#define HCC_WISDOM_POOLED_H

#include <jv.h>

#define GAIN_MOST 3.0	/* of a single use */
#define GAINS_MOST 64	/* of an entry */

/* The gain of a t statistic of `folds` paired folds, 2 or more; infinite where
 * they do not vary, NAN where they do not differ. It is at most GAIN_MOST, and
 * that of a probability of 4^-folds: the normal distribution of differences,
 * which are often multiples of one row, is not to be trusted beyond. */
double	 gain_of(double t, int folds);
/* Is it one of a set (borrowed)? The fault, or NULL. */
const char *gain_check(jv);
/* The sound members of a list (consumed) as a set: sorted by id, each once; of
 * two of the same id the smaller one, of as large ones the harm. At most 64. */
jv	 gains_tidy(jv list);
/* {uses, value (sum / sqrt(uses); 0 without any), conflicting: uses helped and
 * did harm, by more than 2 each, and vary by more than chance makes them in one
 * of a hundred entries (Cochran's test)}. `gains` is borrowed. */
jv	 gains_pooled(jv gains);

#endif
