/*
 * hcc-grade: score a submission against labels, rank it on a leaderboard.
 *
 * In a task it reads best/submission.csv (or another file) and what sealed/
 * holds: labels.csv or the program grade, and leaderboard.csv. It writes
 * nothing; the report, in MLE-bench's form, goes to standard output.
 */
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "common/tool.h"
#include "run/sealed.h"
#include "score/grade.h"
#include "score/leaderboard.h"
#include "score/metric.h"
#include "score/submission.h"
#include "task/task.h"

#define BOARD	"sealed/leaderboard.csv"

struct options {
	struct tool	 tool;
	const char	*answers, *metric, *board, *file, *id, *name, *positive,
			*sample, *columns;
	jv		 targets;	/* -t */
	double		 limit;
	bool		 list;
	struct buf	 last;		/* path of the task graded last */
};

/* What is graded: a file of a task, or one that the command line names. */
struct subject {
	const struct task *task;	/* NULL: labels are those of -a */
	int		 dir;
	const char	*path;		/* relative to dir */
	const char	*sample, *board, *id;
	const char	*metric;
	bool		 lower;		/* what the metric says */
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_STRING('a', "labels", answers,
	    "grade SUBMISSIONs against this csv file, no task"),
	OPT_STRING('m', "metric", metric, "name of the metric (with -a)"),
	OPT_STRING('s', "sample", sample, "check against this sample first"),
	OPT_STRING('l', "board", board,
	    "leaderboard, a csv file with a column score"),
	OPT_STRING('f', "file", file,
	    "grade this file instead of the task's best"),
	OPT_STRING('i', "column", id,
	    "the id column; default: the first of the labels"),
	OPT_STRING('t', "columns", columns,
	    "target columns, separated by commas"),
	OPT_STRING('p', "label", positive, "the positive label"),
	OPT_STRING('n', "name", name, "competition_id of the report"),
	OPT_SECONDS('w', "time", limit,
	    "limit of a sealed/grade program, default 10m"),
	OPT_FLAG('M', list, "list the metrics"),
	OPT_END
};

/* "a,b" as an array of strings. */
static jv
split(const char *s)
{
	jv	 list = jv_array();
	size_t	 n;

	for (; *s != '\0'; s += n + (s[n] == ',')) {
		n = strcspn(s, ",");
		list = jv_array_append(list, jv_string_sized(s, (int)n));
	}
	return list;
}

static void
list_metrics(void)
{
	const struct metric	*m;
	size_t			 i;

	for (i = 0; (m = metric_at(i)) != NULL; i++)
		tool_record(json_put_str(metric_json(m, NAN), "kind",
		    "metric"));
}

/* UTC, in the form that Python's datetime.fromisoformat() reads. */
static void
timestamp(char *out, size_t n)
{
	struct timespec	 now;
	struct tm	 tm;
	char		 day[32];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out, n, "%s.%06ld+00:00", day, now.tv_nsec / 1000);
}

/* The members that a leaderboard would fill, when there is none. */
static jv
unranked(jv r, bool lower)
{
	static const char *const nulls[] = { "gold_threshold",
	    "silver_threshold", "bronze_threshold", "median_threshold", "rank",
	    "teams", "medal" };
	static const char *const falses[] = { "any_medal", "gold_medal",
	    "silver_medal", "bronze_medal", "above_median" };
	size_t	 i;

	for (i = 0; i < sizeof(nulls) / sizeof(nulls[0]); i++)
		r = json_put(r, nulls[i], jv_null());
	for (i = 0; i < sizeof(falses) / sizeof(falses[0]); i++)
		r = json_put(r, falses[i], jv_bool(false));
	return json_put(r, "is_lower_better", jv_bool(lower));
}

