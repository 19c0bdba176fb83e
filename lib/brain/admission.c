/*
 * admission.c: which suggestions of a brain's answer become a plan, and the
 * control direction, which was planned without wisdom.
 */
#include <limits.h>

#include "base/json.h"
#include "brain/admission.h"
#include "task/plan.h"

jv
admission_tried(jv view)
{
	jv	 plans = json_get(view, "plans"), p, dirs, d, sugs;
	jv	 out = jv_array();
	int	 i, j;

	for (i = 0; i < jv_array_length(jv_copy(plans)); i++) {
		p = jv_array_get(jv_copy(plans), i);
		dirs = json_get(p, "directions");
		for (j = 0; j < jv_array_length(jv_copy(dirs)); j++) {
			d = jv_array_get(jv_copy(dirs), j);
			sugs = json_get(d, "suggestions");
			out = jv_array_concat(out, sugs);
			jv_free(d);
		}
		jv_free(dirs);
		jv_free(p);
	}
	jv_free(plans);
	return out;
}

/* A plan in the making. */
struct making {
	struct script	*policy;
	const struct gate *gate;
	jv		 view;		/* borrowed */
	int		 phase;
	jv		 before;	/* suggestions of earlier plans */
	jv		 list;		/* these and those admitted so far */
	jv		 kept;		/* directions */
	jv		 rejected;	/* {title, like, outcome} */
};

/* What was not admitted, and what it is like: for the brain and the plan. */
static void
note_rejected(struct making *m, jv sug, jv near)
{
	const char	*like = json_str(near, "id", NULL);
	jv		 r = json_put(jv_object(), "title", json_get(sug, "title"));

	if (like != NULL) {
		r = json_put_str(r, "like", like);
		r = json_put(r, "outcome", duplicates_outcome(m->view, like));
	}
	m->rejected = jv_array_append(m->rejected, r);
}

/* One suggestion of the brain, checked and asked of plan.lua. Invalid when it
 * is not admitted. */
static enum hcc_status
admit(struct making *m, jv sug, jv list, jv *out, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 args, r, near;

	*out = jv_invalid();
	if (json_str(sug, "title", NULL) == NULL ||
	    json_str(sug, "text", NULL) == NULL)
		return HCC_OK;
	near = duplicates_nearest(m->gate, list, sug);
	args = jv_array_append(jv_array(), jv_copy(sug));
	args = jv_array_append(args, jv_copy(near));
	st = script_method(m->policy, "admit", args, &r, e);
	if (st == HCC_OK && jv_get_kind(r) == JV_KIND_TRUE)
		*out = jv_copy(sug);
	else if (st == HCC_OK)
		note_rejected(m, sug, near);
	jv_free(r);
	jv_free(near);
	return st;
}

/* The admitted suggestions of one direction (borrowed), numbered; each also
 * joins `list`, so that a plan does not repeat itself. */
static enum hcc_status
number_direction(struct making *m, jv dir, int n, jv *list, jv *kept,
    struct hcc_err *e)
{
	jv		 sugs = json_get(dir, "suggestions"), s, good;
	char		 id[32];
	int		 j, len, count = 0;
	enum hcc_status	 st = HCC_OK;

	*kept = jv_array();
	len = jv_get_kind(sugs) == JV_KIND_ARRAY ?
	    jv_array_length(jv_copy(sugs)) : 0;
	for (j = 0; st == HCC_OK && j < len; j++) {
		s = jv_array_get(jv_copy(sugs), j);
		st = admit(m, s, *list, &good, e);
		jv_free(s);
		if (!jv_is_valid(good)) {
			jv_free(good);
			continue;
		}
		plan_id(id, m->phase, n, ++count);
		good = json_put_num(json_put_str(good, "id", id), "n", count);
		*list = jv_array_append(*list, jv_copy(good));
		*kept = jv_array_append(*kept, good);
	}
	jv_free(sugs);
	return st;
}

