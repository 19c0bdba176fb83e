/*
 * task.c: open a task directory, check what is asked.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "score/metric.h"
#include "task/language.h"
#include "task/task.h"

bool
task_better(const struct task *t, double a, double b)
{
	if (!isfinite(b))
		return isfinite(a);
	return t->lower ? a < b : a > b;
}

/* A member that is a string; where it is absent the default is put in. */
static const char *
string(struct task *t, const char *key, const char *dflt)
{
	if (json_str(t->meta, key, NULL) == NULL && dflt != NULL)
		t->meta = json_put_str(t->meta, key, dflt);
	return json_str(t->meta, key, NULL);
}

/* A name that is no metric needs something that tells its value: a program
 * that grades, a project, or a line that is named. */
static enum hcc_status
check_own_metric(const struct task *t, struct hcc_err *e)
{
	struct buf	 near = BUF_INIT;
	enum hcc_status	 st;

	if (metric_find(t->metric) != NULL || t->command != NULL ||
	    t->pattern != NULL || t->no_submission ||
	    fs_exists(t->dir, "sealed/grade"))
		return HCC_OK;
	metric_near(t->metric, &near);
	st = err_set(e, HCC_INPUT, "read '%s/task.md': metric '%s' is none "
	    "that hcc knows, and nothing measures it; name one of hcc-grade(1)"
	    "%s%s%s, add a program sealed/grade, or say with 'pattern' where "
	    "programs print it", t->path, t->metric, near.len > 0 ? " (" : "",
	    near.len > 0 ? buf_str(&near) : "", near.len > 0 ? "?)" : "");
	buf_release(&near);
	return st;
}

static enum hcc_status
read_goal(struct task *t, struct hcc_err *e)
{
	const struct metric	*m;

	if (t->metric == NULL)
		return err_set(e, HCC_INPUT, "read '%s/task.md': no metric; "
		    "add a line 'metric: NAME' (hcc-grade(1) lists them)",
		    t->path);
	m = metric_find(t->metric);
	t->goal = string(t, "goal", m == NULL ? NULL :
	    m->goal == METRIC_MINIMIZE ? "minimize" : "maximize");
	if (t->goal == NULL)
		return err_set(e, HCC_INPUT, "read '%s/task.md': metric '%s' "
		    "is not known; add 'goal: minimize' or 'goal: maximize' "
		    "and a program sealed/grade", t->path, t->metric);
	t->lower = strcmp(t->goal, "minimize") == 0;
	if (!t->lower && strcmp(t->goal, "maximize") != 0)
		return err_set(e, HCC_INPUT, "read '%s/task.md': goal '%s' is "
		    "neither minimize nor maximize", t->path, t->goal);
	if (m != NULL && (m->goal == METRIC_MINIMIZE) != t->lower)
		return err_set(e, HCC_INPUT, "read '%s/task.md': goal '%s' "
		    "contradicts metric '%s'; leave the goal out", t->path,
		    t->goal, t->metric);
	return HCC_OK;
}

/* A limit: a number, or a string such as "8h" or "20M". One that cannot be read
 * would be none. */
static enum hcc_status
read_limit(const struct task *t, jv budget, const char *key,
    double (*parse)(const char *), double *out, struct hcc_err *e)
{
	const char	*s = json_str(budget, key, NULL);

	*out = INFINITY;
	if (jv_get_kind(json_at(budget, key)) == JV_KIND_NULL)
		return HCC_OK;
	*out = s != NULL ? parse(s) : json_num(budget, key, -1);
	return *out >= 0 ? HCC_OK : err_set(e, HCC_INPUT, "read "
	    "'%s/task.md': budget %s '%s' is not a %s", t->path, key,
	    s == NULL ? "?" : s, strcmp(key, "time") == 0 ?
	    "time like 90s, 15m, 8h or 2d" : "number like 500, 20M or 2.5");
}

