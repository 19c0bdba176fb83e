/*
 * history.c: the two sets of an entry: history, the decisions about it, and
 * provenance, the tasks that it comes from.
 *
 * A set has a fixed order without duplicates; joining two entries is the union
 * of their sets, so that imports commute. A set is bounded: the last members in
 * its order are kept, which commutes as well. `status`, `decided` and
 * `superseded_by` are derived from the history alone.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "wisdom/entry.h"
#include "wisdom/pooled.h"

#define MAX_HISTORY	256
#define MAX_SOURCES	64

/* In increasing strength: of two decisions in the same second the stronger one
 * counts. */
static const char *const statuses[] = { "provisional", "confirmed",
    "superseded", "demoted", NULL };
static const char *const authors[] = { "person", "rule", "task", NULL };

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

bool
entry_is_active(const struct entry *x)
{
	return strcmp(x->status, "demoted") != 0 &&
	    strcmp(x->status, "superseded") != 0;
}

const char *
history_check(jv d)
{
	const char	*status = json_str(d, "status", "");

	if (jv_get_kind(d) != JV_KIND_OBJECT)
		return "must hold objects";
	if (check_time(json_at(d, "at")) != NULL)
		return "needs 'at', a time such as 2026-01-31T08:00:00Z";
	if (word(status, statuses) < 0)
		return "needs 'status'";
	if (word(json_str(d, "by", ""), authors) < 0)
		return "needs 'by': person, rule or task";
	if (strcmp(status, "superseded") == 0 &&
	    check_id(json_at(d, "superseded_by")) != NULL)
		return "needs 'superseded_by', an id";
	return NULL;
}

/* The order of the set: by time, then by the members as text. */
static int
compare(const void *p, const void *q)
{
	const struct decision	*a = p, *b = q;
	int			 c = strcmp(a->at, b->at);

	if (c == 0)
		c = strcmp(a->by, b->by);
	if (c == 0)
		c = strcmp(a->status, b->status);
	return c != 0 ? c : strcmp(text_or_empty(a->superseded_by),
	    text_or_empty(b->superseded_by));
}

/* The decision that counts; NULL: none. */
static const struct decision *
last_decision(const struct entry *x)
{
	const struct decision	*d, *last = NULL;
	int			 c;

	for (d = x->history; d < x->history + x->nhistory; d++) {
		c = last == NULL ? 1 : strcmp(d->at, last->at);
		if (c > 0 || (c == 0 && word(d->status, statuses) >=
		    word(last->status, statuses)))
			last = d;
	}
	return last;
}

/* Remove `n` decisions from the `at`th on. */
static void
drop(struct entry *x, size_t at, size_t n)
{
	size_t	 i;

	for (i = at; i < at + n; i++)
		record_free(&decision_record, &x->history[i]);
	x->nhistory -= n;
	memmove(&x->history[at], &x->history[at + n],
	    (x->nhistory - at) * sizeof(*x->history));
}

void
history_tidy(struct entry *x)
{
	const struct decision	*last;
	size_t			 i;

	if (x->nhistory > 1)
		qsort(x->history, x->nhistory, sizeof(*x->history), compare);
	for (i = x->nhistory; i-- > 0;) {
		if (strcmp(x->history[i].status, "superseded") != 0)
			record_set(&x->history[i].superseded_by, NULL);
		if (i + 1 < x->nhistory && compare(&x->history[i],
		    &x->history[i + 1]) == 0)
			drop(x, i, 1);
	}
	if (x->nhistory > MAX_HISTORY)
		drop(x, 0, x->nhistory - MAX_HISTORY);
	last = last_decision(x);
	record_set(&x->status, last == NULL ? statuses[0] : last->status);
	record_set(&x->decided, last == NULL ? NULL : last->at);
	record_set(&x->superseded_by, last == NULL ? NULL :
	    last->superseded_by);
}

void
history_add(struct entry *x, const char *at, const char *by,
    const char *status, const char *superseded_by)
{
	struct decision	*d = record_append(&decision_record, &x->history,
			    &x->nhistory);

	record_set(&d->at, at);
	record_set(&d->by, by);
	record_set(&d->status, status);
	record_set(&d->superseded_by, superseded_by);
	history_tidy(x);
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
entry_join(struct entry *x, const struct entry *other, bool history)
{
	size_t	 i;

	for (i = 0; history && i < other->nhistory; i++)
		record_copy(&decision_record, record_append(&decision_record,
		    &x->history, &x->nhistory), &other->history[i]);
	x->provenance = provenance_tidy(jv_array_concat(x->provenance,
	    jv_copy(other->provenance)));
	if (history)
		x->gains = gains_tidy(jv_array_concat(x->gains,
		    jv_copy(other->gains)));
	history_tidy(x);
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
	size_t	 k;
	int	 i;

	for (k = x->nhistory; k-- > 0;)
		if (x->history[k].superseded_by != NULL &&
		    gone(ctx, x->history[k].superseded_by))
			drop(x, k, 1);
	for (i = 0; json_item(x->provenance, i, &one); i++)
		from = jv_array_append(from,
		    jv_get_kind(json_at(one, "after")) != JV_KIND_ARRAY ?
		    jv_copy(one) : json_put(jv_copy(one), "after",
		    remembered(json_at(one, "after"), gone, ctx)));
	jv_free(x->provenance);
	x->provenance = provenance_tidy(from);
	history_tidy(x);
}

bool
entry_as_of(struct entry *x, const char *time)
{
	if (strcmp(x->created, time) > 0)
		return false;
	while (x->nhistory > 0 && strcmp(x->history[x->nhistory - 1].at,
	    time) > 0)
		drop(x, x->nhistory - 1, 1);
	/* Counts have no date: they are not known for this day. */
	x->trials = x->wins = x->harms = -1;
	history_tidy(x);
	return true;
}
