/*
 * hcc-status: where a task stands, read off the tree.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "brain/input.h"
#include "common/tool.h"
#include "llm/ledger.h"
#include "llm/model_config.h"
#include "task/state.h"

struct options {
	struct tool	 tool;
	bool		 json, board;
	jv		 llm;	/* that section of the configuration */
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_FLAG('j', json, "one JSON record a task"),
	OPT_FLAG('m', board, "the hypothesis board, in Markdown"),
	OPT_END
};

static const char *
number(double d, char out[32])
{
	if (isfinite(d))
		snprintf(out, 32, "%.6g", d);
	else
		snprintf(out, 32, "-");
	return out;
}

/* One line for each suggestion of a phase; `mark` goes before it. */
static void
print_suggestions(jv phase, const char *mark)
{
	jv	 list = json_get(phase, "suggestions"), s, r, c;
	char	 score[32], delta[32];
	int	 i;

	for (i = 0; json_item(list, i, &s); i++) {
		r = json_get(s, "result");
		c = json_get(r, "cause");
		tool_put("%s%s  %-7s %10s %10s  %s", mark,
		    json_str(s, "id", ""),
		    json_str(r, "status", json_num(s, "attempts", 0) > 0 ?
		    "running" : "open"), number(json_num(r, "score", NAN),
		    score), number(json_num(r, "delta", NAN), delta),
		    json_str(s, "title", ""));
		if (json_str(c, "class", NULL) != NULL)
			tool_put("  [%s]", json_str(c, "class", ""));
		else if (json_str(r, "cause", "")[0] != '\0')
			tool_put("  [%.60s]", json_str(r, "cause", ""));
		putchar('\n');
		jv_free(c);
		jv_free(r);
	}
	jv_free(list);
}

static void
print_time(jv state, bool busy)
{
	char	 spent[40], left[40];
	double	 since = 0;

	/* The journal ends with the last event; a run may have gone on. */
	if (busy && json_num(state, "last", 0) > 0)
		since = fmax(0, (double)time(NULL) -
		    json_num(state, "last", 0));
	format_seconds(json_num(state, "spent", 0) + since, spent,
	    sizeof(spent));
	format_seconds(fmax(0, json_num(state, "left", INFINITY) - since), left,
	    sizeof(left));
	tool_put("time      %s spent, %s left\n", spent, left);
}

/* Spent and left of one budget, "41203 tokens (19.9M left)". */
static void
print_amount(const struct task *t, jv llm, const char *what, double spent,
    const char *sep)
{
	double	 left = llm_task_limit(llm, t, what) - spent;

	tool_put("%s%.10g %s", sep, spent, what);
	if (isfinite(left))
		tool_put(" (%.10g left)", fmax(0, left));
}

/* The calls of a model, and which share of the prompts a server's cache had
 * seen before. */
static enum hcc_status
print_model(const struct task *t, jv llm, struct hcc_err *e)
{
	struct ledger_sums	 s;
	enum hcc_status		 st;

	if ((st = ledger_read(t->dir, LEDGER_FILE, &s, e)) != HCC_OK ||
	    s.calls + strlen(s.refused) <= 0)
		return st;
	print_amount(t, llm, "calls", s.calls, "model     ");
	print_amount(t, llm, "tokens", s.tokens, ", ");
	print_amount(t, llm, "cost", s.cost, ", ");
	if (s.bytes > 0)
		tool_put(", %.0f %% of the prompts repeated",
		    100 * s.prefix / s.bytes);
	putchar('\n');
	if (*s.refused != '\0')
		tool_put("paused    the %s budget does not allow another "
		    "call\n", s.refused);
	return HCC_OK;
}

/* The same as a member of the record. */
static enum hcc_status
put_model(const struct task *t, jv llm, jv *state, struct hcc_err *e)
{
	struct ledger_sums	 s;
	enum hcc_status		 st;
	jv			 m = jv_object();

	if ((st = ledger_read(t->dir, LEDGER_FILE, &s, e)) == HCC_OK) {
		m = json_put_num(m, "calls", s.calls);
		m = json_put_num(m, "tokens", s.tokens);
		m = json_put_num(m, "tokens_left", llm_task_limit(llm, t,
		    "tokens") - s.tokens);
		m = json_put_num(m, "cost", s.cost);
		m = json_put_num(m, "cost_left", llm_task_limit(llm, t,
		    "cost") - s.cost);
		m = json_put_num(m, "repeated", s.bytes > 0 ? s.prefix /
		    s.bytes : NAN);
		m = json_put_str(m, "refused", *s.refused == '\0' ? NULL :
		    s.refused);
	}
	*state = json_put(*state, "model", m);
	return st;
}

static void
print_best(jv state)
{
	jv	 b = json_get(state, "best");
	char	 score[32], other[32];

	if (jv_get_kind(b) != JV_KIND_OBJECT) {
		puts("best      none yet");
		jv_free(b);
		return;
	}
	tool_put("best      %s, score %s (noise %s): %s\n",
	    json_str(b, "id", ""),
	    number(json_num(b, "score", NAN), score),
	    number(json_num(b, "noise", NAN), other), json_str(b, "title", ""));
	/* The claim beside the measurement: the gap is for people to see. */
	if (isfinite(json_num(b, "measured", NAN)))
		tool_put("sealed    %s measured, %s claimed\n",
		    number(json_num(b, "measured", NAN), score),
		    number(json_num(b, "claimed", NAN), other));
	jv_free(b);
}

