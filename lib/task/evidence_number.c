/*
 * evidence_number.c: read numbers out of claims, logs and programs.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "task/evidence_number.h"

static const char *
digits(const char *s, const char *end)
{
	while (s < end && isdigit((unsigned char)*s))
		s++;
	return s;
}

/* The end of the number that begins at `s`; the place of its exponent and of
 * its point, or NULL. */
static const char *
number_end(const char *s, const char *end, const char **point, const char **exp)
{
	const char	*p = digits(s, end), *q;

	*point = *exp = NULL;
	if (p + 1 < end && *p == '.' && isdigit((unsigned char)p[1])) {
		*point = p;
		p = digits(p + 1, end);
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		q = p + 1;
		if (q < end && (*q == '+' || *q == '-'))
			q++;
		if (q < end && isdigit((unsigned char)*q)) {
			*exp = p;
			p = digits(q, end);
		}
	}
	return p;
}

bool
number_at(const char *start, const char *s, const char *end, struct number *n)
{
	const char	*point, *exp, *p;
	char		 text[64];
	double		 unit;

	n->s = s;
	n->end = number_end(s, end, &point, &exp);
	n->sign = s > start && (s[-1] == '-' || s[-1] == '+') &&
	    (s - 1 == start || !(text_word_char(s[-2]) || s[-2] == '.' ||
	    s[-2] == ')'));
	if ((s > start && text_word_char(s[-1])) ||
	    (size_t)(n->end - s) >= sizeof(text))
		return false;
	memcpy(text, s, (size_t)(n->end - s));
	text[n->end - s] = '\0';
	n->value = strtod(text, NULL);
	if (n->sign && s[-1] == '-')
		n->value = -n->value;
	/* Half a unit of the last digit that is written. */
	unit = exp == NULL ? 0 : strtod(text + (exp - s) + 1, NULL);
	if (point != NULL)
		unit -= (double)((exp == NULL ? n->end : exp) - point - 1);
	n->tolerance = 0.5000001 * pow(10, unit);
	for (p = n->end; p < end && *p == ' '; p++)
		;
	n->percent = p < end && (*p == '%' || (end - p >= 7 &&
	    strncasecmp(p, "percent", 7) == 0));
	return isfinite(n->value);
}

bool
number_is(const struct number *n, double v)
{
	return isfinite(v) && fabs(v - n->value) <= n->tolerance;
}

/* Behind the escape sequence at `s`: a colour is no number, and what follows
 * it is a word of its own. */
static const char *
skip_escape(const char *s, const char *end)
{
	if (++s < end && *s == '[')
		for (s++; s < end && (unsigned char)*s < 0x40; s++)
			;
	return s < end ? s + 1 : end;
}

bool
number_next(const char *text, size_t len, size_t from, size_t to, size_t *at,
    struct number *m)
{
	const char	*s = text + *at, *end = text + len, *start = text;
	bool		 good;

	/* Start where a number that reaches into the range starts. */
	while (*at == from && s > text && from - (size_t)(s - text) < 128 &&
	    s[-1] != '\n')
		s--;
	while (s < text + to) {
		if (*s == '\033')
			start = s = skip_escape(s, end);
		else if (!isdigit((unsigned char)*s))
			s++;
		if (s >= end || !isdigit((unsigned char)*s))
			continue;
		good = number_at(start, s, end, m) && s >= text + from &&
		    m->end <= text + to && (s > text + from || !m->sign);
		s = m->end;
		if (good) {
			*at = (size_t)(s - text);
			return true;
		}
	}
	*at = to;
	return false;
}

bool
number_is_time(const struct number *n)
{
	const char	*p = n->end + (*n->end == ' ');
	size_t		 k;

	for (k = 0; isalpha((unsigned char)p[k]); k++)
		;
	return (k == 1 && *p == 's') || (k >= 3 && strncasecmp(p, "sec", 3) ==
	    0) || (k == 2 && strncasecmp(p, "ms", 2) == 0);
}

/* The word that ends before the number, not counting "of", "at" and the like,
 * and the one that begins behind it. */
static size_t
word_before(const char *start, const struct number *n, const char **w)
{
	static const char *const fillers[] = { "of", "at", "to", "is", "with",
	    "a", "an", "the", "by" };
	const char	*p = n->s, *e;
	size_t		 i;

	do {
		while (p > start && !isalpha((unsigned char)p[-1]) &&
		    !isdigit((unsigned char)p[-1]) && p[-1] != '\n')
			p--;
		for (e = p; p > start && isalpha((unsigned char)p[-1]); p--)
			;
		for (i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
			if ((size_t)(e - p) == strlen(fillers[i]) &&
			    strncasecmp(p, fillers[i], (size_t)(e - p)) == 0)
				break;
	} while (i < sizeof(fillers) / sizeof(fillers[0]));
	*w = p;
	return (size_t)(e - p);
}

static size_t
word_behind(const char *end, const struct number *n, const char **w)
{
	const char	*p = n->end, *s;

	while (p < end && (*p == ' ' || *p == '-'))
		p++;
	for (s = p; p < end && isalpha((unsigned char)*p); p++)
		;
	*w = s;
	return (size_t)(p - s);
}

static bool
same(const char *a, size_t n, const char *b, size_t k)
{
	return n >= 2 && n == k && strncasecmp(a, b, n) == 0;
}

bool
number_same_word(const char *start, const char *end, const struct number *n,
    const char *start2, const char *end2, const struct number *m)
{
	const char	*a, *b;
	size_t		 k, l;

	k = word_before(start, n, &a);
	l = word_before(start2, m, &b);
	if (same(a, k, b, l))
		return true;
	k = word_behind(end, n, &a);
	l = word_behind(end2, m, &b);
	return same(a, k, b, l);
}
