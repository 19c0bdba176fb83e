/*
 * print_fields.h (private to digest): how the numbers of a template are
 * written.
 */
#ifndef HCC_DIGEST_PRINT_FIELDS_H
#define HCC_DIGEST_PRINT_FIELDS_H

#include "digest/print.h"

/* What is written of a template's fields. */
struct fields {
	struct printer		*o;
	const struct templates	*ts;
	const struct template	*t;
	size_t			 from;	/* what was written before */
	unsigned		 field;
	bool			 begun;	/* a line of its values */
	bool			 wide;	/* the first and last line are cut */
	unsigned		 lines;	/* of extremes still to be shown */
};

/* Append the extremes of the fields that matter, and where they stood. */
void	 print_fields(struct fields *);

#endif