static void
keep_direction(struct making *m, jv dir, jv sugs, bool control)
{
	jv	 out;
	int	 n = jv_array_length(jv_copy(m->kept)) + 1;

	out = json_put_num(jv_object(), "n", n);
	out = json_put_str(out, "title", json_str(dir, "title", "Direction"));
	out = json_put_str(out, "why", json_str(dir, "why", ""));
	if (control)
		out = json_put(out, "control", jv_true());
	m->kept = jv_array_append(m->kept, json_put(out, "suggestions", sugs));
}

/* Admit directions of an answer from *i on, until the plan has `most`. */
static enum hcc_status
add_directions(struct making *m, jv dirs, int *i, int most, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int		 n;
	jv		 d, sugs;

	for (; st == HCC_OK && *i < jv_array_length(jv_copy(dirs)) &&
	    (n = jv_array_length(jv_copy(m->kept))) < most; ++*i) {
		d = jv_array_get(jv_copy(dirs), *i);
		st = number_direction(m, d, n + 1, &m->list, &sugs, e);
		if (st == HCC_OK && jv_array_length(jv_copy(sugs)) > 0)
			keep_direction(m, d, sugs, false);
		else
			jv_free(sugs);
		jv_free(d);
	}
	return st;
}

/* The first direction of the plan that was made without wisdom. When the
 * informed plan has one of its suggestions too, wisdom changed nothing there:
 * then there is nothing to compare, and no control. */
static enum hcc_status
add_control(struct making *m, jv answer, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	jv		 dirs = json_get(answer, "directions"), d, alone;
	jv		 list = jv_copy(m->before), both, among;
	int		 n = jv_array_length(jv_copy(m->kept)) + 1, len;
	jv		 rejected = jv_copy(m->rejected);

	d = jv_get_kind(dirs) == JV_KIND_ARRAY ? jv_array_get(dirs, 0) :
	    (jv_free(dirs), jv_invalid());
	st = number_direction(m, d, n, &list, &alone, e);
	jv_free(list);
	len = jv_array_length(jv_copy(alone));
	if (st == HCC_OK && len > 0) {
		both = json_put(jv_object(), "suggestions", alone);
		list = jv_copy(m->list);
		st = number_direction(m, both, n, &list, &among, e);
		jv_free(both);
		if (st == HCC_OK && jv_array_length(jv_copy(among)) == len) {
			jv_free(m->list);
			m->list = jv_copy(list);
			keep_direction(m, d, jv_copy(among), true);
		}
		jv_free(among);
		jv_free(list);
	} else
		jv_free(alone);
	jv_free(m->rejected);	/* the brain has no part in this one */
	m->rejected = rejected;
	jv_free(d);
	return st;
}

enum hcc_status
admission_plan(const struct duplicates *by, jv answer, jv control, jv view,
    jv *plan, jv *rejected, struct hcc_err *e)
{
	struct making	 m = { .policy = by->policy, .gate = by->gate,
	    .view = view, .before = admission_tried(view),
	    .kept = jv_array(), .rejected = jv_array() };
	jv		 dirs = json_get(answer, "directions");
	int		 i = 0, most = (int)json_num(view, "m", 1);
	enum hcc_status	 st = HCC_OK;

	m.phase = (int)json_num(view, "phase", 0);
	m.list = jv_copy(m.before);
	if (jv_get_kind(dirs) != JV_KIND_ARRAY)
		st = err_set(e, HCC_CONFIG, "brain: plan returned no list "
		    "'directions'");
	else if (jv_is_valid(control)) {
		if ((st = add_directions(&m, dirs, &i, most - 1, e)) == HCC_OK)
			st = add_control(&m, control, e);
		if (st == HCC_OK)
			st = add_directions(&m, dirs, &i, most, e);
	} else
		st = add_directions(&m, dirs, &i, INT_MAX, e);
	jv_free(dirs);
	jv_free(m.list);
	jv_free(m.before);
	*rejected = m.rejected;
	if (st == HCC_OK && jv_array_length(jv_copy(m.kept)) == 0)
		st = err_set(e, HCC_NONE, "the brain has nothing new to "
		    "suggest for phase %02d", m.phase);
	*plan = json_put(json_put_num(jv_object(), "phase", m.phase), "directions",
	    m.kept);
	return st;
}
