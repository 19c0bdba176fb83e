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
#include "common/tool.h"
#include "data/new_project.h"
#include "data/new_task.h"
#include "run/convert.h"
#include "run/environment.h"
#include "run/probe.h"
#include "run/sealed.h"
#include "task/task.h"

struct args {
	struct tool	 tool;
	struct new_task	 nt;
	const char	*description;
	const char	*metric;
	const char	*goal;
	const char	*brain;
	const char	*name;
	unsigned long	 seed;
	struct opt_list	 budgets;	/* -b */
	struct opt_list	 programs;	/* -p: the program, what it needs */
	struct opt_list	 environment;	/* -E */
	const char	*command;	/* -x: a project, not data */
	struct opt_list	 edit;		/* -e */
	const char	*pattern;	/* -P */
	char		*scratch;	/* of conversions; NULL: none */
	char		*tables;	/* in there */
	struct opt_list	 converted;	/* files of the data; ours */
	const char	*venv;		/* of the project, as one of -E */
	jv		 budget;
};

#define OPT_STRUCT struct args
static const struct tool_opt opts[] = {
	OPT_FLAG('f', nt.force,
	    "go on in spite of what is wrong with the data"),
	OPT_STRING('d', "file", description,
	    "the description (data/description.md); -: stdin"),
	OPT_STRING('B', "brain", brain,
	    "who plans and programs: offline, llm, hybrid, hand"),
	OPT_STRING('m', "metric", metric, "how solutions are judged"),
	OPT_CHOICE('g', "minimize|maximize", goal,
	    "what is better, for a metric of your own"),
	OPT_STRING('t', "target", nt.want.target,
	    "column to predict, or several: a,b"),
	OPT_STRING('i', "column", nt.want.id, "the id column"),
	OPT_STRING('n', "name", name, "id of the task (the directory's name)"),
	OPT_FRACTION('s', "fraction", nt.fraction, 0.9,
	    "hold out that share of the training rows"),
	OPT_COUNT('r', "seed", seed, 0, 9007199254740992,
	    "draw other rows (0)"),
	OPT_STRING('l', "labels", nt.labels,
	    "seal these labels of the test rows"),
	OPT_LIST('p', "program", programs,
	    "seal this program, which prints the score, and its files"),
	OPT_STRING('L', "board", nt.board, "leaderboard to rank scores on"),
	OPT_LIST('b', "budget", budgets,
	    "time=8h,tokens=20M,cost=5, or only 8h (8h)"),
	OPT_STRING('x', "command", command,
	    "the data are a project that this command runs"),
	OPT_LIST('e', "file", edit, "with -x: this file of it may change"),
	OPT_STRING('P', "pattern", pattern,
	    "with -x: the line with the metric: 'loss: VALUE'"),
	OPT_LIST('E', "key=value", environment,
	    "what programs run in: python, bind, gpu, network, .."),
	OPT_END
};

/* One "key=value" of -b; a bare value is a time. */
static void
budget_item(struct args *a, const char *all, const char *s, size_t n)
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
	if (!good || n >= sizeof(val))
		tool_refuse(&a->tool, 'b', all, "a time such as 90s, 15m or "
		    "8h, tokens=20M or cost=5.00");
	if (strcmp(key, "cost") == 0)
		a->budget = json_put_num(a->budget, key, strtod(val, NULL));
	else
		a->budget = json_put_str(a->budget, key, val);
}

static void
budget(struct args *a)
{
	const char	*s;
	size_t		 i, n;

	for (i = 0; i < a->budgets.n; i++)
		for (s = a->budgets.v[i];; s += n + 1) {
			n = strcspn(s, ",");
			budget_item(a, a->budgets.v[i], s, n);
			if (s[n] == '\0')
				break;
		}
}

/* The paths of -E as they are seen from any directory. */
static jv
path_value(const char *s)
{
	char	*cwd = *s == '/' || *s == '~' ? NULL : getcwd(NULL, 0);
	jv	 v;

	v = cwd == NULL ? jv_string(s) : jv_string_fmt("%s/%s", cwd, s);
	free(cwd);
	return v;
}

