/*
 * suggestion_run.c: attempts until one works, each tried out on a sample before
 * its run; and its program run once more, for an audit or with another seed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/job.h"
#include "run/suggestion_ask.h"
#include "run/suggestion_run.h"
#include "task/journal.h"
#include "task/project.h"
#include "task/solution.h"

#define CODE_MAX	(4u << 20)
#define SMOKE_DIR	"smoke"	/* data/smoke.h */
#define SEED_STEP	1000	/* from one to the next */

/* Wait for the slot; its wait is no part of the time that the run may take. */
static enum hcc_status
enter(struct suggestion_run *s, struct hcc_err *e)
{
	enum hcc_status	 st = s->enter(s->ctx, e);

	if (st != HCC_OK)
		return st;
	s->run.limits.time = s->begin(s->ctx, s->timeouts, 0);
	return s->run.limits.time > 0 ? HCC_OK : err_set(e, HCC_NONE,
	    "suggestion %s does not fit into the time that is left",
	    s->suggestion->id);
}

static bool
has_run(const struct task *t, const char *id)
{
	struct run	 r;
	bool		 yes = run_load(t, id, &r);

	run_free(&r);
	return yes;
}

/* What is known before the run itself. */
struct outlook {
	bool	 failed;	/* it has a run.json already */
	double	 seconds;	/* of the smoke run; 0: it was not made, or not
				 * to its end */
	double	 forecast;	/* seconds of the run; 0: not known */
};

static enum hcc_status
note_smoke(const struct suggestion_run *s, const struct run *r,
    const struct outlook *o, struct hcc_err *e)
{
	jv	 ev = json_put_str(jv_object(), "id", r->id);

	ev = json_put_str(ev, "status", o->failed ? "failed" :
	    o->seconds > 0 ? "ok" : "timeout");
	ev = json_put_num(ev, "seconds", r->seconds);
	if (o->forecast > 0)
		ev = json_put_num(ev, "forecast", o->forecast);
	return journal_add(s->t, "smoke", ev, e);
}

/* Try it out: on a sample of the rows, and with HCC_SMOKE. What cannot work
 * fails here; what has ended tells how long the run will take. */
static enum hcc_status
try_out(struct suggestion_run *s, struct outlook *o, struct hcc_err *e)
{
	struct attempt	 a = s->run;
	struct run	 r;
	double		 share = 0;
	enum hcc_status	 st;

	*o = (struct outlook){ false, 0, 0 };
	/* A job would wait in the queue twice; a project that does not look for
	 * the variable would only be begun twice. */
	if (s->smoke == NULL || (a.env != NULL && a.env->slurm) ||
	    (s->t->command != NULL && !project_mentions(s->t, a.code,
	    "HCC_SMOKE")) ||
	    (a.limits.time = s->smoke(s->ctx, s->run.limits.time, &share)) <=
	    0)
		return HCC_OK;
	a.smoke = true;
	a.audit = share > 0 ? SMOKE_DIR : NULL;
	a.expected = 0;
	st = attempt_run(&a, &r, e);
	if (st == HCC_OK) {
		o->failed = r.cause != NULL &&
		    has_run(s->t, a.id);
		if (!o->failed && r.limit == NULL && r.exit == 0)
			o->seconds = r.seconds;
		if (o->seconds > 0)
			o->forecast = s->forecast(s->ctx, o->seconds, share);
		st = note_smoke(s, &r, o, e);
	}
	run_free(&r);
	return st;
}

/* The limit of the run, now that more is known; false: it was not begun, and
 * its run.json says why. */
static bool
fits(struct suggestion_run *s, const struct outlook *o, enum hcc_status *st,
    struct hcc_err *e)
{
	char		 msg[200];
	struct run	 r;

