/*
 * labels.h: the labels of a classification, sorted and numbered.
 *
 * When all of them are numbers they are compared as such, so that "1" and
 * "1.0" (which pandas makes of it) are one label. Truth values are found by any
 * of their names: 1, yes and True.
 */
#ifndef HCC_SCORE_LABELS_H
#define HCC_SCORE_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/csv.h"
#include "base/err.h"

struct label {
	const char	*text;		/* borrowed from the csv file */
	double		 value;		/* when numeric */
};

struct labels {
	struct label	*v;		/* sorted, without repetitions */
	int		 n;
	bool		 numeric;
	bool		 whole;		/* numeric, and all of them integers */
	bool		 truths;	/* true and false, in whatever words */
};

/* The labels of a column, and those of a second one (other NULL: none) unless
 * they would turn numbers into words. */
enum hcc_status	 labels_build(struct labels *, const struct csv *,
		    size_t col, const struct csv *other, size_t other_col,
		    struct hcc_err *);
void		 labels_release(struct labels *);
/* The number of a label, or -1. */
int		 labels_find(const struct labels *, const char *label);
/* The positive class when none is given: true, yes, positive and
 * the like; else the second of two. With `one` a label equal to the number 1
 * goes before the second. -1: unknown. */
int		 labels_positive(const struct labels *, bool one);
/* The column of `c` that holds the probability of a class: named like the
 * label, or ending in it behind a separator ("p_setosa"). -1: none. */
long		 labels_column(const struct csv *c, const struct label *);

#endif
