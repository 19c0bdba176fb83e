/*
 * distil_text.c: the texts DATA and MODEL of an entry, from the profile of the
 * data, the best program and the results: no brain's words but titles that
 * their programs bear out. What was learnt stands in items, single lines with
 * the role that reads them and their scope: "- (plan, kind) text".
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "task/evidence_words.h"
#include "wisdom/distil.h"

enum {
	ROWS_MAX = 1000,	/* results that are looked at */
	RESULTS_MAX = 12, FAILED_MAX = 8, PROGRAM_MAX = 8000
};

/* "3 number, 2 category" */
static void
add_types(struct buf *b, jv columns)
{
	jv		 counts = jv_object(), keys, c;
	const char	*sep = "";
	int		 i;

	for (i = 0; json_item(columns, i, &c); i++)
		counts = json_put_num(counts, json_str(c, "type", "?"),
		    json_num(counts, json_str(c, "type", "?"), 0) + 1);
	keys = jv_keys(jv_copy(counts));
	for (i = 0; json_item(keys, i, &c); i++, sep = ", ")
		buf_addf(b, "%s%.0f %s", sep, json_num(counts,
		    jv_string_value(c), 0), jv_string_value(c));
	jv_free(keys);
	jv_free(counts);
}

static void
add_number(struct buf *b, const char *fmt, jv obj, const char *key)
{
	double	 d = json_num(obj, key, NAN);

	if (isfinite(d)) {
		buf_addf(b, fmt, d);
		buf_addc(b, '\n');
	}
}

static void
add_words(struct buf *b, const char *label, jv v)
{
	jv		 one;
	const char	*sep = label;
	int		 i;

	if (jv_get_kind(v) == JV_KIND_STRING)
		buf_addf(b, "%s%s\n", label, jv_string_value(v));
	for (i = 0; json_item(v, i, &one) && i < 20; i++, sep = ", ")
		if (jv_get_kind(one) == JV_KIND_STRING)
			buf_addf(b, "%s%s", sep, jv_string_value(one));
	if (i > 0)
		buf_addc(b, '\n');
}

/* "Python 3.11.2 with numpy 1.24.2, ..": the line of the preview. */
static void
add_libraries(struct buf *b, const char *preview)
{
	const char	*at = strstr(preview, "\nPython ");
	size_t		 n = at == NULL ? 0 : strcspn(at + 1, "\n");

	if (n > 0 && n < 1000)
		buf_addf(b, "Made with %.*s\n", (int)n, at + 1);
}

static void
add_data(struct buf *b, const struct task *t, jv view)
{
	jv	 p = json_at(view, "preview"), split;

	buf_addf(b, "DATA\nA %s %s task, scored by %s (%s).\n",
	    json_str(p, "kind", "-"), json_str(p, "problem", "-"), t->metric,
	    t->goal);
	add_number(b, "Rows to learn from: %.0f", p, "rows_train");
	add_number(b, "Rows to predict: %.0f", p, "rows_test");
	add_words(b, "Target: ", json_at(p, "target"));
	add_number(b, "Classes: %.0f", p, "classes");
	add_number(b, "Share of the rarest class: %.4g", p, "imbalance");
	add_number(b, "Share of missing cells: %.4g", p, "missing");
	if (json_len(json_at(p, "columns")) > 0) {
		buf_adds(b, "Columns: ");
		add_types(b, json_at(p, "columns"));
		buf_addc(b, '\n');
	}
	add_libraries(b, json_str(view, "preview_text", ""));
	split = json_at(json_at(view, "task"), "split");
	add_words(b, "Test has other groups: ", json_at(split, "groups"));
	add_words(b, "Test is later: ", json_at(split, "time"));
}

/* Who reads an item. */
static const char *
item_role(const char *s)
{
	return words_find(s, "failed|timed out|timeout|crash*|error|"
	    "did not finish") != NULL ? "debugging" :
	    words_find(s, "feature*|column*|encod*|missing|scal*|text*|"
	    "token*|pixel*") != NULL ? "features" :
	    words_find(s, "model*|tree*|depth|rate|layer*|boost*|regression|"
	    "forest*|c|blend*") != NULL ? "model" : "plan";
}

