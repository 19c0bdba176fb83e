/*
 * usage.h: the tokens that an answer took, as its server counts them.
 *
 * Servers report counts in chunks of a stream, at its end or not at all;
 * implausible counts are ignored.
 */
#ifndef HCC_LLM_USAGE_H
#define HCC_LLM_USAGE_H

#include <jv.h>

/* Tokens; -1: not reported, or not plausible. */
struct llm_usage {
	double	 prompt;	/* with what was cached */
	double	 cached;	/* of them */
	double	 completion;	/* with reasoning */
	double	 reasoning;	/* of them */
};

#define LLM_USAGE_INIT { -1, -1, -1, -1 }

/* Read a `usage` (borrowed). It replaces older counts; the messages API reports
 * input and output in two events. */
void	 llm_usage_read(struct llm_usage *, jv);

#endif
