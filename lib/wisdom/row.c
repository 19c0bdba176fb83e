/*
 * row.c: an entry as a row of the table, and back.
 *
 * tags, evidence, provenance and history are columns of JSON text; everything
 * else is a column of its own type.
 */
#include <string.h>

#include "base/json.h"
#include "wisdom/store.h"

static jv
column(sqlite3_stmt *s, int i)
{
	switch (sqlite3_column_type(s, i)) {
	case SQLITE_NULL:
		return jv_null();
	case SQLITE_INTEGER:
	case SQLITE_FLOAT:
		return jv_number(sqlite3_column_double(s, i));
	default:
		return jv_string_sized(
		    (const char *)sqlite3_column_text(s, i),
		    sqlite3_column_bytes(s, i));
	}
}

static jv
json_column(sqlite3_stmt *s, int i)
{
	jv	 v = jv_parse_sized((const char *)sqlite3_column_text(s, i),
		    sqlite3_column_bytes(s, i));

	if (jv_is_valid(v))
		return v;
	jv_free(v);
	return jv_null();
}

/* The columns behind n, in the order of WIS_COLUMNS. */
static const char *const names[] = { "id", "task", "descriptor", "text",
    "tags", "metric", "goal", "score", "ranking", "evidence", "provenance", "created",
    "decided", "status", "trials", "wins", "harms", "superseded_by",
    "history", "origin", "place" };
/* The last two are of this base only. */
#define LOCAL 2

static bool
is_json(const char *name)
{
	static const char *const json[] = { "tags", "ranking", "evidence", "provenance",
	    "history", NULL };

	return wis_is_word(name, json);
}

/* Practice that was written down, and that nobody has measured yet. */
static bool
is_curated(jv entry)
{
	jv	 list = json_get(entry, "provenance"), p;
	int	 i, n = 0, len;

	len = jv_get_kind(list) == JV_KIND_ARRAY ?
	    jv_array_length(jv_copy(list)) : 0;
	for (i = 0; i < len; i++) {
		p = jv_array_get(jv_copy(list), i);
		n += json_str(p, "curated", NULL) != NULL;
		jv_free(p);
	}
	jv_free(list);
	return n > 0 && n == len;
}

jv
wis_row(sqlite3_stmt *s)
{
	jv	 r = json_put_str(jv_object(), "kind", "wisdom");
	size_t	 i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		r = json_put(r, names[i], is_json(names[i]) ?
		    json_column(s, (int)i + 1) : column(s, (int)i + 1));
	return is_curated(r) ? json_put_str(r, "origin", "curated") : r;
}

static void
bind(sqlite3_stmt *s, int i, const char *name, jv v)
{
	struct buf	 b = BUF_INIT;
	double		 d;

	switch (jv_get_kind(v)) {
	case JV_KIND_NUMBER:
		d = jv_number_value(v);
		if (strcmp(name, "score") == 0)
			sqlite3_bind_double(s, i, d);
		else
			sqlite3_bind_int64(s, i, (int64_t)d);
		break;
	case JV_KIND_STRING:
		sqlite3_bind_text(s, i, jv_string_value(v),
		    jv_string_length_bytes(jv_copy(v)), SQLITE_TRANSIENT);
		break;
	case JV_KIND_ARRAY:
	case JV_KIND_OBJECT:
		json_dump(&b, v);
		sqlite3_bind_text(s, i, buf_str(&b), (int)b.len,
		    SQLITE_TRANSIENT);
		buf_release(&b);
		break;
	default:
		sqlite3_bind_null(s, i);
		break;
	}
	jv_free(v);
}

/* ?1 .. ?19: the members that travel, in the order of the columns. */
static void
bind_entry(sqlite3_stmt *s, jv entry)
{
	int	 i, n = (int)(sizeof(names) / sizeof(names[0])) - LOCAL;

	for (i = 0; i < n; i++)
		bind(s, i + 1, names[i], json_get(entry, names[i]));
}

enum hcc_status
wis_row_insert(struct wis *w, jv entry, const char *origin,
    const char *place, int64_t *n, struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st;

	if ((s = wis_stmt(w, Q_INSERT, e)) != NULL) {
		bind_entry(s, entry);
		sqlite3_bind_text(s, 20, origin, -1, SQLITE_STATIC);
		sqlite3_bind_text(s, 21, place, -1, SQLITE_STATIC);
	}
	if ((st = wis_run(w, s, e)) != HCC_OK)
		return st;
	*n = sqlite3_last_insert_rowid(w->db);
	st = wis_do(w, e, Q_WORDS_ADD, "i", *n);
	return st != HCC_OK ? st : wis_do(w, e, Q_TOTAL_ADD, "i", (int64_t)1);
}

enum hcc_status
wis_row_update(struct wis *w, jv entry, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_stmt(w, Q_JOIN, e);

	if (s != NULL)
		bind_entry(s, entry);
	return wis_run(w, s, e);
}

enum hcc_status
wis_row_get(struct wis *w, int64_t n, jv *entry, struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_bind(w, e, Q_BY_N, "i", n);
	enum hcc_status	 st = HCC_OK;
	int		 r;

	*entry = jv_invalid();
	if (s == NULL)
		return wis_status(e);
	if ((r = sqlite3_step(s)) == SQLITE_ROW)
		*entry = wis_row(s);
	else if (r == SQLITE_DONE)
		st = err_set(e, HCC_INPUT, "the wisdom base is damaged: row "
		    "%lld is missing: run hcc-wisdom rebuild", (long long)n);
	else
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	return st;
}
