/*
 * phase.c: run the suggestions of one phase.
 *
 * Directions go side by side, the suggestions of one direction in order,
 * each on the best so far of its direction. A child makes the attempts of one
 * suggestion; the parent alone decides what is adopted, publishes
 * result.json (which makes the suggestion done) and writes the journal's
 * "result". Killed at any instant it is simply started again.
 *
 * What was adopted is run again with other seeds, where time allows: jobs of
 * their own, put before what waits in the direction.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/pool.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "data/audit.h"
#include "data/smoke.h"
#include "hcc-exec/exec.h"
#include "lua/policy.h"
#include "run/budget.h"
#include "run/limits.h"
#include "run/suggestion_result.h"
#include "run/suggestion_run.h"
#include "run/turns.h"
#include "score/metric.h"
#include "task/best.h"
#include "task/change.h"
#include "task/journal.h"
#include "task/solution.h"

/* Make the attempts of a suggestion, or run one of them with another seed. */
struct job {
	struct suggestion	*s;
	int			 attempt, seed;	/* seed 0: make attempts */
	bool			 audit;		/* or audit this attempt, */
	bool			 control;	/* without suspect columns */
};

/* A lane: what is still to be run of a direction, or of a part of it, and its
 * own best. */
struct direction_run {
	struct job	*jobs;
	size_t		 n, cap, next;
	struct job	 current;
	struct result	 best;		/* valid ones; id NULL: none */
};

struct phase_run {
	struct exec_options	*o;
	const struct task	*t;
	struct script		*policy, *brain;
	jv			 input;		/* of the brain */
	struct limits		 limits;
	struct phase		*phase;
	struct result		 best;		/* of the task; id NULL: none */
	struct direction_run	*dirs;
	size_t			 ndirs;
	struct turns		 turns;		/* at the slots */
	struct budget		 budget;
	bool			 waits;		/* the brain, for a model */
	bool			 no_audit;	/* the data allow none */
	jv			 suspects;	/* columns to be controlled .. */
	bool			 changed;	/* .. whatever the score is */
	bool			 settled;	/* some suggestion is done now */
	bool			 unfit;		/* something did not fit in it */
	enum hcc_status		 worst;
	struct hcc_err		 err;
};

/* The run that a suggestion builds on, its id being `id`; *found is false for
 * none, and for one that is no more. */
static void
open_base(const struct phase_run *p, const char *id, struct earlier *base,
    bool *found)
{
	struct hcc_err	 e = HCC_ERR_INIT;

	*found = id != NULL && earlier_open(p->t, id, base, &e) == HCC_OK;
	if (id == NULL || *found)
		return;
	tool_warn(&p->o->tool, "%s", e.text);
	earlier_free(base);
}

/* The input for one suggestion: the base is where its direction starts, that is
 * what was the task's best when this began unless the plan names another run;
 * or the direction's best, when that is better: so it does not hang on which
 * direction is faster. A control is given no wisdom. */
static jv
input_for(const struct phase_run *p, const struct direction_run *d,
    const struct limits *l, struct earlier *base, bool *based)
{
	jv		 v = limits_tell(l, jv_copy(p->input));
	const char	*id = d->current.s->from;
	double		 score;

	v = json_put_num(v, "phase", p->phase->phase);
	if (d->current.s->control)
		v = json_put(v, "wisdom", jv_array());
	if (id == NULL)
		id = json_str(json_at(v, "base"), "id", NULL);
	open_base(p, id, base, based);
	score = *based ? base->result.score :
	    json_num(json_at(v, "base"), "score", NAN);
	if (d->best.id != NULL && task_better(p->t, d->best.score, score)) {
		if (*based)
			earlier_free(base);
		open_base(p, d->best.id, base, based);
	}
	/* What the task's best is, the input says in more words. */
	id = json_str(json_at(v, "base"), "id", "");
	return *based && strcmp(id, base->result.id) != 0 ?
	    json_put(v, "base", earlier_json(p->t, base)) : v;
}

/* What a job in a child is asked about its time, and for its slot. */
struct clocked {
	struct phase_run	*p;
	double			 base;		/* seconds of it; 0: none */
	double			 base_smoke;	/* of its smoke run */
	size_t			 lane;
	int			 stop_fd;
};

