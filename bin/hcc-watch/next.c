/*
 * next.c: from the state of a task to the next command, by budget.lua
 * and watch.lua.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "hcc-watch/watch.h"
#include "lua/policy.h"
#include "task/state.h"

static enum hcc_status
allowed(const struct task *t, jv state, bool *yes, struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;
	jv		 s = jv_object(), r;

	s = json_put(s, "time_left", json_get(state, "left"));
	s = json_put(s, "time_total", json_get(state, "budget"));
	if ((st = policy_open(t->path, tool_places(), "budget", &policy, e)) !=
	    HCC_OK) {
		jv_free(s);
		return st;
	}
	st = script_method(policy, "allow", jv_array_append(jv_array(), s), &r,
	    e);
	*yes = st == HCC_OK && jv_get_kind(r) == JV_KIND_TRUE;
	jv_free(r);
	script_close(policy);
	return st;
}

/* How many drafts have ended; all have failed when nothing works. */
static int
drafts(jv state)
{
	jv	 p = state_phase(state, 0), list = json_get(p, "suggestions");
	int	 n = json_len(list);

	jv_free(list);
	jv_free(p);
	return n;
}

static enum hcc_status
question(struct job *j, jv state, jv *s, struct hcc_err *e)
{
	struct script	*plan = NULL;
	bool		 yes = false;
	enum hcc_status	 st;

	if ((st = allowed(&j->t, state, &yes, e)) != HCC_OK ||
	    (st = policy_open(j->t.path, tool_places(), "plan", &plan, e)) !=
	    HCC_OK)
		return st;
	*s = json_put(jv_object(), "prefetched", json_get(state, "prefetched"));
	*s = json_put(*s, "phase", json_get(state, "phase"));
	*s = json_put(*s, "working", json_get(state, "working"));
	*s = json_put_num(*s, "run", state_due_run(state));
	*s = json_put_num(*s, "promote", state_due_promotion(state));
	*s = json_put_num(*s, "drafts", drafts(state));
	*s = json_put_num(*s, "max_drafts", policy_number(plan, "max_drafts"));
	*s = json_put(*s, "allowed", jv_bool(yes));
	*s = json_put(*s, "exhausted", jv_bool(j->exhausted));
	*s = json_put(*s, "ended", jv_bool(state_ended(state)));
	script_close(plan);
	return HCC_OK;
}

/* The list that watch.lua returned, as an argument vector: only our own tools
 * may be named; the task is appended. */
static enum hcc_status
to_args(struct job *j, jv list, char *argv[WATCH_ARGS], struct hcc_err *e)
{
	int	 i, n = json_len(list);
	jv	 v;

	for (i = 0; i < WATCH_ARGS - 2 && json_item(list, i, &v); i++) {
		if (jv_get_kind(v) == JV_KIND_STRING)
			argv[i] = strdup(jv_string_value(v));
		if (argv[i] == NULL)
			break;
	}
	if (i < n || n == 0 || strncmp(argv[0], "hcc-", 4) != 0 ||
	    strchr(argv[0], '/') != NULL)
		return err_set(e, HCC_CONFIG, "watch.lua: next must return a "
		    "list that starts with the name of an hcc tool, or nil");
	argv[n] = strdup(j->t.path);
	return argv[n] == NULL ? err_nomem(e) : HCC_OK;
}

enum hcc_status
watch_next(struct job *j, char *argv[WATCH_ARGS], double *events, jv *knobs,
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;
	jv		 state = jv_invalid(), s = jv_invalid(), r;

	*knobs = jv_invalid();
	memset(argv, 0, WATCH_ARGS * sizeof(*argv));
	if ((st = state_read(&j->t, &state, e)) != HCC_OK)
		return st;
	*events = json_num(state, "events", 0);
	j->over = state_ended(state);
	if (j->over || (st = question(j, state, &s, e)) != HCC_OK) {
		jv_free(state);
		return st;
	}
	jv_free(state);
	st = policy_open(j->t.path, tool_places(), "watch", &policy, e);
	if (st == HCC_OK) {
		*knobs = script_table(policy);
		st = script_method(policy, "next", jv_array_append(jv_array(),
		    s), &r, e);
		if (st == HCC_OK && jv_get_kind(r) == JV_KIND_ARRAY)
			st = to_args(j, r, argv, e);
		jv_free(r);
	} else
		jv_free(s);
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
