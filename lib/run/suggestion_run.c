/*
 * suggestion_run.c: attempts until one works, and what came of them.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "digest/digest.h"
#include "run/failure.h"
#include "run/job.h"
#include "run/sealed.h"
#include "run/suggestion_run.h"
#include "task/change.h"
#include "task/journal.h"
#include "task/project.h"
#include "task/solution.h"

#define LOG_TOKENS	1500	/* of a failed run, for the brain */
#define CODE_MAX	(4u << 20)
#define SMOKE_DIR	"smoke"	/* data/smoke.h */
#define SEED_STEP	1000	/* from one to the next */

/* A failed attempt as the brain gets it. */
static jv
failure_json(const struct task *t, const char *id, int attempt,
    const struct run *r)
{
	struct buf	 log = BUF_INIT, code = BUF_INIT;
	struct digest_opts opts = { .max_tokens = LOG_TOKENS };
	char		 dir[80], file[160];
	jv		 f = r->cause == NULL ? jv_object() :
			    record_json(&cause_record, r->cause);

	snprintf(dir, sizeof(dir), "l1/%s", id);
	snprintf(file, sizeof(file), "l1/%s/log", id);
	(void)digest_file(t->dir, file, &opts, &log, NULL);
	if (solution_file(t, dir, file, sizeof(file)))
		(void)fs_read_nofollow(t->dir, file, CODE_MAX, &code, NULL);
	f = json_put(f, "exit", r->exit < 0 ? jv_null() : jv_number(r->exit));
	f = json_put(f, "signal", r->signal == 0 ? jv_null() :
	    jv_number(r->signal));
	f = json_put_str(f, "limit", r->limit);
	f = json_put_str(f, "log", buf_str(&log));
	f = json_put_str(f, "code", buf_str(&code));
	if (t->command != NULL)
		f = json_put(f, "files", project_files(buf_str(&code),
		    code.len));
	f = json_put_num(f, "attempt", attempt);
	buf_release(&log);
	buf_release(&code);
	return f;
}

/* Read the text that the brain gave to a draft; false when there is none. */
static bool
read_text(const struct task *t, const char *id, struct buf *b)
{
	char	 path[64];

	snprintf(path, sizeof(path), "l1/%.48s/note.md", id);
	return fs_read(t->dir, path, 1u << 20, b, NULL) == HCC_OK;
}

/* What a brain is asked for attempt k: input, suggestion, and the failure of
 * the attempt before. */
static jv
question(const struct suggestion_run *s, int k)
{
	struct buf	 text = BUF_INIT;
	struct run	 before;
	char		 id[64];
	jv		 args = jv_array_append(jv_array(), limits_tell(
			    &s->run.limits, jv_copy(s->input)));
	jv		 sug = record_json(&suggestion_record, s->suggestion);

	if (k > 1 && read_text(s->t, s->suggestion->id, &text))
		sug = json_put_str(sug, "text", buf_str(&text));
	buf_release(&text);
	args = jv_array_append(args, sug);
	if (k > 1) {
		snprintf(id, sizeof(id), "%s/%d", s->suggestion->id, k - 1);
		(void)run_load(s->t, id, &before);
		args = jv_array_append(args, failure_json(s->t, id, k - 1,
		    &before));
		run_free(&before);
	}
	return args;
}

/* The project as it is; no brain is asked. */
static enum hcc_status
baseline(const struct task *t, jv *answer, struct hcc_err *e)
{
	struct buf	 code = BUF_INIT;
	enum hcc_status	 st = project_original(t, &code, e);

	*answer = json_put_str(jv_object(), "code", buf_str(&code));
	buf_release(&code);
	return st;
}

/* Of a project the brain gives files: make them the code. The files that it
 * leaves out are those of the base. */
static enum hcc_status
take_files(const struct suggestion_run *s, jv *answer, struct hcc_err *e)
{
	struct buf	 code = BUF_INIT;
	enum hcc_status	 st;
	jv		 files = json_get(json_at(s->input, "base"), "files");

	if (jv_get_kind(json_at(*answer, "files")) != JV_KIND_OBJECT) {
		jv_free(files);
		return HCC_OK;
	}
	if (jv_get_kind(files) != JV_KIND_OBJECT) {
		jv_free(files);
		files = jv_object();
	}
	files = jv_object_merge(files, json_get(*answer, "files"));
	if ((st = project_code(s->t, files, &code, e)) == HCC_OK)
		*answer = json_put_str(*answer, "code", buf_str(&code));
	else {
		err_prefix(e, "brain");
		e->status = st = HCC_CONFIG;
	}
	buf_release(&code);
	jv_free(files);
	return st;
}

/* Ask the brain for the code of attempt k. *answer is {code,..},
 * {give_up: reason} or, when the brain raised an error, {refused: why}. */
