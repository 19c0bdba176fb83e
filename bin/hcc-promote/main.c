/*
 * hcc-promote: P1 moves a complete phase from L1 to L2; P2 (-t) moves what
 * the task has taught to L3 and ends the task.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "brain/brain.h"
#include "brain/describe.h"
#include "brain/input.h"
#include "brain/promote.h"
#include "common/plan_open.h"
#include "common/tool.h"
#include "fsck/fsck.h"
#include "embed/embedder.h"
#include "hcc-promote/store.h"
#include "lua/policy.h"
#include "task/journal.h"
#include "task/state.h"
#include "wisdom/distil.h"
#include "wisdom/wisdom.h"

struct options {
	struct tool	 tool;
	const char	*brain;
	const char	*base;		/* -f */
	const char	*why;		/* -w */
	bool		 task;		/* -t */
	bool		 plan;		/* -p */
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_STRING('b', "brain", brain, "name or path of the brain"),
	OPT_STRING('f', "file", base, "the wisdom base (with -t)"),
	OPT_FLAG('p', plan, "plan the next phase in the same call, if one "
	    "model does both"),
	OPT_FLAG('t', task, "end the task: promote its wisdom to L3"),
	OPT_STRING('w', "why", why, "with -t: the reason that done.json gives"),
	OPT_END
};

/* The members of a note in the record of a promotion. */
static const struct record_field note_fields[] = {
	RECORD_INT(struct note, phase, 0, 0),
	RECORD_PTR(struct note, source, struct note_source,
	    &note_source_record, 0),
	RECORD_NUM(struct note, tokens_before, 0),
	RECORD_NUM(struct note, tokens_after, 0),
	RECORD_LIST(struct note, results, nresults, struct note_row,
	    &note_row_record, 0),
};
static const struct record shown_note = RECORD(struct note, note_fields);

/* One line about something that a brain said. */
static void
report_said(struct options *o, const struct task *t, const char *at,
    const char *what, const char *why, const char *said)
{
	struct buf	 b = BUF_INIT;

	utf8_add_plain(&b, said, utf8_cut(said, strlen(said), 200));
	tool_warn(&o->tool, "'%s': %s: %s, %s: %s", t->path, at, what, why,
	    buf_str(&b));
	buf_release(&b);
}

/* Report what was rejected: of the wisdom, or of a note. */
static void
report_left_out(struct options *o, const struct task *t, const char *what,
    jv left_out)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(left_out, i, &one); i++)
		report_said(o, t, json_str(one, "at", ""),
		    json_str(one, "what", what),
		    json_str(one, "why", ""), json_str(one, "line", ""));
}

static void
report_unverified(struct options *o, const struct task *t,
    const struct note *k)
{
	const struct judgement	*j, *end = k->judgements + k->njudgements;
	char			 at[32];

	snprintf(at, sizeof(at), "l2/%02d.md", k->phase);
	if (o->tool.quiet)	/* the note tells it, too */
		return;
	for (j = k->judgements; j < end; j++)
		if (j->state != NULL && strcmp(j->state, "unverified") == 0)
			report_said(o, t, at, "unverified", j->why == NULL ?
			    "" : j->why, j->claim == NULL ? "" : j->claim);
}

static enum hcc_status
promote_one(struct options *o, const struct task *t, struct state *state,
    int phase, struct hcc_err *e)
{
	struct hcc_err	 ignored = HCC_ERR_INIT;
	struct note	 note;
	enum hcc_status	 st;
	jv		 r, left_out = jv_array(), next = jv_invalid();

	st = promote_phase(t, tool_places(), o->brain, state,
	    state_phase(state, phase), &note, o->plan ? &next : NULL,
	    &left_out, e);
	if (st == HCC_OK) {
		report_left_out(o, t, "left out of the note", left_out);
		report_unverified(o, t, &note);
		r = record_json(&shown_note, &note);
		r = json_put_str(r, "kind", "note");
		tool_record(json_put_path(r, "task", t->path));
		state_free(state);
		st = state_read(t, state, e);
	}
	if (st == HCC_OK && jv_is_valid(next)) {
		if (plan_open(&o->tool, t, o->brain, state, next, &ignored) !=
		    HCC_OK)
			tool_warn(&o->tool, "%s; the next phase is left to "
			    "hcc-plan", ignored.text);
		state_free(state);
		st = state_read(t, state, e);
	}
	note_free(&note);
	jv_free(next);
	jv_free(left_out);
	return st;
}

