/*
 * leftovers.c: remove or finish what a killed writer has left in l1. The caller
 * holds the lock, so that nothing in it is still being written.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/text.h"
#include "fsck/fsck_internal.h"
#include "run/job.h"
#include "run/suggestion_result.h"
#include "task/journal.h"
#include "task/live.h"

static enum hcc_status
list_temporary(struct fsck *f, const char *dir, const char *name, void *list,
    struct hcc_err *e)
{
	jv	*paths = list;

	(void)f;
	(void)e;
	if (text_starts(name, FS_TMP))
		*paths = jv_array_append(*paths, strcmp(dir, ".") == 0 ?
		    jv_string(name) : jv_string_fmt("%s/%s", dir, name));
	return HCC_OK;
}

enum hcc_status
fsck_temporaries(const struct task *t, jv *paths, struct hcc_err *e)
{
	struct fsck	 f = { .t = t };
	enum hcc_status	 st = HCC_OK;
	size_t		 i;

	*paths = jv_array();
	for (i = 0; st == HCC_OK && task_cleaned[i] != NULL; i++)
		st = fsck_names(&f, task_cleaned[i], list_temporary, paths, e);
	return st;
}

void
fsck_temporaries_found(const struct task *t, const struct fsck_options *o,
    jv paths)
{
	struct fsck	 f = { .t = t, .o = o };
	struct stat	 sb;
	const char	*path;
	bool		 here;
	jv		 one;
	int		 i;

	for (i = 0; json_item(paths, i, &one); i++) {
		path = jv_string_value(one);
		here = fstatat(t->dir, path, &sb, AT_SYMLINK_NOFOLLOW) == 0;
		if (here || o->mend)
			fsck_found(&f, "leftover", path, !here, "a temporary "
			    "of a writer that was killed");
	}
}

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

/* The directories of runs in l1/NN/I.J. */
static bool
is_run(const char *name)
{
	return fsck_is_number(name) || strncmp(name, "seed-", 5) == 0 ||
	    strcmp(name, "audit") == 0 || strcmp(name, "control") == 0;
}

/* A run has run.json, or it was cut off. An empty one is where the sandbox
 * hides it from the program, unless the journal has the run. */
bool
fsck_has_ended(const struct fsck *f, const char *id)
{
	struct stat	 sb;
	char		 path[240];

	snprintf(path, sizeof(path), "l1/%.200s/run.json", id);
	if (fstatat(f->t->dir, path, &sb, AT_SYMLINK_NOFOLLOW) == -1)
		return errno != ENOENT && errno != ENOTDIR;
	return !S_ISREG(sb.st_mode) || sb.st_size > 0 ||
	    fsck_count(f, "run", id) > 0;
}

/* Temporaries, and runs that were cut off. */
static enum hcc_status
look_at_name(struct fsck *f, int level, const char *path, const char *name,
    struct hcc_err *e)
{
	if (text_starts(name, FS_TMP))
		return level == 0 ? HCC_OK :	/* see fsck_temporaries() */
		    take_away(f, path, "a file that was not finished", e);
	if (level != 2)
		return HCC_OK;
	if (strcmp(name, LIVE_FILE) == 0)
		return take_away(f, path, "of a run that was cut off", e);
	return !is_run(name) || fsck_has_ended(f, path + strlen("l1/")) ||
	    job_pending(f->t, path + strlen("l1/")) ?
	    HCC_OK : take_away(f, path, "a run that was cut off", e);
}

/* A command that was recorded: its run.json is all that its result needs. */
static enum hcc_status
finish_recording(struct fsck *f, const char *dir, struct hcc_err *e)
{
	struct result	 res;
	struct run	 run;
	char		 path[200];
	enum hcc_status	 st;
	bool		 ended;

	snprintf(path, sizeof(path), "%.100s/1", dir + strlen("l1/"));
	st = run_find(f->t, path, &run, &ended, e);
	if (st == HCC_OK && !ended && !job_pending(f->t, path))
		st = take_away(f, dir, "a recording that was cut off", e);
	else if (ended && fsck_count(f, "run", path) == 0)
		st = fsck_event(f, "run", path, journal_run(&run), e);
	if (ended && st == HCC_OK) {
		st = suggestion_result(f->t, dir + strlen("l1/"), run.command,
		    &res, e);
		snprintf(path, sizeof(path), "%.100s/result.json", dir);
		if (st == HCC_OK && f->o->mend)
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

static enum hcc_status
look_at_suggestion(struct fsck *f, const char *path, const char *id,
    struct hcc_err *e)
{
	char	 result[240];

	snprintf(result, sizeof(result), "%s/result.json", path);
	return strstr(id, "/0.") == NULL || fs_exists(f->t->dir, result) ?
	    HCC_OK : finish_recording(f, path, e);
}

enum hcc_status
fsck_leftovers(struct fsck *f, struct hcc_err *e)
{
	static const struct fsck_visitor	 v = { look_at_name,
	    look_at_suggestion };

	return fsck_walk(f, "l1", 0, &v, e);
}

enum hcc_status
fsck_recording(const struct task *t, const char *dir, struct hcc_err *e)
{
	static const struct fsck_visitor	 v = { look_at_name, NULL };
	struct fsck_options	 o = { .mend = true };
	struct fsck		 f;
	enum hcc_status		 st;

	if ((st = fsck_open(&f, t, &o, e)) == HCC_OK &&
	    (st = fsck_walk(&f, dir, 2, &v, e)) == HCC_OK)
		st = finish_recording(&f, dir, e);
	fsck_close(&f);
	return st;
}
