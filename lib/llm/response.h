/*
 * response.h: the answer of a model, out of whatever a server sent: one JSON
 * body or a stream of deltas, in the dialect of chat completions or of
 * Anthropic's messages.
 *
 * Both are read by the same functions, because servers send JSON though a
 * stream was asked for, and the reverse: the first byte that is no blank
 * decides.
 */
#ifndef HCC_LLM_RESPONSE_H
#define HCC_LLM_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "llm/error.h"
#include "llm/sse.h"
#include "llm/surrogate.h"
#include "llm/usage.h"

#define ANSWER_TEXT_MAX	(16u << 20)	/* bytes of text, or of a JSON body */

struct response {
	struct sse	 sse;
	struct buf	 body;		/* of one JSON value or anything else */
	enum { ANSWER_NOTHING, ANSWER_STREAM, ANSWER_BODY } form;
	struct buf	 text;
	struct surrogate_ends ends;	/* of the JSON value at hand */
	unsigned	 half;		/* the text ends in U+FFFD for it */
	size_t		 reasoning;	/* bytes of it, which are not kept */
	char		 finish[32];	/* stop, length, ..; "": not seen */
	bool		 done;		/* nothing will follow */
	bool		 tools;		/* calls tools */
	bool		 refused;
	bool		 broken;	/* an event was no JSON */
	bool		 too_large;
	bool		 repeating;	/* its text, without end */
	bool		 understood;	/* there was a choice or a message */
	struct llm_usage usage;	/* the last one seen */
	struct api_error fault;
};

/* Not movable afterwards. */
void	 response_open(struct response *);
/* More bytes of the body. false: stop the transfer (done, a fault, too large,
 * or repeating). */
bool	 response_feed(struct response *, const char *, size_t);
/* The body has ended, whole or not. */
void	 response_end(struct response *);
/* What became of it. LLM_UNAVAILABLE: cut or broken, LLM_EMPTY: without text;
 * both are worth another attempt. `why` (at least 64 bytes) is the reason. */
enum llm_error	 response_error(const struct response *, char *why, size_t);
void	 response_release(struct response *);

#endif
