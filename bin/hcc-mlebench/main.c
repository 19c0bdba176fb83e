/*
 * hcc-mlebench: competitions of MLE-bench as tasks, and reports as it has them.
 *
 * A prepared competition becomes a task through hcc-init; runs are tasks at
 * RUNS/COMPETITION/SEED that hcc-watch drives. It keeps no state of its own:
 * what is left to do is read off that tree, so it may be killed and started
 * again, or several times at once.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/subprocess.h"
#include "hcc-mlebench/mlebench.h"

#define OUTPUT_MAX	(256u << 20)

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_STRING('b', "budget", budget, "of each run, as hcc-init has it"),
	OPT_STRING('c', "definitions", definitions,
	    "where config.yaml and grade.py are: a checkout of MLE-bench"),
	OPT_LIST('E', "key=value", environment,
	    "what programs and the grader run in, as hcc-init has it"),
	OPT_FLAG('f', force, "go on in spite of what is wrong with the data"),
	OPT_CHOICE('g', "minimize|maximize", goal, "what is better"),
	OPT_STRING('i', "column", id, "the id column"),
	OPT_STRING('m', "metric", metric, "instead of that of config.yaml"),
	OPT_COUNT('n', "seeds", seeds, 1, 1000, "run each so many times (1)"),
	OPT_COUNT('s', "seed", seed, 1, 1000000, "report: of this seed only"),
	OPT_STRING('t', "target", target, "the columns to predict: a,b"),
	OPT_STRING('w', "base", wisdom,
	    "run: each starts from this wisdom (none)"),
	OPT_END
};

enum hcc_status
app_tool(const char *name, const char *const *args, const char *in,
    struct buf *out, struct hcc_err *e)
{
	char		 path[4200];
	const char	*argv[200] = { path };
	struct buf	 input = BUF_INIT;
	struct subprocess s = { .argv = argv, .in = &input,
			    .max = OUTPUT_MAX, .stop_fd = -1 };
	enum hcc_status	 st;
	int		 status = 0;
	size_t		 i;

	snprintf(path, sizeof(path), "%s/%s", tool_bindir(), name);
	for (i = 0; args[i] != NULL; i++) {
		if (i + 2 == sizeof(argv) / sizeof(argv[0]))
			return err_set(e, HCC_INPUT, "run '%s': more than %zu "
			    "arguments", name, i);
		argv[i + 1] = args[i];
	}
	if (in != NULL)
		buf_adds(&input, in);
	st = subprocess_run(&s, out, &status, e);
	buf_release(&input);
	if (st == HCC_OK && status != 0)
		st = err_set(e, status == 1 ? HCC_NONE :
		    err_from_exit_code(status), "run '%s': it ended with "
		    "status %d", name, status);
	return st;
}

static enum hcc_status
one_task(struct app *a, const char *path, enum hcc_status (*each)(struct app *,
    const struct task *, void *, struct hcc_err *), void *ctx,
    struct hcc_err *e)
{
	struct task	 t;
	enum hcc_status	 st;

	if ((st = task_open(&t, path, NULL, e)) != HCC_OK)
		return st;
	st = each(a, &t, ctx, e);
	task_close(&t);
	return st;
}

/* The tasks below, `depth` levels at most; *n counts them. */
static enum hcc_status
below(struct app *a, const char *path, int depth, size_t *n,
    enum hcc_status (*each)(struct app *, const struct task *, void *,
    struct hcc_err *), void *ctx, struct hcc_err *e)
{
	char		 next[PATH_MAX];
	char		**names = NULL;
	size_t		 i, have = 0;
	int		 dir;
	bool		 task;
	enum hcc_status	 st;

	if ((dir = fs_open_dir(AT_FDCWD, path)) == -1)
		return err_errno(e, "open directory '%s'", path);
	task = fs_exists(dir, "task.md");
	st = task || depth == 0 ? HCC_OK : fs_names(dir, ".", &names, &have, e);
	for (i = 0; i < have && st == HCC_OK; i++) {
		snprintf(next, sizeof(next), "%s/task.md", names[i]);
		if (depth == 1 && !fs_exists(dir, next))
			continue;
		snprintf(next, sizeof(next), "%s/", names[i]);
		if (!fs_exists(dir, next))
			continue;	/* a file */
		snprintf(next, sizeof(next), "%s/%s", path, names[i]);
		st = below(a, next, depth - 1, n, each, ctx, e);
	}
	fs_names_free(names, have);
	close(dir);
	if (!task)
		return st;
	++*n;
	if (one_task(a, path, each, ctx, e) != HCC_OK)
		tool_fail(&a->tool, e);		/* and the next one */
	return HCC_OK;
}

enum hcc_status
app_tasks(struct app *a, const char *path, enum hcc_status (*each)(struct app *,
    const struct task *, void *, struct hcc_err *), void *ctx,
    struct hcc_err *e)
{
	size_t		 n = 0;
	enum hcc_status	 st = below(a, path, 2, &n, each, ctx, e);

	if (st == HCC_OK && n == 0)
		return err_set(e, HCC_MISSING, "find runs in '%s': there is no "
		    "task.md, nor one in its directories; hcc-mlebench run "
		    "makes them", path);
	return st;
}

struct command {
	enum hcc_status	 (*run)(struct app *, int, char **, struct hcc_err *);
};

#define COMMAND(run) &(const struct command){ run }
static const struct tool_verb verbs[] = {
	{ "import", "bcEfgimt", 2, 2, "make a task of a prepared competition",
	    COMMAND(verb_import) },
	{ "run", "bcEfgimntw", 1, INT_MAX,
	    "run competitions, several seeds of each", COMMAND(verb_run) },
	{ "export", "s", 1, INT_MAX, "print submissions.jsonl",
	    COMMAND(verb_export) },
	{ "report", "s", 1, INT_MAX, "print a report as MLE-bench has it",
	    COMMAND(verb_report) },
	{ NULL, NULL, 0, 0, NULL, NULL }
};

int
main(int argc, char **argv)
{
	struct app	 a = { .seeds = 1, .tool = { .name = "hcc-mlebench",
			    .operands = "directory ...", .opts = opts,
			    .verbs = verbs, .about =
			    "run competitions of MLE-bench" } };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 at = tool_options(&a.tool, argc, argv, &a);
	const struct command *c = a.tool.verb->data;

	if (a.tool.quiet)
		setenv("HCC_QUIET", "1", 1);
	if (c->run(&a, argc - at, argv + at, &e) != HCC_OK)
		tool_fail(&a.tool, &e);
	free(a.environment.v);
	return tool_finish(&a.tool);
}
