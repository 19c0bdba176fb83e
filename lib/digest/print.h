/*
 * print.h (private to digest): how templates, traces and lines are written.
 */
#ifndef HCC_DIGEST_PRINT_H
#define HCC_DIGEST_PRINT_H

#include "base/buf.h"
#include "digest/template.h"
#include "digest/trace.h"

/* How much of a template is shown: a few words; a line; first, last and
 * extremes; all samples that there are; and all this with lines uncut. */
enum detail { SHOW_LEAST, SHOW_BRIEF, SHOW_FULL, SHOW_ALL, SHOW_WIDE };

struct printer {
	struct buf	*b;
	bool		 ranges;	/* "[from-to] " before each line */
	bool		 event;		/* lines are cut around what failed */
	struct span	*done;		/* what of the log was written */
	size_t		 n, cap;
};

/* Append a template's lines. `total` is the number of lines of its whole
 * family, shown when larger than its own count. */
void	 print_template(struct printer *, const struct templates *,
	    const struct template *, enum detail, uint64_t total);
/* The lines of a trace; in brief its last frame of the user and what was
 * raised, at least the latter. `total` is how often that was raised at all,
 * shown when larger than its own count. */
void	 print_trace(struct printer *, const struct trace *, enum detail,
	    uint64_t total);
/* One line of the log behind `head`, shortened to `width`. */
void	 print_line(struct printer *, const char *head, const char *, size_t,
	    size_t width, struct span at);
/* The tokens of a text from offset `from` on as it will be shown: what is not
 * UTF-8 costs more as question marks. */
size_t	 print_cost(const struct buf *, size_t from);
/* The same of a kept line. */
void	 print_excerpt(struct printer *, const char *head,
	    const struct excerpt *, size_t width);
/* "[from-to] " if ranges are asked for. */
void	 print_range(struct printer *, struct span at);
/* Was the line that starts at this offset written, or folded in a trace? */
bool	 printed(const struct printer *, uint64_t off);
/* Was it, in what was written from part `from` on? */
bool	 printed_since(const struct printer *, size_t from, uint64_t off);

#endif
