/*
 * past.c: read what an ended task has left: plans, results, attempts.
 *
 * Promoted phases are read out of their archives in one pass each. What an
 * archive does not give is left out, as are recorded commands and blends, which
 * no plan had asked for.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "hcc-tune/tune.h"
#include "lua/policy.h"
#include "task/journal.h"

static bool
was_run(const struct suggestion *s)
{
	return s->direction > 0 && suggestion_was_run(s);
}

/* No suggestion has more (exec.lua: tries), whatever a file says. */
enum { ATTEMPTS_MOST = 20 };

static int
attempts(const struct suggestion *s)
{
	int	 n = s->result->attempts;

	return n < 0 ? 0 : n < ATTEMPTS_MOST ? n : ATTEMPTS_MOST;
}

/* The refs of all attempts of the suggestions that were run. */
static jv
attempts_of(const struct state *s, jv refs)
{
	const struct phase	*p;
	size_t			 i;
	int			 k;

	for (p = s->phases; p < s->phases + s->count; p++)
		for (i = 0; i < p->count; i++)
			for (k = 1; was_run(&p->suggestions[i]) &&
			    k <= attempts(&p->suggestions[i]); k++)
				refs = jv_array_append(refs, jv_string_fmt(
				    "%s/%d", p->suggestions[i].id, k));
	return refs;
}

static enum hcc_status
load(struct evidence *ev, jv refs, struct hcc_err *e)
{
	enum hcc_status	 st = evidence_load(ev, refs, e);

	jv_free(refs);
	return st;
}

/* The attempts, up to the first that is not there any more. */
static void
read_runs(struct past *p, struct trial *t)
{
	struct evidence_ref	 ref;
	char			 id[64];
	int			 k, most = attempts(t->s);

	t->runs = mem_zero((size_t)most + 1, sizeof(*t->runs));
	for (k = 1; k <= most; k++) {
		snprintf(id, sizeof(id), "%s/%d", t->s->id, k);
		if (!evidence_parse(id, strlen(id), &ref))
			return;
		t->nruns++;
		if (evidence_run(p->ev, &ref, &t->runs[k - 1], NULL) != HCC_OK)
			return;
	}
}

static int
by_time(const void *a, const void *b)
{
	const struct trial	*x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return strcmp(x->s->id, y->s->id);
}

/* Seconds of work until each result. */
static jv
result_times(jv events)
{
	double	*at = mem_zero((size_t)json_len(events) + 1, sizeof(*at));
	jv	 when = jv_object(), ev;
	int	 i;

	(void)journal_spent(events, at);
	for (i = 0; json_item(events, i, &ev); i++)
		if (strcmp(json_str(ev, "ev", ""), "result") == 0)
			when = json_put_num(when, json_str(ev, "id", ""),
			    at[i]);
	free(at);
	return when;
}

/* Number directions and suggestions as they follow each other: a person may
 * have taken some out of the plan. */
static void
add_phase(struct past *p, const struct phase *ph, jv when)
{
	const struct suggestion	*s;
	struct trial		*t;
	size_t			 i;
	int			 last = 0, direction = 0, n = 0;

	for (i = 0; i < ph->count; i++) {
		s = &ph->suggestions[i];
		if (!was_run(s))
			continue;
		if (s->direction != last) {
			last = s->direction;
			direction++;
			n = 0;
		}
		n++;
		t = &p->trials[p->n++];
		*t = (struct trial){ .s = s, .phase = ph->phase,
		    .direction = direction, .n = n,
		    .at = json_num(when, s->id, p->state.spent) };
		read_runs(p, t);
	}
}

static const struct trial *
find(const struct past *p, const char *id)
{
	size_t	 i;

	for (i = 0; id != NULL && i < p->n; i++)
		if (strcmp(p->trials[i].s->id, id) == 0)
			return &p->trials[i];
	return NULL;
}

static void
add_trials(struct past *p, jv events)
{
	const struct phase	*ph;
	jv			 when = result_times(events);
	size_t			 i, n = 0;

	for (ph = p->state.phases; ph < p->state.phases + p->state.count; ph++)
		n += ph->count;
	p->trials = mem_zero(n + 1, sizeof(*p->trials));
	for (ph = p->state.phases; ph < p->state.phases + p->state.count; ph++)
		add_phase(p, ph, when);
	jv_free(when);
	if (p->n > 1)
		qsort(p->trials, p->n, sizeof(*p->trials), by_time);
	for (i = 0; i < p->n; i++)
		if (p->trials[i].s->result->base != NULL)
			p->trials[i].base = find(p,
			    p->trials[i].s->result->base->id);
}

double
past_worth(const struct past *p, const struct trial *t)
{
	const struct result	*r = t->s->result;

	if (!status_ok(r->status))
		return NAN;
	return p->task.sealed == SEALED_EXAM && isfinite(r->measured) ?
	    r->measured : r->score;
}

double
past_gain(const struct past *p, double a, double b)
{
	return p->task.lower ? b - a : a - b;
}

static void
measure_way(struct past *p)
{
	double	 draft = NAN, v;
	size_t	 i;

	for (i = 0; i < p->n; i++) {
		v = past_worth(p, &p->trials[i]);
		if (!isfinite(draft))
			draft = v;
		else if (isfinite(v))
			p->way = fmax(p->way, past_gain(p, v, draft));
	}
}

enum hcc_status
past_read(struct past *p, jv record, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 events = jv_null();
	int		 torn;

	*p = (struct past){ .task = TASK_NONE };
	if ((st = tool_task(record, &p->task, e)) != HCC_OK ||
	    (st = state_read(&p->task, &p->state, e)) != HCC_OK)
		return st;
	if (p->state.ended == NULL)
		return err_set(e, HCC_AGAIN, "read '%s': the task has not "
		    "ended; run it to its end, or end it with hcc-promote -t",
		    p->task.path);
	p->ev = evidence_open(&p->task, jv_null());
	if ((st = journal_read(&p->task, &events, &torn, e)) == HCC_OK &&
	    (st = load(p->ev, evidence_promoted(&p->state, jv_array()), e)) ==
	    HCC_OK) {
		evidence_results(p->ev, &p->state);
		st = load(p->ev, attempts_of(&p->state, jv_array()), e);
	}
	if (st == HCC_OK)
		st = policy_open(p->task.path, tool_places(), "exec", &p->exec,
		    e);
	if (st == HCC_OK) {
		add_trials(p, events);
		measure_way(p);
	}
	jv_free(events);
	return st;
}

void
past_free(struct past *p)
{
	size_t	 i;
	int	 k;

	for (i = 0; i < p->n; i++) {
		for (k = 0; k < p->trials[i].nruns; k++)
			run_free(&p->trials[i].runs[k]);
		free(p->trials[i].runs);
	}
	free(p->trials);
	script_close(p->exec);
	evidence_close(p->ev);
	state_free(&p->state);
	task_close(&p->task);
}
