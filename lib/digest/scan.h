/*
 * scan.h (private to digest): one line of a log, its numbers masked.
 *
 * Lines that differ only in numbers get the same key. A line is cut at its
 * numbers; the text between two of them is a chunk. The key is made of the
 * distinct chunks in the order of their first appearance, so that a line
 * that repeats one structure any number of times (detections, list items)
 * keeps one key. The chunk before a number names its field; when the same
 * words come again (`loss 1 acc 2 val loss 3 acc 4`) that is a field of its
 * own: field i of the n distinct ones becomes i + n, i + 2n ..
 */
#ifndef HCC_DIGEST_SCAN_H
#define HCC_DIGEST_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest/number.h"

enum {
	LINE_NUMBERS = 256,		/* numbers of a line that count */
	LINE_FIELDS = 96,		/* distinct chunks of a line */
	SAME_WORDS = 4,		/* a chunk of words names so many fields */
	LINE_LOOK = 8192	/* bytes of a line that are masked */
};

struct log_line {
	const char	*p;		/* text, ends before its terminator */
	size_t		 n;
	uint64_t	 off, end;	/* bytes in the log, end excluded */
	uint64_t	 no;		/* line number, from 1 */
	bool		 over;		/* overwritten: \r or \b */
	bool		 escape;	/* ESC or NUL: decode, mask again */
	uint64_t	 key;
	unsigned	 flags;		/* of words it may hold (rules.h) */
	unsigned	 nfields, nnums;
	bool		 nan;		/* one of them is not finite */
	bool		 curve;		/* holds one, which has no numbers */
	bool		 again;		/* fields beyond nfields are used */
	uint64_t	 seen;		/* a bit for some of the chunks */
	uint64_t	 chunk[LINE_FIELDS];
	uint8_t		 times[LINE_FIELDS];
	struct number	 num[LINE_NUMBERS];
};

/* Will the next line overwrite the one that ends at `p`? Lines of UTF-16 have
 * a NUL before \n. */
static inline bool
line_over(const char *p, const char *limit)
{
	const char	*q = p + 1;

	if (*p != '\r')
		return *p == '\b';
	q += q < limit && *q == '\0';
	return q >= limit || *q != '\n';
}

/* Mask the line that starts at `p`; a terminator (\n, \r or \b) must follow
 * before `limit`. Sets all but the offsets and returns the terminator's
 * address. */
const char	*line_mask(struct log_line *, const char *p, const char *limit);

#endif
