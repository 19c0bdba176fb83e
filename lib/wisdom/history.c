/*
 * history.c: the two members of an entry that are sets: history, what was
 * decided about it and when, and provenance, where it comes from.
 *
 * A set is an array in a fixed order, each member once; joining two entries is
 * the union of theirs, which is why imports commute. A set is bounded: the
 * last ones in its order are kept, and that commutes as well. `status`,
 * `decided` and `superseded_by` say what the history says, and nothing else.
 */
#include <string.h>

#include "base/json.h"
#include "wisdom/store.h"

#define MAX_HISTORY	256
#define MAX_SOURCES	64
#define MAX_SOURCE	32768	/* bytes of one */

/* Of two decisions in the same second the stronger one holds. */
static const char *const by_strength[] = { "provisional", "confirmed",
    "superseded", "demoted" };

static int
strength(jv item)
{
	int	 i = 3;

	while (i > 0 && strcmp(json_str(item, "status", ""),
	    by_strength[i]) != 0)
		i--;
	return i;
}

/* A damaged base may hold anything. */
static jv
array_of(jv entry, const char *name)
{
	jv	 v = json_get(entry, name);

	if (jv_get_kind(v) == JV_KIND_ARRAY)
		return v;
	jv_free(v);
	return jv_array();
}

/* Sorted by the members' `first` (NULL: none) and then by their text, each
 * once, the last `max`. */
static jv
as_set(jv list, const char *first, int max)
{
	struct buf	 b = BUF_INIT;
	jv		 keys = jv_array(), key, v, out = jv_array();
	jv		 last = jv_invalid();
	int		 i, n = jv_array_length(jv_copy(list));

	for (i = 0; i < n; i++) {
		v = jv_array_get(jv_copy(list), i);
		json_dump(&b, v);
		key = jv_array();
		if (first != NULL)
			key = jv_array_append(key, jv_string(json_str(v, first,
			    "")));
		keys = jv_array_append(keys, jv_array_append(key,
		    jv_string_sized(buf_str(&b), (int)b.len)));
		buf_reset(&b);
		jv_free(v);
	}
	buf_release(&b);
	list = jv_sort(list, keys);
	for (i = 0; i < n; i++) {
		v = jv_array_get(jv_copy(list), i);
		if (!jv_is_valid(last) || !jv_equal(jv_copy(v),
		    jv_copy(last)))
			out = jv_array_append(out, jv_copy(v));
		jv_free(last);
		last = v;
	}
	jv_free(last);
	jv_free(list);
	n = jv_array_length(jv_copy(out));
	return n > max ? jv_array_slice(out, n - max, n) : out;
}

static const char *
check_decision(jv item)
{
	static const char *const by[] = { "person", "rule", "task", NULL };
	static const char *const states[] = { "provisional", "confirmed",
	    "demoted", "superseded", NULL };
	jv		 at = json_get(item, "at"), id;
	const char	*why = NULL;

	if (jv_get_kind(item) != JV_KIND_OBJECT)
		why = "must hold objects";
	else if (wis_check_time(at) != NULL)
		why = "needs 'at', a time such as 2026-01-31T08:00:00Z";
	else if (!wis_is_word(json_str(item, "status", ""), states))
		why = "needs 'status'";
	else if (!wis_is_word(json_str(item, "by", ""), by))
		why = "needs 'by': person, rule or task";
	else if (strcmp(json_str(item, "status", ""), "superseded") == 0) {
		id = json_get(item, "superseded_by");
		if (wis_check_id(id) != NULL)
			why = "needs 'superseded_by', an id";
		jv_free(id);
	}
	jv_free(at);
	return why;
}

const char *
wis_check_history(jv v)
{
	const char	*why = NULL;
	jv		 item;
	int		 i;

	if (jv_get_kind(v) != JV_KIND_ARRAY)
		return "must be an array";
	for (i = 0; why == NULL && i < jv_array_length(jv_copy(v)); i++) {
		item = jv_array_get(jv_copy(v), i);
		why = check_decision(item);
		jv_free(item);
	}
	return why;
}

const char *
wis_check_provenance(jv v)
{
	const char	*why = NULL;
	jv		 item;
	int		 i;

	if (jv_get_kind(v) != JV_KIND_ARRAY)
		return "must be an array";
	for (i = 0; why == NULL && i < jv_array_length(jv_copy(v)); i++) {
		item = jv_array_get(jv_copy(v), i);
		why = jv_get_kind(item) != JV_KIND_OBJECT ?
		    "must hold objects" :
		    wis_check_json(item, JV_KIND_OBJECT, MAX_SOURCE);
		jv_free(item);
	}
	return why;
}

jv
wis_decision(const char *at, const char *by, const char *status,
    const char *successor)
{
	jv	 d = json_put_str(jv_object(), "at", at);

	d = json_put_str(json_put_str(d, "by", by), "status", status);
	return strcmp(status, "superseded") != 0 ? d :
	    json_put_str(d, "superseded_by", successor);
}

