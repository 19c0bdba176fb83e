/*
 * import.c: a competition as a task: by hcc-init, with the competition's own
 * grader as the sealed program when it runs here, else with the answers as
 * labels of a metric that hcc knows.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/scratch.h"
#include "base/subprocess.h"
#include "hcc-mlebench/mlebench.h"
#include "run/environment.h"
#include "score/leaderboard.h"
#include "score/metric.h"

#define PROGRAM		"hcc_grade.py"
#define FILES_MAX	80
#define ANSWER_MAX	(1u << 20)

/* What hcc-init gets. */
struct request {
	const char	*argv[180];
	size_t		 n;
	struct scratch	 dir;			/* of the grader's files */
	char		*files[FILES_MAX];	/* in there */
	size_t		 nfiles;
};

static void
give(struct request *r, const char *option, const char *value)
{
	if (value == NULL)
		return;
	r->argv[r->n++] = option;
	r->argv[r->n++] = value;
}

/* A file of the grader, by a link under its own name. */
static enum hcc_status
take(struct request *r, const char *path, struct hcc_err *e)
{
	const char	*slash = strrchr(path, '/');
	char		*to;

	if (r->nfiles == FILES_MAX)
		return err_set(e, HCC_INPUT, "take the grader's files: there "
		    "are more than %d", FILES_MAX);
	to = mem_format("%s/%s", r->dir.path, slash + 1);
	r->files[r->nfiles++] = to;
	if (symlink(path, to) == -1)
		return err_errno(e, "link '%s' as '%s'", path, to);
	return HCC_OK;
}

static enum hcc_status
put(struct request *r, const char *name, const struct buf *text, mode_t mode,
    struct hcc_err *e)
{
	char		*path = mem_format("%s/%s", r->dir.path, name);
	enum hcc_status	 st;

	r->files[r->nfiles++] = path;
	st = fs_publish(AT_FDCWD, path, buf_str(text), text->len, e);
	if (st == HCC_OK && chmod(path, mode) == -1)
		return err_errno(e, "change mode of '%s'", path);
	return st;
}

/* The Python that programs of the task will have. The caller frees. */
static enum hcc_status
interpreter(const struct app *a, char **python, struct hcc_err *e)
{
	const struct language	*l = language_find("python");
	struct environment	 env;
	jv			 v = jv_object();
	size_t			 i;
	enum hcc_status		 st;

	for (i = 0; i < a->environment.n; i++)
		if (strncmp(a->environment.v[i], "python=", 7) == 0)
			v = json_put_str(v, "python", a->environment.v[i] + 7);
	st = environment_open(&env, v, ".", l, tool_places(), e);
	*python = mem_dup(st == HCC_OK && env.interpreter != NULL ?
	    env.interpreter : l->argv[0]);
	environment_free(&env);
	jv_free(v);
	return st;
}

/* sealed/grade: what hcc calls. */
static enum hcc_status
put_program(struct request *r, const char *python, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	buf_adds(&b, "#!/bin/sh\ncd \"$(dirname \"$0\")\" && exec ");
	buf_add_quoted(&b, python);
	buf_adds(&b, " -B ./" PROGRAM " \"$1\"\n");
	st = put(r, "grade", &b, 0700, e);
	buf_release(&b);
	return st;
}

static enum hcc_status
put_about(struct request *r, const struct competition *c, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	jv		 o = json_put_str(jv_object(), "id", c->id);
	enum hcc_status	 st;

	o = json_put_str(o, "grade_fn", c->grade_fn);
	o = json_put_str(o, "answers", strrchr(c->answers, '/') + 1);
	o = json_put(o, "checkout", c->checkout == NULL ? jv_null() :
	    jv_string(c->checkout));
	json_dump_pretty(&b, o);
	st = put(r, "competition.json", &b, 0600, e);
	buf_release(&b);
	jv_free(o);
	return st;
}

/* The modules of the competition but the one that prepared the data. */
static enum hcc_status
take_modules(struct request *r, const struct competition *c,
    struct hcc_err *e)
{
	char		**names, *path;
	size_t		 i, n, len;
	enum hcc_status	 st;

	st = fs_names(AT_FDCWD, c->definition, &names, &n, e);
	for (i = 0; i < n && st == HCC_OK; i++) {
		len = strlen(names[i]);
		if (len < 4 || strcmp(names[i] + len - 3, ".py") != 0 ||
		    strcmp(names[i], "prepare.py") == 0)
			continue;
		path = mem_format("%s/%s", c->definition, names[i]);
		st = take(r, path, e);
		free(path);
	}
	fs_names_free(names, n);
	return st;
}

/* All that the grader needs, in a directory of its own. */
static enum hcc_status
gather(struct app *a, struct request *r, const struct competition *c,
    struct hcc_err *e)
{
	const char	*tmp = getenv("TMPDIR");
	char		*own = NULL, *python = NULL;
	enum hcc_status	 st;

	if ((st = scratch_make(&r->dir, tmp != NULL && *tmp == '/' ? tmp :
	    "/tmp", "mlebench", e)) != HCC_OK)
		return st;
	own = mem_format("%s/mlebench/" PROGRAM, tool_share());
	if ((st = interpreter(a, &python, e)) == HCC_OK &&
	    (st = put_program(r, python, e)) == HCC_OK &&
	    (st = put_about(r, c, e)) == HCC_OK &&
	    (st = take(r, own, e)) == HCC_OK &&
	    (st = take(r, c->answers, e)) == HCC_OK)
		st = take_modules(r, c, e);
	free(python);
	free(own);
	return st;
}

