/*
 * phase_queue.c: what is to be run of a phase: its suggestions, spread over
 * lanes, and before what waits there the audits, controls and other seeds of
 * what they came to.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "brain/brain.h"
#include "data/audit.h"
#include "hcc-exec/phase.h"
#include "lua/policy.h"
#include "run/suggestion_result.h"
#include "score/metric.h"
#include "task/change.h"

/* Put jobs before what waits in the direction. */
static void
queue(struct direction_run *d, const struct phase_job *jobs, size_t n)
{
	grow(&d->jobs, &d->cap, d->n + n, sizeof(*d->jobs));
	memmove(d->jobs + d->next + n, d->jobs + d->next,
	    (d->n - d->next) * sizeof(*d->jobs));
	memcpy(d->jobs + d->next, jobs, n * sizeof(*jobs));
	d->n += n;
}

/* Do n runs that took `seconds` once fit into a share of the time left? */
static bool
cheap(const struct phase_run *p, double seconds, int n, const char *share)
{
	double	 left = budget_left(&p->budget);

	return isinf(left) || seconds * n <= left *
	    policy_number(p->policy, share);
}

int
queue_seeds_due(const struct phase_run *p, const struct result *r)
{
	int	 n = (int)policy_number(p->policy, "noise_runs");

	if (n < 1 || json_len(r->folds) > 1)
		return 0;
	n = n > SEEDS_MAX ? SEEDS_MAX : n;
	return cheap(p, r->seconds, n, "noise_share") ? n : 0;
}

void
queue_seeds(const struct phase_run *p, struct direction_run *d,
    struct suggestion *s, const struct result *r)
{
	struct phase_job	 jobs[SEEDS_MAX];
	struct run	 run;
	char		 id[80];
	bool		 found;
	size_t		 n = 0;
	int		 i;

	for (i = 1; i <= r->seeds && i <= SEEDS_MAX; i++) {
		snprintf(id, sizeof(id), "%s/seed-%d", r->id, i);
		/* One that cannot be read now is not run again. */
		if (run_find(p->t, id, &run, &found, NULL) == HCC_OK &&
		    !found)
			jobs[n++] = (struct phase_job){ .s = s,
			    .attempt = r->attempt, .seed = i };
		run_free(&run);
	}
	if (n > 0)
		queue(d, jobs, n);
}

/* Must a run without the suspect columns show what the score owes to them? */
static bool
wants_control(const struct phase_run *p, const struct result *r)
{
	return json_len(p->suspects) > 0 && (p->changed || r->suspect != NULL);
}

/* Is a claim that of a recipe? Its folds are hcc's own. */
static bool
is_of_recipe(const struct result *r)
{
	return r->text != NULL && strstr(r->text, "```recipe") != NULL;
}

/* Is it better than what it was built on by no more than the noise? */
static bool
within_noise(const struct result *r)
{
	return isfinite(r->interval) && fabs(r->change) <= r->interval;
}

/* Is there the time for an audit, or a control? What is too good is worth more
 * of it, and so is a leap of what has folds of its own: whatever it is, all
 * that follows is built on it. */
static bool
audit_fits(const struct phase_run *p, const struct result *r)
{
	return cheap(p, r->seconds, 1, "audit_share") ||
	    ((r->suspect != NULL || (!is_of_recipe(r) && !within_noise(r))) &&
	    cheap(p, r->seconds, 1, "suspect_share"));
}

bool
queue_unproven(const struct phase_run *p, const struct result *r)
{
	return r->suspect != NULL && !isfinite(r->audited) &&
	    !is_of_recipe(r) && p->best.id != NULL && !p->no_audit &&
	    !task_measures(p->t) &&
	    metric_find(p->t->metric) != NULL &&
	    policy_number(p->policy, "audit") > 0 &&
	    policy_number(p->policy, "suspect_share") > 0;
}