	if (o->forecast <= 0)
		return true;
	s->run.expected = o->forecast;
	s->run.limits.time = s->begin(s->ctx, s->timeouts, o->forecast);
	if (s->run.limits.time > 0)
		return true;
	snprintf(msg, sizeof(msg), "not begun: it would take about %.0f s, by "
	    "a smoke run of %.1f s, more than there is", o->forecast,
	    o->seconds);
	*st = attempt_refused(s->t, s->run.id, "timeout", msg, &r, e);
	if (*st == HCC_OK)
		*st = journal_add(s->t, "run", journal_run(&r), e);
	run_free(&r);
	s->timeouts++;
	return false;
}

/* Attempt `id` works: tell what was wrong with the one before, and what the
 * brain says of the repair, which later phases want to know. */
static enum hcc_status
note_repair(const struct suggestion_run *s, const char *id, jv answer,
    struct hcc_err *e)
{
	const char	*last = strrchr(id, '/');
	int		 k = last == NULL ? 0 : atoi(last + 1);
	struct run	 before;
	char		 path[80], cause[400];
	enum hcc_status	 st = HCC_OK;
	jv		 ev;

	if (k < 2 || json_str(answer, "text", NULL) == NULL)
		return HCC_OK;
	snprintf(path, sizeof(path), "%.*s/%d", (int)(last - id), id, k - 1);
	if (run_load(s->t, path, &before) && before.cause != NULL &&
	    before.cause->message != NULL) {
		snprintf(cause, sizeof(cause), "%.40s: %.300s",
		    before.cause->class == NULL ? "other" :
		    before.cause->class, before.cause->message);
		ev = json_put_str(jv_object(), "id", id);
		ev = json_put_str(ev, "cause", cause);
		ev = json_put_str(ev, "why", json_str(answer, "text", ""));
		st = journal_add(s->t, "repair", ev, e);
	}
	run_free(&before);
	return st;
}

/* Write a run (released) into the journal. *ok: no other attempt is needed. */
static enum hcc_status
end_run(const struct suggestion_run *s, struct run *r, enum hcc_status st,
    bool *ok, struct hcc_err *e)
{
	if (st == HCC_OK) {
		*ok = status_worked(r->status);
		st = journal_add(s->t, "run", journal_run(r), e);
	}
	run_free(r);
	return st;
}

/* Run the code of an answer and write it into the journal. */
static enum hcc_status
run_code(struct suggestion_run *s, const char *id, jv answer, bool *ok,
    struct hcc_err *e)
{
	struct outlook	 o;
	struct run	 r;
	enum hcc_status	 st;

	s->run.id = id;
	s->run.code = json_str(answer, "code", "");
	if ((st = journal_add(s->t, "start", json_put_str(jv_object(), "id",
	    id), e)) != HCC_OK || (st = try_out(s, &o, e)) != HCC_OK)
		return st;
	s->run.smoke_seconds = o.seconds;
	if (!o.failed && !fits(s, &o, &st, e))
		return st;
	if (o.failed)
		(void)run_load(s->t, id, &r);
	else
		st = attempt_run(&s->run, &r, e);
	st = end_run(s, &r, st, ok, e);
	return st == HCC_OK && *ok ? note_repair(s, id, answer, e) : st;
}

/* Wait for an attempt that an earlier call has submitted; no brain is asked. */
static enum hcc_status
await(struct suggestion_run *s, const char *id, bool *ok, struct hcc_err *e)
{
	struct run	 r;
	enum hcc_status	 st;

	s->run.id = id;
	st = job_run(&s->run, &r, e);
	return end_run(s, &r, st, ok, e);
}

/* It is not to be run any more, by what other suggestions have shown since it
 * was planned; where the answer closes the phase, nothing that has not begun
 * is. */
static enum hcc_status
strike(const struct suggestion_run *s, const char *id, jv answer,
    struct hcc_err *e)
{
	const char	*why = json_str(answer, "strike", "");
	struct run	 r;
	enum hcc_status	 st;
	jv		 ev = json_put_str(jv_object(), "id",
			    s->suggestion->id);

