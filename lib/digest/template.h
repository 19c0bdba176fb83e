/*
 * template.h (private to digest): the forms of lines seen so far.
 *
 * A form stands for all lines of one key: how many, the first, the last, the
 * few early ones, and for each slot the extremes and where they were. At
 * most DIG_FORMS are kept; when they are full those that tell least go, and
 * only the number of their lines is remembered.
 */
#ifndef HCC_DIGEST_TEMPLATE_H
#define HCC_DIGEST_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest/line_class.h"
#include "digest/match.h"
#include "digest/scan.h"

enum {
	DIG_FORMS = 4096,
	DIG_TEXT = 3072,	/* bytes kept of a line */
	DIG_ALLSLOTS = 65536,	/* of all forms; the next are not followed */
	DIG_FEW = 5,		/* occurrences 2..6 are kept verbatim, */
	DIG_SCORES = 11,	/* more of short lines with metrics: a board */
	DIG_BOARD = 160,	/* of scores; so many bytes are short */
	DIG_NAME = 32
};

struct dig_at {
	uint64_t	 off, end, no;
};

static inline struct dig_at
dig_at_of(const struct dig_line *l)
{
	return (struct dig_at){ l->off, l->end, l->no };
}

struct dig_text {
	char		*p;		/* not terminated */
	size_t		 n;
	struct dig_at	 at;
};

struct dig_slot {
	struct dig_at	 at[2];		/* of the minimum, of the maximum */
	char		 text[2][48];	/* as in the log */
	char		 where[2][12];	/* the counter's value on that line */
	char		 name[DIG_NAME]; /* the words before it, or "" */
	unsigned char	 nth;		/* of that name; 0: not named yet */
	bool		 dec;		/* has been a number with decimals */
};

struct dig_form {
	uint64_t	 key;
	uint64_t	 count;
	uint64_t	 traced;	/* of these, inside stack traces */
	uint64_t	 over;		/* of these, overwritten (bars) */
	struct dig_class cls;
	bool		 context;	/* came right after an error */
	int		 counter;	/* slot that counts, -1: none */
	bool		 named;		/* it is called epoch or the like */
	bool		 nested;	/* it starts over too often */
	unsigned	 rises;		/* how often it grew since it fell */
	double		 counted;	/* its last value */
	struct dig_run	*runs;		/* of each slot, or NULL */
	struct dig_text	 first, last, not_finite;
	size_t		 last_cap;
	struct dig_text	*few;		/* NULL or DIG_SCORES */
	unsigned	 nfew;
	struct dig_text	 before;	/* the metrics before the last line */
	struct dig_pattern *pattern;	/* from the second occurrence on */
	unsigned	 missed;	/* lines of this form unlike it */
	struct dig_form	*next;		/* the form that followed last time */
	unsigned	 nslots;
	unsigned	 distinct;	/* names; more slots: named again */
	double		(*range)[2];	/* from the second occurrence on */
	struct dig_slot	*slot;
};

struct dig_forms {
	struct dig_form	**form;		/* n of them, in order of creation */
	size_t		 n;
	uint32_t	*index;		/* hash table of 1 + position */
	uint64_t	 last_error;	/* line number of the last new error */
	size_t		 slots;		/* of all forms */
	uint64_t	 dropped;	/* lines whose form was given up */
	char		 where[12];	/* the last value of a counter, and */
	const struct dig_form *counting; /* the form that had it */
	struct dig_form	*prev;		/* of the line before */
	struct dig_form	*runs_by;	/* whose counter tells runs apart */
	unsigned	 runs;		/* that have ended */
	size_t		 run_slots;
	unsigned	 nests;		/* counters that were nested */
	bool		 failed;	/* memory is exhausted */
};

bool		 forms_init(struct dig_forms *);
void		 forms_release(struct dig_forms *);
/* Count a masked line in; its form, or NULL without memory. */
struct dig_form	*forms_add(struct dig_forms *, const struct dig_line *);
/* Guess the form of the line at `p`. On success `l` is filled in but for the
 * offsets, `*end` is the terminator's address, and forms_again counts it. */
struct dig_form	*forms_guess(struct dig_forms *, struct dig_line *,
		    const char *p, const char *limit, const char **end);
void		 forms_again(struct dig_forms *, struct dig_form *,
		    const struct dig_line *);

#endif
