/*
 * wisdom.c: what can happen to an entry of L3: it is put, joined with a
 * colleague's copy, judged and superseded. Content never changes, since it is
 * what the id is made of.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "wisdom/store.h"

int64_t
wis_row_of(struct wis *w, const char *id, enum hcc_status *st,
    struct hcc_err *e)
{
	return wis_number(w, wis_bind(w, e, Q_BY_ID, "t", id), 0, st, e);
}

/* Into the row of the same id: the union of what both know. */
static enum hcc_status
join(struct wis *w, int64_t n, jv *entry, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 old;

	if ((st = wis_row_get(w, n, &old, e)) != HCC_OK)
		return st;
	*entry = wis_sets_join(*entry, old);
	jv_free(old);
	return wis_row_update(w, *entry, e);
}

/* Inside a transaction: a checked entry becomes a row or joins its row. *n is
 * 0 when it has been forgotten. What was forgotten here supersedes nothing
 * here, and is named nowhere. */
static enum hcc_status
admit(struct wis *w, jv *entry, const char *origin, const char *place,
    bool *added, int64_t *n, struct hcc_err *e)
{
	const char	*id = json_str(*entry, "id", "");
	enum hcc_status	 st;

	*n = wis_row_of(w, id, &st, e);
	if (st != HCC_OK || wis_is_forgotten(w, id, &st, e) ||
	    st != HCC_OK)
		return st;
	if ((st = wis_drop_forgotten(w, entry, e)) != HCC_OK)
		return st;
	if (*n != 0)
		return join(w, *n, entry, e);
	st = wis_row_insert(w, *entry, origin, place, n, e);
	*added = st == HCC_OK;
	return st;
}

/* An entry that was there has now been made here as well. */
static enum hcc_status
own(struct wis *w, int64_t n, jv entry, const char *place, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	json_dump(&b, json_at(entry, "evidence"));
	st = wis_do(w, e, Q_OWN, "itt", n, place, buf_str(&b));
	buf_release(&b);
	return st;
}

enum hcc_status
wis_put(struct wis *w, jv entry, const char *embedder, const float *v,
    size_t dim, bool *added, char id[65], struct hcc_err *e)
{
	enum hcc_status	 st;
	int64_t		 n = 0;
	bool		 is_new = false;
	jv		 at = json_get(entry, "place");
	const char	*place = jv_get_kind(at) == JV_KIND_STRING ?
			    jv_string_value(at) : NULL;

	entry = wis_check(wis_mend(entry), e);
	if (!jv_is_valid(entry)) {
		jv_free(at);
		jv_free(entry);
		return HCC_INPUT;
	}
	if ((st = wis_enter(w, e)) == HCC_OK) {
		st = admit(w, &entry, "local", place, &is_new, &n, e);
		if (st == HCC_OK && n != 0 && !is_new)
			st = own(w, n, entry, place, e);
		if (st == HCC_OK && n != 0 && embedder != NULL)
			st = wis_vec_add(w, embedder, v, dim, n, e);
		st = wis_leave(w, st, e);
	}
	jv_free(at);
	if (id != NULL && st == HCC_OK)
		memcpy(id, json_str(entry, "id", ""), 65);
	if (added != NULL)
		*added = is_new && st == HCC_OK;
	jv_free(entry);
	return st;
}

enum hcc_status
wis_import(struct wis *w, jv entry, bool *added, struct hcc_err *e)
{
	enum hcc_status	 st;
	int64_t		 n = 0;
	bool		 is_new = false;

	entry = wis_check(entry, e);
	if (!jv_is_valid(entry)) {
		jv_free(entry);
		return HCC_INPUT;
	}
	if ((st = wis_enter(w, e)) == HCC_OK) {
		st = admit(w, &entry, "imported", NULL, &is_new, &n, e);
		st = wis_leave(w, st, e);
	}
	if (added != NULL)
		*added = is_new && st == HCC_OK;
	jv_free(entry);
	return st;
}

/* The one entry whose id begins so: its row number and record. */
enum hcc_status
wis_find(struct wis *w, const char *prefix, int64_t *n, jv *entry,
    struct hcc_err *e)
{
	sqlite3_stmt	*s;
	size_t		 len = strlen(prefix);
	enum hcc_status	 st = HCC_OK;
	int		 r;

