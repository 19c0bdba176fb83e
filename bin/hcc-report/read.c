/*
 * read.c: read a task for its report: everything once.
 *
 * Results of promoted phases are read out of their archives, one pass each,
 * because notes have no measured scores; where an archive is damaged or gone,
 * the row of the note has to do.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "hcc-report/report.h"
#include "llm/ledger.h"
#include "task/journal.h"

#define FILE_MAX	(64u << 20)

/* What the archives have to give: results that are promoted, and all that is
 * cited. */
static enum hcc_status
read_archives(struct report *r, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 k;
	int		 m;
	jv		 refs = evidence_promoted(&r->state, jv_array());
	jv		 all, one, ref;

	for (k = 0; k < r->nnotes; k++) {
		all = record_json(&note_record, &r->notes[k]);
		one = evidence_cited(json_at(all, "judgements"));
		for (m = 0; json_item(one, m, &ref); m++)
			refs = jv_array_append(refs, jv_copy(ref));
		jv_free(one);
		jv_free(all);
	}
	r->ev = evidence_open(r->t, jv_null());
	st = evidence_load(r->ev, refs, e);
	jv_free(refs);
	if (st == HCC_OK)
		evidence_results(r->ev, &r->state);
	return st;
}

static int
by_time(const void *a, const void *b)
{
	const struct moment	*x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return strcmp(x->s->id, y->s->id);
}

/* When did each result come? By the journal; what it lacks comes last. */
static void
find_moments(struct report *r)
{
	const struct phase	*p;
	jv			 ev, when = jv_object();
	size_t			 i, n = 0;
	int			 k;

	for (k = 0; json_item(r->events, k, &ev); k++)
		if (strcmp(json_str(ev, "ev", ""), "result") == 0 ||
		    strcmp(json_str(ev, "ev", ""), "run") == 0)
			when = json_put_num(when, json_str(ev, "id", ""),
			    r->at[k]);
	for (p = r->state.phases; p < r->state.phases + r->state.count; p++)
		n += p->count;
	r->moments = mem_zero(n, sizeof(*r->moments));
	for (p = r->state.phases; p < r->state.phases + r->state.count; p++)
		for (i = 0; i < p->count; i++)
			if (suggestion_was_run(&p->suggestions[i]))
				r->moments[r->nmoments++] = (struct moment){
				    &p->suggestions[i], json_num(when,
				    p->suggestions[i].id, r->state.spent),
				    false };
	jv_free(when);
	if (r->nmoments > 1)
		qsort(r->moments, r->nmoments, sizeof(*r->moments), by_time);
	for (i = 0; i < r->nmoments; i++)
		(void)hash_put(&r->ids, r->moments[i].s->id,
		    strlen(r->moments[i].s->id), i, &(bool){ false });
}

static void
add_best(struct report *r, const char *id, double at)
{
	struct hash_slot	*slot = hash_get(&r->ids, id, strlen(id));

	if (slot == NULL || !isfinite(moment_score(&r->moments[slot->value])))
		return;
	grow(&r->bests, &r->bests_cap, r->nbests + 1, sizeof(*r->bests));
	r->moments[slot->value].adopted = true;
	r->bests[r->nbests++] = (struct reign){ &r->moments[slot->value], at };
}

/* What was the best, and since when: a result that was adopted, or a person's
 * choice. */
static void
find_bests(struct report *r)
{
	const char	*name;
	jv		 ev;
	int		 i;

	for (i = 0; json_item(r->events, i, &ev); i++) {
		name = json_str(ev, "ev", "");
		if (strcmp(name, "adopt") == 0 || (strcmp(name, "result") ==
		    0 && json_bool(ev, "adopted", false)))
			add_best(r, json_str(ev, "id", ""), r->at[i]);
	}
	if (r->nbests == 0 && r->state.best != NULL &&
	    r->state.best->id != NULL)
		add_best(r, r->state.best->id, r->state.spent);
}

/* The settled calls of a model. Lines that are torn are passed over. */
static jv
read_ledger(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	const char	*p, *nl, *end;
	jv		 out = jv_array(), v;

	(void)fs_read(t->dir, LEDGER_FILE, FILE_MAX, &b, NULL);
	p = buf_str(&b);
	for (end = p + b.len; (nl = memchr(p, '\n', (size_t)(end - p))) != NULL;
	    p = nl + 1) {
		v = json_parse(p, (size_t)(nl - p), LEDGER_FILE, 0, NULL);
		if (jv_get_kind(v) == JV_KIND_OBJECT &&
		    strcmp(json_str(v, "ev", ""), "settle") == 0)
			out = jv_array_append(out, v);
		else
			jv_free(v);
	}
	buf_release(&b);
	return out;
}

