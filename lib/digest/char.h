/*
 * char.h (private to digest): what a byte is.
 */
#ifndef HCC_DIGEST_CHAR_H
#define HCC_DIGEST_CHAR_H

#include <stdbool.h>

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

#endif