/* One of -E: python=PATH and the like, bind=PATH once more for each. */
static void
environment_item(struct args *a, jv *env, const char *item)
{
	static const char *const paths[] = { "python", "r", "julia", "shell",
	    "bind" };
	const char	*eq = strchr(item, '=');
	char		 key[16] = "";
	size_t		 i;
	jv		 v, list;

	if (eq != NULL && eq - item < (ptrdiff_t)sizeof(key))
		snprintf(key, sizeof(key), "%.*s", (int)(eq - item), item);
	for (i = 0; i < 5 && strcmp(key, paths[i]) != 0; i++)
		;
	if (i == 5 && strcmp(key, "gpu") != 0 && strcmp(key, "network") != 0)
		tool_refuse(&a->tool, 'E', item, "python=PATH, r=PATH, "
		    "julia=PATH, shell=PATH, bind=PATH, gpu=auto or "
		    "network=host");
	v = i < 5 ? path_value(eq + 1) : jv_string(eq + 1);
	if (strcmp(key, "bind") == 0) {
		list = json_get(*env, key);
		v = jv_array_append(jv_get_kind(list) == JV_KIND_ARRAY ? list :
		    jv_array(), v);
	}
	*env = json_put(*env, key, v);
}

/* Does a run find the program that the command starts with? */
static enum hcc_status
project_command(const struct args *a, const struct environment *env,
    struct hcc_err *e)
{
	char	 name[200], *found;
	size_t	 n = strcspn(a->command, " \t\n;|&<>()$`\"'=");

	if (n == 0 || n >= sizeof(name) || a->command[n] == '=' ||
	    memchr(a->command, '/', n) != NULL)
		return HCC_OK;
	snprintf(name, sizeof(name), "%.*s", (int)n, a->command);
	found = sandbox_find(&env->vars, name);
	if (found == NULL && strncmp(name, "python", 6) == 0)
		return err_set(e, HCC_INPUT, "find '%s' of the command: a run "
		    "has /usr/bin/python3; use python3, or name another with "
		    "-E python=PATH", name);
	free(found);
	return HCC_OK;
}

/* The path of a file that was converted, as the data have it. */
static void
was_converted(struct args *a, const char *of)
{
	const char	*base, *source;
	size_t		 i;

	for (i = 0; i < a->nt.nsources; i++) {
		source = a->nt.sources[i];
		base = strrchr(source, '/') == NULL ? source :
		    strrchr(source, '/') + 1;
		if (a->nt.nsources == 1 && strcmp(base, of) != 0)
			source = mem_format("%s/%s", source, of);
		else if (strcmp(base, of) == 0)
			source = mem_dup(source);
		else
			continue;
		grow(&a->converted.v, &a->converted.cap, a->converted.n + 1,
		    sizeof(*a->converted.v));
		a->converted.v[a->converted.n++] = source;
		return;
	}
}

static void
take_conversions(struct args *a, jv said)
{
	const char	*text;
	int		 i;
	jv		 one;

	for (i = 0; json_item(said, i, &one); i++) {
		text = json_str(one, "text", "");
		if (json_str(one, "made", NULL) == NULL) {
			tool_say(&a->tool, "%s", text);
			continue;
		}
		if (*json_str(one, "of", "") != '\0')
			was_converted(a, json_str(one, "of", ""));
		a->nt.conversions = jv_array_append(a->nt.conversions,
		    jv_string(text));
		a->nt.tables = a->tables;
	}
	a->nt.converted = a->converted.v;
	a->nt.nconverted = a->converted.n;
}

/* Tables that come as JSON, parquet or packed. What cannot be converted is
 * named when the data are read. */
