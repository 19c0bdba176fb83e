/*
 * list.c: many entries at once: export, list, search by words.
 */
#include <string.h>

#include "base/json.h"
#include "wisdom/store.h"

/* What was known on the day that is asked about, with the status of then. */
static jv
as_asked(struct wis *w, jv entry)
{
	static const char *const dead[] = { "demoted", "superseded", NULL };

	if (*w->as_of == '\0')
		return entry;
	entry = wis_sets_at(entry, w->as_of);
	if (!jv_is_valid(entry) || !wis_is_word(json_str(entry, "status", ""),
	    dead))
		return entry;
	jv_free(entry);
	return jv_invalid();
}

/* Call `each` for every row. Export leaves out what is local to this base. */
static enum hcc_status
walk(struct wis *w, sqlite3_stmt *s, bool local, wis_each *each, void *ctx,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	jv		 entry;
	int		 r = SQLITE_DONE;

	if (s == NULL)
		return wis_status(e);
	while (st == HCC_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
		entry = as_asked(w, wis_row(s));
		if (!jv_is_valid(entry)) {
			jv_free(entry);
			continue;
		}
		if (!local) {
			entry = jv_object_delete(entry, jv_string("origin"));
			entry = jv_object_delete(entry, jv_string("place"));
		}
		st = each(ctx, entry, e);
	}
	if (st == HCC_OK && r != SQLITE_DONE)
		st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	return st;
}

enum hcc_status
wis_export(struct wis *w, wis_each *each, void *ctx, struct hcc_err *e)
{
	return walk(w, wis_stmt(w, Q_EXPORT, e), false, each, ctx, e);
}

enum hcc_status
wis_list(struct wis *w, wis_each *each, void *ctx, struct hcc_err *e)
{
	return walk(w, wis_stmt(w, Q_LIST, e), true, each, ctx, e);
}

/* Words become quoted strings of FTS5, so that nothing in them is syntax; a
 * star at the end of a word still asks for a prefix. */
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
		st = walk(w, wis_bind(w, e, Q_SEARCH, "t", b.p), true, each,
		    ctx, e);
	buf_release(&b);
	return st;
}
