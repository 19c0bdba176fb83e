/*
 * digest_internal.h (private to digest): the state, and who does what with it.
 *
 *	digest.c	bytes to lines, lines to templates and traces
 *	scan.c		a line with its numbers masked
 *	number.c	what a number is
 *	pattern.c	is this line like that one, quickly
 *	template.c	templates of lines
 *	field.c		their numbers: names, extremes, where
 *	columns.c	the names of the columns of a table
 *	progress.c	epochs, bars, runs
 *	section.c	whose results those below are
 *	trace.c		stack traces
 *	trace_select.c	which of their frames stay, which are alike
 *	trace_folded.c	those inside of one line
 *	line_class.c	what a line is about
 *	word_use.c	what a word says where it stands
 *	word_class.c	what a word says
 *	rules.c		the words, their weights, all limits
 *	choose.c	what is worth its tokens
 *	tail.c		the last lines; a small log as it is
 *	print.c		how a template, a trace, a line are written
 *	print_fields.c	how a template's numbers are
 *	text.c		a line decoded (UTF-16, escapes), made short
 */
#ifndef HCC_DIGEST_DIGEST_INTERNAL_H
#define HCC_DIGEST_DIGEST_INTERNAL_H

#include "base/buf.h"
#include "digest/digest.h"
#include "digest/print.h"
#include "digest/rules.h"
#include "digest/template.h"
#include "digest/trace.h"

enum {
	TAIL_BYTES = 16384,	/* last bytes of the log, kept raw */
	HEAD_BYTES = 65536,	/* of a log that may be shown whole */
	LINE_MAX_BYTES = 65536,	/* longer lines are cut into pieces */
	PLAIN_BYTES = 2 * LINE_MAX_BYTES + 8,	/* of one in UTF-8 */
	MAX_RULES = 40
};

struct digest {
	struct digest_opts opts;
	double		 weight[MAX_RULES];	/* of digest_rules */
	double		 limit[NLIMITS];	/* of digest_limits */
	uint64_t	 off;		/* bytes of the log before the carry */
	uint64_t	 lines;		/* newlines seen */
	struct buf	 carry;		/* a line that is not complete yet */
	struct templates templates;
	struct traces	 traces;
	struct log_line	 line;
	bool		 big_endian;	/* UTF-16 that begins with FE FF */
	char		*plain;		/* PLAIN_BYTES: a line decoded */
	char		*tail;		/* TAIL_BYTES + 1 */
	size_t		 tail_n;
	struct buf	 head;		/* the log, as long as it is small */
	bool		 large;		/* it is not any more */
};

/* Read the line at `p`, which ends before `end`, into d->line: decoded, if it
 * must be, in d->plain. Returns the address of its terminator. */
const char	*digest_line(struct digest *, const char *p, const char *end);

/* Append what is worth showing, within the budget, in the log's order. */
void	 choose(struct digest *, struct buf *out);
/* Append the log line by line if that takes no more than `most` tokens;
 * else false. */
bool	 print_whole(struct digest *, struct buf *out, size_t most);
/* Append the last lines that were not printed yet, in at most `most`
 * tokens. */
void	 print_tail(struct digest *, struct printer *, size_t most);

/* For measurements: forget rule or limit number `i` (limits follow the
 * rules), that is, set it to 0. False if there is none. */
bool	 digest_without(struct digest *, size_t i);

#endif
