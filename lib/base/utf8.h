/*
 * utf8.h: text that may not be UTF-8.
 */
#ifndef HCC_BASE_UTF8_H
#define HCC_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The length of the well-formed character at `s` (RFC 3629), 0 if there is
 * none in the `left` bytes; *c (may be NULL) is its code point. */
size_t	 utf8_char(const char *s, size_t left, uint32_t *c);
/* Is the byte in the middle of a character? */
static inline bool
utf8_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The bytes of a code point (at most 0x10ffff), 1 to 4. */
size_t	 utf8_encode(uint32_t c, char out[4]);
/* How many of the `n` bytes are a prefix of at most `max` bytes that does not
 * end within a character. */
size_t	 utf8_cut(const char *s, size_t n, size_t max);
/* What a terminal obeys or what makes text look like other text: C0 but tab
 * and newline, C1, separators of lines, bidirectional overrides, the invisible
 * tag characters. */
bool	 utf8_harmful(uint32_t c);
/* Is all of it well-formed (RFC 3629)? */
bool	 utf8_valid(const char *, size_t);
/* Append `n` bytes of Windows-1252, of which Latin-1 is the greater part, as
 * UTF-8. The five bytes that it leaves open become U+FFFD. */
void	 utf8_add_1252(struct buf *, const char *, size_t n);

/* Append a path so that JSON can hold it: what is not UTF-8, and a backslash,
 * as \xff (two hex digits). utf8_unescape is the way back; `to` may be `from`
 * and holds no more than it. */
void	 utf8_escape(struct buf *, const char *path);
void	 utf8_unescape(char *to, const char *from);

/* Append text from outside as one that a terminal, a prompt and a wisdom
 * entry may have: what is not UTF-8, controls but tab and newline, and
 * characters that make text look like other text become `?'. */
void	 utf8_add_plain(struct buf *, const char *, size_t n);

#endif
