/*
 * hcc-report: one HTML file about tasks, from what their trees hold.
 *
 * The file asks for nothing from anywhere, runs nothing, and is the same for
 * the same trees. Nothing is written but standard output.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "common/tool.h"
#include "hcc-report/report.h"

struct app {
	struct tool	 tool;
	struct buf	 index, body;
	char		 title[200];
	int		 tasks;
};

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = { OPT_END };

/* A row of the index. */
static void
add_index(struct app *a, const struct report *r)
{
	struct buf		*b = &a->index;
	const struct result	*best = r->state.best;
	jv			 rank = report_rank(r);

	buf_addf(b, "<tr><th scope=row><a href=\"#%stask\">", r->prefix);
	page_text(b, r->t->id);
	buf_adds(b, "</a><td>");
	report_sparkline(b, r);
	page_cell(b, r->t->metric);
	page_cell_number(b, best == NULL ? NAN : best->score);
	page_cell_number(b, best == NULL ? NAN : best->measured);
	page_cell(b, json_str(rank, "medal", NULL));
	buf_addf(b, "<td class=n>%zu<td class=n>", r->nmoments);
	page_seconds(b, r->state.spent);
	page_cell(b, r->state.ended != NULL ? "ended" :
	    r->state.given_up != NULL ? "given up" : r->busy ? "working" :
	    "idle");
	buf_addc(b, '\n');
	jv_free(rank);
}

static enum hcc_status
add_task(struct app *a, const struct report *r, struct hcc_err *e)
{
	struct buf	*b = &a->body;
	enum hcc_status	 st;

	buf_addf(b, "<section class=task id=\"%stask\">\n<h2>", r->prefix);
	page_text(b, r->t->id);
	buf_adds(b, "</h2>\n");
	report_summary(b, r);
	report_history(b, r);
	report_board(b, r);
	report_tree(b, r);
	report_timeline(b, r);
	report_runs(b, r);
	st = report_notes(b, r, e);
	report_wisdom(b, r);
	report_spending(b, r);
	report_leaks(b, r);
	if (st == HCC_OK)
		st = report_code(b, r, e);
	buf_adds(b, "</section>\n");
	return st;
}

static enum hcc_status
read_task(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct app	*a = ctx;
	struct report	 r;
	size_t		 was = a->body.len;
	enum hcc_status	 st;

	(void)record;
	if ((st = report_read(t, a->tasks + 1, &r, e)) == HCC_OK &&
	    (st = add_task(a, &r, e)) == HCC_OK) {
		tool_unread(&a->tool, &r.state, false);
		add_index(a, &r);
		if (a->tasks++ == 0)
			snprintf(a->title, sizeof(a->title), "%s", t->id);
	} else if (a->body.p != NULL)
		a->body.len = was;	/* a part of a report is none */
	report_free(&r);
	return st;
}

static void
put(const struct buf *b)
{
	fwrite(buf_str(b), 1, b->len, stdout);
}

static enum hcc_status
put_page(struct app *a, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	if (a->tasks > 1)
		snprintf(a->title, sizeof(a->title), "%d tasks", a->tasks);
	st = page_open(&b, a->title, tool_share(), e);
	if (st == HCC_OK) {
		buf_adds(&b, "<main>\n<h1>Report of hcc</h1>\n");
		if (a->tasks > 1) {
			buf_adds(&b, "<nav aria-label=Tasks>\n");
			page_table(&b, "", "Tasks", "Task|Best so far|Metric|"
			    "Best|Measured|Medal|Runs|Time|State");
			buf_add(&b, buf_str(&a->index), a->index.len);
			page_table_end(&b);
			buf_adds(&b, "</nav>\n");
		}
		put(&b);
		put(&a->body);
		buf_reset(&b);
		buf_adds(&b, "</main>\n");
		page_close(&b);
		put(&b);
	}
	buf_release(&b);
	return st;
}

int
main(int argc, char **argv)
{
	struct app	 a = { .tool = { .name = "hcc-report",
	    .operands = "[task ...]", .opts = opts,
	    .about = "write an HTML page about tasks" },
	    .index = BUF_INIT, .body = BUF_INIT };
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;
	int		 at = tool_options(&a.tool, argc, argv, &a), i;
	jv		 in = tool_inputs(&a.tool, argc - at, argv + at), rec;

	for (i = 0; json_item(in, i, &rec); i++) {
		if (tool_task(rec, &t, &e) != HCC_OK) {
			tool_fail(&a.tool, &e);
			continue;
		}
		if (read_task(&a, &t, rec, &e) != HCC_OK)
			tool_fail(&a.tool, &e);
		task_close(&t);
	}
	jv_free(in);
	if (a.tasks > 0 && put_page(&a, &e) != HCC_OK)
		tool_fail(&a.tool, &e);
	buf_release(&a.index);
	buf_release(&a.body);
	return tool_finish(&a.tool);
}