/* Where it holds: a failure to import or of memory for all tasks of this
 * machine, what names a thing of the data for this task, all else for data of
 * this kind. */
static const char *
item_scope(const char *s)
{
	char	 name[64];

	if (words_find(s, "failed: import|failed: memory") != NULL)
		return "all";
	return words_identifier(&s, name, sizeof(name)) ? "task" : "kind";
}

void
distil_item(struct buf *b, const char *s)
{
	buf_addf(b, "- (%s, %s) %s\n", item_role(s), item_scope(s), s);
}

/* A result in a line; `title` NULL: without. */
static void
format_result(struct buf *b, const struct result *r, const char *title)
{
	buf_adds(b, r->id);
	if (isfinite(r->score) && result_stopped(r) != NULL)
		buf_addf(b, " was stopped at its limit of %s; what it had "
		    "handed in reached %.6g", result_stopped(r), r->score);
	else if (isfinite(r->score))
		buf_addf(b, " reached %.6g", r->score);
	else if (status_worked(r->status))
		buf_adds(b, " measured");
	else
		buf_addf(b, " failed: %s", r->cause != NULL &&
		    r->cause->class != NULL ? r->cause->class : r->status ==
		    NULL ? "?" : r->status);
	if (isfinite(r->change) && r->base != NULL && r->base->id != NULL) {
		buf_addf(b, ", %+.6g", r->change);
		if (isfinite(r->interval))
			buf_addf(b, " \u00b1 %.2g", r->interval);
		buf_addf(b, " against %s", r->base->id);
	}
	if (title != NULL && *title != '\0')
		buf_addf(b, ": %s", title);
}

/* Does it say what other tasks may do? A draft or a blend of earlier runs names
 * nothing that they have, and what was measured stands in remarks. */
static bool
tells(const struct result *r)
{
	return strncmp(r->id, "00/", 3) != 0 && !result_is_blend(r) &&
	    (isfinite(r->score) || !status_worked(r->status));
}

/* Did nobody write a program, or was it struck before it ran? That taught
 * nothing. */
static bool
never_ran(const struct result *r)
{
	return result_struck(r) || (r->attempts <= 1 && r->cause != NULL &&
	    r->cause->class != NULL && strcmp(r->cause->class, "brain") == 0);
}

/* The title is left out where the program is another's. */
static enum hcc_status
add_result(struct buf *b, struct evidence *ev, const char *id,
    struct hcc_err *e)
{
	struct evidence_ref	 ref;
	struct claim_check	 is = { CLAIM_UNVERIFIED, "", "" };
	struct buf		 line = BUF_INIT, title = BUF_INIT;
	struct result		 r;
	enum hcc_status		 st = HCC_OK;

	record_init(&result_record, &r);
	if (evidence_parse(id, strlen(id), &ref) && evidence_result(ev, &ref,
	    &r, NULL) == HCC_OK && r.id != NULL && !never_ran(&r)) {
		if (r.title != NULL)
			utf8_add_plain(&title, r.title, strlen(r.title));
		format_result(&line, &r, buf_str(&title));
		st = evidence_check(ev, NULL, buf_str(&line), jv_null(), &is,
		    e);
		if (st == HCC_OK && is.state == CLAIM_UNVERIFIED) {
			buf_reset(&line);
			format_result(&line, &r, NULL);
		}
		if (tells(&r))
			distil_item(b, buf_str(&line));
		else
			buf_addf(b, "- %s\n", buf_str(&line));
	}
	buf_release(&line);
	buf_release(&title);
	result_free(&r);
	return st;
}

struct row {
	const char	*id;
	double		 score;
	bool		 ok;
};

static int
by_score(const void *a, const void *b)
{
	const struct row	*x = a, *y = b;

	return x->score < y->score ? -1 : x->score > y->score;
}

