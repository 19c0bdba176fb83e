/*
 * results.c: what runs and suggestions have left in l1: run.json and
 * result.json can be read, and their values are possible.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/json.h"
#include "fsck/fsck_internal.h"
#include "run/suggestion_result.h"
#include "score/metric.h"

/* What the journal, or else best/, knows of a result: was it adopted, and what
 * was the score of the best one before it? */
static void
recall(const struct fsck *f, const char *id, bool *adopted, double *before)
{
	struct result	 best;
	jv		 ev;
	int		 i;

	*adopted = false;
	*before = NAN;
	for (i = 0; json_item(f->events, i, &ev); i++) {
		if (strcmp(json_str(ev, "ev", ""), "result") != 0)
			continue;
		*adopted = json_bool(ev, "adopted", false);
		if (strcmp(json_str(ev, "id", ""), id) == 0)
			return;
		if (*adopted)
			*before = json_num(ev, "score", NAN);
	}
	*adopted = record_load(&result_record, f->t->dir, "best/result.json",
	    &best) && best.id != NULL && strcmp(best.id, id) == 0;
	if (*adopted)
		*before = best.score - best.delta;
	result_free(&best);
}

/* Compute a result.json again from the runs and the journal. */
static enum hcc_status
compute_again(struct fsck *f, const char *id, const char *path,
    struct hcc_err *e)
{
	struct hcc_err	 none;
	struct result	 r;
	double		 before;
	enum hcc_status	 st = suggestion_result(f->t, id, NULL, &r, &none);
	bool		 ok = st == HCC_OK;

	if (!ok && st != HCC_MISSING) {
		result_free(&r);
		*e = none;
		return st;
	}
	st = HCC_OK;
	recall(f, id, &r.adopted, &before);
	r.delta = r.score - before;
	if (ok && f->o->mend && (st = fsck_keep_lost(f, path, e)) == HCC_OK)
		st = record_publish(&result_record, f->t->dir, path, &r, e);
	if (st == HCC_OK && ok && strstr(id, "/0.") == NULL &&
	    fsck_count(f, "result", id) == 0)
		fsck_late_result(f, &r);
	result_free(&r);
	if (st == HCC_OK)
		fsck_found(f, "result", path, ok && f->o->mend,
		    "it cannot be read%s", !ok ? ", and no run.json is left" :
		    f->o->mend ? "; computed again from run.json, without "
		    "title; the old one is in lost/" : "");
	return st;
}

static void
check_score(struct fsck *f, const char *path, const char *what, double d)
{
	if (isfinite(d) && !metric_in_range(metric_find(f->t->metric), d))
		fsck_found(f, "score", path, false, "%s %g is no value of %s",
		    what, d, f->t->metric);
}

/* Read it, or compute it again; HCC_NONE: it is not there, or was not readable.
 * The caller frees with result_free in any case. */
static enum hcc_status
readable(struct fsck *f, const char *path, const char *id, struct result *r,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	bool		 found;

	record_init(&result_record, r);
	if (!fs_exists(f->t->dir, path))
		return HCC_NONE;
	st = record_find(&result_record, f->t->dir, path, r, &found, e);
	if (st != HCC_OK || (r->id != NULL && r->status != NULL))
		return st;
	st = compute_again(f, id, path, e);
	return st == HCC_OK ? HCC_NONE : st;
}

static enum hcc_status
look_at_result(struct fsck *f, const char *dir, const char *id,
    struct hcc_err *e)
{
	struct result	 r;
	char		 path[240];
	enum hcc_status	 st;

	if (strstr(id, "/0.") != NULL)	/* recordings: thousands, perhaps */
		return HCC_OK;
	snprintf(path, sizeof(path), "%s/result.json", dir);
	st = readable(f, path, id, &r, e);
	result_free(&r);
	return st == HCC_NONE ? HCC_OK : st;
}

enum hcc_status
fsck_damaged_results(struct fsck *f, struct hcc_err *e)
{
	static const struct fsck_visitor	 v = { NULL, look_at_result };

	return fsck_walk(f, "l1", 0, &v, e);
}

static enum hcc_status
check_result(struct fsck *f, const char *dir, const char *id,
    struct hcc_err *e)
{
	struct result	 r;
	char		 path[240];
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "%s/result.json", dir);
	st = readable(f, path, id, &r, e);
	if (st == HCC_OK && strcmp(r.id, id) != 0)
		fsck_found(f, "result", path, false, "its id is %s", r.id);
	else if (st == HCC_OK) {
		check_score(f, path, "score", r.score);
		if (status_ok(r.status) && !isfinite(r.score) &&
		    strstr(id, "/0.") == NULL)
			fsck_found(f, "score", path, false, "status ok, but "
			    "no score");
	}
	result_free(&r);
	return st == HCC_NONE ? HCC_OK : st;
}

/* Of a valid run what others read must be files. */
static void
check_file(struct fsck *f, const char *dir, const char *name)
{
	struct stat	 sb;
	char		 path[300];

	snprintf(path, sizeof(path), "%.160s/%.120s", dir, name);
	if (fstatat(f->t->dir, path, &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISREG(sb.st_mode))
		fsck_found(f, "kind", path, false, "it is no regular file");
}

static void
check_run(struct fsck *f, const char *dir)
{
	const char	*id = dir + strlen("l1/");
	struct run	 r;
	char		 path[240];

	snprintf(path, sizeof(path), "%s/run.json", dir);
	if (!fsck_has_ended(f, id))
		return;
	if (!run_load(f->t, id, &r) || r.id == NULL || r.status == NULL)
		fsck_found(f, "run", path, false, "it cannot be read: what "
		    "the run claimed and used is lost");
	else if (strcmp(r.id, id) != 0)
		fsck_found(f, "run", path, false, "its id is %s", r.id);
	else {
		check_score(f, path, "claimed", r.claimed);
		check_score(f, path, "measured", r.measured);
		if (status_ok(r.status) && r.command == NULL) {
			check_file(f, dir, "log");
			check_file(f, dir, f->t->submission);
		}
	}
	run_free(&r);
}

/* A phase without plan would not be looked at by anybody. */
static void
check_phase(struct fsck *f, const char *path, const char *name)
{
	char	 plan[64];

	snprintf(plan, sizeof(plan), "plan/%.40s.md", name);
	if (!fs_exists(f->t->dir, plan) && strcmp(name, "00") != 0)
		fsck_found(f, "plan", plan, false, "it is missing, but %s is "
		    "there", path);
}

static enum hcc_status
check_name(struct fsck *f, int level, const char *path, const char *name,
    struct hcc_err *e)
{
	(void)e;
	if (level == 0 && fsck_is_number(name))
		check_phase(f, path, name);
	else if (level == 2 && (fsck_is_number(name) ||
	    strncmp(name, "seed-", 5) == 0))
		check_run(f, path);
	return HCC_OK;
}

enum hcc_status
fsck_results(struct fsck *f, struct hcc_err *e)
{
	static const struct fsck_visitor	 v = { check_name,
	    check_result };

	return fsck_walk(f, "l1", 0, &v, e);
}
