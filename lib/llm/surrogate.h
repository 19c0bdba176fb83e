/*
 * surrogate.h: JSON whose strings hold half a UTF-16 pair.
 *
 * Programs that think in UTF-16 cut texts between the halves and write them
 * as escapes, which libjq refuses or turns into bytes that are no UTF-8.
 */
#ifndef HCC_LLM_SURROGATE_H
#define HCC_LLM_SURROGATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Halves at the ends of strings, where the other one may be in the text that
 * comes before or after; 0: none. */
struct surrogate_ends {
	unsigned	 first;		/* a low one begins a string */
	unsigned	 last;		/* a high one ends one */
};

/* Append the text with \ufffd for every half that stands alone. false: there
 * is none, and nothing was appended. */
bool	 surrogate_repair(const char *, size_t n, struct buf *,
	    struct surrogate_ends *);
/* The UTF-8 of the character that two halves are. */
void	 surrogate_join(unsigned high, unsigned low, char out[4]);

#endif
