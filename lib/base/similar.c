/*
 * similar.c: sorted word hashes of both texts, merged once.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/similar.h"

static int
by_value(const void *a, const void *b)
{
	uint32_t	 x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* A dot belongs to a word inside of it, not at its end. */
static int
is_word(const char *s)
{
	int	 c = (unsigned char)*s;

	return isalnum(c) || c == '_' || c >= 0x80 ||
	    (c == '.' && isalnum((unsigned char)s[1]));
}

/* Which words count: all, or what begins with a digit or is among names, of
 * which single letters are left out: they are words elsewhere. */
struct choice {
	bool		 values;
	uint32_t	*names;		/* hashes, sorted */
	size_t		 count;
};

static bool
is_chosen(const struct choice *c, const char *s, size_t len, uint32_t h)
{
	return !c->values || isdigit((unsigned char)*s) || (len > 1 &&
	    c->count > 0 && bsearch(&h, c->names, c->count, sizeof(h),
	    by_value) != NULL);
}

/* Hashes (FNV-1a) of the words that count, sorted; the caller frees. */
static uint32_t *
words(const char *s, const struct choice *c, size_t *n)
{
	const char	*start;
	uint32_t	*v = NULL, h;
	size_t		 cap = 0;

	for (*n = 0; *s != '\0';) {
		if (!is_word(s)) {
			s++;
			continue;
		}
		start = s;
		for (h = 2166136261u; is_word(s); s++)
			h = (h ^ (uint32_t)tolower((unsigned char)*s)) *
			    16777619u;
		if (!is_chosen(c, start, (size_t)(s - start), h))
			continue;
		grow(&v, &cap, *n + 1, sizeof(*v));
		v[(*n)++] = h;
	}
	if (*n > 1)
		qsort(v, *n, sizeof(*v), by_value);
	return v;
}

/* How many words that count both texts have and each of them has. */
static size_t
in_common(const char *a, const char *b, const struct choice *c, size_t *na,
    size_t *nb)
{
	uint32_t	*x = words(a, c, na), *y = words(b, c, nb);
	size_t		 i = 0, j = 0, n = 0;

	while (i < *na && j < *nb)
		if (x[i] == y[j]) {
			n++;
			i++;
			j++;
		} else if (x[i] < y[j])
			i++;
		else
			j++;
	free(x);
	free(y);
	return n;
}

double
similar_texts(const char *a, const char *b)
{
	struct choice	 all = { false, NULL, 0 };
	size_t		 na, nb, n = in_common(a, b, &all, &na, &nb);

	return na + nb == 0 ? 1 : (double)n / (double)(na + nb - n);
}

double
similar_values(const char *a, const char *b, const char *names)
{
	struct choice	 all = { false, NULL, 0 }, c = { true, NULL, 0 };
	size_t		 na, nb, n;

	c.names = words(names, &all, &c.count);
	n = in_common(a, b, &c, &na, &nb);
	free(c.names);
	if (na == 0 || nb == 0)
		return na == nb;
	return (double)n / (double)(na < nb ? na : nb);
}
