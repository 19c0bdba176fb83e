/*
 * redact.h: remove a secret from text.
 *
 * A server may repeat the key in an error, in a header or in its answer, as
 * it is, percent-encoded, escaped for JSON or HTML, in base64 or hexadecimal,
 * or with blanks and control characters inside. All of these are found.
 */
#ifndef HCC_LLM_REDACT_H
#define HCC_LLM_REDACT_H

#include "base/buf.h"

#define REDACT_WORD	"[key]"
/* Keys that are shorter are words such as "none" or "ollama", which texts have
 * as well; in a message there is less to spoil. */
#define REDACT_TEXT	8
#define REDACT_MESSAGE	4

/* Replace every occurrence of `secret` (NULL, or of less than `shortest`
 * bytes: nothing is done) in the buffer. */
void	 redact(struct buf *, const char *secret, size_t shortest);

#endif
