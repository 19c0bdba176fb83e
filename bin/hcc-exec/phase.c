/*
 * phase.c: run the suggestions of one phase.
 *
 * Directions run side by side, the suggestions of one direction in order,
 * each on the best so far of its direction. A child makes the attempts of one
 * suggestion; the parent alone decides what is adopted, publishes
 * result.json (which makes the suggestion done) and writes the journal's
 * "result". Killed at any instant it is simply started again.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/pool.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "task/solution.h"
#include "run/limits.h"
#include "common/tool.h"
#include "hcc-exec/exec.h"
#include "run/suggestion_run.h"
#include "task/best.h"
#include "task/journal.h"
#include "task/journal_edits.h"
#include "task/plan.h"
#include "task/state.h"

/* One direction: what is still to be run of it, and its own best. */
struct direction {
	jv	 queue;		/* suggestions, in order */
	jv	 current;	/* taken from the queue, running */
	jv	 best;		/* best valid result of the direction */
	int	 seeds;		/* noise runs that are left, of `current` */
};

struct phase_run {
	struct exec_options	*o;
	const struct task	*t;
	struct script		*policy, *brain;
	jv			 view, limits, best;
	int			 phase;
	struct direction	*dirs;
	size_t			 ndirs;
	double			 deadline;	/* of the budget, epoch; INF */
	enum hcc_status		 worst;
	struct hcc_err		 err;
};

/* Is score a better than b? */
static bool
better(const struct task *t, double a, double b)
{
	if (!isfinite(b))
		return isfinite(a);
	return strcmp(json_str(t->meta, "goal", ""), "minimize") == 0 ?
	    a < b : a > b;
}

/* exec.lua may stop a run that cannot win. An error there lets it run on: it
 * is reported when the policy is asked for the adoption. */
static bool
hopeless(void *ctx, jv run)
{
	struct phase_run	*p = ctx;
	bool			 yes;
	jv			 r;

	if (script_method(p->policy, "hopeless", jv_array_append(jv_array(),
	    run), &r, NULL) != HCC_OK)
		return false;
	yes = jv_get_kind(r) == JV_KIND_STRING;
	jv_free(r);
	return yes;
}

static void
fill_attempt(struct phase_run *p, struct attempt *a, int stop_fd)
{
	jv	 l = p->limits;
	double	 left = p->deadline - clock_now();

	*a = (struct attempt){ .t = p->t, .stop_fd = stop_fd,
	    .sandbox = p->o->sandbox, .hopeless = hopeless, .ctx = p,
	    .seed = (long)json_num(p->t->meta, "seed", 1),
	    .cores = (int)json_num(l, "cores", 1),
	    .grace = json_num(l, "grace", 2),
	    .memory = (uint64_t)json_num(l, "memory", 0),
	    .output = (uint64_t)json_num(l, "output", 0),
	    .disk = (uint64_t)json_num(l, "disk", 0),
	    .processes = (unsigned)json_num(l, "processes", 0),
	    .record = getenv("HCC_LLM_RECORD"),
	    .replay = getenv("HCC_LLM_REPLAY") };
	a->limit = fmax(1, fmin(json_num(l, "limit", 60), left));
}

/* The view for one suggestion: the base is the better one of what was the
 * task's best when this began and the direction's best, so that it does not
 * hang on which direction is faster; a control knows no wisdom. */
static jv
view_for(struct phase_run *p, struct direction *d, double limit)
{
	jv	 v = jv_copy(p->view), b = json_get(p->view, "base");
	double	 base = json_num(b, "score", NAN);
	char	 dir[80];

	jv_free(b);
	v = json_put_num(v, "limit", limit);
	v = json_put(v, "cores", json_get(p->limits, "cores"));
	v = json_put_num(v, "phase", p->phase);
	if (json_bool(d->current, "control", false))
		v = json_put(v, "wisdom", jv_array());
	if (jv_get_kind(d->best) == JV_KIND_OBJECT && better(p->t,
	    json_num(d->best, "score", NAN), base)) {
		snprintf(dir, sizeof(dir), "l1/%s/%d",
		    json_str(d->best, "id", ""),
		    (int)json_num(d->best, "attempt", 1));
		b = solution_read(p->t, dir, d->best, jv_null());
		if (jv_is_valid(b))
			v = json_put(v, "base", b);
		else
			jv_free(b);
	}
	return v;
}