/* Can the grader and the answers be loaded? It says itself why not. */
static bool
grader_runs(const struct request *r)
{
	const char	*argv[] = { r->files[0], "-n", NULL };
	struct buf	 in = BUF_INIT, out = BUF_INIT;
	struct subprocess s = { .argv = argv, .in = &in,
			    .max = ANSWER_MAX, .stop_fd = -1 };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 status = 0;
	enum hcc_status	 st = subprocess_run(&s, &out, &status, &e);

	buf_release(&out);
	return st == HCC_OK && status == 0;
}

/* Which way the board goes, as MLE-bench reads it; NULL without a board. */
static const char *
goal_of_board(const struct competition *c, struct hcc_err *e)
{
	const struct metric	*m = metric_find(c->metric);
	struct leaderboard	 b;
	const char		*goal;

	if (c->board == NULL || leaderboard_read(AT_FDCWD, c->board,
	    m == NULL ? METRIC_MAXIMIZE : m->goal, &b, e) != HCC_OK)
		return NULL;
	goal = metric_goal_name(b.lower_better ? METRIC_MINIMIZE :
	    METRIC_MAXIMIZE);
	leaderboard_release(&b);
	return goal;
}

/* Name and goal of the metric: as asked for, as hcc knows it, or, when it is
 * the grader's secret, by the grader's name and the board's order. */
static enum hcc_status
choose_metric(struct app *a, struct request *r, const struct competition *c,
    bool program, struct hcc_err *e)
{
	const char		*name = a->metric != NULL ? a->metric :
				    c->metric;
	const struct metric	*m = metric_find(name);
	const char		*goal = a->goal;

	if (m == NULL && !program)
		return err_set(e, HCC_UNAVAILABLE, "grade competition '%s': "
		    "its grader does not run here, and its metric '%s' is "
		    "none of hcc's (hcc-grade -M); install mlebench for the "
		    "Python of -E python=PATH, or choose with -m", c->id, name);
	give(r, "-m", name);
	if (m != NULL)
		return HCC_OK;
	if (goal == NULL && (goal = goal_of_board(c, e)) == NULL)
		return e->status != HCC_OK ? e->status : err_set(e, HCC_USAGE,
		    "import competition '%s': is more of '%s' better? There "
		    "is no leaderboard to tell; give -g minimize or "
		    "-g maximize", c->id, name);
	give(r, "-g", goal);
	return HCC_OK;
}

static void
say_grader(const struct app *a, const struct competition *c, bool program)
{
	if (program)
		tool_say(&a->tool, "%s: graded by its own %s", c->id,
		    c->grade_fn);
	else
		tool_warn(&a->tool, "%s: its grader does not run here; graded "
		    "by metric '%s' instead, without its rules of validity",
		    c->id, a->metric != NULL ? a->metric : c->metric);
	if (c->board == NULL)
		tool_warn(&a->tool, "%s: there is no leaderboard.csv, so "
		    "there are no medals", c->id);
}

static enum hcc_status
init(struct app *a, struct request *r, const struct competition *c,
    bool program, const char *task, jv *record, struct hcc_err *e)
{
	struct buf	 out = BUF_INIT;
	size_t		 i;
	enum hcc_status	 st;

	give(r, "-d", c->description);
	give(r, "-n", c->id);
	give(r, "-L", c->board);
	give(r, "-b", a->budget);
	give(r, "-i", a->id);
	give(r, "-t", a->target);
	for (i = 0; i < a->environment.n && i < 20; i++)
		give(r, "-E", a->environment.v[i]);
	if (!program)
		give(r, "-l", c->answers);
	for (i = 0; program && i < r->nfiles; i++)
		give(r, "-p", r->files[i]);
	if (a->force)
		r->argv[r->n++] = "-f";
	r->argv[r->n++] = c->public;
	r->argv[r->n++] = task;
	r->argv[r->n] = NULL;
	st = app_tool("hcc-init", r->argv, NULL, &out, e);
	if (st == HCC_OK)
		*record = json_parse(buf_str(&out), out.len, "hcc-init", 0, e);
	else
		err_prefix(e, "import competition '%s'", c->id);
	buf_release(&out);
	return st;
}

enum hcc_status
competition_import(struct app *a, const struct competition *c,
    const char *task, jv *record, struct hcc_err *e)
{
	struct request	 r = { .dir = SCRATCH_INIT };
	bool		 program = false;
	size_t		 i;
	enum hcc_status	 st;

	*record = jv_invalid();
	if ((st = gather(a, &r, c, e)) == HCC_OK) {
		program = grader_runs(&r);
		if ((st = choose_metric(a, &r, c, program, e)) == HCC_OK) {
			say_grader(a, c, program);
			st = init(a, &r, c, program, task, record, e);
		}
	}
	scratch_remove(&r.dir);
	for (i = 0; i < r.nfiles; i++)
		free(r.files[i]);
	return st;
}

enum hcc_status
verb_import(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	struct competition	 c;
	enum hcc_status		 st;
	jv			 record = jv_invalid();

	(void)argc;
	st = competition_open(&c, argv[0], a->definitions, e);
	if (st == HCC_OK)
		st = competition_import(a, &c, argv[1], &record, e);
	if (st == HCC_OK)
		tool_record(record);
	else
		jv_free(record);
	competition_close(&c);
	return st;
}
