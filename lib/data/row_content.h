/*
 * row_content.h: which rows are the same.
 *
 * Rows are the same when all cells are that train and test have in common,
 * ids and targets apart; of pictures, when the files hold the same bytes.
 */
#ifndef HCC_DATA_ROW_CONTENT_H
#define HCC_DATA_ROW_CONTENT_H

#include <stdint.h>

#include "data/profile.h"

struct row_content {
	struct profile	*p;
	const struct table *t;
	size_t		*features, nfeatures;	/* columns of t .. */
	uint64_t	*salt;			/* .. and their names */
};

/* The columns that train and `t` have in common; none for a sample. */
void		 row_content_begin(struct row_content *, struct profile *,
		    const struct table *);
void		 row_content_end(struct row_content *);
/* The key of a row of the table; 0: it has nothing to compare. Pictures that
 * cannot be read are counted in the profile. */
uint64_t	 row_content_key(const struct row_content *,
		    const struct table_rows *);

#endif
