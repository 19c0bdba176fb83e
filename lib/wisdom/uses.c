/*
 * uses.c: the tasks to which an entry was shown, and the outcomes.
 *
 * A row is made when prefetch.md is written and closed once, when the task
 * ends; the counts of the entry change in the same transaction, so that a
 * repeated run of a killed tool counts nothing twice.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "wisdom/pooled.h"
#include "wisdom/store.h"

static bool
has_row(jv rows, int64_t n)
{
	jv	 v;
	int	 i;

	for (i = 0; json_item(rows, i, &v); i++)
		if ((int64_t)jv_number_value(v) == n)
			return true;
	return false;
}

/* Drop the open rows of this task that are not among `rows`. */
static enum hcc_status
drop_others(struct wis *w, const char *uid, jv rows, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int64_t		 n = 0;

	while (st == HCC_OK) {
		n = wis_query_int(w, wis_bind(w, e, Q_SHOWN_OPEN, "ti", uid, n),
		    &st, e);
		if (st != HCC_OK || n == 0)
			break;
		if (!has_row(rows, n))
			st = wis_run_bound(w, e, Q_SHOWN_DROP, "it", n, uid);
	}
	return st;
}

enum hcc_status
wis_record_shown(struct wis *w, jv use, jv ids, struct hcc_err *e)
{
	enum hcc_status	 st;
	struct entry	 x;
	jv		 id, rows = jv_array();
	int		 i;

	if ((st = wis_op_begin(w, e)) != HCC_OK) {
		jv_free(use);
		jv_free(rows);
		return st;
	}
	for (i = 0; st == HCC_OK && json_item(ids, i, &id); i++) {
		st = wis_find(w, jv_string_value(id), &x, e);
		if (st == HCC_OK) {
			st = wis_run_bound(w, e, Q_SHOWN, "itttt", x.n,
			    json_str(use, "uid", ""), json_str(use, "task", ""),
			    json_str(use, "place", ""),
			    json_str(use, "at", ""));
			rows = jv_array_append(rows, jv_number((double)x.n));
			entry_release(&x);
		} else if (st == HCC_NONE || st == HCC_INPUT)
			st = HCC_OK;	/* forgotten, or edited by hand */
	}
	if (st == HCC_OK)
		st = drop_others(w, json_str(use, "uid", ""), rows, e);
	jv_free(rows);
	jv_free(use);
	return wis_op_end(w, st, e);
}

static void
bind_number(sqlite3_stmt *s, int i, jv outcome, const char *name)
{
	jv	 v = json_at(outcome, name);

	if (jv_get_kind(v) == JV_KIND_NUMBER)
		sqlite3_bind_double(s, i, jv_number_value(v));
}

/* Close the open row; *counted: there was one. */
static enum hcc_status
end_use(struct wis *w, int64_t n, const char *uid, jv outcome, bool *counted,
    struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st;
	char		 at[32];

	wis_now(at);
	s = wis_bind(w, e, Q_ENDED, "ittit", n, uid, at,
	    (int64_t)json_bool(outcome, "control", false),
	    json_str(outcome, "outcome", "neutral"));
	if (s != NULL) {
		bind_number(s, 6, outcome, "attempts");
		bind_number(s, 7, outcome, "seconds");
		bind_number(s, 8, outcome, "score");
		bind_number(s, 9, outcome, "rank");
		bind_number(s, 10, outcome, "gain");
	}
	st = wis_run(w, s, e);
	*counted = st == HCC_OK && sqlite3_changes(w->db) > 0;
	return st;
}

/* Add the gain of a use to the set of its entry; an outcome without one adds
 * nothing. *again: the set has it already. */
static enum hcc_status
add_gain(struct wis *w, int64_t n, jv outcome, bool *again, struct hcc_err *e)
{
	const char	*id = json_str(outcome, "comparison", "");
	struct entry	 x;
	enum hcc_status	 st;
	jv		 one = json_put_str(jv_object(), "id", id), had;
	int		 i;

	*again = false;
	one = json_put_num(one, "gain", json_num(outcome, "gain", NAN));
	if (gain_check(one) != NULL) {
		jv_free(one);
		return HCC_OK;
	}
	if ((st = wis_row_get(w, n, &x, e)) != HCC_OK) {
		jv_free(one);
		return st;
	}
	for (i = 0; json_item(x.gains, i, &had); i++)
		*again = *again || strcmp(json_str(had, "id", ""), id) == 0;
	if (i == GAINS_MOST && !*again)	/* what was shown here has a place */
		x.gains = jv_array_slice(x.gains, 0, GAINS_MOST - 1);
	x.gains = gains_tidy(jv_array_append(x.gains, one));
	st = wis_row_update(w, &x, e);
	entry_release(&x);
	return st;
}

enum hcc_status
wis_credit(struct wis *w, const char *id, const char *uid, jv outcome,
    bool *counted, struct hcc_err *e)
{
	const char	*o = json_str(outcome, "outcome", "neutral");
	enum hcc_status	 st;
	int64_t		 n;
	bool		 again;

	*counted = false;
	if ((st = wis_op_begin(w, e)) != HCC_OK) {
		jv_free(outcome);
		return st;
	}
	n = wis_find_row(w, id, &st, e);
	if (st == HCC_OK && n != 0)
		st = end_use(w, n, uid, outcome, counted, e);
	if (st == HCC_OK && *counted &&
	    (st = add_gain(w, n, outcome, &again, e)) == HCC_OK)
		st = wis_run_bound(w, e, Q_CREDIT, "iii", n,
		    (int64_t)(!again && strcmp(o, "win") == 0),
		    (int64_t)(!again && strcmp(o, "harm") == 0));
	jv_free(outcome);
	return wis_op_end(w, st, e);
}

static jv
use_json(sqlite3_stmt *s)
{
	jv	 r = jv_object();
	int	 i, k;

	for (i = 0; i < sqlite3_column_count(s); i++) {
		k = sqlite3_column_type(s, i);
		r = json_put(r, sqlite3_column_name(s, i), k == SQLITE_NULL ?
		    jv_null() : k == SQLITE_TEXT ? jv_string((const char *)
		    sqlite3_column_text(s, i)) :
		    jv_number(sqlite3_column_double(s, i)));
	}
	if (json_str(r, "ended_at", NULL) != NULL)
		r = json_put(r, "control", jv_bool(json_num(r, "control",
		    0) > 0));
	return r;
}

enum hcc_status
wis_uses(struct wis *w, const char *id, jv *uses, struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st;
	int64_t		 n;

	*uses = jv_array();
	n = wis_find_row(w, id, &st, e);
	if (st != HCC_OK || n == 0)
		return st;
	s = wis_bind(w, e, Q_USES, "i", n);
	while (wis_step(w, s, &st, e))
		*uses = jv_array_append(*uses, use_json(s));
	return st;
}
