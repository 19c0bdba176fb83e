/*
 * template.h (private to digest): the templates of lines seen so far.
 *
 * A template stands for all lines of one key: how many, the first, the last,
 * a few early ones, and for each field, which is one of its numbers, the
 * extremes and where they were. At most MAX_TEMPLATES are kept; when they are
 * full those that tell least go.
 */
#ifndef HCC_DIGEST_TEMPLATE_H
#define HCC_DIGEST_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest/line_class.h"
#include "digest/pattern.h"
#include "digest/scan.h"

enum {
	MAX_TEMPLATES = 2048,
	MAX_FIELDS = 32768,	/* of all; the next are not followed */
	MAX_RUNS = 12,		/* of a log, told apart */
	TEXT_MAX = 3072,	/* bytes kept of a line */
	FEW_SAMPLES = 5,	/* lines 2..6 are kept verbatim, */
	MAX_SAMPLES = 11,	/* more of short lines with metrics: a table, */
	RESULT_SAMPLES = 47,	/* and of results that are no series */
	MAX_SECTIONS = 512,	/* of a log; the next are not told apart */
	SECTION_WIDTH = 112,
	SCORE_WIDTH = 160,	/* of scores; so many bytes are short */
	BEST_WIDTH = 400,	/* longer lines of an extreme are not kept, */
	TRIAL_WIDTH = 1200,	/* unless they are of trials */
	BEST_FIELDS = 6,	/* of a template, whose lines are kept */
	HEADING_WIDTH = 160,	/* of a heading; of one with */
	SETTINGS_WIDTH = 240,	/* parameters */
	FIELD_NAME = 40,
	SPELLING = FIELD_NAME + 8
};

/* A line's place in the log. */
struct span {
	uint64_t	 off, end;	/* bytes, end excluded */
	uint64_t	 no;		/* number of the line, from 1 */
};

static inline struct span
span_of(const struct log_line *l)
{
	return (struct span){ l->off, l->end, l->no };
}

struct excerpt {
	char		*p;		/* not terminated; NULL: none */
	size_t		 n, room;
	struct span	 at;
	unsigned	 section;	/* that it stood in, from 1; 0: none */
	unsigned	 restarts;	/* of what counts, before it */
	uint64_t	 where;		/* what that counted to, as bytes */
};

/* The number of a template that counts: an epoch, a step. It is believed if
 * it rises from line to line. */
struct progress {
	int		 field;		/* -1: none */
	unsigned	 nth;		/* of the line's numbers */
	int		 other;		/* field, if that stands still; or -1 */
	bool		 named;		/* it is called epoch or the like, */
	bool		 trials;	/* or trial: each is a result */
	bool		 bar;		/* it is what a progress bar shows */
	double		 last;
	double		 total;		/* of a bar */
	unsigned	 rises, falls;
	unsigned	 since;		/* rises since it fell */
};

struct extreme {
	struct span	 at;
	char		 text[40];	/* as in the log */
	uint64_t	 nth;		/* line of the template, from 1 */
	char		 where[12];	/* the value of a counter, */
	uint64_t	 by;		/* the key of that counter's template */
	char		 inner[12];	/* the same of one that counts */
	uint64_t	 inner_by;	/* within that one; 0: none */
	struct excerpt	 line;		/* of a metric, and the */
	struct excerpt	 heading;	/* heading above it, of template */
	uint64_t	 headed_by;	/* with this key */
};

/* The largest step for the worse from one line to the next. */
struct jump {
	bool		 less;		/* is better */
	double		 last;		/* value */
	unsigned	 run;		/* it was of */
	uint64_t	 n;		/* steps, */
	double		 sum;		/* of all, whatever their side */
	double		 most, next;	/* the largest, and the one below */
	double		 from;		/* what it was before the largest */
	struct extreme	 to;
};

struct field {
	struct extreme	 end[2];	/* minimum, maximum */
	char		 name[FIELD_NAME]; /* the words before it, or "" */
	char		 spelled[SPELLING]; /* the same up to the number as in
					  * the log, or "" */
	struct jump	*jump;		/* of a metric that has a good side */
	unsigned char	 nth;		/* of that name; 0: not named yet */
	bool		 decimal;	/* has been a number with decimals */
	bool		 metric;	/* the lines of its extremes are kept */
};

/* The extremes of a field in each run. */
struct field_runs {
	double		 now[2];	/* since the run began */
	char		 text[MAX_RUNS + 1][2][24];
	struct span	 at[MAX_RUNS + 1][2];
};

