/*
 * supersede.c: resolve near duplicates of a new entry.
 *
 * This happens at the end of a task only. An import does not merge near
 * duplicates, since the result would depend on the order of imports;
 * supersessions made elsewhere are imported with the history.
 */
#include <string.h>

#include "base/json.h"
#include "base/similar.h"
#include "wisdom/credit.h"

#define NEAR 0.8	/* cosine from which promote.lua is asked */
#define MAX_MATCHES 64

static bool
same_member(jv a, jv b, const char *name)
{
	return jv_equal(json_get(a, name), json_get(b, name)) != 0;
}

static jv
pair_for_policy(jv new, jv old)
{
	jv	 s = json_put(jv_object(), "similarity", json_get(old,
		    "similarity"));

	s = json_put_num(s, "text", similar_texts(json_str(new, "text", ""),
	    json_str(old, "text", "")));
	s = json_put(s, "same_task", jv_bool(same_member(new, old, "task")));
	s = json_put(s, "same_metric", jv_bool(same_member(new, old,
	    "metric") && same_member(new, old, "goal")));
	s = json_put(s, "goal", json_get(new, "goal"));
	s = json_put(s, "score_new", json_get(new, "score"));
	return json_put(s, "score_old", json_get(old, "score"));
}

/* Ask the policy which of two entries to keep. *stop: the new one has been
 * superseded. */
static enum hcc_status
resolve_pair(struct wis *w, jv new, jv old, struct script *policy, bool *stop,
    struct hcc_err *e)
{
	const char	*n = json_str(new, "id", "");
	const char	*o = json_str(old, "id", ""), *which;
	enum hcc_status	 st;
	jv		 r = jv_invalid();

	if (strcmp(n, o) == 0)
		return HCC_OK;
	st = script_method(policy, "resolve_duplicate", jv_array_append(
	    jv_array(), pair_for_policy(new, old)), &r, e);
	if (st != HCC_OK || jv_get_kind(r) == JV_KIND_NULL)
		goto out;
	which = jv_get_kind(r) == JV_KIND_STRING ? jv_string_value(r) : "";
	if (strcmp(which, "new") == 0) {
		if (!wis_by_person(old))
			st = wis_supersede(w, o, n, e);
	} else if (strcmp(which, "old") == 0) {
		*stop = true;
		if (!wis_by_person(new))
			st = wis_supersede(w, n, o, e);
	} else
		st = err_set(e, HCC_CONFIG, "promote.lua: resolve_duplicate() "
		    "must return \"new\", \"old\" or nil");
out:
	jv_free(r);
	return st;
}

enum hcc_status
supersede_similar(struct wis *w, const char *id, const char *embedder,
    const float *v, size_t dim, struct script *policy, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 new, list = jv_invalid(), old;
	bool		 stop = false;
	int		 i;

	if ((st = wis_get(w, id, &new, e)) != HCC_OK)
		return st == HCC_NONE ? HCC_OK : st;	/* forgotten */
	st = wis_match(w, embedder, v, dim, NEAR, MAX_MATCHES, &list, e);
	for (i = 0; st == HCC_OK && !stop && json_item(list, i, &old); i++)
		st = resolve_pair(w, new, old, policy, &stop, e);
	jv_free(list);
	jv_free(new);
	return st;
}
