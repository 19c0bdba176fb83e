/*
 * task.c: open a task directory, check what is asked, lock it.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "score/metric.h"
#include "task/language.h"
#include "task/task.h"

double
task_budget(const struct task *t, const char *what)
{
	jv		 b = json_get(t->meta, "budget");
	double		 d = json_num(b, what, -1);
	const char	*s = json_str(b, what, NULL);

	if (s != NULL)
		d = strcmp(what, "time") == 0 ? parse_seconds(s) :
		    parse_count(s, 1000);
	jv_free(b);
	return d < 0 ? INFINITY : d;
}

/* Every value that other parts rely on, checked once and here. */
static enum hcc_status
check(struct task *t, struct hcc_err *e)
{
	const struct metric	*m;
	const char		*name, *goal, *base, *s;
	jv			 b;

	base = strrchr(t->path, '/');
	if (json_str(t->meta, "id", NULL) == NULL)
		t->meta = json_put_str(t->meta, "id", base == NULL ||
		    base[1] == '\0' ? "task" : base + 1);
	if ((name = json_str(t->meta, "metric", NULL)) == NULL)
		return err_set(e, HCC_INPUT, "read '%s/task.md': no metric; "
		    "add a line 'metric: NAME' (hcc-grade(1) lists them)",
		    t->path);
	m = metric_find(name);
	goal = json_str(t->meta, "goal", NULL);
	if (goal == NULL && m == NULL)
		return err_set(e, HCC_INPUT, "read '%s/task.md': metric '%s' "
		    "is not known; add 'goal: minimize' or 'goal: maximize' "
		    "and a program sealed/grade", t->path, name);
	if (goal == NULL)
		t->meta = json_put_str(t->meta, "goal",
		    m->goal == METRIC_MINIMIZE ? "minimize" : "maximize");
	else if (strcmp(goal, "minimize") != 0 && strcmp(goal, "maximize") != 0)
		return err_set(e, HCC_INPUT, "read '%s/task.md': goal '%s' is "
		    "neither minimize nor maximize", t->path, goal);
	if (json_str(t->meta, "submission", NULL) == NULL)
		t->meta = json_put_str(t->meta, "submission", "submission.csv");
	if (json_str(t->meta, "sample", NULL) == NULL)
		t->meta = json_put_str(t->meta, "sample",
		    "input/sample_submission.csv");
	s = json_str(t->meta, "sealed", "exam");
	if (strcmp(s, "exam") != 0 && strcmp(s, "holdout") != 0)
		return err_set(e, HCC_INPUT, "read '%s/task.md': sealed '%s' "
		    "is neither exam nor holdout", t->path, s);
	s = json_str(t->meta, "language", "python");
	if (language_find(s) == NULL)
		return err_set(e, HCC_INPUT, "read '%s/task.md': language '%s' "
		    "is not known; it is one of " LANGUAGES, t->path, s);
	if (m != NULL && (m->goal == METRIC_MINIMIZE) !=
	    (strcmp(json_str(t->meta, "goal", ""), "minimize") == 0))
		return err_set(e, HCC_INPUT, "read '%s/task.md': goal '%s' "
		    "contradicts metric '%s'; leave the goal out", t->path,
		    json_str(t->meta, "goal", ""), name);
	s = json_str(t->meta, "submission", "");
	if (strchr(s, '/') != NULL || s[0] == '.' || s[0] == '\0')
		return err_set(e, HCC_INPUT, "read '%s/task.md': submission "
		    "'%s' must be a plain file name", t->path, s);
	b = json_get(t->meta, "budget");
	if (jv_get_kind(b) == JV_KIND_OBJECT &&
	    (s = json_str(b, "time", NULL)) != NULL && parse_seconds(s) < 0) {
		err_set(e, HCC_INPUT, "read '%s/task.md': budget time '%s' is "
		    "not a time like 90s, 15m, 8h or 2d", t->path, s);
		jv_free(b);
		return HCC_INPUT;
	}
	jv_free(b);
	return HCC_OK;
}

enum hcc_status
task_open(struct task *t, const char *path, const char *session,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct timespec	 now;
	size_t		 body;
	enum hcc_status	 st;

	*t = (struct task){ .dir = -1, .meta = jv_null() };
	clock_gettime(CLOCK_REALTIME, &now);
	if (session != NULL && *session != '\0')
		snprintf(t->session, sizeof(t->session), "%s", session);
	else
		snprintf(t->session, sizeof(t->session), "%llx-%lx",
		    (long long)now.tv_sec, (long)getpid());
	if ((t->path = realpath(path, NULL)) == NULL) {
		st = err_errno(e, "open task '%s'", path);
		goto out;
	}
	t->dir = open(t->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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
	if ((t->body = strdup(buf_str(&b) + body)) == NULL)
		st = err_nomem(e);
	else
		st = check(t, e);
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
	*t = (struct task){ .dir = -1, .meta = jv_null() };
}

enum hcc_status
task_lock(const struct task *t, bool exclusive, int *fd, struct hcc_err *e)
{
	static const char *const dirs[] = { ".", "plan", "l1", "l2",
	    "archive", "best" };
	size_t			 i;

	*fd = openat(t->dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*fd == -1)
		return err_errno(e, "open '%s/lock'", t->path);
	if (flock(*fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) {
		for (i = 0; exclusive && i < sizeof(dirs) / sizeof(dirs[0]);
		    i++)
			fs_clean(t->dir, dirs[i]);
		return HCC_OK;
	}
	close(*fd);
	*fd = -1;
	if (errno != EWOULDBLOCK)
		return err_errno(e, "lock '%s/lock'", t->path);
	return err_set(e, HCC_AGAIN, "lock '%s': another hcc process is "
	    "writing to this task; try again when it has ended", t->path);
}

bool
task_busy(const struct task *t)
{
	int	 fd;
	bool	 busy;

	fd = openat(t->dir, "lock", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return false;
	busy = flock(fd, LOCK_SH | LOCK_NB) == -1;
	close(fd);
	return busy;
}
