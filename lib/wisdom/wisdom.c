/*
 * wisdom.c: add an entry to L3, join it with an imported copy, record decisions
 * about it. Content never changes: the id is computed from it.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "wisdom/store.h"

int64_t
wis_find_row(struct wis *w, const char *id, enum hcc_status *st,
    struct hcc_err *e)
{
	return wis_query_int(w, wis_bind(w, e, Q_BY_ID, "t", id), st, e);
}

/* Update the row of the same id with the union of both entries. */
static enum hcc_status
join_row(struct wis *w, int64_t n, struct entry *x, struct hcc_err *e)
{
	enum hcc_status	 st;
	struct entry	 old;

	if ((st = wis_row_get(w, n, &old, e)) != HCC_OK)
		return st;
	x->n = n;
	entry_join(x, &old, true);
	st = wis_row_update(w, x, e);
	entry_release(&old);
	return st;
}

/* Inside a transaction: insert a checked entry, or join it with its row. x->n
 * stays 0 when its id has been forgotten. Forgotten ids are removed from its
 * history and provenance. */
static enum hcc_status
add_or_join(struct wis *w, struct entry *x, const char *origin,
    const char *place, bool *added, struct hcc_err *e)
{
	enum hcc_status	 st;
	int64_t		 n = wis_find_row(w, x->id, &st, e);

	if (st != HCC_OK || wis_is_forgotten(w, x->id, &st, e) ||
	    st != HCC_OK)
		return st;
	if ((st = wis_drop_forgotten(w, x, e)) != HCC_OK)
		return st;
	if (n != 0)
		return join_row(w, n, x, e);
	record_set(&x->origin, origin);
	record_set(&x->place, place);
	st = wis_row_insert(w, x, e);
	*added = st == HCC_OK;
	return st;
}

/* Mark an entry that was imported before as made here. */
static enum hcc_status
mark_local(struct wis *w, const struct entry *x, const char *place,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	json_dump(&b, x->evidence);
	st = wis_run_bound(w, e, Q_OWN, "itt", x->n, place, buf_str(&b));
	buf_release(&b);
	return st;
}

/* Store a record (consumed): ours, with a vector unless `embedder` is NULL, or
 * imported. */
static enum hcc_status
store(struct wis *w, jv record, bool ours, const char *embedder,
    const float *v, size_t dim, bool *added, char id[65], struct hcc_err *e)
{
	const char	*place = ours ? json_str(record, "place", NULL) : NULL;
	struct entry	 x;
	enum hcc_status	 st;
	bool		 is_new = false;

	if ((st = entry_read(&x, record, e)) == HCC_OK &&
	    (st = wis_op_begin(w, e)) == HCC_OK) {
		st = add_or_join(w, &x, ours ? "local" : "imported", place,
		    &is_new, e);
		if (st == HCC_OK && ours && x.n != 0 && !is_new)
			st = mark_local(w, &x, place, e);
		if (st == HCC_OK && x.n != 0 && embedder != NULL)
			st = wis_vec_add(w, embedder, v, dim, x.n, e);
		st = wis_op_end(w, st, e);
	}
	if (id != NULL && st == HCC_OK)
		strcpy(id, x.id);
	if (added != NULL)
		*added = is_new && st == HCC_OK;
	entry_release(&x);
	jv_free(record);
	return st;
}

enum hcc_status
wis_add(struct wis *w, jv record, const char *embedder, const float *v,
    size_t dim, bool *added, char id[65], struct hcc_err *e)
{
	return store(w, entry_sanitize(record), true, embedder, v, dim, added,
	    id, e);
}

enum hcc_status
wis_import(struct wis *w, jv record, bool *added, char id[65],
    struct hcc_err *e)
{
	return store(w, record, false, NULL, NULL, 0, added, id, e);
}

/* The entry with this prefix of its id. */
enum hcc_status
wis_find(struct wis *w, const char *prefix, struct entry *x,
    struct hcc_err *e)
{
	sqlite3_stmt	*s;
	size_t		 len = strlen(prefix);
	enum hcc_status	 st = HCC_OK;

