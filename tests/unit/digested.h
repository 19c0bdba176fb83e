/*
 * digested.h: the digests of logs that unit tests make.
 */
#ifndef HCC_TESTS_UNIT_DIGESTED_H
#define HCC_TESTS_UNIT_DIGESTED_H

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "digest/digest.h"
#include "tap.h"

/* The digest of `log`, fed in pieces of `piece` bytes; the caller frees. */
static inline char *
digest(const char *log, size_t n, size_t piece, struct digest_opts o)
{
	struct digest	*d = digest_open(&o);
	struct buf	 out = BUF_INIT;
	size_t		 i, k;

	for (i = 0; i < n; i += k) {
		k = n - i < piece ? n - i : piece;
		/* A copy, so that reading behind the piece is seen. */
		char *copy = malloc(k);

		memcpy(copy, log + i, k);
		digest_feed(d, copy, k);
		free(copy);
	}
	digest_finish(d, &out);
	digest_close(d);
	return buf_detach(&out);
}

static inline char *
plain(const struct buf *log)
{
	return digest(buf_str(log), log->len, 1 << 20,
	    (struct digest_opts){ 0 });
}

static inline bool
has(const char *text, const char *part)
{
	bool	 yes = strstr(text, part) != NULL;

	if (!yes)
		printf("# no '%s' in:\n# %s\n", part, text);
	return yes;
}

#endif
