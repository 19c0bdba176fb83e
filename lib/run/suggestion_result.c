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

double
suggestion_noise(const struct task *t, const char *id, double score)
{
	struct run	 r;
	double		 v[SEEDS_MAX + 1], d, m;
	char		 path[80];
	size_t		 n = 0, k;
	int		 i;

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
	m = num_median(v, n);
	for (k = 0; k < n; k++)
		v[k] = fabs(v[k] - m);
	return num_median(v, n);
}
