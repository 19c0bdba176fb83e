/*
 * new_task_metric.c: what a new task asks: its description and its metric.
 */
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "data/new_task.h"

#define DESCRIPTION_MAX (4u << 20)

/* Text in another encoding than UTF-8 is taken for Windows-1252. */
static void
to_utf8(struct buf *b)
{
	struct buf	 out = BUF_INIT;

	if (utf8_valid(buf_str(b), b->len))
		return;
	utf8_add_1252(&out, buf_str(b), b->len);
	buf_release(b);
	*b = out;
}

enum hcc_status
new_task_description(const char *path, struct buf *b, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (strcmp(path, "-") == 0)
		st = fs_read_fd(STDIN_FILENO, "standard input", DESCRIPTION_MAX,
		    b, e);
	else
		st = fs_read(AT_FDCWD, path, DESCRIPTION_MAX, b, e);
	if (st != HCC_OK)
		return st;
	if (memchr(buf_str(b), '\0', b->len) != NULL)
		return err_set(e, HCC_INPUT, "read description '%s': holds "
		    "NUL bytes; give a text", path);
	if (strspn(buf_str(b), " \t\r\n") == b->len)
		return err_set(e, HCC_INPUT, "read description '%s': it is "
		    "empty; say what is asked and how it is judged", path);
	to_utf8(b);
	return HCC_OK;
}

/* The name: given, else recognised in the description. It decides what is
 * learnt, so what is not certain is asked. */
static enum hcc_status
find_name(const struct new_task *nt, const char *given, struct buf *out,
    struct hcc_err *e)
{
	struct buf	 why = BUF_INIT;
	enum hcc_status	 st = HCC_OK;

	if (given != NULL) {
		buf_adds(out, given);
		if (metric_find(given) == NULL && nt->grader == NULL)
			st = err_set(e, HCC_USAGE, "choose metric '%s': "
			    "unknown; hcc-grade -M lists those that are "
			    "known; a metric of your own needs -p program and "
			    "-g goal", given);
	} else if (!metric_recognise(nt->body, out, &why))
		st = err_set(e, HCC_INPUT, "recognise the metric: the "
		    "description %s; choose one with -m (hcc-grade -M "
		    "lists them), or give one of your own with -p and -g",
		    buf_str(&why));
	buf_release(&why);
	return st;
}

static enum profile_problem
judges(const struct metric *m)
{
	if (m == NULL)
		return PROBLEM_UNKNOWN;
	if (m->flags & METRIC_ORDERED)
		return PROBLEM_ORDINAL;
	if (m->pred == METRIC_TEXT)
		return PROBLEM_UNKNOWN;
	return m->pred == METRIC_VALUE || m->pred == METRIC_SHARES ?
	    PROBLEM_REGRESSION : PROBLEM_CLASSIFICATION;
}

/* The name as the table has it, its number filled in. */
static enum hcc_status
canonical(const struct metric *m, struct buf *name, struct hcc_err *e)
{
	double	 param = metric_param(m, buf_str(name));

	if (isnan(param))
		return err_set(e, HCC_USAGE, "choose metric '%s': say %s, as "
		    "in map@5, pinball@0.9 or f2", m->name, m->arg);
	buf_reset(name);
	metric_name(m, param, name);
	return HCC_OK;
}

enum hcc_status
new_task_metric(struct new_task *nt, const char *given, const char *goal,
    struct hcc_err *e)
{
	struct buf		 name = BUF_INIT;
	const struct metric	*m;
	enum hcc_status		 st;

	if ((st = find_name(nt, given, &name, e)) != HCC_OK)
		goto out;
	m = metric_find(buf_str(&name));
	if (m == NULL && goal == NULL)
		st = err_set(e, HCC_USAGE, "choose metric '%s': is more "
		    "better? give -g minimize or -g maximize", given);
	else if (m != NULL && goal != NULL &&
	    strcmp(goal, metric_goal_name(m->goal)) != 0)
		st = err_set(e, HCC_USAGE, "choose metric '%s': its goal is "
		    "to %s", m->name, metric_goal_name(m->goal));
	else if (m != NULL)
		st = canonical(m, &name, e);
	if (st != HCC_OK)
		goto out;
	nt->pred = m == NULL ? METRIC_VALUE : m->pred;
	nt->want.problem = judges(m);
	nt->meta = json_put_str(nt->meta, "metric", buf_str(&name));
	nt->meta = json_put_str(nt->meta, "goal", m == NULL ? goal :
	    metric_goal_name(m->goal));
out:
	buf_release(&name);
	return st;
}
