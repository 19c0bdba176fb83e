/*
 * units.h: seconds, counts and bytes as people write them.
 */
#ifndef HCC_BASE_UNITS_H
#define HCC_BASE_UNITS_H

#include <stddef.h>

/* "90", "90s", "15m", "8h", "2d" -> seconds; "20M", "64k" -> count (1000s);
 * "2G" with binary -> bytes. -1 when it is none of that. */
double		 parse_seconds(const char *);
double		 parse_count(const char *, double kilo);
/* "1h 02m", "3m 20s", "12.3s": for people. */
void		 format_seconds(double, char *, size_t);

#endif
