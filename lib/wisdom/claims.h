/*
 * claims.h: are two claims about the same thing?
 *
 * Claims are made from patterns ("X reached 0.1, better than the 0.2 of ..").
 * Words are weighted by inverse document frequency, so that words of the
 * pattern count little. Words with digits differ from task to task and do not
 * count.
 */
#ifndef HCC_WISDOM_CLAIMS_H
#define HCC_WISDOM_CLAIMS_H

#include <stdbool.h>
#include <jv.h>

struct claims {
	jv	 known;		/* word -> how many claims have it */
	int	 n;
};

#define CLAIMS_INIT { jv_object(), 0 }

/* The words of a claim, as an object; each once. */
jv	 claims_words(const char *claim);
/* Count these words (borrowed) as those of one claim. */
void	 claims_add(struct claims *, jv words);
/* Weighted share of common words (borrowed), 0 to 1. */
double	 claims_similarity(const struct claims *, jv, jv);
void	 claims_release(struct claims *);

/* Do they say the same in the same words, whatever stands between these? */
bool	 claims_same(const char *, const char *);
/* Do two rules say the opposite: nearly the same words, one with a "not"? */
bool	 claims_opposite(const char *, const char *);

#endif
