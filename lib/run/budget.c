/*
 * budget.c: time left for runs, by task.md and budget.lua.
 */
#include <math.h>

#include "base/clock.h"
#include "base/json.h"
#include "lua/policy.h"
#include "run/budget.h"

enum hcc_status
budget_open(struct budget *b, const struct task *t, const struct places *at,
    const struct state *s, struct hcc_err *e)
{
	*b = (struct budget){ .t = t, .start = s->start, .spent = s->spent,
	    .began = clock_steady() };
	return policy_open(t->path, at, "budget", &b->policy, e);
}

void
budget_close(struct budget *b)
{
	script_close(b->policy);
	b->policy = NULL;
}

/* The time that task.md gives. While it cannot be read, what it gave. */
static double
granted(const struct task *t)
{
	struct task	 now;
	double		 s = t->budget.time;

	if (task_open(&now, t->path, t->session, NULL) == HCC_OK) {
		s = now.budget.time;
		task_close(&now);
	}
	return s;
}

double
budget_left(const struct budget *b)
{
	double	 total = granted(b->t), kept = 0;
	jv	 s, r = jv_invalid();

	if (isinf(total))
		return INFINITY;
	s = json_put_num(jv_object(), "time_total", total);
	s = json_put_num(s, "start", b->start);
	/* An error there is reported when hcc-watch asks. */
	if (script_method(b->policy, "kept", jv_array_append(jv_array(), s),
	    &r, NULL) == HCC_OK && jv_get_kind(r) == JV_KIND_NUMBER)
		kept = jv_number_value(r);
	jv_free(r);
	return total - b->spent - (clock_steady() - b->began) - kept;
}
