/*
 * roles.c: ask the brain for the next plan, and the policies whether it may
 * stand. Nothing is written here.
 */
#include <ctype.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "brain.h"
#include "directions.h"
#include "gate.h"
#include "js.h"
#include "plan.h"
#include "roles.h"
#include "state.h"
#include "view.h"

static int
cores_here(void)
{
	cpu_set_t	 set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return CPU_COUNT(&set);
	return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

/* MemAvailable in bytes; 0 when it cannot be read. */
static double
memory_free(void)
{
	char	 line[200];
	double	 kb = 0;
	FILE	*f;

	if ((f = fopen("/proc/meminfo", "re")) == NULL)
		return 0;
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "MemAvailable: %lf kB", &kb) == 1)
			break;
	fclose(f);
	return kb * 1024;
}

/* A knob in bytes: a number, or "4G". */
static double
bytes(jv knobs, const char *key)
{
	const char	*s = js_str(knobs, key, NULL);

	return s != NULL ? parse_count(s, 1024) : js_num(knobs, key, 0);
}

/* Ask exec.lua for the time limit of a run. */
static enum hcc_status
time_limit(struct script *exec, jv state, int phase, int rounds,
    double *limit, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 s = jv_object(), r;

	s = js_put(s, "time_left", js_get(state, "left"));
	s = js_put(s, "time_total", js_get(state, "budget"));
	s = js_put_num(s, "phase", phase);
	s = js_put_num(s, "rounds", rounds);
	st = script_method(exec, "limit", jv_array_append(jv_array(), s), &r,
	    e);
	if (st != HCC_OK)
		return st;
	*limit = jv_get_kind(r) == JV_KIND_NUMBER ? jv_number_value(r) : -1;
	jv_free(r);
	if (!(*limit > 0))
		return err_set(e, HCC_CONFIG, "exec.lua: limit must return "
		    "seconds above 0");
	return HCC_OK;
}

enum hcc_status
role_limits(struct script *exec, jv state, int phase, int lanes, int runs,
    jv *limits, struct hcc_err *e)
{
	static const char *const sizes[] = { "output", "disk" };
	static const char *const counts[] = { "processes", "grace", "tries" };
	jv		 k = script_table(exec), out = jv_object();
	int		 cores = cores_here(), slots;
	double		 mem, limit = 0;
	size_t		 i;
	enum hcc_status	 st;

	slots = (int)js_num(k, "slots", 0);
	if (slots < 1)
		slots = cores;
	if (slots > lanes)
		slots = lanes < 1 ? 1 : lanes;
	st = time_limit(exec, state, phase, (runs + slots - 1) / slots,
	    &limit, e);
	mem = bytes(k, "memory");
	if (mem == 0)
		mem = 0.8 * memory_free() / slots;
	out = js_put_num(out, "slots", slots);
	out = js_put_num(out, "cores", cores / slots < 1 ? 1 : cores / slots);
	out = js_put_num(out, "limit", limit);
	out = js_put_num(out, "memory", mem);
	for (i = 0; i < 2; i++)
		out = js_put_num(out, sizes[i], bytes(k, sizes[i]));
	for (i = 0; i < 3; i++)
		out = js_put(out, counts[i], js_get(k, counts[i]));
	if (st == HCC_OK && (mem < 0 || js_num(out, "output", 0) < 0 ||
	    js_num(out, "disk", 0) < 0))
		st = err_set(e, HCC_CONFIG, "exec.lua: memory, output and disk "
		    "must be bytes or a size like \"4G\"");
	jv_free(k);
	*limits = out;
	return st;
}