static double
parse_thousands(const char *s)
{
	return parse_count(s, 1000);
}

static enum hcc_status
read_budget(struct task *t, struct hcc_err *e)
{
	const struct {
		const char	*key;
		double		(*parse)(const char *);
		double		*out;
	} all[] = {
		{ "time", parse_seconds, &t->budget.time },
		{ "calls", parse_thousands, &t->budget.calls },
		{ "tokens", parse_thousands, &t->budget.tokens },
		{ "cost", parse_thousands, &t->budget.cost },
	};
	jv		 b = json_at(t->meta, "budget");
	enum hcc_status	 st = HCC_OK;
	size_t		 i;
	int		 known = 0;

	for (i = 0; st == HCC_OK && i < sizeof(all) / sizeof(all[0]); i++) {
		known += jv_get_kind(json_at(b, all[i].key)) != JV_KIND_NULL;
		st = read_limit(t, b, all[i].key, all[i].parse, all[i].out, e);
	}
	if (st == HCC_OK && jv_get_kind(b) != JV_KIND_NULL &&
	    (jv_get_kind(b) != JV_KIND_OBJECT || jv_object_length(jv_copy(b))
	    != known))
		st = err_set(e, HCC_INPUT, "read '%s/task.md': budget may "
		    "have time, calls, tokens and cost, as in {time: 8h}",
		    t->path);
	return st;
}

/* A path below the project, as it is compared. */
static bool
is_plain(jv path)
{
	const char	*s;

	if (jv_get_kind(path) != JV_KIND_STRING)
		return false;
	s = jv_string_value(path);
	return *s != '\0' && *s != '/' && strlen(s) < 900 &&
	    strncmp(s, "./", 2) != 0 && strstr(s, "..") == NULL &&
	    strstr(s, "//") == NULL && strchr(s, ' ') == NULL &&
	    strchr(s, '\n') == NULL;
}

static enum hcc_status
read_project(struct task *t, struct hcc_err *e)
{
	jv	 one;
	int	 i;

	t->command = string(t, "command", NULL);
	t->pattern = string(t, "pattern", NULL);
	t->edit = json_at(t->meta, "edit");
	if (t->pattern != NULL && strstr(t->pattern, "VALUE") == NULL)
		return err_set(e, HCC_INPUT, "read '%s/task.md': pattern '%s' "
		    "has no VALUE, as in 'loss: VALUE'", t->path, t->pattern);
	if (t->command == NULL)
		return HCC_OK;
	if (json_len(t->edit) == 0)
		return err_set(e, HCC_INPUT, "read '%s/task.md': with a "
		    "command, 'edit: [FILE, ..]' must name the files of the "
		    "project that may change", t->path);
	for (i = 0; json_item(t->edit, i, &one); i++)
		if (!is_plain(one))
			return err_set(e, HCC_INPUT, "read '%s/task.md': edit "
			    "'%.100s' must be a path below the project, "
			    "without blanks and '..'", t->path,
			    jv_get_kind(one) == JV_KIND_STRING ?
			    jv_string_value(one) : "?");
	t->language = language_find("project");
	return HCC_OK;
}

/* A tree of another format is not guessed at. */
static enum hcc_status
read_format(const struct task *t, struct hcc_err *e)
{
	double	 format = json_num(t->meta, "format", TASK_FORMAT);

	if (format == TASK_FORMAT)
		return HCC_OK;
	return err_set(e, HCC_INPUT, "read '%s/task.md': the task has format "
	    "%g, this hcc reads format %d; %s", t->path, format, TASK_FORMAT,
	    format > TASK_FORMAT ? "it was made by a newer one: install that" :
	    "finish it with the hcc that made it");
}

/* From `meta` into members; every value that other parts rely on is checked
 * here, once. */
