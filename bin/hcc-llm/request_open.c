/*
 * request_open.c: the id and the key of a request, and how much of its prompt a
 * server has seen before.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"
#include "hcc-llm/llm.h"
#include "llm/exchange.h"
#include "llm/redact.h"

#define PROMPTS		"prompt"	/* what each role sent last, in TASK */

static size_t
in_common(const struct buf *a, const struct buf *b)
{
	size_t	 n = 0;

	while (n < a->len && n < b->len && a->p[n] == b->p[n])
		n++;
	return n;
}

/* Count the bytes at its beginning that the prompt shares with the last prompt
 * of any role, which a server's prefix cache has; then store it as the last
 * prompt of its role. */
static void
follow_prompt(struct llm *a, struct llm_request *r)
{
	const char	*role = a->o.choice.role;
	struct buf	 last = BUF_INIT, now = BUF_INIT;
	char		**names, path[64];
	size_t		 i, n, shared;

	if (a->budget.task.dir == -1 || r->embed)
		return;
	buf_add(&now, buf_str(&r->prompt), r->prompt.len);
	redact(&now, a->server.key, REDACT_TEXT);
	if (fs_names(a->budget.task.dir, PROMPTS, &names, &n, NULL) == HCC_OK) {
		for (i = 0; i < n; i++) {
			buf_reset(&last);
			snprintf(path, sizeof(path), PROMPTS "/%.40s",
			    names[i]);
			if (fs_read(a->budget.task.dir, path, 0, &last, NULL) ==
			    HCC_OK && (shared = in_common(&now, &last)) >
			    r->prefix)
				r->prefix = shared;
		}
		fs_names_free(names, n);
	}
	snprintf(path, sizeof(path), PROMPTS "/%.30s.txt",
	    role == NULL ? "none" : role);
	if (fs_mkdirs(a->budget.task.dir, PROMPTS, NULL) == HCC_OK)
		(void)fs_replace(a->budget.task.dir, path, buf_str(&now),
		    now.len, NULL);
	buf_release(&last);
	buf_release(&now);
}

void
request_open(struct llm *a, struct llm_request *r)
{
	unsigned char	 id[16];
	jv		 request;
	size_t		 i;

	arc4random_buf(id, sizeof(id));
	for (i = 0; i < sizeof(id); i++)
		snprintf(a->result.id + 2 * i, 3, "%02x", id[i]);
	request = request_canonical(&a->server, r);
	exchange_key(request, r->key);
	jv_free(request);
	request_prompt(&a->server, r);
	follow_prompt(a, r);
}
