/*
 * state.c: compute the state of a task. Plans say what there is to do,
 * result.json what is done, l2 and l1 what is promoted; the journal is read
 * for the time spent only.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "task/journal.h"
#include "task/note.h"
#include "task/state.h"

static const struct record_field suggestion_fields[] = {
	SUGGESTION_FIELDS
	RECORD_INT(struct suggestion, direction, 0, 0),
	RECORD_BOOL(struct suggestion, control, RECORD_OPTIONAL),
	RECORD_STR(struct suggestion, from, RECORD_OPTIONAL),
	RECORD_BOOL(struct suggestion, done, 0),
	RECORD_INT(struct suggestion, attempts, 0, 0),
	RECORD_PTR(struct suggestion, result, struct result, &result_record,
	    0),
};
static const struct record followed_record = RECORD(struct suggestion,
    suggestion_fields);

static const struct record_field phase_fields[] = {
	RECORD_INT(struct phase, phase, 0, 0),
	RECORD_BOOL(struct phase, complete, 0),
	RECORD_BOOL(struct phase, promoted, 0),
	RECORD_STR(struct phase, unread, RECORD_OPTIONAL),
	RECORD_PTR(struct phase, plan, struct plan, &plan_record, 0),
	RECORD_LIST(struct phase, suggestions, count, struct suggestion,
	    &followed_record, 0),
};
static const struct record phase_record = RECORD(struct phase, phase_fields);

static const struct record_field done_fields[] = {
	RECORD_STR(struct done, hcc, 0),
	RECORD_STR(struct done, why, 0),
	RECORD_STR(struct done, best, 0),
	RECORD_NUM(struct done, score, 0),
	RECORD_NUM(struct done, spent, 0),
};
const struct record done_record = RECORD(struct done, done_fields);

static const struct record_field state_fields[] = {
	RECORD_STR(struct state, task, 0),
	RECORD_STR(struct state, id, 0),
	RECORD_INT(struct state, phase, -1, 0),
	RECORD_BOOL(struct state, prefetched, 0),
	RECORD_BOOL(struct state, described, 0),
	RECORD_BOOL(struct state, working, 0),
	RECORD_PTR(struct state, ended, struct done, &done_record, 0),
	RECORD_PTR(struct state, best, struct result, &result_record, 0),
	RECORD_LIST(struct state, phases, count, struct phase, &phase_record,
	    0),
	RECORD_NUM(struct state, spent, 0),
	RECORD_NUM(struct state, budget, 0),
	RECORD_NUM(struct state, left, 0),
	RECORD_NUM(struct state, last, 0),
	RECORD_INT(struct state, attempts, 0, 0),
	RECORD_STR(struct state, given_up, RECORD_OPTIONAL),
	RECORD_INT(struct state, events, 0, 0),
	RECORD_INT(struct state, torn, 0, 0),
};
const struct record state_record = RECORD(struct state, state_fields);

void
state_free(struct state *s)
{
	record_free(&state_record, s);
}

/* A struct of a JSON file, on the heap; NULL when there is none. */
static enum hcc_status
load(const struct task *t, const char *path, const struct record *r, void *out,
    struct hcc_err *e)
{
	void		*p = record_new(r), **to = out;
	bool		 found;
	enum hcc_status	 st = record_find(r, t->dir, path, p, &found, e);

	*to = found ? p : NULL;
	if (!found)
		record_delete(r, p);
	return st;
}

static enum hcc_status
load_result(const struct task *t, const char *id, struct result **out,
    struct hcc_err *e)
{
	char	 path[80];

	snprintf(path, sizeof(path), "l1/%.48s/result.json", id);
	return load(t, path, &result_record, out, e);
}

/* The names in a directory; one that is absent has none. */
static enum hcc_status
list(const struct task *t, const char *path, char ***names, size_t *n,
    struct hcc_err *e)
{
	struct hcc_err	 why = HCC_ERR_INIT;
	enum hcc_status	 st = fs_names(t->dir, path, names, n, &why);

	if (st == HCC_OK)
		return st;
	*names = NULL;
	*n = 0;
	if (st == HCC_MISSING || st == HCC_PERMISSION)
		return HCC_OK;
	if (e != NULL)
		*e = why;
	return st;
}

/* How many attempts l1/ID holds. */
static enum hcc_status
count_attempts(const struct task *t, const char *id, int *count,
    struct hcc_err *e)
{
	char		**names, path[64];
	size_t		 i, n;
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "l1/%.48s", id);
	st = list(t, path, &names, &n, e);
	for (*count = 0, i = 0; i < n; i++)
		*count += atoi(names[i]) > 0;
	fs_names_free(names, n);
	return st;
}

/* What came of a suggestion: in L1, or by the note of its phase. */
static enum hcc_status
follow(const struct task *t, struct suggestion *s, const struct note *note,
    struct hcc_err *e)
{
	const struct note_row	*row;
	enum hcc_status		 st;

