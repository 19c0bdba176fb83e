/*
 * num.h: numbers and missing values as csv files write them.
 */
#ifndef HCC_BASE_NUM_H
#define HCC_BASE_NUM_H

#include <stdbool.h>

/* A finite decimal number, blanks around it allowed, and nothing else: no
 * hexadecimal, no "nan", no "inf", no locale. */
bool	 num_parse(const char *, double *);
/* Empty, or one of NaN, nan, NAN, as programs write a missing value. */
bool	 num_missing(const char *);

#endif
