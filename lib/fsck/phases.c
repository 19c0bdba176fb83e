/*
 * phases.c: plans can be read and follow each other; a promoted phase has its
 * note and its archive, with the checksum of the note; done.json, keep/.
 *
 * A phase whose note is lost goes back from the archive to l1: it is promoted
 * once more then.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "fsck/fsck_internal.h"
#include "task/archive.h"
#include "task/journal.h"
#include "task/note.h"
#include "task/plan.h"
#include "task/state.h"

#define BACK	"l1/" FS_TMP "back"

/* One archive: what its results say, and with `back` its files. */
struct member_check {
	struct fsck	*f;
	int		 phase;
	int		 bad;
	bool		 back;
};

/* An event that the journal lost, from a result in the archive. */
static void
note_result(struct member_check *c, const char *name, const struct buf *data)
{
	const char	*slash = strchr(name, '/');
	struct result	 r;
	jv		 v;

	if (slash == NULL || strcmp(slash, "/result.json") != 0 ||
	    strncmp(name, "0.", 2) == 0)
		return;
	v = json_parse(buf_str(data), data->len, name, 0, NULL);
	record_read(&result_record, v, &r);
	jv_free(v);
	if (r.id != NULL && fsck_count(c->f, "result", r.id) == 0)
		fsck_late_result(c->f, &r);
	result_free(&r);
}

static bool
is_inside(const char *name)
{
	return *name != '/' && strcmp(name, "..") != 0 &&
	    strncmp(name, "../", 3) != 0 && strstr(name, "/../") == NULL &&
	    (strlen(name) < 3 || strcmp(name + strlen(name) - 3, "/..") != 0);
}

static enum hcc_status
put_back(const struct member_check *c, const char *name,
    const struct buf *data, struct hcc_err *e)
{
	char		 path[4200], *slash;
	enum hcc_status	 st;

	if (!is_inside(name) || snprintf(path, sizeof(path), BACK "/%s",
	    name) >= (int)sizeof(path))
		return HCC_OK;
	slash = strrchr(path, '/');
	*slash = '\0';
	if ((st = fs_mkdirs(c->f->t->dir, path, e)) != HCC_OK)
		return st;
	*slash = '/';
	return fs_replace(c->f->t->dir, path, buf_str(data), data->len, e);
}

static enum hcc_status
look_at_member(void *ctx, const char *name, const struct buf *data,
    struct hcc_err *e)
{
	struct member_check	*c = ctx;
	char			 path[64];

	if (data != NULL && c->back)
		return put_back(c, name, data, e);
	if (data != NULL) {
		note_result(c, name, data);
		return HCC_OK;
	}
	snprintf(path, sizeof(path), "archive/%02d.tar.zst", c->phase);
	fsck_found(c->f, "archive", path, false, "'%.200s' is damaged or "
	    "missing", name);
	c->bad++;
	return HCC_OK;
}

/* `want`: the checksum that the note has, or NULL. */
static enum hcc_status
check_archive(struct fsck *f, int phase, const char *want, bool back,
    struct hcc_err *e)
{
	struct archive_manifest	 m;
	struct member_check	 c = { f, phase, 0, back };
	struct hcc_err		 why = HCC_ERR_INIT;
	char			 path[64], sum[65];
	enum hcc_status		 st;

	snprintf(path, sizeof(path), "archive/%02d.tar.zst", phase);
	st = archive_check(f->t, phase, sum, look_at_member, &c, &m, &why);
	archive_manifest_free(&m);
	if (st == HCC_MISSING || st == HCC_INPUT) {
		fsck_found(f, "archive", path, false, "%s; the code and logs "
		    "of phase %02d are lost", why.text, phase);
		return HCC_OK;
	}
	if (st == HCC_OK && c.bad == 0 && want != NULL &&
	    strcmp(want, sum) != 0)
		fsck_found(f, "archive", path, false, "it is not the one that "
		    "the note names: its checksum is %.16s..", sum);
	if (st != HCC_OK && e != NULL)
		*e = why;
	return st;
}

