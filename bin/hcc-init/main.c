/*
 * hcc-init: a task directory from a description and data.
 *
 * Works out what is asked (the metric is given or recognised, never guessed)
 * and leaves the building to data/new_task.h. The new directory holds task.md,
 * preview.md, input, journal.jsonl and, when there is something to seal,
 * sealed/ (hcc-task(5)). Nothing else is touched; nothing appears before it
 * is whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "hcc-init/init.h"

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

int
main(int argc, char **argv)
{
	struct args	 a = { .tool = { .name = "hcc-init",
	    .operands = "data ... task", .opts = opts,
	    .about = "make a task from a description and data" },
	    .scratch = SCRATCH_INIT, .budget = jv_object() };
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
	if ((a.command != NULL ? init_project : init_data)(&a, &text, &programs,
	    &e) == HCC_OK)
		tool_record(jv_copy(a.nt.record));
	else if (e.text[0] != '\0')
		tool_fail(&a.tool, &e);
	else
		a.tool.worst = e.status;	/* they are printed */
	init_forget_conversions(&a);
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