	entry_init(x);
	if (len < 4 || len > 64 || strspn(prefix, "0123456789abcdef") != len)
		return err_set(e, HCC_INPUT, "'%s': not an id, which has 4 to "
		    "64 hexadecimal digits", prefix);
	s = wis_bind(w, e, Q_BY_PREFIX, "t", prefix);
	if (wis_step(w, s, &st, e)) {
		st = entry_from_row(x, s, e);
		if (wis_step(w, s, &st, e))
			st = err_set(e, HCC_INPUT, "'%s': several ids begin "
			    "with these digits; give more", prefix);
	} else if (st == HCC_OK)
		st = err_set(e, HCC_NONE, "no wisdom '%s'", prefix);
	sqlite3_reset(s);
	if (st != HCC_OK)
		entry_release(x);
	return st;
}

enum hcc_status
wis_get(struct wis *w, const char *prefix, jv *record, struct hcc_err *e)
{
	enum hcc_status	 st;
	struct entry	 x;

	*record = jv_invalid();
	if ((st = wis_find(w, prefix, &x, e)) != HCC_OK)
		return st;
	if (*w->as_of != '\0' && !entry_as_of(&x, w->as_of))
		st = err_set(e, HCC_NONE, "wisdom '%s' was not known on %s",
		    prefix, w->as_of);
	else
		*record = entry_json(&x, true);
	entry_release(&x);
	return st;
}

bool
wis_by_person(jv record)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(json_at(record, "history"), i, &one); i++)
		if (strcmp(json_str(one, "by", ""), "person") == 0)
			return true;
	return false;
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
wis_now(char out[ENTRY_TIME])
{
	struct tm	 tm;
	time_t		 t = time(NULL);

	gmtime_r(&t, &tm);
	strftime(out, ENTRY_TIME, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/* Now, or a second after the last decision if that lies in the future: the
 * latest decision counts, even if another machine's clock is ahead. */
static void
time_of_decision(const struct entry *x, char out[ENTRY_TIME])
{
	struct tm	 tm = { 0 };
	time_t		 t;

	wis_now(out);
	if (x->decided == NULL || strcmp(out, x->decided) > 0 ||
	    strptime(x->decided, "%Y-%m-%dT%H:%M:%SZ", &tm) == NULL)
		return;
	t = timegm(&tm) + 1;
	gmtime_r(&t, &tm);
	strftime(out, ENTRY_TIME, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

static enum hcc_status
add_decision(struct wis *w, struct entry *x, const char *status,
    const char *by, const char *superseded_by, struct hcc_err *e)
{
	char	 at[ENTRY_TIME];

	time_of_decision(x, at);
	history_add(x, at, by, status, superseded_by);
	return wis_row_update(w, x, e);
}

enum hcc_status
wis_decide(struct wis *w, const char *prefix, const char *status,
    const char *by, struct hcc_err *e)
{
	struct entry	 x;
	enum hcc_status	 st;

	if ((st = wis_op_begin(w, e)) != HCC_OK)
		return st;
	if ((st = wis_find(w, prefix, &x, e)) == HCC_OK) {
		st = add_decision(w, &x, status, by, NULL, e);
		entry_release(&x);
	}
	return wis_op_end(w, st, e);
}

/* Inside a transaction; `new` gets the provenance of `old`. */
static enum hcc_status
supersede(struct wis *w, struct entry *old, struct entry *new,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	if (old->n == new->n)
		return err_set(e, HCC_INPUT, "'%.16s' cannot supersede itself",
		    old->id);
	if (old->superseded_by != NULL && strcmp(old->superseded_by,
	    new->id) == 0)
		return HCC_OK;
	entry_join(new, old, false);
	st = wis_row_update(w, new, e);
	return st != HCC_OK ? st : add_decision(w, old, "superseded", "task",
	    new->id, e);
}

enum hcc_status
wis_supersede(struct wis *w, const char *prefix, const char *by,
    struct hcc_err *e)
{
	struct entry	 old, new;
	enum hcc_status	 st;

	if ((st = wis_op_begin(w, e)) != HCC_OK)
		return st;
	entry_init(&old);
	if ((st = wis_find(w, by, &new, e)) == HCC_OK &&
	    (st = wis_find(w, prefix, &old, e)) == HCC_OK)
		st = supersede(w, &old, &new, e);
	entry_release(&old);
	entry_release(&new);
	return wis_op_end(w, st, e);
}