static enum hcc_status
count_bad(void *ctx, const char *name, const struct buf *data,
    struct hcc_err *e)
{
	(void)name;
	(void)e;
	*(int *)ctx += data == NULL;
	return HCC_OK;
}

/* Does the archive hold all that its manifest names? */
static bool
is_whole(const struct fsck *f, int phase, char sum[65])
{
	struct archive_manifest	 m;
	int			 bad = 0;
	enum hcc_status		 st = archive_check(f->t, phase, sum,
				    count_bad, &bad, &m, NULL);

	archive_manifest_free(&m);
	return st == HCC_OK && bad == 0;
}

/* From the archive to l1/NN. */
static enum hcc_status
bring_back(struct fsck *f, int phase, struct hcc_err *e)
{
	char		 l1[32], note[32];
	enum hcc_status	 st = HCC_OK;

	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(note, sizeof(note), "l2/%02d.md", phase);
	if (f->o->mend) {
		if ((st = fs_remove(f->t->dir, BACK, e)) != HCC_OK ||
		    (st = fs_mkdirs(f->t->dir, BACK, e)) != HCC_OK ||
		    (st = check_archive(f, phase, NULL, true, e)) != HCC_OK)
			return st;
		if (renameat(f->t->dir, BACK, f->t->dir, l1) == -1)
			return err_errno(e, "bring back '%s/%s'", f->t->path,
			    l1);
		st = fs_sync_parent(f->t->dir, l1, e);
	}
	if (st == HCC_OK)
		fsck_found(f, "note", note, f->o->mend, "it is missing; "
		    "hcc-promote writes it anew from %s%s", l1, f->o->mend ?
		    ", which is back from the archive" : ", once -f has "
		    "brought that back from the archive");
	return st;
}

/* A note that cannot be read stops every tool, and is written anew from its
 * archive. HCC_NONE: it can be read, or has no archive that could. */
static enum hcc_status
replace_note(struct fsck *f, int phase, enum hcc_status read, const char *why,
    struct hcc_err *e)
{
	char		 l1[32], file[32], sum[65];
	enum hcc_status	 st;

	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(file, sizeof(file), "l2/%02d.md", phase);
	if (read != HCC_INPUT || !f->o->mend || fs_exists(f->t->dir, l1) ||
	    !is_whole(f, phase, sum))
		return HCC_NONE;
	if ((st = fsck_keep_lost(f, file, e)) != HCC_OK ||
	    (st = fs_remove(f->t->dir, file, e)) != HCC_OK)
		return st;
	fsck_found(f, "note", file, true, "%s; it is in lost/", why);
	return bring_back(f, phase, e);
}

static enum hcc_status
check_note(struct fsck *f, int phase, struct hcc_err *e)
{
	struct hcc_err	 why = HCC_ERR_INIT;
	struct note	 note;
	char		 l1[32], file[32];
	enum hcc_status	 st, read;

	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(file, sizeof(file), "l2/%02d.md", phase);
	read = note_read(f->t, phase, &note, &why);
	if ((st = replace_note(f, phase, read, why.text, e)) == HCC_NONE)
		st = HCC_OK;
	else {
		note_free(&note);
		return st;
	}
	if (read != HCC_OK)
		fsck_found(f, "note", file, false, "%s", why.text);
	else if (note.source == NULL)
		fsck_found(f, "note", file, false, "it names no archive");
	if (!fs_exists(f->t->dir, l1))
		st = check_archive(f, phase, note.source == NULL ? NULL :
		    note.source->sha256, false, e);
	note_free(&note);
	return st;
}

/* Phase NN of plan/NN.md. */
static enum hcc_status
check_phase(struct fsck *f, int phase, struct hcc_err *e)
{
	struct hcc_err	 why = HCC_ERR_INIT;
	struct plan	 plan;
	char		 file[32], l1[32], l2[32], archive[64];

	snprintf(file, sizeof(file), "plan/%02d.md", phase);
	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(l2, sizeof(l2), "l2/%02d.md", phase);
	snprintf(archive, sizeof(archive), "archive/%02d.tar.zst", phase);
	if (plan_read(f->t, phase, &plan, &why) != HCC_OK)
		fsck_found(f, "plan", file, false, "%s", why.text);
	plan_free(&plan);
	if (fs_exists(f->t->dir, l2))
		return check_note(f, phase, e);
	if (fs_exists(f->t->dir, archive) && !fs_exists(f->t->dir, l1))
		return bring_back(f, phase, e);
	return HCC_OK;
}

