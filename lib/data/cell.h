/*
 * cell.h: what a single cell says beside a number (base/num.h): nothing, or a
 * point in time.
 */
#ifndef HCC_DATA_CELL_H
#define HCC_DATA_CELL_H

#include <stdbool.h>

/* "", NA, N/A, nan, null, ?, - and the like in any case, blanks around them.
 * "None" is not: too often it is a class. */
bool	 cell_missing(const char *);

/* Two ways to read 3/4/2024. */
enum cell_order { CELL_DAY_FIRST, CELL_MONTH_FIRST };

/* A date (2024-05-01, 1.5.2024, 12/31/99) and perhaps a time of day. when[]
 * are days since 1970-01-01, NAN where that order makes no date of it. */
bool	 cell_date(const char *, double when[2]);

#endif