bool
queue_audit(struct phase_run *p, struct direction_run *d,
    const struct result *r)
{
	const struct metric	*m = metric_find(p->t->metric);
	struct hcc_err		 e = HCC_ERR_INIT;
	struct phase_job	 job = { .s = d->current.s,
				    .attempt = r->attempt, .audit = true };
	double			 share = policy_number(p->policy, "audit");

	if (d->current.audit || p->no_audit || !(share > 0) || m == NULL ||
	    (task_measures(p->t) && !wants_control(p, r)) ||
	    suggestion_audited(p->t, r->id, false) ||
	    (!audit_fits(p, r) && !queue_unproven(p, r)))
		return false;
	if (audit_make(p->t, share, m->pred, &e) != HCC_OK) {
		p->no_audit = true;
		if (p->o->tool.verbose)
			tool_say(&p->o->tool, "no audits: %s", e.text);
		return false;
	}
	if (!audit_fits(p, r))	/* only whether it could be audited */
		return false;
	queue(d, &job, 1);
	return true;
}

bool
queue_control(const struct phase_run *p, struct direction_run *d,
    const struct result *r)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct phase_job job = { .s = d->current.s, .attempt = r->attempt,
			    .audit = true, .control = true };

	if (d->current.control || !isfinite(r->audited) ||
	    !wants_control(p, r) || !audit_fits(p, r) ||
	    suggestion_audited(p->t, r->id, true))
		return false;
	if (audit_control(p->t, p->suspects, &e) != HCC_OK) {
		tool_warn(&p->o->tool, "%s", e.text);
		return false;
	}
	queue(d, &job, 1);
	return true;
}

/* Put a suggestion into a lane: to be run, or as what it has. */
static void
add_suggestion(struct phase_run *p, struct direction_run *d,
    struct suggestion *s, jv wanted)
{
	grow(&d->own, &d->own_cap, d->nown + 1, sizeof(*d->own));
	d->own[d->nown++] = s;
	if (!s->done && (jv_get_kind(wanted) != JV_KIND_ARRAY ||
	    json_has(wanted, s->id))) {
		grow(&d->jobs, &d->cap, d->n + 1, sizeof(*d->jobs));
		d->jobs[d->n++] = (struct phase_job){ .s = s };
	} else if (s->result != NULL && status_ok(s->result->status) &&
	    task_better(p->t, s->result->score, d->best.score))
		phase_replace(&d->best, s->result);
	if (s->done && p->best.id != NULL && strcmp(s->id, p->best.id) == 0)
		queue_seeds(p, d, s, &p->best);
}

/* Into how many lanes a direction is divided: a brain that waits for its model
 * is asked for the next programs while one runs, where directions alone would
 * leave slots idle half of the time. It depends on no clock, so that the same
 * answers give the same runs again. */
static int
lanes_each(struct phase_run *p, int slots)
{
	int	 directions = 0, last = -1;
	size_t	 i;

	p->waits = brain_waits(p->brain);
	for (i = 0; i < p->phase->count; i++) {
		directions += p->phase->suggestions[i].direction != last;
		last = p->phase->suggestions[i].direction;
	}
	return p->waits && directions <= 2 * slots ?
	    1 + (int)policy_number(p->policy, "ahead") : 1;
}

void
queue_fill(struct phase_run *p, jv wanted, int slots)
{
	struct suggestion	*s, *end = p->phase->suggestions +
				    p->phase->count;
	int			 each = lanes_each(p, slots), last = -1, k = 0;
	size_t			 first = 0, lane;

	p->dirs = mem_zero(p->phase->count, sizeof(*p->dirs));
	for (s = p->phase->suggestions; s < end; s++) {
		if (s->direction != last) {
			first = p->ndirs;
			k = 0;
		}
		last = s->direction;
		lane = first + (size_t)(k++ % each);
		if (lane == p->ndirs)
			record_init(&result_record,
			    &p->dirs[p->ndirs++].best);
		add_suggestion(p, &p->dirs[lane], s, wanted);
	}
}
