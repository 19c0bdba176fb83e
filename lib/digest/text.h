/*
 * text.h (private to digest): a line made short.
 */
#ifndef HCC_DIGEST_TEXT_H
#define HCC_DIGEST_TEXT_H

#include <stddef.h>

/* At most `max` bytes of a line: its beginning and its end. `to` has `max`
 * bytes; returns how many were written. */
size_t	 text_cut(char *to, size_t max, const char *, size_t n);
/* Blanks squeezed, rules and bars shortened. `to` has `n` bytes. */
size_t	 text_tidy(char *to, const char *, size_t n);

/* Length of a prefix in brackets, which names a process or a rank. */
size_t	 text_prefix(const char *, size_t n);
/* Copy without escape sequences; returns the length (<= n). `to` may be
 * `from`. */
size_t	 text_plain(char *to, const char *from, size_t n);

#endif
