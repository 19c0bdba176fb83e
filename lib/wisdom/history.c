/*
 * history.c: the two sets of an entry: history, the decisions about it, and
 * provenance, the tasks that it comes from.
 *
 * A set has a fixed order without duplicates; joining two entries is the union
 * of their sets, so that imports commute. A set is bounded: the last members in
 * its order are kept, which commutes as well. `status`, `decided` and
 * `successor` are derived from the history alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/json.h"
#include "wisdom/entry.h"

#define MAX_HISTORY	256
#define MAX_SOURCES	64
#define MAX_SOURCE	32768	/* bytes of one */

static const char *const status_names[] = { "provisional", "confirmed",
    "superseded", "demoted", NULL };
static const char *const by_names[] = { "person", "rule", "task", NULL };

/* The index of a word in a list that ends with NULL, or -1. */
static int
word(const char *s, const char *const *words)
{
	int	 i;

	for (i = 0; words[i] != NULL; i++)
		if (strcmp(s, words[i]) == 0)
			return i;
	return -1;
}

const char *
entry_status_name(enum entry_status s)
{
	return status_names[s];
}

bool
entry_is_active(const struct entry *x)
{
	return x->status != ENTRY_DEMOTED && x->status != ENTRY_SUPERSEDED;
}

/* Check the members of a list by `check`. */
static const char *
check_members(jv list, const char *(*check)(jv))
{
	const char	*why = NULL;
	jv		 one;
	int		 i;

	if (jv_get_kind(list) != JV_KIND_ARRAY)
		return "must be an array";
	for (i = 0; why == NULL && json_item(list, i, &one); i++)
		why = jv_get_kind(one) != JV_KIND_OBJECT ?
		    "must hold objects" : check(one);
	return why;
}

static const char *
check_decision(jv d)
{
	int	 status = word(json_str(d, "status", ""), status_names);

	if (check_time(json_at(d, "at")) != NULL)
		return "needs 'at', a time such as 2026-01-31T08:00:00Z";
	if (status < 0)
		return "needs 'status'";
	if (word(json_str(d, "by", ""), by_names) < 0)
		return "needs 'by': person, rule or task";
	if (status == ENTRY_SUPERSEDED &&
	    check_id(json_at(d, "superseded_by")) != NULL)
		return "needs 'superseded_by', an id";
	return NULL;
}

const char *
history_check(jv list)
{
	return check_members(list, check_decision);
}

static const char *
check_source(jv source)
{
	return check_json(source, JV_KIND_OBJECT, MAX_SOURCE);
}

const char *
provenance_check(jv list)
{
	return check_members(list, check_source);
}

/* The order of the set: by time, then by the members as text. */
static int
compare(const struct decision *a, const struct decision *b)
{
	int	 c = strcmp(a->at, b->at);

	if (c == 0)
		c = strcmp(by_names[a->by], by_names[b->by]);
	if (c == 0)
		c = strcmp(status_names[a->status], status_names[b->status]);
	return c != 0 ? c : strcmp(a->successor, b->successor);
}

bool
history_add(struct entry *x, const struct decision *d)
{
	size_t	 i;

	if (!grow(&x->history, &x->history_cap, x->nhistory + 1,
	    sizeof(*x->history)))
		return false;
	for (i = x->nhistory; i > 0 && compare(&x->history[i - 1], d) > 0; i--)
		;
	if (i > 0 && compare(&x->history[i - 1], d) == 0)
		return true;
	memmove(&x->history[i + 1], &x->history[i],
	    (x->nhistory - i) * sizeof(*d));
	x->history[i] = *d;
	if (++x->nhistory > MAX_HISTORY)
		memmove(x->history, x->history + 1,
		    --x->nhistory * sizeof(*d));
	return true;
}

bool
history_read(struct entry *x, jv list)
{
	struct decision	 d;
	jv		 one;
	int		 i;

	for (i = 0; json_item(list, i, &one); i++) {
		if (check_decision(one) != NULL)	/* a damaged base */
			continue;
		d = (struct decision){ .by = (enum entry_by)word(json_str(one,
		    "by", ""), by_names), .status = (enum entry_status)word(
		    json_str(one, "status", ""), status_names) };
		strcpy(d.at, json_str(one, "at", ""));
		if (d.status == ENTRY_SUPERSEDED)
			strcpy(d.successor, json_str(one, "superseded_by",
			    ""));
		if (!history_add(x, &d))
			return false;
	}
	history_derive(x);
	return true;
}

