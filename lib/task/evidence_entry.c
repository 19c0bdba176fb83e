/*
 * evidence_entry.c: find the task that a wisdom entry comes from.
 *
 * Only an entry that was made on this machine knows the place of its task; of
 * an imported one a person must say where it is. That it is the right one is
 * shown by the checksums of its archives.
 */
#include <string.h>

#include "base/json.h"
#include "task/evidence.h"

/* Is every origin curated? */
static bool
curated(jv entry)
{
	jv	 list = json_at(entry, "provenance"), one;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++)
		if (json_str(one, "curated", NULL) == NULL)
			return false;
	return i > 0;
}

enum hcc_status
evidence_task(jv entry, const char *given, struct task *t, struct hcc_err *e)
{
	const char	*place = json_str(entry, "place", NULL);
	const char	*name = json_str(entry, "task", "");
	const char	*id = json_str(entry, "id", "");
	enum hcc_status	 st;

	if (curated(entry))
		return err_set(e, HCC_NONE, "wisdom %.16s is general "
		    "practice: no task measured it", id);
	if (given == NULL && place == NULL)
		return err_set(e, HCC_MISSING, "wisdom %.16s: its task '%s' "
		    "is not on this machine; say where a copy of it is "
		    "(hcc-why TASK ID)", id, name);
	if ((st = task_open(t, given != NULL ? given : place, NULL, e)) !=
	    HCC_OK) {
		err_prefix(e, "wisdom %.16s", id);
		return given == NULL && st == HCC_MISSING ? err_set(e, st,
		    "wisdom %.16s: its task '%s' is no longer at '%s'; say "
		    "where it is (hcc-why TASK ID)", id, name, place) : st;
	}
	if (strcmp(t->id, name) == 0)
		return HCC_OK;
	err_set(e, HCC_INPUT, "wisdom %.16s is of task '%s', '%s' is task "
	    "'%s'", id, name, t->path, t->id);
	task_close(t);
	return HCC_INPUT;
}

jv
evidence_claims(jv entry)
{
	jv	 list = json_at(entry, "evidence"), out = jv_array(), one, refs;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING) {
			refs = jv_array_append(jv_array(), jv_copy(one));
			out = jv_array_append(out, json_put(json_put_str(
			    jv_object(), "claim", ""), "evidence", refs));
		} else if (jv_get_kind(one) == JV_KIND_OBJECT)
			out = jv_array_append(out, jv_copy(one));
	return out;
}
