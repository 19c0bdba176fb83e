/*
 * project.c: a task of a project, which a command runs (-x).
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "data/new_project.h"
#include "hcc-init/init.h"
#include "score/metric.h"

/* The description of a project: that of -d, its README, or a sentence. */
static enum hcc_status
project_description(struct args *a, struct buf *b, struct hcc_err *e)
{
	enum hcc_status	 st = init_description(a, b, e);

	if (st == HCC_OK || a->description != NULL)
		return st;
	buf_addf(b, "Improve the program that `%s` runs: %s should %s.\n",
	    a->command, a->metric, strcmp(json_str(a->nt.meta, "goal", ""),
	    "maximize") == 0 ? "rise" : "fall");
	return HCC_OK;
}

static enum hcc_status
project_metric(struct args *a, struct hcc_err *e)
{
	const struct metric	*m = metric_find(a->metric);

	if (a->goal == NULL && m == NULL)
		return err_set(e, HCC_USAGE, "metric '%s' is not known: say "
		    "with -g whether to minimize or maximize it", a->metric);
	a->nt.meta = json_put_str(a->nt.meta, "metric", a->metric);
	a->nt.meta = json_put_str(a->nt.meta, "goal", a->goal != NULL ?
	    a->goal : m->goal == METRIC_MINIMIZE ? "minimize" : "maximize");
	return HCC_OK;
}

/* A project that has a virtual environment is run in it. */
static void
project_venv(struct args *a)
{
	static char	 item[4200];
	size_t		 i;

	for (i = 0; i < a->environment.n; i++)
		if (strncmp(a->environment.v[i], "python=", 7) == 0)
			return;
	snprintf(item, sizeof(item), "%s/.venv/bin/python", a->nt.sources[0]);
	if (access(item, X_OK) != 0)
		return;
	snprintf(item, sizeof(item), "python=%s/.venv/bin/python",
	    a->nt.sources[0]);
	a->venv = item;
}

static void
project_meta(struct args *a)
{
	size_t	 i;
	jv	 edit = jv_array();

	for (i = 0; i < a->edit.n; i++)
		edit = jv_array_append(edit, jv_string(a->edit.v[i]));
	init_meta(a);
	a->nt.meta = json_put_str(a->nt.meta, "command", a->command);
	a->nt.meta = json_put(a->nt.meta, "edit", edit);
	a->nt.meta = json_put_str(a->nt.meta, "submission", "none");
	if (a->pattern != NULL)
		a->nt.meta = json_put_str(a->nt.meta, "pattern", a->pattern);
}

enum hcc_status
init_project(struct args *a, struct buf *text, struct buf *programs,
    struct hcc_err *e)
{
	struct new_project	 np = { .source = a->nt.sources[0],
	    .path = a->nt.path, .version = a->nt.version,
	    .edit = (const char *const *)a->edit.v, .nedit = a->edit.n };
	enum hcc_status		 st;

	project_venv(a);
	if ((st = project_metric(a, e)) != HCC_OK ||
	    (st = project_description(a, text, e)) != HCC_OK ||
	    (st = init_environment(a, programs, e)) != HCC_OK)
		return st;
	project_meta(a);
	np.meta = a->nt.meta;
	np.body = buf_str(text);
	np.programs = a->nt.programs;
	return new_project_make(&np, &a->nt.record, e);
}