struct template {
	/* What is asked of all templates when they are too many comes first. */
	uint64_t	 key;
	uint64_t	 count;
	struct line_class cls;
	unsigned	 nfields;
	bool		 memory;	/* more than its part of the slab */
	bool		 classed;	/* else cls is a guess */
	bool		 after_error;	/* its first line came right behind */
	bool		 before_error;	/* or before one */
	bool		 counts;	/* has a number called epoch or so, */
	bool		 trials;	/* and it is called trial or so */
	bool		 settings;	/* that, or parameters with values */
	bool		 heading;	/* what follows belongs to it, */
	bool		 section;	/* or is of a section of its own */
	bool		 ends;		/* holds the ends of runs or bars */
	bool		 series;	/* its lines are no own results */
	bool		 curve;		/* its lines have no numbers */
	bool		 nested;	/* its counter starts over too often */
	bool		 shared;	/* by the parts of the data, */
	bool		 asked;		/* unless nobody asked yet */
	bool		 announces;	/* the next line is the best one, */
	bool		 announced;	/* as these lines are */
	uint64_t	 part;		/* where its first line stood */
	uint64_t	 names_part;	/* what follows is of that; 0: no */
	uint64_t	 above;		/* key of the line before the first */
	uint64_t	 head;		/* of the head of its table, or 0 */
	struct template	*next;		/* that followed last time */
	unsigned	 bars;		/* that were finished */
	uint64_t	 before;	/* lines before the present run */
	uint64_t	 counted_name;	/* what it counts, 0: nothing */
	uint64_t	 traced;	/* lines inside stack traces */
	uint64_t	 over;		/* lines that were overwritten */
	uint64_t	 broken;	/* lines with a number not finite */
	struct progress	 counter;
	struct excerpt	 first, last, not_finite;
	struct excerpt	*sample;	/* the lines after the first */
	unsigned	 nsamples, sample_room;
	struct pattern	*pattern;	/* from the second line on */
	unsigned	 missed;	/* lines unlike the pattern */
	unsigned	 distinct;	/* names; more fields: named again */
	double		(*range)[2];	/* from the second line on */
	struct field	*field;
	struct field_runs *runs;	/* of each field, or NULL */
};

/* The line that those below belong to, such as `Epoch 3/20`. */
struct heading {
	uint64_t	 key;		/* 0: none yet */
	char		 text[SETTINGS_WIDTH];
	size_t		 n;
	bool		 settings;	/* of what follows stand in it */
	struct span	 at;
	uint64_t	 counted_name;	/* what it counts, 0: nothing */
};

/* The text of a line such as `Fitting model: ridge`. */
struct section {
	uint64_t	 hash;
	struct excerpt	 line;
};

struct templates {
	struct template	**list;		/* n of them, in order of creation */
	size_t		 n;
	char		*slab;		/* room for them */
	char		*free[MAX_TEMPLATES]; /* its parts that were given up */
	size_t		 nfree, used;	/* and the number of parts in use */
	uint32_t	*index;		/* hash table of 1 + position */
	uint64_t	 last_error;	/* line number of the last new error */
	size_t		 fields;	/* of all templates */
	struct heading	 heading;
	struct section	*section;	/* NULL or MAX_SECTIONS */
	unsigned	 nsections;
	unsigned	 in_section;	/* the last one, from 1; 0: none */
	uint64_t	 part;		/* of the data: train, test; or 0 */
	char		 counted[12];	/* the last value of a counter */
	uint64_t	 counted_by;	/* key of its template */
	uint64_t	 counted_name;	/* the word: epoch, step */
	uint64_t	 counted_at;	/* offset of its line */
	char		 inner[12];	/* the value of one within it, */
	uint64_t	 inner_by;	/* since that line */
	unsigned	 restarts;	/* of that counter */
	struct template	*prev;		/* of the line before */
	uint64_t	 runs_by;	/* whose counter tells runs apart */
	unsigned	 runs;		/* that have ended */
	uint64_t	 run_start;	/* offset */
	size_t		 run_fields;
	unsigned	 nests;		/* counters that were nested */
};

/* What the first line of `t` is about, found out at the first call. */
const struct line_class *template_class(struct template *t);

void		 templates_init(struct templates *);
void		 templates_release(struct templates *);
/* Count a masked line in; its template, whose key the line gets. */
struct template	*templates_add(struct templates *, struct log_line *);
/* Guess the template of the line at `p`. On success `l` is filled in but for
 * the offsets, `*end` is the terminator's address, and templates_again counts
 * it. */
struct template	*templates_guess(struct templates *, struct log_line *,
		    const char *p, const char *limit, const char **end);
void		 templates_again(struct templates *, struct template *,
		    const struct log_line *);
/* The last line of `t` was the end of a run or bar: count it in once more, in
 * the template of the ends of `t`. */
void		 templates_end(struct templates *, const struct template *t);
/* The key of the line above the next one, which may be the head of a table. A
 * bar that is drawn between the head and its row is none. 0: not known. */
uint64_t	 templates_above(const struct templates *);
/* NULL if there is none of this key. */
struct template	*templates_find(const struct templates *, uint64_t key);

/* Keep a copy of at most `max` bytes of a line. */
void		 excerpt_set(struct excerpt *, const struct log_line *,
		    size_t max);
/* The text of an excerpt as a masked line, both allocated. */
struct log_line	*excerpt_mask(const struct excerpt *, char **text);

#endif
