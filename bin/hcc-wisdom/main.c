/*
 * hcc-wisdom: L3 by hand.
 *
 * The base is one SQLite file (lib/wisdom.h). Entries travel as JSON lines:
 * what export prints, import reads, in any order and any number of times.
 * Import commits as it goes and is repeated after a kill.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "embed/embedder.h"
#include "hcc-wisdom/wisdom.h"

static const struct tool_opt opts[] = {
	{ 'a', "date", "what was known on that day" },
	{ 'b', "date", "forget: what was made before that day" },
	{ 'e', "date", "forget: what was made on that day or later" },
	{ 'f', "file", "the wisdom base" },
	{ 'j', NULL, "show: the record instead of Markdown" },
	{ 'm', "text", "forget: what this text would fetch" },
	{ 'n', NULL, "forget: only print what would be forgotten" },
	{ 's', NULL, "import: the general practice that comes with hcc" },
	{ 't', "task", "forget: what this task made, by its name" },
	{ 0, NULL, NULL }
};

static bool
option(void *ctx, int letter, const char *arg)
{
	struct app	*a = ctx;

	if (strchr(a->given, letter) == NULL)
		a->given[strlen(a->given)] = (char)letter;
	switch (letter) {
	case 'a':
		return tool_date(&a->tool, arg, true, a->as_of);
	case 'b':
		return tool_date(&a->tool, arg, false, a->before);
	case 'e':
		return tool_date(&a->tool, arg, false, a->since);
	case 'f':
		a->file = arg;
		break;
	case 'j':
		a->json = true;
		break;
	case 'm':
		a->match = arg;
		break;
	case 'n':
		a->dry = true;
		break;
	case 's':
		a->shipped = true;
		break;
	default:
		a->task = arg;
	}
	return true;
}

enum hcc_status
app_print(void *ctx, jv entry, struct hcc_err *e)
{
	struct app	*a = ctx;

	(void)e;
	a->found++;
	tool_record(entry);
	/* A reader that has seen enough, or a full disk: stop. */
	return ferror(stdout) ? HCC_IO : HCC_OK;
}

static enum hcc_status
list(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	(void)argc;
	(void)argv;
	return wis_list(a->w, app_print, a, e);
}

static enum hcc_status
export(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	(void)argc;
	(void)argv;
	return wis_export(a->w, app_print, a, e);
}

static enum hcc_status
search(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	int		 i;

	for (i = 0; i < argc; i++) {
		buf_adds(&b, argv[i]);
		buf_addc(&b, ' ');
	}
	st = buf_ok(&b) ? wis_search(a->w, buf_str(&b), app_print, a, e) :
	    err_nomem(e);
	buf_release(&b);
	if (st == HCC_OK && a->found == 0)
		return err_set(e, HCC_NONE, "no entry has all these words");
	return st;
}

static enum hcc_status
confirm_id(struct app *a, const char *id, struct hcc_err *e)
{
	return wis_decide(a->w, id, "confirmed", "person", e);
}

static enum hcc_status
demote_id(struct app *a, const char *id, struct hcc_err *e)
{
	return wis_decide(a->w, id, "demoted", "person", e);
}

void
app_each_id(struct app *a, int argc, char **argv,
    enum hcc_status (*what)(struct app *, const char *, struct hcc_err *))
{
	struct hcc_err	 e = HCC_ERR_INIT;
	const char	*id;
	int		 i, n = argc;
	jv		 in = jv_array(), rec;

	if (argc == 0) {
		jv_free(in);
		in = tool_inputs(&a->tool, 0, NULL);
		n = jv_array_length(jv_copy(in));
	}
	for (i = 0; i < n; i++) {
		rec = argc > 0 ? jv_null() : jv_array_get(jv_copy(in), i);
		id = argc > 0 ? argv[i] : json_str(rec, "id", NULL);
		if (id == NULL) {
			tool_warn(&a->tool, "no id: neither an operand nor "
			    "a record on standard input gives one");
			tool_usage(&a->tool);
		}
		if (what(a, id, &e) != HCC_OK)
			tool_fail(&a->tool, &e);
		jv_free(rec);
	}
	jv_free(in);
}

enum hcc_status
app_embedder(struct app *a, struct embedder **em, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;

	if (a->em == NULL)
		st = embedder_open(tool_places(), &a->em, e);
	if (st == HCC_OK && embedder_id(a->em) == NULL)
		st = embedder_learn(a->em, e);
	*em = a->em;
	return st;
}

