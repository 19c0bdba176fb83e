/*
 * phase_work.c: a job of a phase, in a child: the attempts of a suggestion, or
 * one of them once more.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/json.h"
#include "brain/brain.h"
#include "data/smoke.h"
#include "hcc-exec/phase.h"
#include "lua/policy.h"
#include "run/suggestion_run.h"

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
 * or the direction's best, when that is better: so it does not depend on which
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

/* Seconds of a smoke run; 0: none. There is none for a project as it is, for a
 * job of Slurm, which would wait in the queue twice, and for a table with too
 * few rows for a sample. */
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
	if (all != -1 && timer != -1 &&
	    timerfd_settime(timer, 0, &at, NULL) == 0 &&
	    epoll_ctl(all, EPOLL_CTL_ADD, timer, &ev) == 0 &&
	    epoll_ctl(all, EPOLL_CTL_ADD, stop_fd, &ev) == 0)
		return all;	/* which goes with the process, as the timer */
	if (all != -1)
		close(all);
	if (timer != -1)
		close(timer);
	return -1;
}

/* Run the program of an attempt once more. */
static enum hcc_status
run_again(struct clocked *c, struct attempt *a, struct hcc_err *e)
{
	const struct phase_job	*j = &c->p->dirs[c->lane].current;
	enum hcc_status		 st;

	if ((st = enter(c, e)) != HCC_OK)
		return st;
	a->limits.time = begin(c, 0, 0);
	if (a->limits.time <= 0)
		return HCC_NONE;
	return j->audit ?
	    suggestion_audit(a, j->s->id, j->attempt, j->control, e) :
	    suggestion_reseed(a, j->s->id, j->attempt, j->seed, e);
}

/* Ask the brain for programs, and run them. */
static enum hcc_status
make_attempts(struct clocked *c, struct suggestion_run *s, struct hcc_err *e)
{
	struct phase_run	*p = c->p;
	struct earlier		 base;
	int			 fd;
	enum hcc_status		 st;
	bool			 based;

	fd = stop_or_time(c->stop_fd, budget_left(&p->budget));
	brain_stop_fd(p->brain, fd == -1 ? c->stop_fd : fd);
	s->input = input_for(p, &p->dirs[c->lane], &p->limits, &base, &based);
	s->run.base = based ? &base : NULL;
	c->base = based ? fmax(0, base.result.seconds) : 0;
	c->base_smoke = based ? fmax(0, base.run.smoke_seconds) : 0;
	s->run.expected = c->base;
	st = suggestion_run(s, e);
	jv_free(s->input);
	if (based)
		earlier_free(&base);
	/* The brain's answer was not waited for. */
	return st == HCC_AGAIN && budget_left(&p->budget) <= 0 ? HCC_NONE : st;
}

/* Is a model to look again at what waits for a slot? */
static bool
watches(const struct phase_run *p)
{
	jv	 knobs = script_table(p->policy);
	bool	 wanted = json_bool(knobs, "watch", false);

	jv_free(knobs);
	return wanted && p->waits && p->phase->phase > 0;
}

int
phase_work(void *ctx, size_t lane, int stop_fd)
{
	struct phase_run	*p = ctx;
	const struct phase_job	*j = &p->dirs[lane].current;
	struct hcc_err		 e = HCC_ERR_INIT;
	struct clocked		 c = { p, 0, 0, lane, stop_fd };
	struct suggestion_run	 s = { .t = p->t, .brain = p->brain,
				    .suggestion = j->s, .begin = begin,
				    .enter = enter, .leave = leave,
				    .smoke = smoke, .forecast = forecast,
				    .ctx = &c,
				    .draft = p->phase->phase == 0,
				    .watch = watches(p) };
	struct hopeless		 h = { .policy = p->policy, .t = p->t,
				    .best = &p->best, .tool = &p->o->tool,
				    .budget = &p->budget };
	enum hcc_status		 st;

	attempt_init(&s.run, p->t, &p->limits, p->o->sandbox, stop_fd);
	s.run.env = &p->o->env;
	s.run.keep = p->o->keep;
	s.run.python = p->o->python;
	s.run.warm = &p->warm;
	s.run.hopeless = hopeless_ask;
	s.run.ctx = &h;
	s.run.record = getenv("HCC_LLM_RECORD");
	s.run.replay = getenv("HCC_LLM_REPLAY");
	st = j->seed > 0 || j->audit ? run_again(&c, &s.run, &e) :
	    make_attempts(&c, &s, &e);
	if (st != HCC_OK && st != HCC_AGAIN && st != HCC_NONE)
		tool_warn(&p->o->tool, "%s", e.text);
	return err_exit_code(st);
}
