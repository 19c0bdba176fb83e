/*
 * embeddings.h: the answer of a server to a request for embeddings.
 */
#ifndef HCC_LLM_EMBEDDINGS_H
#define HCC_LLM_EMBEDDINGS_H

#include <stddef.h>

#include "llm/response.h"

#define EMBEDDINGS_DIM_MAX		65536

struct embeddings {
	size_t		 count, dim;
	float		*v;		/* count * dim, as they came */
	struct llm_usage usage;
	struct api_error fault;
};

#define EMBEDDINGS_INIT { 0, 0, NULL, LLM_USAGE_INIT, API_ERROR_INIT }

/* Read the answer to `count` texts: one vector each, as numbers or as base64
 * of little-endian float32, put in order by `index`, all of one length and
 * finite. LLM_UNAVAILABLE: broken or cut, worth another attempt;
 * LLM_BAD_ANSWER: wrong; `why` is the fault. Released by the caller in any
 * case. */
enum llm_error	 embeddings_read(struct embeddings *, const char *, size_t n,
		    size_t count, char *why, size_t why_n);
void		 embeddings_release(struct embeddings *);

#endif
