/*
 * planner.c: ask the brain for the next plan, and plan.lua to admit it. Nothing
 * is written here.
 */
#include <stdio.h>

#include "base/json.h"
#include "brain/admission.h"
#include "brain/brain.h"
#include "brain/duplicates.h"
#include "brain/input.h"
#include "brain/planner.h"
#include "llm/model_config.h"
#include "run/limits.h"
#include "task/plan.h"
#include "task/state.h"

/* How many drafts are asked for side by side: more than one of a model alone,
 * which writes them while nothing else does. */
static enum hcc_status
draft_samples(const struct task *t, const struct places *at,
    const char *brain, int *n, struct hcc_err *e)
{
	struct script	*b = NULL;
	enum hcc_status	 st;
	bool		 asks;
	jv		 llm, table;

	*n = 1;
	if (t->command != NULL)
		return HCC_OK;
	if ((st = brain_open(t, at, brain, &b, e)) != HCC_OK)
		return st;
	table = script_table(b);
	asks = brain_waits(b) && json_bool(table, "samples", true);
	jv_free(table);
	script_close(b);
	if (!asks || (st = llm_config_read(at, &llm, e)) != HCC_OK)
		return st;
	*n = llm_samples(llm, "draft");
	jv_free(llm);
	return HCC_OK;
}

/* One more draft of a direction; `k` of `n` that are written side by side. */
static void
add_draft(const struct task *t, struct direction *d, int k, int n)
{
	struct suggestion	*s = record_append(&suggestion_record,
				    &d->suggestions, &d->count);
	char			 text[300];

	s->n = (int)d->count;
	plan_id(text, 0, d->n, s->n);
	record_set(&s->id, text);
	if (t->command != NULL) {
		record_set(&s->title, "The project as it is");
		record_set(&s->text, "Its command, nothing changed.");
		return;
	}
	if (k > 1) {
		snprintf(text, sizeof(text), "Draft %d", k);
		record_set(&s->title, text);
		snprintf(text, sizeof(text), "%d programs are written side by "
		    "side, and none sees the others. Of %d kinds of solution "
		    "that suit this task, the most promising first, this is "
		    "number %d.", n, n, k);
		record_set(&s->text, text);
		return;
	}
	/* offline.lua knows this text by its words. */
	record_set(&s->title, s->n == 1 ? "Draft" : "Another draft");
	record_set(&s->text, "A short, robust program that trains, validates, "
	    "prints the metric and writes the submission.");
}

/* The plan of phase 00, or one more suggestion in it when all drafts so far
 * have failed. */
static enum hcc_status
draft_plan(const struct task *t, const struct places *at,
    const struct state *state, const char *brain, struct plan *plan,
    struct hcc_err *e)
{
	const struct phase	*old = state_phase(state, 0);
	struct direction	*d;
	enum hcc_status		 st;
	int			 n, k;

	if (old != NULL) {
		record_copy(&plan_record, plan, old->plan);
		add_draft(t, &plan->directions[0], 1, 1);
		return HCC_OK;
	}
	if ((st = draft_samples(t, at, brain, &n, e)) != HCC_OK)
		return st;
	plan_init(plan, 0);
	record_set(&plan->by, brain);
	for (k = 1; k <= n; k++) {
		d = record_append(&direction_record, &plan->directions,
		    &plan->count);
		d->n = k;
		record_set(&d->title, k == 1 ? "A first working solution" :
		    "One of another kind");
		record_set(&d->why, "Everything after it is measured against "
		    "it.");
		add_draft(t, d, k, n);
	}
	return HCC_OK;
}

/* m and q of the next phase, and what a run of it will have. */
static enum hcc_status
ask_shape(const struct task *t, const struct places *at, struct script *policy,
    const struct state *state, int phase, jv *view, struct hcc_err *e)
{
	struct limits_query	 query = { .left = state->left,
				    .budget = state->budget, .phase = phase,
				    .base = state->best == NULL ? 0 :
				    fmax(0, state->best->seconds) };
	struct limits		 limits;
	struct script		*exec = NULL;
	enum hcc_status		 st;
	jv			 r = jv_invalid();
	int			 m, q;

	*view = json_put_num(*view, "phase", phase);
	/* How many could run side by side. */
	query.lanes = query.runs = 1 << 20;
	if ((st = policy_open(t->path, at, "exec", &exec, e)) != HCC_OK ||
	    (st = limits_compute(exec, &query, &limits, e)) != HCC_OK) {
		script_close(exec);
		return st;
	}
	*view = json_put_num(*view, "slots", limits.slots);
	st = script_method(policy, "shape", jv_array_append(jv_array(),
	    jv_copy(*view)), &r, e);
	m = (int)json_num(r, "m", 0);
	q = (int)json_num(r, "q", 0);
	jv_free(r);
	if (st == HCC_OK && (m < 1 || q < 1 || m > 99 || q > 99))
		st = err_set(e, HCC_CONFIG, "plan.lua: shape must return "
		    "{ m = .., q = .. } from 1 to 99");
	query.lanes = m;
	query.runs = m * q;
	if (st == HCC_OK &&
	    (st = limits_compute(exec, &query, &limits, e)) == HCC_OK) {
		*view = json_put_num(*view, "m", m);
		*view = json_put_num(*view, "q", q);
		*view = limits_tell(&limits, *view);
	}
	script_close(exec);
	return st;
}

