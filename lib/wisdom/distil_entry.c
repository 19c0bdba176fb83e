/*
 * distil_entry.c: an entry of L3 out of what the brain wrote at a task's end.
 *
 * Line by line: what names a suggestion is looked up like a judgement, and
 * prose that was fetched at the beginning is not what this task taught.
 * Recipes may return: they are what was run.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/journal.h"
#include "wisdom/distil.h"
#include "wisdom/wisdom.h"

#define ECHO_MIN 40	/* bytes; shorter lines are alike by chance */

struct line_filter {
	const struct task	*t;
	struct evidence		*ev;
	jv			 wisdom;	/* what was fetched */
	const char		*at;		/* which text it is */
	bool			 recipe;	/* inside a fence of one */
	jv			*left_out;
};

/* Did a task of old say this, word for word? What this very task has said
 * in an earlier life is its own. */
static bool
is_fetched(const struct line_filter *f, const char *line)
{
	const char	*own = f->t->id;
	bool		 found = false, mine;
	int		 i;
	jv		 w;

	line += strspn(line, " \t-*");
	if (f->recipe || strlen(line) <= ECHO_MIN)
		return false;
	for (i = 0; !found && json_item(f->wisdom, i, &w); i++) {
		mine = strcmp(json_str(w, "task", ""), own) == 0 &&
		    strcmp(json_str(w, "origin", ""), "local") == 0;
		found = !mine && strstr(json_str(w, "text", ""), line) != NULL;
	}
	return found;
}

/* May this line go into L3? HCC_NONE: no, and e says why. */
static enum hcc_status
check_line(struct line_filter *f, const char *line, struct hcc_err *e)
{
	jv		 refs = evidence_refs(line, jv_array());
	enum hcc_status	 st = HCC_OK;

	if (strncmp(line, "```", 3) == 0)
		f->recipe = !f->recipe && strncmp(line, "```recipe", 9) == 0;
	if (jv_array_length(jv_copy(refs)) > 0)
		st = evidence_holds(f->ev, line, refs, NULL, e);
	else if (is_fetched(f, line))
		st = err_set(e, HCC_NONE, "it stood in the wisdom that was "
		    "fetched");
	jv_free(refs);
	return st;
}

static void
trim(char *s)
{
	size_t	 n = strlen(s);

	while (n > 0 && isspace((unsigned char)s[n - 1]))
		s[--n] = '\0';
}

/* Append the lines of a text that may stay. */
static enum hcc_status
filter_text(struct line_filter *f, const char *text, struct buf *out, struct hcc_err *e)
{
	char		*copy = strdup(text), *line, *rest = copy;
	enum hcc_status	 st = copy == NULL ? err_nomem(e) : HCC_OK;
	jv		 r;

	f->recipe = false;
	while (st == HCC_OK && (line = strsep(&rest, "\n")) != NULL) {
		trim(line);
		if ((st = check_line(f, line, e)) == HCC_OK) {
			buf_adds(out, line);
			buf_addc(out, '\n');
		} else if (st == HCC_NONE) {
			r = json_put_str(jv_object(), "at", f->at);
			r = json_put_str(json_put_str(r, "line", line), "why",
			    e->text);
			*f->left_out = jv_array_append(*f->left_out, r);
			st = HCC_OK;
		}
	}
	free(copy);
	return st;
}

/* {"01": sha256, ..} of the notes. */
static jv
archive_sums(jv view)
{
	jv	 notes = json_get(view, "notes"), out = jv_object(), k, src;
	char	 key[16];
	int	 i;

	for (i = 0; json_item(notes, i, &k); i++) {
		src = json_get(k, "source");
		snprintf(key, sizeof(key), "%02d", (int)json_num(k, "phase",
		    0));
		if (json_str(src, "sha256", NULL) != NULL)
			out = json_put(out, key, json_get(src, "sha256"));
		jv_free(src);
	}
	jv_free(notes);
	return out;
}

/* The ids of the wisdom that was fetched, as the journal has them. */
static jv
fetched_ids(const struct task *t)
{
	jv	 events, ev, ids = jv_array();
	int	 i, torn;

	if (journal_read(t, &events, &torn, NULL) != HCC_OK)
		return ids;
	for (i = 0; json_item(events, i, &ev); i++) {
		if (strcmp(json_str(ev, "ev", ""), "prefetch") == 0) {
			jv_free(ids);
			ids = json_get(ev, "wisdom");
		}
	}
	jv_free(events);
	if (jv_get_kind(ids) == JV_KIND_ARRAY)
		return ids;
	jv_free(ids);
	return jv_array();
}

