/*
 * error.h: what became of a request to a model, and what to do next.
 *
 * Servers disagree about statuses and about the shape of errors. Here an
 * error body of any shape becomes a struct api_error, and a fault becomes a
 * class. A class is what callers decide by: it is a word of the record and,
 * through its status, the exit status of hcc-llm.
 */
#ifndef HCC_LLM_ERROR_H
#define HCC_LLM_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/buf.h"
#include "base/err.h"

enum llm_error {
	LLM_OK,
	LLM_OVERFLOW,		/* the context is too long: squeeze it */
	LLM_BAD_REQUEST,
	LLM_AUTH,
	LLM_QUOTA,		/* the account is empty */
	LLM_NOT_FOUND,		/* no such model or path */
	LLM_UNREACHABLE,	/* unknown host, TLS, redirect */
	LLM_REFUSED,		/* the model declines */
	LLM_FILTERED,		/* a content filter */
	LLM_LENGTH,		/* cut at max_tokens before any text */
	LLM_BAD_ANSWER,		/* unusable, and it will not get better */
	LLM_EMPTY,		/* whole, but no text: worth another attempt */
	LLM_UNAVAILABLE,	/* passing: worth another attempt */
	LLM_DEADLINE,
	LLM_BUDGET,		/* ours is spent */
	LLM_INTERRUPTED,	/* by a signal */
	LLM_NOT_RECORDED,	/* replay: no such exchange */
	LLM_CONFIG,
	LLM_LOCAL		/* input, files, memory: see the error */
};

/* "ok", "overflow", ..; and the status of a tool that ends so. */
const char	*llm_error_name(enum llm_error);
enum hcc_status	 llm_error_status(enum llm_error);
/* The class of a name, LLM_LOCAL when it is none. */
enum llm_error	 llm_error_of(const char *name);

#define LLM_MESSAGE_MAX	2048	/* bytes of a server's message that are shown */

struct api_error {
	bool		 found;		/* the body has an error */
	int		 status;	/* that it names, or 0 */
	char		 code[64];
	char		 type[64];
	char		 param[64];
	struct buf	 message;
};

#define API_ERROR_INIT { false, 0, "", "", "", BUF_INIT }

/* Read the error of a JSON value (borrowed), in any of the forms that servers
 * use; `found` is false when it has none. */
void	 api_error_read(struct api_error *, jv);
/* The same for a body that may be JSON, HTML or plain text; something is
 * always found. */
void	 api_error_body(struct api_error *, const char *, size_t);
void	 api_error_release(struct api_error *);

/* The class of an HTTP status (0: none, the fault came inside an answer whose
 * status was 200) and a fault. LLM_UNAVAILABLE is worth another attempt. */
enum llm_error	 llm_error_classify(int status, const struct api_error *);

/* Fields of a request that a server may refuse and that can be left out or
 * named otherwise; bits. */
enum llm_field {
	LLM_FIELD_MAX = 1,		/* max_tokens, max_completion_tokens */
	LLM_FIELD_TEMPERATURE = 2,
	LLM_FIELD_STREAM_OPTIONS = 4,
	LLM_FIELD_STREAM = 8,
	LLM_FIELD_FORMAT = 16,		/* response_format */
	LLM_FIELD_EFFORT = 32		/* reasoning_effort */
};
/* Which of them the fault complains about; 0: none. */
unsigned api_error_field(int status, const struct api_error *);

#endif