	if (note == NULL) {
		st = load_result(t, s->id, &s->result, e);
		s->done = s->result != NULL;
		return st != HCC_OK ? st :
		    count_attempts(t, s->id, &s->attempts, e);
	}
	s->done = true;
	if ((row = note_find_row(note, s->id)) != NULL) {
		s->result = record_new(&result_record);
		note_row_result(row, s->result);
	}
	return HCC_OK;
}

static enum hcc_status
add_planned(const struct task *t, struct phase *p, const struct note *note,
    struct hcc_err *e)
{
	const struct direction	*d;
	const struct suggestion	*planned;
	struct suggestion	*s;
	enum hcc_status		 st = HCC_OK;

	p->complete = true;
	for (d = p->plan->directions;
	    d < p->plan->directions + p->plan->count; d++)
		for (planned = d->suggestions;
		    planned < d->suggestions + d->count; planned++) {
			s = record_append(&followed_record, &p->suggestions,
			    &p->count);
			record_copy(&suggestion_record, s, planned);
			s->direction = d->n;
			s->control = d->control;
			record_set(&s->from, d->from);
			if (st == HCC_OK)
				st = follow(t, s, note, e);
			p->complete = p->complete && s->done;
		}
	return st;
}

/* A result (consumed) of a suggestion that the plan does not tell. */
static void
add_result(struct phase *p, const char *id, struct result *r)
{
	struct suggestion	*s = record_append(&followed_record,
				    &p->suggestions, &p->count);
	int			 phase, attempt;

	record_set(&s->id, id);
	record_set(&s->title, r->title);
	(void)plan_id_parse(id, &phase, &s->direction, &s->n, &attempt);
	s->attempts = 1;
	s->done = true;
	s->result = r;
}

/* Commands that a person recorded in this phase (hcc-exec -c): direction 0,
 * which no plan names. They never keep a phase open. And all that a plan which
 * cannot be read does not tell. */
static enum hcc_status
add_recorded(const struct task *t, struct phase *p, struct hcc_err *e)
{
	struct result	*r;
	char		**names, path[32], id[48];
	size_t		 i, n;
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "l1/%02d", p->phase);
	st = list(t, path, &names, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++) {
		snprintf(id, sizeof(id), "%02d/%.30s", p->phase, names[i]);
		if (strncmp(names[i], "0.", 2) != 0 && (p->unread == NULL ||
		    phase_suggestion(p, id) != NULL))
			continue;
		st = load_result(t, id, &r, e);
		if (r != NULL)
			add_result(p, id, r);
	}
	fs_names_free(names, n);
	return st;
}

/* What the note of a phase tells and its plan does not. */
static void
add_noted(struct phase *p, const struct note *note)
{
	const struct note_row	*row, *end = note->results + note->nresults;
	struct result		*r;

	for (row = note->results; row < end; row++) {
		if (row->id == NULL || phase_suggestion(p, row->id) != NULL)
			continue;
		r = record_new(&result_record);
		note_row_result(row, r);
		add_result(p, row->id, r);
	}
}

static enum hcc_status
read_phase(const struct task *t, const struct result *best, struct phase *p,
    struct hcc_err *e)
{
	struct hcc_err	 why = HCC_ERR_INIT;
	struct note	 note;
	char		 l1[32], l2[32];
	bool		 noted;
	enum hcc_status	 st;

	p->plan = record_new(&plan_record);
	if ((st = plan_read(t, p->phase, p->plan, &why)) == HCC_INPUT)
		record_set(&p->unread, why.text);
	else if (st != HCC_OK) {
		if (e != NULL)
			*e = why;
		return st;
	}
	snprintf(l1, sizeof(l1), "l1/%02d", p->phase);
	snprintf(l2, sizeof(l2), "l2/%02d.md", p->phase);
	noted = fs_exists(t->dir, l2);
	p->promoted = noted && !fs_exists(t->dir, l1);
	if (p->promoted) {
		st = note_read(t, p->phase, &note, e);
		if (st == HCC_OK)
			st = add_planned(t, p, &note, e);
		if (st == HCC_OK && p->unread != NULL)
			add_noted(p, &note);
		note_free(&note);
	} else
		st = add_planned(t, p, NULL, e);
	if (st == HCC_OK)
		st = add_recorded(t, p, e);
	/* The best one is still to be run on other seeds. */
	if (best != NULL && best->id != NULL && best->seeds > 0 &&
	    atoi(best->id) == p->phase && fs_exists(t->dir, l1))
		p->complete = false;
	if (p->unread != NULL)		/* or is told to be complete later */
		p->complete = false;
	/* A note beside L1: eviction was interrupted. */
	p->complete = p->complete || noted;
	return st;
}

/* Does any result of this phase have a valid score? */
static bool
any_valid(const struct phase *p, int *attempts)
{
	const struct suggestion	*s;
	bool			 yes = false;

	for (s = p->suggestions; s < p->suggestions + p->count; s++) {
		yes = yes || (s->result != NULL &&
		    status_ok(s->result->status));
		*attempts += s->attempts;
	}
	return yes;
}

