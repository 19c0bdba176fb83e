/*
 * log_lines.h: the lines of a log, or of its end.
 *
 * The bytes need not start at the start of a line; a few hundred kilobytes are
 * enough. Escape sequences are left out; \r ends a line as \n does, but only \n
 * is counted.
 */
#ifndef HCC_RUN_LOG_LINES_H
#define HCC_RUN_LOG_LINES_H

#include <stddef.h>

/* Bytes of the log: a line without its end, `to` excluded. */
struct span {
	size_t		 from, to;
};

struct log_line {
	long		 no;		/* from 1 */
	struct span	 at;		/* of its bytes */
	size_t		 n;
	char		 text[2048];	/* without escapes, cut, terminated */
};

/* Call `each` for every line; the line is valid during the call. */
void	 log_lines(const char *log, size_t n,
	    void (*each)(void *ctx, const struct log_line *), void *ctx);

#endif
