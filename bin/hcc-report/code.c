/*
 * code.c: the program of the best, and how it differs from the draft.
 */
#include <stdio.h>
#include <string.h>

#include "base/diff.h"
#include "base/fs.h"
#include "hcc-report/report.h"
#include "task/solution.h"

#define CODE_MOST	200000		/* bytes that are shown */
#define FILE_MAX	(16u << 20)
/* It scrolls, by the keyboard too. */
#define PRE	"<pre class=code role=group tabindex=0 aria-label=\"%s\">"

static void
put_pre(struct buf *b, const char *title, const struct buf *text)
{
	size_t	 n = text->len > CODE_MOST ? CODE_MOST : text->len;

	buf_addf(b, "<details><summary>%s</summary>\n" PRE, title, title);
	page_bytes(b, buf_str(text), n);
	if (n < text->len)
		buf_addf(b, "\n.. %zu more bytes", text->len - n);
	buf_adds(b, "</pre></details>\n");
}

/* A difference line by line, each with its class. */
static void
put_diff(struct buf *b, const char *title, const struct buf *diff)
{
	const char	*p = buf_str(diff), *end = p + diff->len, *nl;

	if (diff->len > CODE_MOST)
		end = p + CODE_MOST;
	buf_addf(b, "<details><summary>%s</summary>\n" PRE, title, title);
	for (; p < end; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end;
		if (*p == '+')
			buf_adds(b, "<ins>");
		else if (*p == '-')
			buf_adds(b, "<del>");
		page_bytes(b, p, (size_t)(nl - p));
		buf_adds(b, *p == '+' ? "</ins>\n" : *p == '-' ? "</del>\n" :
		    "\n");
	}
	if (diff->len > CODE_MOST)
		buf_addf(b, ".. %zu more bytes\n", diff->len - CODE_MOST);
	buf_adds(b, "</pre></details>\n");
}

/* The first draft that worked; phase 00 stays in L1. */
static bool
read_draft(const struct report *r, struct buf *out, char *label, size_t size)
{
	const struct moment	*m;
	char			 dir[80], path[200];

	for (m = r->moments; m < r->moments + r->nmoments; m++)
		if (strncmp(m->s->id, "00/", 3) == 0 && m->s->direction > 0 &&
		    status_ok(m->s->result->status)) {
			snprintf(dir, sizeof(dir), "l1/%.40s/%d", m->s->id,
			    m->s->result->attempt);
			snprintf(label, size, "%.40s", m->s->id);
			return solution_file(r->t, dir, path, sizeof(path)) &&
			    fs_read_nofollow(r->t->dir, path, FILE_MAX, out,
			    NULL) == HCC_OK;
		}
	return false;
}

enum hcc_status
report_code(struct buf *b, const struct report *r, struct hcc_err *e)
{
	struct buf	 best = BUF_INIT, draft = BUF_INIT, diff = BUF_INIT;
	char		 path[200], label[48];
	enum hcc_status	 st = HCC_OK;

	if (r->state.best != NULL && r->state.best->id != NULL &&
	    solution_file(r->t, "best", path, sizeof(path)) &&
	    fs_read_nofollow(r->t->dir, path, FILE_MAX, &best, NULL) ==
	    HCC_OK) {
		report_section(b, r, "code", "The best program");
		put_pre(b, "Program", &best);
		if (read_draft(r, &draft, label, sizeof(label)) &&
		    strcmp(label, r->state.best->id) != 0) {
			st = diff_texts(label, &draft, r->state.best->id,
			    &best, &diff, e);
			put_diff(b, "Its difference from the draft", &diff);
		}
		buf_adds(b, "</section>\n");
	}
	buf_release(&best);
	buf_release(&draft);
	buf_release(&diff);
	return st;
}
