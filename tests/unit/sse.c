/* sse.c: events of streams, in pieces of any size. */
#include "llm/sse.h"
#include "tap.h"

static bool
gather(void *ctx, const char *name, const char *data, size_t n)
{
	buf_addf(ctx, "<%s|%.*s>", name, (int)n, data);
	return true;
}

/* Events of a stream that comes in pieces of `step` bytes. */
static const char *
events(const char *text, size_t step)
{
	static struct buf	 out = BUF_INIT;
	struct sse		 s = SSE_INIT(gather, &out);
	size_t			 n = strlen(text), i;

	buf_reset(&out);
	for (i = 0; i < n; i += step)
		(void)sse_feed(&s, text + i, n - i < step ? n - i : step);
	(void)sse_end(&s);
	sse_release(&s);
	return buf_str(&out);
}

static void
streams(void)
{
	static const struct { const char *name, *in, *want; } t[] = {
		{ "one event", "data: a\n\n", "<|a>" },
		{ "lines that end in CRLF",
		    "data: a\r\n\r\ndata: b\r\n\r\n", "<|a><|b>" },
		{ "lines that end in CR",
		    "data: a\r\rdata: b\r\r", "<|a><|b>" },
		{ "data of several lines",
		    "data: a\ndata:b\ndata\n\n", "<|a\nb\n>" },
		{ "a blank behind the colon", "data:  a\n\n", "<| a>" },
		{ "a byte-order mark before events",
		    "\xef\xbb\xbf" "data: a\n\n", "<|a>" },
		{ "names, comments, ids", ": hi\nid: 7\nevent: ping\nretry: 3\n"
		    "data: {}\n\n\n", "<ping|{}>" },
		{ "a name of one event", "event: x\ndata: a\n\ndata: b\n\n",
		    "<x|a><|b>" },
		{ "an event without a blank line behind it",
		    "data: a\n\ndata: b",
		    "<|a><|b>" },
		{ "an error without data", "error: {\"code\":500}\n\n",
		    "<error|{\"code\":500}>" },
		{ "JSON without a field", ": wait\n\n{\n \"a\":1}\n\n",
		    "<|{\n \"a\":1}>" },
	};
	char	 name[100];
	size_t	 i, step;
	bool	 same;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "%s: events are read", t[i].name);
		IS_STR(name, t[i].want, events(t[i].in, 1000));
		for (same = true, step = 1; step < 6; step++)
			same &= strcmp(t[i].want, events(t[i].in, step)) == 0;
		snprintf(name, sizeof(name), "%s: the same in pieces",
		    t[i].name);
		OK(name, same);
	}
}

int
main(void)
{
	streams();
	return tap_done();
}
