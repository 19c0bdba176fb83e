/*
 * notes.c: what each phase taught; each claim opens to the bytes behind it.
 *
 * Claims are checked again now, and so are the archives. Lines of logs are cut
 * to what is cited; a task with very many claims shows those of its newest
 * phases, and says how to see the others.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "hcc-report/report.h"
#include "task/evidence_record.h"

enum {
	LINES = 12,		/* of a reference */
	LINE = 240,		/* bytes of a line */
	EVIDENCE_MAX = 1000000	/* bytes of all that is cited */
};

static void
put_lines(struct buf *b, jv ref)
{
	jv	 lines = json_at(ref, "lines"), l;
	int	 i, n = json_len(lines);

	buf_adds(b, "<p class=place>");
	page_text(b, json_str(ref, "place", ""));
	buf_addc(b, ' ');
	page_text(b, json_str(ref, "file", ""));
	buf_addf(b, ", bytes %.0f to %.0f</p><pre>", json_num(ref, "from", 0),
	    json_num(ref, "to", 0));
	for (i = 0; i < LINES && json_item(lines, i, &l); i++) {
		buf_adds(b, json_bool(l, "cited", false) ? "<mark>" : "");
		page_cut(b, json_str(l, "text", ""), LINE);
		buf_adds(b, json_bool(l, "cited", false) ? "</mark>\n" : "\n");
	}
	if (n > LINES)
		buf_addf(b, ".. %d more lines\n", n - LINES);
	buf_adds(b, "</pre>");
}

/* What a reference names: the result in a line, bytes of a file. */
static void
put_reference(struct buf *b, const struct report *r, jv ref)
{
	const char	*name = json_str(ref, "ref", "");
	char		 id[32] = "";
	int		 phase, direction, n, attempt;

	/* "01/1.2/3:4-5" is about the suggestion 01/1.2. */
	snprintf(id, sizeof(id), "%.*s", (int)strcspn(name, ":"), name);
	if (plan_id_parse(id, &phase, &direction, &n, &attempt))
		plan_id(id, phase, direction, n);
	buf_adds(b, "<li>");
	report_link_as(b, r, id, name);
	if (json_str(ref, "status", NULL) != NULL) {
		buf_adds(b, ": ");
		page_text(b, json_str(ref, "status", ""));
		buf_adds(b, ", score ");
		page_number(b, json_num(ref, "score", 0.0 / 0.0));
		buf_adds(b, ", ");
		page_cut(b, json_str(ref, "title", ""), 120);
	}
	if (json_str(ref, "place", NULL) != NULL)
		put_lines(b, ref);
	if (!json_bool(ref, "found", false)) {
		buf_adds(b, "<p class=bad>");
		page_text(b, json_str(ref, "why", ""));
		buf_adds(b, "</p>");
	}
	buf_addc(b, '\n');
}

static void
put_evidence(struct buf *b, const struct report *r, jv rec)
{
	jv	 refs = json_at(rec, "evidence"), one;
	int	 i;

	if (json_str(rec, "why", NULL) != NULL) {
		buf_adds(b, "<p class=bad>");
		page_text(b, json_str(rec, "why", ""));
		buf_adds(b, "</p>");
	}
	buf_adds(b, "<ul>\n");
	for (i = 0; json_item(refs, i, &one); i++)
		put_reference(b, r, one);
	buf_adds(b, "</ul>\n");
}

/* "dead-end" of "dead end": a class; others are not ours. */
static const char *
verdict_class(const char *verdict)
{
	return strcmp(verdict, "promising") == 0 ? "promising" :
	    strcmp(verdict, "dead end") == 0 ? "dead" : "open";
}

static enum hcc_status
put_claim(struct buf *b, const struct report *r, const struct note *k,
    const struct judgement *j, size_t *room, struct hcc_err *e)
{
	const char	*verdict = j->verdict == NULL ? "" : j->verdict;
	struct buf	 inner = BUF_INIT;
	bool		 holds = true;
	const char	*state;
	char		 at[64];
	enum hcc_status	 st;
	jv		 rec;

	snprintf(at, sizeof(at), "l2/%02d.md:%d", k->phase, j->line);
	st = evidence_record(r->ev, j, at, 1, &rec, &holds, e);
	if (st == HCC_OK) {
		state = json_str(rec, "state", "unchecked");
		put_evidence(&inner, r, rec);
		buf_addf(b, "<details class=claim><summary><span class="
		    "\"verdict %s\">", verdict_class(verdict));
		page_text(b, verdict);
		buf_adds(b, "</span> ");
		page_cut(b, j->claim, 600);
		buf_addf(b, " <span class=%s>%s</span>", strcmp(state,
		    "verified") == 0 ? "good" : "bad", state);
		buf_adds(b, "</summary>\n");
		if (inner.len <= *room) {
			buf_add(b, buf_str(&inner), inner.len);
			*room -= inner.len;
		} else
			buf_addf(b, "<p class=hint><code>hcc why TASK/%s</code>"
			    " shows what it rests on.</p>\n", at);
		buf_adds(b, "</details>\n");
	}
	jv_free(rec);
	buf_release(&inner);
	return st;
}

static void
put_list(struct buf *b, const char *title, jv list)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++) {
		if (i == 0)
			buf_addf(b, "<h5>%s</h5>\n<ul>\n", title);
		buf_adds(b, "<li>");
		if (jv_get_kind(one) == JV_KIND_STRING)
			page_cut(b, jv_string_value(one), 600);
		buf_addc(b, '\n');
	}
	if (i > 0)
		buf_adds(b, "</ul>\n");
}

static enum hcc_status
put_note(struct buf *b, const struct report *r, const struct note *k,
    size_t *room, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 i;

	buf_addf(b, "<article>\n<h4>Phase %02d</h4>\n", k->phase);
	for (i = 0; st == HCC_OK && i < k->njudgements; i++)
		st = put_claim(b, r, k, &k->judgements[i], room, e);
	put_list(b, "Rules", k->rules);
	put_list(b, "Next", k->next);
	buf_adds(b, "</article>\n");
	return st;
}

enum hcc_status
report_notes(struct buf *b, const struct report *r, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 i, room = EVIDENCE_MAX;

	if (r->nnotes == 0)
		return HCC_OK;
	report_section(b, r, "notes", "Notes, newest first");
	buf_adds(b, "<p class=hint>A claim opens to what it cites; cited lines "
	    "are marked. Claims were checked again for this report.</p>\n");
	for (i = r->nnotes; st == HCC_OK && i > 0; i--)
		st = put_note(b, r, &r->notes[i - 1], &room, e);
	buf_adds(b, "</section>\n");
	return st;
}
