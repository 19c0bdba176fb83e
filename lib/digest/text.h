/*
 * text.h (private to digest): the text of a line.
 */
#ifndef HCC_DIGEST_TEXT_H
#define HCC_DIGEST_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* At most `max` bytes of a line: its beginning and its end. `to` has `max`
 * bytes; returns how many were written. */
size_t	 text_cut(char *to, size_t max, const char *, size_t n);
/* The same, and what stands around offset `at`. */
size_t	 text_cut_around(char *to, size_t max, const char *, size_t n,
	    size_t at);
/* Blanks squeezed, rules and bars shortened. `to` has `n` bytes. */
size_t	 text_tidy(char *to, const char *, size_t n);
/* The strings of JSON cut, if the line has an object; else as it is. `to` has
 * `n` bytes. */
size_t	 text_cut_strings(char *to, const char *, size_t n);

/* Length of a prefix: what a logger puts before plain messages, or brackets
 * that name a process or a rank. */
size_t	 text_prefix(const char *, size_t n);
/* The same of C++ programs: "I0131 08:00:00.123456 1234 train.cpp:12] ". */
size_t	 text_glog(const char *, size_t n);
/* Does a line with such a prefix say again what the line above ends with? */
bool	 text_echoes(const char *, size_t n, const char *above, size_t);
/* Write the `n` bytes of a line without NUL bytes and escape sequences to
 * `to`, which has room for 2 * n + 8; returns the length. A line in which
 * every third byte or more is NUL is UTF-16, as shells of Windows write it,
 * and becomes UTF-8. Its newline was one byte of two, so half of one may
 * stand at either end. */
size_t	 decode_line(char *to, const char *, size_t n, bool big_endian);

#endif