/* Append the rows of a list of results that have ended. */
static size_t
add_rows(struct row *rows, size_t n, jv list, bool lower)
{
	const char	*status;
	double		 score;
	int		 i;
	jv		 r;

	for (i = 0; n < ROWS_MAX && json_item(list, i, &r); i++) {
		status = json_str(r, "status", NULL);
		score = json_num(r, "score", NAN);
		if (status == NULL || strcmp(status, "not run") == 0 ||
		    json_str(r, "id", NULL) == NULL)
			continue;
		rows[n].id = json_str(r, "id", "");
		rows[n].ok = status_ok(status) && isfinite(score);
		rows[n].score = !rows[n].ok ? INFINITY : lower ? score :
		    -score;
		n++;
	}
	return n;
}

static enum hcc_status
add_results(struct buf *b, const struct task *t, struct evidence *ev, jv view,
    struct hcc_err *e)
{
	struct row	 rows[ROWS_MAX];
	size_t		 n = 0, i, good = 0, bad = 0;
	enum hcc_status	 st = HCC_OK;
	int		 k;
	jv		 note;

	n = add_rows(rows, n, json_at(view, "results"), t->lower);
	for (k = 0; json_item(json_at(view, "notes"), k, &note); k++)
		n = add_rows(rows, n, json_at(note, "results"), t->lower);
	qsort(rows, n, sizeof(rows[0]), by_score);
	for (i = 0; st == HCC_OK && i < n; i++)
		if (rows[i].ok ? good++ < RESULTS_MAX : bad++ < FAILED_MAX)
			st = add_result(b, ev, rows[i].id, e);
	return st;
}

/* The recipe of a text, or the program. */
static void
add_program(struct buf *b, const char *text, const char *code)
{
	const char	*at = strstr(text, "```recipe"), *end;
	size_t		 n;

	if (at == NULL)
		at = strstr(text, "```constants");
	if (at != NULL && (end = strstr(at + 3, "\n```")) != NULL) {
		buf_adds(b, "\n");
		buf_add(b, at, (size_t)(end - at) + 4);
		buf_adds(b, "\n\n");
	} else if (*code != '\0' && strstr(code, "\n```") == NULL) {
		n = utf8_cut(code, strlen(code), PROGRAM_MAX);
		buf_adds(b, "\n```program\n");
		buf_add(b, code, n);
		buf_addf(b, "%s```\n\n", n > 0 && code[n - 1] == '\n' ? "" :
		    "\n");
	}
}

/* The best run that a blend of earlier runs was made of: *r, to be freed. The
 * blend's own program trains nothing. */
static bool
blended(struct evidence *ev, const char *id, struct result *r)
{
	struct evidence_ref	 ref;
	struct result		 next;
	int			 n;
	bool			 is = evidence_parse(id, strlen(id), &ref) &&
				    evidence_result(ev, &ref, r, NULL) ==
				    HCC_OK;

	for (n = 0; is && result_is_blend(r) && n < 100; n++) {
		is = r->base != NULL && r->base->id != NULL &&
		    evidence_parse(r->base->id, strlen(r->base->id), &ref) &&
		    evidence_result(ev, &ref, &next, NULL) == HCC_OK;
		if (is) {
			result_free(r);
			*r = next;
		}
	}
	return is && n > 0 && !result_is_blend(r);
}

static void
add_model(struct buf *b, struct evidence *ev, jv base)
{
	const char		*id = json_str(base, "id", ""), *code;
	struct evidence_ref	 ref;
	struct result		 r;

	record_init(&result_record, &r);
	buf_addf(b, "The program of %s was adopted", id);
	if (blended(ev, id, &r) && evidence_parse(r.id, strlen(r.id), &ref)) {
		code = evidence_program_text(ev, &ref);
		buf_addf(b, ", a blend of earlier runs; this is the best of "
		    "them, %s.\n", r.id);
		add_program(b, r.text == NULL ? "" : r.text, code == NULL ?
		    "" : code);
	} else {
		buf_adds(b, ".\n");
		add_program(b, json_str(base, "text", ""), json_str(base,
		    "code", ""));
	}
	result_free(&r);
}

enum hcc_status
distil_text(const struct task *t, struct evidence *ev, jv view,
    struct buf *out, struct hcc_err *e)
{
	jv	 base = json_at(view, "base");

	add_data(out, t, view);
	buf_adds(out, "\nMODEL\n");
	if (json_str(base, "id", NULL) != NULL)
		add_model(out, ev, base);
	return add_results(out, t, ev, view, e);
}
