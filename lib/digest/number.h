/*
 * number.h (private to digest): the numbers of a log.
 */
#ifndef HCC_DIGEST_NUMBER_H
#define HCC_DIGEST_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum number_kind {
	NUMBER_INT,
	NUMBER_DECIMAL,
	NUMBER_TIME,		/* 1:02:03, in seconds */
	NUMBER_NAN
};

struct number {
	uint32_t	 at, len;	/* text, sign included */
	uint16_t	 field;
	uint8_t		 kind;
	double		 v;		/* not for NUMBER_NAN */
};

/* `nan`, `inf`, `Infinity` as a word of its own at `p` of the line `start`;
 * its length or 0. */
size_t		 number_not_finite(const char *start, const char *p);
/* Read the number at `p` (a digit), whose line ends before `limit`; returns its
 * end, or NULL when it is a version or address that is masked but not a value.
 * In both cases the end of what is masked goes to `end`. */
const char	*number_read(struct number *, const char *start, const char *p,
		    const char *limit, const char **end);
/* The number that stands at `p`, sign first: all but its field. Returns its
 * end, or NULL when there is none. */
const char	*number_value(struct number *, const char *start,
		    const char *p, const char *limit);

#endif
