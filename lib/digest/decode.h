/*
 * decode.h (private to digest): the text of a line that is not plain.
 */
#ifndef HCC_DIGEST_DECODE_H
#define HCC_DIGEST_DECODE_H

#include <stdbool.h>
#include <stddef.h>

/* Write the `n` bytes of a line without NUL bytes and escape sequences to
 * `to`, which has room for 2 * n + 8; returns the length. A line in which
 * every third byte or more is NUL is UTF-16, as shells of Windows write it,
 * and becomes UTF-8. Its newline was one byte of two, so half of one may
 * stand at either end. */
size_t	 decode_line(char *to, const char *, size_t n, bool big_endian);

#endif
