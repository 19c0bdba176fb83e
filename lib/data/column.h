/*
 * column.h: what one column of a csv file holds.
 */
#ifndef HCC_DATA_COLUMN_H
#define HCC_DATA_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/counter.h"
#include "base/csv.h"

#define COLUMN_TOP 8

enum column_type {
	COLUMN_CONSTANT,	/* at most one value */
	COLUMN_NUMBER,
	COLUMN_CATEGORY,	/* names, codes, truth values */
	COLUMN_TEXT,		/* several words */
	COLUMN_DATE,
	COLUMN_ID,		/* another name for every row */
	COLUMN_PATH		/* names of files */
};

struct column {
	const char		*name;		/* borrowed from the csv */
	enum column_type	 type;
	size_t			 rows;
	size_t			 missing;
	size_t			 unique;	/* missing ones apart */
	size_t			 stray;	/* a number's cells that are none */
	size_t			 stray_row;	/* the first of them */
	bool			 integral;
	double			 min, max, mean, median;	/* numbers */
	double			 length;	/* mean bytes a cell */
	struct counter_item	 top[COLUMN_TOP];	/* most frequent */
	size_t			 ntop;
};

/* Look at all rows; cells stay borrowed. HCC_INTERNAL without memory. */
enum hcc_status	 column_profile(const struct csv *, size_t col,
		    struct column *, struct hcc_err *);
const char	*column_type_name(enum column_type);

/* "", NA, N/A, nan, null, ?, - and the like in any case, blanks around them.
 * "None" is not: too often it is a class. */
bool		 cell_missing(const char *);
/* A finite number, with a decimal point or a decimal comma; thousands may be
 * marked, signs of currency and percent stand around it. */
bool		 cell_number(const char *, double *);
/* The same in a file with this separator, which tells what "1,234" is. */
bool		 cell_number_in(const char *, char sep, double *);
/* The same for cells that name no number but are not missing: 2024-05-01. */
bool		 cell_date(const char *);

#endif
