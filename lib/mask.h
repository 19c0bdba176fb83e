/*
 * mask.h: a secret is nowhere to be seen.
 *
 * A server may repeat the key in an error, in a header or in its answer, as
 * it is, percent-encoded, escaped for JSON or HTML, or cut by blanks and
 * control characters that somebody later leaves out. All of these are found.
 */
#ifndef HCC_MASK_H
#define HCC_MASK_H

#include "buf.h"

#define MASK_WORD	"[key]"
#define MASK_SHORTEST	8	/* keys below are words such as "none" */

/* Replace every occurrence of `secret` (NULL, or shorter than MASK_SHORTEST:
 * nothing is done) in the buffer. */
void	 mask(struct buf *, const char *secret);

#endif