/* Store the entry; *entry becomes what the base holds. */
static enum hcc_status
store_entry(struct options *o, const struct task *t, jv *entry, char id[65],
    struct hcc_err *e)
{
	struct wis	*w = NULL;
	struct embedder	*em = NULL;
	const char	*d = json_str(*entry, "descriptor", "");
	float		*v = NULL;
	size_t		 dim = 0;
	enum hcc_status	 st;

	if ((st = embedder_open(tool_places(), &em, e)) != HCC_OK ||
	    (st = wis_open(tool_wisdom(o->base), WIS_CREATE, &w, e)) != HCC_OK)
		goto out;
	/* Store the entry even if the server of the embedder is down. */
	st = embedder_texts(em, &d, 1, &v, &dim, e);
	if (st == HCC_UNAVAILABLE)
		tool_warn(&o->tool, "%s; the entry gets its vector at the "
		    "next hcc-prefetch", e->text);
	else if (st != HCC_OK)
		goto out;
	if ((st = promote_store(t, w, jv_copy(*entry), embedder_id(em), v, dim,
	    id, e)) == HCC_OK) {
		jv_free(*entry);
		st = wis_get(w, id, entry, e);
		if (st == HCC_NONE)
			st = err_set(e, st, "task '%s': this entry has been "
			    "forgotten before; not stored", t->path);
	}
out:
	free(v);
	embedder_close(em);
	wis_close(w);
	return st;
}

/* Ask the brain what the task taught. */
static enum hcc_status
ask_brain(struct options *o, const struct task *t, jv view, jv *answer,
    struct hcc_err *e)
{
	struct script	*brain = NULL;
	enum hcc_status	 st;

	st = brain_of_task(t, tool_places(), o->brain, &brain, e);
	if (st == HCC_OK)
		st = script_call(brain, "distil", jv_array_append(jv_array(),
		    jv_copy(view)), answer, e);
	script_close(brain);
	return st;
}

static enum hcc_status
store_and_record(struct options *o, const struct task *t, jv entry, jv answer,
    int left_out, struct hcc_err *e)
{
	char		 id[65] = "";
	enum hcc_status	 st;
	jv		 ev;

	if ((st = store_entry(o, t, &entry, id, e)) == HCC_OK) {
		ev = json_put_str(jv_object(), "wisdom", id);
		ev = json_put_num(ev, "left_out", left_out);
		st = journal_add(t, "distil", brain_event(ev, answer), e);
	}
	if (st == HCC_OK)
		tool_record(entry);
	else
		jv_free(entry);
	return st;
}

/* When and where an entry of this task came into L3, if a kill kept the event
 * back. */
struct lookup {
	const char	*place;
	char		 since[32];	/* the last event */
	jv		 entry;
};

static enum hcc_status
look_at_entry(void *ctx, jv entry, struct hcc_err *e)
{
	struct lookup	*l = ctx;
	bool		 young, ours;

	(void)e;
	young = strcmp(json_str(entry, "created", ""), l->since) >= 0;
	ours = young && strcmp(json_str(entry, "place", ""), l->place) == 0;
	if (ours)
		l->entry = entry;
	else
		jv_free(entry);
	return young && !ours ? HCC_OK : HCC_NONE;
}

/* The entry that the journal says was made since the last end, or ""; the time
 * of the last event, later by a second than an end. */
static enum hcc_status
last_distilled(const struct task *t, char id[65], time_t *last,
    struct hcc_err *e)
{
	const char	*kind;
	enum hcc_status	 st;
	int		 i, torn;
	jv		 events, ev;

