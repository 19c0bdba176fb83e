/*
 * planner.c: ask the brain for the next plan, and the policies whether it may
 * stand. Nothing is written here.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "brain/admission.h"
#include "brain/brain.h"
#include "brain/duplicates.h"
#include "brain/input.h"
#include "brain/planner.h"
#include "run/limits.h"
#include "task/plan.h"
#include "task/state.h"

static jv
draft_plan(jv state, const char *brain)
{
	jv	 old = state_phase(state, 0), plan, dirs, dir, sugs, sug;
	char	 id[32];
	int	 n = 1;

	if (jv_is_valid(old)) {
		/* Every draft so far failed: one more in the same phase. */
		plan = json_get(old, "plan");
		dirs = json_get(plan, "directions");
		dir = jv_array_get(dirs, 0);
		sugs = json_get(dir, "suggestions");
		n = jv_array_length(jv_copy(sugs)) + 1;
	} else {
		plan = json_put_num(jv_object(), "phase", 0);
		plan = json_put_str(plan, "by", brain);
		dir = json_put_num(jv_object(), "n", 1);
		dir = json_put_str(dir, "title", "A first working solution");
		dir = json_put_str(dir, "why", "Everything after it is measured "
		    "against it.");
		sugs = jv_array();
	}
	jv_free(old);
	plan_id(id, 0, 1, n);
	sug = json_put_str(json_put_num(jv_object(), "n", n), "id", id);
	sug = json_put_str(sug, "title", n == 1 ? "Draft" : "Another draft");
	sug = json_put_str(sug, "text", "A short, robust program that trains, "
	    "validates, prints the metric and writes the submission.");
	dir = json_put(dir, "suggestions", jv_array_append(sugs, sug));
	return json_put(plan, "directions", jv_array_append(jv_array(), dir));
}

/* m and q of the next phase, and what a run of it will have. */
static enum hcc_status
shape(const struct task *t, const struct places *at, struct script *policy,
    jv state, int phase, jv *view, struct hcc_err *e)
{
	struct script	*exec = NULL;
	enum hcc_status	 st;
	jv		 r = jv_invalid(), limits = jv_invalid();
	int		 m, q;

	*view = json_put_num(*view, "phase", phase);
	st = script_method(policy, "shape", jv_array_append(jv_array(),
	    jv_copy(*view)), &r, e);
	m = (int)json_num(r, "m", 0);
	q = (int)json_num(r, "q", 0);
	jv_free(r);
	if (st != HCC_OK)
		return st;
	if (m < 1 || q < 1 || m > 99 || q > 99)
		return err_set(e, HCC_CONFIG, "plan.lua: shape must return "
		    "{ m = .., q = .. } from 1 to 99");
	if ((st = policy_open(t->path, at, "exec", &exec, e)) == HCC_OK)
		st = limits_compute(exec, state, phase, m, m * q, &limits, e);
	*view = json_put_num(*view, "m", m);
	*view = json_put_num(*view, "q", q);
	*view = json_put(*view, "cores", json_get(limits, "cores"));
	*view = json_put(*view, "slots", json_get(limits, "slots"));
	*view = json_put(*view, "limit", json_get(limits, "limit"));
	jv_free(limits);
	script_close(exec);
	return st;
}

/* Does plan.lua want a direction without wisdom? Then ask the same brain for
 * the plan that it would have made. */
static enum hcc_status
ask_control(struct script *policy, struct script *brain, jv view, jv *answer,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 wisdom = json_get(view, "wisdom"), r = jv_invalid(), bare;
	bool		 any = jv_array_length(wisdom) > 0;

	*answer = jv_invalid();
	if (!any || json_num(view, "m", 0) < 2)
		return HCC_OK;
	st = script_method(policy, "control", jv_array_append(jv_array(),
	    jv_copy(view)), &r, e);
	if (st == HCC_OK && jv_get_kind(r) == JV_KIND_TRUE) {
		bare = json_put(jv_copy(view), "wisdom", jv_array());
		st = script_call(brain, "plan", jv_array_append(jv_array(),
		    bare), answer, e);
	}
	jv_free(r);
	return st;
}

