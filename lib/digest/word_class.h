/*
 * word_class.h (private to digest): what single words say.
 */
#ifndef HCC_DIGEST_WORD_CLASS_H
#define HCC_DIGEST_WORD_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORD_HINTS = 2048, WORD_BITS = 32768 };

/* A hash table of the first eight letters of the words: the upper half of the
 * hash, and the flags of all words that begin so. */
extern uint64_t	 word_hints[WORD_HINTS];
/* A bit for each hash that is in the table, by its upper bits: most words are
 * not, and this stays in the nearest cache. */
extern uint64_t	 word_bits[WORD_BITS / 64];

/* Prepare the tables; word_class() does so itself. */
void	 words_init(void);

/* The flags that a word beginning with up to eight letters, the first in the
 * low byte, may have. */
static inline unsigned
word_hint(uint64_t w)
{
	uint64_t	 h = (w | 0x2020202020202020u) * 0x9e3779b97f4a7c15u, x;
	unsigned	 i;

	if ((word_bits[h >> 55] >> (h >> 49 & 63) & 1) == 0)
		return 0;
	for (i = (unsigned)(h >> 53); (x = word_hints[i]) != 0;
	    i = (i + 1) % WORD_HINTS)
		if ((h ^ x) >> 32 == 0)
			return (unsigned)x;
	return 0;
}

/* The flags that the word of a line which ends before `end` may have by its
 * end, as in ValueError. */
unsigned word_end_hint(const char *end, const char *line);

/* The flags of rules.h of a word of `n` letters, any case, 0: nothing
 * known. */
unsigned word_class(const char *, size_t n);
/* The flags of the phrases that begin with the word at `p`, which has the flag
 * PHRASE. */
unsigned phrase_class(const char *, const char *end);
/* Those of a word or sign that is not ASCII; its length goes to `len`. */
unsigned sign_class(const char *, size_t room, size_t *len);
/* Where the letters begin that end at `end`; `end` if there are none. */
const char *last_word(const char *p, const char *end);
/* Is this word all capitals, and none that is known? So metrics are called. */
bool	 is_acronym(const char *, size_t n);
/* The same of the last word of a text. */
bool	 ends_acronym(const char *, size_t n);
/* The flags of all words of a text. */
unsigned words_class(const char *, size_t n);

#endif
