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
	jv	 plans = json_at(view, "plans"), p, d, out = jv_array();
	int	 i, j;

	for (i = 0; json_item(plans, i, &p); i++)
		for (j = 0; json_item(json_at(p, "directions"), j, &d); j++)
			out = jv_array_concat(out, json_get(d, "suggestions"));
	return out;
}

/* A plan in the making. */
struct admission_state {
	struct script	*policy;
	const struct duplicate_index *index;
	jv		 view;		/* borrowed */
	int		 phase;
	jv		 before;	/* suggestions of earlier plans */
	jv		 list;		/* these and those admitted so far */
	struct plan	*plan;
	jv		 rejected;	/* {title, like, outcome} */
};

/* What was not admitted, and what it is like: for the brain and the plan. */
static void
add_rejected(struct admission_state *m, jv sug, jv near)
{
	const char	*like = json_str(near, "id", NULL);
	jv		 r = json_put(jv_object(), "title",
			    json_get(sug, "title"));

	if (like != NULL) {
		r = json_put_str(r, "like", like);
		r = json_put(r, "outcome", json_get(near, "outcome"));
	}
	m->rejected = jv_array_append(m->rejected, r);
}

/* One suggestion of the brain, checked and asked of plan.lua. Invalid when it
 * is not admitted. */
static enum hcc_status
admit_suggestion(struct admission_state *m, jv sug, jv list, jv *out,
    struct hcc_err *e)
{
	const char	*like;
	enum hcc_status	 st;
	bool		 yes;
	jv		 args, near;

	*out = jv_invalid();
	if (json_str(sug, "title", NULL) == NULL ||
	    json_str(sug, "text", NULL) == NULL)
		return HCC_OK;
	near = duplicates_nearest(m->index, list, sug);
	like = json_str(near, "id", NULL);
	if (like != NULL)
		near = json_put(near, "outcome", duplicates_outcome(m->view,
		    like));
	args = jv_array_append(jv_array(), jv_copy(sug));
	args = jv_array_append(args, jv_copy(near));
	st = policy_decide(m->policy, "plan", "admit", args, &yes, e);
	if (yes)
		*out = jv_copy(sug);
	else if (st == HCC_OK)
		add_rejected(m, sug, near);
	jv_free(near);
	return st;
}

/* The admitted suggestions of one direction (borrowed), numbered; each also
 * joins `list`, so that a plan does not repeat itself. */
static enum hcc_status
admit_direction(struct admission_state *m, jv dir, int n, jv *list, jv *kept,
    struct hcc_err *e)
{
	jv		 sugs = json_at(dir, "suggestions"), s, good;
	char		 id[32];
	int		 j, count = 0;
	enum hcc_status	 st = HCC_OK;

	*kept = jv_array();
	for (j = 0; st == HCC_OK && json_item(sugs, j, &s); j++) {
		st = admit_suggestion(m, s, *list, &good, e);
		if (!jv_is_valid(good)) {
			jv_free(good);
			continue;
		}
		plan_id(id, m->phase, n, ++count);
		good = json_put_num(json_put_str(good, "id", id), "n", count);
		*list = jv_array_append(*list, jv_copy(good));
		*kept = jv_array_append(*kept, good);
	}
	return st;
}

/* A run of an earlier phase is where a direction may start; what else a brain
 * names is not. */
static void
set_from(const struct admission_state *m, struct direction *d, const char *id)
{
	int	 phase, direction, n, attempt;

	if (id != NULL && plan_id_parse(id, &phase, &direction, &n,
	    &attempt) && attempt == 0 && phase < m->phase)
		record_set(&d->from, id);
}

/* The next direction of the plan, with these suggestions (consumed). */
static void
append_direction(struct admission_state *m, jv dir, jv sugs, bool control)
{
	struct direction	*d = record_append(&direction_record,
				    &m->plan->directions, &m->plan->count);
	jv			 s;
	int			 i;

	d->n = (int)m->plan->count;
	d->control = control;
	record_set(&d->title, json_str(dir, "title", "Direction"));
	record_set(&d->why, json_str(dir, "why", ""));
	set_from(m, d, json_str(dir, "from", NULL));
	for (i = 0; json_item(sugs, i, &s); i++)
		record_read(&suggestion_record, s,
		    record_append(&suggestion_record, &d->suggestions,
		    &d->count));
	jv_free(sugs);
}

/* Admit directions of an answer from *i on, until the plan has `most`. */
static enum hcc_status
add_directions(struct admission_state *m, jv dirs, int *i, int most,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int		 n;
	jv		 d, sugs;

	for (; st == HCC_OK && (n = (int)m->plan->count) < most &&
	    json_item(dirs, *i, &d); ++*i) {
		st = admit_direction(m, d, n + 1, &m->list, &sugs, e);
		if (st == HCC_OK && json_len(sugs) > 0)
			append_direction(m, d, sugs, false);
		else
			jv_free(sugs);
	}
	return st;
}

/* The first direction of the plan that was made without wisdom. When the
 * informed plan has one of its suggestions too, wisdom changed nothing there:
 * then there is nothing to compare, and no control. */
static enum hcc_status
add_control(struct admission_state *m, jv answer, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 d, alone, both, among, list = jv_copy(m->before);
	jv		 rejected = jv_copy(m->rejected);
	int		 n = (int)m->plan->count + 1;

	if (!json_item(json_at(answer, "directions"), 0, &d))
		d = jv_null();
	st = admit_direction(m, d, n, &list, &alone, e);
	jv_free(list);
	both = json_put(jv_object(), "suggestions", alone);
	if (st == HCC_OK && json_len(alone) > 0) {
		list = jv_copy(m->list);
		st = admit_direction(m, both, n, &list, &among, e);
		if (st == HCC_OK && json_len(among) == json_len(alone)) {
			jv_free(m->list);
			m->list = jv_copy(list);
			append_direction(m, d, jv_copy(among), true);
		}
		jv_free(among);
		jv_free(list);
	}
	jv_free(both);
	jv_free(m->rejected);	/* the brain has no part in this one */
	m->rejected = rejected;
	return st;
}

enum hcc_status
admission_plan(const struct admission *by, jv answer, jv control, jv view,
    struct plan *plan, jv *rejected, struct hcc_err *e)
{
	struct admission_state	 m = { .policy = by->policy, .index = by->index,
	    .view = view, .before = admission_tried(view),
	    .plan = plan, .rejected = jv_array() };
	jv		 dirs = json_at(answer, "directions");
	int		 i = 0, most = (int)json_num(view, "m", 1);
	enum hcc_status	 st = HCC_OK;

	m.phase = (int)json_num(view, "phase", 0);
	plan_init(plan, m.phase);
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
	jv_free(m.list);
	jv_free(m.before);
	*rejected = m.rejected;
	if (st == HCC_OK && plan->count == 0)
		st = err_set(e, HCC_NONE, "the brain has nothing new to "
		    "suggest for phase %02d", m.phase);
	return st;
}