static void
convert(struct args *a, const struct environment *env)
{
	const char	*tmp = getenv("TMPDIR");
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 said = jv_invalid();

	if (!convert_wanted(a->nt.sources, a->nt.nsources))
		return;
	a->scratch = mem_format("%s/hcc-init.XXXXXX",
	    tmp != NULL && *tmp == '/' ? tmp : "/var/tmp");
	if (mkdtemp(a->scratch) == NULL) {
		err_errno(&e, "make directory '%s'", a->scratch);
		free(a->scratch);
		a->scratch = NULL;
	} else {
		a->tables = mem_format("%s/out", a->scratch);
		if (convert_run(env, tool_places()->share, a->nt.sources,
		    a->nt.nsources, a->scratch, &said, &e) == HCC_OK)
			take_conversions(a, said);
	}
	if (e.text[0] != '\0')
		tool_warn(&a->tool, "%s", e.text);
	jv_free(said);
}

static void
forget_conversions(struct args *a)
{
	size_t	 i;

	if (a->scratch != NULL)
		(void)fs_remove(AT_FDCWD, a->scratch, NULL);
	for (i = 0; i < a->converted.n; i++)
		free((char *)(uintptr_t)a->converted.v[i]);
	free(a->converted.v);
	free(a->scratch);
	free(a->tables);
}

/* What the programs will run in, and what they will find there. */
static enum hcc_status
environment(struct args *a, struct buf *programs, struct hcc_err *e)
{
	struct environment	 env;
	enum hcc_status		 st;
	size_t			 i;
	jv			 v = jv_object();

	for (i = 0; i < a->environment.n; i++)
		environment_item(a, &v, a->environment.v[i]);
	if (a->venv != NULL)
		environment_item(a, &v, a->venv);
	if (a->environment.n > 0 || a->venv != NULL)
		a->nt.meta = json_put(a->nt.meta, "environment", jv_copy(v));
	st = environment_open(&env, v, a->nt.path, language_find("python"),
	    tool_places(), e);
	if (st == HCC_OK && a->command != NULL)
		st = project_command(a, &env, e);
	if (st == HCC_OK && probe_run(&env, tool_places()->share, programs,
	    e) == HCC_OK)
		a->nt.programs = buf_str(programs);
	else if (st == HCC_OK)		/* a task can be made all the same */
		tool_warn(&a->tool, "%s", e->text);
	if (st == HCC_OK && a->command == NULL)
		convert(a, &env);
	environment_free(&env);
	jv_free(v);
	return st;
}

