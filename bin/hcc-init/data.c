/*
 * data.c: a task of data.
 */
#include <limits.h>
#include <stdlib.h>

#include "base/fs.h"
#include "base/json.h"
#include "hcc-init/init.h"
#include "run/sealed.h"
#include "task/task.h"

/* Say each of the sentences. */
static void
say_all(const struct args *a, jv list, bool always)
{
	int	 i;
	jv	 v;

	for (i = 0; json_item(list, i, &v); i++)
		if (always)
			tool_warn(&a->tool, "%s", jv_string_value(v));
		else
			tool_say(&a->tool, "%s", jv_string_value(v));
}

/* The grading program reads the sample: its score says nothing, but that there
 * is one. One that knows submissions well enough to refuse it works too. */
static enum hcc_status
try_grader(const char *path, struct hcc_err *e)
{
	struct task	 t;
	char		 real[PATH_MAX];
	double		 score;
	enum hcc_status	 st;

	if (realpath(path, real) == NULL)
		return err_errno(e, "open '%s'", path);
	if ((st = task_open(&t, real, NULL, e)) != HCC_OK)
		return st;
	if (fs_exists(t.dir, t.sample))
		st = sealed_score(&t, t.sample, SEALED_SECONDS, &score, NULL,
		    e);
	task_close(&t);
	if (st == HCC_OK)
		return st;
	err_prefix(e, "try the program of -p on the sample submission");
	if (st == HCC_INPUT) {
		tool_warn(&(struct tool){ .name = "hcc-init" }, "%s", e->text);
		return HCC_OK;
	}
	return e->status = HCC_INPUT;
}

enum hcc_status
init_data(struct args *a, struct buf *text, struct buf *programs,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	if ((st = init_description(a, text, e)) != HCC_OK ||
	    (st = init_environment(a, programs, e)) != HCC_OK)
		return st;
	a->nt.try_grader = try_grader;
	a->nt.body = buf_str(text);
	if ((st = new_task_metric(&a->nt, a->metric, a->goal, e)) != HCC_OK)
		return st;
	if (a->metric == NULL)
		tool_say(&a->tool, "metric: %s (from the description)",
		    json_str(a->nt.meta, "metric", ""));
	init_meta(a);
	st = new_task_make(&a->nt, e);
	say_all(a, a->nt.problems, true);
	if (st == HCC_OK)
		say_all(a, a->nt.notes, false);
	return st;
}
