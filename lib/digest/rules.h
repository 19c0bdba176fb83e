/*
 * rules.h (private to digest): the words it recognises, and their weights.
 *
 * All that is a matter of judgement is in the tables of rules.c, one row a
 * rule. `tests/bench/digest-rules FOLDER` measures what each is worth.
 */
#ifndef HCC_DIGEST_RULES_H
#define HCC_DIGEST_RULES_H

#include <stddef.h>

/* What a line is about, and where it stands. */
enum {
	CLASS_ERROR = 1 << 0,	/* something failed */
	LEVEL = 1 << 1,		/* severity: its value is how bad it is */
	CLASS_WARN = 1 << 2,
	CLASS_OUTCOME = 1 << 3,	/* done, saved, best, total .. */
	CLASS_METRIC = 1 << 4,
	CLASS_PARAM = 1 << 5,
	CLASS_DATA = 1 << 6,
	CLASS_ENV = 1 << 7,
	CLASS_TIME = 1 << 8,
	HEAD = 1 << 9,		/* critical: a failure as a level or head */
	CLASS_DECIMAL = 1 << 10, /* holds a number with decimals */
	CLASS_PAIR = 1 << 11,	/* key=value or key: value */
	CLASS_TRACE = 1 << 12,	/* head of a Python stack trace */
	CLASS_FRAME = 1 << 13,	/* a frame of one */
	CLASS_STACK = 1 << 14,	/* a frame of another kind of stack */
	CLASS_WORDS = 1 << 15,	/* has a word at all */
	CLASS_STRONG = 1 << 16,	/* an ERROR that is not plain English */
	CLASS_PROSE = 1 << 17,	/* many words, no event */
	CLASS_SITE = 1 << 18,	/* starts with the user's file:line: */
	AT_START = 1 << 19,	/* one of the first lines of the log */
	AT_END = 1 << 20,	/* one of the last */
	AFTER_ERROR = 1 << 21,	/* came right after an error */
	SERIES = 1 << 22,	/* numbers with decimals, over and over */
	COUNTER = 1 << 23,	/* epoch, step: counts, if it rises */
	NUMBERED = 1 << 24,	/* top, hits: a number may be part of it */
	SECTION = 1 << 25,	/* fitting, testing: what follows is about it */
	TRIALS = 1 << 26,	/* a COUNTER of results, not of time */
	OF_DATA = 1 << 27,	/* train, test: of the data */
	PHRASE = 1 << 28,	/* the first word of a phrase */
	EXITS = 1 << 29,	/* exit: a failure, if its status is */
	STATUS = 1 << 30	/* code, with: between exit and its status */
};
#define BEFORE_ERROR (1u << 31)	/* stood right before an error */

struct word_list {
	const char	*name;
	unsigned	 flags;
	const char	*words;		/* small letters, blanks between; */
};				/* of phrases: commas */

/* A line that has all bits of `all`, one of `any` (0: none needed) and none of
 * `none` weighs so much more. */
struct digest_rule {
	const char	*name;
	unsigned	 all, any, none;
	double		 weight;
	const char	*why;
};

/* The sizes and thresholds of a digest. */
enum limit {
	WHOLE_TOKENS, WHOLE_TIMES, SMALL_TOKENS, BASE_TOKENS, ROOT_TOKENS,
	TAIL_TOKENS, LEAST_SCORE, FAMILY_LOSS, EVENT_LOSS, KIND_LOSS,
	TRACE_SCORE, TRACE_LOSS, NLIMITS
};

struct digest_limit {
	const char	*name;
	double		 value;
	const char	*why;
};

extern const struct word_list	 word_lists[];
extern const size_t		 nword_lists;
extern const char *const		 metric_ends[];	/* of longer words */
extern const size_t		 nmetric_ends;
extern const struct word_list	 word_phrases[];
extern const size_t		 nword_phrases;
extern const struct word_list	 signs[];	/* not of ASCII letters */
extern const size_t		 nsigns;
extern const struct digest_rule	 digest_rules[];
extern const size_t		 ndigest_rules;
extern const struct digest_limit	 digest_limits[NLIMITS];

#endif