/* The plan of one answer of the brain. */
static enum hcc_status
plan_of(const struct places *at, struct script *policy, struct script *brain,
    jv view, jv control, jv *plan, jv *rejected, struct hcc_err *e)
{
	struct duplicates	 by = { policy, NULL };
	struct gate		*gate = NULL;
	enum hcc_status		 st;
	jv			 answer, list = admission_tried(view);

	*plan = *rejected = jv_invalid();
	st = script_call(brain, "plan", jv_array_append(jv_array(),
	    jv_copy(view)), &answer, e);
	if (st == HCC_OK &&
	    (st = duplicates_open(at, answer, list, &gate, e)) == HCC_OK) {
		by.gate = gate;
		st = admission_plan(&by, answer, control, view, plan,
		    rejected, e);
	}
	duplicates_close(gate);
	jv_free(list);
	jv_free(answer);
	return st;
}

/* Ask, and ask once more when something was not new: the brain is told what
 * came of it then. */
static enum hcc_status
ask_twice(const struct places *at, struct script *policy,
    struct script *brain, jv view, jv control, jv *plan, jv *rejected,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	st = plan_of(at, policy, brain, view, control, plan, rejected, e);
	if ((st != HCC_OK && st != HCC_NONE) ||
	    jv_array_length(jv_copy(*rejected)) == 0)
		return st;
	view = json_put(jv_copy(view), "rejected", *rejected);
	jv_free(*plan);
	st = plan_of(at, policy, brain, view, control, plan, rejected, e);
	jv_free(view);
	return st;
}

/* One line for each that was not admitted, for plan/NN.md. */
static jv
notes_of(jv rejected)
{
	jv	 out = jv_array(), r;
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(rejected)); i++) {
		r = jv_array_get(jv_copy(rejected), i);
		out = jv_array_append(out, json_str(r, "like", NULL) == NULL ?
		    jv_string(json_str(r, "title", "a suggestion")) :
		    jv_string_fmt("%s: as %s (%s)", json_str(r, "title", ""),
		    json_str(r, "like", ""), json_str(r, "outcome", "")));
		jv_free(r);
	}
	jv_free(rejected);
	return out;
}

static enum hcc_status
next_plan(const struct task *t, const struct places *at, const char *brain,
    jv state, int phase, jv *plan, struct hcc_err *e)
{
	struct script	*policy = NULL, *b = NULL;
	enum hcc_status	 st;
	jv		 view = jv_invalid(), base, rejected = jv_array();
	jv		 control = jv_invalid();

	if ((st = policy_open(t->path, at, "plan", &policy, e)) != HCC_OK ||
	    (st = brain_open(t, at, brain, &b, e)) != HCC_OK ||
	    (st = brain_input(t, state, &view, e)) != HCC_OK ||
	    (st = shape(t, at, policy, state, phase, &view, e)) != HCC_OK ||
	    (st = ask_control(policy, b, view, &control, e)) != HCC_OK)
		goto out;
	jv_free(rejected);
	st = ask_twice(at, policy, b, view, control, plan, &rejected, e);
	if (st != HCC_OK)
		goto out;
	base = json_get(view, "base");
	*plan = json_put_str(*plan, "by", brain);
	*plan = json_put(*plan, "base", json_get(base, "id"));
	if (jv_array_length(jv_copy(rejected)) > 0)
		*plan = json_put(*plan, "dropped", notes_of(jv_copy(rejected)));
	jv_free(base);
out:
	jv_free(rejected);
	jv_free(control);
	jv_free(view);
	script_close(b);
	script_close(policy);
	return st;
}

enum hcc_status
planner_next(const struct task *t, const struct places *at, const char *wanted,
    jv state, jv *plan, struct hcc_err *e)
{
	int		 open = state_due_run(state);
	int		 due = state_due_promotion(state);
	const char	*brain;
	enum hcc_status	 st;

	*plan = jv_invalid();
	if (state_ended(state))
		return err_set(e, HCC_NONE, "task '%s' has ended", t->path);
	if (open >= 0)
		return err_set(e, HCC_NONE, "phase %02d of '%s' is open: run "
		    "it with hcc-exec", open, t->path);
	if (due >= 0)
		return err_set(e, HCC_NONE, "phase %02d of '%s' is complete: "
		    "hcc-promote comes first", due, t->path);
	if ((st = brain_choose(t, at, wanted, &brain, e)) != HCC_OK)
		return st;
	if (!json_bool(state, "working", false)) {
		*plan = draft_plan(state, brain);
		return HCC_OK;
	}
	return next_plan(t, at, brain, state,
	    (int)json_num(state, "phase", 0) + 1, plan, e);
}