enum hcc_status
planner_tell(const struct task *t, const struct places *at,
    const struct state *state, jv *input, struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;

	st = policy_open(t->path, at, "plan", &policy, e);
	if (st == HCC_OK)
		st = ask_shape(t, at, policy, state, state->phase + 1, input,
		    e);
	script_close(policy);
	return st;
}

/* Does plan.lua want a direction without wisdom? Then ask the same brain for
 * the plan that it would have made. */
static enum hcc_status
ask_control(struct script *policy, struct script *brain, jv view, jv *answer,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	bool		 yes;
	jv		 bare;

	*answer = jv_invalid();
	if (json_len(json_at(view, "wisdom")) == 0 ||
	    json_num(view, "m", 0) < 2)
		return HCC_OK;
	st = policy_decide(policy, "plan", "control", jv_array_append(
	    jv_array(), jv_copy(view)), &yes, e);
	if (yes) {
		bare = json_put(jv_copy(view), "wisdom", jv_array());
		st = script_call(brain, "plan", jv_array_append(jv_array(),
		    bare), answer, e);
	}
	return st;
}

/* The plan of one answer of the brain: `given` (borrowed), or it is asked. */
static enum hcc_status
plan_of(const struct places *at, struct script *policy, struct script *brain,
    jv view, jv control, jv given, struct plan *plan, jv *rejected,
    struct hcc_err *e)
{
	struct admission	 by = { policy, NULL };
	struct duplicate_index		*index = NULL;
	enum hcc_status		 st = HCC_OK;
	jv			 answer, list = admission_tried(view);

	plan_init(plan, 0);
	*rejected = jv_invalid();
	if (jv_is_valid(given))
		answer = jv_copy(given);
	else
		st = script_call(brain, "plan", jv_array_append(jv_array(),
		    jv_copy(view)), &answer, e);
	if (st == HCC_OK &&
	    (st = duplicates_open(at, view, answer, list, &index,
	    e)) == HCC_OK) {
		by.index = index;
		st = admission_plan(&by, answer, control, view, plan,
		    rejected, e);
		record_set(&plan->by, json_str(answer, "brain", NULL));
		record_set(&plan->reason, json_str(answer, "why", NULL));
		if (json_len(json_at(answer, "refused")) > 0) {
			jv_free(plan->refused);
			plan->refused = json_get(answer, "refused");
		}
	}
	duplicates_close(index);
	jv_free(list);
	jv_free(answer);
	return st;
}

static size_t
suggestions(const struct plan *p)
{
	size_t	 i, n = 0;

	for (i = 0; i < p->count; i++)
		n += p->directions[i].count;
	return n;
}

/* Ask; ask once more with the outcomes when a suggestion was not new, and a
 * third time, "exhausted", when none was. An answer with less than the one
 * before has only what was to stand in place of the rest: that one is kept. */
static enum hcc_status
ask_until_new(const struct places *at, struct script *policy,
    struct script *brain, jv view, jv control, jv given, struct plan *plan,
    jv *rejected, struct hcc_err *e)
{
	enum hcc_status	 st;
	struct plan	 next;
	int		 round;
	jv		 again;

	view = jv_copy(view);
	st = plan_of(at, policy, brain, view, control, given, plan, rejected,
	    e);
	for (round = 2; round <= 3; round++) {
		if ((st != HCC_NONE && (st != HCC_OK || round == 3)) ||
		    json_len(*rejected) == 0)
			break;
		view = json_put(view, "rejected", jv_copy(*rejected));
		if (round == 3)
			view = json_put(view, "exhausted", jv_true());
		st = plan_of(at, policy, brain, view, control, jv_invalid(),
		    &next, &again, e);
		if ((st == HCC_OK || st == HCC_NONE) &&
		    suggestions(&next) < suggestions(plan)) {
			plan_free(&next);
			jv_free(again);
			st = HCC_OK;
			break;
		}
		plan_free(plan);
		jv_free(*rejected);
		*plan = next;
		*rejected = again;
	}
	jv_free(view);
	return st;
}

/* Append a direction to a plan, numbered anew. */
static void
append_direction(struct plan *plan, const struct direction *from)
{
	struct direction	*d = record_append(&direction_record,
				    &plan->directions, &plan->count);
	char			 id[64];
	size_t			 i;

	record_copy(&direction_record, d, from);
	d->n = (int)plan->count;
	for (i = 0; i < d->count; i++) {
		plan_id(id, plan->phase, d->n, d->suggestions[i].n);
		record_set(&d->suggestions[i].id, id);
	}
}

/* Does a model's plan have less than half of what it may have, because most of
 * it was not new? */
static bool
is_thin(const struct plan *plan, jv rejected, jv view, struct script *brain)
{
	return brain_waits(brain) && plan->by == NULL &&
	    json_len(rejected) > 0 &&
	    2 * (double)plan->count < json_num(view, "m", 1);
}

