/*
 * runs.c: the table of all suggestions.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hcc-report/report.h"

#define TOGETHER 100	/* runs that stand in one table */

static void
put_cause(struct buf *b, const struct result *r)
{
	const struct cause	*c = r == NULL ? NULL : r->cause;
	struct buf		 limit = BUF_INIT;

	if (c == NULL) {
		if (r != NULL)
			result_add_cause(&limit, r);
		if (limit.len > 0)
			buf_adds(b, "<br>");
		page_text(b, buf_str(&limit));
		buf_release(&limit);
		return;
	}
	buf_adds(b, "<br><span class=bad>");
	if (c->class != NULL) {
		page_text(b, c->class);
		buf_adds(b, ": ");
	}
	page_cut(b, c->message, 160);
	if (c->frame != NULL) {
		buf_adds(b, " at ");
		page_text(b, c->frame);
	}
	buf_adds(b, "</span>");
}

static void
put_row(struct buf *b, const struct report *r, const struct suggestion *s)
{
	const struct result	*res = s->result;
	const struct moment	*m = report_moment(r, s->id);
	bool			 adopted = m != NULL && m->adopted;
	const char		*status = res == NULL || res->status == NULL ?
				    s->attempts == 0 ? "open" : r->busy ?
				    "running" : "cut off" : res->status;

	buf_addf(b, "<tr id=\"%s", r->prefix);
	page_text(b, s->id);
	buf_addf(b, "\" class=%s><th scope=row>", res == NULL ? "open" :
	    !status_worked(res->status) ? "bad" : adopted ? "adopted" : "ok");
	page_text(b, s->id);
	buf_adds(b, "<td>");
	page_cut(b, s->title, 140);
	put_cause(b, res);
	page_cell(b, status);
	if (adopted)
		buf_adds(b, ", adopted");
	if (s->attempts > 1)
		buf_addf(b, ", %d attempts", s->attempts);
	page_cell_number(b, res == NULL ? NAN : res->score);
	page_cell_number(b, res == NULL ? NAN : res->measured);
	buf_adds(b, "<td class=n>");
	page_change(b, res == NULL ? NAN : res->change, res == NULL ? NAN :
	    res->interval);
	buf_adds(b, "<td>");
	report_link(b, r, res == NULL || res->base == NULL ? NULL :
	    res->base->id);
	buf_adds(b, "<td class=n>");
	page_seconds(b, res == NULL ? NAN : res->seconds);
	buf_addc(b, '\n');
}

#define COLUMNS	"Id|Title|Status|Score|Measured|Change, 95 %|Built on|Time"

static void
put_rows(struct buf *b, const struct report *r, const struct phase *p)
{
	size_t	 i;

	for (i = 0; i < p->count; i++)
		put_row(b, r, &p->suggestions[i]);
}

/* Many runs: a table for each phase, the last one open. */
static void
put_phase(struct buf *b, const struct report *r, const struct phase *p,
    bool open)
{
	char	 caption[40];

	snprintf(caption, sizeof(caption), "Runs of phase %02d", p->phase);
	buf_addf(b, "<details%s><summary>Phase %02d, %s, %zu suggestions"
	    "</summary>\n", open ? " open" : "", p->phase,
	    p->promoted ? "promoted" : p->complete ? "complete" : "open",
	    p->count);
	page_table(b, "runs", caption, COLUMNS);
	put_rows(b, r, p);
	page_table_end(b);
	buf_adds(b, "</details>\n");
}

void
report_runs(struct buf *b, const struct report *r)
{
	const struct phase	*p, *end = r->state.phases + r->state.count;

	if (r->state.count == 0)
		return;
	report_section(b, r, "runs", "Runs");
	if (r->nmoments <= TOGETHER) {
		page_table(b, "runs", "Runs of all phases", COLUMNS);
		for (p = r->state.phases; p < end; p++)
			put_rows(b, r, p);
		page_table_end(b);
	} else
		for (p = r->state.phases; p < end; p++)
			put_phase(b, r, p, p + 1 == end);
	buf_adds(b, "<p class=hint>Program and log of a run: <code>hcc show "
	    "TASK ID</code>.</p>\n</section>\n");
}
