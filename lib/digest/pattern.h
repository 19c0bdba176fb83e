/*
 * pattern.h (private to digest): is this line of that form?
 *
 * Logs repeat themselves, so the form of the next line can often be guessed.
 * A pattern is one line of a form as text and numbers; comparing with it is
 * several times quicker than masking every byte.
 */
#ifndef HCC_DIGEST_PATTERN_H
#define HCC_DIGEST_PATTERN_H

#include "digest/scan.h"

enum {
	PAT_NUMS = 40,
	PAT_TEXT = 640		/* longer lines have no pattern */
};

struct pattern {
	unsigned	 n;			/* numbers */
	uint16_t	 len[PAT_NUMS + 1];	/* of text before each */
	uint16_t	 field[PAT_NUMS];
	char		 text[];		/* without the numbers */
};

/* The pattern of a masked line (malloc'ed), NULL if it has none. */
struct pattern *pattern_new(const struct log_line *);
/* Compare the line at `p` (its terminator stands before `limit`); on success
 * `l` is as line_mask would leave it, but for key and nslots. Returns the
 * terminator's address or NULL. */
const char	*pattern_match(const struct pattern *, struct log_line *,
		    const char *p, const char *limit);

#endif