static jv
provenance(const struct task *t, jv view, const char *base)
{
	jv	 p = json_put_str(jv_object(), "task", t->id);

	p = json_put_str(p, "hcc", t->version);
	p = json_put(p, "base", base == NULL ? jv_null() : jv_string(base));
	p = json_put(p, "phases", json_get(view, "phase"));
	p = json_put(p, "archives", archive_sums(view));
	p = json_put(p, "after", fetched_ids(t));
	return jv_array_append(jv_array(), p);
}

/* The score of the best solution, out of its own result. */
static enum hcc_status
score_of(struct evidence *ev, const char *base, double *score,
    struct hcc_err *e)
{
	struct evidence_ref	 ref;
	enum hcc_status		 st;
	struct result		 r;

	*score = NAN;
	if (base == NULL || !evidence_parse(base, strlen(base), &ref))
		return HCC_OK;
	st = evidence_result(ev, &ref, &r, e);
	*score = r.score;
	result_free(&r);
	return st == HCC_MISSING || st == HCC_INPUT ? HCC_OK : st;
}

/* The brain's ranking without the members that are refused: the rest of a
 * night's work must not be lost with them. */
static jv
checked_ranking(struct line_filter *f, jv answer)
{
	struct buf	 b = BUF_INIT;
	const char	*why;
	jv		 out = jv_array(), one, item, r;
	int		 i;

	for (i = 0; json_item(json_at(answer, "ranking"), i, &one); i++) {
		item = wis_ranking(jv_array_append(jv_array(), jv_copy(one)),
		    &why);
		if (why == NULL && i >= WIS_MAX_RANKED)
			why = "is too long";
		if (why == NULL)
			out = jv_array_append(out, jv_array_get(item, 0));
		else {
			jv_free(item);
			json_dump(&b, one);
			r = json_put_str(jv_object(), "at", "ranking");
			r = json_put_str(r, "line", buf_str(&b));
			*f->left_out = jv_array_append(*f->left_out,
			    json_put(r, "why", jv_string_fmt("ranking %s",
			    why)));
			buf_reset(&b);
		}
	}
	buf_release(&b);
	return out;
}

/* What the task is: descriptor.txt, else its description. */
static jv
descriptor(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	jv		 v;

	(void)fs_read(t->dir, "descriptor.txt", 1u << 20, &b, NULL);
	while (b.len > 0 && isspace((unsigned char)b.p[b.len - 1]))
		b.p[--b.len] = '\0';
	v = jv_string(b.len > 0 ? buf_str(&b) : t->body);
	buf_release(&b);
	return v;
}

/* Both texts, filtered; HCC_NONE when none of it may stay. */
static enum hcc_status
filter_answer(struct line_filter *f, jv answer, struct buf *out, struct hcc_err *e)
{
	struct buf	 data = BUF_INIT, model = BUF_INIT;
	const char	*blank = " \t\n";
	enum hcc_status	 st;

	f->at = "data";
	st = filter_text(f, json_str(answer, "data", ""), &data, e);
	f->at = "model";
	if (st == HCC_OK)
		st = filter_text(f, json_str(answer, "model", ""), &model, e);
	if (st == HCC_OK && buf_str(&data)[strspn(buf_str(&data), blank)] ==
	    '\0' && buf_str(&model)[strspn(buf_str(&model), blank)] == '\0')
		st = err_set(e, HCC_NONE, "nothing that '%s' taught holds",
		    f->t->path);
	buf_addf(out, "DATA\n%s\nMODEL\n%s", buf_str(&data),
	    buf_str(&model));
	buf_release(&data);
	buf_release(&model);
	return st;
}

enum hcc_status
distil_entry(const struct task *t, struct evidence *ev, jv view, jv answer,
    jv claims, jv *entry, jv *left_out, struct hcc_err *e)
{
	struct line_filter	 f = { .t = t, .ev = ev, .left_out = left_out,
	    .wisdom = json_get(view, "wisdom") };
	struct buf	 text = BUF_INIT;
	jv		 base = json_get(view, "base"), w = jv_object();
	double		 score;
	enum hcc_status	 st;

	if ((st = filter_answer(&f, answer, &text, e)) == HCC_OK)
		st = score_of(ev, json_str(base, "id", NULL), &score, e);
	if (st == HCC_OK) {
		w = json_put_str(w, "task", t->id);
		w = json_put(w, "descriptor", descriptor(t));
		w = json_put_str(w, "text", buf_str(&text));
		w = json_put(w, "tags", json_get(answer, "tags"));
		w = json_put_str(w, "metric", t->metric);
		w = json_put_str(w, "goal", t->goal);
		w = json_put_num(w, "score", score);
		w = json_put(w, "ranking", checked_ranking(&f, answer));
		w = json_put(w, "evidence", jv_copy(claims));
		w = json_put_str(w, "place", t->path);
		*entry = json_put(w, "provenance", provenance(t, view,
		    json_str(base, "id", NULL)));
	} else
		jv_free(w);
	jv_free(base);
	jv_free(f.wisdom);
	buf_release(&text);
	return st;
}