static enum hcc_status
print_plain(const struct task *t, jv llm, jv state, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv	 phases = json_get(state, "phases"), p, done;
	int	 i;

	done = json_get(state, "ended");
	tool_put("task      %s (%s)\n", json_str(state, "id", ""), t->path);
	tool_put("metric    %s, %s\n", json_str(t->meta, "metric", ""),
	    json_str(t->meta, "goal", ""));
	if (jv_get_kind(done) == JV_KIND_OBJECT)
		tool_put("state     ended: %s\n", json_str(done, "why", ""));
	else
		tool_put("state     %s\n", task_busy(t) ? "working" : "idle");
	jv_free(done);
	print_best(state);
	print_time(state, task_busy(t));
	st = print_model(t, llm, e);
	for (i = 0; json_item(phases, i, &p); i++) {
		tool_put("phase %02d  %s\n", (int)json_num(p, "phase", 0),
		    json_bool(p, "promoted", false) ? "promoted" :
		    json_bool(p, "complete", false) ? "complete" : "open");
		print_suggestions(p, "  ");
	}
	if (json_num(state, "torn", 0) > 0)
		tool_put("journal   %.0f unreadable lines\n",
		    json_num(state, "torn", 0));
	jv_free(phases);
	return st;
}

/* The lines of one kind out of the notes. */
static void
board_list(jv notes, const char *title, const char *key, const char *verdict)
{
	jv	 k, list, v;
	int	 i, n, count = 0;

	tool_put("\n## %s\n", title);
	for (i = 0; json_item(notes, i, &k); i++) {
		list = json_get(k, key);
		for (n = 0; json_item(list, n, &v); n++) {
			if (verdict == NULL && jv_get_kind(v) ==
			    JV_KIND_STRING)
				tool_put("- %s\n", jv_string_value(v));
			else if (verdict != NULL && strcmp(verdict,
			    json_str(v, "verdict", "")) == 0)
				tool_put("- %s%s\n", json_str(v, "claim", ""),
				    json_bool(v, "verified", false) ? "" :
				    " (unverified)");
			else
				count--;
			count++;
		}
		jv_free(list);
	}
	if (count == 0)
		puts("- none");
}

static void
board_tried(jv state, bool open)
{
	jv	 phases = json_get(state, "phases"), p, list, s, r;
	char	 score[32], delta[32];
	int	 i, k;

	for (i = 0; json_item(phases, i, &p); i++) {
		list = json_get(p, "suggestions");
		for (k = 0; json_item(list, k, &s); k++) {
			r = json_get(s, "result");
			if (!open && jv_get_kind(r) == JV_KIND_OBJECT)
				tool_put("| %s | %s | %s | %s | %s |\n",
				    json_str(s, "id", ""),
				    json_str(s, "title", ""),
				    json_str(r, "status", ""),
				    number(json_num(r, "score", NAN), score),
				    number(json_num(r, "delta", NAN), delta));
			else if (open && !json_bool(s, "done", false))
				tool_put("- %s %s\n", json_str(s, "id", ""),
				    json_str(s, "title", ""));
			jv_free(r);
		}
		jv_free(list);
	}
	jv_free(phases);
}

static enum hcc_status
print_board(const struct task *t, jv state, struct hcc_err *e)
{
	char		 score[32];
	enum hcc_status	 st;
	jv		 view, notes, best;

	if ((st = brain_input(t, state, &view, e)) != HCC_OK)
		return st;
	notes = json_get(view, "notes");
	tool_put("# %s\n\nGoal: %s %s. ", json_str(state, "id", ""),
	    json_str(t->meta, "goal", ""), json_str(t->meta, "metric", ""));
	best = json_get(state, "best");
	tool_put("Best: %s (%s) %s\n", number(json_num(best, "score", NAN),
	    score), json_str(best, "id", "none yet"), json_str(best, "title",
	    ""));
	jv_free(best);
	puts("\n## Tried\n| suggestion | title | status | score | delta |\n"
	    "|---|---|---|---|---|");
	board_tried(state, false);
	puts("\n## Left, in order");
	board_tried(state, true);
	board_list(notes, "Promising", "judgements", "promising");
	board_list(notes, "Dead ends", "judgements", "dead end");
	board_list(notes, "Rules", "rules", NULL);
	board_list(notes, "Next", "next", NULL);
	jv_free(notes);
	jv_free(view);
	return HCC_OK;
}

static enum hcc_status
show(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	enum hcc_status	 st;
	jv		 state;

	(void)record;
	if ((st = state_read(t, &state, e)) != HCC_OK)
		return st;
	if (o->json) {
		state = json_put_str(state, "kind", "status");
		state = json_put(state, "busy", jv_bool(task_busy(t)));
		if ((st = put_model(t, o->llm, &state, e)) == HCC_OK)
			tool_record(state);
		else
			jv_free(state);
		return st;
	}
	if (o->board)
		st = print_board(t, state, e);
	else
		st = print_plain(t, o->llm, state, e);
	jv_free(state);
	return st;
}

int
main(int argc, char **argv)
{
	struct options	 o = { .tool = { .name = "hcc-status",
	    .operands = "[task ...]", .opts = opts,
	    .about = "where a task stands" } };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 at = tool_options(&o.tool, argc, argv, &o);
	int		 status;

	if (llm_config_read(tool_places(), &o.llm, &e) != HCC_OK) {
		tool_fail(&o.tool, &e);
		return tool_finish(&o.tool);
	}
	status = tool_each_task(&o.tool, argc - at, argv + at, show, &o);
	jv_free(o.llm);
	return status;
}
