/*
 * cell.c: what a single cell says: nothing, a number, a date.
 *
 * Numbers come as people write them: 1,234.50 and 1.234,50, with currency
 * signs, percent signs and blanks between thousands.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "data/column.h"

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
cell_missing(const char *s)
{
	static const char *const	 words[] = { "na", "n/a", "#n/a", "#na",
	    "n.a.", "nan", "-nan", "null", "(null)", "\\n", "?", "-", "--",
	    ".", "<na>", "nat", "nil", "missing" };
	size_t				 i, n;

	while (blank(*s))
		s++;
	n = strlen(s);
	while (n > 0 && blank(s[n - 1]))
		n--;
	if (n == 0)
		return true;
	if (n > 7)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && strncasecmp(s, words[i], n) == 0)
			return true;
	return false;
}

/* Length of a sign around a number, or of a blank, at `s`; 0: none. */
static size_t
ornament(const char *s)
{
	static const char *const	 all[] = { " ", "\t", "\r", "\n", "$",
	    "%", "\xe2\x82\xac", "\xc2\xa3", "\xc2\xa5", "\xc2\xa0",
	    "\xe2\x80\xaf" };
	size_t				 i, n;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		n = strlen(all[i]);
		if (strncmp(s, all[i], n) == 0)
			return n;
	}
	return 0;
}

static bool
three_digits(const char *s)
{
	return isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]) &&
	    isdigit((unsigned char)s[2]) && !isdigit((unsigned char)s[3]);
}

/* Copy digits, signs, points and commas; blanks and ' between groups of three
 * are passed over. Returns where it stopped, NULL without any digit. */
static const char *
digits(const char *s, char *b, size_t size)
{
	size_t	 n = 0, skip;
	bool	 digit = false;

	for (; *s != '\0' && n + 1 < size; s++) {
		skip = *s == '\'' ? 1 : ornament(s);
		if (isdigit((unsigned char)*s))
			digit = true;
		else if (digit && skip > 0 && n > 0 &&
		    isdigit((unsigned char)b[n - 1]) &&
		    three_digits(s + skip)) {
			s += skip - 1;
			continue;
		} else if (strchr("+-.,eE", *s) == NULL || (!digit &&
		    (*s == 'e' || *s == 'E')))
			break;
		b[n++] = *s;
	}
	b[n] = '\0';
	return digit ? s : NULL;
}

/* Do all `mark`s have three digits behind and at most three before them? */
static bool
groups(const char *b, char mark)
{
	const char	*at = strchr(b, mark), *start = b;

	start += *start == '-' || *start == '+';
	if (at == NULL || at == start || at - start > 3 || *start == '0')
		return false;
	for (; at != NULL; at = strchr(at + 1, mark))
		if (!three_digits(at + 1))
			return false;
	return true;
}

static size_t
count_of(const char *s, char c)
{
	size_t	 n = 0;

	for (; *s != '\0'; s++)
		n += *s == c;
	return n;
}

static void
take_out(char *b, char mark)
{
	char	*to = b;

	for (; *b != '\0'; b++)
		if (*b != mark)
			*to++ = *b;
	*to = '\0';
}

/* Leave one decimal point at most. `sep`: in a file separated by commas one
 * that stands in a number must be a thousands separator. */
static void
settle_marks(char *b, char sep)
{
	size_t	 commas = count_of(b, ','), points = count_of(b, '.');
	char	*comma = strrchr(b, ','), *point = strrchr(b, '.');
	bool	 last = comma != NULL && (point == NULL || comma > point);

	if (commas > 0 && groups(b, ',') && (commas > 1 || points == 1 ||
	    sep == ',' || sep == '|') && (points == 0 || !last))
		take_out(b, ',');
	else if (points > 0 && groups(b, '.') &&
	    (points > 1 || commas == 1) && (commas == 0 || last))
		take_out(b, '.');
	if ((comma = strchr(b, ',')) != NULL && strchr(b, '.') == NULL)
		*comma = '.';
}

/* Behind blanks and signs. */
static const char *
bare(const char *s)
{
	size_t	 n;

	for (; (n = ornament(s)) > 0; s += n)
		continue;
	return s;
}

bool
cell_number_in(const char *s, char sep, double *out)
{
	char		 b[64], *end;
	bool		 minus = false;

	if (num_parse(s, out))		/* nearly all of them */
		return true;
	s = bare(s);
	if ((*s == '-' || *s == '+') && ornament(s + 1) > 0) {
		minus = *s == '-';
		s = bare(s + 1);
		if (*s == '-' || *s == '+')
			return false;
	}
	if ((s = digits(s, b, sizeof(b))) == NULL || *bare(s) != '\0')
		return false;
	settle_marks(b, sep);
	*out = strtod(b, &end);
	if (minus)
		*out = -*out;
	return *end == '\0' && isfinite(*out);
}

bool
cell_number(const char *s, double *out)
{
	return cell_number_in(s, '\0', out);
}

/* Three groups of digits, one of them a year, with the same separator; a time
 * may follow. */
bool
cell_date(const char *s)
{
	size_t	 n[3] = { 0, 0, 0 };
	char	 sep = 0;
	int	 g;

	while (blank(*s))
		s++;
	for (g = 0; g < 3; g++) {
		for (; isdigit((unsigned char)*s) && n[g] < 5; s++)
			n[g]++;
		if (g == 0)
			sep = *s;
		if (n[g] == 0 || (g < 2 && (*s != sep || sep == '\0' ||
		    strchr("-/.", sep) == NULL)))
			return false;
		if (g < 2)
			s++;
	}
	if (*s != '\0' && *s != ' ' && *s != 'T')
		return false;
	return (n[0] == 4 && n[1] <= 2 && n[2] <= 2) ||
	    (n[2] == 4 && n[0] <= 2 && n[1] <= 2) ||
	    (n[0] <= 2 && n[1] <= 2 && n[2] == 2 && sep == '/');
}
