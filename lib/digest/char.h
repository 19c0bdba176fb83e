/*
 * char.h (private to digest): what a byte is, one or eight at a time.
 */
#ifndef HCC_DIGEST_CHAR_H
#define HCC_DIGEST_CHAR_H

#include <stdbool.h>
#include <stdint.h>

static inline bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static inline bool
is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool
is_word(char c)
{
	return is_digit(c) || is_letter(c);
}

/* The high bits of those of eight bytes that are no ASCII letters. */
static inline uint64_t
not_letters(uint64_t x)
{
	const uint64_t	 ones = 0x0101010101010101u;
	uint64_t	 low = (x | ones * 0x20) & ones * 0x7f;

	return ~((low + ones * 0x1f) & ~(low + ones * 5) & ~x) & ones * 0x80;
}

#endif
