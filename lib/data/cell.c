/*
 * cell.c: missing values and dates.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data/cell.h"

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
cell_missing(const char *s)
{
	static const bool		 may[256] = { ['\0'] = true,
	    [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true,
	    ['#'] = true, ['('] = true, ['-'] = true, ['.'] = true,
	    ['<'] = true, ['?'] = true, ['\\'] = true, ['m'] = true,
	    ['M'] = true, ['n'] = true, ['N'] = true };
	char				 word[8];
	size_t				 n;

	/* Nearly every cell is known by its first bytes. */
	if (!may[(unsigned char)*s])
		return false;
	if (*s == '-' && s[1] >= '.' && s[1] <= '9')
		return false;
	while (blank(*s))
		s++;
	n = strnlen(s, 64);
	while (n > 0 && blank(s[n - 1]))
		n--;
	if (n >= sizeof(word))
		return false;
	memcpy(word, s, n);
	word[n] = '\0';
	/* NAT and Nat are names. */
	return n == 0 || strcmp(word, "NaT") == 0 || text_in_any_case(word,
	    "na|n/a|#n/a|#na|n.a.|nan|-nan|null|(null)|\\n|?|-|--|.|<na>|nil|"
	    "missing");
}

/* Days from 1970-01-01 to a day of the Gregorian calendar (H. Hinnant,
 * days_from_civil); NAN when there is no such day. */
static double
day_number(long y, long m, long d)
{
	long	 era, year, day;

	if (m < 1 || m > 12 || d < 1 || d > 31)
		return NAN;
	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	year = y - era * 400;
	day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return (double)(era * 146097 + year * 365 + year / 4 - year / 100 +
	    day - 719468);
}

/* "10:30:05" as a part of the day. */
static double
day_part(const char *s)
{
	double	 part = 0, unit = 24;
	char	*end;
	int	 i;

	for (i = 0; i < 3 && isdigit((unsigned char)*s); i++, unit *= 60) {
		part += strtod(s, &end) / unit;
		s = end + (*end == ':');
	}
	return part;
}

/* Three groups of digits, one of them a year, with the same separator. */
static const char *
groups(const char *s, long v[3], size_t n[3], char *sep)
{
	int	 g;

	for (g = 0; g < 3; g++) {
		for (v[g] = 0; isdigit((unsigned char)*s) && n[g] < 5; s++) {
			v[g] = v[g] * 10 + (*s - '0');
			n[g]++;
		}
		if (g == 0)
			*sep = *s;
		if (n[g] == 0 || (g < 2 && (*s != *sep || *sep == '\0' ||
		    strchr("-/.", *sep) == NULL)))
			return NULL;
		s += g < 2;
	}
	return s;
}

bool
cell_date(const char *s, double when[2])
{
	size_t	 n[3] = { 0, 0, 0 };
	long	 v[3];
	char	 sep;
	double	 time;
	int	 i;

	while (blank(*s))
		s++;
	if (!isdigit((unsigned char)*s) || (s = groups(s, v, n, &sep)) == NULL)
		return false;
	if (*s != '\0' && *s != ' ' && *s != 'T')
		return false;
	time = *s == '\0' ? 0 : day_part(s + 1);
	if (n[0] == 4 && n[1] <= 2 && n[2] <= 2)
		when[0] = when[1] = day_number(v[0], v[1], v[2]);
	else if (n[0] <= 2 && n[1] <= 2 && (n[2] == 4 ||
	    (n[2] == 2 && sep == '/'))) {
		if (n[2] == 2)
			v[2] += v[2] < 70 ? 2000 : 1900;
		when[CELL_DAY_FIRST] = day_number(v[2], v[1], v[0]);
		when[CELL_MONTH_FIRST] = day_number(v[2], v[0], v[1]);
	} else
		return false;
	for (i = 0; i < 2; i++)
		when[i] += time;
	return !isnan(when[0]) || !isnan(when[1]);
}