	*id = '\0';
	*last = 0;
	st = journal_read(t, &events, &torn, e);
	for (i = 0; st == HCC_OK && json_item(events, i, &ev); i++) {
		kind = json_str(ev, "ev", "");
		if (strcmp(kind, "distil") == 0)
			snprintf(id, 65, "%s", json_str(ev, "wisdom", ""));
		else if (strcmp(kind, "end") == 0)
			*id = '\0';
		if (strcmp(kind, "cut") != 0)	/* written after a kill */
			*last = (time_t)json_num(ev, "t", 0) +
			    (strcmp(kind, "end") == 0);
	}
	jv_free(events);
	return st;
}

/* What the task taught is in L3 already, and the event or done.json is all
 * that a kill kept back? Then show it. HCC_NONE: it is not. */
static enum hcc_status
find_stored_entry(struct options *o, const struct task *t, struct hcc_err *e)
{
	struct lookup	 l = { .place = t->path, .entry = jv_invalid() };
	struct wis	*w = NULL;
	char		 id[65];
	enum hcc_status	 st;
	time_t		 last;

	if ((st = last_distilled(t, id, &last, e)) != HCC_OK)
		return st;
	strftime(l.since, sizeof(l.since), "%Y-%m-%dT%H:%M:%SZ",
	    gmtime(&last));
	if (wis_open(tool_wisdom(o->base), WIS_READ, &w, e) != HCC_OK)
		return HCC_NONE;
	if (*id != '\0')
		st = wis_get(w, id, &l.entry, e);
	else if ((st = wis_list(w, look_at_entry, &l, e)) == HCC_NONE &&
	    jv_is_valid(l.entry))
		st = journal_add(t, "distil", json_put_str(jv_object(),
		    "wisdom", json_str(l.entry, "id", "")), e);
	else
		st = HCC_NONE;
	if (st == HCC_OK)
		tool_record(l.entry);
	else
		jv_free(l.entry);
	wis_close(w);
	return st == HCC_OK ? HCC_OK : HCC_NONE;
}

/* P2: w = P2(d, L1, L2, I*) (paper, 3.4). */
static enum hcc_status
distil(struct options *o, const struct task *t, jv *view, struct hcc_err *e)
{
	struct evidence	*ev;
	enum hcc_status	 st;
	jv		 claims = jv_null(), left_out = jv_array();
	jv		 answer = jv_null(), entry = jv_null();

	if ((st = find_stored_entry(o, t, e)) != HCC_NONE) {
		jv_free(claims);
		jv_free(left_out);
		return st;
	}
	ev = evidence_open(t, jv_null());
	if ((st = distil_verify_notes(ev, view, &claims, &left_out, e)) ==
	    HCC_OK && (st = ask_brain(o, t, *view, &answer, e)) == HCC_OK)
		st = distil_entry(t, ev, *view, answer, claims, &entry,
		    &left_out, e);
	report_left_out(o, t, "left out of the wisdom", left_out);
	if (st == HCC_OK)
		st = store_and_record(o, t, entry, answer, json_len(left_out),
		    e);
	if (st == HCC_NONE) {	/* no wisdom: end the task */
		tool_warn(&o->tool, "%s", e->text);
		st = HCC_OK;
	}
	evidence_close(ev);
	jv_free(answer);
	jv_free(claims);
	jv_free(left_out);
	return st;
}

/* Ask promote.lua whether the wisdom of the task is stored. */
static enum hcc_status
should_store(const struct task *t, const struct state *state, bool *yes,
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;
	jv		 s;

	*yes = false;
	st = policy_open(t->path, tool_places(), "promote", &policy, e);
	if (st == HCC_OK) {
		s = json_put(jv_object(), "working", jv_bool(state->working));
		s = json_put_num(s, "phases", state->phase);
		s = json_put_num(s, "attempts", state->attempts);
		s = json_put_num(s, "score", state->best == NULL ? NAN :
		    state->best->score);
		st = policy_decide(policy, "promote", "should_store",
		    jv_array_append(jv_array(), s), yes, e);
	}
	script_close(policy);
	return st;
}

/* A task is found later by its descriptor: make it where no tool did. */
static void
describe(const struct options *o, const struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;

	if (describe_task(t, tool_places(), o->brain, &b, &e) != HCC_OK)
		tool_warn(&o->tool, "%s; its wisdom is found by the "
		    "description of '%s'", e.text, t->path);
	buf_release(&b);
}

