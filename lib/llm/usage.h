/*
 * usage.h: the tokens that an answer took, as its server counts them.
 *
 * Servers count in chunks of a stream, at its end or not at all, and some
 * count nonsense, which is worse than nothing: that is left out.
 */
#ifndef HCC_LLM_USAGE_H
#define HCC_LLM_USAGE_H

#include <jv.h>

/* Tokens; -1: the server did not tell, or told nonsense. */
struct llm_usage {
	double	 prompt;	/* with what was cached */
	double	 cached;	/* of them */
	double	 completion;	/* with reasoning */
	double	 reasoning;	/* of them */
};

#define LLM_USAGE_INIT { -1, -1, -1, -1 }

/* Take over what a `usage` (borrowed) tells: it replaces what was there, but
 * the messages API tells input and output apart. */
void	 llm_usage_read(struct llm_usage *, jv);

#endif