static enum hcc_status
enter(void *ctx, struct hcc_err *e)
{
	const struct clocked	*c = ctx;

	return turns_take(&c->p->turns, c->lane, c->stop_fd, e);
}

static void
leave(void *ctx)
{
	const struct clocked	*c = ctx;

	turns_give(&c->p->turns, c->lane);
}

static double
begin(void *ctx, int timeouts, double forecast)
{
	const struct clocked	*c = ctx;

	return limits_begin(c->p->policy, &c->p->limits,
	    budget_left(&c->p->budget), c->base, timeouts, forecast);
}

/* A table whose rows are few has no sample, and is not tried out; neither is
 * the project as it is, nor what waits in a queue twice then. */
static double
smoke(void *ctx, double limit, double *share)
{
	const struct clocked	*c = ctx;
	struct hcc_err		 e = HCC_ERR_INIT;
	double			 seconds;

	*share = 0;
	seconds = limits_smoke(c->p->policy, limit, c->base, c->p->waits);
	if (seconds <= 0 || c->p->o->env.slurm || (c->p->t->command != NULL &&
	    c->p->phase->phase == 0))
		return 0;
	if (c->p->t->command != NULL || smoke_make(c->p->t,
	    policy_number(c->p->policy, "smoke_rows"), share, &e) == HCC_OK)
		return seconds;
	if (e.status != HCC_NONE)
		tool_warn(&c->p->o->tool, "%s", e.text);
	return 0;
}

static double
forecast(void *ctx, double seconds, double share)
{
	const struct clocked		*c = ctx;
	const struct known_before	 b = { seconds, share, c->base,
					    c->base_smoke };

	return limits_forecast(c->p->policy, &b);
}

/* A descriptor that is readable when `stop_fd` is or the time is up, for what
 * must not outlive the budget; -1: no budget, or an error. */
static int
stop_or_time(int stop_fd, double left)
{
	struct epoll_event	 ev = { .events = EPOLLIN };
	struct itimerspec	 at = { .it_value = { .tv_nsec = 1 } };
	int			 all, timer;

	if (isinf(left))
		return -1;
	if (left > 0)
		at.it_value.tv_sec = (time_t)fmin(left, 1e9);
	all = epoll_create1(EPOLL_CLOEXEC);
	timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	if (all == -1 || timer == -1 ||
	    timerfd_settime(timer, 0, &at, NULL) == -1 ||
	    epoll_ctl(all, EPOLL_CTL_ADD, timer, &ev) == -1 ||
	    epoll_ctl(all, EPOLL_CTL_ADD, stop_fd, &ev) == -1)
		return -1;
	return all;
}

/* In the child. */
static int
work(void *ctx, size_t lane, int stop_fd)
{
	struct phase_run	*p = ctx;
	struct direction_run	*d = &p->dirs[lane];
	struct job		*j = &d->current;
	struct hcc_err		 e = HCC_ERR_INIT;
	struct clocked		 c = { p, 0, 0, lane, stop_fd };
	struct suggestion_run	 s = { .t = p->t, .brain = p->brain,
				    .suggestion = j->s, .begin = begin,
				    .enter = enter, .leave = leave,
				    .smoke = smoke, .forecast = forecast,
				    .ctx = &c,
				    .draft = p->phase->phase == 0 };
	struct hopeless		 h = { .policy = p->policy, .t = p->t,
				    .best = &p->best, .tool = &p->o->tool,
				    .budget = &p->budget };
	struct earlier		 base;
	int			 fd;
	enum hcc_status		 st;
	bool			 based;

	attempt_init(&s.run, p->t, &p->limits, p->o->sandbox, stop_fd);
	s.run.env = &p->o->env;
	s.run.keep = p->o->keep;
	s.run.python = p->o->python;
	s.run.hopeless = hopeless_ask;
	s.run.ctx = &h;
	s.run.record = getenv("HCC_LLM_RECORD");
	s.run.replay = getenv("HCC_LLM_REPLAY");
	if (j->seed > 0 || j->audit) {
		if ((st = enter(&c, &e)) != HCC_OK)
			return err_exit_code(st);
		s.run.limits.time = begin(&c, 0, 0);
		st = s.run.limits.time <= 0 ? HCC_NONE : j->audit ?
		    suggestion_audit(&s.run, j->s->id, j->attempt, j->control,
		    &e) :
		    suggestion_reseed(&s.run, j->s->id, j->attempt, j->seed,
		    &e);
	} else {
		fd = stop_or_time(stop_fd, budget_left(&p->budget));
		brain_stop_fd(p->brain, fd == -1 ? stop_fd : fd);
		s.input = input_for(p, d, &p->limits, &base, &based);
		s.run.base = based ? &base : NULL;
		c.base = based ? fmax(0, base.result.seconds) : 0;
		c.base_smoke = based ? fmax(0, base.run.smoke_seconds) : 0;
		s.run.expected = c.base;
		st = suggestion_run(&s, &e);
		jv_free(s.input);
		if (based)
			earlier_free(&base);
		/* The brain's answer was not waited for. */
		if (st == HCC_AGAIN && budget_left(&p->budget) <= 0)
			st = HCC_NONE;
	}
	if (st != HCC_OK && st != HCC_AGAIN && st != HCC_NONE)
		tool_warn(&p->o->tool, "%s", e.text);
	return err_exit_code(st);
}

