/*
 * forget.c: delete an entry for good.
 *
 * One transaction deletes its row, vectors, words and uses, and every mention
 * of its id; the id stays as a tombstone, and the tasks whose files still hold
 * the entry are recorded (leftovers). The file is rewritten afterwards
 * (wis_purge); until then it is marked, and the next writer rewrites it.
 */
#include <string.h>

#include "base/json.h"
#include "wisdom/store.h"

bool
wis_is_forgotten(struct wis *w, const char *id, enum hcc_status *st,
    struct hcc_err *e)
{
	return wis_query_int(w, wis_bind(w, e, Q_IS_FORGOTTEN, "t", id), st,
	    e) == 1;
}

struct forgotten_check {
	struct wis	*w;
	enum hcc_status	 st;
	struct hcc_err	*e;
};

static bool
gone(void *ctx, const char *id)
{
	struct forgotten_check	*m = ctx;

	return m->st == HCC_OK && wis_is_forgotten(m->w, id, &m->st, m->e);
}

enum hcc_status
wis_drop_forgotten(struct wis *w, struct entry *x, struct hcc_err *e)
{
	struct forgotten_check	 m = { w, HCC_OK, e };

	entry_remove_ids(x, gone, &m);
	return m.st;
}

/* Remove the id, which is a tombstone by now, from every other entry. */
static enum hcc_status
drop_mentions(struct wis *w, const char *id, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int64_t		 n = 0;
	struct entry	 x;

	while (st == HCC_OK) {
		n = wis_query_int(w, wis_bind(w, e, Q_MENTIONS, "ti", id, n),
		    &st, e);
		if (st != HCC_OK || n == 0)
			break;
		if ((st = wis_row_get(w, n, &x, e)) != HCC_OK)
			break;
		if ((st = wis_drop_forgotten(w, &x, e)) == HCC_OK)
			st = wis_row_update(w, &x, e);
		entry_release(&x);
	}
	return st;
}

static enum hcc_status
forget_row(struct wis *w, int64_t n, const char *id, struct hcc_err *e)
{
	enum hcc_status	 st;
	char		 t[32];

	wis_now(t);
	if ((st = wis_vec_remove(w, n, e)) == HCC_OK &&
	    (st = wis_run_bound(w, e, Q_WORDS_DROP, "i", n)) == HCC_OK &&
	    (st = wis_run_bound(w, e, Q_DELETE, "i", n)) == HCC_OK &&
	    (st = wis_run_bound(w, e, Q_TOTAL_ADD, "i", (int64_t)-1)) ==
	    HCC_OK && (st = wis_run_bound(w, e, Q_LEFT_ADD, "it", n, id)) ==
	    HCC_OK && (st = wis_run_bound(w, e, Q_USES_FORGET, "i", n)) ==
	    HCC_OK && (st = wis_run_bound(w, e, Q_FORGET, "tt", id, t)) ==
	    HCC_OK && (st = drop_mentions(w, id, e)) == HCC_OK)
		st = wis_run_bound(w, e, Q_UNPURGED, "i", (int64_t)1);
	return st;
}

/* Has an id with this prefix been forgotten? */
static bool
is_tombstone(struct wis *w, const char *prefix)
{
	enum hcc_status	 st;

	return wis_query_int(w, wis_bind(w, NULL, Q_TOMBSTONE, "t", prefix),
	    &st, NULL) == 1;
}

enum hcc_status
wis_forget(struct wis *w, const char *prefix, struct hcc_err *e)
{
	struct entry	 x;
	enum hcc_status	 st;

	if ((st = wis_op_begin(w, e)) != HCC_OK)
		return st;
	if ((st = wis_find(w, prefix, &x, e)) == HCC_OK) {
		st = forget_row(w, x.n, x.id, e);
		entry_release(&x);
	} else if (st == HCC_NONE && is_tombstone(w, prefix))
		st = HCC_OK;
	return wis_op_end(w, st, e);
}

enum hcc_status
wis_leftovers(struct wis *w, jv *list, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_LEFT, e);
	enum hcc_status	 st = HCC_OK;
	jv		 one;

	*list = jv_array();
	while (wis_step(w, s, &st, e)) {
		one = json_put_str(jv_object(), "id",
		    (const char *)sqlite3_column_text(s, 0));
		one = json_put_str(one, "place",
		    (const char *)sqlite3_column_text(s, 1));
		*list = jv_array_append(*list, one);
	}
	return st;
}

enum hcc_status
wis_leftover_remove(struct wis *w, const char *id, const char *place,
    struct hcc_err *e)
{
	return wis_run_bound(w, e, Q_LEFT_DROP, "tt", id, place);
}
