/*
 * best.c: best/ is a copy, so it can be made again: from the attempt in L1, or
 * from the archive of its phase.
 *
 * The journal tells which solutions were adopted, in order; the last one whose
 * program and submission are still there is the best.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "fsck/fsck_internal.h"
#include "run/suggestion_result.h"
#include "task/archive.h"
#include "task/best.h"
#include "task/solution.h"

#define RESTORED ".tmp-restored"

/* What a candidate is made from: the directory of its attempt. */
struct source {
	struct result	 r;
	char		 dir[96];
	char		 told[128];	/* for people */
};

/* A file that cannot be read now may be there: then nothing is decided. */
static bool
unknown(enum hcc_status st)
{
	return st == HCC_IO || st == HCC_INTERNAL;
}

/* Does the directory hold the program that the result is of? */
static enum hcc_status
has_program(const struct fsck *f, const char *dir, const struct result *r,
    bool *yes, struct hcc_err *e)
{
	char		 file[256], sum[65];
	enum hcc_status	 st;

	*yes = false;
	if (!solution_file(f->t, dir, file, sizeof(file)))
		return HCC_OK;
	if ((st = fs_sha256(f->t->dir, file, sum, e)) == HCC_OK)
		*yes = r->code_sha256 == NULL ||
		    strcmp(sum, r->code_sha256) == 0;
	return unknown(st) ? st : HCC_OK;
}

static enum hcc_status
in_l1(const struct fsck *f, const char *id, struct source *s, bool *yes,
    struct hcc_err *e)
{
	char		 path[96];
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "l1/%.48s/result.json", id);
	st = record_find(&result_record, f->t->dir, path, &s->r, yes, e);
	if (!*yes)
		return st;
	snprintf(s->dir, sizeof(s->dir), "l1/%.48s/%d", id, s->r.attempt);
	snprintf(s->told, sizeof(s->told), "%s", s->dir);
	return has_program(f, s->dir, &s->r, yes, e);
}

/* Put what best_adopt_from() wants from the archive into RESTORED. */
static enum hcc_status
unpack(const struct fsck *f, int phase, const char *prefix,
    const struct source *s, bool *whole, struct hcc_err *e)
{
	struct archive_manifest	 m;
	struct archive_member	 want[3];
	char			 name[3][200], program[32], path[240];
	const char		*files[] = { program, "run.json",
				    f->t->submission };
	enum hcc_status		 st;
	int			 i;

	snprintf(program, sizeof(program), "solution.%s",
	    f->t->language->ext);
	for (i = 0; i < 3; i++) {
		snprintf(name[i], sizeof(name[i]), "%.40s/%d/%.100s", prefix,
		    s->r.attempt, files[i]);
		want[i] = (struct archive_member){ name[i], BUF_INIT, false };
	}
	if ((st = archive_read(f->t, phase, want, 3, &m, e)) == HCC_OK)
		st = fs_mkdirs(f->t->dir, RESTORED, e);
	for (*whole = st == HCC_OK, i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), RESTORED "%s",
		    strrchr(name[i], '/'));
		*whole = *whole && want[i].found;
		if (*whole)
			st = fs_publish(f->t->dir, path,
			    buf_str(&want[i].data), want[i].data.len, e);
		*whole = *whole && st == HCC_OK;
		buf_release(&want[i].data);
	}
	archive_manifest_free(&m);
	return st;
}

static enum hcc_status
in_archive(const struct fsck *f, const char *id, struct source *s, bool *yes,
    struct hcc_err *e)
{
	struct archive_manifest	 m;
	const char		*prefix = strchr(id, '/');
	char			 name[80];
	struct archive_member	 want = { name, BUF_INIT, false };
	enum hcc_status		 st;
	jv			 v;

	*yes = false;
	if (prefix == NULL)
		return HCC_OK;
	snprintf(name, sizeof(name), "%.48s/result.json", prefix + 1);
	st = archive_read(f->t, atoi(id), &want, 1, &m, e);
	archive_manifest_free(&m);
	if ((*yes = st == HCC_OK && want.found)) {
		v = json_parse(buf_str(&want.data), want.data.len, name, 0,
		    NULL);
		record_read(&result_record, v, &s->r);
		jv_free(v);
	}
	buf_release(&want.data);
	snprintf(s->dir, sizeof(s->dir), RESTORED);
	snprintf(s->told, sizeof(s->told), "archive/%02d.tar.zst", atoi(id));
	if (*yes)
		st = unpack(f, atoi(id), prefix + 1, s, yes, e);
	if (*yes)
		st = has_program(f, s->dir, &s->r, yes, e);
	return unknown(st) ? st : HCC_OK;
}

static enum hcc_status
restore(struct fsck *f, const char *id, struct source *s, bool *done,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	record_init(&result_record, &s->r);
	st = in_l1(f, id, s, done, e);
	if (*done)	/* of its runs with other seeds */
		st = suggestion_noise(f->t, id, s->r.score, &s->r.noise, e);
	if (st == HCC_OK && !*done) {
		result_free(&s->r);
		st = in_archive(f, id, s, done, e);
	}
	s->r.adopted = s->r.adopted || *done;
	if (st == HCC_OK && *done && f->o->mend)
		st = best_adopt_from(f->t, &s->r, s->dir, f->o->python, e);
	(void)fs_remove(f->t->dir, RESTORED, NULL);
	result_free(&s->r);
	return st;
}