static jv
ranked(struct options *o, const struct subject *s, double score, jv r)
{
	struct leaderboard	 b;
	struct hcc_err	 e = HCC_ERR_INIT;

	if (s->board == NULL)
		return unranked(r, s->lower);
	if (leaderboard_read(s->dir, s->board,
	    s->lower ? METRIC_MINIMIZE : METRIC_MAXIMIZE, &b, &e) != HCC_OK) {
		tool_fail(&o->tool, &e);
		return unranked(r, s->lower);
	}
	if (b.lower_better != s->lower)
		tool_say(&o->tool, "leaderboard '%s' has its %s score first, "
		    "but metric %s: %s is better; using the leaderboard's "
		    "order", s->board, b.lower_better ? "lowest" : "highest",
		    s->metric, s->lower ? "lower" : "higher");
	r = leaderboard_rank(&b, score, r);
	leaderboard_release(&b);
	return r;
}

/* Print the report. `score` NaN: there is none. */
static void
report(struct options *o, const struct subject *s, double score, bool exists)
{
	char	 created[64];
	jv	 r = json_put_str(jv_object(), "kind", "grade");

	timestamp(created, sizeof(created));
	if (s->task != NULL)
		r = json_put_path(r, "task", s->task->path);
	r = json_put_str(r, "competition_id", o->name != NULL ? o->name :
	    s->task == NULL ? "" : s->task->id);
	r = json_put_str(r, "metric", s->metric);
	r = json_put_num(r, "score", score);
	r = json_put(r, "submission_exists", jv_bool(exists));
	r = json_put(r, "valid_submission", jv_bool(!isnan(score)));
	r = json_put_str(r, "created_at", created);
	if (s->path[0] == '/' || s->task == NULL)
		r = json_put_str(r, "submission_path", s->path);
	else
		r = json_put(r, "submission_path", jv_string_fmt("%s/%s",
		    s->task->path, s->path));
	tool_record(ranked(o, s, score, r));
}

/* Compare with the sample and say each problem. HCC_INPUT: the submission is
 * not valid; anything else but HCC_OK: the comparison failed. */
static enum hcc_status
check(struct options *o, const struct subject *s)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 r = jv_invalid(), list;
	enum hcc_status	 st = HCC_OK;

	if ((s->task != NULL ? sealed_check(s->task, s->sample, s->path, &r,
	    &e) : submission_check(s->dir, s->sample, s->path,
	    &(struct submission_task){ .id = s->id, .targets = jv_null() },
	    &r, &e)) != HCC_OK) {
		tool_fail(&o->tool, &e);
		return HCC_CONFIG;
	}
	list = json_get(r, "problems");
	jv_array_foreach(list, i, p) {
		st = err_set(&e, HCC_INPUT, "check '%s': %s", s->path,
		    jv_string_value(p));
		tool_fail(&o->tool, &e);
		jv_free(p);
	}
	if (json_bool(r, "constant", false))
		tool_say(&o->tool, "check '%s': all predictions are the same",
		    s->path);
	jv_free(list);
	jv_free(r);
	return st;
}

static enum hcc_status
measure(struct options *o, const struct subject *s, double *score,
    struct hcc_err *e)
{
	struct grade_opts	 g = { .id = o->id, .targets = o->targets,
				    .positive = o->positive,
				    .subset = o->sample != NULL };

	if (s->task != NULL)
		return sealed_score(s->task, s->path, o->limit, score, NULL, e);
	return grade_score(s->dir, o->answers, s->path, o->metric, &g, score,
	    NULL, e);
}

static void
grade(struct options *o, const struct subject *s)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	double		 score = NAN;
	enum hcc_status	 st = HCC_OK;

	if (faccessat(s->dir, s->path, F_OK, AT_SYMLINK_NOFOLLOW) == -1) {
		err_errno(&e, "open submission '%s'", s->path);
		tool_fail(&o->tool, &e);
		report(o, s, NAN, false);
		return;
	}
	if (s->sample != NULL)
		st = check(o, s);
	if (st == HCC_OK && (st = measure(o, s, &score, &e)) != HCC_OK)
		tool_fail(&o->tool, &e);
	/* When the labels or the disk failed, nothing is known of it. */
	if (st == HCC_OK || st == HCC_INPUT)
		report(o, s, score, true);
}

