/*
 * audit.c: make TASK/audit, whole or not at all.
 */
#include <stdlib.h>
#include <sys/stat.h>

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

/* What is asked for. */
struct moving {
	const struct task	*t;
	double			 fraction;
	enum metric_pred	 pred;
	jv			 columns;	/* to be left out */
};

/* Leave out what holds the labels. */
static bool
leave(void *ctx, const char *path, const struct stat *sb)
{
	(void)sb;
	return holdout_leaks(ctx, path);
}

static enum hcc_status
hide_labels(int site, struct hcc_err *e)
{
	return fchmodat(site, "labels.csv", 0600, 0) == 0 ? HCC_OK :
	    err_errno(e, "change the mode of 'labels.csv'");
}

/* Rows move into the new input `to`, their labels into `site`. */
static enum hcc_status
move_rows(void *ctx, struct profile *p, int to, int site, struct hcc_err *e)
{
	const struct moving	*m = ctx;
	struct survey		 s = { 0 };
	struct holdout		 h = { .fraction = m->fraction,
				    .seed = (uint64_t)m->t->seed,
				    .pred = m->pred };
	size_t			 folds;
	enum hcc_status		 st;

	if (p->train.path == NULL || p->ntargets == 0)
		return err_set(e, HCC_INPUT, "audit '%s': there is no training "
		    "table with a known target", m->t->path);
	if ((st = survey_rows(p, &s, e)) == HCC_OK &&
	    (st = mirror_tree(p->dir, to, leave, p, e)) == HCC_OK &&
	    (st = holdout_make(p, &s, &h, to, site, e)) == HCC_OK)
		st = folds_write(p, &s, h.taken, to, &folds, e);
	free(h.taken);
	survey_release(&s);
	return st == HCC_OK ? hide_labels(site, e) : st;
}

enum hcc_status
audit_make(const struct task *t, double fraction, enum metric_pred pred,
    struct hcc_err *e)
{
	struct moving	 m = { t, fraction, pred, jv_null() };

	return fs_exists(t->dir, AUDIT_LABELS) ? HCC_OK :
	    profile_derive(t, "input", "audit", move_rows, &m, e);
}

jv
audit_columns(const struct task *t, const char *which)
{
	jv	 preview = profile_preview(t), v = json_get(preview, which);

	jv_free(preview);
	if (jv_get_kind(v) == JV_KIND_ARRAY)
		return v;
	jv_free(v);
	return jv_array();
}

/* A table without some columns. */
static enum hcc_status
drop_columns(const struct profile *p, const struct table *t, jv columns,
    int to, struct hcc_err *e)
{
	bool		*out = mem_zero(t->ncols, sizeof(*out));
	size_t		 i;
	enum hcc_status	 st;

	for (i = 0; i < t->ncols; i++)
		out[i] = json_has(columns, t->names[i]);
	st = table_copy(t, p->dir, to, NULL, out, e);
	free(out);
	return st;
}

static enum hcc_status
leave_columns(void *ctx, struct profile *p, int to, int site,
    struct hcc_err *e)
{
	const struct moving	*m = ctx;
	enum hcc_status		 st;

	if ((st = mirror_tree(p->dir, to, NULL, NULL, e)) == HCC_OK &&
	    (st = drop_columns(p, &p->train, m->columns, to, e)) == HCC_OK &&
	    p->test.path != NULL)
		st = drop_columns(p, &p->test, m->columns, to, e);
	if (st == HCC_OK)
		st = fs_copy(m->t->dir, AUDIT_LABELS, site, "labels.csv", e);
	return st == HCC_OK ? hide_labels(site, e) : st;
}

enum hcc_status
audit_control(const struct task *t, jv columns, struct hcc_err *e)
{
	struct moving	 m = { .t = t, .columns = columns };

	return fs_exists(t->dir, AUDIT_CONTROL "/labels.csv") ? HCC_OK :
	    profile_derive(t, AUDIT_INPUT, AUDIT_CONTROL, leave_columns, &m,
	    e);
}
