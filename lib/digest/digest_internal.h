/*
 * digest_internal.h (private to digest): the state, and who does what with it.
 *
 *	digest.c	bytes to lines, lines to forms and traces
 *	digest_wide.c	UTF-16 to UTF-8
 *	digest_scan.c	a line with its numbers masked
 *	digest_number.c	what a number is
 *	digest_form.c	forms of lines
 *	digest_slot.c	their numbers: names, extremes, where
 *	digest_trace.c	stack traces
 *	digest_class.c	what a line is about
 *	digest_word.c	what a word tells
 *	digest_pick.c	what is worth its tokens
 *	digest_print.c	how a form, a trace, the tail are written
 */
#ifndef HCC_DIGEST_DIGEST_INTERNAL_H
#define HCC_DIGEST_DIGEST_INTERNAL_H

#include "base/buf.h"
#include "digest/digest.h"
#include "digest/template.h"
#include "digest/trace.h"
#include "digest/utf16.h"

enum {
	TAIL_BYTES = 16384,	/* last bytes of the log, kept raw */
	LINE_MAX_BYTES = 65536	/* longer lines are cut into pieces */
};

struct digest {
	struct digest_opts	 opts;
	uint64_t	 off;		/* bytes of the log before the carry */
	uint64_t	 lines;		/* newlines seen */
	struct buf	 carry;		/* a line that is not complete yet */
	struct templates forms;
	struct traces traces;
	struct log_line	 line;
	char		*plain;		/* LINE_MAX_BYTES + 1: without escapes */
	char		*tail;		/* TAIL_BYTES + 1 */
	size_t		 tail_n;
	struct utf16	 wide;
};

/* How much of an item is shown: a line; first, last and extremes; all lines
 * of a board of scores. */
enum detail { SHOW_BRIEF, SHOW_FULL, SHOW_ALL };

/* Append an item's lines. `total` is the number of lines of all forms of the
 * same family, shown when larger than the form's own; `runs` is the number
 * of runs that ended. */
void	 print_form(struct buf *, const struct template *, enum detail,
	    uint64_t total, unsigned runs, bool ranges);
void	 print_trace(struct buf *, const struct trace *, bool ranges);
/* One line of the log, shortened to `width`. */
void	 print_line(struct buf *, const char *head, const char *, size_t,
	    size_t width, struct span, bool ranges);
/* What to show, within the budget, in the order of the log. */
void	 pick(struct digest *, struct buf *out);

#endif
