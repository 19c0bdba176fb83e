/*
 * blend.c: hcc-exec -B: blend the predictions that runs have left.
 *
 * A run counts that left keep/oof.csv and keep/test.csv. The offline brain
 * writes the program, which trains nothing; it is recorded as l1/NN/0.J, built
 * on the best, and adopted by exec.lua like any other. The event "blend" says
 * that there is nothing more to blend until another result comes.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "hcc-exec/exec.h"
#include "lua/policy.h"
#include "run/adoption.h"
#include "run/attempt.h"
#include "run/suggestion_result.h"
#include "task/best.h"
#include "task/journal.h"
#include "task/language.h"

#define MOST	12		/* runs that one blend takes */
#define SECONDS	600		/* that it may take, */
#define SHARE	0.05		/* or of the budget: it comes at the end; */
#define LEAST	10.0		/* but so many seconds, */
#define LATE	5.0		/* of which so many past the budget's end */

struct blend {
	struct exec_options	*o;
	const struct task	*t;
	const struct state	*state;
	struct earlier		 from[MOST + 1];	/* best first */
	size_t			 n;
	struct earlier		 best;
	char			 title[300];
	struct hcc_err		*e;
};

/* Has a run left this file, and is it still there? */
static bool
has_kept(const struct task *t, const struct run *r, const char *name)
{
	char	 path[80];
	size_t	 i;

	for (i = 0; i < r->keep.n; i++) {
		if (strcmp(r->keep.v[i].name, name) != 0 ||
		    r->keep.v[i].sha256 == NULL)
			continue;
		snprintf(path, sizeof(path), "keep/%.64s",
		    r->keep.v[i].sha256);
		return fs_exists(t->dir, path);
	}
	return false;
}

/* Put a run in its place among the best. */
static void
take(struct blend *b, const char *id)
{
	struct earlier	*at = &b->from[b->n], one;
	struct hcc_err	 e = HCC_ERR_INIT;

	if (earlier_open(b->t, id, at, &e) != HCC_OK ||
	    !isfinite(at->result.score) || at->result.cause != NULL ||
	    !has_kept(b->t, &at->run, "oof.csv") ||
	    !has_kept(b->t, &at->run, "test.csv")) {
		earlier_free(at);
		return;
	}
	b->n++;
	for (; at > b->from && task_better(b->t, at->result.score,
	    at[-1].result.score); at--) {
		one = *at;
		*at = at[-1];
		at[-1] = one;
	}
	if (b->n > MOST)
		earlier_free(&b->from[--b->n]);
}

static void
gather_runs(struct blend *b)
{
	const struct phase	*p = b->state->phases;
	size_t			 i;

	for (; p < b->state->phases + b->state->count; p++)
		for (i = 0; i < p->count; i++)
			if (p->suggestions[i].result != NULL &&
			    status_ok(p->suggestions[i].result->status))
				take(b, p->suggestions[i].id);
}

static enum hcc_status
note(const struct blend *b, const char *id, bool adopted)
{
	jv	 ev = json_put_num(jv_object(), "runs", (double)b->n);

	if (id != NULL)
		ev = json_put_str(ev, "id", id);
	return journal_add(b->t, "blend", json_put(ev, "adopted",
	    jv_bool(adopted)), b->e);
}

static enum hcc_status
write_program(struct blend *b, jv *answer)
{
	struct script	*brain = NULL;
	enum hcc_status	 st;
	jv		 args = jv_array(), input = jv_invalid();
	size_t		 i, n;

	n = (size_t)snprintf(b->title, sizeof(b->title), "Blend of");
	for (i = 0; i < b->n && n < sizeof(b->title) - 16; i++)
		n += (size_t)snprintf(b->title + n, sizeof(b->title) - n,
		    "%s %.12s", i > 0 ? "," : "", b->from[i].result.id);
	if ((st = brain_open(b->t, tool_places(), "offline", &brain, b->e)) ==
	    HCC_OK &&
	    (st = brain_input(b->t, b->state, &input, b->e)) == HCC_OK) {
		args = jv_array_append(args, jv_copy(input));
		args = jv_array_append(args, jv_string(b->title));
		st = script_call(brain, "blend", jv_copy(args), answer, b->e);
	}
	jv_free(args);
	jv_free(input);
	script_close(brain);
	return st;
}