static jv
draft_plan(jv state, const char *brain)
{
	jv	 old = state_phase(state, 0), plan, dirs, dir, sugs, sug;
	char	 id[32];
	int	 n = 1;

	if (jv_is_valid(old)) {
		/* Every draft so far failed: one more in the same phase. */
		plan = js_get(old, "plan");
		dirs = js_get(plan, "directions");
		dir = jv_array_get(dirs, 0);
		sugs = js_get(dir, "suggestions");
		n = jv_array_length(jv_copy(sugs)) + 1;
	} else {
		plan = js_put_num(jv_object(), "phase", 0);
		plan = js_put_str(plan, "by", brain);
		dir = js_put_num(jv_object(), "n", 1);
		dir = js_put_str(dir, "title", "A first working solution");
		dir = js_put_str(dir, "why", "Everything after it is measured "
		    "against it.");
		sugs = jv_array();
	}
	jv_free(old);
	plan_id(id, 0, 1, n);
	sug = js_put_str(js_put_num(jv_object(), "n", n), "id", id);
	sug = js_put_str(sug, "title", n == 1 ? "Draft" : "Another draft");
	sug = js_put_str(sug, "text", "A short, robust program that trains, "
	    "validates, prints the metric and writes the submission.");
	dir = js_put(dir, "suggestions", jv_array_append(sugs, sug));
	return js_put(plan, "directions", jv_array_append(jv_array(), dir));
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

	*view = js_put_num(*view, "phase", phase);
	st = script_method(policy, "shape", jv_array_append(jv_array(),
	    jv_copy(*view)), &r, e);
	m = (int)js_num(r, "m", 0);
	q = (int)js_num(r, "q", 0);
	jv_free(r);
	if (st != HCC_OK)
		return st;
	if (m < 1 || q < 1 || m > 99 || q > 99)
		return err_set(e, HCC_CONFIG, "plan.lua: shape must return "
		    "{ m = .., q = .. } from 1 to 99");
	if ((st = policy_open(t, at, "exec", &exec, e)) == HCC_OK)
		st = role_limits(exec, state, phase, m, m * q, &limits, e);
	*view = js_put_num(*view, "m", m);
	*view = js_put_num(*view, "q", q);
	*view = js_put(*view, "cores", js_get(limits, "cores"));
	*view = js_put(*view, "slots", js_get(limits, "slots"));
	*view = js_put(*view, "limit", js_get(limits, "limit"));
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
	jv		 wisdom = js_get(view, "wisdom"), r = jv_invalid(), bare;
	bool		 any = jv_array_length(wisdom) > 0;

	*answer = jv_invalid();
	if (!any || js_num(view, "m", 0) < 2)
		return HCC_OK;
	st = script_method(policy, "control", jv_array_append(jv_array(),
	    jv_copy(view)), &r, e);
	if (st == HCC_OK && jv_get_kind(r) == JV_KIND_TRUE) {
		bare = js_put(jv_copy(view), "wisdom", jv_array());
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
	struct gate_keeper	 by = { policy, NULL };
	struct gate		*gate = NULL;
	enum hcc_status		 st;
	jv			 answer, list = directions_tried(view);

	*plan = *rejected = jv_invalid();
	st = script_call(brain, "plan", jv_array_append(jv_array(),
	    jv_copy(view)), &answer, e);
	if (st == HCC_OK &&
	    (st = gate_open(at, answer, list, &gate, e)) == HCC_OK) {
		by.gate = gate;
		st = directions_plan(&by, answer, control, view, plan,
		    rejected, e);
	}
	gate_close(gate);
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
	view = js_put(jv_copy(view), "rejected", *rejected);
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
		out = jv_array_append(out, js_str(r, "like", NULL) == NULL ?
		    jv_string(js_str(r, "title", "a suggestion")) :
		    jv_string_fmt("%s: as %s (%s)", js_str(r, "title", ""),
		    js_str(r, "like", ""), js_str(r, "outcome", "")));
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

	if ((st = policy_open(t, at, "plan", &policy, e)) != HCC_OK ||
	    (st = brain_open(t, at, brain, &b, e)) != HCC_OK ||
	    (st = view_build(t, state, &view, e)) != HCC_OK ||
	    (st = shape(t, at, policy, state, phase, &view, e)) != HCC_OK ||
	    (st = ask_control(policy, b, view, &control, e)) != HCC_OK)
		goto out;
	jv_free(rejected);
	st = ask_twice(at, policy, b, view, control, plan, &rejected, e);
	if (st != HCC_OK)
		goto out;
	base = js_get(view, "base");
	*plan = js_put_str(*plan, "by", brain);
	*plan = js_put(*plan, "base", js_get(base, "id"));
	if (jv_array_length(jv_copy(rejected)) > 0)
		*plan = js_put(*plan, "dropped", notes_of(jv_copy(rejected)));
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
role_plan(const struct task *t, const struct places *at, const char *wanted,
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
	if (!js_bool(state, "working", false)) {
		*plan = draft_plan(state, brain);
		return HCC_OK;
	}
	return next_plan(t, at, brain, state,
	    (int)js_num(state, "phase", 0) + 1, plan, e);
}
