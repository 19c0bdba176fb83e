/*
 * line_class.h (private to digest): what a line is about, by its words.
 */
#ifndef HCC_DIGEST_LINE_CLASS_H
#define HCC_DIGEST_LINE_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CLASS_ERROR = 1 << 0,	/* something failed */
	CLASS_HINT = 1 << 1,	/* a word that often goes with a failure */
	CLASS_WARN = 1 << 2,
	CLASS_OUTCOME = 1 << 3,	/* outcome: done, saved, best, total .. */
	CLASS_METRIC = 1 << 4,
	CLASS_PARAM = 1 << 5,
	CLASS_DATA = 1 << 6,
	CLASS_ENV = 1 << 7,
	CLASS_TIME = 1 << 8,
	CLASS_NOISE = 1 << 9,	/* installing, downloading */
	CLASS_DECIMAL = 1 << 10,	/* holds a number with decimals */
	CLASS_PAIR = 1 << 11,	/* key=value or key: value */
	CLASS_TRACE = 1 << 12,	/* head of a Python stack trace */
	CLASS_FRAME = 1 << 13,	/* a frame of one */
	CLASS_STACK = 1 << 14,	/* a frame of another kind of stack */
	CLASS_WORDS = 1 << 15,	/* has a word at all */
	CLASS_STRONG = 1 << 16,	/* an ERROR that is no plain English */
	CLASS_PROSE = 1 << 17,	/* many words, no event */
	CLASS_SITE = 1 << 18	/* starts with the user's file:line: */
};

struct line_class {
	unsigned	 flags;
	size_t		 at;	/* first word that set ERROR, WARN or DOUBT */
	size_t		 len;
};

void	 classify_line(const char *, size_t, struct line_class *);
/* The class bits of a word of `n` letters, any case, 0: nothing known; `room`
 * (>= n) bytes can be read from it on. */
unsigned word_class(const char *, size_t n, size_t room);
/* The same for a word or sign that is not ASCII; its length goes to `len`. */
unsigned sign_class(const char *, size_t room, size_t *len);
/* A hash of the gist: the first plain words from `at` on, 0 if there are
 * none. Lines of one family differ in names, paths and numbers. */
uint64_t hash_words(const char *, size_t n, size_t at, unsigned words);

/* A hash of the line's build: words, numbers and signs, not which. */
uint64_t hash_shape(const char *, size_t n);

#endif
