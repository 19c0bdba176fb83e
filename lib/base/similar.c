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

/* Hashes (FNV-1a) of the words, or of those that begin with a digit, sorted;
 * the caller frees. */
static uint32_t *
words(const char *s, bool numbers, size_t *n)
{
	uint32_t	*v = NULL, h;
	size_t		 cap = 0;
	bool		 skip;

	for (*n = 0; *s != '\0';) {
		if (!is_word(s)) {
			s++;
			continue;
		}
		skip = numbers && !isdigit((unsigned char)*s);
		for (h = 2166136261u; is_word(s); s++)
			h = (h ^ (uint32_t)tolower((unsigned char)*s)) *
			    16777619u;
		if (skip)
			continue;
		grow(&v, &cap, *n + 1, sizeof(*v));
		v[(*n)++] = h;
	}
	if (*n > 1)
		qsort(v, *n, sizeof(*v), by_value);
	return v;
}

/* How many words, or numbers, both texts have and each of them has. */
static size_t
in_common(const char *a, const char *b, bool numbers, size_t *na, size_t *nb)
{
	uint32_t	*x = words(a, numbers, na), *y = words(b, numbers, nb);
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
	size_t	 na, nb, n = in_common(a, b, false, &na, &nb);

	return na + nb == 0 ? 1 : (double)n / (double)(na + nb - n);
}

double
similar_numbers(const char *a, const char *b)
{
	size_t	 na, nb, n = in_common(a, b, true, &na, &nb);

	if (na == 0 || nb == 0)
		return na == nb;
	return (double)n / (double)(na < nb ? na : nb);
}