	if (json_bool(answer, "close", false))
		ev = json_put(ev, "close", jv_true());
	if ((st = journal_add(s->t, "strike", json_put_str(ev, "why", why),
	    e)) == HCC_OK)
		st = attempt_refused(s->t, id, "struck", why, &r, e);
	else
		record_init(&run_record, &r);
	run_free(&r);
	return st;
}

/* The events of this name in its phase so far, an array. */
static jv
events_so_far(const struct suggestion_run *s, const char *name)
{
	size_t	 phase = strcspn(s->suggestion->id, "/") + 1;
	int	 i, torn;
	jv	 events, ev, list = jv_array();

	if (journal_read(s->t, &events, &torn, NULL) == HCC_OK)
		for (i = 0; json_item(events, i, &ev); i++)
			if (strcmp(json_str(ev, "ev", ""), name) == 0 &&
			    strncmp(json_str(ev, "id", ""), s->suggestion->id,
			    phase) == 0)
				list = jv_array_append(list, jv_copy(ev));
	jv_free(events);
	return list;
}

static int
runs_so_far(const struct suggestion_run *s)
{
	jv	 list = events_so_far(s, "run");
	int	 n = json_len(list);

	jv_free(list);
	return n;
}

/* Has the brain closed the phase? {strike=} with its reason then; else null. */
static jv
closed(const struct suggestion_run *s)
{
	jv	 list = events_so_far(s, "strike"), ev, r = jv_null();
	int	 i;

	for (i = 0; json_item(list, i, &ev); i++)
		if (json_bool(ev, "close", false)) {
			jv_free(r);
			r = json_put_str(jv_object(), "strike", json_str(ev,
			    "why", ""));
		}
	jv_free(list);
	return r;
}

/* Wait for a slot to run in. Where other runs have ended since the program was
 * asked for, `known` of them before (-1: do not ask), the brain may strike it:
 * *answer has a "strike". */
static enum hcc_status
enter_unless(struct suggestion_run *s, int known, jv *answer,
    struct hcc_err *e)
{
	enum hcc_status	 st = enter(s, e);

	*answer = jv_null();
	if (st != HCC_OK || known < 0 || runs_so_far(s) == known)
		return st;
	s->leave(s->ctx);	/* it is no run that waits for a model */
	if ((st = suggestion_watch(s, answer, e)) == HCC_OK &&
	    json_str(*answer, "strike", NULL) == NULL)
		st = enter(s, e);
	return st;
}

/* Run the code of an answer, unless others have shown it to be for nothing. */
static enum hcc_status
run_unless(struct suggestion_run *s, const char *id, jv answer, int known,
    bool *done, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 late;

	if ((st = enter_unless(s, known, &late, e)) == HCC_OK &&
	    json_str(late, "strike", NULL) != NULL) {
		*done = true;
		st = strike(s, id, late, e);
	} else if (st == HCC_OK)
		st = run_code(s, id, answer, done, e);
	jv_free(late);
	return st;
}

/* Attempt k, which has no run.json. *done: it was the last. */
static enum hcc_status
one_attempt(struct suggestion_run *s, int k, const char *id, bool *done,
    struct hcc_err *e)
{
	const char	*why;
	struct run	 r;
	enum hcc_status	 st;
	int		 known;
	jv		 answer;

	if (job_pending(s->t, id))
		return await(s, id, done, e);
	known = s->watch && k == 1 ? runs_so_far(s) : -1;
	answer = k == 1 ? closed(s) : jv_null();
	if (json_str(answer, "strike", NULL) == NULL &&
	    (st = suggestion_ask(s, k, &answer, e)) != HCC_OK) {
		jv_free(answer);
		return st;
	}
	*done = json_str(answer, "give_up", NULL) != NULL;
	why = json_str(answer, k == 1 && *done ? "give_up" : "refused", NULL);
	if (k == 1 && json_str(answer, "strike", NULL) != NULL) {
		*done = true;
		st = strike(s, id, answer, e);
	} else if (why != NULL) {
		*done = true;
		st = attempt_refused(s->t, id, "brain", why, &r, e);
		run_free(&r);
	} else if (!*done && (!s->draft ||
	    (st = suggestion_keep_text(s, answer, e)) == HCC_OK))
		st = run_unless(s, id, answer, known, done, e);
	s->leave(s->ctx);
	jv_free(answer);
	return st;
}

