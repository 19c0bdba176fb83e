/*
 * adoption.c: ask exec.lua which results are valid and adopted.
 */
#include <math.h>

#include "base/json.h"
#include "lua/policy.h"
#include "run/adoption.h"
#include "score/metric.h"
#include "task/change.h"

/* A result as policies see it: scores on an exam are for people alone. */
static jv
for_policy(const struct task *t, const struct result *r)
{
	jv	 v;

	if (r->id == NULL)
		return jv_null();
	v = record_json(&result_record, r);
	return t->sealed == SEALED_EXAM ? jv_object_delete(v,
	    jv_string("measured")) : v;
}

/* The standard error of the difference between a result and the best. */
static double
error_of(const struct task *t, const struct result *r,
    const struct result *best)
{
	struct base	 a, b;
	struct change	 c;

	base_of_result(&a, r);
	base_of_result(&b, best);
	c = change_of(&a, &b, task_measures(t) && isfinite(r->measured));
	base_free(&a);
	base_free(&b);
	return c.error;
}

/* The arguments of a function of exec.lua about a result. */
static jv
arguments(const struct task *t, const struct result *r,
    const struct result *best, double error)
{
	const struct metric	*m = metric_find(t->metric);
	jv			 args, s;

	s = json_put_str(jv_object(), "goal", t->goal);
	s = json_put_num(s, "error", error);
	if (m != NULL) {	/* an infinite bound is none */
		s = json_put_num(s, "perfect", t->lower ? m->low : m->high);
		s = json_put_num(s, "worst", t->lower ? m->high : m->low);
	}
	args = jv_array_append(jv_array(), for_policy(t, r));
	args = jv_array_append(args, for_policy(t, best));
	return jv_array_append(args, s);
}

enum hcc_status
adoption_ask(struct script *exec, const struct task *t,
    const struct result *r, const struct result *best, bool *yes,
    struct hcc_err *e)
{
	*yes = false;
	if (!status_ok(r->status) || !isfinite(r->score))
		return HCC_OK;
	return policy_decide(exec, "exec", "adopt", arguments(t, r, best,
	    error_of(t, r, best)), yes, e);
}

enum hcc_status
adoption_why(struct script *exec, const char *function, const struct task *t,
    const struct result *r, const struct result *best, char *why, size_t n,
    struct hcc_err *e)
{
	return policy_reason(exec, "exec", function,
	    arguments(t, r, best, NAN), why, n, e);
}
