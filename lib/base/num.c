/*
 * num.c: numbers and missing values as csv files write them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* Up to 19 digits without exponent, which is nearly every cell: the decimal
 * is m / 10^n, and one division of exact doubles rounds correctly (Clinger)
 * as long as m < 2^53 and n <= 22. False: leave it to strtod. */
static bool
quick(const char *s, double *out)
{
	static const double	 ten[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6,
	    1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
	    1e18, 1e19 };
	unsigned long long	 m = 0;
	int			 digits = 0, after = 0;
	bool			 minus = *s == '-', point = false;

	for (s += minus; digits < 19; s++) {
		if (*s >= '0' && *s <= '9') {
			m = m * 10 + (unsigned)(*s - '0');
			digits++;
			after += point;
		} else if (*s == '.' && !point)
			point = true;
		else
			break;
	}
	if (*s != '\0' || digits == 0 || m >> 53 != 0)
		return false;
	*out = (minus ? -1 : 1) * ((double)m / ten[after]);
	return true;
}

bool
num_parse(const char *s, double *out)
{
	char	*end;
	double	 d;

	if (quick(s, out))
		return true;
	s += strspn(s, " \t");
	/* strtod knows more than csv files should: hex, words. */
	if (s[strspn(s, "0123456789+-.eE \t")] != '\0')
		return false;
	d = strtod(s, &end);
	if (end == s || end[strspn(end, " \t")] != '\0' || !isfinite(d))
		return false;
	*out = d;
	return true;
}

bool
num_missing(const char *s)
{
	return *s == '\0' || strcmp(s, "nan") == 0 || strcmp(s, "NaN") == 0 ||
	    strcmp(s, "NAN") == 0;
}
