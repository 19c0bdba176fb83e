/*
 * hcc-status: show the state of a task, computed from its files.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"
#include "brain/board.h"
#include "common/tool.h"
#include "llm/ledger.h"
#include "llm/model_config.h"
#include "llm/model_share.h"
#include "run/limits.h"
#include "task/live.h"
#include "task/state.h"

#define CAUSE_MOST 100	/* bytes */

struct options {
	struct tool	 tool;
	bool		 json, board;
	bool		 line, all;	/* -1, -l */
	size_t		 width;		/* of the terminal; 0: there is none */
	jv		 llm;	/* that section of the configuration */
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_FLAG('1', line, "a line a task, as of several tasks"),
	OPT_FLAG('l', all, "all of each of several tasks"),
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

/* A change with its interval, "-0.0031 +-0.0012". */
static const char *
change(const struct result *r, char out[48])
{
	char	 by[32];

	if (r != NULL && isfinite(r->change) && isfinite(r->interval))
		snprintf(out, 48, "%s +-%.2g", number(r->change, by),
		    r->interval);
	else
		snprintf(out, 48, "%s", number(r == NULL ? NAN : r->change,
		    by));
	return out;
}

/* What a result was built on. */
static const char *
built_on(const struct result *r)
{
	return r == NULL || r->base == NULL || r->base->id == NULL ? "-" :
	    r->base->id;
}

/* Why it failed, or what its score is of, cut to what a line has room for. */
static void
print_cause(const struct result *r)
{
	struct buf	 b = BUF_INIT;
	size_t		 n;

	result_add_cause(&b, r);
	n = utf8_cut(buf_str(&b), b.len, CAUSE_MOST);
	if (n > 0)
		tool_put("  [%.*s%s]", (int)n, buf_str(&b), n < b.len ?
		    " .." : "");
	buf_release(&b);
}

/* One line for each suggestion of a phase; `begun` is what an attempt is that
 * has not ended. */
static void
print_suggestions(const struct phase *p, const char *begun)
{
	const struct suggestion	*s;
	const struct result	*r;
	char			 score[32], by[48];

	for (s = p->suggestions; s < p->suggestions + p->count; s++) {
		r = s->result;
		tool_put("  %s  %-7s %10s %19s  %-6s  %s", s->id, r != NULL &&
		    result_struck(r) ? "struck" : r != NULL &&
		    r->status != NULL ? r->status : s->attempts > 0 ?
		    begun : "open", number(r == NULL ? NAN : r->score,
		    score), change(r, by), built_on(r),
		    text_or_empty(s->title));
		if (r != NULL)
			print_cause(r);
		putchar('\n');
	}
}

/* How to raise the limits that have ended runs, each of them once. */
static void
print_limits(const struct state *s)
{
	const char		*told[8], *how, *limit;
	const struct phase	*p;
	const struct result	*r;
	size_t			 n = 0, i, k;

	for (p = s->phases; p < s->phases + s->count; p++)
		for (i = 0; i < p->count && n < 8; i++) {
			r = p->suggestions[i].result;
			limit = r == NULL ? NULL : r->cause == NULL ?
			    r->limit : limits_stopped(r->cause->message);
			how = limits_remedy(limit);
			for (k = 0; how != NULL && k < n; k++)
				if (told[k] == how)
					how = NULL;
			if (how == NULL)
				continue;
			told[n++] = how;
			tool_put("limit     %s was " LIMITS_STOPPED "%s: "
			    "%s\n", p->suggestions[i].id, limit, how);
		}
}

static void
print_time(const struct state *s, bool busy)
{
	char	 spent[40], left[40];
	double	 since = 0;

	/* The journal ends with the last event; a run may have gone on. */
	if (busy && s->last > 0)
		since = fmax(0, (double)time(NULL) - s->last);
	format_seconds(s->spent + since, spent, sizeof(spent));
	format_seconds(fmax(0, s->left - since), left, sizeof(left));
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

/* What each model planned, if several did. */
static enum hcc_status
print_shares(const struct task *t, struct hcc_err *e)
{
	struct model_share	*v;
	enum hcc_status		 st;
	size_t			 i, n;

	st = model_shares(t, &v, &n, e);
	for (i = 0; st == HCC_OK && n > 1 && i < n; i++)
		tool_put("%s%s planned %d, %d adopted, %.10g tokens, %.10g "
		    "cost%s", i == 0 ? "models    " : "; ", v[i].name,
		    v[i].planned, v[i].adopted, v[i].tokens, v[i].cost,
		    i + 1 == n ? "\n" : "");
	model_shares_free(v, n);
	return st;
}

static enum hcc_status
shares_json(const struct task *t, jv *list, struct hcc_err *e)
{
	struct model_share	*v;
	enum hcc_status		 st;
	size_t			 i, n;

	*list = jv_array();
	st = model_shares(t, &v, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++)
		*list = jv_array_append(*list, record_json(&model_share_record,
		    &v[i]));
	model_shares_free(v, n);
	return st;
}

/* The same as a member of the record. */
static enum hcc_status
put_model(const struct task *t, jv llm, jv *record, struct hcc_err *e)
{
	struct ledger_sums	 s;
	enum hcc_status		 st;
	jv			 m = jv_object(), shares = jv_invalid();

	if ((st = ledger_read(t->dir, LEDGER_FILE, &s, e)) == HCC_OK &&
	    (st = shares_json(t, &shares, e)) == HCC_OK) {
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
		m = json_put(m, "models", jv_copy(shares));
	}
	jv_free(shares);
	*record = json_put(*record, "model", m);
	return st;
}

/* What runs now, cut to the width of a terminal. */
static void
print_live(const struct live_list *l, size_t terminal)
{
	struct buf	 b = BUF_INIT;
	size_t		 i, width = terminal > 12 ? terminal - 11 : 400;

	for (i = 0; i < l->n; i++) {
		buf_reset(&b);
		live_text(&l->v[i], clock_now(), width, &b);
		tool_put("%-10s%s\n", i == 0 ? "running" : "", buf_str(&b));
	}
	buf_release(&b);
}

static jv
live_json(const struct live_list *l)
{
	jv	 v = jv_array();
	size_t	 i;

	for (i = 0; i < l->n; i++)
		v = jv_array_append(v, record_json(&live_record, &l->v[i]));
	return v;
}

static void
print_best(const struct result *b)
{
	char	 score[32], other[32];

	if (b == NULL) {
		puts("best      none yet");
		return;
	}
	tool_put("best      %s, score %s (noise %s): %s\n",
	    text_or_empty(b->id), number(b->score, score),
	    number(b->noise, other), text_or_empty(b->title));
	/* The claim beside the measurement: the gap is for people to see. */
	if (isfinite(b->measured))
		tool_put("sealed    %s measured, %s claimed\n",
		    number(b->measured, score), number(b->claimed, other));
	else if (b->not_measured != NULL)
		tool_put("sealed    not measured: %s; %s claimed\n",
		    text_or_empty(b->not_measured), number(b->claimed, other));
}

static const char *
state_word(const struct task *t, const struct state *s)
{
	return s->ended != NULL ? "ended" : s->given_up != NULL ? "given up" :
	    task_busy(t) ? "working" : "idle";
}

static enum hcc_status
print_plain(const struct options *o, const struct task *t,
    const struct state *s, const struct live_list *live, struct hcc_err *e)
{
	const char		*begun = task_runs(t) ? "running" : "cut off";
	const struct phase	*p;
	enum hcc_status		 st;

	tool_put("task      %s (%s)\n", s->id, t->path);
	tool_put("metric    %s, %s\n", t->metric, t->goal);
	if (s->ended != NULL)
		tool_put("state     ended: %s\n", text_or_empty(s->ended->why));
	else if (s->given_up != NULL)
		tool_put("state     given up: %s\n", s->given_up);
	else
		tool_put("state     %s\n", state_word(t, s));
	print_best(s->best);
	print_time(s, task_busy(t));
	if ((st = print_model(t, o->llm, e)) == HCC_OK)
		st = print_shares(t, e);
	print_live(live, o->width);
	for (p = s->phases; p < s->phases + s->count; p++) {
		tool_put("phase %02d  %s\n", p->phase,
		    p->promoted ? "promoted" : p->complete ? "complete" :
		    p->unread != NULL ? "unreadable" : "open");
		print_suggestions(p, begun);
	}
	print_limits(s);
	if (s->torn > 0)
		tool_put("journal   %d unreadable lines\n", s->torn);
	return st;
}

/* As it would be named here: what lies below the working directory begins
 * there. */
static const char *
short_path(const char *path)
{
	char	 cwd[4096];
	size_t	 n;

	if (getcwd(cwd, sizeof(cwd)) == NULL || (n = strlen(cwd)) < 2 ||
	    strncmp(path, cwd, n) != 0 || path[n] != '/')
		return path;
	return path + n + 1;
}

/* The task in a line, what matters most first, cut to the terminal. */
static void
print_line(const struct options *o, const struct task *t,
    const struct state *s)
{
	const struct result	*best = s->best;
	const struct phase	*p;
	struct buf		 b = BUF_INIT;
	char			 score[32], left[40];
	size_t			 n, i, runs = 0;

	for (p = s->phases; p < s->phases + s->count; p++)
		for (i = 0; i < p->count; i++)
			runs += p->suggestions[i].result != NULL;
	buf_addf(&b, "%-*s  %-8s  ", o->width > 0 && o->width < 70 ? 12 : 24,
	    short_path(t->path), state_word(t, s));
	if (best == NULL)
		buf_addf(&b, "%s none yet", t->metric);
	else
		buf_addf(&b, "%s %s", t->metric, number(best->score, score));
	if (best != NULL && isfinite(best->measured) &&
	    best->measured != best->score)
		buf_addf(&b, " (measured %s)", number(best->measured, score));
	buf_addf(&b, "  %zu run%s", runs, runs == 1 ? "" : "s");
	if (s->ended == NULL && isfinite(s->left)) {
		format_seconds(fmax(0, s->left), left, sizeof(left));
		buf_addf(&b, "  %s left", left);
	}
	if (s->ended != NULL)
		buf_addf(&b, "  %s", text_or_empty(s->ended->why));
	n = o->width == 0 ? b.len : utf8_cut(buf_str(&b), b.len, o->width);
	tool_put("%.*s\n", (int)n, buf_str(&b));
	buf_release(&b);
}

static void
print_board(const struct task *t, const struct state *s)
{
	struct note	*notes;
	struct board	 board;
	struct buf	 b = BUF_INIT;
	size_t		 n;

	board_read_notes(t, s, &notes, &n);
	board_make(t, s, notes, n, &board);
	board_format(&b, t, s, &board, task_busy(t));
	tool_put("%s", buf_str(&b));
	buf_release(&b);
	board_free(&board);
	board_free_notes(notes, n);
}

static enum hcc_status
show(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	struct live_list live;
	struct state	 s;
	enum hcc_status	 st;
	jv		 r;

	(void)record;
	live_read(t, &live);
	if ((st = state_read(t, &s, e)) == HCC_OK)
		tool_unread(&o->tool, &s, false);
	if (st == HCC_OK && o->json) {
		r = record_json(&state_record, &s);
		r = json_put_str(r, "kind", "status");
		r = json_put(r, "busy", jv_bool(task_busy(t)));
		r = json_put(r, "running", live_json(&live));
		if ((st = put_model(t, o->llm, &r, e)) == HCC_OK)
			tool_record(r);
		else
			jv_free(r);
	} else if (st == HCC_OK && o->board)
		print_board(t, &s);
	else if (st == HCC_OK && o->line)
		print_line(o, t, &s);
	else if (st == HCC_OK)
		st = print_plain(o, t, &s, &live, e);
	live_free(&live);
	state_free(&s);
	return st;
}

int
main(int argc, char **argv)
{
	struct options	 o = { .tool = { .name = "hcc-status",
	    .operands = "[task ...]", .opts = opts,
	    .about = "show the state of a task" } };
	struct hcc_err	 e = HCC_ERR_INIT;
	struct winsize	 ws;
	int		 at = tool_options(&o.tool, argc, argv, &o);
	int		 status;

	if (o.all + o.line + o.json + o.board > 1)
		tool_usage(&o.tool, "-1, -j, -l and -m exclude each other");
	o.line = o.line || (!o.all && argc - at > 1);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0)
		o.width = ws.ws_col;
	if (llm_config_read(tool_places(), &o.llm, &e) != HCC_OK) {
		tool_fail(&o.tool, &e);
		return tool_finish(&o.tool);
	}
	status = tool_each_task(&o.tool, argc - at, argv + at, show, &o);
	jv_free(o.llm);
	return status;
}
