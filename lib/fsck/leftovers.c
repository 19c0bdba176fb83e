/*
 * leftovers.c: remove or finish what a killed writer has left in l1. The caller
 * holds the lock, so that nothing in it is still being written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "fsck/fsck_internal.h"
#include "run/suggestion_run.h"
#include "task/live.h"

static enum hcc_status
take_away(struct fsck *f, const char *path, const char *what,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	if (f->o->mend && (st = fs_remove(f->t->dir, path, e)) != HCC_OK)
		return st;
	fsck_found(f, "leftover", path, f->o->mend, "%s", what);
	return HCC_OK;
}

static bool
is_temporary(const char *name)
{
	return strncmp(name, FS_TMP, strlen(FS_TMP)) == 0;
}

/* The directories of runs in l1/NN/I.J. */
static bool
is_run(const char *name)
{
	return fsck_is_number(name) || strncmp(name, "seed-", 5) == 0 ||
	    strcmp(name, "audit") == 0 || strcmp(name, "control") == 0;
}

/* A run has run.json, or it was cut off. */
static enum hcc_status
look_at_run(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	char	 path[200], run[240];

	(void)ctx;
	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path))
		return HCC_OK;
	if (is_temporary(name))
		return take_away(f, path, "a file that was not finished", e);
	if (strcmp(name, LIVE_FILE) == 0)
		return take_away(f, path, "of a run that was cut off", e);
	if (!is_run(name))
		return HCC_OK;
	snprintf(run, sizeof(run), "%s/run.json", path);
	if (fs_exists(f->t->dir, run))
		return HCC_OK;
	return take_away(f, path, "a run that was cut off", e);
}

/* A command that was recorded: its run.json is all that its result needs. */
static enum hcc_status
finish_recording(struct fsck *f, const char *dir, struct hcc_err *e)
{
	struct result	 res;
	struct run	 run;
	char		 path[200];
	enum hcc_status	 st = HCC_OK;
	bool		 ended;

	snprintf(path, sizeof(path), "%.100s/1", dir + strlen("l1/"));
	ended = run_load(f->t, path, &run);
	if (!ended)
		st = take_away(f, dir, "a recording that was cut off", e);
	else {
		(void)suggestion_result(f->t, dir + strlen("l1/"), run.command,
		    &res);
		snprintf(path, sizeof(path), "%.100s/result.json", dir);
		if (f->o->mend)
			st = record_publish(&result_record, f->t->dir, path,
			    &res, e);
		result_free(&res);
		if (st == HCC_OK)
			fsck_found(f, "result", path, f->o->mend, "it is "
			    "missing, though the recorded command has ended");
	}
	run_free(&run);
	return st;
}

/* In l1/NN. */
static enum hcc_status
look_at_suggestion(struct fsck *f, const char *dir, const char *name,
    void *ctx, struct hcc_err *e)
{
	char		 path[160], result[200];
	enum hcc_status	 st;

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path))
		return HCC_OK;
	if (is_temporary(name))
		return take_away(f, path, "a file that was not finished", e);
	if (!fsck_is_suggestion(name))
		return HCC_OK;
	if ((st = fsck_names(f, path, look_at_run, ctx, e)) != HCC_OK ||
	    strncmp(name, "0.", 2) != 0)
		return st;
	snprintf(result, sizeof(result), "%s/result.json", path);
	return fs_exists(f->t->dir, result) ? HCC_OK :
	    finish_recording(f, path, e);
}

/* In l1. */
static enum hcc_status
look_at_phase(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	char	 path[64];

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path))
		return HCC_OK;
	if (is_temporary(name))
		return take_away(f, path, "what was left of a promotion", e);
	return fsck_is_number(name) ? fsck_names(f, path, look_at_suggestion,
	    ctx, e) : HCC_OK;
}

enum hcc_status
fsck_leftovers(struct fsck *f, struct hcc_err *e)
{
	return fsck_names(f, "l1", look_at_phase, NULL, e);
}

enum hcc_status
fsck_recording(const struct task *t, const char *dir, struct hcc_err *e)
{
	struct fsck_options	 o = { .mend = true };
	struct fsck		 f = { .t = t, .o = &o };

	return finish_recording(&f, dir, e);
}
