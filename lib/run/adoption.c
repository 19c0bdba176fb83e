/*
 * adoption.c: ask exec.lua which results are valid and adopted.
 */
#include <math.h>
#include <stdio.h>

#include "base/json.h"
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

static enum hcc_status
call(struct script *exec, const char *function, const struct task *t,
    const struct result *r, const struct result *best, double error, bool blend,
    jv *out, struct hcc_err *e)
{
	const struct metric	*m = metric_find(t->metric);
	jv			 args, s;

	s = json_put_str(jv_object(), "goal", t->goal);
	s = json_put_num(s, "error", error);
	if (blend)
		s = json_put(s, "blend", jv_true());
	if (m != NULL) {	/* an infinite bound is none */
		s = json_put_num(s, "perfect", t->lower ? m->low : m->high);
		s = json_put_num(s, "worst", t->lower ? m->high : m->low);
	}
	args = jv_array_append(jv_array(), for_policy(t, r));
	args = jv_array_append(args, for_policy(t, best));
	args = jv_array_append(args, s);
	return script_method(exec, function, args, out, e);
}

enum hcc_status
adoption_ask(struct script *exec, const struct task *t,
    const struct result *r, const struct result *best, bool blend, bool *yes,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 out;

	*yes = false;
	if (!status_ok(r->status) || !isfinite(r->score))
		return HCC_OK;
	st = call(exec, "adopt", t, r, best, error_of(t, r, best), blend, &out,
	    e);
	*yes = st == HCC_OK && jv_get_kind(out) == JV_KIND_TRUE;
	jv_free(out);
	return st;
}

enum hcc_status
adoption_why(struct script *exec, const char *function, const struct task *t,
    const struct result *r, const struct result *best, char *why, size_t n,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 out;

	st = call(exec, function, t, r, best, NAN, false, &out, e);
	snprintf(why, n, "%s", st == HCC_OK && jv_get_kind(out) ==
	    JV_KIND_STRING ? jv_string_value(out) : "");
	jv_free(out);
	return st;
}
