/*
 * print.c: a policy file with its evidence as comments; the same as records.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "hcc-tune/tune.h"

static const char *
word(enum verdict v)
{
	static const char *const words[] = { "not known", "no difference",
	    "worse", "better" };

	return words[v];
}

/* "+0.12 +-0.05", "+0.12" of one task. */
static const char *
interval(const struct mean *m, char out[48])
{
	double	 half = mean_interval(m);

	if (m->n == 0)
		snprintf(out, 48, "-");
	else if (isfinite(half))
		snprintf(out, 48, "%+.3f +-%.3f", mean_of(m), half);
	else
		snprintf(out, 48, "%+.3f", mean_of(m));
	return out;
}

static void
value_name(const struct topic *t, double v, double second, char out[48])
{
	if (!isfinite(v))
		snprintf(out, 48, "-");
	else if (t->second == NULL)
		snprintf(out, 48, "%.4g", v);
	else
		snprintf(out, 48, "%.4g, %.4g", v, second);
}

static void
print_topic(const struct topic *t)
{
	const struct row	*r;
	char			 v[48], low[48], high[48];

	value_name(t, t->now, t->now2, v);
	tool_put("--\n-- %s%s%s, recorded with: %s\n-- %s\n-- %s\n", t->knob,
	    t->second == NULL ? "" : ", ", t->second == NULL ? "" : t->second,
	    v, t->what, t->known);
	if (t->n == 0)
		return;
	tool_put("--   %-10s %-16s %-16s %5s  %s\n", "value",
	    "gain, at least", "at most", "tasks", "");
	for (r = t->rows; r < t->rows + t->n; r++) {
		value_name(t, r->value, r->second, v);
		tool_put("--   %-10s %-16s %-16s %5d  %s\n", v,
		    interval(&r->low, low), interval(&r->high, high), r->low.n,
		    word(row_verdict(r)));
	}
}

static void
print_head(const char *policy, const struct past *past, size_t n)
{
	size_t	 i;

	tool_put("-- %s.lua: what the records of %zu task%s tell about its "
	    "knobs, by hcc-tune(1).\n-- Tasks:", policy, n, n == 1 ? "" : "s");
	for (i = 0; i < n; i++)
		tool_put("%s %s", i % 6 == 5 ? "\n--" : "", past[i].task.id);
	tool_put("\n-- A gain is a mean over the tasks with its 95 %% "
	    "interval.\n-- At least: if nothing better had come after the "
	    "last result that the record\n-- has for the value. At most: "
	    "over the time that the record has for both.\n-- A value is "
	    "better if the interval of the first lies above 0, worse if\n"
	    "-- that of the second lies below it. The intervals hold for one "
	    "value, and\n-- several are compared.\n");
}

void
print_policy(const char *policy, const struct topic *topics, size_t n,
    const struct past *past, size_t tasks)
{
	const struct topic	*t;
	const struct row	*r;
	int			 found = 0;

	print_head(policy, past, tasks);
	for (t = topics; t < topics + n; t++)
		if (strcmp(t->policy, policy) == 0)
			print_topic(t);
	tool_put("return {\n");
	for (t = topics; t < topics + n; t++) {
		if (strcmp(t->policy, policy) != 0 ||
		    (r = topic_best(t)) == NULL)
			continue;
		found++;
		tool_put("\t%s = %.6g,\n", t->knob, r->value);
		if (t->second != NULL)
			tool_put("\t%s = %.6g,\n", t->second, r->second);
	}
	if (found == 0)
		tool_put("\t-- no value is known to be better\n");
	tool_put("}\n");
}

static jv
put_mean(jv v, const char *name, const char *half, const struct mean *m)
{
	v = json_put_num(v, name, mean_of(m));
	return json_put_num(v, half, mean_interval(m));
}

void
print_records(const struct topic *topics, size_t n)
{
	const struct topic	*t;
	const struct row	*r;
	jv			 v;

	for (t = topics; t < topics + n; t++)
		for (r = t->rows; r < t->rows + t->n; r++) {
			v = json_put_str(jv_object(), "kind", "tuning");
			v = json_put_str(v, "policy", t->policy);
			v = json_put_str(v, "knob", t->knob);
			v = json_put_num(v, "value", r->value);
			if (t->second != NULL) {
				v = json_put_str(v, "second", t->second);
				v = json_put_num(v, "second_value", r->second);
			}
			v = put_mean(v, "least", "least_interval", &r->low);
			v = put_mean(v, "most", "most_interval", &r->high);
			v = json_put_num(v, "tasks", r->low.n);
			v = json_put_num(v, "differ", r->differ);
			v = json_put_str(v, "verdict", word(row_verdict(r)));
			tool_record(v);
		}
}
