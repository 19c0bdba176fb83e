/*
 * holdout_internal.h: private to holdout*.c.
 */
#ifndef HCC_DATA_HOLDOUT_INTERNAL_H
#define HCC_DATA_HOLDOUT_INTERNAL_H

#include "data/holdout.h"

/* The rows drawn and their ids. */
struct drawn {
	size_t	*rows;		/* indices of training rows, shuffled */
	char	**ids;		/* n strings */
	size_t	 n;
	bool	*taken;		/* by training row */
	char	*id_name;
};

/* Choose rows (holdout_draw.c). Fills rows, n and taken. */
enum hcc_status	 draw_rows(const struct profile *, const struct holdout *,
		    struct drawn *, struct hcc_err *);
/* Give each an id. Sets *made when the training data had none to give. */
enum hcc_status	 draw_ids(const struct profile *, struct drawn *, bool *made,
		    struct hcc_err *);
void		 draw_release(struct drawn *);

/* A new sample for the test rows (unless `d` replaces them) and those drawn
 * (d may be NULL); without a sample file its form follows from `pred`. */
void		 sample_text(const struct profile *, const struct drawn *d,
		    enum metric_pred pred, struct buf *);

#endif
