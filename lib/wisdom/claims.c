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
		w = log((c->n + 1) / (json_num(c->known, jv_string_value(k),
		    0) + 0.5));
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

/* The next letter or digit, in lower case; references and the state at the end
 * of a rule count too. */
static int
next_letter(const char **s)
{
	while (**s != '\0' && !isalnum((unsigned char)**s) &&
	    (unsigned char)**s < 0x80)
		++*s;
	return **s == '\0' ? 0 : tolower((unsigned char)*(*s)++);
}

bool
claims_same(const char *a, const char *b)
{
	int	 x, y;

	do {
		x = next_letter(&a);
		y = next_letter(&b);
	} while (x == y && x != 0);
	return x == y;
}

/* The words of a rule but those that turn it round, of which there are an odd
 * number (*negative), and those that it has for form. */
static jv
rule_words(const char *s, bool *negative)
{
	static const char *const turns[] = { "not", "no", "never", "avoid",
	    "without", "leave", "drop", "remove", "skip", "stop", "omit",
	    "don", "cannot", "against", NULL };
	static const char *const form[] = { "do", "always", "keep", "use",
	    "the", "a", "an", "out", "t", "to", "of", "on", "with", "try",
	    "should", "must", "again", "add", "and", "prefer", "using",
	    "unchecked", "verified", NULL };
	char		 word[WORD_MAX];
	const char	*const *w;
	bool		 figure;
	jv		 words = jv_object();

	*negative = false;
	while (next_word(&s, word, &figure) > 0) {
		for (w = turns; *w != NULL && strcmp(*w, word) != 0; w++)
			;
		if (*w != NULL) {
			*negative = true;
			continue;
		}
		for (w = form; *w != NULL && strcmp(*w, word) != 0; w++)
			;
		if (*w == NULL && !figure)
			words = json_put(words, word, jv_true());
	}
	return words;
}

bool
claims_opposite(const char *a, const char *b)
{
	bool	 x, y;
	jv	 p = rule_words(a, &x), q = rule_words(b, &y);
	jv	 keys = jv_keys(jv_copy(p)), k;
	int	 i, common = 0, n = jv_object_length(jv_copy(p));
	int	 m = jv_object_length(jv_copy(q));

	for (i = 0; json_item(keys, i, &k); i++)
		common += json_bool(q, jv_string_value(k), false);
	jv_free(keys);
	jv_free(p);
	jv_free(q);
	return x != y && n > 0 && m > 0 && 3 * common >= 2 * (n < m ? n : m) &&
	    2 * common >= (n > m ? n : m);
}
