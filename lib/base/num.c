/*
 * num.c: numbers and missing values as programs and as people write them.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

	if ((unsigned char)*s > '9')		/* a word */
		return false;
	if (quick(s, out))
		return true;
	s += strspn(s, " \t");
	/* strtod accepts more than csv files should: hex, words. */
	if (s[strspn(s, "0123456789+-.eE \t")] != '\0')
		return false;
	d = strtod(s, &end);
	if (end == s || end[strspn(end, " \t")] != '\0' || !isfinite(d))
		return false;
	*out = d;
	return true;
}

/* Currencies by their bit, those that share a sign behind it. */
enum currency {
	NONE, DOLLAR, USD, AUD, CAD, YEN, JPY, CNY, KRONA, SEK, NOK, DKK, EURO,
	POUND, FRANC, RUPEE
};

/* What may stand around a number. */
static const struct {
	const char	*text;
	enum currency	 of;
} ornaments[] = {
	{ " ", NONE }, { "\t", NONE }, { "\r", NONE }, { "\n", NONE },
	{ "%", NONE }, { "\xc2\xa0", NONE }, { "\xe2\x80\xaf", NONE },
	{ "\xe2\x80\x89", NONE }, { "$", DOLLAR }, { "US$", USD },
	{ "USD", USD }, { "AUD", AUD }, { "CAD", CAD }, { "\xc2\xa5", YEN },
	{ "JPY", JPY }, { "CNY", CNY }, { "kr", KRONA }, { "SEK", SEK },
	{ "NOK", NOK }, { "DKK", DKK }, { "\xe2\x82\xac", EURO },
	{ "EUR", EURO }, { "\xc2\xa3", POUND }, { "GBP", POUND },
	{ "CHF", FRANC }, { "Fr.", FRANC }, { "\xe2\x82\xb9", RUPEE },
	{ "INR", RUPEE },
};

static unsigned
bit(enum currency c)
{
	return c == NONE ? 0 : NUM_CURRENCY << (c - 1);
}

size_t
num_currencies(unsigned marks, struct buf *list)
{
	const char	*name;
	size_t		 i, n = 0;

	if (marks & (bit(USD) | bit(AUD) | bit(CAD)))
		marks &= ~bit(DOLLAR);
	if (marks & (bit(JPY) | bit(CNY)))
		marks &= ~bit(YEN);
	if (marks & (bit(SEK) | bit(NOK) | bit(DKK)))
		marks &= ~bit(KRONA);
	for (i = 0; i < sizeof(ornaments) / sizeof(ornaments[0]); i++) {
		if ((marks & bit(ornaments[i].of)) == 0)
			continue;
		marks &= ~bit(ornaments[i].of);
		name = ornaments[i].text;
		buf_addf(list, "%s%s", n++ > 0 ? ", " : "", name);
	}
	return n;
}

/* Length of a sign around a number, or of a blank, at `s`; 0: none. */
static size_t
ornament(const char *s, unsigned *marks)
{
	const char	*text;
	size_t		 i, n;

	if (isdigit((unsigned char)*s) || (*s != 'k' &&
	    islower((unsigned char)*s)))
		return 0;
	for (i = 0; i < sizeof(ornaments) / sizeof(ornaments[0]); i++) {
		text = ornaments[i].text;
		n = strlen(text);
		if (*s != *text || strncmp(s, text, n) != 0)
			continue;
		if (*s == '%')
			*marks |= NUM_PERCENT;
		*marks |= bit(ornaments[i].of);
		return n;
	}
	return 0;
}

static bool
is_digits(const char *s, size_t n)
{
	return strspn(s, "0123456789") == n;
}

/* Copy digits, signs, points and commas; blanks and ' between groups of three
 * are passed over. Returns where it stopped, NULL without any digit. */