static enum hcc_status
read_phases(const struct task *t, struct state *s, struct hcc_err *e)
{
	struct phase	*p;
	char		**names = NULL;
	size_t		 i, n = 0;
	int		 phase;
	enum hcc_status	 st = HCC_OK;

	if (fs_exists(t->dir, "plan"))
		st = fs_names(t->dir, "plan", &names, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++) {
		if (!plan_phase_of(names[i], ".md", &phase))
			continue;
		/* A plan comes when all before it is run. */
		if (s->count > 0 && s->phases[s->count - 1].unread != NULL)
			s->phases[s->count - 1].complete = true;
		p = record_append(&phase_record, &s->phases, &s->count);
		p->phase = s->phase = phase;
		st = read_phase(t, s->best, p, e);
		s->working = any_valid(p, &s->attempts) || s->working;
	}
	fs_names_free(names, n);
	return st;
}

/* The latest phase when a solution was found: a blend of earlier runs, or a
 * recorded command, has the number of none, a plan by hand no event. */
static int
phase_found(jv events, const char *id)
{
	int	 i, phase = 0, found = id == NULL ? 0 : atoi(id);
	jv	 ev;

	for (i = 0; id != NULL && json_item(events, i, &ev); i++)
		if (strcmp(json_str(ev, "ev", ""), "plan") == 0)
			phase = (int)json_num(ev, "phase", phase);
		else if (strcmp(json_str(ev, "ev", ""), "result") == 0 &&
		    strcmp(json_str(ev, "id", ""), id) == 0)
			found = phase > found ? phase : found;
	return found;
}

static enum hcc_status
read_journal(const struct task *t, struct state *s, struct hcc_err *e)
{
	enum hcc_status	 st;
	double		 cut;
	jv		 events, last;
	int		 i;

	if ((st = journal_read(t, &events, &s->torn, e)) == HCC_OK) {
		s->events = json_len(events);
		s->start = NAN;
		for (s->finished = i = 0; json_item(events, i, &last); i++) {
			s->finished += strcmp(json_str(last, "ev", ""),
			    "start") != 0;
			if (strcmp(json_str(last, "ev", ""), "result") == 0)
				s->blended = false;
			if (strcmp(json_str(last, "ev", ""), "blend") == 0)
				s->blended = true;
			if (isnan(s->start) && strcmp(json_str(last, "ev", ""),
			    "run") == 0 && status_ok(json_str(last, "status",
			    NULL)))
				s->start = json_num(last, "silent", NAN);
		}
		s->best_phase = phase_found(events, s->best == NULL ? NULL :
		    s->best->id);
		s->last = 0;
		if (json_item(events, s->events - 1, &last)) {
			s->last = json_num(last, "t", 0);
			if (strcmp(json_str(last, "ev", ""), "give_up") == 0)
				record_set(&s->given_up, json_str(last, "why",
				    ""));
		}
		cut = journal_cut_off(t, events);
		s->last += cut;
		s->spent = journal_spent(events, NULL) + cut;
		s->budget = t->budget.time;
		s->left = fmax(0, s->budget - s->spent);
	}
	jv_free(events);
	return st;
}

enum hcc_status
state_read(const struct task *t, struct state *s, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	record_init(&state_record, s);
	utf8_escape(&b, t->path);
	record_set(&s->task, buf_str(&b));
	buf_release(&b);
	record_set(&s->id, t->id);
	s->prefetched = fs_exists(t->dir, "prefetch.md");
	s->described = fs_exists(t->dir, "descriptor.txt");
	if ((st = load(t, "done.json", &done_record, &s->ended, e)) ==
	    HCC_OK &&
	    (st = load(t, "best/result.json", &result_record, &s->best, e)) ==
	    HCC_OK && (st = read_phases(t, s, e)) == HCC_OK)
		st = read_journal(t, s, e);
	return st;
}

const struct phase *
state_phase(const struct state *s, int phase)
{
	size_t	 i;

	for (i = 0; i < s->count; i++)
		if (s->phases[i].phase == phase)
			return &s->phases[i];
	return NULL;
}

const struct suggestion *
phase_suggestion(const struct phase *p, const char *id)
{
	size_t	 i;

	for (i = 0; p != NULL && i < p->count; i++)
		if (strcmp(p->suggestions[i].id, id) == 0)
			return &p->suggestions[i];
	return NULL;
}

enum hcc_status
state_readable(const struct state *s, int phase, struct hcc_err *e)
{
	const struct phase	*p = state_phase(s, phase);

	return p == NULL || p->unread == NULL ? HCC_OK :
	    err_set(e, HCC_INPUT, "%s", p->unread);
}

/* The first phase from `from` on whose flags are as wanted. */
static int
first_phase(const struct state *s, int from, bool complete)
{
	const struct phase	*p;

	for (p = s->phases; p < s->phases + s->count; p++)
		if (p->phase >= from && !p->promoted &&
		    p->complete == complete)
			return p->phase;
	return -1;
}

bool
suggestion_was_run(const struct suggestion *s)
{
	return s->result != NULL && s->result->status != NULL &&
	    strcmp(s->result->status, "not run") != 0;
}

int
state_due_promotion(const struct state *s)
{
	return first_phase(s, 1, true);
}

int
state_due_run(const struct state *s)
{
	return first_phase(s, 0, false);
}
