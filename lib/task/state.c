/*
 * state.c: compute where a task stands. Plans say what there is to do,
 * result.json what is done, l2 and l1 what is promoted; the journal is read
 * for the time spent only.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/journal.h"
#include "task/note.h"
#include "task/plan.h"
#include "task/state.h"

jv
state_json(const struct task *t, const char *path)
{
	struct buf	 b = BUF_INIT;
	jv		 v = jv_invalid();

	if (fs_read(t->dir, path, 8u << 20, &b, NULL) == HCC_OK)
		v = json_parse(buf_str(&b), b.len, path, 0, NULL);
	buf_release(&b);
	if (jv_get_kind(v) == JV_KIND_OBJECT)
		return v;
	jv_free(v);
	return jv_invalid();
}

static jv
or_null(jv v)
{
	if (jv_is_valid(v))
		return v;
	jv_free(v);
	return jv_null();
}

/* How many attempts l1/ID holds. */
static int
count_attempts(const struct task *t, const char *id)
{
	char	**names, path[64];
	size_t	 i, n;
	int	 count = 0;

	snprintf(path, sizeof(path), "l1/%s", id);
	if (fs_names(t->dir, path, &names, &n, NULL) != HCC_OK)
		return 0;
	for (i = 0; i < n; i++)
		count += atoi(names[i]) > 0;
	fs_names_free(names, n);
	return count;
}

static jv
suggestion(const struct task *t, jv sug, jv note)
{
	const char	*id = json_str(sug, "id", "");
	char		 path[64];
	jv		 r;

	snprintf(path, sizeof(path), "l1/%s/result.json", id);
	r = jv_is_valid(note) ? json_by_id(note, "results", id) :
	    state_json(t, path);
	sug = json_put(sug, "done", jv_bool(jv_is_valid(r) ||
	    jv_is_valid(note)));
	sug = json_put_num(sug, "attempts", jv_is_valid(note) ? 0 :
	    count_attempts(t, id));
	return json_put(sug, "result", or_null(r));
}

static jv
suggestions(const struct task *t, jv plan, jv note, bool *complete)
{
	jv	 dirs = json_get(plan, "directions"), dir, list, s;
	jv	 out = jv_array();
	int	 i, j;

	*complete = true;
	for (i = 0; i < jv_array_length(jv_copy(dirs)); i++) {
		dir = jv_array_get(jv_copy(dirs), i);
		list = json_get(dir, "suggestions");
		for (j = 0; j < jv_array_length(jv_copy(list)); j++) {
			s = jv_array_get(jv_copy(list), j);
			s = json_put_num(s, "direction", json_num(dir, "n", 0));
			if (json_bool(dir, "control", false))
				s = json_put(s, "control", jv_true());
			s = suggestion(t, s, note);
			*complete = *complete && json_bool(s, "done", false);
			out = jv_array_append(out, s);
		}
		jv_free(list);
		jv_free(dir);
	}
	jv_free(dirs);
	return out;
}

/* Commands that a person recorded in this phase (hcc-exec -c): direction 0,
 * which no plan names. They never keep a phase open. */
static jv
recorded(const struct task *t, int phase, jv out)
{
	char	**names, path[64], id[48];
	size_t	 i, n;
	jv	 r, s;

	snprintf(path, sizeof(path), "l1/%02d", phase);
	if (fs_names(t->dir, path, &names, &n, NULL) != HCC_OK)
		return out;
	for (i = 0; i < n; i++) {
		if (strncmp(names[i], "0.", 2) != 0)
			continue;
		snprintf(id, sizeof(id), "%02d/%.30s", phase, names[i]);
		snprintf(path, sizeof(path), "l1/%s/result.json", id);
		r = state_json(t, path);
		if (!jv_is_valid(r)) {
			jv_free(r);
			continue;
		}
		s = json_put_str(jv_object(), "id", id);
		s = json_put(s, "title", json_get(r, "title"));
		s = json_put_num(json_put_num(s, "direction", 0), "attempts", 1);
		s = json_put(json_put(s, "done", jv_true()), "result", r);
		out = jv_array_append(out, s);
	}
	fs_names_free(names, n);
	return out;
}

static enum hcc_status
phase_state(const struct task *t, int phase, jv *out, struct hcc_err *e)
{
	char		 l1[32], l2[32];
	bool		 complete, noted, promoted;
	enum hcc_status	 st;
	jv		 plan, note = jv_invalid(), p, list;

	if ((st = plan_read(t, phase, &plan, e)) != HCC_OK)
		return st;
	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(l2, sizeof(l2), "l2/%02d.md", phase);
	noted = fs_exists(t->dir, l2);
	promoted = noted && !fs_exists(t->dir, l1);
	if (promoted && (st = note_read(t, phase, &note, e)) != HCC_OK) {
		jv_free(plan);
		return st;
	}
	p = json_put_num(jv_object(), "phase", phase);
	list = suggestions(t, plan, note, &complete);
	p = json_put(p, "suggestions", recorded(t, phase, list));
	/* A note that stands beside L1: eviction was cut off half way. */
	p = json_put(p, "complete", jv_bool(complete || noted));
	p = json_put(p, "promoted", jv_bool(promoted));
	p = json_put(p, "plan", plan);
	jv_free(note);
	*out = p;
	return HCC_OK;
}

