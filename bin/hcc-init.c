/*
 * hcc-init: a task directory from a description and data.
 *
 * Works out what is asked (the metric is given or recognised, never guessed)
 * and leaves the building to lib/new_task.h. The new directory holds task.md,
 * preview.md, input, journal.jsonl and, when there is something to seal,
 * sealed/ (hcc-task(5)). Nothing else is touched; nothing appears before it
 * is whole.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "common/tool.h"
#include "data/new_task.h"
#include "task/task.h"

static const struct tool_opt opts[] = {
	{ 'f', NULL, "go on in spite of what is wrong with the data" },
	{ 'd', "file", "the description (data/description.md); -: stdin" },
	{ 'm', "metric", "how solutions are judged" },
	{ 'g', "goal", "minimize or maximize, for a metric of your own" },
	{ 't', "target", "column to predict, or several: a,b" },
	{ 'i', "column", "the id column" },
	{ 'n', "name", "id of the task (the directory's name)" },
	{ 's', "fraction", "hold out that share of the training rows" },
	{ 'r', "seed", "draw other rows (0)" },
	{ 'l', "labels", "seal these labels of the test rows" },
	{ 'p', "program", "seal this program, which prints the score" },
	{ 'L', "board", "leaderboard to rank scores on" },
	{ 'b', "budget", "time=8h,tokens=20M,cost=5, or only 8h (8h)" },
	{ 0, NULL, NULL }
};

struct args {
	struct tool	*tool;
	struct new_task	 nt;
	const char	*description;
	const char	*metric;
	const char	*goal;
	const char	*name;
	jv		 budget;
	bool		 seeded;
};

/* One "key=value" of -b; a bare value is a time. */
static bool
budget_item(struct args *a, const char *s, size_t n)
{
	const char	*eq = memchr(s, '=', n);
	char		 key[16] = "time", val[40];
	bool		 good;

	if (eq != NULL) {
		snprintf(key, sizeof(key), "%.*s", (int)(eq - s), s);
		n -= (size_t)(eq - s) + 1;
		s = eq + 1;
	}
	snprintf(val, sizeof(val), "%.*s", (int)n, s);
	if (strcmp(key, "time") == 0)
		good = parse_seconds(val) > 0;
	else
		good = (strcmp(key, "tokens") == 0 ||
		    strcmp(key, "cost") == 0) && parse_count(val, 1000) >= 0;
	if (!good || n >= sizeof(val)) {
		tool_warn(a->tool, "read option -b '%s': not a time like 90s, "
		    "15m or 8h, tokens=20M or cost=5.00", s);
		return false;
	}
	if (strcmp(key, "cost") == 0)
		a->budget = json_put_num(a->budget, key, strtod(val, NULL));
	else
		a->budget = json_put_str(a->budget, key, val);
	return true;
}

static bool
budget(struct args *a, const char *s)
{
	size_t	 n;

	for (;; s += n + 1) {
		n = strcspn(s, ",");
		if (!budget_item(a, s, n))
			return false;
		if (s[n] == '\0')
			return true;
	}
}

static bool
fraction(struct args *a, const char *s)
{
	char	*end;
	double	 d = strtod(s, &end);

	if (end == s || *end != '\0' || !(d > 0) || d > 0.9) {
		tool_warn(a->tool, "read option -s '%s': not a fraction above "
		    "0 and up to 0.9", s);
		return false;
	}
	a->nt.fraction = d;
	return true;
}

static bool
seed(struct args *a, const char *s)
{
	char	*end;

	errno = 0;
	a->nt.seed = strtoull(s, &end, 10);
	a->seeded = true;
	if (errno == 0 && isdigit((unsigned char)*s) && *end == '\0' &&
	    a->nt.seed <= 1ull << 53)
		return true;
	tool_warn(a->tool, "read option -r '%s': not a whole number", s);
	return false;
}

/* Ids stand in file names, record lines and prompts. */
static bool
name(struct args *a, const char *s)
{
	size_t	 i;

	for (i = 0; s[i] != '\0'; i++)
		if (!isalnum((unsigned char)s[i]) &&
		    strchr("._-", s[i]) == NULL)
			break;
	a->name = s;
	if (i > 0 && i <= 100 && s[i] == '\0' && s[0] != '.')
		return true;
	tool_warn(a->tool, "read option -n '%s': only letters, digits, '.', "
	    "'_' and '-'", s);
	return false;
}

static bool
option(void *ctx, int letter, const char *arg)
{
	struct args	*a = ctx;
	const struct {
		char		  letter;
		const char	**to;
	} plain[] = {
		{ 'd', &a->description }, { 'm', &a->metric },
		{ 'g', &a->goal }, { 't', &a->nt.want.target },
		{ 'i', &a->nt.want.id }, { 'l', &a->nt.labels },
		{ 'p', &a->nt.grader }, { 'L', &a->nt.board },
	};
	size_t		 i;

	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (plain[i].letter == letter) {
			*plain[i].to = arg;
			return true;
		}
	switch (letter) {
	case 'f':
		return a->nt.force = true;
	case 'n':
		return name(a, arg);
	case 's':
		return fraction(a, arg);
	case 'r':
		return seed(a, arg);
	default:
		return budget(a, arg);
	}
}

