/*
 * context.c: build a context from the events of the journal, in one pass.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "brain/context_internal.h"
#include "llm/model_config.h"
#include "task/journal.h"
#include "task/plan.h"

static void
add_plan(struct walk *w, int phase)
{
	char	 source[32], heading[40], id[16];

	snprintf(id, sizeof(id), "%02d", phase);
	snprintf(source, sizeof(source), "plan/%02d.md", phase);
	snprintf(heading, sizeof(heading), "plan of phase %02d", phase);
	context_add_file(w, "plan", id, source, heading);
	if (phase < 1 || phase > 999 || !w->finished[phase])
		return;
	/* The note of a finished phase replaces it, after its plan. */
	snprintf(source, sizeof(source), "l2/%02d.md", phase);
	snprintf(heading, sizeof(heading), "what phase %02d taught", phase);
	context_add_file(w, "note", id, source, heading);
	context_add_repairs(w, phase);
	context_add_measured(w, phase);
	/* Behind the phase that made it, where it stays as long as nothing
	 * better comes: all that follows keeps its place. */
	if (atoi(w->builds_on) == phase)
		context_add_base(w, w->builds_on);
}

/* Phases that are promoted: l2/NN.md exists and l1/NN does not. */
static void
find_finished(struct walk *w)
{
	char	**names, l1[32];
	size_t	 i, n;
	int	 phase;

	if (fs_names(w->t->dir, "l2", &names, &n, NULL) != HCC_OK)
		return;
	for (i = 0; i < n; i++) {
		phase = atoi(names[i]);
		snprintf(l1, sizeof(l1), "l1/%02d", phase);
		if (phase > 0 && phase < 1000 && !fs_exists(w->t->dir, l1))
			w->finished[phase] = true;
	}
	fs_names_free(names, n);
}

/* What the plan at work builds on, or, when none is, the next one. */
static void
find_base(struct walk *w, jv events)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct plan	 plan;
	struct result	 best;
	int		 i, last = 0;
	jv		 ev;

	for (i = 0; json_item(events, i, &ev); i++)
		if (strcmp(json_str(ev, "ev", ""), "plan") == 0)
			last = (int)json_num(ev, "phase", 0);
	if (last > 0 && last < 1000 && !w->finished[last]) {
		if (plan_read(w->t, last, &plan, &e) == HCC_OK &&
		    plan.base != NULL)
			snprintf(w->builds_on, sizeof(w->builds_on), "%s",
			    plan.base);
		plan_free(&plan);
		return;
	}
	if (record_load(&result_record, w->t->dir, "best/result.json",
	    &best) && best.id != NULL)
		snprintf(w->builds_on, sizeof(w->builds_on), "%s", best.id);
	result_free(&best);
}

/* Does `id` begin with `only`, its last number whole? */
static bool
belongs(const char *id, const char *only)
{
	size_t	 n = strlen(only);

	return strncmp(id, only, n) == 0 && strspn(id + n, "0123456789") == 0;
}

static void
add_event(struct walk *w, jv ev, bool *planned)
{
	const char	*kind = json_str(ev, "ev", ""), *id;
	int		 p, d, j, k;

	if (strcmp(kind, "plan") == 0) {
		p = (int)json_num(ev, "phase", -1);
		/* A second draft is appended to plan 00: it is there once. */
		if (p >= 0 && p < 1000 && !planned[p])
			add_plan(w, p);
		if (p >= 0 && p < 1000)
			planned[p] = true;
		return;
	}
	id = json_str(ev, "id", "");
	if (!plan_id_parse(id, &p, &d, &j, &k) || p > 999 || w->finished[p])
		return;
	if (w->opts->only != NULL && !belongs(id, w->opts->only))
		return;
	if (strcmp(kind, "run") == 0)
		context_add_run(w, id);
	else if (strcmp(kind, "result") == 0)
		context_add_result(w, id);
}