/* A task once, however many records name it in a row. */
static enum hcc_status
grade_task(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	struct subject	 s = { .task = t, .path = o->file, .dir = t->dir,
			    .sample = o->sample, .board = o->board };
	char		 best[512];

	(void)record;
	(void)e;
	if (strcmp(t->path, buf_str(&o->last)) == 0)
		return HCC_OK;
	buf_reset(&o->last);
	buf_adds(&o->last, t->path);
	snprintf(best, sizeof(best), "best/%s",
	    t->submission);
	s.metric = t->metric;
	s.lower = t->lower;
	s.id = t->id_column;
	if (s.path == NULL)
		s.path = best;
	if (s.sample == NULL && faccessat(t->dir, t->sample, F_OK, 0) == 0)
		s.sample = t->sample;
	if (s.board == NULL && faccessat(t->dir, BOARD, F_OK, 0) == 0)
		s.board = BOARD;
	grade(o, &s);
	return HCC_OK;
}

/* What the command line names is relative to the working directory, what a
 * task names to the task. Returns false when the file is not there. */
static bool
absolute(struct options *o, const char **path, char *out)
{
	struct hcc_err	 e = HCC_ERR_INIT;

	if (*path == NULL)
		return true;
	if (realpath(*path, out) == NULL) {
		err_errno(&e, "open '%s'", *path);
		tool_fail(&o->tool, &e);
		return false;
	}
	*path = out;
	return true;
}

static int
grade_tasks(struct options *o, int argc, char **argv)
{
	char	 file[PATH_MAX], sample[PATH_MAX], board[PATH_MAX];

	if (!absolute(o, &o->file, file) || !absolute(o, &o->board, board) ||
	    !absolute(o, &o->sample, sample))
		return tool_finish(&o->tool);
	return tool_each_task(&o->tool, argc, argv, grade_task, o);
}

static int
grade_files(struct options *o, int argc, char **argv)
{
	const struct metric	*m;
	struct subject		 s = { .dir = AT_FDCWD, .sample = o->sample,
				    .board = o->board, .id = o->id,
				    .metric = o->metric };
	int			 i;

	if (argc == 0 || o->metric == NULL || o->file != NULL)
		tool_usage(&o->tool, "-a needs -m METRIC and files to grade");
	if ((m = metric_find(o->metric)) == NULL)
		tool_refuse(&o->tool, 'm', o->metric, "a metric; hcc-grade -M "
		    "lists them");
	s.lower = m->goal == METRIC_MINIMIZE;
	for (i = 0; i < argc; i++) {
		s.path = argv[i];
		grade(o, &s);
	}
	return tool_finish(&o->tool);
}

int
main(int argc, char **argv)
{
	struct options	 o = { .tool = { .name = "hcc-grade",
			    .operands = "[task|submission ...]",
			    .about = "score submissions and rank them",
			    .opts = opts }, .targets = jv_null(),
			    .last = BUF_INIT,
			    .limit = SEALED_SECONDS };
	int		 i, status;

	i = tool_options(&o.tool, argc, argv, &o);
	if (o.columns != NULL)
		o.targets = split(o.columns);
	if (o.answers == NULL && (o.metric != NULL || o.id != NULL ||
	    o.positive != NULL || o.columns != NULL))
		tool_usage(&o.tool, "-m, -i, -p and -t need -a; a task has "
		    "them in its task.md");
	if (o.list) {
		list_metrics();
		status = tool_finish(&o.tool);
	} else if (o.answers != NULL)
		status = grade_files(&o, argc - i, argv + i);
	else
		status = grade_tasks(&o, argc - i, argv + i);
	jv_free(o.targets);
	buf_release(&o.last);
	return status;
}
