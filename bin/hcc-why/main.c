/*
 * hcc-why: find the bytes of the log that support an entry, or a line of a
 * phase note.
 *
 * Reads the wisdom base, l2/NN.md, and L1 or the archives of the task; writes
 * nothing. Damaged evidence is reported, never shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "common/tool.h"
#include "hcc-why/why.h"
#include "task/evidence_record.h"
#include "wisdom/wisdom.h"

struct app {
	struct tool	 tool;
	const char	*base;		/* -f */
	const char	*task;		/* operand, or NULL */
	int		 around;	/* -n */
	bool		 json;		/* -j */
	bool		 holds;		/* all that was shown */
	size_t		 shown;
};

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_STRING('f', "file", base, "the wisdom base"),
	OPT_FLAG('j', json, "JSON lines instead of text"),
	OPT_COUNT('n', "count", around, 0, 1000,
	    "lines of the log around the cited ones (2)"),
	OPT_END
};

/* Look up one claim and print it. */
static enum hcc_status
show(struct app *a, const struct task *t, struct evidence *ev,
    const char *wisdom, const struct judgement *claim, const char *note,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 r;

	if ((st = evidence_record(ev, claim, note, (size_t)a->around, &r,
	    &a->holds, e)) != HCC_OK) {
		jv_free(r);
		return st;
	}
	r = json_put_path(r, "task", t->path);
	r = json_put_str(r, "wisdom", wisdom);
	if (a->json)
		tool_record(r);
	else {
		if (a->shown > 0)
			putchar('\n');
		why_draw(r);
		jv_free(r);
	}
	a->shown++;
	return ferror(stdout) ? err_set(e, HCC_IO, "write: failed") : HCC_OK;
}

/* Everything that the claims cite is read in one pass for each archive. */
static enum hcc_status
show_claims(struct app *a, const struct task *t, jv entry, struct hcc_err *e)
{
	jv		 claims = evidence_claims(entry), one;
	jv		 all = evidence_cited(claims);
	struct judgement c;
	struct evidence	*ev;
	char		 at[64];
	enum hcc_status	 st;
	int		 i;

	ev = evidence_open(t, json_at(entry, "provenance"));
	st = json_len(claims) == 0 ? err_set(e, HCC_NONE, "wisdom %.16s has no "
	    "evidence", json_str(entry, "id", "")) :
	    evidence_load(ev, all, e);
	for (i = 0; st == HCC_OK && json_item(claims, i, &one); i++) {
		record_read(&judgement_record, one, &c);
		st = show(a, t, ev, json_str(entry, "id", NULL), &c,
		    why_note(t, &c, at, sizeof(at)) ? at : NULL, e);
		record_free(&judgement_record, &c);
	}
	evidence_close(ev);
	jv_free(all);
	jv_free(claims);
	return st;
}

static enum hcc_status
explain_entry(struct app *a, const char *id, struct hcc_err *e)
{
	struct wis	*w = NULL;
	struct task	 t;
	enum hcc_status	 st;
	jv		 entry = jv_null();

	st = wis_open(tool_wisdom(a->base), WIS_READ, &w, e);
	if (st == HCC_MISSING)
		st = err_set(e, HCC_NONE, "there is no wisdom base '%s' yet",
		    tool_wisdom(a->base));
	if (st == HCC_OK)
		st = wis_get(w, id, &entry, e);
	wis_close(w);
	if (st == HCC_OK &&
	    (st = evidence_task(entry, a->task, &t, e)) == HCC_OK) {
		if (!a->json)
			tool_put("wisdom %.16s of %s, %s\n  %s\n",
			    json_str(entry, "id", ""), json_str(entry, "task",
			    ""), json_str(entry, "status", ""), t.path);
		a->shown++;
		st = show_claims(a, &t, entry, e);
		task_close(&t);
	}
	jv_free(entry);
	return st;
}

static enum hcc_status
explain_line(struct app *a, const char *dir, int phase, long line,
    struct hcc_err *e)
{
	struct evidence	*ev;
	struct task	 t;
	struct judgement claim;
	char		 at[64];
	enum hcc_status	 st;

	if ((st = task_open(&t, dir, NULL, e)) != HCC_OK)
		return st;
	ev = evidence_open(&t, jv_null());
	if ((st = why_line(&t, phase, line, &claim, e)) == HCC_OK) {
		snprintf(at, sizeof(at), "l2/%02d.md:%ld", phase, line);
		st = show(a, &t, ev, NULL, &claim, at, e);
	}
	evidence_close(ev);
	record_free(&judgement_record, &claim);
	task_close(&t);
	return st;
}

