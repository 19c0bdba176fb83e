/*
 * distil_entry.c: make an entry of L3 at the end of a task.
 *
 * Its text is made by program; of what the brain adds, each remark is checked
 * like a claim, and what was fetched at the beginning is left out.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "task/journal.h"
#include "wisdom/distil.h"
#include "wisdom/doubt.h"
#include "wisdom/wisdom.h"

#define ECHO_MIN 40	/* bytes; shorter lines are alike by chance */

struct remarks {
	const struct task	*t;
	struct evidence		*ev;
	jv			 wisdom;	/* fetched; borrowed */
	jv			*left_out;
};

/* Is this line a copy of fetched wisdom? Entries that this task made itself in
 * an earlier run do not count. */
static bool
is_fetched(const struct remarks *f, const char *line)
{
	bool	 found = false, mine;
	int	 i;
	jv	 w;

	line += strspn(line, " \t-*");
	if (strlen(line) <= ECHO_MIN)
		return false;
	for (i = 0; !found && json_item(f->wisdom, i, &w); i++) {
		mine = strcmp(json_str(w, "task", ""), f->t->id) == 0 &&
		    strcmp(json_str(w, "origin", ""), "local") == 0;
		found = !mine && strstr(json_str(w, "text", ""), line) != NULL;
	}
	return found;
}

/* Append a remark that holds, each once. */
static enum hcc_status
add_remark(struct remarks *f, const char *remark, struct buf *out,
    struct hcc_err *e)
{
	struct claim_check	 is;
	struct buf		 line = BUF_INIT;
	enum hcc_status		 st = HCC_OK;

	remark += strspn(remark, " \t-*");
	utf8_add_plain(&line, remark, strcspn(remark, "\n"));
	if (*remark == '\0' || strstr(buf_str(out), buf_str(&line)) != NULL)
		;	/* nothing, or said before */
	else if (is_fetched(f, remark))
		distil_leave_out(f->left_out, "remarks", remark,
		    "copied from the fetched wisdom");
	else if ((st = evidence_check(f->ev, NULL, buf_str(&line), jv_null(),
	    &is, e)) == HCC_OK) {
		if (is.state == CLAIM_VERIFIED)
			distil_item(out, buf_str(&line));
		else
			distil_leave_out(f->left_out, "remarks", remark,
			    is.why);
	}
	buf_release(&line);
	return st;
}

/* The remarks of the answer: a list, or a text of lines. */
static enum hcc_status
add_remarks(struct remarks *f, jv answer, struct buf *out, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	jv		 list = json_get(answer, "remarks"), one;
	struct buf	 kept = BUF_INIT;
	int		 i;

	if (jv_get_kind(list) == JV_KIND_STRING)
		list = jv_string_split(list, jv_string("\n"));
	for (i = 0; st == HCC_OK && json_item(list, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING)
			st = add_remark(f, jv_string_value(one), &kept, e);
	if (kept.len > 0)
		buf_addf(out, "\nREMARKS\n%s", buf_str(&kept));
	buf_release(&kept);
	jv_free(list);
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
	p = json_put(p, "libraries", doubt_libraries(t));
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
checked_ranking(struct remarks *f, jv answer)
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

enum hcc_status
distil_entry(const struct task *t, struct evidence *ev, jv view, jv answer,
    jv claims, jv *entry, jv *left_out, struct hcc_err *e)
{
	struct remarks	 f = { .t = t, .ev = ev, .left_out = left_out,
	    .wisdom = json_at(view, "wisdom") };
	struct buf	 text = BUF_INIT;
	const char	*base = json_str(json_at(view, "base"), "id", NULL);
	double		 score;
	jv		 w;
	enum hcc_status	 st;

	if ((st = distil_text(t, ev, view, &text, e)) == HCC_OK &&
	    (st = add_remarks(&f, answer, &text, e)) == HCC_OK)
		st = score_of(ev, base, &score, e);
	if (st == HCC_OK && strstr(buf_str(&text), "\n- ") == NULL)
		st = err_set(e, HCC_NONE, "task '%s': no result could be "
		    "verified", t->path);
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
