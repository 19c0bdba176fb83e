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
#include "task/solution.h"
#include "digest/digest.h"
#include "run/suggestion_run.h"
#include "task/journal.h"
#include "task/state.h"

#define LOG_TOKENS 1500		/* of a failed run, for the brain */

static jv
read_run(const struct task *t, const char *id)
{
	char	 path[96];

	snprintf(path, sizeof(path), "l1/%s/run.json", id);
	return state_json(t, path);
}

static jv
failure_of(const struct task *t, const char *id, jv run)
{
	struct buf	 b = BUF_INIT, code = BUF_INIT;
	struct digest_opts	 opts = { .max_tokens = LOG_TOKENS };
	char		 dir[80], file[160];
	jv		 f = json_get(run, "cause");

	snprintf(dir, sizeof(dir), "l1/%s", id);
	snprintf(file, sizeof(file), "l1/%s/log", id);
	(void)digest_file(t->dir, file, &opts, &b, NULL);
	if (solution_file(t, dir, file, sizeof(file)))
		(void)fs_read_nofollow(t->dir, file, 4u << 20, &code,
		    NULL);
	if (jv_get_kind(f) != JV_KIND_OBJECT) {
		jv_free(f);
		f = jv_object();
	}
	f = json_put(f, "exit", json_get(run, "exit"));
	f = json_put(f, "signal", json_get(run, "signal"));
	f = json_put(f, "limit", json_get(run, "limit"));
	f = json_put_str(f, "log", buf_str(&b));
	f = json_put_str(f, "code", buf_str(&code));
	f = json_put_num(f, "attempt", atoi(strrchr(id, '/') + 1));
	buf_release(&b);
	buf_release(&code);
	return f;
}

/* The text that the brain gave to a draft; invalid when there is none. */
static jv
note_of(const struct task *t, const char *id)
{
	struct buf	 b = BUF_INIT;
	char		 path[64];
	jv		 v = jv_invalid();

	snprintf(path, sizeof(path), "l1/%s/note.md", id);
	if (fs_read(t->dir, path, 1u << 20, &b, NULL) == HCC_OK)
		v = jv_string_sized(buf_str(&b), (int)b.len);
	buf_release(&b);
	return v;
}

/* Ask the brain for the code of attempt k. *answer is {code,..},
 * {give_up: reason} or, when the brain raised an error, {refused: why}. */
static enum hcc_status
ask(struct suggestion_run *tr, int k, const char *before, jv *answer, struct hcc_err *e)
{
	const char	*fn = k > 1 ? "debug" : tr->draft ? "draft" : "improve";
	jv		 args, run, r = jv_invalid(), sug, note;
	enum hcc_status	 st;

	args = jv_array_append(jv_array(), jv_copy(tr->view));
	sug = jv_copy(tr->suggestion);
	note = note_of(tr->t, json_str(sug, "id", ""));
	if (k > 1 && jv_is_valid(note))
		sug = json_put(sug, "text", jv_copy(note));
	jv_free(note);
	args = jv_array_append(args, sug);
	if (k > 1) {
		run = read_run(tr->t, before);
		args = jv_array_append(args, failure_of(tr->t, before, run));
		jv_free(run);
	}
	st = script_call(tr->brain, fn, args, &r, e);
	if (st == HCC_OK && json_str(r, "code", NULL) == NULL &&
	    json_str(r, "give_up", NULL) == NULL)
		st = err_set(e, HCC_CONFIG, "brain: %s returned no code", fn);
	/* An error of the brain's own is the suggestion's failure; what ended
	 * it from outside, a model that is not there, say, is not. */
	if (st == HCC_CONFIG && !script_ended(tr->brain)) {
		jv_free(r);
		r = json_put_str(jv_object(), "refused", e->text);
		st = HCC_OK;
	}
	*answer = r;
	return st;
}

/* The text behind a draft is the brain's; keep it beside the attempts. */
static enum hcc_status
keep_note(struct suggestion_run *tr, jv answer, struct hcc_err *e)
{
	char		 path[64];
	const char	*s = json_str(answer, "text", NULL);

	if (s == NULL)
		return HCC_OK;
	snprintf(path, sizeof(path), "l1/%s/note.md",
	    json_str(tr->suggestion, "id", ""));
	return fs_publish(tr->t->dir, path, s, strlen(s), e);
}

static enum hcc_status
one_attempt(struct suggestion_run *tr, const char *id, jv answer, jv *run,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 ev;

	tr->run.id = id;
	tr->run.code = json_str(answer, "code", "");
	ev = json_put_str(jv_object(), "id", id);
	if ((st = journal_add(tr->t, "start", jv_copy(ev), e)) == HCC_OK &&
	    (st = attempt_run(&tr->run, run, e)) == HCC_OK) {
		ev = json_put(ev, "status", json_get(*run, "status"));
		ev = json_put(ev, "claimed", json_get(*run, "claimed"));
		st = journal_add(tr->t, "run", jv_copy(ev), e);
	}
	jv_free(ev);
	return st;
}

