/*
 * hopeless.c: exec.lua is asked about a running program.
 */
#include <stdio.h>

#include "base/json.h"
#include "hcc-exec/exec.h"
#include "lua/policy.h"
#include "run/budget.h"

static jv
curve_json(const struct progress *now)
{
	size_t	 i;
	jv	 v = jv_array();

	for (i = 0; i < now->npoints; i++)
		v = jv_array_append(v, json_put_num(json_put_num(jv_object(),
		    "seconds", now->curve[i].seconds), "value",
		    now->curve[i].value));
	return v;
}

bool
hopeless_ask(void *ctx, struct progress *now)
{
	struct hopeless	*h = ctx;
	char		 why[sizeof(now->why)];
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 s;

	/* Its limit ends it in time, unless the budget was lowered since. */
	if (h->budget != NULL && budget_left(h->budget) < -1) {
		snprintf(now->why, sizeof(now->why), "the budget that task.md "
		    "gives now is spent");
		return true;
	}
	s = json_put_str(jv_object(), "id", now->id);
	s = json_put_num(s, "seconds", now->seconds);
	s = json_put_num(s, "limit", now->limit);
	s = json_put_num(s, "cpu", now->cpu);
	s = json_put_num(s, "idle", now->idle);
	s = json_put_num(s, "log_bytes", now->log_bytes);
	s = json_put_num(s, "claimed", now->claimed);
	s = json_put_num(s, "best", h->best->score);
	s = json_put_str(s, "goal", h->t->goal);
	s = json_put_str(s, "tail", now->tail);
	s = json_put(s, "curve", curve_json(now));
	if (policy_reason(h->policy, "exec", "hopeless", jv_array_append(
	    jv_array(), s), why, sizeof(why), &e) != HCC_OK) {
		if (!h->told)
			tool_warn(h->tool, "%s", e.text);
		h->told = true;
		return false;
	}
	if (*why != '\0')
		snprintf(now->why, sizeof(now->why), "%s", why);
	return *why != '\0';
}
