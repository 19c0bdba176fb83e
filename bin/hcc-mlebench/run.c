/*
 * run.c: several runs of several competitions.
 *
 * A run is the task RUNS/COMPETITION/SEED; its wisdom base lies beside it, so
 * that runs learn nothing of each other. What is left to do is read off the
 * tree: a run that has ended is passed over, one that another process works on
 * too.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "hcc-mlebench/mlebench.h"

#define TASK_MAX	(8u << 20)

/* The seed, which is the directory's name, in task.md, unless it is there. */
static enum hcc_status
put_seed(const char *task, struct hcc_err *e)
{
	const char	*seed = strrchr(task, '/') + 1;
	char		*path = mem_format("%s/task.md", task);
	struct buf	 b = BUF_INIT, out = BUF_INIT;
	enum hcc_status	 st;

	st = fs_read(AT_FDCWD, path, TASK_MAX, &b, e);
	if (st == HCC_OK && strncmp(buf_str(&b), "---\nseed:", 9) != 0 &&
	    seed[strspn(seed, "0123456789")] == '\0') {
		buf_addf(&out, "---\nseed: %s\n", seed);
		buf_add(&out, buf_str(&b) + 4, b.len - 4);
		st = fs_publish(AT_FDCWD, path, buf_str(&out), out.len, e);
	}
	buf_release(&b);
	buf_release(&out);
	free(path);
	return st;
}

/* What the base of -w holds, into the run's own. Import may be repeated. */
static enum hcc_status
give_wisdom(const struct app *a, const char *base, struct hcc_err *e)
{
	const char	*from[] = { "export", "-f", a->wisdom, NULL };
	const char	*to[] = { "import", "-f", base, NULL };
	struct buf	 entries = BUF_INIT, out = BUF_INIT;
	enum hcc_status	 st;

	if (a->wisdom == NULL)
		return HCC_OK;
	st = app_tool("hcc-wisdom", from, NULL, &entries, e);
	if (st == HCC_OK && entries.len > 0)
		st = app_tool("hcc-wisdom", to, buf_str(&entries), &out, e);
	buf_release(&entries);
	buf_release(&out);
	return st;
}

/* The run's directory, made when it is not there. */
static enum hcc_status
prepare(struct app *a, const struct competition *c, const char *task,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	jv		 record = jv_invalid();

	if (!fs_exists(AT_FDCWD, task)) {
		st = competition_import(a, c, task, &record, e);
		jv_free(record);
	}
	return st;
}

static enum hcc_status
drive(struct app *a, const struct task *t, void *ctx, struct hcc_err *e)
{
	const char	*argv[] = { "-1", t->path, NULL };
	char		*base;
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st = HCC_OK;
	jv		 r;

	(void)ctx;
	if (fs_exists(t->dir, "done.json"))
		return HCC_OK;
	base = mem_format("%s.db", t->path);
	setenv("HCC_WISDOM", base, 1);
	if (!fs_exists(t->dir, "plan/00.md"))
		st = give_wisdom(a, base, e);
	if (st == HCC_OK)
		st = put_seed(t->path, e);
	if (st == HCC_OK)
		st = app_tool("hcc-watch", argv, NULL, &out, e);
	buf_release(&out);
	free(base);
	if (st == HCC_NONE)
		st = HCC_OK;		/* it has ended before */
	if (st != HCC_OK)
		return err_prefix(e, "run '%s'", t->path);
	r = app_grade(a, t, e);
	if (!jv_is_valid(r))
		return e->status;
	tool_record(r);
	return HCC_OK;
}

static enum hcc_status
run_one(struct app *a, const char *runs, const char *path, int seed,
    struct hcc_err *e)
{
	struct competition	 c;
	char			*dir, *task;
	enum hcc_status		 st;

	st = competition_open(&c, path, a->definitions, e);
	dir = mem_format("%s/%s", runs, c.id == NULL ? "" : c.id);
	task = mem_format("%s/%d", dir, seed);
	if (st == HCC_OK && (st = fs_mkdirs(AT_FDCWD, dir, e)) == HCC_OK &&
	    (st = prepare(a, &c, task, e)) == HCC_OK)
		st = app_tasks(a, task, drive, NULL, e);
	free(dir);
	free(task);
	competition_close(&c);
	return st;
}

/* Seed by seed, so that all competitions have the same number of runs. */
enum hcc_status
verb_run(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	char		 runs[PATH_MAX];
	int		 seed, i;
	enum hcc_status	 st;

	if ((st = fs_mkdirs(AT_FDCWD, argv[0], e)) != HCC_OK)
		return st;
	if (realpath(argv[0], runs) == NULL)
		return err_errno(e, "open directory '%s'", argv[0]);
	if (argc == 1)			/* go on with what is there */
		return app_tasks(a, runs, drive, NULL, e);
	for (seed = 1; seed <= a->seeds; seed++)
		for (i = 1; i < argc; i++)
			if (run_one(a, runs, argv[i], seed, e) != HCC_OK)
				tool_fail(&a->tool, e);
	return HCC_OK;
}
