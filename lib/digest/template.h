/*
 * template.h (private to digest): the forms of lines seen so far.
 *
 * A form stands for all lines of one key: how many, the first, the last, the
 * samples early ones, and for each slot the extremes and where they were. At
 * most MAX_TEMPLATES are kept; when they are full those that tell least go, and
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
	MAX_TEMPLATES = 4096,
	TEXT_MAX = 3072,	/* bytes kept of a line */
	MAX_FIELDS = 65536,	/* of all forms; the next are not followed */
	FEW_SAMPLES = 5,		/* occurrences 2..6 are kept verbatim, */
	MAX_SAMPLES = 11,	/* more of short lines with metrics: a board */
	SCORE_WIDTH = 160,	/* of scores; so many bytes are short */
	FIELD_NAME = 32
};

struct span {
	uint64_t	 off, end, no;
};

static inline struct span
span_of(const struct log_line *l)
{
	return (struct span){ l->off, l->end, l->no };
}

struct excerpt {
	char		*p;		/* not terminated */
	size_t		 n;
	struct span	 at;
};

struct field {
	struct span	 at[2];		/* of the minimum, of the maximum */
	char		 text[2][48];	/* as in the log */
	char		 where[2][12];	/* the counter's value on that line */
	char		 name[FIELD_NAME]; /* the words before it, or "" */
	unsigned char	 nth;		/* of that name; 0: not named yet */
	bool		 dec;		/* has been a number with decimals */
};

struct template {
	uint64_t	 key;
	uint64_t	 count;
	uint64_t	 traced;	/* of these, inside stack traces */
	uint64_t	 over;		/* of these, overwritten (bars) */
	struct line_class cls;
	bool		 context;	/* came right after an error */
	int		 counter;	/* slot that counts, -1: none */
	bool		 named;		/* it is called epoch or the like */
	bool		 nested;	/* it starts over too often */
	unsigned	 rises;		/* how often it grew since it fell */
	double		 counted;	/* its last value */
	struct field_runs	*runs;		/* of each slot, or NULL */
	struct excerpt	 first, last, not_finite;
	size_t		 last_cap;
	struct excerpt	*samples;		/* NULL or MAX_SAMPLES */
	unsigned	 nsamples;
	struct excerpt	 before;	/* the metrics before the last line */
	struct pattern *pattern;	/* from the second occurrence on */
	unsigned	 missed;	/* lines of this form unlike it */
	struct template	*next;		/* the form that followed last time */
	unsigned	 nslots;
	unsigned	 distinct;	/* names; more slots: named again */
	double		(*range)[2];	/* from the second occurrence on */
	struct field	*slot;
};

struct templates {
	struct template	**form;		/* n of them, in order of creation */
	size_t		 n;
	uint32_t	*index;		/* hash table of 1 + position */
	uint64_t	 last_error;	/* line number of the last new error */
	size_t		 slots;		/* of all forms */
	uint64_t	 dropped;	/* lines whose form was given up */
	char		 where[12];	/* the last value of a counter, and */
	const struct template *counting; /* the form that had it */
	struct template	*prev;		/* of the line before */
	struct template	*runs_by;	/* whose counter tells runs apart */
	unsigned	 runs;		/* that have ended */
	size_t		 run_slots;
	unsigned	 nests;		/* counters that were nested */
	bool		 failed;	/* memory is exhausted */
};

bool		 templates_init(struct templates *);
void		 templates_release(struct templates *);
/* Count a masked line in; its form, or NULL without memory. */
struct template	*templates_add(struct templates *, const struct log_line *);
/* Guess the form of the line at `p`. On success `l` is filled in but for the
 * offsets, `*end` is the terminator's address, and templates_again counts it. */
struct template	*templates_guess(struct templates *, struct log_line *,
		    const char *p, const char *limit, const char **end);
void		 templates_again(struct templates *, struct template *,
		    const struct log_line *);

#endif