static enum hcc_status
walk_events(struct walk *w, struct hcc_err *e)
{
	bool		 planned[1000] = { false };
	int		 i, torn;
	enum hcc_status	 st;
	jv		 events, ev;

	st = journal_read(w->t, &events, &torn, e);
	w->repairs = jv_array();
	w->preview = jv_invalid();
	if (st == HCC_OK)
		find_base(w, events);
	for (i = 0; st == HCC_OK && json_item(events, i, &ev); i++)
		if (strcmp(json_str(ev, "ev", ""), "repair") == 0)
			w->repairs = jv_array_append(w->repairs, jv_copy(ev));
	for (i = 0; st == HCC_OK && json_item(events, i, &ev); i++)
		add_event(w, ev, planned);
	jv_free(w->repairs);
	jv_free(w->preview);
	jv_free(events);
	return st;
}

/* The tokens of a prompt: context.lua's, or fewer if the context of the model
 * that reads it is configured and has no room for these. */
static enum hcc_status
all_tokens(const struct places *at, const struct context_opts *o,
    struct script *policy, double *all, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	jv		 llm = jv_null();

	if ((*all = o->budget) > 0)
		return HCC_OK;
	*all = policy_number(policy, "budget");
	if ((st = llm_config_read(at, &llm, e)) == HCC_OK)
		*all = fmin(*all, llm_room(llm, at->model_name,
		    o->asks != NULL ? o->asks : o->role));
	jv_free(llm);
	return st;
}

/* The tokens available to the context: the budget less the text that follows
 * it, if known, or less a reserve, so that the context does not depend on a
 * short text. */
static double
budget_of(const struct walk *w, struct script *policy, double all)
{
	const struct context_opts	*o = w->opts;
	double				 room = 0;

	if (o->budget <= 0)
		room = fmin(policy_number(policy, "reserve_tokens"), all / 2);
	if (o->behind != NULL)
		room = fmax(room, context_tokens(o, o->behind,
		    strlen(o->behind)));
	return fmax(0, all - room);
}

enum hcc_status
context_fit(const struct task *t, const struct places *at,
    const struct context_opts *opts, const char *text, double share,
    struct buf *out, struct hcc_err *e)
{
	struct script	*policy = NULL;
	double		 all, max;
	enum hcc_status	 st;

	if ((st = policy_open(t->path, at, "context", &policy, e)) == HCC_OK)
		st = all_tokens(at, opts, policy, &max, e);
	script_close(policy);
	if (st != HCC_OK)
		return st;
	all = context_tokens(opts, text, strlen(text));
	if (all <= max * share)
		buf_adds(out, text);
	else
		context_cut(out, text, strlen(text), max * share, all);
	return HCC_OK;
}

enum hcc_status
context_build(const struct task *t, const struct places *at,
    const struct context_opts *opts, struct context *out, struct hcc_err *e)
{
	struct walk	 w = { .t = t, .opts = opts, .out = out };
	struct script	*policy = NULL;
	enum hcc_status	 st;
	double		 all;
	jv		 knobs = jv_null();

	*out = (struct context){ NULL, 0 };
	if ((st = policy_open(t->path, at, "context", &policy, e)) != HCC_OK ||
	    (st = all_tokens(at, opts, policy, &all, e)) != HCC_OK)
		goto out;
	knobs = script_table(policy);
	w.reads = json_at(json_at(knobs, "reads"), opts->role);
	w.log_tokens = (size_t)fmax(50, policy_number(policy,
	    "max_log_tokens"));
	if (jv_get_kind(w.reads) != JV_KIND_ARRAY) {
		st = err_set(e, HCC_USAGE, "role '%s' is not in the table "
		    "'reads' of context.lua", opts->role);
		goto out;
	}
	find_finished(&w);
	context_add_task(&w);
	if ((st = walk_events(&w, e)) == HCC_OK)
		/* A line between parts takes a token. */
		st = context_pack(&w, policy, fmax(0, budget_of(&w, policy,
		    all) - (double)w.out->n), e);
out:
	context_close_base(&w);
	jv_free(knobs);
	script_close(policy);
	return st;
}
