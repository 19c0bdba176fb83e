/*
 * num.h: numbers and missing values as programs and as people write them. The
 * one reader of numbers: the profile of the data, the hold-out and the grader
 * read by it, and what programs see has passed num_plain().
 */
#ifndef HCC_BASE_NUM_H
#define HCC_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define NUM_TEXT 64	/* bytes of a number written plain */

/* What a number that is not plain shows of how its file writes numbers. */
enum num_mark {
	NUM_COMMA_DECIMAL = 1,	/* 1,5 */
	NUM_COMMA_GROUPS = 2,	/* 1,234,567 or 1,234.5 */
	NUM_POINT_DECIMAL = 4,	/* the point in 1,234.5 */
	NUM_POINT_GROUPS = 8,	/* 1.234.567 or 1.234,5 */
	NUM_COMMA_EITHER = 16,	/* 1,234 */
	NUM_PERCENT = 32,
	NUM_CURRENCY = 64	/* the first of a bit for each */
};

/* A finite decimal number, blanks around it allowed, and nothing else: no
 * hexadecimal, no "nan", no "inf", no locale. */
bool	 num_parse(const char *, double *);
/* The same as people write it: with signs of currency or percent, thousands
 * marked by commas, points, blanks or apostrophes, a decimal comma, negative
 * ones in parentheses. `decimal` is the mark that is the decimal one where the
 * number itself leaves it open (1,234 and 1.234): '.' or ',', or 0, which
 * takes either for it. */
bool	 num_read(const char *, char decimal, double *);
/* The same as plain text in `out`; *marks |= enum num_mark. */
bool	 num_plain(const char *, char decimal, char out[NUM_TEXT],
	    unsigned *marks);
/* The decimal mark of a column in which these marks were seen, in a file with
 * this separator; 0: they contradict each other. */
char	 num_decimal(unsigned marks, char sep);
/* How many currencies the marks show, and their list. A sign that several have
 * ($, kr) is no further one beside a name of one of them. */
size_t	 num_currencies(unsigned marks, struct buf *list);
/* For qsort(3) of doubles. */
int	 num_order(const void *, const void *);
/* The median of n > 0 numbers, which are sorted by that. */
double	 num_median(double *, size_t n);
/* The 97.5 % quantile of Student's t distribution, df >= 1: half of a 95 %
 * confidence interval, in standard errors. */
double	 num_student(int df);
/* Empty, or one of NaN, nan, NAN, as programs write a missing value. */
bool	 num_missing(const char *);
/* 1 for true, yes, y, t, on, 1 and the like in any case, 0 for their
 * opposites, -1 for anything else. */
int	 num_truth(const char *);
/* The digits of a whole number without zeros in front and a part ".0" behind,
 * which is how programs change ids: 00012 and 12.0 are 12. Points into `s`; *n
 * is how many. NULL: it is none. */
const char *num_id(const char *s, size_t *n);

#endif
