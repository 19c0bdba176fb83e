/*
 * phase_settle.c: a job of a phase has ended: what came of its suggestion, is
 * it adopted, and how far do other seeds scatter.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "hcc-exec/phase.h"
#include "run/adoption.h"
#include "run/suggestion_result.h"
#include "task/best.h"
#include "task/journal.h"

/* result.json, the event and the record of a result. */
static enum hcc_status
publish_result(struct phase_run *p, const struct result *r)
{
	char		 path[80];
	enum hcc_status	 st;
	jv		 v;

	snprintf(path, sizeof(path), "l1/%.48s/result.json", r->id);
	if ((st = record_publish(&result_record, p->t->dir, path, r,
	    &p->err)) != HCC_OK)
		return st;
	if ((st = journal_add(p->t, "result", journal_result(r), &p->err)) !=
	    HCC_OK)
		return st;
	v = record_json(&result_record, r);
	v = json_put_str(v, "kind", "result");
	v = json_put_path(v, "task", p->t->path);
	tool_record(json_put_num(v, "phase", p->phase->phase));
	return HCC_OK;
}

void
phase_replace(struct result *to, const struct result *by)
{
	result_free(to);
	record_copy(&result_record, to, by);
}

/* Write the noise floor of the best, by all runs with other seeds so far. */
static enum hcc_status
note_noise(struct phase_run *p, bool last)
{
	double		 noise;
	enum hcc_status	 st = suggestion_noise(p->t, p->best.id,
			    p->best.score, &noise, &p->err);

	if (st != HCC_OK)
		return st;
	if (isfinite(noise))
		p->best.noise = noise;
	if (last)
		p->best.seeds = 0;
	return best_note(p->t, &p->best, &p->err);
}

static bool
seed_next(const struct direction_run *d)
{
	return d->next < d->n && d->jobs[d->next].seed > 0;
}

enum hcc_status
settle_seed(struct phase_run *p, struct direction_run *d, bool failed)
{
	/* A failure costs the noise floor only: try no other seed. */
	while (failed && seed_next(d))
		d->next++;
	if (p->best.id == NULL || strcmp(p->best.id, d->current.s->id) != 0)
		return HCC_OK;
	return note_noise(p, !seed_next(d));
}

enum hcc_status
settle_seeds(struct phase_run *p, bool *settled)
{
	const struct suggestion	*s = p->best.id == NULL ? NULL :
				    phase_suggestion(p->phase, p->best.id);
	size_t			 i;

	*settled = s != NULL && s->done && p->best.seeds > 0;
	for (i = 0; i < p->ndirs; i++)
		if (seed_next(&p->dirs[i]))
			*settled = false;
	return *settled ? note_noise(p, true) : HCC_OK;
}

/* What came of a suggestion, with what its audit says of it. */
static enum hcc_status
result_of(struct phase_run *p, struct suggestion *s, struct result *r)
{
	char		 why[400];
	enum hcc_status	 st;

	st = suggestion_result(p->t, s->id, s->title, r, &p->err);
	if (st != HCC_OK)
		return st == HCC_MISSING ? HCC_INTERNAL : st;
	if (r->text == NULL)
		record_set(&r->text, s->text);
	if (!isfinite(r->score))
		return HCC_OK;
	if (adoption_why(p->policy, "too_good", p->t, r, &p->best, why,
	    sizeof(why), &p->err) != HCC_OK)
		return p->err.status;
	record_set(&r->suspect, *why == '\0' ? NULL : why);
	if (!isfinite(r->audited))
		return HCC_OK;
	if (!isfinite(r->control) && suggestion_audited(p->t, s->id, true)) {
		suggestion_distrust(p->t, r, "fails without the columns that "
		    "preview.md suspects");
		r->score = NAN;		/* none that counts */
		return HCC_OK;
	}
	if (adoption_why(p->policy, "doubts", p->t, r, &p->best, why,
	    sizeof(why), &p->err) != HCC_OK)
		return p->err.status;
	if (*why != '\0')
		suggestion_distrust(p->t, r, why);
	return HCC_OK;
}

/* Adopt it if exec.lua wants it. *later: it is audited first. */
static enum hcc_status
adopt(struct phase_run *p, struct direction_run *d, struct result *r,
    bool *later)
{
	enum hcc_status	 st;
	bool		 yes;

	*later = false;
	/* It is the best already: a crash came before its result.json. */
	r->adopted = p->best.id != NULL && strcmp(p->best.id, r->id) == 0;
	if (r->adopted) {
		r->delta = p->best.delta;
		queue_seeds(p, d, d->current.s, &p->best);
		return HCC_OK;
	}
	r->delta = r->score - p->best.score;
	st = adoption_ask(p->policy, p->t, r, &p->best, &yes, &p->err);
	if (st != HCC_OK || !yes)
		return st;
	*later = queue_audit(p, d, r) || queue_control(p, d, r);
	if (*later)
		return HCC_OK;
	if (queue_unproven(p, r)) {
		tool_warn(&p->o->tool, "suggestion %s of '%s' is not adopted: "
		    "its %s, and no audit bears it out", r->id, p->t->path,
		    r->suspect);
		return HCC_OK;
	}
	if (r->cause != NULL && r->cause->message != NULL)
		tool_warn(&p->o->tool, "suggestion %s of '%s' is adopted for "
		    "want of a better one, but is a leak: it %s", r->id,
		    p->t->path, r->cause->message);
	else if (r->suspect != NULL)
		tool_warn(&p->o->tool, "suggestion %s of '%s' is adopted, but "
		    "its %s: look for a column or a file that leaks the "
		    "target", r->id, p->t->path, r->suspect);
	r->adopted = true;
	r->seeds = queue_seeds_due(p, r);
	if ((st = best_adopt(p->t, r, p->o->python, &p->err)) == HCC_OK) {
		phase_replace(&p->best, r);
		queue_seeds(p, d, d->current.s, r);
	}
	r->seeds = 0;		/* only best/ says how many */
	return st;
}

/* Say aloud that the brain could not carry out what the plan has, and where it
 * stands there. */
static void
report_refused(struct phase_run *p, const struct result *r)
{
	const struct cause	*c = r->cause;
	int			 phase, i, j, k;

	if (c != NULL && c->class != NULL && strcmp(c->class, "brain") == 0 &&
	    plan_id_parse(r->id, &phase, &i, &j, &k))
		tool_warn(&p->o->tool, "'%s': plan/%02d.md:%ld: suggestion "
		    "%d.%d was not carried out: %s", p->t->path, phase,
		    plan_line(p->t, phase, i, j), i, j, c->message == NULL ?
		    "" : c->message);
}

enum hcc_status
settle_suggestion(struct phase_run *p, struct direction_run *d)
{
	struct suggestion	*s = d->current.s;
	struct result		 r;
	enum hcc_status		 st = result_of(p, s, &r);
	bool			 later = false;

	if (st == HCC_OK)
		st = adopt(p, d, &r, &later);
	if (st == HCC_OK && !later) {
		if (isfinite(r.score) &&
		    task_better(p->t, r.score, d->best.score))
			phase_replace(&d->best, &r);
		st = publish_result(p, &r);
		s->done = st == HCC_OK;
		report_refused(p, &r);
		p->settled = p->settled || s->done;
	}
	result_free(&r);
	return st;
}