/* Does any result of this phase have a valid score? */
static bool
any_valid(jv phase, int *attempts)
{
	jv	 list = json_get(phase, "suggestions"), s, r;
	bool	 yes = false;
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		r = json_get(s, "result");
		yes = yes || strcmp(json_str(r, "status", ""), "ok") == 0;
		*attempts += (int)json_num(s, "attempts", 0);
		jv_free(r);
		jv_free(s);
	}
	jv_free(list);
	return yes;
}

static enum hcc_status
all_phases(const struct task *t, jv *state, struct hcc_err *e)
{
	char		**names = NULL;
	size_t		 i, n = 0;
	int		 phase, last = -1, len, attempts = 0;
	bool		 working = false;
	enum hcc_status	 st = HCC_OK;
	jv		 phases = jv_array(), p;

	if (fs_exists(t->dir, "plan"))
		st = fs_names(t->dir, "plan", &names, &n, e);
	for (i = 0; st == HCC_OK && i < n; i++) {
		len = 0;
		if (sscanf(names[i], "%4d.md%n", &phase, &len) != 1 ||
		    len == 0 || names[i][len] != '\0')
			continue;
		if ((st = phase_state(t, phase, &p, e)) != HCC_OK)
			break;
		working = any_valid(p, &attempts) || working;
		phases = jv_array_append(phases, p);
		last = phase;
	}
	fs_names_free(names, n);
	*state = json_put_num(*state, "phase", last);
	*state = json_put(*state, "phases", phases);
	*state = json_put(*state, "working", jv_bool(working));
	*state = json_put_num(*state, "attempts", attempts);
	return st;
}

/* The time of the last event, 0 when there is none. */
static double
last_time(jv events)
{
	int	 n = jv_array_length(jv_copy(events));
	jv	 ev;
	double	 t;

	if (n == 0)
		return 0;
	ev = jv_array_get(jv_copy(events), n - 1);
	t = json_num(ev, "t", 0);
	jv_free(ev);
	return t;
}

enum hcc_status
state_read(const struct task *t, jv *state, struct hcc_err *e)
{
	double		 spent, budget = task_budget(t, "time");
	int		 torn;
	enum hcc_status	 st;
	jv		 s = jv_object(), events;

	*state = jv_invalid();
	s = json_put_str(s, "task", t->path);
	s = json_put(s, "id", json_get(t->meta, "id"));
	s = json_put(s, "prefetched", jv_bool(fs_exists(t->dir, "prefetch.md")));
	s = json_put(s, "described", jv_bool(fs_exists(t->dir,
	    "descriptor.txt")));
	s = json_put(s, "ended", or_null(state_json(t, "done.json")));
	s = json_put(s, "best", or_null(state_json(t, "best/result.json")));
	if ((st = all_phases(t, &s, e)) != HCC_OK ||
	    (st = journal_read(t, &events, &torn, e)) != HCC_OK) {
		jv_free(s);
		return st;
	}
	spent = journal_spent(events);
	s = json_put_num(s, "last", last_time(events));
	s = json_put_num(s, "events", jv_array_length(events));
	s = json_put_num(s, "torn", torn);
	s = json_put_num(s, "spent", spent);
	s = json_put_num(s, "budget", budget);
	s = json_put_num(s, "left", fmax(0, budget - spent));
	*state = s;
	return HCC_OK;
}

jv
state_phase(jv state, int phase)
{
	jv	 list = json_get(state, "phases"), p;
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		p = jv_array_get(jv_copy(list), i);
		if ((int)json_num(p, "phase", -1) == phase) {
			jv_free(list);
			return p;
		}
		jv_free(p);
	}
	jv_free(list);
	return jv_invalid();
}

/* The first phase from `from` on whose flags are as wanted. */
static int
first_phase(jv state, int from, bool complete)
{
	jv	 list = json_get(state, "phases"), p;
	int	 i, n, found = -1;

	for (i = 0; found < 0 && i < jv_array_length(jv_copy(list)); i++) {
		p = jv_array_get(jv_copy(list), i);
		n = (int)json_num(p, "phase", -1);
		if (n >= from && !json_bool(p, "promoted", false) &&
		    json_bool(p, "complete", false) == complete)
			found = n;
		jv_free(p);
	}
	jv_free(list);
	return found;
}

int
state_due_promotion(jv state)
{
	return first_phase(state, 1, true);
}

int
state_due_run(jv state)
{
	return first_phase(state, 0, false);
}

bool
state_ended(jv state)
{
	jv	 done = json_get(state, "ended");
	bool	 yes = jv_get_kind(done) == JV_KIND_OBJECT;

	jv_free(done);
	return yes;
}
