/*
 * phase.c: run the suggestions of one phase.
 *
 * Directions go side by side, the suggestions of one direction in order,
 * each on the best so far of its direction. A child makes the attempts of one
 * suggestion (phase_work.c); the parent alone decides what is adopted
 * (phase_settle.c), publishes result.json (which makes the suggestion done) and
 * writes the journal's "result". Killed at any instant it is simply started
 * again.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/pool.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "data/audit.h"
#include "hcc-exec/phase.h"
#include "lua/policy.h"

static bool
next(void *ctx, size_t lane)
{
	struct phase_run	*p = ctx;
	struct direction_run	*d = &p->dirs[lane];

	if (p->worst != HCC_OK || p->unfit || d->next == d->n ||
	    phase_full(p, d))
		return false;
	d->current = d->jobs[d->next++];
	if (p->o->tool.verbose && d->current.seed == 0 && !d->current.audit)
		tool_say(&p->o->tool, "run %s: %s", d->current.s->id,
		    d->current.s->title);
	return true;
}

static bool
done(void *ctx, size_t lane, int status)
{
	struct phase_run	*p = ctx;
	struct direction_run	*d = &p->dirs[lane];
	const char		*id = d->current.s->id;
	enum hcc_status		 st = HCC_OK;

	turns_give(&p->turns, lane);	/* a run with another seed, or killed */
	if (status == err_exit_code(HCC_AGAIN)) { /* stopped, or no model */
		if (p->worst == HCC_OK)
			p->worst = err_set(&p->err, HCC_AGAIN, "suggestion %s "
			    "of '%s' was interrupted; run hcc-exec again to "
			    "resume", id, p->t->path);
		return false;
	}
	if (status == err_exit_code(HCC_NONE) && !d->current.audit) {
		p->unfit = p->unfit || d->current.seed == 0;
		return d->current.seed == 0 ||
		    settle_seed(p, d, true) == HCC_OK;
	}
	if (d->current.seed > 0)
		st = settle_seed(p, d, status != 0);
	else if (status == 0 || d->current.audit)
		st = settle_suggestion(p, d);
	else
		st = err_set(&p->err, err_from_exit_code(status),
		    "suggestion %s of '%s' could not be run", id, p->t->path);
	if (p->worst == HCC_OK)
		p->worst = st;
	return st == HCC_OK;
}

/* The columns that a control leaves out. */
static void
find_suspects(struct phase_run *p)
{
	p->suspects = audit_columns(p->t, "changed");
	p->changed = json_len(p->suspects) > 0;
	if (!p->changed) {
		jv_free(p->suspects);
		p->suspects = audit_columns(p->t, "suspects");
	}
}

/* How many drafts may fail, that of this phase included. */
static enum hcc_status
drafts_left(struct phase_run *p, int *n)
{
	struct script	*plan = NULL;
	enum hcc_status	 st;

	if (p->phase->phase != 0)
		return HCC_OK;
	if ((st = policy_open(p->t->path, tool_places(), "plan", &plan,
	    &p->err)) == HCC_OK)
		*n = 1 + (int)policy_number(plan, "max_drafts") -
		    (int)p->phase->count;
	script_close(plan);
	return st;
}

/* Many short runs of Python spend most of their time on imports. */
static void
start_warm(struct phase_run *p, int runs)
{
	int		 least = (int)policy_number(p->policy, "warm");
	char		 script[4200];
	struct attempt	 a;
	struct hcc_err	 e = HCC_ERR_INIT;

	if (least == 0 || runs < least || p->o->env.slurm)
		return;
	attempt_init(&a, p->t, &p->limits, p->o->sandbox, -1);
	a.env = &p->o->env;
	a.python = p->o->python;
	snprintf(script, sizeof(script), "%s/warm/server.py",
	    tool_places()->share);
	if (attempt_warm(&a, script, &p->warm, &e) != HCC_OK)
		tool_warn(&p->o->tool, "%s", e.text);
}