static const char *
digits(const char *s, char *b, size_t size)
{
	size_t	 n = 0, skip;
	bool	 digit = false;
	unsigned none = 0;

	for (; *s != '\0' && n + 1 < size; s++) {
		skip = *s == '\'' ? 1 : strncmp(s, "\xe2\x80\x99", 3) == 0 ?
		    3 : *s == ' ' || (unsigned char)*s >= 0xc2 ?
		    ornament(s, &none) : 0;
		if (isdigit((unsigned char)*s))
			digit = true;
		else if (digit && skip > 0 && n > 0 &&
		    isdigit((unsigned char)b[n - 1]) &&
		    is_digits(s + skip, 3)) {
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

/* Do all `mark`s have two or three digits behind, the last of them three, and
 * at most three before the first? */
static bool
groups(const char *b, char mark)
{
	const char	*at = strchr(b, mark), *start = b, *next;
	size_t		 n;

	start += *start == '-' || *start == '+';
	if (at == NULL || at == start || at - start > 3 || *start == '0')
		return false;
	for (; at != NULL; at = next) {
		next = strchr(at + 1, mark);
		n = strspn(at + 1, "0123456789");
		if ((n != 3 && (n != 2 || next == NULL)) ||
		    strchr("eE", at[1 + n] == '\0' ? '.' : at[1 + n]) != NULL)
			return false;
	}
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

/* Leave one decimal point at most. */
static void
settle_marks(char *b, char decimal, unsigned *marks)
{
	size_t	 commas = count_of(b, ','), points = count_of(b, '.');
	char	*comma = strrchr(b, ','), *point = strrchr(b, '.');
	bool	 last = comma != NULL && (point == NULL || comma > point);

	if (commas == 1 && points == 0) {
		if (!groups(b, ','))
			*marks |= NUM_COMMA_DECIMAL;
		else
			*marks |= NUM_COMMA_EITHER;
		if (decimal == '.' && groups(b, ','))
			take_out(b, ',');
		else
			*comma = '.';
	} else if (commas > 0 && groups(b, ',') && (points == 0 || !last)) {
		*marks |= NUM_COMMA_GROUPS |
		    (points > 0 ? NUM_POINT_DECIMAL : 0);
		take_out(b, ',');
	} else if (points > 0 && groups(b, '.') && (commas == 0 || last) &&
	    (points > 1 || commas == 1 || decimal == ',')) {
		if (points > 1 || commas == 1)
			*marks |= NUM_POINT_GROUPS |
			    (commas > 0 ? NUM_COMMA_DECIMAL : 0);
		take_out(b, '.');
		if ((comma = strchr(b, ',')) != NULL)
			*comma = '.';
	}
}

/* Behind blanks and signs. */
static const char *
bare(const char *s, unsigned *marks)
{
	size_t	 n;

	for (; (n = ornament(s, marks)) > 0; s += n)
		continue;
	return s;
}

/* A sign before signs of currency, or parentheses around it all. */
static const char *
signs(const char *s, bool *minus, bool *bracket, unsigned *marks)
{
	unsigned	 none = 0;

	s = bare(s, marks);
	if (strncmp(s, "\xe2\x88\x92", 3) == 0) {	/* U+2212 */
		*minus = true;
		s = bare(s + 3, marks);
	} else if (*s == '(') {
		*minus = *bracket = true;
		s = bare(s + 1, marks);
	} else if ((*s == '-' || *s == '+') && ornament(s + 1, &none) > 0) {
		*minus = *s == '-';
		s = bare(s + 1, marks);
	} else
		return s;
	return *s == '-' || *s == '+' ? NULL : s;
}

bool
num_plain(const char *s, char decimal, char out[NUM_TEXT], unsigned *marks)
{
	bool	 minus = false, bracket = false;
	unsigned seen = 0;
	double	 d;
	size_t	 n;

	if ((s = signs(s, &minus, &bracket, &seen)) == NULL ||
	    (s = digits(s, out + 1, NUM_TEXT - 1)) == NULL)
		return false;
	s = bare(s, &seen);
	if (bracket && *s++ != ')')
		return false;
	if (*bare(s, &seen) != '\0')
		return false;
	settle_marks(out + 1, decimal, &seen);
	if (!num_parse(out + 1, &d))
		return false;
	*marks |= seen;
	n = strlen(out + 1) + 1;
	if (minus)
		out[0] = '-';
	else
		memmove(out, out + 1, n);
	return true;
}

bool
num_read(const char *s, char decimal, double *out)
{
	char	 text[NUM_TEXT];
	unsigned marks = 0;

	if (decimal != ',' && num_parse(s, out))	/* nearly all of them */
		return true;
	return num_plain(s, decimal, text, &marks) && num_parse(text, out);
}

char
num_decimal(unsigned marks, char sep)
{
	bool	 comma = (marks & (NUM_COMMA_DECIMAL | NUM_POINT_GROUPS)) != 0;
	bool	 point = (marks & (NUM_POINT_DECIMAL | NUM_COMMA_GROUPS)) != 0;

	if (comma || point)
		return comma && point ? '\0' : comma ? ',' : '.';
	/* A comma that is quoted where commas separate is no decimal one. */
	return sep == ',' || sep == '|' || (marks & NUM_COMMA_EITHER) == 0 ?
	    '.' : ',';
}

int
num_order(const void *a, const void *b)
{
	double	 x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
num_median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), num_order);
	return (v[(n - 1) / 2] + v[n / 2]) / 2;
}

bool
num_missing(const char *s)
{
	return *s == '\0' || strcmp(s, "nan") == 0 || strcmp(s, "NaN") == 0 ||
	    strcmp(s, "NAN") == 0;
}

int
num_truth(const char *s)
{
	static const char *const	 words[][2] = { { "false", "true" },
	    { "no", "yes" }, { "n", "y" }, { "f", "t" }, { "off", "on" } };
	double				 d;
	size_t				 i;

	if (num_parse(s, &d))
		return d == 0 ? 0 : d == 1 ? 1 : -1;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(s, words[i][0]) == 0)
			return 0;
		if (strcasecmp(s, words[i][1]) == 0)
			return 1;
	}
	return -1;
}

const char *
num_id(const char *s, size_t *n)
{
	size_t		 digits = strspn(s, "0123456789");
	size_t		 zeros = strspn(s, "0");
	const char	*rest = s + digits;

	if (*rest == '.' && rest[1] != '\0')
		rest += 1 + strspn(rest + 1, "0");
	if (digits == 0 || *rest != '\0')
		return NULL;
	zeros -= zeros == digits;
	*n = digits - zeros;
	return s + zeros;
}

double
num_student(int df)
{
	static const double	 table[] = { 12.706, 4.303, 3.182, 2.776,
	    2.571, 2.447, 2.365, 2.306, 2.262, 2.228 };
	double			 z = 1.96, z3 = z * z * z;

	if (df <= 10)
		return table[df - 1];
	/* Cornish and Fisher's expansion. */
	return z + (z3 + z) / (4.0 * df) +
	    (5 * z3 * z * z + 16 * z3 + 3 * z) / (96.0 * df * df);
}
