/*
 * tokens.h: how many tokens a text costs.
 *
 * One estimate for the whole project: digests, contexts and budgets agree
 * about the size of a text, whatever tokenizer the model behind has.
 */
#ifndef HCC_BASE_TOKENS_H
#define HCC_BASE_TOKENS_H

#include <stddef.h>

/* Tokens in `n` bytes of UTF-8 (invalid bytes count as letters). */
size_t	 tok_estimate(const char *, size_t n);

#endif
