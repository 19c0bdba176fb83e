/*
 * words.h (private to digest): what single words say.
 */
#ifndef HCC_DIGEST_WORDS_H
#define HCC_DIGEST_WORDS_H

#include <stddef.h>

/* The flags of rules.h of a word of `n` letters, any case, 0: nothing known;
 * `room` (>= n) bytes can be read from it on. */
unsigned word_class(const char *, size_t n, size_t room);
/* The same for a word or sign that is not ASCII; its length goes to `len`. */
unsigned sign_class(const char *, size_t room, size_t *len);
/* The flags of all words of a text. */
unsigned words_class(const char *, size_t n);

#endif
