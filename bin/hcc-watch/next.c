/*
 * next.c: from the state of a task to the next command, by budget.lua
 * and watch.lua.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "hcc-watch/watch.h"
#include "lua/policy.h"
#include "task/state.h"

static enum hcc_status
budget_allows(const struct task *t, const struct state *state, bool *yes,
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;
	jv		 s;

	*yes = false;
	st = policy_open(t->path, tool_places(), "budget", &policy, e);
	if (st == HCC_OK) {
		s = json_put_num(jv_object(), "time_left", state->left);
		s = json_put_num(s, "time_total", state->budget);
		s = json_put_num(s, "start", state->start);
		st = policy_decide(policy, "budget", "allow",
		    jv_array_append(jv_array(), s), yes, e);
	}
	script_close(policy);
	return st;
}

/* What watch.lua is asked about. */
static enum hcc_status
policy_input(const struct watched *j, const struct state *state, jv *s,
    struct hcc_err *e)
{
	const struct phase	*draft = state_phase(state, 0);
	struct script		*plan = NULL;
	bool			 yes = false;
	enum hcc_status		 st;

	if ((st = state_readable(state, state_due_run(state), e)) != HCC_OK ||
	    (st = budget_allows(&j->t, state, &yes, e)) != HCC_OK ||
	    (st = policy_open(j->t.path, tool_places(), "plan", &plan, e)) !=
	    HCC_OK)
		return st;
	*s = json_put(jv_object(), "prefetched", jv_bool(state->prefetched));
	*s = json_put_num(*s, "phase", state->phase);
	*s = json_put(*s, "working", jv_bool(state->working));
	*s = json_put(*s, "blended", jv_bool(state->blended));
	*s = json_put_num(*s, "run", state_due_run(state));
	*s = json_put_num(*s, "promote", state_due_promotion(state));
	*s = json_put_num(*s, "drafts", draft == NULL ? 0 :
	    (double)draft->count);
	*s = json_put_num(*s, "max_drafts", policy_number(plan, "max_drafts"));
	*s = json_put(*s, "allowed", jv_bool(yes && !(j->unfit ==
	    j->t.budget.time)));
	*s = json_put(*s, "exhausted", jv_bool(j->exhausted));
	*s = json_put(*s, "put_off", jv_bool(j->waits > 0));
	*s = json_put(*s, "ended", jv_bool(state->ended != NULL));
	script_close(plan);
	return HCC_OK;
}

/* The list that watch.lua returned, as an argument vector: only our own tools
 * may be named; the task is appended. */
static enum hcc_status
to_args(struct watched *j, jv list, char *argv[WATCH_ARGS], struct hcc_err *e)
{
	int	 i, n = json_len(list);
	jv	 v;

	for (i = 0; i < WATCH_ARGS - 2 && json_item(list, i, &v); i++) {
		if (jv_get_kind(v) == JV_KIND_STRING)
			argv[i] = mem_dup(jv_string_value(v));
		if (argv[i] == NULL)
			break;
	}
	if (i < n || n == 0 || strncmp(argv[0], "hcc-", 4) != 0 ||
	    strchr(argv[0], '/') != NULL)
		return err_set(e, HCC_CONFIG, "watch.lua: next must return a "
		    "list that starts with the name of an hcc tool, or nil");
	argv[n] = mem_dup(j->t.path);
	return HCC_OK;
}

static void
read_knobs(struct watched *j, struct script *policy)
{
	j->timer = policy_number(policy, "timer");
	j->retry = policy_number(policy, "retry");
	j->max_retry = policy_number(policy, "max_retry");
	j->max_failures = policy_number(policy, "max_failures");
}

/* Ask watch.lua. */
static enum hcc_status
ask_policy(struct watched *j, struct script *policy, const struct state *state,
    char *argv[WATCH_ARGS], struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 s = jv_invalid(), r = jv_invalid();

	if ((st = policy_input(j, state, &s, e)) == HCC_OK)
		st = script_method(policy, "next", jv_array_append(jv_array(),
		    s), &r, e);
	if (st == HCC_OK && jv_get_kind(r) == JV_KIND_ARRAY)
		st = to_args(j, r, argv, e);
	jv_free(r);
	return st;
}

enum hcc_status
watch_next(struct watched *j, char *argv[WATCH_ARGS], int *events,
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	struct state	 state;
	enum hcc_status	 st;

	memset(argv, 0, WATCH_ARGS * sizeof(*argv));
	st = policy_open(j->t.path, tool_places(), "watch", &policy, e);
	if (st != HCC_OK)
		return st;
	read_knobs(j, policy);
	if ((st = state_read(&j->t, &state, e)) == HCC_OK) {
		*events = state.finished;
		j->left = state.left;
		j->over = state.ended != NULL;
		/* A step ends with 1 also when another process has been
		 * faster: then there is more to do. */
		if (state_due_run(&state) >= 0 ||
		    state_due_promotion(&state) >= 0)
			j->exhausted = false;
		if (state_due_run(&state) < 0)
			j->unfit = NAN;
		if (!j->over)
			st = ask_policy(j, policy, &state, argv, e);
	}
	state_free(&state);
	script_close(policy);
	return st;
}

void
watch_free_args(char *argv[WATCH_ARGS])
{
	int	 i;

	for (i = 0; i < WATCH_ARGS && argv[i] != NULL; i++)
		free(argv[i]);
}