static enum hcc_status
explain_reference(struct app *a, const char *dir, const char *ref,
    struct hcc_err *e)
{
	struct evidence	*ev;
	struct task	 t;
	enum hcc_status	 st;
	struct judgement claim;

	record_init(&judgement_record, &claim);
	claim.evidence = jv_array_append(jv_array(), jv_string(ref));
	if ((st = task_open(&t, dir, NULL, e)) == HCC_OK) {
		ev = evidence_open(&t, jv_null());
		st = show(a, &t, ev, NULL, &claim, NULL, e);
		evidence_close(ev);
		task_close(&t);
	}
	record_free(&judgement_record, &claim);
	return st;
}

/* Parse "TASK/l2/NN.md:LINE", perhaps with the text of the line, as grep -n
 * prints it. `dir` gets the directory. */
static bool
note_line(const char *s, char *dir, size_t size, int *phase, long *line)
{
	const char	*l2 = NULL, *p;
	int		 n = 0;

	for (p = s; (p = strstr(p, "l2/")) != NULL; p++)
		if ((p == s || p[-1] == '/') && sscanf(p,
		    "l2/%4d.md:%9ld%n", phase, line, &n) == 2 && n > 0 &&
		    (p[n] == '\0' || p[n] == ':')) {
			l2 = p;
			break;
		}
	if (l2 == NULL || (size_t)(l2 - s) >= size || *line < 1)
		return false;
	snprintf(dir, size, "%.*s", (int)(l2 - s), s);
	return true;
}

static enum hcc_status
explain(struct app *a, const char *s, const char *task, struct hcc_err *e)
{
	struct evidence_ref	 ref;
	char			 dir[4096];
	const char		*here = task != NULL ? task : tool_here();
	int			 phase;
	long			 line;

	if (evidence_parse(s, strlen(s), &ref))
		return explain_reference(a, here, s, e);
	if (note_line(s, dir, sizeof(dir), &phase, &line))
		return explain_line(a, *dir == '\0' ? here : dir, phase, line,
		    e);
	if (strlen(s) >= 4 && strspn(s, "0123456789abcdef") == strlen(s))
		return explain_entry(a, s, e);
	return err_set(e, HCC_USAGE, "'%s' is neither an id of wisdom, nor a "
	    "reference such as 01/1.2/1:40-90, nor a line such as "
	    "TASK/l2/01.md:14", s);
}

/* Records of the other tools: wisdom by its id, results with their task. */
static void
explain_records(struct app *a)
{
	struct hcc_err	 e;
	const char	*id, *kind;
	char		*path;
	jv		 in = tool_inputs(&a->tool, 0, NULL), rec;
	int		 i;

	for (i = 0; json_item(in, i, &rec); i++) {
		e = (struct hcc_err)HCC_ERR_INIT;
		kind = json_str(rec, "kind", "");
		id = json_str(rec, "id", NULL);
		if (strcmp(kind, "task") == 0)
			tool_usage(&a->tool, "nothing to explain: neither an "
			    "operand nor a record on standard input");
		path = json_path(rec, "task");
		if (id != NULL && explain(a, id, path, &e) != HCC_OK)
			tool_fail(&a->tool, &e);
		free(path);
	}
	jv_free(in);
}

int
main(int argc, char **argv)
{
	struct app	 a = { .tool = { .name = "hcc-why",
	    .operands = "[task] [id|task/l2/NN.md:line|reference "
	    "...]",
	    .opts = opts, .about = "show the evidence of a claim" },
	    .around = 2, .holds = true };
	struct hcc_err	 e;
	int		 i = tool_options(&a.tool, argc, argv, &a);

	if (i == argc)
		explain_records(&a);
	else if ((a.task = tool_task_operand(argc, argv, &i)) != NULL &&
	    i == argc)
		tool_usage(&a.tool, "say what of task '%s' to explain: an id, "
		    "a reference such as 01/1.2, or a line of a note", a.task);
	for (; i < argc; i++) {
		e = (struct hcc_err)HCC_ERR_INIT;
		if (explain(&a, argv[i], a.task, &e) != HCC_OK)
			tool_fail(&a.tool, &e);
	}
	if (a.tool.worst == HCC_OK)
		a.tool.worst = !a.holds ? HCC_INPUT : a.shown == 0 ? HCC_NONE :
		    HCC_OK;
	return tool_finish(&a.tool);
}