/* In the child. */
static int
work(void *ctx, size_t lane, int stop_fd)
{
	struct phase_run	*p = ctx;
	struct direction	*d = &p->dirs[lane];
	struct hcc_err		 e = HCC_ERR_INIT;
	struct suggestion_run		 tr = { .t = p->t, .brain = p->brain };
	char			 at[64];
	enum hcc_status		 st;

	fill_attempt(p, &tr.run, stop_fd);
	tr.suggestion = d->current;
	tr.draft = p->phase == 0;
	tr.tries = (int)fmax(1, json_num(p->limits, "tries", 3));
	tr.view = view_for(p, d, tr.run.limit);
	brain_stop_fd(p->brain, stop_fd);
	if (d->seeds > 0) {
		snprintf(at, sizeof(at), "%s/%d", json_str(d->current, "id", ""),
		    (int)json_num(d->best, "attempt", 1));
		st = suggestion_noise(&tr, at, d->seeds, &e);
	} else
		st = suggestion_run(&tr, &e);
	jv_free(tr.view);
	if (st != HCC_OK && st != HCC_AGAIN)
		tool_warn(&p->o->tool, "%s", e.text);
	return err_exit_code(st);
}

static bool
next(void *ctx, size_t lane)
{
	struct phase_run	*p = ctx;
	struct direction	*d = &p->dirs[lane];
	jv			 rest;

	if (p->worst != HCC_OK || clock_now() >= p->deadline)
		return false;
	if (d->seeds > 0)
		return true;
	if (jv_array_length(jv_copy(d->queue)) == 0)
		return false;
	jv_free(d->current);
	d->current = jv_array_get(jv_copy(d->queue), 0);
	rest = jv_array_slice(d->queue, 1,
	    jv_array_length(jv_copy(d->queue)));
	d->queue = rest;
	if (p->o->tool.verbose)
		tool_say(&p->o->tool, "run %s: %s",
		    json_str(d->current, "id", ""),
		    json_str(d->current, "title", ""));
	return true;
}

/* A result without what was measured on an exam: nobody chooses by that. */
static jv
for_policy(const struct task *t, jv result)
{
	result = jv_copy(result);
	if (jv_get_kind(result) == JV_KIND_OBJECT &&
	    strcmp(json_str(t->meta, "sealed", "exam"), "exam") == 0)
		result = jv_object_delete(result, jv_string("measured"));
	return result;
}

/* Ask exec.lua whether a valid result becomes the best. */
static enum hcc_status
adopted(struct phase_run *p, jv result, bool *yes)
{
	enum hcc_status	 st;
	jv		 args, s, r;

	*yes = false;
	if (strcmp(json_str(result, "status", ""), "ok") != 0 ||
	    !isfinite(json_num(result, "score", NAN)))
		return HCC_OK;
	s = json_put(jv_object(), "goal", json_get(p->t->meta, "goal"));
	s = json_put(s, "noise", json_get(p->best, "noise"));
	args = jv_array_append(jv_array(), for_policy(p->t, result));
	args = jv_array_append(args, for_policy(p->t, p->best));
	args = jv_array_append(args, s);
	st = script_method(p->policy, "adopt", args, &r, &p->err);
	*yes = st == HCC_OK && jv_get_kind(r) == JV_KIND_TRUE;
	jv_free(r);
	return st;
}

static enum hcc_status
publish_result(struct phase_run *p, jv result)
{
	char		 path[80];
	enum hcc_status	 st;
	jv		 ev = jv_object();

	snprintf(path, sizeof(path), "l1/%s/result.json",
	    json_str(result, "id", ""));
	st = json_publish(p->t->dir, path, result, &p->err);
	ev = json_put(ev, "id", json_get(result, "id"));
	ev = json_put(ev, "status", json_get(result, "status"));
	ev = json_put(ev, "score", json_get(result, "score"));
	ev = json_put(ev, "adopted", json_get(result, "adopted"));
	if (st == HCC_OK)
		return journal_add(p->t, "result", ev, &p->err);
	jv_free(ev);
	return st;
}

/* A newly adopted solution is run again on other seeds, once, if that is
 * cheap: this gives the noise floor. */
