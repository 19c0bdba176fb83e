/*
 * sse.h: server-sent events, from bytes to events.
 *
 * A network chunk means nothing: bytes are gathered to lines (LF, CRLF or
 * CR), lines to events, which end at a blank line or at the end of the
 * stream. The `data` lines of an event are joined with newlines. Comments,
 * `id` and `retry` are left out; a byte order mark is skipped. Two things
 * that servers send though they are no events are passed on as well: a
 * line `error: {..}` and a line that starts a JSON object by itself.
 */
#ifndef HCC_LLM_SSE_H
#define HCC_LLM_SSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define SSE_EVENT_MAX	(16u << 20)	/* bytes of one event or line */

struct sse {
	/* An event; `name` is "" when it has none. false: no more, please. */
	bool		(*event)(void *ctx, const char *name,
			    const char *data, size_t n);
	void		*ctx;
	struct buf	 line;
	struct buf	 data;
	char		 name[32];
	bool		 pending;	/* there are data lines */
	bool		 raw;		/* inside JSON without a field name */
	bool		 skip_lf;	/* the last byte was a CR */
	bool		 begun;		/* behind a byte order mark */
};

#define SSE_INIT(event, ctx) \
	{ (event), (ctx), BUF_INIT, BUF_INIT, "", false, false, false, false }

/* More bytes. false: the callback has enough, a line or an event is larger
 * than SSE_EVENT_MAX, or memory is exhausted. */
bool	 sse_feed(struct sse *, const char *, size_t);
/* The stream has ended: what is there is the last line and event. */
bool	 sse_end(struct sse *);
void	 sse_release(struct sse *);

#endif