/* Ids stand in file names, record lines and prompts. */
static void
check_name(const struct args *a)
{
	static const char	 good[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	const char		*s = a->name;
	size_t			 n = s == NULL ? 1 : strspn(s, good);

	if (s != NULL && (n == 0 || n > 100 || s[n] != '\0' || *s == '.'))
		tool_refuse(&a->tool, 'n', s, "1 to 100 of letters, digits, "
		    "'.', '_' and '-', the first no '.'");
}

/* What only makes sense together or apart. */
static void
combinations(struct args *a)
{
	const char	*why = NULL;

	if (a->nt.fraction > 0 && a->nt.labels != NULL)
		why = "-s and -l both seal labels; give one of them";
	else if (a->command != NULL && (a->nt.fraction > 0 ||
	    a->nt.labels != NULL || a->nt.grader != NULL))
		why = "-x runs a project, which has nothing to seal";
	else if (a->command == NULL && (a->edit.n > 0 || a->pattern != NULL))
		why = "-e and -P are for a project; give its command with -x";
	else if (a->command != NULL && a->edit.n == 0)
		why = "-x needs -e FILE: which files of the project may "
		    "change?";
	else if (a->command != NULL && a->metric == NULL)
		why = "-x needs -m NAME: what does the command print?";
	else if (tool_given(&a->tool, 'r') && a->nt.fraction == 0)
		why = "-r is the seed of a hold-out; give -s as well";
	if (why != NULL)
		tool_usage(&a->tool, "%s", why);
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

/* The description of a project: that of -d, its README, or a sentence. */
static enum hcc_status
project_description(struct args *a, struct buf *b, struct hcc_err *e)
{
	enum hcc_status	 st = description(a, b, e);

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

/* The members of task.md that both kinds of task have. A night, unless
 * somebody says otherwise. */
static void
common_meta(struct args *a)
{
	task_id(a);
	if (!jv_object_has(jv_copy(a->budget), jv_string("time")))
		a->budget = json_put_str(a->budget, "time", "8h");
	a->nt.meta = json_put(a->nt.meta, "budget", jv_copy(a->budget));
	if (a->brain != NULL)
		a->nt.meta = json_put_str(a->nt.meta, "brain", a->brain);
}

static void
project_meta(struct args *a)
{
	size_t	 i;
	jv	 edit = jv_array();

	for (i = 0; i < a->edit.n; i++)
		edit = jv_array_append(edit, jv_string(a->edit.v[i]));
	common_meta(a);
	a->nt.meta = json_put_str(a->nt.meta, "command", a->command);
	a->nt.meta = json_put(a->nt.meta, "edit", edit);
	a->nt.meta = json_put_str(a->nt.meta, "submission", "none");
	if (a->pattern != NULL)
		a->nt.meta = json_put_str(a->nt.meta, "pattern", a->pattern);
}

static enum hcc_status
run_project(struct args *a, struct buf *text, struct buf *programs,
    struct hcc_err *e)
{
	struct new_project	 np = { .source = a->nt.sources[0],
	    .path = a->nt.path, .version = a->nt.version,
	    .edit = (const char *const *)a->edit.v, .nedit = a->edit.n };
	enum hcc_status		 st;

	project_venv(a);
	if ((st = project_metric(a, e)) != HCC_OK ||
	    (st = project_description(a, text, e)) != HCC_OK ||
	    (st = environment(a, programs, e)) != HCC_OK)
		return st;
	project_meta(a);
	np.meta = a->nt.meta;
	np.body = buf_str(text);
	np.programs = a->nt.programs;
	return new_project_make(&np, &a->nt.record, e);
}

static enum hcc_status
run_data(struct args *a, struct buf *text, struct buf *programs,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	if ((st = description(a, text, e)) != HCC_OK ||
	    (st = environment(a, programs, e)) != HCC_OK)
		return st;
	a->nt.try_grader = try_grader;
	a->nt.body = buf_str(text);
	if ((st = new_task_metric(&a->nt, a->metric, a->goal, e)) != HCC_OK)
		return st;
	if (a->metric == NULL)
		tool_say(&a->tool, "metric: %s (from the description)",
		    json_str(a->nt.meta, "metric", ""));
	common_meta(a);
	st = new_task_make(&a->nt, e);
	say_all(a, a->nt.problems, true);
	if (st == HCC_OK)
		say_all(a, a->nt.notes, false);
	return st;
}

int
main(int argc, char **argv)
{
	struct args	 a = { .tool = { .name = "hcc-init",
	    .operands = "data ... task", .opts = opts,
	    .about = "make a task from a description and data" },
	    .budget = jv_object() };
	struct buf	 text = BUF_INIT, programs = BUF_INIT;
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 i;

	new_task_init(&a.nt);
	i = tool_options(&a.tool, argc, argv, &a);
	budget(&a);
	check_name(&a);
	if (a.programs.n > 0) {
		a.nt.grader = a.programs.v[0];
		a.nt.beside = a.programs.v + 1;
		a.nt.nbeside = a.programs.n - 1;
	}
	combinations(&a);
	a.nt.seed = a.seed;
	a.nt.version = tool_version();
	if (argc - i < 2)
		tool_usage(&a.tool, "give the data, then the task directory "
		    "that is to be made");
	a.nt.sources = (const char *const *)argv + i;
	a.nt.nsources = (size_t)(argc - i - 1);
	a.nt.path = argv[argc - 1];
	if ((a.command != NULL ? run_project : run_data)(&a, &text, &programs,
	    &e) == HCC_OK)
		tool_record(jv_copy(a.nt.record));
	else if (e.text[0] != '\0')
		tool_fail(&a.tool, &e);
	else
		a.tool.worst = e.status;	/* they are printed */
	forget_conversions(&a);
	new_task_release(&a.nt);
	buf_release(&text);
	buf_release(&programs);
	jv_free(a.budget);
	free(a.budgets.v);
	free(a.programs.v);
	free(a.environment.v);
	free(a.edit.v);
	return tool_finish(&a.tool);
}