static jv
read_preview(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	size_t		 body;
	jv		 meta = jv_null();

	if (fs_read(t->dir, "preview.md", FILE_MAX, &b, NULL) != HCC_OK ||
	    yaml_front(buf_str(&b), b.len, "preview.md", &meta, &body, NULL) !=
	    HCC_OK)
		meta = jv_object();
	buf_release(&b);
	return meta;
}

enum hcc_status
report_read(const struct task *t, int number, struct report *r,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 torn;

	*r = (struct report){ .t = t, .events = jv_null(), .calls = jv_null(),
	    .preview = jv_null() };
	snprintf(r->prefix, sizeof(r->prefix), "t%d-", number);
	if ((st = state_read(t, &r->state, e)) != HCC_OK ||
	    (st = journal_read(t, &r->events, &torn, e)) != HCC_OK)
		return st;
	r->at = mem_zero((size_t)json_len(r->events), sizeof(*r->at));
	(void)journal_spent(r->events, r->at);
	board_read_notes(t, &r->state, &r->notes, &r->nnotes);
	if ((st = read_archives(r, e)) != HCC_OK)
		return st;
	find_moments(r);
	find_bests(r);
	board_make(t, &r->state, r->notes, r->nnotes, &r->board);
	r->calls = read_ledger(t);
	r->preview = read_preview(t);
	r->busy = task_runs(t);
	if (fs_exists(t->dir, "sealed/leaderboard.csv") &&
	    leaderboard_read(t->dir, "sealed/leaderboard.csv", t->lower ?
	    METRIC_MINIMIZE : METRIC_MAXIMIZE, &r->teams, NULL) != HCC_OK)
		leaderboard_release(&r->teams);
	return HCC_OK;
}

void
report_free(struct report *r)
{
	board_free(&r->board);
	board_free_notes(r->notes, r->nnotes);
	evidence_close(r->ev);
	hash_release(&r->ids);
	leaderboard_release(&r->teams);
	free(r->moments);
	free(r->bests);
	free(r->at);
	jv_free(r->events);
	jv_free(r->calls);
	jv_free(r->preview);
	state_free(&r->state);
}

const struct moment *
report_moment(const struct report *r, const char *id)
{
	struct hash_slot	*s = id == NULL ? NULL : hash_get(&r->ids, id,
				    strlen(id));

	return s == NULL ? NULL : &r->moments[s->value];
}

double
moment_score(const struct moment *m)
{
	return status_ok(m->s->result->status) ? m->s->result->score : NAN;
}

double
report_spent(const struct report *r, double t)
{
	int	 lo = 0, hi = json_len(r->events), mid;
	double	 at;
	jv	 ev;

	/* The last event that is not later. */
	while (lo < hi) {
		mid = (lo + hi) / 2;
		(void)json_item(r->events, mid, &ev);
		if (json_num(ev, "t", 0) <= t)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 || !json_item(r->events, lo - 1, &ev))
		return 0;
	at = r->at[lo - 1] + t - json_num(ev, "t", t);
	return lo < json_len(r->events) ? fmin(at, r->at[lo]) :
	    fmin(at, r->state.spent);
}

jv
report_rank(const struct report *r)
{
	if (r->teams.n == 0 || r->state.best == NULL ||
	    !isfinite(r->state.best->measured))
		return jv_null();
	return leaderboard_rank(&r->teams, r->state.best->measured,
	    jv_object());
}

void
report_link_as(struct buf *b, const struct report *r, const char *id,
    const char *text)
{
	if (report_moment(r, id) == NULL) {
		page_text(b, text == NULL ? "–" : text);
		return;
	}
	buf_addf(b, "<a href=\"#%s", r->prefix);
	page_text(b, id);
	buf_adds(b, "\">");
	page_text(b, text);
	buf_adds(b, "</a>");
}

void
report_link(struct buf *b, const struct report *r, const char *id)
{
	report_link_as(b, r, id, id);
}

void
report_section(struct buf *b, const struct report *r, const char *name,
    const char *title)
{
	buf_addf(b, "<section id=\"%s%s\">\n<h3>%s</h3>\n", r->prefix, name,
	    title);
}
