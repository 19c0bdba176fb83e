/*
 * hcc-wisdom: list, show, search and change the entries of L3.
 *
 * The base is one SQLite file (lib/wisdom). Export prints JSON lines that
 * import reads, in any order and any number of times. Import commits in batches
 * and can be repeated after a kill.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "embed/embedder.h"
#include "hcc-wisdom/wisdom.h"

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_LAST_DATE('a', "date", as_of, "what was known on that day"),
	OPT_DATE('b', "date", before, "forget: what was made before that day"),
	OPT_DATE('e', "date", since,
	    "forget: what was made on that day or later"),
	OPT_STRING('f', "file", file, "the wisdom base"),
	OPT_FLAG('j', json, "show: the record instead of Markdown"),
	OPT_STRING('m', "text", match, "forget: what this text would fetch"),
	OPT_FLAG('n', dry, "forget: only print what would be forgotten"),
	OPT_FLAG('s', shipped,
	    "import: the general practice that comes with hcc"),
	OPT_STRING('t', "task", task,
	    "forget: what this task made, by its name"),
	OPT_END
};

enum hcc_status
app_print(void *ctx, jv entry, struct hcc_err *e)
{
	struct app	*a = ctx;

	(void)e;
	a->found++;
	tool_record(entry);
	/* A closed pipe or a full disk: stop. */
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
	st = wis_search(a->w, buf_str(&b), app_print, a, e);
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
	int		 i;
	jv		 in = argc > 0 ? jv_null() :
			    tool_inputs(&a->tool, 0, NULL), rec;

	for (i = 0; i < argc || json_item(in, i, &rec); i++) {
		id = argc > 0 ? argv[i] : json_str(rec, "id", NULL);
		if (id == NULL)
			tool_usage(&a->tool, "no id: give one as an operand "
			    "or as a record on standard input");
		if (what(a, id, &e) != HCC_OK)
			tool_fail(&a->tool, &e);
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

struct command {
	enum wis_flags	 flags;
	enum hcc_status	 (*run)(struct app *, int, char **, struct hcc_err *);
	enum hcc_status	 (*each)(struct app *, const char *id,
			    struct hcc_err *);		/* instead of run */
};

#define COMMAND(flags, run, each) &(const struct command){ flags, run, each }
static const struct tool_verb verbs[] = {
	{ "list", "af", 0, 0, "print all entries, one JSON line each",
	    COMMAND(WIS_READ, list, NULL) },
	{ "show", "afj", 0, INT_MAX, "print entries as Markdown",
	    COMMAND(WIS_READ, NULL, show_id) },
	{ "search", "af", 1, INT_MAX, "print the entries with these words",
	    COMMAND(WIS_READ, search, NULL) },
	{ "export", "af", 0, 0, "print entries for import",
	    COMMAND(WIS_READ, export, NULL) },
	{ "import", "fs", 0, INT_MAX, "add entries that export printed",
	    COMMAND(WIS_CREATE, import_files, NULL) },
	{ "conflicts", "f", 0, 0, "print the entries that contradict others",
	    COMMAND(WIS_READ, wisdom_conflicts, NULL) },
	{ "forget", "befmnt", 0, INT_MAX, "remove entries for good",
	    COMMAND(WIS_WRITE, forget_some, NULL) },
	{ "confirm", "f", 0, INT_MAX, "mark entries as confirmed",
	    COMMAND(WIS_WRITE, NULL, confirm_id) },
	{ "demote", "f", 0, INT_MAX, "do not fetch these entries any more",
	    COMMAND(WIS_WRITE, NULL, demote_id) },
	{ "rebuild", "f", 0, 0, "embed all descriptors again",
	    COMMAND(WIS_WRITE, rebuild, NULL) },
	{ "verify", "f", 0, INT_MAX, "check the evidence of claims",
	    COMMAND(WIS_READ, wisdom_verify, NULL) },
	{ NULL, NULL, 0, 0, NULL, NULL }
};

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
	struct app	 a = { .tool = { .name = "hcc-wisdom",
	    .operands = "[id|word|file ...]", .opts = opts, .verbs = verbs,
	    .about = "list, show and change the wisdom of past tasks" } };
	int		 at = tool_options(&a.tool, argc, argv, &a);

	run(&a, a.tool.verb->data, argc - at, argv + at);
	return tool_finish(&a.tool);
}