enum hcc_status
suggestion_run(struct suggestion_run *s, struct hcc_err *e)
{
	struct run	 r;
	char		 id[64];
	bool		 found, done = false;
	int		 k;
	enum hcc_status	 st = HCC_OK;

	s->timeouts = 0;
	s->run.measure = s->suggestion->measure;
	/* A project as it is has one attempt: there is nothing to repair. */
	if (s->t->command != NULL && s->draft)
		s->run.limits.tries = 1;
	for (k = 1; st == HCC_OK && !done && k <= s->run.limits.tries; k++) {
		snprintf(id, sizeof(id), "%s/%d", s->suggestion->id, k);
		st = run_find(s->t, id, &r, &found, e);
		if (st == HCC_OK && !found) {
			run_free(&r);
			s->run.limits.time = s->begin(s->ctx, s->timeouts, 0);
			if (s->run.limits.time <= 0)
				return k > 1 ? HCC_OK : err_set(e, HCC_NONE,
				    "suggestion %s does not fit into the time "
				    "that is left", s->suggestion->id);
			st = one_attempt(s, k, id, &done, e);
			if (st == HCC_NONE && k > 1)
				return HCC_OK;
			(void)run_load(s->t, id, &r);
		}
		done = done || status_worked(r.status);
		s->timeouts += r.limit != NULL && strcmp(r.limit, "time") == 0;
		run_free(&r);
	}
	return st;
}

/* Run the program of attempt k once more, as `as` has it, in I.J/NAME. */
static enum hcc_status
rerun(const struct attempt *as, const char *id, int k, const char *name,
    struct hcc_err *e)
{
	struct attempt	 a = *as;
	struct buf	 b = BUF_INIT;
	struct earlier	 base = { .result = { 0 } };
	struct run	 r;
	char		 dir[80], file[160], at[64];
	enum hcc_status	 st;

	record_init(&run_record, &r);
	snprintf(dir, sizeof(dir), "l1/%s/%d", id, k);
	if (!solution_file(a.t, dir, file, sizeof(file)))
		return err_set(e, HCC_MISSING, "no solution in '%s'", dir);
	st = fs_read_nofollow(a.t->dir, file, CODE_MAX, &b, e);
	snprintf(at, sizeof(at), "%s/%d", id, k);
	if (st == HCC_OK && run_load(a.t, at, &r) && r.base != NULL) {
		st = earlier_open(a.t, r.base, &base, e);
		a.base = &base;
	}
	run_free(&r);
	if (st == HCC_OK) {
		snprintf(at, sizeof(at), "%s/%s", id, name);
		a.id = at;
		a.code = buf_str(&b);
		st = attempt_run(&a, &r, e);
		run_free(&r);
	}
	if (a.base != NULL)
		earlier_free(&base);
	buf_release(&b);
	return st;
}

enum hcc_status
suggestion_reseed(const struct attempt *run, const char *id, int k, int n,
    struct hcc_err *e)
{
	struct attempt	 a = *run;
	char		 name[32];

	snprintf(name, sizeof(name), "seed-%d", n);
	a.seed += SEED_STEP * n;
	return rerun(&a, id, k, name, e);
}

enum hcc_status
suggestion_audit(const struct attempt *run, const char *id, int k,
    bool control, struct hcc_err *e)
{
	struct attempt	 a = *run;

	a.audit = control ? "audit/control" : "audit";
	return rerun(&a, id, k, control ? "control" : "audit", e);
}
