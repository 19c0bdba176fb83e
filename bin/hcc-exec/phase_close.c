/*
 * phase_close.c: close a phase early whose context has grown too large, so that
 * it is promoted, and let its plan go on in the next.
 *
 * The rest of the plan becomes plan/NN+1.md, and only then leaves plan/NN.md:
 * after a kill between the two nothing is lost, and the next run, which finds
 * the lanes full at once, does what is left to do.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "brain/context.h"
#include "hcc-exec/phase.h"
#include "task/journal.h"

/* Is a part of the context raw text of this suggestion? */
static bool
is_raw(const struct context_part *part, const struct suggestion *s)
{
	size_t	 n = strlen(s->id);

	return strncmp(part->id, s->id, n) == 0 &&
	    (part->id[n] == '\0' || part->id[n] == '/') &&
	    (strcmp(part->kind, "code") == 0 ||
	    strcmp(part->kind, "log") == 0 ||
	    strcmp(part->kind, "result") == 0);
}

/* The tokens that the suggestions of a lane add to what a plan is made from. */
static double
lane_tokens(const struct phase_run *p, const struct direction_run *d)
{
	struct context_opts	 opts = { .role = "plan", .budget = 1e12 };
	struct context		 c;
	double			 sum = 0;
	size_t			 i, k;

	if (context_build(p->t, tool_places(), &opts, &c, NULL) == HCC_OK)
		for (i = 0; i < c.n; i++)
			for (k = 0; k < d->nown; k++)
				if (is_raw(&c.parts[i], d->own[k]))
					sum += isfinite(c.parts[i].cap) ?
					    c.parts[i].cap : c.parts[i].tokens;
	context_free(&c);
	return sum;
}

/* The next job of a lane is a suggestion that was never begun. */
static bool
begins(const struct direction_run *d, size_t at)
{
	const struct phase_job	*j = &d->jobs[at];

	return j->seed == 0 && !j->audit && j->s->attempts == 0;
}

bool
phase_full(struct phase_run *p, const struct direction_run *d)
{
	double	 bound = p->o->phase_tokens;
	size_t	 i;
	bool	 some = false;

	if (!(bound > 0) || p->phase->phase == 0 || !begins(d, d->next))
		return false;
	for (i = 0; i < d->nown; i++)
		some |= d->own[i]->done;
	if (!some || lane_tokens(p, d) <= bound / (double)p->ndirs)
		return false;
	p->closed = true;
	return true;
}

bool
phase_moves(const struct phase_run *p, const char *id)
{
	size_t	 i, k;

	for (i = 0; p->closed && i < p->ndirs; i++)
		for (k = p->dirs[i].next; k < p->dirs[i].n; k++)
			if (begins(&p->dirs[i], k) &&
			    strcmp(p->dirs[i].jobs[k].s->id, id) == 0)
				return true;
	return false;
}

/* A direction of the next plan: its suggestions that are moved; false: none
 * is. */
static bool
move_direction(const struct phase_run *p, const struct direction *from,
    struct direction *to)
{
	const struct suggestion	*s;
	struct suggestion	*new;

	record_set(&to->title, from->title);
	record_set(&to->why, from->why);
	record_set(&to->from, from->from);
	to->control = from->control;
	for (s = from->suggestions; s < from->suggestions + from->count; s++) {
		if (!phase_moves(p, s->id))
			continue;
		new = record_append(&suggestion_record, &to->suggestions,
		    &to->count);
		new->n = (int)to->count;
		record_set(&new->title, s->title);
		record_set(&new->text, s->text);
	}
	return to->count > 0;
}

static void
rest_of(const struct phase_run *p, struct plan *rest)
{
	const struct plan	*plan = p->phase->plan;
	struct direction	*to;
	size_t			 i;

	plan_init(rest, p->phase->phase + 1);
	rest->continues = p->phase->phase;
	record_set(&rest->by, plan->by);
	record_set(&rest->reason, plan->reason);
	record_set(&rest->base, p->best.id);
	for (i = 0; i < plan->count; i++) {
		to = record_append(&direction_record, &rest->directions,
		    &rest->count);
		to->n = (int)rest->count;
		if (!move_direction(p, &plan->directions[i], to))
			record_free(&direction_record,
			    &rest->directions[--rest->count]);
	}
}

/* Take what is moved out of a plan; how many suggestions that are. */
static int
take_out(const struct phase_run *p, struct plan *plan)
{
	struct direction	*d;
	size_t			 i, k, kept, dirs = 0;
	int			 moved = 0;

	for (i = 0; i < plan->count; i++) {
		d = &plan->directions[i];
		for (kept = k = 0; k < d->count; k++)
			if (phase_moves(p, d->suggestions[k].id)) {
				record_free(&suggestion_record,
				    &d->suggestions[k]);
				moved++;
			} else
				d->suggestions[kept++] = d->suggestions[k];
		d->count = kept;
		if (kept > 0)
			plan->directions[dirs++] = *d;
		else
			record_free(&direction_record, d);
	}
	plan->count = dirs;
	return moved;
}

enum hcc_status
phase_close(struct phase_run *p)
{
	struct plan	 rest, left;
	char		 next[32];
	enum hcc_status	 st = HCC_OK;
	int		 moved;

	snprintf(next, sizeof(next), "plan/%02d.md", p->phase->phase + 1);
	rest_of(p, &rest);
	/* A kill has come between the two plans. */
	if (!fs_exists(p->t->dir, next))
		st = plan_publish(p->t, &rest, "plan", &p->err);
	if (st == HCC_OK && (st = plan_read(p->t, p->phase->phase, &left,
	    &p->err)) == HCC_OK) {
		moved = take_out(p, &left);
		st = plan_publish(p->t, &left, "close", &p->err);
		if (st == HCC_OK)
			tool_say(&p->o->tool, "phase %02d of '%s' closes "
			    "early, its context is full (promote.lua: "
			    "phase_tokens); %d suggestion%s in phase %02d",
			    p->phase->phase, p->t->path, moved, moved == 1 ?
			    " goes on" : "s go on", p->phase->phase + 1);
		plan_free(&left);
	}
	plan_free(&rest);
	return st;
}