static enum hcc_status
ask(struct suggestion_run *s, int k, jv *answer, struct hcc_err *e)
{
	const char	*fn = k > 1 ? "debug" : s->draft ? "draft" : "improve";
	enum hcc_status	 st;
	jv		 r = jv_invalid();

	if (s->t->command != NULL && s->draft)
		return baseline(s->t, answer, e);
	st = script_call(s->brain, fn, question(s, k), &r, e);
	if (st == HCC_OK && s->t->command != NULL)
		st = take_files(s, &r, e);
	if (st == HCC_OK && json_str(r, "code", NULL) == NULL &&
	    json_str(r, "give_up", NULL) == NULL)
		st = err_set(e, HCC_CONFIG, "brain: %s returned no code", fn);
	/* An error of the brain's own is the suggestion's failure; what ended
	 * it from outside, a model that is not there, say, is not. */
	if (st == HCC_CONFIG && !script_ended(s->brain)) {
		jv_free(r);
		r = json_put_str(jv_object(), "refused", e->text);
		st = HCC_OK;
	}
	*answer = r;
	return st;
}

/* The text behind a draft is the brain's; keep it beside the attempts. */
static enum hcc_status
keep_text(const struct suggestion_run *s, jv answer, struct hcc_err *e)
{
	char		 path[64];
	const char	*text = json_str(answer, "text", NULL);
	enum hcc_status	 st;

	if (text == NULL)
		return HCC_OK;
	snprintf(path, sizeof(path), "l1/%s", s->suggestion->id);
	if ((st = fs_mkdirs(s->t->dir, path, e)) != HCC_OK)
		return st;
	snprintf(path, sizeof(path), "l1/%s/note.md", s->suggestion->id);
	return fs_publish(s->t->dir, path, text, strlen(text), e);
}

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
	/* A job would wait in the queue twice. */
	if (s->smoke == NULL || (a.env != NULL && a.env->slurm) ||
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
	if (st == HCC_OK) {
		*ok = status_ok(r.status);
		st = journal_add(s->t, "run", journal_run(&r), e);
	}
	run_free(&r);
	return st;
}

/* An attempt that was submitted by a call of before: nobody is asked. */
static enum hcc_status
await(struct suggestion_run *s, const char *id, bool *ok, struct hcc_err *e)
{
	struct run	 r;
	enum hcc_status	 st;

	s->run.id = id;
	st = job_run(&s->run, &r, e);
	if (st == HCC_OK) {
		*ok = status_ok(r.status);
		st = journal_add(s->t, "run", journal_run(&r), e);
	}
	run_free(&r);
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
	jv		 answer;

	if (job_pending(s->t, id))
		return await(s, id, done, e);
	if ((st = ask(s, k, &answer, e)) != HCC_OK) {
		jv_free(answer);
		return st;
	}
	*done = json_str(answer, "give_up", NULL) != NULL;
	why = json_str(answer, k == 1 && *done ? "give_up" : "refused", NULL);
	if (why != NULL) {
		*done = true;
		st = attempt_refused(s->t, id, "brain", why, &r, e);
		run_free(&r);
	} else if (!*done && (!s->draft ||
	    (st = keep_text(s, answer, e)) == HCC_OK) &&
	    (st = enter(s, e)) == HCC_OK)
		st = run_code(s, id, answer, done, e);
	s->leave(s->ctx);
	jv_free(answer);
	return st;
}

