/*
 * audit.c: make TASK/audit, whole or not at all.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "data/audit.h"
#include "data/folds.h"
#include "data/holdout.h"
#include "data/mirror.h"
#include "data/profile_task.h"
#include "data/survey.h"
#include "data/table_file.h"

#define SITE	FS_TMP "audit"

/* Leave out what holds the labels. */
static bool
leave(void *ctx, const char *path, const struct stat *sb)
{
	(void)sb;
	return holdout_leaks(ctx, path);
}

/* Move rows of the profile into the directories `to` (the new input) and
 * `site` (their labels). */
static enum hcc_status
move_rows(struct profile *p, const struct task *t, double fraction,
    enum metric_pred pred, int to, int site, struct hcc_err *e)
{
	struct survey	 s = { 0 };
	struct holdout	 h = { .fraction = fraction,
			    .seed = (uint64_t)t->seed, .pred = pred };
	size_t		 folds;
	enum hcc_status	 st;

	if (p->train.path == NULL || p->ntargets == 0)
		return err_set(e, HCC_INPUT, "audit '%s': there is no training "
		    "table with a known target", t->path);
	if ((st = survey_rows(p, &s, e)) == HCC_OK &&
	    (st = mirror_tree(p->dir, to, leave, p, e)) == HCC_OK &&
	    (st = holdout_make(p, &s, &h, to, site, e)) == HCC_OK)
		st = folds_write(p, &s, h.taken, to, &folds, e);
	if (st == HCC_OK && fchmodat(site, "labels.csv", 0600, 0) == -1)
		st = err_errno(e, "change the mode of '" AUDIT_LABELS "'");
	free(h.taken);
	survey_release(&s);
	return st;
}

static int
open_dir(int at, const char *path)
{
	return openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

enum hcc_status
audit_make(const struct task *t, double fraction, enum metric_pred pred,
    struct hcc_err *e)
{
	struct profile	 p;
	int		 input = -1, to = -1, site = -1;
	enum hcc_status	 st;
	jv		 preview;

	if (fs_exists(t->dir, AUDIT_LABELS))
		return HCC_OK;
	if ((st = fs_remove(t->dir, SITE, e)) != HCC_OK ||
	    (st = fs_mkdirs(t->dir, SITE "/input", e)) != HCC_OK)
		return st;
	if ((input = open_dir(t->dir, "input")) == -1 ||
	    (site = open_dir(t->dir, SITE)) == -1 ||
	    (to = open_dir(site, "input")) == -1) {
		st = err_errno(e, "open directory 'input'");
		goto out;
	}
	preview = profile_preview(t);
	st = profile_task(&p, t, preview, json_at(t->meta, "split"), input, e);
	jv_free(preview);
	if (st == HCC_OK) {
		st = move_rows(&p, t, fraction, pred, to, site, e);
		profile_close(&p);
	}
	if (st == HCC_OK && renameat(t->dir, SITE, t->dir, "audit") == -1)
		st = err_errno(e, "put '%s/audit' in place", t->path);
out:
	if (st != HCC_OK)
		(void)fs_remove(t->dir, SITE, NULL);
	if (to != -1)
		close(to);
	if (site != -1)
		close(site);
	if (input != -1)
		close(input);
	return st;
}

jv
audit_suspects(const struct task *t)
{
	jv	 preview = profile_preview(t), v = json_get(preview, "suspects");

	jv_free(preview);
	if (jv_get_kind(v) == JV_KIND_ARRAY)
		return v;
	jv_free(v);
	return jv_array();
}

/* A table without some columns, under its own name. */
static enum hcc_status
drop_columns(const struct profile *p, const struct table *t, jv columns,
    int to, struct hcc_err *e)
{
	struct table_rows	 r;
	struct table_file	 f;
	char			**row = mem_zero(t->ncols, sizeof(*row));
	bool			*out = mem_zero(t->ncols, sizeof(*out));
	size_t			 i, n = 0;
	enum hcc_status		 st;

	for (i = 0; i < t->ncols; i++)
		if (!(out[i] = json_has(columns, t->names[i])))
			row[n++] = t->names[i];
	if ((st = profile_rows(p, t, &r, e)) == HCC_OK) {
		if ((st = table_file_open(&f, to, t->path, e)) == HCC_OK) {
			st = table_file_row(&f, row, n, e);
			while (st == HCC_OK &&
			    (st = table_next(&r, e)) == HCC_OK) {
				for (i = n = 0; i < t->ncols; i++)
					if (!out[i])
						row[n++] = r.cells[i];
				st = table_file_row(&f, row, n, e);
			}
			st = table_file_close(&f, st == HCC_NONE ? HCC_OK :
			    st, e);
		}
		table_close(&r);
	}
	free(row);
	free(out);
	return st;
}

enum hcc_status
audit_control(const struct task *t, jv columns, struct hcc_err *e)
{
	struct profile	 p;
	int		 input, to;
	enum hcc_status	 st;
	jv		 preview;

	if (fs_exists(t->dir, AUDIT_CONTROL "/labels.csv"))
		return HCC_OK;
	if ((st = fs_mkdirs(t->dir, AUDIT_CONTROL "/input", e)) != HCC_OK)
		return st;
	input = open_dir(t->dir, AUDIT_INPUT);
	to = open_dir(t->dir, AUDIT_CONTROL "/input");
	preview = profile_preview(t);
	st = input == -1 || to == -1 ? err_errno(e, "open directory '"
	    AUDIT_INPUT "'") : profile_task(&p, t, preview,
	    json_at(t->meta, "split"), input, e);
	jv_free(preview);
	if (st == HCC_OK) {
		if ((st = mirror_tree(input, to, NULL, NULL, e)) == HCC_OK &&
		    (st = drop_columns(&p, &p.train, columns, to, e)) ==
		    HCC_OK && p.test.path != NULL)
			st = drop_columns(&p, &p.test, columns, to, e);
		profile_close(&p);
	}
	/* Last, so that what is half made is made again. */
	if (st == HCC_OK)
		st = fs_copy(t->dir, AUDIT_LABELS, t->dir,
		    AUDIT_CONTROL "/labels.csv", e);
	if (input != -1)
		close(input);
	if (to != -1)
		close(to);
	return st;
}
