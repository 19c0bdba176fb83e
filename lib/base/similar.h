/*
 * similar.h: how much two suggestions say the same.
 */
#ifndef HCC_BASE_SIMILAR_H
#define HCC_BASE_SIMILAR_H

/* Share of words that two texts have in common (multiset Jaccard; words are
 * runs of letters, digits, dots and underscores, case ignored): 0 to 1. */
double	 similar_texts(const char *, const char *);

/* Share of the numbers, and of the words of `names`, of the text with fewer of
 * them that the other has too; 1 when neither has any, 0 when only one has. */
double	 similar_values(const char *, const char *, const char *names);

#endif
