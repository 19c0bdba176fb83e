/*
 * metric_json.c: a row of the table of metrics as a JSON object.
 */
#include <math.h>

#include "base/json.h"
#include "score/metric.h"

static jv
bound(double d)
{
	return isfinite(d) ? jv_number(d) : jv_null();
}

static jv
flag(const struct metric *m, unsigned f)
{
	return (m->flags & f) != 0 ? jv_true() : jv_false();
}

jv
metric_json(const struct metric *m, double param)
{
	jv	 r = json_put_str(jv_object(), "name", m->name);

	r = json_put_str(r, "goal", metric_goal_name(m->goal));
	r = json_put_str(r, "prediction", metric_pred_name(m->pred));
	r = json_put(r, "low", bound(m->low));
	r = json_put(r, "high", bound(m->high));
	r = json_put(r, "sets", flag(m, METRIC_SETS));
	r = json_put(r, "binary", flag(m, METRIC_BINARY));
	r = json_put(r, "ordered", flag(m, METRIC_ORDERED));
	if (m->arg != NULL)
		r = json_put_str(r, "number", m->arg);
	if (m->arg != NULL && !isnan(param))
		r = json_put_num(r, "param", param);
	return json_put_str(r, "title", m->title);
}
