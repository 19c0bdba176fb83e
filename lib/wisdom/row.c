/*
 * row.c: an entry as a row of the table, and back; many rows at once: export,
 * list, search by words.
 *
 * Lists and the history are columns of JSON text; everything else is a column
 * of its own type.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "wisdom/entry.h"
#include "wisdom/store.h"

/* The columns after n, in the order of WIS_COLUMNS. */
enum column {
	C_ID = 1, C_TASK, C_DESCRIPTOR, C_TEXT, C_TAGS, C_METRIC, C_GOAL,
	C_SCORE, C_RANKING, C_EVIDENCE, C_PROVENANCE, C_CREATED, C_DECIDED,
	C_STATUS, C_TRIALS, C_WINS, C_HARMS, C_SUPERSEDED_BY, C_HISTORY,
	C_ORIGIN, C_PLACE
};

static const char *
column_text(sqlite3_stmt *s, enum column c)
{
	return (const char *)sqlite3_column_text(s, (int)c);
}

/* A list; a damaged base may hold anything. */
static jv
column_list(sqlite3_stmt *s, enum column c)
{
	jv	 v = jv_parse_sized(column_text(s, c) == NULL ? "" : column_text(s, c),
		    sqlite3_column_bytes(s, (int)c));

	if (jv_get_kind(v) == JV_KIND_ARRAY)
		return v;
	jv_free(v);
	return jv_array();
}

/* Copy a required text; false: absent, or no memory. */
static bool
copy_text(sqlite3_stmt *s, enum column c, char **out)
{
	return column_text(s, c) != NULL && (*out = strdup(column_text(s, c))) != NULL;
}

static bool
copy_fixed(sqlite3_stmt *s, enum column c, char *out, size_t size)
{
	return column_text(s, c) != NULL &&
	    snprintf(out, size, "%s", column_text(s, c)) == (int)size - 1;
}

/* Is it general practice that no task has measured yet? */
static bool
is_curated(const struct entry *x)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(x->provenance, i, &one); i++)
		if (json_str(one, "curated", NULL) == NULL)
			return false;
	return i > 0;
}

enum hcc_status
entry_from_row(struct entry *x, sqlite3_stmt *s, struct hcc_err *e)
{
	const char	*goal = column_text(s, C_GOAL);
	jv		 history = column_list(s, C_HISTORY);
	bool		 good;

	*x = (struct entry)ENTRY_INIT;
	x->n = sqlite3_column_int64(s, 0);
	x->tags = column_list(s, C_TAGS);
	x->goal = goal == NULL ? GOAL_NONE : *goal == 'm' && goal[1] == 'i' ?
	    GOAL_MINIMIZE : GOAL_MAXIMIZE;
	x->score = sqlite3_column_type(s, C_SCORE) == SQLITE_NULL ? NAN :
	    sqlite3_column_double(s, C_SCORE);
	x->ranking = column_list(s, C_RANKING);
	x->evidence = column_list(s, C_EVIDENCE);
	x->provenance = column_list(s, C_PROVENANCE);
	x->trials = sqlite3_column_int64(s, C_TRIALS);
	x->wins = sqlite3_column_int64(s, C_WINS);
	x->harms = sqlite3_column_int64(s, C_HARMS);
	good = copy_fixed(s, C_ID, x->id, sizeof(x->id)) &&
	    copy_fixed(s, C_CREATED, x->created, sizeof(x->created)) &&
	    copy_text(s, C_TASK, &x->task) &&
	    copy_text(s, C_DESCRIPTOR, &x->descriptor) &&
	    copy_text(s, C_TEXT, &x->text) && copy_text(s, C_ORIGIN, &x->origin) &&
	    (column_text(s, C_METRIC) == NULL || copy_text(s, C_METRIC, &x->metric)) &&
	    (column_text(s, C_PLACE) == NULL || copy_text(s, C_PLACE, &x->place)) &&
	    history_read(x, history);
	jv_free(history);
	if (good && is_curated(x)) {
		free(x->origin);
		good = (x->origin = strdup("curated")) != NULL;
	}
	if (good)
		return HCC_OK;
	entry_release(x);
	return err_set(e, HCC_INPUT, "the wisdom base is damaged: row %lld "
	    "is not an entry; import an export into a new base", (long long)sqlite3_column_int64(s, 0));
}

static void
bind_list(sqlite3_stmt *s, enum column c, jv v)
{
	struct buf	 b = BUF_INIT;

	json_dump(&b, v);
	sqlite3_bind_text(s, (int)c, buf_str(&b), (int)b.len,
	    SQLITE_TRANSIENT);
	buf_release(&b);
}

/* Borrowed; an empty text is null. */
static void
bind_text(sqlite3_stmt *s, enum column c, const char *p)
{
	sqlite3_bind_text(s, (int)c, p == NULL || *p == '\0' ? NULL : p, -1,
	    SQLITE_STATIC);
}

