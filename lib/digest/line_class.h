/*
 * line_class.h (private to digest): what a line is about, by its words.
 */
#ifndef HCC_DIGEST_LINE_CLASS_H
#define HCC_DIGEST_LINE_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest/rules.h"

struct line_class {
	unsigned	 flags;
	size_t		 at;	/* first word that set ERROR or WARN */
	size_t		 len;
};

void	 classify_line(const char *, size_t, struct line_class *);
/* A hash of the gist: the first plain words from `at` on, 0 if there are
 * none. Lines of one family differ in names, paths and numbers. */
uint64_t hash_words(const char *, size_t n, size_t at, unsigned words);

#endif
