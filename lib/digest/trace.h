/*
 * trace.h (private to digest): Python stack traces as units.
 *
 * A trace is kept once, with the number of times it happened: the user's
 * frames with their code, the frame where the libraries were entered, the
 * deepest frame, and the exception. Traces of several processes may be
 * interleaved as long as each line carries a prefix ("[rank0]: ").
 */
#ifndef HCC_DIGEST_TRACE_H
#define HCC_DIGEST_TRACE_H

#include "base/buf.h"
#include "digest/template.h"

enum {
	TRACE_MAX = 64,		/* distinct traces kept */
	TRACE_OPEN = 16,		/* being read at the same time */
	TRACE_FRAMES = 64,	/* frames kept of one while it is read */
	TRACE_LINES = 40,	/* lines of one kept for good */
	TRACE_ALIKE = 4		/* more that raise the same count the same */
};

struct trace_frame {
	char		 text[400], code[160];
	uint16_t	 text_n, code_n;
	bool		 library, package;	/* not the user's; installed */
	uint64_t	 id;		/* hash of path and line */
	struct span	 at, code_at;
};

struct trace_open {
	bool		 used, known;	/* known: prefix and indent are */
	char		 prefix[64];
	size_t		 prefix_n, indent;
	struct excerpt	 head;
	struct trace_frame *frame;	/* TRACE_FRAMES */
	size_t		 nframes;
	size_t		 cut;		/* frames given up in the middle */
	unsigned	 idle;		/* lines since it grew */
};

struct trace {
	uint64_t	 hash, count;
	uint64_t	 message;	/* hash of what was raised */
	bool		 named;		/* it begins with the name of a class */
	struct span	 first, last;	/* from head to exception */
	struct excerpt	 line[TRACE_LINES];
	struct excerpt	 other;		/* the last exception with other */
					/* numbers, if any */
	size_t		 nlines;
	size_t		 own;		/* line of the user's deepest frame, */
					/* else of the deepest, */
	size_t		 raised;	/* and of the exception, or nlines */
};

struct traces {
	struct trace *trace[TRACE_MAX];
	size_t		 n;
	struct trace_open open[TRACE_OPEN];
	unsigned	 nopen;
};

/* Which frames stay: the user's (the first 3 and last 4 of them), the first
 * and the last of the libraries below, and any that is deepest; if none is the
 * user's, the last of a package as well. */
void	 trace_select(const struct trace_open *, bool keep[TRACE_FRAMES]);
/* Does this line, of class `flags`, belong to a trace? */
bool	 traces_line(struct traces *, const struct log_line *,
	    unsigned flags);
/* How many traces before number `i` raised the same; those that broke off, or
 * were written over, are worth as little as the last of many. */
double	 traces_alike(const struct traces *, size_t i);
/* How often number `i` and those after it raised the same; 0 if one before
 * did. */
uint64_t traces_total(const struct traces *, size_t i);
/* The trace that a line holds as a string, with \n between its lines; false if
 * there is none. */
bool	 traces_folded(struct traces *, const struct log_line *);
/* The log has no more lines of traces with this prefix. */
void	 traces_close(struct traces *, char prefix);
void	 traces_end(struct traces *);	/* the log is over */
void	 traces_release(struct traces *);

#endif