enum hcc_status
suggestion_run(struct suggestion_run *s, struct hcc_err *e)
{
	struct run	 r;
	char		 id[64];
	bool		 done = false;
	int		 k;
	enum hcc_status	 st = HCC_OK;

	s->timeouts = 0;
	/* What a project is, no repair makes better. */
	if (s->t->command != NULL && s->draft)
		s->run.limits.tries = 1;
	for (k = 1; st == HCC_OK && !done && k <= s->run.limits.tries; k++) {
		snprintf(id, sizeof(id), "%s/%d", s->suggestion->id, k);
		if (!has_run(s->t, id)) {
			s->run.limits.time = s->begin(s->ctx, s->timeouts, 0);
			if (s->run.limits.time <= 0)
				return k > 1 ? HCC_OK : err_set(e, HCC_NONE,
				    "suggestion %s does not fit into the time "
				    "that is left", s->suggestion->id);
			st = one_attempt(s, k, id, &done, e);
			if (st == HCC_NONE && k > 1)
				return HCC_OK;
		}
		(void)run_load(s->t, id, &r);
		done = done || status_ok(r.status);
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

/* The score that counts for choosing: measured on a sealed hold-out, where no
 * claim takes its place, else claimed. An exam never counts. NAN when there is
 * none. */
static double
score_of(const struct task *t, const struct run *r)
{
	return task_measures(t) && sealed_present(t) ? r->measured :
	    r->claimed;
}

/* The last attempt of the chain, which ends with the first valid one; how many
 * there are. */
static int
last_attempt(const struct task *t, const char *id, struct run *last)
{
	struct run	 r;
	char		 path[80];
	bool		 ok = false;
	int		 n = 0;

	record_init(&run_record, last);
	while (!ok) {
		snprintf(path, sizeof(path), "%s/%d", id, n + 1);
		if (!run_load(t, path, &r)) {
			run_free(&r);
			break;
		}
		run_free(last);
		*last = r;
		ok = status_ok(r.status);
		n++;
	}
	return n;
}

/* What a suggestion was built on: the base of its first attempt, which the
 * repairs of it keep. */
static void
put_change(const struct task *t, const char *id, struct result *r)
{
	struct run	 first;
	struct base	 self;
	struct change	 c;
	char		 path[80];

	snprintf(path, sizeof(path), "%s/1", id);
	if (run_load(t, path, &first) && first.built_on != NULL) {
		r->base = first.built_on;
		first.built_on = NULL;
		base_of_result(&self, r);
		c = change_of(&self, r->base, task_measures(t) &&
		    isfinite(r->measured));
		r->change = c.change;
		r->error = c.error;
		r->interval = c.interval;
		base_free(&self);
	}
	run_free(&first);
}

/* What an audit measured, or NAN. */
static double
audited(const struct task *t, const char *id, const char *name)
{
	struct run	 r;
	char		 path[80];
	double		 d;

	snprintf(path, sizeof(path), "%s/%s", id, name);
	d = run_load(t, path, &r) && status_ok(r.status) ? r.measured : NAN;
	run_free(&r);
	return d;
}

void
suggestion_distrust(const struct task *t, struct result *r, const char *why)
{
	r->score = isfinite(r->control) ? r->control : r->audited;
	jv_free(r->folds);
	r->folds = jv_null();
	record_delete(&cause_record, r->cause);
	r->cause = record_new(&cause_record);
	record_set(&r->cause->class, failure_name(FAILURE_LEAK));
	record_set(&r->cause->message, why);
	record_delete(&base_record, r->base);
	r->base = NULL;
	put_change(t, r->id, r);
}

/* Why sealed labels gave no score; where nothing else counts, that is why there
 * is none. */
static void
put_not_measured(const struct run *r, struct result *out)
{
	char	 why[400];

	if (isfinite(r->measured))
		return;
	record_set(&out->not_measured, json_str(r->submission, "not_measured",
	    NULL));
	if (isfinite(out->score) || out->not_measured == NULL)
		return;
	snprintf(why, sizeof(why), "not measured: %s", out->not_measured);
	out->cause = record_new(&cause_record);
	record_set(&out->cause->class, failure_name(FAILURE_OTHER));
	record_set(&out->cause->message, why);
}

bool
suggestion_result(const struct task *t, const char *id, const char *title,
    struct result *out)
{
	struct buf	 text = BUF_INIT;
	struct run	 r;
	int		 n = last_attempt(t, id, &r);

	record_init(&result_record, out);
	record_set(&out->id, id);
	record_set(&out->title, title);
	record_set(&out->status, r.status);
	record_set(&out->code_sha256, r.code_sha256);
	record_set(&out->claimed_at, r.claimed_at);
	if (read_text(t, id, &text))
		record_set(&out->text, buf_str(&text));
	buf_release(&text);
	out->score = status_ok(r.status) ? score_of(t, &r) : NAN;
	out->claimed = r.claimed;
	out->measured = r.measured;
	out->seconds = r.seconds;
	out->attempt = out->attempts = n;
	out->cause = r.cause;
	r.cause = NULL;
	if (status_ok(r.status)) {
		out->folds = jv_copy(r.folds);
		put_not_measured(&r, out);
	}
	run_free(&r);
	out->audited = audited(t, id, "audit");
	out->control = audited(t, id, "control");
	put_change(t, id, out);
	return n > 0;
}

static int
ascending(const void *a, const void *b)
{
	double	 x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), ascending);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

double
suggestion_noise(const struct task *t, const char *id, double score)
{
	struct run	 r;
	double		 v[SEEDS_MAX + 1], d, m;
	char		 path[80];
	int		 i, n = 0;

	v[n++] = score;
	for (i = 1; i <= SEEDS_MAX; i++) {
		snprintf(path, sizeof(path), "%s/seed-%d", id, i);
		d = run_load(t, path, &r) ? score_of(t, &r) : NAN;
		if (isfinite(d))
			v[n++] = d;
		run_free(&r);
	}
	if (n < 2)
		return NAN;
	m = median(v, n);
	for (i = 0; i < n; i++)
		v[i] = fabs(v[i] - m);
	return median(v, n);
}
