/*
 * sealed.c: measure a submission with what TASK/sealed holds.
 *
 * The files under sealed/ are only read. They are the user's own, a grade
 * program included; the submission is not.
 */
#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/sealed.h"
#include "score/grade.h"

#define LABELS	"sealed/labels.csv"
#define PROGRAM	"sealed/grade"

bool
sealed_present(const struct task *t)
{
	return faccessat(t->dir, PROGRAM, X_OK, 0) == 0 ||
	    fs_exists(t->dir, LABELS);
}

static enum hcc_status
by_labels(const struct task *t, const char *submission, double *score,
    jv *detail, struct hcc_err *e)
{
	struct grade_opts	 o = { .id = t->id_column,
				    .positive = t->positive, .subset = true };
	jv			 target = json_get(t->meta, "target");
	enum hcc_status		 st;

	if (jv_get_kind(target) == JV_KIND_STRING)
		target = jv_array_append(jv_array(), target);
	o.targets = target;
	st = grade_score(t->dir, LABELS, submission,
	    t->metric, &o, score, detail, e);
	jv_free(target);
	return st;
}

enum hcc_status
sealed_score(const struct task *t, const char *submission, double limit_s,
    double *score, jv *detail, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 d;

	if (detail != NULL)
		*detail = jv_invalid();
	/* A program is there because the labels alone do not do. */
	if (faccessat(t->dir, PROGRAM, X_OK, 0) != 0) {
		if (fs_exists(t->dir, LABELS))
			return by_labels(t, submission, score, detail, e);
		return err_set(e, HCC_MISSING, "grade task '%s': nothing is "
		    "sealed; make the task with hcc-init -s or -l, or give "
		    "labels", t->path);
	}
	st = sealed_program(t, submission, limit_s, score, e);
	if (st == HCC_OK && detail != NULL) {
		d = json_put_str(jv_object(), "metric",
		    t->metric);
		*detail = json_put_str(d, "goal", t->goal);
	}
	return st;
}