static int
seeds_wanted(struct phase_run *p, jv result)
{
	int	 n = (int)policy_number(p->policy, "noise_runs");
	double	 cost = json_num(result, "seconds", INFINITY) * n;
	double	 left = p->deadline - clock_now();

	return isfinite(left) && cost > left *
	    policy_number(p->policy, "noise_share") ? 0 : n;
}

static enum hcc_status
note_noise(struct phase_run *p, struct direction *d)
{
	double	 noise = suggestion_noise_floor(p->t, json_str(d->current, "id", ""),
		    json_num(d->best, "score", NAN));

	if (strcmp(json_str(p->best, "id", ""), json_str(d->current, "id", "")) !=
	    0 || !isfinite(noise))
		return HCC_OK;
	p->best = json_put_num(p->best, "noise", noise);
	return best_note(p->t, p->best, &p->err);
}

static enum hcc_status
settle(struct phase_run *p, struct direction *d)
{
	const char	*id = json_str(d->current, "id", "");
	double		 base = json_num(p->best, "score", NAN), score;
	bool		 yes, again;
	enum hcc_status	 st;
	jv		 r;

	r = suggestion_result(p->t, id, json_str(d->current, "title", ""));
	if (!jv_is_valid(r))
		return err_set(&p->err, HCC_INTERNAL, "suggestion %s ended "
		    "without an attempt", id);
	if (json_str(r, "text", NULL) == NULL)
		r = json_put(r, "text", json_get(d->current, "text"));
	score = json_num(r, "score", NAN);
	again = strcmp(json_str(p->best, "id", ""), id) == 0;
	r = json_put_num(r, "delta", again ? NAN : score - base);
	st = adopted(p, r, &yes);
	r = json_put(r, "adopted", jv_bool(yes || again));
	if (st == HCC_OK && yes && !again) {
		st = best_adopt(p->t, r, &p->err);
		jv_free(p->best);
		p->best = jv_copy(r);
		d->seeds = seeds_wanted(p, r);
	}
	if (isfinite(score) && better(p->t, score,
	    json_num(d->best, "score", NAN))) {
		jv_free(d->best);
		d->best = jv_copy(r);
	}
	if (st == HCC_OK)
		st = publish_result(p, r);
	if (st == HCC_OK) {
		r = json_put_str(r, "kind", "result");
		r = json_put_str(r, "task", p->t->path);
		tool_record(json_put_num(r, "phase", p->phase));
	} else
		jv_free(r);
	return st;
}

static bool
done(void *ctx, size_t lane, int status)
{
	struct phase_run	*p = ctx;
	struct direction	*d = &p->dirs[lane];
	enum hcc_status		 st = HCC_OK;

	if (status == err_exit_code(HCC_AGAIN)) {	/* stopped, or no model */
		if (p->worst == HCC_OK)
			p->worst = err_set(&p->err, HCC_AGAIN, "suggestion %s "
			    "of '%s' waits: run hcc-exec again",
			    json_str(d->current, "id", ""), p->t->path);
		return false;
	}
	if (status == 0 && d->seeds > 0) {
		d->seeds--;
		st = note_noise(p, d);
	} else if (status == 0)
		st = settle(p, d);
	else
		st = err_set(&p->err, err_from_exit_code(status), "suggestion %s of "
		    "'%s' could not be run", json_str(d->current, "id", ""),
		    p->t->path);
	/* A re-run that failed only costs the noise floor. */
	if (st != HCC_OK && d->seeds > 0) {
		d->seeds = 0;
		st = HCC_OK;
	}
	if (p->worst == HCC_OK)
		p->worst = st;
	return st == HCC_OK;
}

/* Spread the pending suggestions that were asked for over directions. */
static void
fill_directions(struct phase_run *p, jv phase, jv wanted)
{
	jv	 list = json_get(phase, "suggestions"), s, r;
	int	 i, last = -1, n;

	p->dirs = calloc((size_t)jv_array_length(jv_copy(list)) + 1,
	    sizeof(*p->dirs));
	for (i = 0; p->dirs != NULL && i < jv_array_length(jv_copy(list));
	    i++) {
		s = jv_array_get(jv_copy(list), i);
		n = (int)json_num(s, "direction", 0);
		if (n != last)
			p->dirs[p->ndirs++] = (struct direction){ jv_array(),
			    jv_null(), jv_null(), 0 };
		last = n;
		r = json_get(s, "result");
		if (!json_bool(s, "done", false) && exec_wants(wanted, s))
			p->dirs[p->ndirs - 1].queue = jv_array_append(
			    p->dirs[p->ndirs - 1].queue, jv_copy(s));
		else if (strcmp(json_str(r, "status", ""), "ok") == 0 &&
		    better(p->t, json_num(r, "score", NAN),
		    json_num(p->dirs[p->ndirs - 1].best, "score", NAN))) {
			jv_free(p->dirs[p->ndirs - 1].best);
			p->dirs[p->ndirs - 1].best = jv_copy(r);
		}
		jv_free(r);
		jv_free(s);
	}
	jv_free(list);
}

