/*
 * suggestion_result.c: what the attempts of a suggestion amount to, from their
 * run.json and from those of its audits and seeds.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/num.h"
#include "run/failure.h"
#include "run/sealed.h"
#include "run/suggestion_result.h"
#include "task/change.h"

bool
suggestion_text(const struct task *t, const char *id, struct buf *b)
{
	char	 path[64];

	snprintf(path, sizeof(path), "l1/%.48s/note.md", id);
	return fs_read(t->dir, path, 1u << 20, b, NULL) == HCC_OK;
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

/* The last attempt of the chain, which ends with the first valid one; *n: how
 * many there are. */
static enum hcc_status
last_attempt(const struct task *t, const char *id, struct run *last, int *n,
    struct hcc_err *e)
{
	struct run	 r;
	char		 path[80];
	bool		 found = true;
	enum hcc_status	 st = HCC_OK;

	record_init(&run_record, last);
	for (*n = 0; found && !status_worked(last->status); *n += found) {
		snprintf(path, sizeof(path), "%s/%d", id, *n + 1);
		st = run_find(t, path, &r, &found, e);
		if (found) {
			run_free(last);
			*last = r;
		} else
			run_free(&r);
	}
	return st;
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

bool
suggestion_audited(const struct task *t, const char *id, bool control)
{
	struct run	 r;
	char		 path[80];
	bool		 found;
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "%s/%s", id, control ? "control" :
	    "audit");
	st = run_find(t, path, &r, &found, NULL);
	run_free(&r);
	return st != HCC_OK || found;
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

enum hcc_status
suggestion_result(const struct task *t, const char *id, const char *title,
    struct result *out, struct hcc_err *e)
{
	struct buf	 text = BUF_INIT;
	struct run	 r;
	int		 n;
	enum hcc_status	 st = last_attempt(t, id, &r, &n, e);

	record_init(&result_record, out);
	record_set(&out->id, id);
	record_set(&out->title, title);
	record_set(&out->status, r.status);
	record_set(&out->code_sha256, r.code_sha256);
	record_set(&out->claimed_at, r.claimed_at);
	record_set(&out->limit, r.limit);
	if (suggestion_text(t, id, &text))
		record_set(&out->text, buf_str(&text));
	buf_release(&text);
	out->score = status_ok(r.status) ? score_of(t, &r) : NAN;
	out->claimed = r.claimed;
	out->measured = r.measured;
	out->seconds = r.seconds;
	out->attempt = out->attempts = n;
	out->cause = r.cause;
	r.cause = NULL;
	out->read = jv_copy(r.read);
	if (status_ok(r.status)) {
		out->folds = jv_copy(r.folds);
		put_not_measured(&r, out);
	}
	run_free(&r);
	out->audited = audited(t, id, "audit");
	out->control = audited(t, id, "control");
	put_change(t, id, out);
	return st != HCC_OK || n > 0 ? st : err_set(e, HCC_MISSING,
	    "suggestion %s ended without an attempt", id);
}

enum hcc_status
suggestion_noise(const struct task *t, const char *id, double score,
    double *noise, struct hcc_err *e)
{
	struct run	 r;
	double		 v[SEEDS_MAX + 1], d, m;
	char		 path[80];
	size_t		 n = 0, k;
	bool		 found;
	int		 i;
	enum hcc_status	 st = HCC_OK;

	*noise = NAN;
	v[n++] = score;
	for (i = 1; st == HCC_OK && i <= SEEDS_MAX; i++) {
		snprintf(path, sizeof(path), "%s/seed-%d", id, i);
		st = run_find(t, path, &r, &found, e);
		d = found ? score_of(t, &r) : NAN;
		if (isfinite(d))
			v[n++] = d;
		run_free(&r);
	}
	if (st != HCC_OK || n < 2)
		return st;
	m = num_median(v, n);
	for (k = 0; k < n; k++)
		v[k] = fabs(v[k] - m);
	*noise = num_median(v, n);
	return HCC_OK;
}