jv
history_json(const struct entry *x)
{
	const struct decision	*d;
	jv			 out = jv_array(), one;

	for (d = x->history; d < x->history + x->nhistory; d++) {
		one = json_put_str(jv_object(), "at", d->at);
		one = json_put_str(one, "by", by_names[d->by]);
		one = json_put_str(one, "status", status_names[d->status]);
		if (d->status == ENTRY_SUPERSEDED)
			one = json_put_str(one, "superseded_by",
			    d->successor);
		out = jv_array_append(out, one);
	}
	return out;
}

/* The non-empty objects, sorted by their JSON text, without duplicates. */
jv
provenance_tidy(jv list)
{
	struct buf	 b = BUF_INIT;
	jv		 keys = jv_array(), kept = jv_array(), out, one;
	jv		 last = jv_null();
	int		 i, n;

	for (i = 0; json_item(list, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_OBJECT &&
		    jv_object_length(jv_copy(one)) > 0) {
			json_dump(&b, one);
			keys = jv_array_append(keys, jv_string_sized(
			    buf_str(&b), (int)b.len));
			kept = jv_array_append(kept, jv_copy(one));
			buf_reset(&b);
		}
	buf_release(&b);
	jv_free(list);
	kept = jv_sort(kept, keys);
	out = jv_array();
	for (i = 0; json_item(kept, i, &one); i++) {
		if (!jv_equal(jv_copy(one), jv_copy(last)))
			out = jv_array_append(out, jv_copy(one));
		last = one;
	}
	jv_free(kept);
	n = json_len(out);
	return n > MAX_SOURCES ? jv_array_slice(out, n - MAX_SOURCES, n) : out;
}

void
history_derive(struct entry *x)
{
	const struct decision	*d, *last = NULL;
	int			 c;

	for (d = x->history; d < x->history + x->nhistory; d++) {
		c = last == NULL ? 1 : strcmp(d->at, last->at);
		if (c > 0 || (c == 0 && d->status >= last->status))
			last = d;
	}
	x->status = last == NULL ? ENTRY_PROVISIONAL : last->status;
	strcpy(x->decided, last == NULL ? "" : last->at);
	strcpy(x->successor, last == NULL ? "" : last->successor);
}

bool
entry_join(struct entry *x, const struct entry *other, bool history)
{
	size_t	 i;

	for (i = 0; history && i < other->nhistory; i++)
		if (!history_add(x, &other->history[i]))
			return false;
	x->provenance = provenance_tidy(jv_array_concat(x->provenance,
	    jv_copy(other->provenance)));
	history_derive(x);
	return true;
}

/* The ids of `after` that are not removed. */
static jv
remembered(jv ids, entry_is_removed *gone, void *ctx)
{
	jv	 out = jv_array(), id;
	int	 i;

	for (i = 0; json_item(ids, i, &id); i++)
		if (jv_get_kind(id) != JV_KIND_STRING ||
		    !gone(ctx, jv_string_value(id)))
			out = jv_array_append(out, jv_copy(id));
	return out;
}

void
entry_remove_ids(struct entry *x, entry_is_removed *gone, void *ctx)
{
	jv	 from = jv_array(), one;
	size_t	 k, kept = 0;
	int	 i;

	for (k = 0; k < x->nhistory; k++)
		if (*x->history[k].successor == '\0' ||
		    !gone(ctx, x->history[k].successor))
			x->history[kept++] = x->history[k];
	x->nhistory = kept;
	for (i = 0; json_item(x->provenance, i, &one); i++)
		from = jv_array_append(from,
		    jv_get_kind(json_at(one, "after")) != JV_KIND_ARRAY ?
		    jv_copy(one) : json_put(jv_copy(one), "after",
		    remembered(json_at(one, "after"), gone, ctx)));
	jv_free(x->provenance);
	x->provenance = provenance_tidy(from);
	history_derive(x);
}

bool
entry_as_of(struct entry *x, const char *time)
{
	size_t	 k;

	if (strcmp(x->created, time) > 0)
		return false;
	for (k = x->nhistory; k > 0 && strcmp(x->history[k - 1].at, time) > 0;
	    k--)
		;
	x->nhistory = k;
	/* Counts have no date: they are not known for this day. */
	x->trials = x->wins = x->harms = -1;
	history_derive(x);
	return true;
}