/* Such a plan is filled up with what the brain has at its end ("exhausted"). */
static enum hcc_status
fill_up(const struct places *at, struct script *policy, struct script *brain,
    jv view, struct plan *plan, struct hcc_err *e)
{
	size_t		 i, most = (size_t)json_num(view, "m", 1);
	struct plan	 more;
	enum hcc_status	 st;
	jv		 rejected, asked = json_put(jv_copy(view), "exhausted",
			    jv_true());

	st = plan_of(at, policy, brain, asked, jv_invalid(), jv_invalid(),
	    &more, &rejected, e);
	for (i = 0; st == HCC_OK && i < more.count && plan->count < most; i++)
		append_direction(plan, &more.directions[i]);
	if (st == HCC_OK && more.by != NULL && plan->reason == NULL)
		record_set(&plan->reason, "filled up in place of suggestions "
		    "that repeat earlier ones");
	plan_free(&more);
	jv_free(rejected);
	jv_free(asked);
	return st == HCC_NONE ? HCC_OK : st;
}

/* One line for each that was not admitted, for plan/NN.md. */
static jv
lines_of(jv rejected)
{
	jv	 out = jv_array(), r;
	int	 i;

	for (i = 0; json_item(rejected, i, &r); i++)
		out = jv_array_append(out, json_str(r, "like", NULL) == NULL ?
		    jv_string(json_str(r, "title", "a suggestion")) :
		    jv_string_fmt("%s: as %s (%s)", json_str(r, "title", ""),
		    json_str(r, "like", ""), json_str(r, "outcome", "")));
	return out;
}

static enum hcc_status
next_plan(const struct task *t, const struct places *at, const char *brain,
    const struct state *state, jv given, struct plan *plan, struct hcc_err *e)
{
	struct script	*policy = NULL, *b = NULL;
	enum hcc_status	 st;
	jv		 view = jv_invalid(), rejected = jv_array();
	jv		 control = jv_invalid();

	if ((st = policy_open(t->path, at, "plan", &policy, e)) != HCC_OK ||
	    (st = brain_open(t, at, brain, &b, e)) != HCC_OK ||
	    (st = brain_input(t, state, &view, e)) != HCC_OK ||
	    (st = ask_shape(t, at, policy, state, state->phase + 1, &view,
	    e)) != HCC_OK ||
	    (st = ask_control(policy, b, view, &control, e)) != HCC_OK)
		goto out;
	jv_free(rejected);
	st = ask_until_new(at, policy, b, view, control, given, plan,
	    &rejected, e);
	if (st == HCC_OK && is_thin(plan, rejected, view, b))
		st = fill_up(at, policy, b, view, plan, e);
	if (st != HCC_OK)
		goto out;
	if (plan->by == NULL)
		record_set(&plan->by, brain);
	record_set(&plan->base, json_str(json_at(view, "base"), "id", NULL));
	if (json_len(rejected) > 0) {
		jv_free(plan->dropped);
		plan->dropped = lines_of(rejected);
	}
out:
	jv_free(rejected);
	jv_free(control);
	jv_free(view);
	script_close(b);
	script_close(policy);
	return st;
}

/* Why the first run of a project failed. */
static const char *
first_cause(const struct state *state)
{
	const struct phase	*p = state_phase(state, 0);
	const struct result	*r = p->count == 0 ? NULL :
				    p->suggestions[0].result;

	return r == NULL || r->cause == NULL || r->cause->message == NULL ?
	    "it has no valid result" : r->cause->message;
}

enum hcc_status
planner_next(const struct task *t, const struct places *at, const char *wanted,
    const struct state *state, jv given, struct plan *plan, struct hcc_err *e)
{
	int		 open = state_due_run(state);
	int		 due = state_due_promotion(state);
	const char	*brain;
	enum hcc_status	 st;

	plan_init(plan, 0);
	if (state->ended != NULL)
		return err_set(e, HCC_NONE, "task '%s' has ended", t->path);
	if (open >= 0)
		return err_set(e, HCC_NONE, "phase %02d of '%s' is open: run "
		    "it with hcc-exec", open, t->path);
	if (due >= 0)
		return err_set(e, HCC_NONE, "phase %02d of '%s' is complete: "
		    "hcc-promote comes first", due, t->path);
	if ((st = brain_name(t, at, wanted, &brain, e)) != HCC_OK)
		return st;
	if (!state->working && t->command != NULL &&
	    state_phase(state, 0) != NULL)
		return err_set(e, HCC_INPUT, "plan '%s': its project does not "
		    "run as it is: %s (l1/00/1.1/1/log); mend project/ or "
		    "task.md and remove plan/00.md and l1/00", t->path,
		    first_cause(state));
	if (!state->working &&
	    (st = state_readable(state, 0, e)) != HCC_OK)
		return st;
	if (!state->working)
		return draft_plan(t, at, state, brain, plan, e);
	return next_plan(t, at, brain, state, given, plan, e);
}
