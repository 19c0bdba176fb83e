/*
 * claims.c: weighted Jaccard similarity of the words of two claims.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "wisdom/claims.h"

#define WORD_MAX 64

/* The next word from *p on in lower case: its length, 0 at the end. */
static size_t
next_word(const char **p, char out[WORD_MAX], bool *figure)
{
	size_t	 n = 0;

	while (**p != '\0' && !isalnum((unsigned char)**p) &&
	    (unsigned char)**p < 0x80)
		++*p;
	*figure = false;
	for (; isalnum((unsigned char)**p) || (unsigned char)**p >= 0x80;
	    ++*p) {
		*figure = *figure || isdigit((unsigned char)**p);
		if (n < WORD_MAX - 1)
			out[n++] = (char)tolower((unsigned char)**p);
	}
	out[n] = '\0';
	return n;
}

jv
claims_words(const char *s)
{
	char	 word[WORD_MAX];
	bool	 figure;
	jv	 words = jv_object();

	while (next_word(&s, word, &figure) > 0)
		if (!figure)
			words = json_put(words, word, jv_true());
	return words;
}

void
claims_add(struct claims *c, jv words)
{
	jv	 keys = jv_keys(jv_copy(words)), k;
	int	 i;

	c->n++;
	for (i = 0; json_item(keys, i, &k); i++) {
		c->known = json_put_num(c->known, jv_string_value(k),
		    json_num(c->known, jv_string_value(k), 0) + 1);
	}
	jv_free(keys);
}

/* The weight of all words of `a`, and of those that `b` has too (*common). */
static double
weigh(const struct claims *c, jv a, jv b, double *common)
{
	jv	 keys = jv_keys(jv_copy(a)), k;
	double	 all = 0, w;
	int	 i;

	*common = 0;
	for (i = 0; json_item(keys, i, &k); i++) {
		w = log((c->n + 1) / (json_num(c->known, jv_string_value(k), 0) +
		    0.5));
		w = w > 0 ? w : 0;
		all += w;
		if (json_bool(b, jv_string_value(k), false))
			*common += w;
	}
	jv_free(keys);
	return all;
}

double
claims_similarity(const struct claims *c, jv a, jv b)
{
	double	 common, x = weigh(c, a, b, &common);
	double	 y = weigh(c, b, a, &common), all = x + y - common;

	return all > 0 ? common / all : 0;
}

void
claims_release(struct claims *c)
{
	jv_free(c->known);
	*c = (struct claims){ jv_null(), 0 };
}