static enum hcc_status
end_task(struct options *o, const struct task *t, const struct state *state,
    struct hcc_err *e)
{
	struct done	 done;
	enum hcc_status	 st;
	bool		 yes;
	jv		 view = jv_invalid();

	if ((st = promote_credit(&o->tool, o->base, t, state, e)) != HCC_OK ||
	    (st = should_store(t, state, &yes, e)) != HCC_OK)
		return st;
	if (yes)
		describe(o, t);
	if (yes && (st = brain_input(t, state, &view, e)) == HCC_OK)
		st = distil(o, t, &view, e);
	jv_free(view);
	if (st != HCC_OK)
		return st;
	record_init(&done_record, &done);
	record_set(&done.hcc, t->version);
	record_set(&done.why, o->why != NULL ? o->why : "ended by hand");
	if (state->best != NULL) {
		record_set(&done.best, state->best->id);
		done.score = state->best->score;
	}
	done.spent = state->spent;
	st = record_publish(&done_record, t->dir, "done.json", &done, e);
	if (st == HCC_OK)
		st = journal_add(t, "end", record_json(&done_record, &done),
		    e);
	record_free(&done_record, &done);
	/* No program runs any more that could be audited or tried out. */
	if (st == HCC_OK)
		st = fs_remove(t->dir, "audit", e);
	return st == HCC_OK ? fs_remove(t->dir, "smoke", e) : st;
}

/* Does this phase have results? */
static bool
has_results(const struct task *t, int phase)
{
	char	 path[32];

	snprintf(path, sizeof(path), "l1/%02d", phase);
	return phase > 0 && fs_exists(t->dir, path);
}

static enum hcc_status
promote_locked(struct options *o, const struct task *t, int asked,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 n = 0, phase;
	struct state	 state;

	record_init(&state_record, &state);
	if ((st = state_read(t, &state, e)) == HCC_OK && state.ended != NULL)
		st = err_set(e, HCC_NONE, "task '%s' has ended", t->path);
	tool_unread(&o->tool, &state, true);
	/* Promote the phase that was asked for, and all that are complete. */
	while (st == HCC_OK) {
		phase = state_due_promotion(&state);
		if (phase < 0 && asked > 0 && state_due_run(&state) == asked &&
		    (st = state_readable(&state, asked, e)) == HCC_OK)
			phase = asked;
		if (phase < 0 && o->task &&
		    has_results(t, state_due_run(&state)))
			phase = state_due_run(&state);
		if (phase < 0)
			break;
		st = promote_one(o, t, &state, phase, e);
		n++;
	}
	if (st == HCC_OK && o->task)
		st = end_task(o, t, &state, e);
	else if (st == HCC_OK && n == 0)
		st = err_set(e, HCC_NONE, state_due_run(&state) > 0 ?
		    "no phase of '%s' is complete: hcc-exec runs what is open" :
		    "no phase of '%s' is complete", t->path);
	state_free(&state);
	return st;
}

static enum hcc_status
promote_task(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	const char	*kind = json_str(record, "kind", "");
	int		 lock, asked = 0;
	enum hcc_status	 st;

	/* A record of the phase follows its results. */
	if (strcmp(kind, "result") == 0)
		return HCC_OK;
	if (strcmp(kind, "phase") == 0)
		asked = (int)json_num(record, "phase", 0);
	if ((st = fsck_lock(t, tool_python(), tool_finding, &o->tool,
	    &lock, e)) != HCC_OK)
		return st;
	st = promote_locked(o, t, asked, e);
	close(lock);
	return st;
}

int
main(int argc, char **argv)
{
	struct options	 o = { .tool = { .name = "hcc-promote",
	    .operands = "[task ...]", .opts = opts,
	    .about = "promote a phase to L2, or a task to L3" } };
	int		 at = tool_options(&o.tool, argc, argv, &o);

	if (o.plan && o.task)
		tool_usage(&o.tool, "-p and -t exclude each other: a task that "
		    "ends has no next phase");
	return tool_each_task(&o.tool, argc - at, argv + at, promote_task, &o);
}
