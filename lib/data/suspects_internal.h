/*
 * suspects_internal.h: private to suspects.c and shifts.c.
 */
#ifndef HCC_DATA_SUSPECTS_INTERNAL_H
#define HCC_DATA_SUSPECTS_INTERNAL_H

#include "data/profile.h"

#define LEAST_ROWS	30

/* Rows of the samples that are looked at, and how well each column of the
 * training table predicts the target, 0 (like the usual label) to 1. */
struct suspect_rows {
	size_t	*train, *test;
	size_t	 ntrain, ntest;
	double	*predicts;
};

static inline const struct cell_value *
sampled(const struct table *t, size_t row, size_t col)
{
	return t->sample.v + row * t->file_cols + t->source[col];
}

/* Add a column to p->suspects or p->changed, once. */
void		 suspects_add(jv *list, const char *column);
/* Values that differ; x and y have room for a sample each. */
void		 suspects_shifts(struct profile *, const struct suspect_rows *,
		    double *x, double *y);
/* Rank correlations that differ. */
void		 suspects_relations(struct profile *,
		    const struct suspect_rows *);

#endif
