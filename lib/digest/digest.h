/*
 * digest.h: the facts of a run's log in a few hundred tokens.
 *
 * Bytes are fed as they come (any split, any size); the memory held is
 * bounded whatever the log. The digest is lines of text:
 *
 *	x240 Epoch 1 loss 2.301 acc 0.11	a template of lines, its first
 *	  .. Epoch 240 loss 0.081 acc 0.93	its last
 *	  loss min: Epoch 221 loss 0.079 ..	the line of a best value
 *	  loss 2.304 (max @2)			other extremes, and where
 *
 * stack traces with library frames folded, and the last lines of the log. A
 * log that is short enough is shown as it is.
 */
#ifndef HCC_DIGEST_DIGEST_H
#define HCC_DIGEST_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct digest;			/* allocated; free with digest_close() */

struct digest_opts {
	size_t	 max_tokens;	/* never more than this; 0: 8000 */
	bool	 fill;		/* use all of them if there is that much */
	bool	 ranges;	/* "[from-to] " before each line: bytes of the
				 * log that it stands for, `to` excluded */
};

/* Free with digest_close. */
struct digest	*digest_open(const struct digest_opts *);
/* The next bytes of the log. */
void		 digest_feed(struct digest *, const char *, size_t);
/* Append the digest of all that was fed, as utf8_add_plain() has it. Nothing
 * may be fed afterwards. */
void		 digest_finish(struct digest *, struct buf *out);
void		 digest_close(struct digest *);	/* NULL is fine */

/* Feed all that descriptor `fd` holds now; `name` is for messages. */
enum hcc_status	 digest_drain(struct digest *, int fd, const char *name,
		    struct hcc_err *);
/* The digest of a file, as far as it is written, appended to `out`. */
enum hcc_status	 digest_file(int dir, const char *path,
		    const struct digest_opts *,
		    struct buf *out, struct hcc_err *);

#endif
