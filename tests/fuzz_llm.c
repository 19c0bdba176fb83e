/*
 * fuzz_llm.c: what a server sends: streams, bodies, errors, headers, vectors;
 * and the mask over it. However the bytes are cut, an answer is the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/answer.h"
#include "../lib/llm_vectors.h"
#include "../lib/mask.h"
#include "../lib/wait.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static enum llm_class
answer(const char *p, size_t n, size_t step, struct buf *text)
{
	struct answer	 a;
	char		 why[64];
	enum llm_class	 c;
	size_t		 i;

	answer_open(&a);
	for (i = 0; i < n; i += step)
		if (!answer_feed(&a, p + i, n - i < step ? n - i : step))
			break;
	answer_end(&a);
	c = answer_class(&a, why, sizeof(why));
	*text = a.text;
	a.text = (struct buf)BUF_INIT;
	answer_release(&a);
	return c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char		*p = (const char *)data;
	struct buf		 once, cut, b = BUF_INIT;
	struct vectors		 v = VECTORS_INIT;
	struct llm_fault	 f = LLM_FAULT_INIT;
	struct wait_hint	 h = WAIT_HINT_INIT;
	char			 why[64];

	if (answer(p, n, n + 1, &once) != answer(p, n, 3, &cut) ||
	    strcmp(buf_str(&once), buf_str(&cut)) != 0)
		abort();
	buf_release(&once);
	buf_release(&cut);
	(void)vectors_read(&v, p, n, 2, why, sizeof(why));
	vectors_release(&v);
	llm_fault_body(&f, p, n);
	(void)llm_classify(400, &f);
	(void)llm_fault_field(400, &f);
	llm_fault_release(&f);
	wait_header(&h, p, n, 1e9);
	if (wait_asked(&h, true) != wait_asked(&h, true))
		abort();		/* not a number */
	buf_add(&b, p, n);
	mask(&b, "secret-key", MASK_TEXT);
	if (b.len > 0 && memmem(b.p, b.len, "secret-key", 10) != NULL)
		abort();
	buf_release(&b);
	return 0;
}