/* The decisions, without members that are none of theirs. */
static jv
tidy_history(jv list)
{
	jv	 out = jv_array(), d;
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		d = jv_array_get(jv_copy(list), i);
		out = jv_array_append(out, wis_decision(json_str(d, "at", ""),
		    json_str(d, "by", ""), json_str(d, "status", ""),
		    json_str(d, "superseded_by", "")));
		jv_free(d);
	}
	jv_free(list);
	return as_set(out, "at", MAX_HISTORY);
}

static jv
tidy_provenance(jv v)
{
	jv	 out = jv_array(), item;
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(v)); i++) {
		item = jv_array_get(jv_copy(v), i);
		if (jv_object_length(jv_copy(item)) > 0)
			out = jv_array_append(out, jv_copy(item));
		jv_free(item);
	}
	jv_free(v);
	return as_set(out, NULL, MAX_SOURCES);
}

jv
wis_sets_tidy(jv entry)
{
	entry = json_put(entry, "history", tidy_history(json_get(entry,
	    "history")));
	entry = json_put(entry, "provenance", tidy_provenance(json_get(entry,
	    "provenance")));
	return wis_sets_derive(entry);
}

jv
wis_sets_derive(jv entry)
{
	jv	 list = array_of(entry, "history"), d, last = jv_null();
	int	 i, c;

	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		d = jv_array_get(jv_copy(list), i);
		c = strcmp(json_str(d, "at", ""), json_str(last, "at", ""));
		if (c > 0 || (c == 0 && strength(d) >= strength(last))) {
			jv_free(last);
			last = jv_copy(d);
		}
		jv_free(d);
	}
	jv_free(list);
	entry = json_put_str(entry, "status", json_str(last, "status",
	    "provisional"));
	entry = json_put(entry, "decided", json_get(last, "at"));
	entry = json_put(entry, "superseded_by", json_get(last, "superseded_by"));
	jv_free(last);
	return entry;
}

jv
wis_sets_join(jv entry, jv other)
{
	entry = json_put(entry, "history", as_set(jv_array_concat(array_of(
	    entry, "history"), array_of(other, "history")), "at",
	    MAX_HISTORY));
	entry = json_put(entry, "provenance", as_set(jv_array_concat(array_of(
	    entry, "provenance"), array_of(other, "provenance")), NULL,
	    MAX_SOURCES));
	return wis_sets_derive(entry);
}

/* The ids of `after` that were not forgotten. */
static jv
remembered(jv ids, wis_gone *gone, void *ctx)
{
	jv	 out = jv_array(), id;
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(ids)); i++) {
		id = jv_array_get(jv_copy(ids), i);
		if (jv_get_kind(id) != JV_KIND_STRING ||
		    !gone(ctx, jv_string_value(id)))
			out = jv_array_append(out, jv_copy(id));
		jv_free(id);
	}
	jv_free(ids);
	return out;
}

jv
wis_sets_without(jv entry, wis_gone *gone, void *ctx)
{
	jv	 h = array_of(entry, "history");
	jv	 p = array_of(entry, "provenance");
	jv	 kept = jv_array(), from = jv_array(), v, after;
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(h)); i++) {
		v = jv_array_get(jv_copy(h), i);
		if (json_str(v, "superseded_by", NULL) == NULL ||
		    !gone(ctx, json_str(v, "superseded_by", "")))
			kept = jv_array_append(kept, jv_copy(v));
		jv_free(v);
	}
	for (i = 0; i < jv_array_length(jv_copy(p)); i++) {
		v = jv_array_get(jv_copy(p), i);
		after = json_get(v, "after");
		if (jv_get_kind(after) == JV_KIND_ARRAY)
			v = json_put(v, "after", remembered(jv_copy(after),
			    gone, ctx));
		jv_free(after);
		from = jv_array_append(from, v);
	}
	jv_free(h);
	jv_free(p);
	entry = json_put(entry, "history", kept);
	entry = json_put(entry, "provenance", as_set(from, NULL, MAX_SOURCES));
	return wis_sets_derive(entry);
}

jv
wis_sets_at(jv entry, const char *time)
{
	jv	 h = array_of(entry, "history"), kept = jv_array(), d;
	int	 i;

	if (strcmp(json_str(entry, "created", ""), time) > 0) {
		jv_free(h);
		jv_free(kept);
		jv_free(entry);
		return jv_invalid();
	}
	for (i = 0; i < jv_array_length(jv_copy(h)); i++) {
		d = jv_array_get(jv_copy(h), i);
		if (strcmp(json_str(d, "at", ""), time) <= 0)
			kept = jv_array_append(kept, jv_copy(d));
		jv_free(d);
	}
	jv_free(h);
	/* Nobody knows of which day the counts are. */
	entry = jv_object_delete(entry, jv_string("trials"));
	entry = jv_object_delete(entry, jv_string("wins"));
	entry = jv_object_delete(entry, jv_string("harms"));
	return wis_sets_derive(json_put(entry, "history", kept));
}

bool
wis_by_person(jv entry)
{
	jv	 list = array_of(entry, "history"), d;
	bool	 yes = false;
	int	 i;

	for (i = 0; !yes && i < jv_array_length(jv_copy(list)); i++) {
		d = jv_array_get(jv_copy(list), i);
		yes = strcmp(json_str(d, "by", ""), "person") == 0;
		jv_free(d);
	}
	jv_free(list);
	return yes;
}
