/*
 * line_class.h (private to digest): what a line is about, by its words.
 */
#ifndef HCC_DIGEST_LINE_CLASS_H
#define HCC_DIGEST_LINE_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DIG_ERROR = 1 << 0,	/* something failed */
	DIG_DOUBT = 1 << 1,	/* a word that often goes with a failure */
	DIG_WARN = 1 << 2,
	DIG_OUT = 1 << 3,	/* outcome: done, saved, best, total .. */
	DIG_METRIC = 1 << 4,
	DIG_PARAM = 1 << 5,
	DIG_DATA = 1 << 6,
	DIG_ENV = 1 << 7,
	DIG_TIME = 1 << 8,
	DIG_NOISE = 1 << 9,	/* installing, downloading */
	DIG_DECIMAL = 1 << 10,	/* holds a number with decimals */
	DIG_PAIR = 1 << 11,	/* key=value or key: value */
	DIG_TRACE = 1 << 12,	/* head of a Python stack trace */
	DIG_FRAME = 1 << 13,	/* a frame of one */
	DIG_STACK = 1 << 14,	/* a frame of another kind of stack */
	DIG_WORDS = 1 << 15,	/* has a word at all */
	DIG_STRONG = 1 << 16,	/* an ERROR that is no plain English */
	DIG_PROSE = 1 << 17,	/* many words, no event */
	DIG_SITE = 1 << 18	/* starts with the user's file:line: */
};

struct dig_class {
	unsigned	 flags;
	size_t		 at;	/* first word that set ERROR, WARN or DOUBT */
	size_t		 len;
};

void	 dig_classify(const char *, size_t, struct dig_class *);
/* The class bits of a word of `n` letters, any case, 0: nothing known; `room`
 * (>= n) bytes can be read from it on. */
unsigned dig_word(const char *, size_t n, size_t room);
/* The same for a word or sign that is not ASCII; its length goes to `len`. */
unsigned dig_other(const char *, size_t room, size_t *len);
/* A hash of the gist: the first plain words from `at` on, 0 if there are
 * none. Lines of one family differ in names, paths and numbers. */
uint64_t dig_family(const char *, size_t n, size_t at, unsigned words);

/* A hash of the line's build: words, numbers and signs, not which. */
uint64_t dig_skeleton(const char *, size_t n);

#endif
