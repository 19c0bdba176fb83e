/*
 * words.h: private to the embedder: text to sentences of stemmed words.
 *
 * A token is the 64-bit hash of a stem; strings are not kept. Equal words
 * give equal tokens on every machine.
 */
#ifndef HCC_EMBED_WORDS_H
#define HCC_EMBED_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "embed/stem.h"

#define SCAN_TOKENS	256	/* of a sentence; longer ones are cut in two */
#define SCAN_WORD	40	/* bytes; longer words are no words */

struct scan_token {
	uint64_t	 stem;
	bool		 word;	/* at least two letters and no digit */
};

struct scan {
	const char		*p, *end;
	struct stems		*stems;
	bool			 line_start;
	bool			 fence;		/* inside a block of code */
	int			 heading;	/* 0: none, 1 to 7: its level */
	size_t			 n;
	struct scan_token	 tokens[SCAN_TOKENS];
};

void		 scan_start(struct scan *, struct stems *, const char *,
		    size_t);
/* The next sentence with a token in it; false at the end of the text. */
bool		 scan_next(struct scan *);

#endif
