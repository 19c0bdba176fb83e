/*
 * report.c: grades, submissions.jsonl, and a report over runs.
 *
 * Members are those of MLE-bench's reports; of each percentage over the
 * competitions of a seed, `rates` has the mean over seeds with its standard
 * error and 95 % interval, as experiments/aggregate_grading_reports.py has.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "hcc-mlebench/mlebench.h"

jv
app_grade(struct app *a, const struct task *t, struct hcc_err *e)
{
	const char	*argv[] = { t->path, NULL };
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st;
	double		 score;
	jv		 r;

	(void)a;
	st = app_tool("hcc-grade", argv, NULL, &out, e);
	/* No submission and one that is not valid have a report too. */
	if (out.len == 0) {
		if (st == HCC_OK)
			err_set(e, HCC_INTERNAL, "grade '%s': no report",
			    t->path);
		return jv_invalid();
	}
	r = json_parse(buf_str(&out), out.len, "hcc-grade", 0, e);
	buf_release(&out);
	if (!jv_is_valid(r))
		return r;
	*e = (struct hcc_err)HCC_ERR_INIT;
	score = json_num(r, "score", NAN);
	if (isfinite(score))
		r = json_put_num(r, "score", round(score * 1e5) / 1e5);
	r = json_put_num(r, "seed", (double)t->seed);
	return json_put_str(r, "graded_by",
	    fs_exists(t->dir, "sealed/competition.json") ? "grade.py" :
	    "metric");
}

static enum hcc_status
export_one(struct app *a, const struct task *t, void *ctx, struct hcc_err *e)
{
	jv	 o;

	(void)ctx;
	(void)e;
	if (tool_given(&a->tool, 's') && (unsigned long)t->seed != a->seed)
		return HCC_OK;
	o = json_put_str(jv_object(), "competition_id", t->id);
	tool_record(json_put(o, "submission_path", jv_string_fmt("%s/best/%s",
	    t->path, t->submission)));
	return HCC_OK;
}

enum hcc_status
verb_export(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	int	 i;

	for (i = 0; i < argc; i++)
		if (app_tasks(a, argv[i], export_one, NULL, e) != HCC_OK)
			tool_fail(&a->tool, e);
	return HCC_OK;
}

static enum hcc_status
report_one(struct app *a, const struct task *t, void *ctx, struct hcc_err *e)
{
	jv	*list = ctx, r;

	if (tool_given(&a->tool, 's') && (unsigned long)t->seed != a->seed)
		return HCC_OK;
	r = app_grade(a, t, e);
	if (!jv_is_valid(r))
		return e->status;
	*list = jv_array_append(*list, r);
	return HCC_OK;
}

static int
count(jv reports, const char *member)
{
	jv	 r;
	int	 i, n = 0;

	for (i = 0; json_item(reports, i, &r); i++)
		n += json_bool(r, member, false);
	return n;
}

/* The competitions, and the seeds, each once, in the order of the reports. */
static jv
distinct(jv reports, const char *member)
{
	jv	 list = jv_array(), r, v;
	int	 i, k;

	for (i = 0; json_item(reports, i, &r); i++) {
		for (k = 0; json_item(list, k, &v); k++)
			if (jv_equal(jv_copy(v), json_get(r, member)))
				break;
		if (k == json_len(list))
			list = jv_array_append(list, json_get(r, member));
	}
	return list;
}

/* How many reports of this seed there are, and for how many `member` holds
 * (NULL: none). */
static int
of_seed(jv reports, double seed, const char *member)
{
	jv	 r;
	int	 i, n = 0;

	for (i = 0; json_item(reports, i, &r); i++)
		if (json_num(r, "seed", 0) == seed)
			n += member == NULL || json_bool(r, member, false);
	return n;
}

/* Mean of percentages, its standard error (null: of one seed) and interval. */
static jv
rate(const double *v, size_t n)
{
	double	 mean = 0, sum = 0, error;
	size_t	 i;
	jv	 o;

	for (i = 0; i < n; i++)
		mean += v[i] / (double)n;
	for (i = 0; i < n; i++)
		sum += (v[i] - mean) * (v[i] - mean);
	error = n > 1 ? sqrt(sum / (double)(n - 1) / (double)n) : NAN;
	o = json_put_num(jv_object(), "mean", mean);
	o = json_put_num(o, "standard_error", error);
	o = json_put_num(o, "ci_lower", mean - 1.96 * error);
	return json_put_num(o, "ci_upper", mean + 1.96 * error);
}

/* Over the seeds that have a run of each competition. */
static jv
rates(const struct app *a, jv reports, jv o)
{
	static const char *const members[] = { "submission_exists",
	    "valid_submission", "above_median", "bronze_medal", "silver_medal",
	    "gold_medal", "any_medal" };
	jv	 seeds = distinct(reports, "seed"), all = jv_object(), s;
	jv	 ids = distinct(reports, "competition_id");
	int	 each = json_len(ids), i;
	double	*v = mem_zero((size_t)json_len(seeds) + 1, sizeof(*v));
	size_t	 n = 0, k;

	for (k = 0; k < sizeof(members) / sizeof(members[0]); k++) {
		for (i = 0, n = 0; json_item(seeds, i, &s); i++)
			if (of_seed(reports, jv_number_value(s), NULL) == each)
				v[n++] = 100.0 * of_seed(reports,
				    jv_number_value(s), members[k]) / each;
		if (n > 0)
			all = json_put(all, members[k], rate(v, n));
	}
	if ((int)n < json_len(seeds))
		tool_warn(&a->tool, "rates are of %zu of %d seeds: the others "
		    "lack runs of some of the %d competitions", n,
		    json_len(seeds), each);
	o = json_put_num(o, "competitions", each);
	o = json_put_num(o, "seeds", (double)n);
	free(v);
	jv_free(seeds);
	jv_free(ids);
	return json_put(o, "rates", all);
}

static jv
summary(jv reports, jv o)
{
	static const char *const members[][2] = {
		{ "total_runs_with_submissions", "submission_exists" },
		{ "total_valid_submissions", "valid_submission" },
		{ "total_medals", "any_medal" },
		{ "total_gold_medals", "gold_medal" },
		{ "total_silver_medals", "silver_medal" },
		{ "total_bronze_medals", "bronze_medal" },
		{ "total_above_median", "above_median" },
	};
	size_t	 i;

	o = json_put_num(o, "total_runs", json_len(reports));
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		o = json_put_num(o, members[i][0], count(reports,
		    members[i][1]));
	return o;
}

enum hcc_status
verb_report(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	jv		 reports = jv_array(), o;
	int		 i;

	for (i = 0; i < argc; i++)
		if (app_tasks(a, argv[i], report_one, &reports, e) != HCC_OK)
			tool_fail(&a->tool, e);
	if (json_len(reports) == 0) {
		jv_free(reports);
		return err_set(e, HCC_NONE, "there is no run to report on");
	}
	o = json_put_str(jv_object(), "kind", "mlebench");
	o = summary(reports, rates(a, reports, o));
	o = json_put(o, "competition_reports", reports);
	json_dump_pretty(&b, o);
	fputs(buf_str(&b), stdout);
	buf_release(&b);
	jv_free(o);
	return HCC_OK;
}
