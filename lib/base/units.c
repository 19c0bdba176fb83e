/*
 * units.c: seconds, counts and bytes as people write them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"

double
parse_seconds(const char *s)
{
	static const struct { char unit; double s; } units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	char	*end;
	double	 d = strtod(s, &end);
	size_t	 i;

	if (end == s || !(d >= 0) || !isfinite(d))
		return -1;
	if (*end == '\0')
		return d;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (*end == units[i].unit && end[1] == '\0')
			return d * units[i].s;
	return -1;
}

double
parse_count(const char *s, double kilo)
{
	static const char	 units[] = "kMGT";
	const char		*u;
	char			*end;
	double			 d = strtod(s, &end);

	if (end == s || !(d >= 0) || !isfinite(d))
		return -1;
	if (*end == '\0')
		return d;
	if ((u = strchr(units, *end == 'K' ? 'k' : *end)) == NULL ||
	    end[1] != '\0')
		return -1;
	return d * pow(kilo, (double)(u - units + 1));
}

void
format_seconds(double s, char *out, size_t n)
{
	long	 t = lround(s);

	if (!isfinite(s))
		snprintf(out, n, "no limit");
	else if (s < 60)
		snprintf(out, n, "%.1fs", s);
	else if (t < 3600)
		snprintf(out, n, "%ldm %02lds", t / 60, t % 60);
	else
		snprintf(out, n, "%ldh %02ldm", t / 3600, t / 60 % 60);
}