static void
count_work(struct phase_run *p, int *lanes, int *runs)
{
	size_t	 i;
	int	 n;

	*lanes = *runs = 0;
	for (i = 0; i < p->ndirs; i++) {
		n = jv_array_length(jv_copy(p->dirs[i].queue));
		*lanes += n > 0;
		*runs += n;
	}
}

static enum hcc_status
prepare(struct phase_run *p, jv state, jv wanted, int *slots)
{
	const struct places	*at = tool_places();
	int			 lanes, runs;
	enum hcc_status		 st;
	jv			 phase = state_phase(state, p->phase);

	fill_directions(p, phase, wanted);
	jv_free(phase);
	if (p->dirs == NULL)
		return err_nomem(&p->err);
	count_work(p, &lanes, &runs);
	if (runs == 0)
		return err_set(&p->err, HCC_NONE, "nothing of phase %02d of "
		    "'%s' is left to run", p->phase, p->t->path);
	if ((st = policy_open(p->t->path, at, "exec", &p->policy, &p->err)) !=
	    HCC_OK ||
	    (st = brain_of_task(p->t, at, p->o->brain, &p->brain, &p->err)) !=
	    HCC_OK ||
	    (st = brain_input(p->t, state, &p->view, &p->err)) != HCC_OK ||
	    (st = limits_compute(p->policy, state, p->phase, lanes, runs,
	    &p->limits, &p->err)) != HCC_OK)
		return st;
	p->deadline = clock_now() + json_num(state, "left", INFINITY);
	p->best = json_get(state, "best");
	*slots = p->o->slots > 0 ? p->o->slots :
	    (int)json_num(p->limits, "slots", 1);
	return HCC_OK;
}

static void
release(struct phase_run *p)
{
	size_t	 i;

	for (i = 0; i < p->ndirs; i++) {
		jv_free(p->dirs[i].queue);
		jv_free(p->dirs[i].current);
		jv_free(p->dirs[i].best);
	}
	free(p->dirs);
	script_close(p->policy);
	script_close(p->brain);
	jv_free(p->view);
	jv_free(p->limits);
	jv_free(p->best);
}

/* Ids of the phase that were not asked for: struck out of this pipeline. */
static jv
left_out(const struct task *t, int phase)
{
	jv	 state, p, list, s, out = jv_array();
	int	 i;

	if (state_read(t, &state, NULL) != HCC_OK)
		return out;
	p = state_phase(state, phase);
	list = json_get(p, "suggestions");
	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		if (!json_bool(s, "done", false))
			out = jv_array_append(out, json_get(s, "id"));
		jv_free(s);
	}
	jv_free(list);
	jv_free(p);
	jv_free(state);
	return out;
}

enum hcc_status
exec_phase(struct exec_options *o, const struct task *t, jv state, int phase,
    jv wanted, struct hcc_err *e)
{
	struct phase_run	 p = { .o = o, .t = t, .phase = phase,
	    .view = jv_null(), .limits = jv_null(), .best = jv_null(),
	    .err = HCC_ERR_INIT };
	struct pool		 l = { .next = next, .work = work,
	    .done = done, .ctx = &p };
	enum hcc_status		 st;
	jv			 r;

	if ((st = prepare(&p, state, wanted, &l.slots)) == HCC_OK) {
		l.nlanes = p.ndirs;
		st = pool_run(&l, &o->signal, &p.err);
		if (st == HCC_OK)
			st = p.worst;
	}
	release(&p);
	if (st == HCC_OK) {
		r = json_put_str(jv_object(), "kind", "phase");
		r = json_put_str(r, "task", t->path);
		r = json_put_num(r, "phase", phase);
		tool_record(json_put(r, "left_out", left_out(t, phase)));
	}
	*e = p.err;
	return st;
}