enum hcc_status
suggestion_run(struct suggestion_run *tr, struct hcc_err *e)
{
	char		 id[64], before[64] = "";
	const char	*sug = json_str(tr->suggestion, "id", ""), *why;
	bool		 done = false;
	int		 k;
	enum hcc_status	 st = HCC_OK;
	jv		 answer, run;

	for (k = 1; st == HCC_OK && !done && k <= tr->tries; k++) {
		snprintf(id, sizeof(id), "%s/%d", sug, k);
		run = read_run(tr->t, id);
		if (!jv_is_valid(run)) {
			if ((st = ask(tr, k, before, &answer, e)) != HCC_OK)
				break;
			jv_free(run);
			run = jv_invalid();
			done = json_str(answer, "give_up", NULL) != NULL;
			why = json_str(answer, k == 1 && done ? "give_up" :
			    "refused", NULL);
			if (why != NULL) {
				st = attempt_refused(tr->t, id, "brain", why,
				    &run, e);
				done = true;
			} else if (!done)
				st = one_attempt(tr, id, answer, &run, e);
			if (st == HCC_OK && !done && tr->draft)
				st = keep_note(tr, answer, e);
			jv_free(answer);
		}
		done = done || strcmp(json_str(run, "status", ""), "ok") == 0;
		jv_free(run);
		snprintf(before, sizeof(before), "%s", id);
	}
	return st;
}

enum hcc_status
suggestion_noise(struct suggestion_run *tr, const char *attempt, int n, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 dir[80], file[160], id[64];
	enum hcc_status	 st;
	jv		 run = jv_invalid();

	snprintf(dir, sizeof(dir), "l1/%s", attempt);
	if (!solution_file(tr->t, dir, file, sizeof(file)))
		return err_set(e, HCC_MISSING, "no solution in '%s'", dir);
	st = fs_read_nofollow(tr->t->dir, file, 4u << 20, &b, e);
	if (st == HCC_OK) {
		snprintf(id, sizeof(id), "%.*s/seed-%d",
		    (int)(strrchr(attempt, '/') - attempt), attempt, n);
		tr->run.id = id;
		tr->run.code = buf_str(&b);
		tr->run.seed += 1000 * n;
		st = attempt_run(&tr->run, &run, e);
	}
	jv_free(run);
	buf_release(&b);
	return st;
}

double
suggestion_score(const struct task *t, jv run)
{
	const char	*sealed = json_str(t->meta, "sealed", "");
	double		 m = json_num(run, "measured", NAN);

	if (strcmp(sealed, "holdout") == 0 && isfinite(m))
		return m;
	return json_num(run, "claimed", NAN);
}

static jv
summarise(const struct task *t, const char *id, const char *title, jv run,
    int attempts)
{
	static const char *const keys[] = { "claimed", "measured", "seconds",
	    "cause", "status", "code_sha256", "claimed_at" };
	const char	*at = json_str(run, "id", "");
	size_t		 i;
	jv		 r, note;

	r = json_put_str(jv_object(), "id", id);
	r = json_put_str(r, "title", title);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		r = json_put(r, keys[i], json_get(run, keys[i]));
	r = json_put_num(r, "attempts", attempts);
	r = json_put_num(r, "attempt", strrchr(at, '/') == NULL ? 1 :
	    atoi(strrchr(at, '/') + 1));
	r = json_put_num(r, "score", strcmp(json_str(run, "status", ""), "ok") ==
	    0 ? suggestion_score(t, run) : NAN);
	note = note_of(t, id);
	if (jv_is_valid(note))
		r = json_put(r, "text", note);
	else
		jv_free(note);
	return r;
}

jv
suggestion_result(const struct task *t, const char *id, const char *title)
{
	char	 path[80];
	bool	 ok;
	int	 k, n = 0;
	jv	 run, last = jv_invalid(), r;

	/* The chain ends with its first valid attempt. */
	for (k = 1, ok = false; !ok; k++) {
		snprintf(path, sizeof(path), "%s/%d", id, k);
		run = read_run(t, path);
		if (!jv_is_valid(run)) {
			jv_free(run);
			break;
		}
		jv_free(last);
		last = run;
		n++;
		ok = strcmp(json_str(run, "status", ""), "ok") == 0;
	}
	if (!jv_is_valid(last))
		return last;
	r = summarise(t, id, title, last, n);
	jv_free(last);
	return r;
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
suggestion_noise_floor(const struct task *t, const char *id, double score)
{
	double	 v[17], d, m;
	char	 path[80];
	int	 i, n = 0;
	jv	 run;

	v[n++] = score;
	for (i = 1; i <= 16; i++) {
		snprintf(path, sizeof(path), "%s/seed-%d", id, i);
		run = read_run(t, path);
		d = suggestion_score(t, run);
		if (jv_is_valid(run) && isfinite(d))
			v[n++] = d;
		jv_free(run);
	}
	if (n < 2)
		return NAN;
	m = median(v, n);
	for (i = 0; i < n; i++)
		v[i] = fabs(v[i] - m);
	return median(v, n);
}
