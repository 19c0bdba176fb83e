/*
 * redact.h: a secret is nowhere to be seen.
 *
 * A server may repeat the key in an error, in a header or in its answer, as
 * it is, percent-encoded, escaped for JSON or HTML, in base64 or hexadecimal, or
 * cut by blanks and control characters that somebody later leaves out. All of
 * these are found.
 */
#ifndef HCC_LLM_REDACT_H
#define HCC_LLM_REDACT_H

#include "base/buf.h"

#define MASK_WORD	"[key]"
/* Keys that are shorter are words such as "none" or "ollama", which texts have
 * as well; in a message there is less to spoil. */
#define MASK_TEXT	8
#define MASK_MESSAGE	4

/* Replace every occurrence of `secret` (NULL, or of less than `shortest`
 * bytes: nothing is done) in the buffer. */
void	 mask(struct buf *, const char *secret, size_t shortest);

#endif