static bool
next(void *ctx, size_t lane)
{
	struct phase_run	*p = ctx;
	struct direction_run	*d = &p->dirs[lane];

	if (p->worst != HCC_OK || p->unfit || d->next == d->n)
		return false;
	d->current = d->jobs[d->next++];
	if (p->o->tool.verbose && d->current.seed == 0 && !d->current.audit)
		tool_say(&p->o->tool, "run %s: %s", d->current.s->id,
		    d->current.s->title);
	return true;
}

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

/* Put jobs before what waits in the direction. */
static void
queue(struct direction_run *d, const struct job *jobs, size_t n)
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

/* A newly adopted solution without folds is run again on other seeds, once, if
 * that is cheap: this gives the noise floor. How many such runs are due. */
static int
seeds_due(const struct phase_run *p, const struct result *r)
{
	int	 n = (int)policy_number(p->policy, "noise_runs");

	if (n < 1 || json_len(r->folds) > 1)
		return 0;
	n = n > SEEDS_MAX ? SEEDS_MAX : n;
	return cheap(p, r->seconds, n, "noise_share") ? n : 0;
}

/* Queue those of them that a run before this has not made. */
static void
queue_seeds(const struct phase_run *p, struct direction_run *d,
    struct suggestion *s, const struct result *r)
{
	struct job	 jobs[SEEDS_MAX];
	struct run	 done;
	char		 id[80];
	size_t		 n = 0;
	int		 i;

	for (i = 1; i <= r->seeds && i <= SEEDS_MAX; i++) {
		snprintf(id, sizeof(id), "%s/seed-%d", r->id, i);
		if (!run_load(p->t, id, &done))
			jobs[n++] = (struct job){ .s = s,
			    .attempt = r->attempt, .seed = i };
		run_free(&done);
	}
	if (n > 0)
		queue(d, jobs, n);
}

/* Is what lives of suspect columns to be told from what does not? */
static bool
wants_control(const struct phase_run *p, const struct result *r)
{
	return json_len(p->suspects) > 0 && (p->changed || r->suspect != NULL);
}

/* Before a claim counts it is audited, once, where nothing else measures (or
 * a control is wanted) and the data and the time allow it. True: the audit
 * comes next. */
static bool
queue_audit(struct phase_run *p, struct direction_run *d,
    const struct result *r)
{
	const struct metric	*m = metric_find(p->t->metric);
	struct hcc_err		 e = HCC_ERR_INIT;
	struct job		 job = { .s = d->current.s,
				    .attempt = r->attempt, .audit = true };
	double			 share = policy_number(p->policy, "audit");

	if (d->current.audit || isfinite(r->audited) || p->no_audit ||
	    !(share > 0) || m == NULL ||
	    (task_measures(p->t) && !wants_control(p, r)) ||
	    !cheap(p, r->seconds, 1, "audit_share"))
		return false;
	if (audit_make(p->t, share, m->pred, &e) != HCC_OK) {
		p->no_audit = true;
		if (p->o->tool.verbose)
			tool_say(&p->o->tool, "no audits: %s", e.text);
		return false;
	}
	queue(d, &job, 1);
	return true;
}

