/*
 * note_format.c: the phase note as Markdown.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "task/note.h"

/* The columns of the table are the members of a row, in their order. */
#define COLUMNS "suggestion | status | score | built on | change | ± | " \
	"seconds | title | cause"

/* One line of text, of a log perhaps: nothing that a terminal obeys, no line
 * breaks, and in a table no bars. */
static void
add_text(struct buf *b, const char *s, char bar)
{
	struct buf	 plain = BUF_INIT;
	const char	*p;

	utf8_add_plain(&plain, s, strlen(s));
	for (p = buf_str(&plain); *p != '\0'; p++)
		buf_addc(b, *p == '|' ? bar : *p == '\n' || *p == '\t' ?
		    ' ' : *p);
	buf_release(&plain);
}

static void
add_cell(struct buf *b, const char *s)
{
	add_text(b, s == NULL ? "" : s, '/');
	buf_adds(b, " | ");
}

static void
add_number(struct buf *b, double d, const char *fmt)
{
	if (isfinite(d))
		buf_addf(b, strcmp(fmt, "+") == 0 ? "%+.6g" :
		    strcmp(fmt, "s") == 0 ? "%.1f" :
		    strcmp(fmt, "i") == 0 ? "%.2g" : "%.6g", d);
	else
		buf_addc(b, '-');
	buf_adds(b, " | ");
}

static void
add_results(struct buf *b, const struct note *k)
{
	const struct note_row	*r;

	buf_adds(b, "## Results\n| " COLUMNS " |\n"
	    "|---|---|---|---|---|---|---|---|---|\n");
	for (r = k->results; r < k->results + k->nresults; r++) {
		buf_adds(b, "| ");
		add_cell(b, r->id == NULL ? "?" : r->id);
		add_cell(b, r->status == NULL ? "?" : r->status);
		add_number(b, r->score, "g");
		add_cell(b, r->base);
		add_number(b, r->change, "+");
		add_number(b, r->interval, "i");
		add_number(b, r->seconds, "s");
		add_cell(b, r->title);
		add_cell(b, r->cause);
		while (b->len > 0 && b->p[b->len - 1] == ' ')
			b->p[--b->len] = '\0';
		buf_addc(b, '\n');
	}
}

static void
add_judgements(struct buf *b, const struct note *k)
{
	const struct judgement	*j;
	jv			 id;
	int			 i;

	buf_adds(b, "\n## Judgements\n");
	for (j = k->judgements; j < k->judgements + k->njudgements; j++) {
		buf_addf(b, "- %s: ", j->verdict == NULL ? "inconclusive" :
		    j->verdict);
		add_text(b, j->claim == NULL ? "" : j->claim, '|');
		for (i = 0; json_item(j->evidence, i, &id); i++) {
			buf_adds(b, i == 0 ? " [" : ", ");
			add_text(b, jv_get_kind(id) == JV_KIND_STRING ?
			    jv_string_value(id) : "?", '|');
		}
		if (i > 0)
			buf_addc(b, ']');
		buf_addf(b, " %s", j->state == NULL ? "unchecked" : j->state);
		if (j->why != NULL && j->state != NULL &&
		    strcmp(j->state, "unverified") == 0) {
			buf_adds(b, " (");
			add_text(b, j->why, '|');
			buf_addc(b, ')');
		}
		buf_addc(b, '\n');
	}
}

static void
add_list(struct buf *b, const char *title, jv list)
{
	jv	 s;
	int	 i;

	buf_addf(b, "\n## %s\n", title);
	for (i = 0; json_item(list, i, &s); i++)
		if (jv_get_kind(s) == JV_KIND_STRING) {
			buf_adds(b, "- ");
			add_text(b, jv_string_value(s), '|');
			buf_addc(b, '\n');
		}
}

void
note_format(struct buf *b, const struct note *k)
{
	static const char *const order[] = { "phase", "brain", "reason",
	    "model", "source", "tokens_before", "tokens_after", NULL };
	static const char *const body[] = { "results", "judgements", "rules",
	    "next", "text", "line" };
	jv	 meta = record_json(&note_record, k);
	size_t	 i;

	for (i = 0; i < sizeof(body) / sizeof(body[0]); i++)
		meta = jv_object_delete(meta, jv_string(body[i]));
	yaml_emit(b, meta, order);
	jv_free(meta);
	add_results(b, k);
	add_judgements(b, k);
	add_list(b, "Rules", k->rules);
	add_list(b, "Next", k->next);
}