void
entry_bind(sqlite3_stmt *s, const struct entry *x)
{
	jv	 history = history_json(x);

	bind_text(s, C_ID, x->id);
	bind_text(s, C_TASK, x->task);
	bind_text(s, C_DESCRIPTOR, x->descriptor);
	bind_text(s, C_TEXT, x->text);
	bind_list(s, C_TAGS, x->tags);
	bind_text(s, C_METRIC, x->metric);
	bind_text(s, C_GOAL, x->goal == GOAL_NONE ? NULL :
	    x->goal == GOAL_MINIMIZE ? "minimize" : "maximize");
	if (!isnan(x->score))
		sqlite3_bind_double(s, C_SCORE, x->score);
	bind_list(s, C_RANKING, x->ranking);
	bind_list(s, C_EVIDENCE, x->evidence);
	bind_list(s, C_PROVENANCE, x->provenance);
	bind_text(s, C_CREATED, x->created);
	bind_text(s, C_DECIDED, x->decided);
	bind_text(s, C_STATUS, entry_status_name(x->status));
	sqlite3_bind_int64(s, C_TRIALS, x->trials);
	sqlite3_bind_int64(s, C_WINS, x->wins);
	sqlite3_bind_int64(s, C_HARMS, x->harms);
	bind_text(s, C_SUPERSEDED_BY, x->successor);
	bind_list(s, C_HISTORY, history);
	jv_free(history);
}

enum hcc_status
wis_row_insert(struct wis *w, struct entry *x, const char *origin,
    const char *place, struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st;

	if ((s = wis_stmt(w, Q_INSERT, e)) != NULL) {
		entry_bind(s, x);
		bind_text(s, C_ORIGIN, origin);
		bind_text(s, C_PLACE, place);
	}
	if ((st = wis_run(w, s, e)) != HCC_OK)
		return st;
	x->n = sqlite3_last_insert_rowid(w->db);
	st = wis_run_bound(w, e, Q_WORDS_ADD, "i", x->n);
	return st != HCC_OK ? st : wis_run_bound(w, e, Q_TOTAL_ADD, "i", (int64_t)1);
}

enum hcc_status
wis_row_update(struct wis *w, const struct entry *x, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_JOIN, e);

	if (s != NULL)
		entry_bind(s, x);
	return wis_run(w, s, e);
}

enum hcc_status
wis_row_get(struct wis *w, int64_t n, struct entry *x, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_bind(w, e, Q_BY_N, "i", n);
	enum hcc_status	 st;
	int		 r;

	*x = (struct entry)ENTRY_INIT;
	if (s == NULL)
		return wis_status(e);
	if ((r = sqlite3_step(s)) == SQLITE_ROW)
		st = entry_from_row(x, s, e);
	else if (r == SQLITE_DONE)
		st = err_set(e, HCC_INPUT, "the wisdom base is damaged: row "
		    "%lld is missing; run hcc-wisdom rebuild", (long long)n);
	else
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	return st;
}

/* Call `each` for every row, as of w->as_of; entries that were not active then
 * are left out. */
static enum hcc_status
each_row(struct wis *w, sqlite3_stmt *s, bool local, wis_each *each, void *ctx,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	struct entry	 x;
	int		 r = SQLITE_DONE;

	if (s == NULL)
		return wis_status(e);
	while (st == HCC_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
		if ((st = entry_from_row(&x, s, e)) != HCC_OK)
			break;
		if (*w->as_of == '\0' || (entry_as_of(&x, w->as_of) &&
		    entry_is_active(&x)))
			st = each(ctx, entry_json(&x, local), e);
		entry_release(&x);
	}
	if (st == HCC_OK && r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	return st;
}

enum hcc_status
wis_export(struct wis *w, wis_each *each, void *ctx, struct hcc_err *e)
{
	return each_row(w, wis_stmt(w, Q_EXPORT, e), false, each, ctx, e);
}

enum hcc_status
wis_list(struct wis *w, wis_each *each, void *ctx, struct hcc_err *e)
{
	return each_row(w, wis_stmt(w, Q_LIST, e), true, each, ctx, e);
}

/* Quote words for FTS5, so that nothing in them is syntax; a star at the end of
 * a word still means a prefix. */
static void
quote_words(struct buf *b, const char *words)
{
	const char	*p;
	size_t		 n;
	bool		 star;

	for (p = words; *(p += strspn(p, " \t\n")) != '\0'; p += n) {
		n = strcspn(p, " \t\n");
		star = n > 1 && p[n - 1] == '*';
		buf_adds(b, b->len == 0 ? "\"" : " \"");
		for (const char *c = p; c < p + n - star; c++)
			buf_adds(b, *c == '"' ? "\"\"" : (char[]){ *c, '\0' });
		buf_adds(b, star ? "\" *" : "\"");
	}
}

enum hcc_status
wis_search(struct wis *w, const char *words, wis_each *each, void *ctx,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st = HCC_OK;

	quote_words(&b, words);
	if (!buf_ok(&b))
		st = err_nomem(e);
	else if (b.len > 0)
		st = each_row(w, wis_bind(w, e, Q_SEARCH, "t", b.p), true, each,
		    ctx, e);
	buf_release(&b);
	return st;
}
