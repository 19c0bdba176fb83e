/*
 * utf16.h (private to digest): logs in UTF-16, as shells of Windows
 * write them.
 */
#ifndef HCC_DIGEST_UTF16_H
#define HCC_DIGEST_UTF16_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum wide_order { WIDE_UNKNOWN, WIDE_NONE, WIDE_LITTLE, WIDE_BIG };

struct utf16 {
	enum wide_order	 order;
	unsigned char	 rest[4];	/* of an incomplete character */
	size_t		 n;
	struct buf	 text;
};

/* Append to `w->text` what `n` bytes of the log say in UTF-8. The order is
 * known from the mark at the log's start; without one the bytes stay as they
 * are. Memory is checked with buf_ok(). */
void	 wide_feed(struct utf16 *, const char *, size_t n);
/* The log is over: what is left of a mark that was none. */
void	 wide_end(struct utf16 *);
/* How many bytes of the log `n` bytes of text stand for. */
size_t	 wide_bytes(const struct utf16 *, const char *, size_t n);

#endif