static enum hcc_status
publish(struct blend *b, struct result *r)
{
	struct script	*policy = NULL;
	char		 path[80];
	enum hcc_status	 st;
	bool		 yes = false;
	jv		 v;

	r->delta = r->score - b->best.result.score;
	st = policy_open(b->t->path, tool_places(), "exec", &policy, b->e);
	if (st == HCC_OK)
		st = adoption_ask(policy, b->t, r, &b->best.result, &yes,
		    b->e);
	script_close(policy);
	r->adopted = yes;
	if (st == HCC_OK && yes)
		st = best_adopt(b->t, r, b->o->python, b->e);
	snprintf(path, sizeof(path), "l1/%.48s/result.json", r->id);
	if (st == HCC_OK)
		st = record_publish(&result_record, b->t->dir, path, r, b->e);
	if (st == HCC_OK)
		st = journal_add(b->t, "result", journal_result(r), b->e);
	if (st == HCC_OK)
		st = note(b, r->id, yes);
	if (st == HCC_OK) {
		v = json_put_str(record_json(&result_record, r), "kind",
		    "result");
		tool_record(json_put_path(v, "task", b->t->path));
	}
	return st;
}

static double
seconds_for(const struct blend *b)
{
	double	 most = fmin(SECONDS, fmax(LEAST, SHARE * b->t->budget.time));

	return fmin(most, fmax(LATE, b->state->left));
}

static enum hcc_status
run(struct blend *b, const char *code)
{
	struct recording	 r;
	struct result		 res;
	enum hcc_status		 st;

	st = recording_open(&r, b->o, b->t, NULL, b->e);
	if (st == HCC_OK) {
		if (!(b->o->limit > 0))
			r.attempt.limits.time = seconds_for(b);
		r.attempt.code = code;
		r.attempt.base = &b->best;
		r.attempt.others = b->from;
		r.attempt.nothers = b->n;
		st = recording_run(&r, b->e);
	}
	if (st == HCC_OK) {
		st = suggestion_result(b->t, r.id, b->title, &res, b->e);
		record_set(&res.text, RESULT_BLEND);
		if (st == HCC_OK)
			st = publish(b, &res);
		result_free(&res);
	}
	if (st == HCC_OK && !status_ok(r.run.status))
		st = err_set(b->e, HCC_NONE, "blend '%s': run %s failed: %s",
		    b->t->path, r.id, r.run.cause == NULL ? "?" :
		    r.run.cause->message);
	recording_close(&r);
	return st;
}

static enum hcc_status
blend(struct blend *b)
{
	enum hcc_status	 st;
	jv		 answer = jv_invalid();

	gather_runs(b);
	if (b->n < 2) {
		st = note(b, NULL, false);
		return st != HCC_OK ? st : err_set(b->e, HCC_NONE, "blend "
		    "'%s': fewer than two runs have left keep/oof.csv and "
		    "keep/test.csv", b->t->path);
	}
	if ((st = earlier_open(b->t, b->state->best->id, &b->best, b->e)) ==
	    HCC_OK && (st = write_program(b, &answer)) == HCC_OK)
		st = run(b, json_str(answer, "code", ""));
	earlier_free(&b->best);
	jv_free(answer);
	return st;
}

enum hcc_status
exec_blend(struct exec_options *o, const struct task *t, struct hcc_err *e)
{
	struct state	 s;
	struct blend	 b = { .o = o, .t = t, .state = &s, .e = e };
	enum hcc_status	 st;

	if (strcmp(t->language->name, "python") != 0)
		return (st = note(&b, NULL, false)) != HCC_OK ? st : err_set(e,
		    HCC_NONE, "blend '%s': blends are made of tables, by "
		    "Python programs", t->path);
	if ((st = state_read(t, &s, e)) != HCC_OK)
		;
	else if (s.ended != NULL)
		st = err_set(e, HCC_NONE, "task '%s' has ended", t->path);
	else if (s.best == NULL)
		st = err_set(e, HCC_NONE, "task '%s' has no valid solution "
		    "yet", t->path);
	else
		st = blend(&b);
	while (b.n > 0)
		earlier_free(&b.from[--b.n]);
	state_free(&s);
	return st;
}