/* The last event in front of number *i with which a solution became the best:
 * by its result, or because a person said so. */
static bool
adopted_before(const struct fsck *f, int *i, jv *ev)
{
	const char	*name;

	while (--*i >= 0 && json_item(f->events, *i, ev)) {
		name = json_str(*ev, "ev", "");
		if (strcmp(name, "adopt") == 0 || (strcmp(name, "result") ==
		    0 && json_bool(*ev, "adopted", false)))
			return true;
	}
	return false;
}

/* Make it again from the adopted result that came last. */
static enum hcc_status
make_again(struct fsck *f, const char *what, struct hcc_err *e)
{
	struct source	 s;
	enum hcc_status	 st = HCC_OK;
	bool		 done = false;
	int		 i = json_len(f->events);
	jv		 ev;

	while (!done && st == HCC_OK && adopted_before(f, &i, &ev))
		st = restore(f, json_str(ev, "id", ""), &s, &done, e);
	if (st != HCC_OK)
		return st;
	if (done)
		fsck_found(f, "best", "best", f->o->mend, f->o->mend ?
		    "%s; made again from %s" : "%s; it can be made again "
		    "from %s", what, s.told);
	else
		fsck_found(f, "best", "best", false, "%s; no adopted solution "
		    "is left in l1 or an archive", what);
	return HCC_OK;
}

/* The id of the solution that was adopted last; NULL: none. */
static const char *
adopted_last(const struct fsck *f)
{
	int	 i = json_len(f->events);
	jv	 ev;

	return adopted_before(f, &i, &ev) ? json_str(ev, "id", NULL) : NULL;
}

enum hcc_status
fsck_best(struct fsck *f, struct hcc_err *e)
{
	struct result	 r;
	char		 file[256];
	const char	*what = NULL;
	bool		 found;
	enum hcc_status	 st;

	if (!fs_exists(f->t->dir, "best"))
		return adopted_last(f) == NULL ? HCC_OK :
		    make_again(f, "it is missing", e);
	st = record_find(&result_record, f->t->dir, "best/result.json", &r,
	    &found, e);
	if (r.id == NULL)
		what = "result.json cannot be read";
	else if (!solution_file(f->t, "best", file, sizeof(file)))
		what = "it has no program";
	result_free(&r);
	return st != HCC_OK || what == NULL ? st : make_again(f, what, e);
}

/* Is its result still to come? Then hcc-exec goes on there. */
static bool
pending(const struct fsck *f, const char *id)
{
	char	 path[96];

	snprintf(path, sizeof(path), "l1/%.48s/result.json", id);
	return fsck_count(f, "result", id) == 0 &&
	    !fs_exists(f->t->dir, path);
}

static bool
same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* *what is wrong with best/, against run.json, L1 and the journal; NULL:
 * nothing. */
static enum hcc_status
look_inside(const struct fsck *f, const struct result *r, const char **what,
    struct hcc_err *e)
{
	const char	*last = adopted_last(f);
	struct result	 own;
	struct run	 run;
	char		 path[96], sum[65];
	bool		 ours;
	enum hcc_status	 st;

	if ((st = has_program(f, "best", r, &ours, e)) != HCC_OK)
		return st;
	if (!ours) {
		*what = "the program is not the one that ran";
		return HCC_OK;
	}
	snprintf(path, sizeof(path), "best/%.80s", f->t->submission);
	if (record_load(&run_record, f->t->dir, "best/run.json", &run) &&
	    json_str(run.submission, "sha256", NULL) != NULL &&
	    ((st = fs_sha256(f->t->dir, path, sum, e)) != HCC_OK ||
	    strcmp(sum, json_str(run.submission, "sha256", "")) != 0))
		*what = "the submission is not the one that was checked";
	run_free(&run);
	if (unknown(st) || *what != NULL || pending(f, r->id))
		return unknown(st) ? st : HCC_OK;
	if (last == NULL || strcmp(last, r->id) != 0) {
		*what = "it is not what was adopted last";
		return HCC_OK;
	}
	snprintf(path, sizeof(path), "l1/%.48s/result.json", r->id);
	if (record_load(&result_record, f->t->dir, path, &own) &&
	    (!same(own.score, r->score) || !same(own.delta, r->delta) ||
	    own.attempt != r->attempt || !r->adopted))
		*what = "its result.json is not that of l1";
	result_free(&own);
	return HCC_OK;
}

enum hcc_status
fsck_best_content(struct fsck *f, struct hcc_err *e)
{
	struct result	 r;
	const char	*what = NULL;
	char		 file[64];
	bool		 found;
	enum hcc_status	 st;

	st = record_find(&result_record, f->t->dir, "best/result.json", &r,
	    &found, e);
	if (st == HCC_OK && r.id != NULL &&
	    solution_file(f->t, "best", file, sizeof(file)))
		st = look_inside(f, &r, &what, e);
	result_free(&r);
	return st != HCC_OK || what == NULL ? st : make_again(f, what, e);
}