static enum hcc_status
look_for_note(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	char	 l1[32], l2[32];
	int	 phase;

	(void)ctx;
	if (!plan_phase_of(name, ".tar.zst", &phase) ||
	    strcmp(dir, "archive") != 0)
		return HCC_OK;
	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(l2, sizeof(l2), "l2/%02d.md", phase);
	return fs_exists(f->t->dir, l1) || fs_exists(f->t->dir, l2) ? HCC_OK :
	    bring_back(f, phase, e);
}

enum hcc_status
fsck_lost_notes(struct fsck *f, struct hcc_err *e)
{
	return fsck_names(f, "archive", look_for_note, NULL, e);
}

static enum hcc_status
count_plan(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	int	*last = ctx, phase;

	(void)f;
	(void)e;
	if ((strcmp(dir, "plan") == 0 || strcmp(dir, "l2") == 0) &&
	    plan_phase_of(name, ".md", &phase) && phase > *last)
		*last = phase;
	return HCC_OK;
}

static enum hcc_status
check_done(struct fsck *f, struct hcc_err *e)
{
	struct done	 done;
	enum hcc_status	 st = HCC_OK;
	bool		 ok = record_load(&done_record, f->t->dir,
			    "done.json", &done) && done.why != NULL;

	record_free(&done_record, &done);
	if (ok || !fs_exists(f->t->dir, "done.json"))
		return HCC_OK;
	record_read(&done_record, journal_last(f->events, "end"), &done);
	ok = done.why != NULL;
	if (ok && f->o->mend && (st = fsck_keep_lost(f, "done.json", e)) ==
	    HCC_OK)
		st = record_publish(&done_record, f->t->dir, "done.json",
		    &done, e);
	record_free(&done_record, &done);
	if (st == HCC_OK)
		fsck_found(f, "done", "done.json", ok && f->o->mend,
		    "it cannot be read%s", ok ? "; the journal has the same" :
		    ": the task goes on as if it had not ended");
	return st;
}

static enum hcc_status
check_kept(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	char		 path[160], sum[65];
	enum hcc_status	 st = HCC_OK;

	(void)ctx;
	snprintf(path, sizeof(path), "%.20s/%.120s", dir, name);
	if (strlen(name) != 64 || name[strspn(name, "0123456789abcdef")] !=
	    '\0' || (fs_sha256(f->t->dir, path, sum, NULL) == HCC_OK &&
	    strcmp(sum, name) == 0))
		return HCC_OK;
	if (f->o->mend)
		st = fsck_keep_lost(f, path, e);
	if (st == HCC_OK && f->o->mend)
		st = fs_remove(f->t->dir, path, e);
	if (st == HCC_OK)
		fsck_found(f, "keep", path, f->o->mend, "its content is not "
		    "what its name says%s", f->o->mend ? "; it is in lost/" :
		    "");
	return st;
}

enum hcc_status
fsck_phases(struct fsck *f, struct hcc_err *e)
{
	char		 plan[32];
	int		 last = -1, i;
	enum hcc_status	 st;

	if ((st = fsck_names(f, "plan", count_plan, &last, e)) != HCC_OK ||
	    (st = fsck_names(f, "l2", count_plan, &last, e)) != HCC_OK)
		return st;
	for (i = 0; i <= last && st == HCC_OK; i++) {
		snprintf(plan, sizeof(plan), "plan/%02d.md", i);
		if (fs_exists(f->t->dir, plan))
			st = check_phase(f, i, e);
		else if (i > 0)
			fsck_found(f, "plan", plan, false, "it is missing");
	}
	if (st == HCC_OK && (st = check_done(f, e)) == HCC_OK)
		st = fsck_names(f, "keep", check_kept, NULL, e);
	return st;
}
