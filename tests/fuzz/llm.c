/*
 * llm.c: what a server sends: streams, bodies, errors, headers, vectors;
 * and the mask over it. However the bytes are cut, an answer is the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "llm/backoff.h"
#include "llm/embeddings.h"
#include "llm/redact.h"
#include "llm/response.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static enum llm_error
answer(const char *p, size_t n, size_t step, struct buf *text)
{
	struct response	 a;
	char		 why[64];
	enum llm_error	 c;
	size_t		 i;

	response_open(&a);
	for (i = 0; i < n; i += step)
		if (!response_feed(&a, p + i, n - i < step ? n - i : step))
			break;
	response_end(&a);
	c = response_error(&a, why, sizeof(why));
	*text = a.text;
	a.text = (struct buf)BUF_INIT;
	response_release(&a);
	return c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char		*p = (const char *)data;
	struct buf		 once, cut, b = BUF_INIT;
	struct embeddings		 v = EMBEDDINGS_INIT;
	struct api_error	 f = API_ERROR_INIT;
	struct backoff_hint	 h = BACKOFF_HINT_INIT;
	char			 why[64];

	if (answer(p, n, n + 1, &once) != answer(p, n, 3, &cut) ||
	    strcmp(buf_str(&once), buf_str(&cut)) != 0)
		abort();
	buf_release(&once);
	buf_release(&cut);
	(void)embeddings_read(&v, p, n, 2, why, sizeof(why));
	embeddings_release(&v);
	api_error_body(&f, p, n);
	(void)llm_error_classify(400, &f);
	(void)api_error_field(400, &f);
	api_error_release(&f);
	backoff_header(&h, p, n, 1e9);
	if (backoff_requested(&h, true) != backoff_requested(&h, true))
		abort();		/* not a number */
	buf_add(&b, p, n);
	redact(&b, "secret-key", REDACT_TEXT);
	if (b.len > 0 && memmem(b.p, b.len, "secret-key", 10) != NULL)
		abort();
	buf_release(&b);
	return 0;
}
