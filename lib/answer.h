/*
 * answer.h: the answer of a model, out of whatever a server sent: one JSON
 * body or a stream of deltas, in the dialect of chat completions or of
 * Anthropic's messages.
 *
 * Both are read by the same functions, because servers send JSON though a
 * stream was asked for, and the reverse: the first byte that is no blank
 * decides.
 */
#ifndef HCC_ANSWER_H
#define HCC_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "buf.h"
#include "llm_class.h"
#include "llm_usage.h"
#include "sse.h"
#include "surrogate.h"

#define ANSWER_TEXT_MAX	(16u << 20)	/* bytes of text, or of a JSON body */

struct answer {
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
	bool		 understood;	/* there was a choice or a message */
	struct llm_usage usage;	/* the last one seen */
	struct llm_fault fault;
};

/* Not movable afterwards. */
void	 answer_open(struct answer *);
/* More bytes of the body. false: stop the transfer (done, a fault, or too
 * large). */
bool	 answer_feed(struct answer *, const char *, size_t);
/* The body has ended, whole or not. */
void	 answer_end(struct answer *);
/* What became of it. LLM_UNAVAILABLE: cut, empty or broken, so that it is
 * worth another attempt; `why` (at least 64 bytes) tells in some words. */
enum llm_class	 answer_class(const struct answer *, char *why, size_t);
void	 answer_release(struct answer *);

#endif
