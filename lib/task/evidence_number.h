/*
 * evidence_number.h: numbers in a text, at the digits that are written.
 */
#ifndef HCC_TASK_EVIDENCE_NUMBER_H
#define HCC_TASK_EVIDENCE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

struct number {
	const char	*s, *end;	/* the digits, without the sign */
	double		 value, tolerance;
	bool		 sign;		/* written with + or - */
	bool		 percent;	/* a % follows */
};

/* The number at `s`, which is a digit: false when it is part of a name (xgb2,
 * F1). s[0..end) lies in text that begins at `start`. */
bool	 number_at(const char *start, const char *s, const char *end,
	    struct number *);
/* Do they agree at the digits that are written? */
bool	 number_is(const struct number *, double);
/* Does a unit of time follow, as in 3 s? */
bool	 number_is_time(const struct number *);
/* The next number that lies whole in the bytes from..to of text[len], from
 * *at on (set it to `from` first); *at moves behind it. */
bool	 number_next(const char *text, size_t len, size_t from, size_t to,
	    size_t *at, struct number *);
/* Has the other number the same word before or behind it (depth 4, depth=4)?
 * They end where their texts (`start`, `end`) end. */
bool	 number_same_word(const char *start, const char *end,
	    const struct number *, const char *start2, const char *end2,
	    const struct number *);

#endif