/* The noise floor of the best, from all runs with other seeds so far. */
static enum hcc_status
note_noise(struct phase_run *p, bool last)
{
	double	 noise = suggestion_noise(p->t, p->best.id, p->best.score);

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

static enum hcc_status
settle_seed(struct phase_run *p, struct direction_run *d, bool failed)
{
	/* Failure only costs the noise floor: the others are not tried. */
	while (failed && seed_next(d))
		d->next++;
	if (p->best.id == NULL || strcmp(p->best.id, d->current.s->id) != 0)
		return HCC_OK;
	return note_noise(p, !seed_next(d));
}

/* The last seed had ended when a kill came? Then none is queued. */
static enum hcc_status
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

static void
replace(struct result *to, const struct result *by)
{
	result_free(to);
	record_copy(&result_record, to, by);
}

/* What is too good to be true is run once more without the columns that
 * preview.md suspects, and everything without those that the test rows
 * contradict. True: that comes next. */
static bool
queue_control(const struct phase_run *p, struct direction_run *d,
    const struct result *r)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct job	 job = { .s = d->current.s, .attempt = r->attempt,
			    .audit = true, .control = true };

	if (d->current.control || isfinite(r->control) ||
	    !isfinite(r->audited) || !wants_control(p, r) ||
	    !cheap(p, r->seconds, 1, "audit_share"))
		return false;
	if (audit_control(p->t, p->suspects, &e) != HCC_OK) {
		tool_warn(&p->o->tool, "%s", e.text);
		return false;
	}
	queue(d, &job, 1);
	return true;
}

/* What came of a suggestion, with what its audit says of it. */
static enum hcc_status
result_of(struct phase_run *p, struct suggestion *s, bool control,
    struct result *r)
{
	char	 why[400];

