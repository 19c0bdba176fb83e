/*
 * events.c: a file is published before its event is written; the event that a
 * kill has kept back is derived from the file.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "fsck/fsck_internal.h"
#include "task/journal.h"
#include "task/plan.h"
#include "task/state.h"

/* An attempt that has begun and ended has two events. */
static enum hcc_status
look_at_run(struct fsck *f, int level, const char *path, const char *name,
    struct hcc_err *e)
{
	const char	*id = path + strlen("l1/");
	struct run	 run;
	enum hcc_status	 st = HCC_OK;

	if (level != 2 || !fsck_is_number(name) ||
	    fsck_count(f, "run", id) > 0 || (strstr(path, "/0.") == NULL &&
	    fsck_count(f, "start", id) == 0))
		return HCC_OK;
	if (run_load(f->t, id, &run) && run.id != NULL &&
	    strcmp(run.id, id) == 0)
		st = fsck_event(f, "run", id, journal_run(&run), e);
	run_free(&run);
	return st;
}

void
fsck_late_result(struct fsck *f, const struct result *r)
{
	f->seconds += fmax(0, r->seconds);
	grow(&f->late, &f->caplate, f->nlate + 1, sizeof(*f->late));
	f->late[f->nlate++] = (struct late){ atoi(r->id),
	    !isfinite(r->score) ? -INFINITY : f->t->lower ? -r->score :
	    r->score, journal_result(r) };
}

static enum hcc_status
look_at_suggestion(struct fsck *f, const char *path, const char *id,
    struct hcc_err *e)
{
	struct result	 r;
	char		 file[240];

	(void)e;
	if (strstr(id, "/0.") != NULL || fsck_count(f, "result", id) > 0)
		return HCC_OK;
	snprintf(file, sizeof(file), "%s/result.json", path);
	if (record_load(&result_record, f->t->dir, file, &r) && r.id != NULL &&
	    strcmp(r.id, id) == 0)
		fsck_late_result(f, &r);
	result_free(&r);
	return HCC_OK;
}

static int
by_order(const void *a, const void *b)
{
	const struct late	*x = a, *y = b;

	if (x->phase != y->phase)
		return x->phase < y->phase ? -1 : 1;
	return (x->merit > y->merit) - (x->merit < y->merit);
}

enum hcc_status
fsck_note_late(struct fsck *f, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 i;

	if (f->nlate > 1)
		qsort(f->late, f->nlate, sizeof(*f->late), by_order);
	for (i = 0; i < f->nlate; i++) {
		if (st == HCC_OK)
			st = fsck_event(f, "result", json_str(f->late[i].ev,
			    "id", ""), jv_copy(f->late[i].ev), e);
		jv_free(f->late[i].ev);
	}
	f->nlate = 0;
	return st;
}

/* {phase, file, sha256} of a file "DIR/NN.md". */
static enum hcc_status
file_event(struct fsck *f, const char *ev, const char *file, jv fields,
    struct hcc_err *e)
{
	char		 sum[65];
	enum hcc_status	 st;

	if ((st = fs_sha256(f->t->dir, file, sum, e)) != HCC_OK) {
		jv_free(fields);
		return st;
	}
	fields = json_put_num(fields, "phase", atoi(strchr(file, '/') + 1));
	fields = json_put_str(fields, "file", file);
	return fsck_event(f, ev, file, json_put_str(fields, "sha256", sum), e);
}

/* A plan that names no brain was written by hand. */
static enum hcc_status
look_at_plan(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	struct plan	 plan;
	char		 file[64];
	enum hcc_status	 st = HCC_OK;
	int		 phase;

	(void)ctx;
	snprintf(file, sizeof(file), "%.20s/%.40s", dir, name);
	if (!plan_phase_of(name, ".md", &phase) ||
	    fsck_count(f, "plan", file) > 0)
		return HCC_OK;
	if (plan_read(f->t, phase, &plan, NULL) == HCC_OK && plan.by != NULL)
		st = file_event(f, "plan", file, json_put_str(jv_object(),
		    "by", plan.by), e);
	plan_free(&plan);
	return st;
}

static enum hcc_status
look_at_note(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	char	 file[64], archive[64];
	int	 phase;

	(void)ctx;
	snprintf(file, sizeof(file), "%.20s/%.40s", dir, name);
	if (!plan_phase_of(name, ".md", &phase) ||
	    fsck_count(f, "promote", file) > 0)
		return HCC_OK;
	snprintf(archive, sizeof(archive), "archive/%02d.tar.zst", phase);
	return !fs_exists(f->t->dir, archive) ? HCC_OK :
	    file_event(f, "promote", file, jv_object(), e);
}

/* The event of this done.json, not of one before it. */
static enum hcc_status
look_at_end(struct fsck *f, struct hcc_err *e)
{
	struct done	 done;
	enum hcc_status	 st = HCC_OK;
	double		 last = json_num(journal_last(f->events, "end"),
			    "spent", -1);

	if (record_load(&done_record, f->t->dir, "done.json", &done) &&
	    done.spent != last)
		st = fsck_event(f, "end", "done.json",
		    record_json(&done_record, &done), e);
	record_free(&done_record, &done);
	return st;
}

enum hcc_status
fsck_events(struct fsck *f, struct hcc_err *e)
{
	static const struct fsck_visitor	 v = { look_at_run,
	    look_at_suggestion };
	enum hcc_status	 st;

	if ((st = fsck_walk(f, "l1", 0, &v, e)) == HCC_OK &&
	    (st = fsck_names(f, "plan", look_at_plan, NULL, e)) == HCC_OK &&
	    (st = fsck_names(f, "l2", look_at_note, NULL, e)) == HCC_OK)
		st = look_at_end(f, e);
	return st;
}