static enum hcc_status
prepare(struct phase_run *p, const struct state *state, jv wanted, int *slots)
{
	const struct places	*at = tool_places();
	struct limits_query	 q = { .budget = state->budget,
				    .phase = p->phase->phase, .base =
				    state->best == NULL ? 0 :
				    fmax(0, state->best->seconds) };
	bool			 settled;
	size_t			 i;
	enum hcc_status		 st;

	if (state->best != NULL)
		phase_replace(&p->best, state->best);
	if ((st = drafts_left(p, &q.drafts)) != HCC_OK ||
	    (st = policy_open(p->t->path, at, "exec", &p->policy, &p->err)) !=
	    HCC_OK ||
	    (st = brain_of_task(p->t, at, p->o->brain, &p->brain, &p->err)) !=
	    HCC_OK)
		return st;
	*slots = p->o->slots > 0 ? p->o->slots : limits_slots(p->policy,
	    p->o->env.slurm);
	queue_fill(p, wanted, *slots);
	for (i = 0; i < p->ndirs; i++) {
		q.lanes += p->dirs[i].n > 0;
		q.runs += (int)p->dirs[i].n;
	}
	q.lanes = environment_lanes(&p->o->env, q.lanes);
	q.remote = p->o->env.slurm;
	if ((st = settle_seeds(p, &settled)) != HCC_OK)
		return st;
	if (q.runs == 0 && !settled)
		return err_set(&p->err, HCC_NONE, "nothing of phase %02d of "
		    "'%s' is left to run", p->phase->phase, p->t->path);
	if ((st = brain_input(p->t, state, &p->input, &p->err)) != HCC_OK ||
	    (st = budget_open(&p->budget, p->t, at, state, &p->err)) !=
	    HCC_OK)
		return st;
	find_suspects(p);
	q.left = fmax(0, budget_left(&p->budget));
	if ((st = limits_compute(p->policy, &q, &p->limits, &p->err)) !=
	    HCC_OK)
		return st;
	if (p->o->slots == 0)
		*slots = p->limits.slots;
	start_warm(p, q.runs);
	return HCC_OK;
}

static void
release(struct phase_run *p)
{
	size_t	 i;

	for (i = 0; i < p->ndirs; i++) {
		free(p->dirs[i].jobs);
		free(p->dirs[i].own);
		result_free(&p->dirs[i].best);
	}
	free(p->dirs);
	turns_close(&p->turns);
	warm_stop(&p->warm);
	script_close(p->policy);
	script_close(p->brain);
	budget_close(&p->budget);
	jv_free(p->input);
	jv_free(p->suspects);
	result_free(&p->best);
}

/* The record of the phase: what was not asked for is left out of it. */
static void
print_phase(const struct phase_run *p)
{
	jv	 r = json_put_str(jv_object(), "kind", "phase");
	jv	 out = jv_array();
	size_t	 i;

	for (i = 0; i < p->phase->count; i++)
		if (!p->phase->suggestions[i].done && !phase_moves(p,
		    p->phase->suggestions[i].id))
			out = jv_array_append(out,
			    jv_string(p->phase->suggestions[i].id));
	r = json_put_path(r, "task", p->t->path);
	r = json_put_num(r, "phase", p->phase->phase);
	tool_record(json_put(r, "left_out", out));
}

/* How many directions are worked on at once. */
static int
asks(const struct phase_run *p)
{
	int	 n = (int)policy_number(p->policy, "asks");

	return n > 0 ? n : (int)p->ndirs;
}

enum hcc_status
exec_phase(struct exec_options *o, const struct task *t, struct state *state,
    int phase, jv wanted, struct hcc_err *e)
{
	struct phase_run	 p = { .o = o, .t = t, .input = jv_null(),
	    .suspects = jv_null(), .turns = TURNS_NONE, .warm = WARM_NONE,
	    .err = HCC_ERR_INIT };
	struct pool		 l = { .next = next, .work = phase_work,
	    .done = done, .ctx = &p };
	enum hcc_status		 st;
	int			 slots = 1;

	p.phase = state->phases + (state_phase(state, phase) - state->phases);
	record_init(&result_record, &p.best);
	if ((st = prepare(&p, state, wanted, &slots)) == HCC_OK &&
	    (st = turns_open(&p.turns, slots, p.ndirs, &p.err)) == HCC_OK) {
		/* All ask their brain at once; runs take turns. */
		l.nlanes = p.ndirs;
		l.slots = asks(&p);
		st = pool_run(&l, &o->signal, &p.err);
		if (st == HCC_OK)
			st = p.worst;
		if (st == HCC_OK && p.unfit && !p.settled)
			st = err_set(&p.err, HCC_NONE, "nothing of phase %02d "
			    "of '%s' fits into the time that is left: raise "
			    "'budget' in task.md, or end the task with "
			    "hcc-promote -t", phase, t->path);
	}
	if (st == HCC_OK && p.closed)
		st = phase_close(&p);
	if (st == HCC_OK)
		print_phase(&p);
	if (st == HCC_OK && p.best.id == NULL)
		st = err_set(&p.err, HCC_UNSOLVED, "task '%s' has no valid "
		    "solution yet", t->path);
	release(&p);
	*e = p.err;
	return st;
}