	if (!suggestion_result(p->t, s->id, s->title, r))
		return err_set(&p->err, HCC_INTERNAL, "suggestion %s ended "
		    "without an attempt", s->id);
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
	if (control && !isfinite(r->control)) {
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

/* Adopt it if exec.lua wants it; false: it is audited first. */
static bool
adopt(struct phase_run *p, struct direction_run *d, struct result *r,
    enum hcc_status *st)
{
	bool	 yes;

	/* It is the best already: a crash came before its result.json. */
	r->adopted = p->best.id != NULL && strcmp(p->best.id, r->id) == 0;
	if (r->adopted) {
		r->delta = p->best.delta;
		queue_seeds(p, d, d->current.s, &p->best);
		return true;
	}
	r->delta = r->score - p->best.score;
	*st = adoption_ask(p->policy, p->t, r, &p->best, false, &yes,
	    &p->err);
	if (*st != HCC_OK || !yes)
		return true;
	if (queue_audit(p, d, r) || queue_control(p, d, r))
		return false;
	if (r->cause != NULL && r->cause->message != NULL)
		tool_warn(&p->o->tool, "suggestion %s of '%s' is adopted for "
		    "want of a better one, but is a leak: it %s", r->id,
		    p->t->path, r->cause->message);
	else if (r->suspect != NULL)
		tool_warn(&p->o->tool, "suggestion %s of '%s' is adopted, but "
		    "its %s: look for a column or a file that leaks the "
		    "target", r->id, p->t->path, r->suspect);
	r->adopted = true;
	r->seeds = seeds_due(p, r);
	if ((*st = best_adopt(p->t, r, p->o->python, &p->err)) == HCC_OK) {
		replace(&p->best, r);
		queue_seeds(p, d, d->current.s, r);
	}
	r->seeds = 0;		/* only best/ says how many */
	return true;
}

static enum hcc_status
settle_suggestion(struct phase_run *p, struct direction_run *d)
{
	struct suggestion	*s = d->current.s;
	struct result		 r;
	enum hcc_status		 st = result_of(p, s, d->current.control,
				    &r);

	if (st == HCC_OK && adopt(p, d, &r, &st)) {
		if (isfinite(r.score) &&
		    task_better(p->t, r.score, d->best.score))
			replace(&d->best, &r);
		if (st == HCC_OK)
			st = publish_result(p, &r);
		s->done = st == HCC_OK;
		p->settled = p->settled || s->done;
	}
	result_free(&r);
	return st;
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

/* Put a suggestion into a lane: to be run, or as what it has. */
static void
add_suggestion(struct phase_run *p, struct direction_run *d,
    struct suggestion *s, jv wanted)
{
	if (!s->done && (jv_get_kind(wanted) != JV_KIND_ARRAY ||
	    json_has(wanted, s->id))) {
		grow(&d->jobs, &d->cap, d->n + 1, sizeof(*d->jobs));
		d->jobs[d->n++] = (struct job){ .s = s };
	} else if (s->result != NULL && status_ok(s->result->status) &&
	    task_better(p->t, s->result->score, d->best.score))
		replace(&d->best, s->result);
	if (s->done && p->best.id != NULL && strcmp(s->id, p->best.id) == 0)
		queue_seeds(p, d, s, &p->best);
}

/* Into how many lanes a direction is divided: a brain that waits for its model
 * is asked for the next programs while one runs, where directions alone would
 * leave slots idle half of the time. It hangs on no clock, so that the same
 * answers give the same runs again. */
static int
lanes_each(struct phase_run *p, int slots)
{
	jv	 brain = script_table(p->brain);
	int	 directions = 0, last = -1;
	size_t	 i;

	p->waits = json_bool(brain, "waits", false);
	jv_free(brain);
	for (i = 0; i < p->phase->count; i++) {
		directions += p->phase->suggestions[i].direction != last;
		last = p->phase->suggestions[i].direction;
	}
	return p->waits && directions <= 2 * slots ?
	    1 + (int)policy_number(p->policy, "ahead") : 1;
}

/* Spread the pending suggestions that were asked for over lanes. */
static void
fill_directions(struct phase_run *p, jv wanted, int each)
{
	struct suggestion	*s, *end = p->phase->suggestions +
				    p->phase->count;
	int			 last = -1, k = 0;
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
		replace(&p->best, state->best);
	if ((st = policy_open(p->t->path, at, "exec", &p->policy, &p->err)) !=
	    HCC_OK ||
	    (st = brain_of_task(p->t, at, p->o->brain, &p->brain, &p->err)) !=
	    HCC_OK)
		return st;
	*slots = p->o->slots > 0 ? p->o->slots : limits_slots(p->policy,
	    p->o->env.slurm);
	fill_directions(p, wanted, lanes_each(p, *slots));
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
	    (st = budget_open(&p->budget, p->t, at, state->spent,
	    &p->err)) != HCC_OK)
		return st;
	p->suspects = audit_columns(p->t, "changed");
	p->changed = json_len(p->suspects) > 0;
	if (!p->changed) {
		jv_free(p->suspects);
		p->suspects = audit_columns(p->t, "suspects");
	}
	q.left = fmax(0, budget_left(&p->budget));
	if ((st = limits_compute(p->policy, &q, &p->limits, &p->err)) !=
	    HCC_OK)
		return st;
	if (p->o->slots == 0)
		*slots = p->limits.slots;
	return HCC_OK;
}

static void
release(struct phase_run *p)
{
	size_t	 i;

	for (i = 0; i < p->ndirs; i++) {
		free(p->dirs[i].jobs);
		result_free(&p->dirs[i].best);
	}
	free(p->dirs);
	turns_close(&p->turns);
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
		if (!p->phase->suggestions[i].done)
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
	    .suspects = jv_null(), .phase = state->phases,
	    .turns = TURNS_NONE, .err = HCC_ERR_INIT };
	struct pool		 l = { .next = next, .work = work,
	    .done = done, .ctx = &p };
	enum hcc_status		 st;
	int			 slots = 1;

	while (p.phase->phase != phase)
		p.phase++;
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
	if (st == HCC_OK)
		print_phase(&p);
	release(&p);
	*e = p.err;
	return st;
}
