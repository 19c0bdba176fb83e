/*
 * hcc-promote: P1 moves a complete phase from L1 to L2; P2 (-t) moves what
 * the task has taught to L3 and ends the task.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "brain/promote.h"
#include "common/tool.h"
#include "embed/embedder.h"
#include "hcc-promote/credit.h"
#include "lua/policy.h"
#include "task/journal.h"
#include "task/journal_edits.h"
#include "task/state.h"
#include "wisdom/distil.h"
#include "wisdom/wisdom.h"

struct options {
	struct tool	 tool;
	const char	*brain;
	const char	*base;		/* -f */
	const char	*why;		/* -w */
	bool		 task;		/* -t */
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_STRING('b', "brain", brain, "name or path of the brain"),
	OPT_STRING('f', "file", base, "the wisdom base (with -t)"),
	OPT_FLAG('t', task, "end the task: promote its wisdom to L3"),
	OPT_STRING('w', "why", why, "with -t: the reason that done.json gives"),
	OPT_END
};

static enum hcc_status
promote_one(struct options *o, const struct task *t, jv *state, int phase,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 note, r;

	st = promote_phase(t, tool_places(), o->brain, *state, phase, &note,
	    e);
	if (st == HCC_OK) {
		r = json_put_str(jv_object(), "kind", "note");
		r = json_put_str(r, "task", t->path);
		r = json_put_num(r, "phase", phase);
		r = json_put(r, "source", json_get(note, "source"));
		r = json_put(r, "tokens_before", json_get(note,
		    "tokens_before"));
		r = json_put(r, "tokens_after", json_get(note, "tokens_after"));
		tool_record(json_put(r, "results", json_get(note, "results")));
		jv_free(*state);
		st = state_read(t, state, e);
	}
	jv_free(note);
	return st;
}

/* Into the base; *entry is then what the base holds. */
static enum hcc_status
store(struct options *o, const struct task *t, jv *entry, char id[65],
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
	/* A server that is down must not cost what was learnt. */
	st = embedder_texts(em, &d, 1, &v, &dim, e);
	if (st == HCC_UNAVAILABLE)
		tool_warn(&o->tool, "%s; the entry gets its vector when "
		    "wisdom is fetched next", e->text);
	else if (st != HCC_OK)
		goto out;
	if ((st = promote_put(t, w, jv_copy(*entry), embedder_id(em), v, dim,
	    id, e)) == HCC_OK) {
		jv_free(*entry);
		st = wis_get(w, id, entry, e);
		if (st == HCC_NONE)
			st = err_set(e, st, "what '%s' taught has been "
			    "forgotten before and stays so", t->path);
	}
out:
	free(v);
	embedder_close(em);
	wis_close(w);
	return st;
}

