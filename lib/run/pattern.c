/*
 * pattern.c: find a number between two texts.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/pattern.h"

#define DIGITS	64	/* of a number, at most */

struct pattern {
	const char	*before, *after;
	size_t		 nbefore, nafter;
};

/* The value at the last place of s[n] that matches. */
static bool
match(const struct pattern *p, const char *s, size_t n, double *value)
{
	const char	*end = s + n;
	char		 text[DIGITS + 1], *stop;
	size_t		 len, used;
	double		 d;
	bool		 found = false;

	while ((s = memmem(s, (size_t)(end - s), p->before, p->nbefore)) !=
	    NULL) {
		s += p->nbefore;
		while (s < end && *s == ' ')
			s++;
		len = (size_t)(end - s) < DIGITS ? (size_t)(end - s) : DIGITS;
		memcpy(text, s, len);
		text[len] = '\0';
		d = strtod(text, &stop);
		used = (size_t)(stop - text);
		if (used > 0 && len - used >= p->nafter &&
		    memcmp(s + used, p->after, p->nafter) == 0) {
			*value = d;
			found = true;
		}
		if (p->nbefore == 0)
			break;
	}
	return found;
}

bool
pattern_find(const char *pattern, const char *log, size_t n,
    struct claim *c)
{
	const char	*v = strstr(pattern, "VALUE"), *s, *nl, *end = log + n;
	struct pattern	 p;
	double		 d;
	long		 no = 0;
	bool		 found = false;

	if (v == NULL)
		return false;
	p = (struct pattern){ pattern, v + 5, (size_t)(v - pattern),
	    strlen(v + 5) };
	while (p.nbefore > 0 && p.before[p.nbefore - 1] == ' ')
		p.nbefore--;
	for (s = log; s < end; s = nl + 1) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		no++;
		if (!match(&p, s, (size_t)(nl - s), &d))
			continue;
		found = isfinite(d);
		*c = (struct claim){ .value = d, .line = no,
		    .at = { (size_t)(s - log), (size_t)(nl - log) } };
	}
	return found;
}