static enum hcc_status
read_meta(struct task *t, struct hcc_err *e)
{
	const char	*base = strrchr(t->path, '/'), *s;
	enum hcc_status	 st;

	if ((st = read_format(t, e)) != HCC_OK)
		return st;
	t->id = string(t, "id", base == NULL || base[1] == '\0' ? "task" :
	    base + 1);
	t->metric = string(t, "metric", NULL);
	if ((st = read_goal(t, e)) != HCC_OK)
		return st;
	t->submission = string(t, "submission", "submission.csv");
	if (strchr(t->submission, '/') != NULL || *t->submission == '.' ||
	    *t->submission == '\0')
		return err_set(e, HCC_INPUT, "read '%s/task.md': submission "
		    "'%s' must be a plain file name", t->path, t->submission);
	t->no_submission = strcmp(t->submission, "none") == 0;
	t->sample = string(t, "sample", "input/sample_submission.csv");
	t->id_column = string(t, "id_column", NULL);
	t->positive = string(t, "positive", NULL);
	t->brain = string(t, "brain", NULL);
	s = json_str(t->meta, "sealed", "exam");
	t->sealed = strcmp(s, "holdout") == 0 ? SEALED_HOLDOUT :
	    strcmp(s, "grader") == 0 ? SEALED_GRADER : SEALED_EXAM;
	if (t->sealed == SEALED_EXAM && strcmp(s, "exam") != 0)
		return err_set(e, HCC_INPUT, "read '%s/task.md': sealed '%s' "
		    "is not exam, holdout or grader", t->path, s);
	s = json_str(t->meta, "language", "python");
	if ((t->language = language_find(s)) == NULL)
		return err_set(e, HCC_INPUT, "read '%s/task.md': language '%s' "
		    "is not known; it is one of " LANGUAGES, t->path, s);
	t->seed = (long)json_num(t->meta, "seed", t->seed);
	if ((st = read_project(t, e)) != HCC_OK ||
	    (st = check_own_metric(t, e)) != HCC_OK)
		return st;
	return read_budget(t, e);
}

enum hcc_status
task_open(struct task *t, const char *path, const char *session,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct timespec	 now;
	size_t		 body;
	enum hcc_status	 st;

	*t = (struct task)TASK_NONE;
	clock_gettime(CLOCK_REALTIME, &now);
	if (session != NULL && *session != '\0')
		snprintf(t->session, sizeof(t->session), "%s", session);
	else
		snprintf(t->session, sizeof(t->session), "%llx-%lx",
		    (long long)now.tv_sec, (long)getpid());
	if ((t->path = realpath(path, NULL)) == NULL) {
		st = errno == ENOENT ? err_set(e, HCC_MISSING, "open task "
		    "'%s': No such file or directory; make a task with "
		    "hcc-init", path) : err_errno(e, "open task '%s'", path);
		goto out;
	}
	t->dir = fs_open_dir(AT_FDCWD, t->path);
	if (t->dir == -1) {
		st = err_errno(e, "open task '%s'", path);
		goto out;
	}
	if (!fs_exists(t->dir, "task.md")) {
		st = err_set(e, HCC_MISSING, "open task '%s': no task.md in "
		    "it; make a task with hcc-init", path);
		goto out;
	}
	if ((st = fs_read(t->dir, "task.md", 8u << 20, &b, e)) != HCC_OK)
		goto out;
	jv_free(t->meta);
	st = yaml_front(buf_str(&b), b.len, "task.md", &t->meta, &body, e);
	if (st != HCC_OK) {
		err_prefix(e, "open task '%s'", path);
		goto out;
	}
	t->body = mem_dup(buf_str(&b) + body);
	st = read_meta(t, e);
out:
	buf_release(&b);
	if (st != HCC_OK)
		task_close(t);
	return st;
}

void
task_close(struct task *t)
{
	if (t->dir >= 0)
		close(t->dir);
	free(t->path);
	free(t->body);
	jv_free(t->meta);
	*t = (struct task)TASK_NONE;
}