/* Ask the brain what the task taught. */
static enum hcc_status
ask(struct options *o, const struct task *t, jv view, jv *answer,
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

/* What does not hold is not believed in silence. */
static void
tell(struct options *o, const struct task *t, jv left_out)
{
	struct buf	 b = BUF_INIT;
	const char	*line;
	jv		 one;
	int		 i;

	for (i = 0; json_item(left_out, i, &one); i++) {
		line = json_str(one, "line", "");
		utf8_add_plain(&b, line, utf8_cut(line, strlen(line), 200));
		tool_warn(&o->tool, "'%s': %s: left out of the wisdom, %s: "
		    "%s", t->path, json_str(one, "at", ""),
		    json_str(one, "why", ""), buf_str(&b));
		buf_reset(&b);
	}
	buf_release(&b);
}

static enum hcc_status
keep(struct options *o, const struct task *t, jv entry, int left_out,
    struct hcc_err *e)
{
	char		 id[65] = "";
	enum hcc_status	 st;
	jv		 ev;

	if ((st = store(o, t, &entry, id, e)) == HCC_OK) {
		ev = json_put_str(jv_object(), "wisdom", id);
		st = journal_add(t, "distil", json_put_num(ev, "left_out",
		    left_out), e);
	}
	if (st == HCC_OK)
		tool_record(entry);
	else
		jv_free(entry);
	return st;
}

/* P2: w = P2(d, L1, L2, I*) (paper, 3.4). */
static enum hcc_status
distil(struct options *o, const struct task *t, jv *view, struct hcc_err *e)
{
	struct evidence	*ev;
	enum hcc_status	 st;
	jv		 claims = jv_null(), left_out = jv_array();
	jv		 answer = jv_null(), entry = jv_null();

	if ((st = evidence_open(t, jv_null(), &ev, e)) == HCC_OK &&
	    (st = distil_view(ev, view, &claims, &left_out, e)) == HCC_OK &&
	    (st = ask(o, t, *view, &answer, e)) == HCC_OK)
		st = distil_entry(t, ev, *view, answer, claims, &entry,
		    &left_out, e);
	tell(o, t, left_out);
	if (st == HCC_OK)
		st = keep(o, t, entry, json_len(left_out), e);
	if (st == HCC_NONE) {	/* the task ends all the same */
		tool_warn(&o->tool, "%s", e->text);
		st = HCC_OK;
	}
	evidence_close(ev);
	jv_free(answer);
	jv_free(claims);
	jv_free(left_out);
	return st;
}

/* promote.lua: is it worth remembering? */
static enum hcc_status
worth(const struct task *t, jv state, bool *yes, struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;
	jv		 s, best = json_get(state, "best"), r;

	*yes = false;
	s = json_put(jv_object(), "working", json_get(state, "working"));
	s = json_put(s, "phases", json_get(state, "phase"));
	s = json_put(s, "attempts", json_get(state, "attempts"));
	s = json_put(s, "score", json_get(best, "score"));
	jv_free(best);
	if ((st = policy_open(t->path, tool_places(), "promote", &policy, e)) !=
	    HCC_OK) {
		jv_free(s);
		return st;
	}
	st = script_method(policy, "should_store", jv_array_append(jv_array(), s),
	    &r, e);
	*yes = st == HCC_OK && jv_get_kind(r) == JV_KIND_TRUE;
	jv_free(r);
	script_close(policy);
	return st;
}

static enum hcc_status
end_task(struct options *o, const struct task *t, jv state, struct hcc_err *e)
{
	enum hcc_status	 st;
	bool		 yes;
	jv		 done, view = jv_invalid(), best;

	if ((st = promote_credit(&o->tool, o->base, t, state, e)) != HCC_OK ||
	    (st = worth(t, state, &yes, e)) != HCC_OK)
		return st;
	if (yes && (st = brain_input(t, state, &view, e)) == HCC_OK)
		st = distil(o, t, &view, e);
	jv_free(view);
	if (st != HCC_OK)
		return st;
	best = json_get(state, "best");
	done = json_put_str(jv_object(), "why", o->why != NULL ? o->why :
	    "ended by hand");
	done = json_put_str(done, "hcc", t->version);
	done = json_put(done, "best", json_get(best, "id"));
	done = json_put(done, "score", json_get(best, "score"));
	done = json_put(done, "spent", json_get(state, "spent"));
	jv_free(best);
	st = json_publish(t->dir, "done.json", done, e);
	if (st == HCC_OK)
		return journal_add(t, "end", done, e);
	jv_free(done);
	return st;
}

/* Has anything of this phase a result? */
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
	jv		 state = jv_invalid();

	if ((st = journal_record_edits(t, e)) != HCC_OK ||
	    (st = state_read(t, &state, e)) != HCC_OK)
		return st;
	if (state_ended(state))
		st = err_set(e, HCC_NONE, "task '%s' has ended", t->path);
	/* What was asked for is promoted as it stands, the rest when due. */
	while (st == HCC_OK) {
		phase = state_due_promotion(state);
		if (phase < 0 && asked > 0 && state_due_run(state) == asked)
			phase = asked;
		if (phase < 0 && o->task &&
		    has_results(t, state_due_run(state)))
			phase = state_due_run(state);
		if (phase < 0)
			break;
		st = promote_one(o, t, &state, phase, e);
		n++;
	}
	if (st == HCC_OK && o->task)
		st = end_task(o, t, state, e);
	else if (st == HCC_OK && n == 0)
		st = err_set(e, HCC_NONE, state_due_run(state) > 0 ?
		    "no phase of '%s' is complete: hcc-exec runs what is open" :
		    "no phase of '%s' is complete", t->path);
	jv_free(state);
	return st;
}

static enum hcc_status
promote_task(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	const char	*kind = json_str(record, "kind", "");
	int		 lock, asked = 0;
	enum hcc_status	 st;

	/* Single results are part of the phase record behind them. */
	if (strcmp(kind, "result") == 0)
		return HCC_OK;
	if (strcmp(kind, "phase") == 0)
		asked = (int)json_num(record, "phase", 0);
	if ((st = task_lock(t, true, &lock, e)) != HCC_OK)
		return st;
	st = promote_locked(ctx, t, asked, e);
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

	return tool_each_task(&o.tool, argc - at, argv + at, promote_task, &o);
}