	if (len < 4 || len > 64 || strspn(prefix, "0123456789abcdef") != len)
		return err_set(e, HCC_INPUT, "'%s': not an id, which has 4 to "
		    "64 hexadecimal digits", prefix);
	if ((s = wis_bind(w, e, Q_BY_PREFIX, "t", prefix)) == NULL)
		return wis_status(e);
	if ((r = sqlite3_step(s)) == SQLITE_ROW) {
		*n = sqlite3_column_int64(s, 0);
		*entry = wis_row(s);
		if ((r = sqlite3_step(s)) == SQLITE_ROW)
			st = err_set(e, HCC_INPUT, "'%s': several ids begin "
			    "so, give more digits", prefix);
	} else if (r == SQLITE_DONE)
		st = err_set(e, HCC_NONE, "no wisdom '%s'", prefix);
	if (r != SQLITE_ROW && r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	if (st != HCC_OK) {
		jv_free(*entry);
		*entry = jv_invalid();
	}
	return st;
}

enum hcc_status
wis_get(struct wis *w, const char *prefix, jv *entry, struct hcc_err *e)
{
	enum hcc_status	 st;
	int64_t		 n;

	*entry = jv_invalid();
	if ((st = wis_find(w, prefix, &n, entry, e)) == HCC_OK &&
	    *w->as_of != '\0') {
		*entry = wis_sets_at(*entry, w->as_of);
		if (!jv_is_valid(*entry))
			st = err_set(e, HCC_NONE, "wisdom '%s' was not known "
			    "on %s", prefix, w->as_of);
	}
	return st;
}

void
wis_as_of(struct wis *w, const char *time)
{
	snprintf(w->as_of, sizeof(w->as_of), "%s", time);
}

void
wis_include_inactive(struct wis *w)
{
	w->include_inactive = true;
}

void
wis_now(char out[32])
{
	struct tm	 tm;
	time_t		 t = time(NULL);

	gmtime_r(&t, &tm);
	strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/* Now, or a second after the last decision: the latest one holds, also
 * against a clock that is ahead. */
static void
time_of_decision(jv entry, char out[32])
{
	const char	*last = json_str(entry, "decided", "");
	struct tm	 tm = { 0 };
	time_t		 t;

	wis_now(out);
	if (strcmp(out, last) > 0 || strptime(last, "%Y-%m-%dT%H:%M:%SZ",
	    &tm) == NULL)
		return;
	t = timegm(&tm) + 1;
	gmtime_r(&t, &tm);
	strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

static enum hcc_status
decide(struct wis *w, jv *entry, const char *status, const char *by,
    const char *successor, struct hcc_err *e)
{
	char	 at[32];
	jv	 one;

	time_of_decision(*entry, at);
	one = jv_array_append(jv_array(), wis_decision(at, by, status,
	    successor));
	one = json_put(jv_object(), "history", one);
	*entry = wis_sets_join(*entry, one);
	jv_free(one);
	return wis_row_update(w, *entry, e);
}

enum hcc_status
wis_decide(struct wis *w, const char *prefix, const char *status,
    const char *by, struct hcc_err *e)
{
	enum hcc_status	 st;
	int64_t		 n;
	jv		 entry = jv_invalid();

	if ((st = wis_enter(w, e)) != HCC_OK)
		return st;
	if ((st = wis_find(w, prefix, &n, &entry, e)) == HCC_OK)
		st = decide(w, &entry, status, by, NULL, e);
	jv_free(entry);
	return wis_leave(w, st, e);
}

enum hcc_status
wis_supersede(struct wis *w, const char *prefix, const char *by,
    struct hcc_err *e)
{
	jv		 old = jv_invalid(), new = jv_invalid(), from;
	enum hcc_status	 st;
	int64_t		 n, m;

	if ((st = wis_enter(w, e)) != HCC_OK)
		return st;
	if ((st = wis_find(w, by, &n, &new, e)) != HCC_OK ||
	    (st = wis_find(w, prefix, &m, &old, e)) != HCC_OK)
		goto out;
	if (n == m) {
		st = err_set(e, HCC_INPUT, "'%s' cannot supersede itself",
		    prefix);
		goto out;
	}
	if (strcmp(json_str(old, "superseded_by", ""), json_str(new, "id", "")) ==
	    0)
		goto out;
	from = json_put(jv_object(), "provenance", json_get(old, "provenance"));
	new = wis_sets_join(new, from);
	jv_free(from);
	if ((st = wis_row_update(w, new, e)) == HCC_OK)
		st = decide(w, &old, "superseded", "task", json_str(new, "id",
		    ""), e);
out:
	jv_free(old);
	jv_free(new);
	return wis_leave(w, st, e);
}
