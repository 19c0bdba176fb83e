/*
 * word_use.h (private to digest): what a word says where it stands.
 */
#ifndef HCC_DIGEST_WORD_USE_H
#define HCC_DIGEST_WORD_USE_H

/* The bits of rules.h of the word from `w` to `s` as it is used in the line
 * from `p` to `end`; `before` are those of the word before it. */
unsigned word_use(const char *p, const char *w, const char *s,
	    const char *end, unsigned before);

#endif