/* What only makes sense together or apart. */
static void
combinations(struct args *a)
{
	const char	*why = NULL;

	if (a->nt.fraction > 0 && a->nt.labels != NULL)
		why = "-s and -l both seal labels; give one of them";
	else if (a->nt.labels != NULL && a->nt.grader != NULL)
		why = "-l and -p both grade; give one of them";
	else if (a->nt.fraction > 0 && a->nt.grader != NULL)
		why = "-s and -p both grade; give one of them";
	else if (a->seeded && a->nt.fraction == 0)
		why = "-r is the seed of a hold-out; give -s as well";
	else if (a->goal != NULL && strcmp(a->goal, "minimize") != 0 &&
	    strcmp(a->goal, "maximize") != 0)
		why = "-g is neither minimize nor maximize";
	if (why == NULL)
		return;
	tool_warn(a->tool, "%s", why);
	tool_usage(a->tool);
}

/* -d, or the file that many data sets bring along. */
static enum hcc_status
description(struct args *a, struct buf *b, struct hcc_err *e)
{
	static const char *const	 usual[] = { "description.md",
	    "description.txt", "README.md" };
	char				 path[4096];
	size_t				 i;

	if (a->description != NULL)
		return new_task_description(a->description, b, e);
	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", a->nt.sources[0],
		    usual[i]);
		if (access(path, F_OK) == 0)
			return new_task_description(path, b, e);
	}
	return err_set(e, HCC_MISSING, "find the description: no "
	    "'%s/description.md'; give one with -d file, or -d - for "
	    "standard input", a->nt.sources[0]);
}

/* The id: -n, else the directory's name with what ids cannot hold as '-'. */
static void
task_id(struct args *a)
{
	char		 id[101];
	char		*real = a->name == NULL ? realpath(a->nt.path, NULL) :
			    NULL;	/* "." has a name as well */
	const char	*s = a->name != NULL ? a->name : real != NULL ? real :
			    a->nt.path;
	size_t		 end = strlen(s), start, n = 0;

	while (end > 0 && s[end - 1] == '/')
		end--;
	for (start = end; start > 0 && s[start - 1] != '/';)
		start--;
	for (; start < end && n < sizeof(id) - 1; start++)
		id[n++] = isalnum((unsigned char)s[start]) ||
		    strchr("._-", s[start]) != NULL ? s[start] : '-';
	id[n] = '\0';
	a->nt.meta = json_put_str(a->nt.meta, "id", n == 0 ? "task" : id);
	free(real);
}

/* Say each of the sentences. */
static void
say_all(const struct args *a, jv list, bool always)
{
	int	 i, n = jv_array_length(jv_copy(list));
	jv	 v;

	for (i = 0; i < n; i++) {
		v = jv_array_get(jv_copy(list), i);
		if (always)
			tool_warn(a->tool, "%s", jv_string_value(v));
		else
			tool_say(a->tool, "%s", jv_string_value(v));
		jv_free(v);
	}
}

static enum hcc_status
run(struct args *a, struct hcc_err *e)
{
	struct buf	 text = BUF_INIT;
	enum hcc_status	 st;
	char		*probe = NULL;

	if ((st = description(a, &text, e)) != HCC_OK)
		goto out;
	if (asprintf(&probe, "%s/probe/python.py", tool_places()->share) ==
	    -1) {
		probe = NULL;
		st = err_nomem(e);
		goto out;
	}
	a->nt.probe = probe;
	a->nt.body = buf_str(&text);
	if ((st = new_task_metric(&a->nt, a->metric, a->goal, e)) != HCC_OK)
		goto out;
	if (a->metric == NULL)
		tool_say(a->tool, "metric: %s, as the description has it",
		    json_str(a->nt.meta, "metric", ""));
	task_id(a);
	/* A night, unless somebody says otherwise. */
	if (!jv_object_has(jv_copy(a->budget), jv_string("time")))
		a->budget = json_put_str(a->budget, "time", "8h");
	a->nt.meta = json_put(a->nt.meta, "budget", jv_copy(a->budget));
	st = new_task_make(&a->nt, e);
	say_all(a, a->nt.problems, true);
	if (st == HCC_OK)
		say_all(a, a->nt.notes, false);
out:
	free(probe);
	buf_release(&text);
	return st;
}

int
main(int argc, char **argv)
{
	struct tool	 t = { "hcc-init", "data ... task",
	    "make a task from a description and data", opts, false, false,
	    HCC_OK };
	struct args	 a = { .tool = &t, .budget = jv_object() };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 i;

	new_task_init(&a.nt);
	i = tool_options(&t, argc, argv, option, &a);
	combinations(&a);
	if (argc - i < 2)
		tool_usage(&t);
	a.nt.sources = (const char *const *)argv + i;
	a.nt.nsources = (size_t)(argc - i - 1);
	a.nt.path = argv[argc - 1];
	if (run(&a, &e) == HCC_OK)
		tool_record(jv_copy(a.nt.record));
	else if (e.text[0] != '\0')
		tool_fail(&t, &e);
	else
		t.worst = e.status;	/* the problems have been told */
	new_task_release(&a.nt);
	jv_free(a.budget);
	return tool_finish(&t);
}
