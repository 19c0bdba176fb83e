/*
 * columns.h (private to digest): the names of the columns of a table, which
 * stand in the line above it.
 *
 *	Epoch  box_loss  cls_loss	| fold | rmse of it |	epoch,val loss
 *	  1/50    1.271     0.833	|    0 |      0.412 |	0,0.412
 */
#ifndef HCC_DIGEST_COLUMNS_H
#define HCC_DIGEST_COLUMNS_H

#include "digest/template.h"

enum { COLUMNS = 24, LABEL = 3 };

struct columns {
	unsigned	 n;		/* 0: no table */
	bool		 ruled;		/* bars between, not blanks */
	bool		 commas;	/* commas alone */
	unsigned	 label;		/* words without a column, before */
					/* the numbers of a row */
	const char	*name[COLUMNS];	/* in the text of the line above */
	uint16_t	 len[COLUMNS];
};

/* Is `above` the head of the row `l`? Each of its cells is a name. `c` is
 * empty; the text of `above` must outlive it. */
void	 columns_find(struct columns *c, const struct excerpt *above,
	    const struct log_line *l);
/* The name of the column of number `n`; false, and left as it is, if it has
 * none. */
bool	 column_name(const struct columns *, char to[FIELD_NAME],
	    const struct log_line *, const struct number *n);

#endif
