/*
 * check_grade.c: grade the labels by themselves, and the sample, at init.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/fs.h"
#include "base/json.h"
#include "data/new_task_internal.h"
#include "score/grade.h"
#include "score/labels.h"

#define LABELS	"sealed/labels.csv"
#define ANSWER	"sealed/" FS_TMP "answer.csv"

static struct grade_opts
options(const struct build *b)
{
	struct grade_opts	 o = { .id = b->p.id, .subset = true,
				    .targets = jv_array() };
	size_t			 i;

	for (i = 0; i < b->p.ntargets; i++)
		o.targets = jv_array_append(o.targets,
		    jv_string(b->p.targets[i]));
	return o;
}

static enum hcc_status
score(const struct build *b, const char *file, double *out, struct hcc_err *e)
{
	struct grade_opts	 o = options(b);
	enum hcc_status		 st;

	st = grade_score(b->site.dir, LABELS, file,
	    json_str(b->nt->meta, "metric", ""), &o, out, NULL, e);
	jv_free(o.targets);
	return st;
}

/* The labels as probabilities: one column of the positive class, or a column a
 * class. False: they are not of that form. */
static bool
probabilities(const struct csv *c, size_t col, size_t id, struct buf *b)
{
	struct labels	 k = { 0 };
	size_t		 i;
	int		 j, n, positive;

	if (labels_build(&k, c, col, NULL, 0, NULL) != HCC_OK)
		return false;
	n = k.n;
	positive = labels_positive(&k, false);
	csv_quote(b, c->names[id], ',');
	for (j = 0; n > 2 && j < n; j++) {
		buf_addc(b, ',');
		csv_quote(b, k.v[j].text, ',');
	}
	if (n <= 2) {
		buf_addc(b, ',');
		csv_quote(b, c->names[col], ',');
	}
	for (i = 0; i < c->nrows; i++) {
		buf_addc(b, '\n');
		csv_quote(b, csv_cell(c, i, id), ',');
		for (j = 0; n > 2 && j < n; j++)
			buf_adds(b, labels_find(&k, csv_cell(c, i, col)) == j ?
			    ",1" : ",0");
		if (n <= 2)
			buf_adds(b, labels_find(&k, csv_cell(c, i, col)) ==
			    positive ? ",1" : ",0");
	}
	buf_addc(b, '\n');
	labels_release(&k);
	return true;
}

/* A submission that says the truth; *there: it was made. */
static enum hcc_status
write_answer(const struct build *b, bool *there, struct hcc_err *e)
{
	struct csv	 c;
	struct buf	 text = BUF_INIT;
	long		 id, col;
	enum hcc_status	 st;

	*there = false;
	if ((st = csv_read(b->site.dir, LABELS, &c, e)) != HCC_OK)
		return st;
	id = b->p.id == NULL ? 0 : csv_column(&c, b->p.id);
	col = b->p.ntargets == 1 ? csv_column(&c, b->p.targets[0]) : -1;
	if (col == -1 && c.ncols == 2)
		col = id == 0 ? 1 : 0;
	if (id != -1 && (b->nt->pred == METRIC_PROBABILITY ||
	    b->nt->pred == METRIC_PROBABILITIES)) {
		/* Several columns, or one a class, are 0 and 1 already. */
		if (col == -1)
			csv_text(&text, &c);
		else if (!probabilities(&c, (size_t)col, (size_t)id, &text))
			buf_reset(&text);
	} else if (id != -1)
		csv_text(&text, &c);
	csv_release(&c);
	if (text.len > 0) {
		*there = true;
		st = fs_replace(b->site.dir, ANSWER, buf_str(&text), text.len,
		    e);
	}
	buf_release(&text);
	return st;
}

/* The truth must score what nothing can beat; that is less where the score is a
 * mean over rows, of which those without a label count as 0. */
static enum hcc_status
try_labels(struct build *b, struct hcc_err *e)
{
	const char	*name = json_str(b->nt->meta, "metric", "");
	const struct metric *m = metric_find(name);
	bool		 there;
	double		 s = NAN, best = m == NULL ? NAN :
			    m->goal == METRIC_MINIMIZE ? m->low : m->high;
	enum hcc_status	 st;

	if ((st = write_answer(b, &there, e)) == HCC_OK && there)
		st = score(b, ANSWER, &s, e);
	(void)fs_remove(b->site.dir, ANSWER, NULL);
	if (st == HCC_INPUT || st == HCC_CONFIG) {
		e->status = HCC_INPUT;
		return err_prefix(e, "grade the sealed labels by themselves");
	}
	if (m != NULL && m->flags & METRIC_ROWS &&
	    profile_has_empty_sets(&b->p))
		best = NAN;
	if (st == HCC_OK && there && isfinite(best) && fabs(s - best) > 1e-6)
		return err_set(e, HCC_INPUT, "grade the sealed labels by "
		    "themselves: %s is %g, not %g: they do not fit the metric; "
		    "choose it with -m", name, s, best);
	return st;
}

static void
note(struct build *b, const char *what, const struct hcc_err *e)
{
	char	 text[1200];

	snprintf(text, sizeof(text), "%s: %s", what, e->text);
	b->nt->notes = jv_array_append(b->nt->notes, jv_string(text));
}

static enum hcc_status
try_sample(struct build *b, struct hcc_err *e)
{
	struct hcc_err	 why = HCC_ERR_INIT;
	char		 path[1024];
	double		 s;
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "input/%s", b->p.sample.path == NULL ?
	    "sample_submission.csv" : b->p.sample.path);
	if (!fs_exists(b->site.dir, path))
		return HCC_OK;
	st = score(b, path, &s, &why);
	if (st == HCC_INPUT || st == HCC_CONFIG)
		note(b, "the sample submission cannot be graded", &why);
	else if (st != HCC_OK)
		*e = why;
	return st == HCC_INPUT || st == HCC_CONFIG ? HCC_OK : st;
}

enum hcc_status
check_grade(struct build *b, struct hcc_err *e)
{
	char		 path[40];
	enum hcc_status	 st = HCC_OK;

	if (b->nt->grader != NULL) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", b->site.dir);
		return b->nt->try_grader == NULL ? HCC_OK :
		    b->nt->try_grader(path, e);
	}
	if (fs_exists(b->site.dir, LABELS) && (st = try_labels(b, e)) == HCC_OK)
		st = try_sample(b, e);
	return st;
}
