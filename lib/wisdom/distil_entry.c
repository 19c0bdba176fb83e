/*
 * distil_entry.c: make an entry of L3 from the brain's answer at the end of a
 * task.
 *
 * Each line is checked: one that cites evidence is verified like a judgement,
 * and prose that was fetched at the beginning is left out. Recipes may be
 * repeated: they were run.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "task/journal.h"
#include "wisdom/distil.h"
#include "wisdom/wisdom.h"

#define ECHO_MIN 40	/* bytes; shorter lines are alike by chance */

struct line_filter {
	const struct task	*t;
	struct evidence		*ev;
	jv			 wisdom;	/* fetched; borrowed */
	const char		*at;		/* "data" or "model" */
	bool			 recipe;	/* inside its fence */
	jv			*left_out;
};

/* Is this line a copy of fetched wisdom? Entries that this task made itself in
 * an earlier run do not count. */
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

/* May this line go into L3? HCC_NONE: no; *e gives the reason. */
static enum hcc_status
check_line(struct line_filter *f, const char *line, struct hcc_err *e)
{
	jv		 refs = evidence_refs(line, jv_array());
	enum hcc_status	 st = HCC_OK;

	if (strncmp(line, "```", 3) == 0)
		f->recipe = !f->recipe && strncmp(line, "```recipe", 9) == 0;
	if (json_len(refs) > 0)
		st = evidence_holds(f->ev, line, refs, NULL, e);
	else if (is_fetched(f, line))
		st = err_set(e, HCC_NONE, "copied from the fetched wisdom");
	jv_free(refs);
	return st;
}

/* Append the lines of a text that pass the check. */
static enum hcc_status
filter_text(struct line_filter *f, const char *text, struct buf *out,
    struct hcc_err *e)
{
	char		*copy = mem_dup(text), *line, *rest = copy;
	enum hcc_status	 st = HCC_OK;
	size_t		 n;

	f->recipe = false;
	while (st == HCC_OK && (line = strsep(&rest, "\n")) != NULL) {
		for (n = strlen(line); n > 0 &&
		    isspace((unsigned char)line[n - 1]); n--)
			line[n - 1] = '\0';
		if ((st = check_line(f, line, e)) == HCC_OK) {
			buf_adds(out, line);
			buf_addc(out, '\n');
		} else if (st == HCC_NONE) {
			distil_leave_out(f->left_out, f->at, line, e->text);
			st = HCC_OK;
		}
	}
	free(copy);
	return st;
}

/* The checksums of the archives, {"01": sha256, ..}. */
static jv
archive_sums(jv view)
{
	jv		 out = jv_object(), k;
	const char	*sum;
	char		 key[16];
	int		 i;

	for (i = 0; json_item(json_at(view, "notes"), i, &k); i++) {
		sum = json_str(json_at(k, "source"), "sha256", NULL);
		snprintf(key, sizeof(key), "%02d", (int)json_num(k, "phase",
		    0));
		if (sum != NULL)
			out = json_put_str(out, key, sum);
	}
	return out;
}

/* The ids of the fetched entries, from the journal. */
static jv
fetched_ids(const struct task *t)
{
	jv	 events, ids;
	int	 torn;

	(void)journal_read(t, &events, &torn, NULL);
	ids = json_at(journal_last(events, "prefetch"), "wisdom");
	ids = jv_get_kind(ids) == JV_KIND_ARRAY ? jv_copy(ids) : jv_array();
	jv_free(events);
	return ids;
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

/* The score of the best solution, from its result. */
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

/* The brain's ranking; members that are refused are left out, so that they do
 * not lose the whole entry. */
static jv
checked_ranking(struct line_filter *f, jv answer)
{
	struct buf	 b = BUF_INIT;
	const char	*why;
	jv		 out = jv_array(), one, item;
	char		 text[200];
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
			snprintf(text, sizeof(text), "ranking %s", why);
			distil_leave_out(f->left_out, "ranking", buf_str(&b),
			    text);
			buf_reset(&b);
		}
	}
	buf_release(&b);
	return out;
}

/* descriptor.txt, else the description of the task. */
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

/* Filter both texts of the answer; HCC_NONE when no line is left. */
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
		st = err_set(e, HCC_NONE, "task '%s': no claim could be "
		    "verified", f->t->path);
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
	    .wisdom = json_at(view, "wisdom") };
	struct buf	 text = BUF_INIT;
	const char	*base = json_str(json_at(view, "base"), "id", NULL);
	double		 score;
	jv		 w;
	enum hcc_status	 st;

	if ((st = filter_answer(&f, answer, &text, e)) == HCC_OK)
		st = score_of(ev, base, &score, e);
	if (st == HCC_OK) {
		w = json_put_str(jv_object(), "task", t->id);
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
		    base));
	}
	buf_release(&text);
	return st;
}