enum hcc_status
app_embed(struct app *a, bool all, struct hcc_err *e)
{
	struct embedder	*em;
	enum hcc_status	 st;
	size_t		 n = 0;

	if ((st = app_embedder(a, &em, e)) == HCC_OK)
		st = wis_rebuild(a->w, embedder_id(em), all, embedder_texts,
		    em, &n, e);
	if (st == HCC_OK && n > 0 && a->tool.verbose)
		tool_say(&a->tool, "embedded %zu descriptors", n);
	return st;
}

static enum hcc_status
rebuild(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	(void)argc;
	(void)argv;
	return app_embed(a, true, e);
}

static const struct command {
	const char	*name;
	enum wis_flags	 flags;
	const char	*options;	/* letters that mean something here */
	int		 least, most;	/* operands */
	enum hcc_status	 (*run)(struct app *, int, char **, struct hcc_err *);
	enum hcc_status	 (*each)(struct app *, const char *id,
			    struct hcc_err *);		/* instead of run */
} commands[] = {
	{ "list", WIS_READ, "af", 0, 0, list, NULL },
	{ "show", WIS_READ, "afj", 0, INT_MAX, NULL, show_id },
	{ "search", WIS_READ, "af", 1, INT_MAX, search, NULL },
	{ "export", WIS_READ, "af", 0, 0, export, NULL },
	{ "import", WIS_CREATE, "fs", 0, INT_MAX, import_files, NULL },
	{ "conflicts", WIS_READ, "f", 0, 0, wisdom_conflicts, NULL },
	{ "forget", WIS_WRITE, "befmnt", 0, INT_MAX, forget_some, NULL },
	{ "confirm", WIS_WRITE, "f", 0, INT_MAX, NULL, confirm_id },
	{ "demote", WIS_WRITE, "f", 0, INT_MAX, NULL, demote_id },
	{ "rebuild", WIS_WRITE, "f", 0, 0, rebuild, NULL },
	{ "verify", WIS_READ, "f", 0, INT_MAX, wisdom_verify, NULL },
};

static const struct command *
find(const char *name)
{
	size_t	 i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* An option that the command would pass over may have been meant to keep it
 * from something: `-t wine export', `-n import'. */
static void
check(const struct app *a, const struct command *c, int operands)
{
	const char	*p;

	for (p = a->given; *p != '\0'; p++)
		if (strchr(c->options, *p) == NULL) {
			tool_warn(&a->tool, "%s has no option -%c", c->name,
			    *p);
			tool_usage(&a->tool);
		}
	if (operands < c->least || operands > c->most) {
		tool_warn(&a->tool, operands < c->least ? "%s what?" :
		    "%s takes no operands", c->name);
		tool_usage(&a->tool);
	}
}

static void
run(struct app *a, const struct command *c, int argc, char **argv)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	const char	*path = tool_wisdom(a->file);
	enum hcc_status	 st;

	st = wis_open(path, a->dry && c->flags == WIS_WRITE ? WIS_READ :
	    c->flags, &a->w, &e);
	if (st == HCC_MISSING)
		st = err_set(&e, HCC_NONE, "there is no wisdom base '%s' yet: "
		    "'hcc-wisdom import -s' makes one of general practice",
		    path);
	if (st == HCC_OK && *a->as_of != '\0')
		wis_as_of(a->w, a->as_of);
	if (st == HCC_OK && c->run != NULL)
		st = c->run(a, argc, argv, &e);
	else if (st == HCC_OK)
		app_each_id(a, argc, argv, c->each);
	wis_close(a->w);
	embedder_close(a->em);
	if (st != HCC_OK && !(st == HCC_IO && ferror(stdout)))
		tool_fail(&a->tool, &e);
}

int
main(int argc, char **argv)
{
	struct app		 a = { .tool = { .name = "hcc-wisdom",
	    .operands = "list|show|search|import|export|conflicts|confirm"
	    "|demote|forget|verify|rebuild [id|word|file ...]", .opts = opts,
	    .about = "the wisdom of past tasks, by hand" } };
	const struct command	*c;
	int			 at;

	at = tool_options(&a.tool, argc, argv, option, &a);
	if (at >= argc || (c = find(argv[at])) == NULL)
		tool_usage(&a.tool);
	/* Options may stand behind the command as well. */
	argc -= at;
	argv += at;
	optind = 1;
	at = tool_options(&a.tool, argc, argv, option, &a);
	check(&a, c, argc - at);
	run(&a, c, argc - at, argv + at);
	return tool_finish(&a.tool);
}
