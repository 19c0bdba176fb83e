/*
 * row.c: an entry as a row of the table, and back; many rows at once: export,
 * list, search by words.
 *
 * Lists and the history are columns of JSON text; everything else is a column
 * of its own type.
 */
#include <string.h>

#include "base/json.h"
#include "wisdom/entry.h"
#include "wisdom/pooled.h"
#include "wisdom/store.h"

/* A value of the present row as the record has it. Lists are text; a damaged
 * base may hold anything. */
static jv
column_json(sqlite3_stmt *s, int i, enum record_kind kind)
{
	const char	*text = (const char *)sqlite3_column_text(s, i);
	bool		 list = kind == RECORD_KIND_JSON ||
			    kind == RECORD_KIND_LIST;
	int		 n = sqlite3_column_bytes(s, i);
	jv		 v;

	if (list) {
		v = jv_parse_sized(text == NULL ? "" : text, n);
		if (jv_get_kind(v) == JV_KIND_ARRAY)
			return v;
		jv_free(v);
		return jv_array();
	}
	if (text == NULL)
		return jv_null();
	return kind == RECORD_KIND_STR ? jv_string_sized(text, n) :
	    jv_number(sqlite3_column_double(s, i));
}

/* Without decisions that are damaged. */
static jv
sound_history(jv list)
{
	jv	 out = jv_array(), one;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++)
		if (history_check(one) == NULL)
			out = jv_array_append(out, jv_copy(one));
	jv_free(list);
	return out;
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
	const struct record_field	*f = entry_record.fields;
	jv				 r = jv_object();
	int				 i;

	for (i = 1; i <= (int)entry_record.n; i++, f++)
		r = json_put(r, f->key, column_json(s, i, f->kind));
	r = json_put(r, "history", sound_history(json_get(r, "history")));
	r = json_put(r, "gains", gains_tidy(json_get(r, "gains")));
	record_read(&entry_record, r, x);
	jv_free(r);
	x->n = sqlite3_column_int64(s, 0);
	if (x->id != NULL && strlen(x->id) == 64 && x->created != NULL &&
	    strlen(x->created) == ENTRY_TIME - 1 && x->task != NULL &&
	    x->descriptor != NULL && x->text != NULL && x->origin != NULL) {
		history_tidy(x);
		if (is_curated(x))
			record_set(&x->origin, "curated");
		return HCC_OK;
	}
	entry_release(x);
	return err_set(e, HCC_INPUT, "the wisdom base is damaged: row %lld "
	    "is not an entry; import an export into a new base",
	    (long long)sqlite3_column_int64(s, 0));
}

static void
bind_list(sqlite3_stmt *s, int i, jv v)
{
	struct buf	 b = BUF_INIT;

	json_dump(&b, v);
	sqlite3_bind_text(s, i, buf_str(&b), (int)b.len, SQLITE_TRANSIENT);
	buf_release(&b);
}

/* Bind the members of an entry, as many as the statement has parameters, in the
 * order of WIS_COLUMNS. */
static void
bind_entry(sqlite3_stmt *s, const struct entry *x)
{
	int	 i, n = sqlite3_bind_parameter_count(s);
	jv	 r = record_json(&entry_record, x), v;

	for (i = 1; i <= n; i++) {
		v = json_at(r, entry_record.fields[i - 1].key);
		if (jv_get_kind(v) == JV_KIND_STRING)
			sqlite3_bind_text(s, i, jv_string_value(v), -1,
			    SQLITE_TRANSIENT);
		else if (jv_get_kind(v) == JV_KIND_NUMBER)
			sqlite3_bind_double(s, i, jv_number_value(v));
		else if (jv_get_kind(v) == JV_KIND_ARRAY)
			bind_list(s, i, v);
	}
	jv_free(r);
}

enum hcc_status
wis_row_insert(struct wis *w, struct entry *x, struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st;

	if ((s = wis_stmt(w, Q_INSERT, e)) != NULL)
		bind_entry(s, x);
	if ((st = wis_run(w, s, e)) != HCC_OK)
		return st;
	x->n = sqlite3_last_insert_rowid(w->db);
	st = wis_run_bound(w, e, Q_WORDS_ADD, "i", x->n);
	return st != HCC_OK ? st : wis_run_bound(w, e, Q_TOTAL_ADD, "i",
	    (int64_t)1);
}

enum hcc_status
wis_row_update(struct wis *w, const struct entry *x, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_JOIN, e);

	if (s != NULL)
		bind_entry(s, x);
	return wis_run(w, s, e);
}

enum hcc_status
wis_row_get(struct wis *w, int64_t n, struct entry *x, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_bind(w, e, Q_BY_N, "i", n);
	enum hcc_status	 st = HCC_OK;

	entry_init(x);
	if (wis_step(w, s, &st, e))
		st = entry_from_row(x, s, e);
	else if (st == HCC_OK)
		st = err_set(e, HCC_INPUT, "the wisdom base is damaged: row "
		    "%lld is missing; run hcc-wisdom rebuild", (long long)n);
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

	while (wis_step(w, s, &st, e)) {
		if ((st = entry_from_row(&x, s, e)) != HCC_OK)
			continue;
		if (*w->as_of == '\0' || (entry_as_of(&x, w->as_of) &&
		    entry_is_active(&x)))
			st = each(ctx, entry_json(&x, local), e);
		entry_release(&x);
	}
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
	if (b.len > 0)
		st = each_row(w, wis_bind(w, e, Q_SEARCH, "t", b.p), true, each,
		    ctx, e);
	buf_release(&b);
	return st;
}
