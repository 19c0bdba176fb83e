/*
 * embed.c: embed the entries that lack a vector, or all of them again when the
 * embedder has changed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "wisdom/store.h"

#define BATCH 256	/* entries a transaction; the LIMIT of Q_MISSING */

enum hcc_status
wis_vectors_missing(struct wis *w, const char *embedder, size_t *n,
    struct hcc_err *e)
{
	struct vset	 set = { 0 };
	enum hcc_status	 st;
	int64_t		 total;

	*n = 0;
	total = wis_query_int(w, wis_stmt(w, Q_TOTAL, e), &st, e);
	if (st != HCC_OK)
		return st;
	st = wis_set(w, embedder, 0, &set, e);
	if (st != HCC_OK && st != HCC_NONE)
		return st;
	if (total > set.count)
		*n = (size_t)(total - set.count);
	return HCC_OK;
}

/* Delete the sets of all versions of this embedder (name up to the colon). */
static enum hcc_status
drop_family(struct wis *w, const char *embedder, struct hcc_err *e)
{
	sqlite3_stmt	*s;
	enum hcc_status	 st = HCC_OK;
	const char	*name;
	size_t		 len = strcspn(embedder, ":");
	int64_t		 at = -1;
	bool		 same;

	while (s = wis_bind(w, e, Q_SET_AFTER, "i", at),
	    wis_step(w, s, &st, e)) {
		at = sqlite3_column_int64(s, 0);
		name = (const char *)sqlite3_column_text(s, 2);
		same = name != NULL && strcspn(name, ":") == len &&
		    strncmp(name, embedder, len) == 0;
		sqlite3_reset(s);
		if (same)
			st = wis_set_drop(w, at, e);
	}
	return st != HCC_OK ? st : wis_exec(w,
	    "INSERT INTO words (words) VALUES ('rebuild')", e);
}

struct unembedded {
	int64_t	 n;
	char	*text;
};

/* The next entries without a vector, from row `after` on. */
static enum hcc_status
read_unembedded(struct wis *w, const char *embedder, int64_t after,
    struct unembedded *todo, size_t *count, struct hcc_err *e)
{
	struct vset	 set = { .s = -1 };
	sqlite3_stmt	*s;
	enum hcc_status	 st;

	*count = 0;
	st = wis_set(w, embedder, 0, &set, e);
	if (st != HCC_OK && st != HCC_NONE)
		return st;
	st = HCC_OK;
	s = wis_bind(w, e, Q_MISSING, "ii", after, VSET_KEY(set.s, 0));
	while (*count < BATCH && wis_step(w, s, &st, e)) {
		todo[*count].n = sqlite3_column_int64(s, 0);
		todo[(*count)++].text = mem_dup(
		    (const char *)sqlite3_column_text(s, 1));
	}
	sqlite3_reset(s);
	return st;
}

/* Is it still the entry whose text was read? Others may write meanwhile. */
static bool
is_unchanged(struct wis *w, const struct unembedded *t, enum hcc_status *st,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = wis_bind(w, e, Q_TEXT, "i", t->n);
	const char	*text;
	bool		 same;

	same = wis_step(w, s, st, e) && (text = (const char *)
	    sqlite3_column_text(s, 0)) != NULL && strcmp(text, t->text) == 0;
	sqlite3_reset(s);
	return same;
}

/* Store the vectors of a batch in one transaction; `fresh`: delete all older
 * vectors first. */
static enum hcc_status
store_batch(struct wis *w, const char *embedder, bool fresh,
    const struct unembedded *todo, size_t count, const float *v, size_t dim,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 i;

	if ((st = wis_op_begin(w, e)) != HCC_OK)
		return st;
	if (fresh)
		st = drop_family(w, embedder, e);
	for (i = 0; i < count && st == HCC_OK; i++)
		if (is_unchanged(w, &todo[i], &st, e))
			st = wis_vec_add(w, embedder, v + i * dim, dim,
			    todo[i].n, e);
	return wis_op_end(w, st, e);
}

static enum hcc_status
embed_batch(const struct unembedded *todo, size_t count, wis_embedder *embed,
    void *ctx, float **v, size_t *dim, struct hcc_err *e)
{
	const char	*texts[BATCH];
	size_t		 i;

	*v = NULL;
	*dim = 0;
	for (i = 0; i < count; i++)
		texts[i] = todo[i].text;
	return count == 0 ? HCC_OK : embed(ctx, texts, count, v, dim, e);
}

/* Read the next batch, embed it outside of any transaction (a server may be
 * slow), store it. */
static enum hcc_status
rebuild_batch(struct wis *w, const char *embedder, bool fresh, int64_t *after,
    wis_embedder *embed, void *ctx, size_t *count, struct hcc_err *e)
{
	struct unembedded	 todo[BATCH] = { { 0, NULL } };
	enum hcc_status	 st;
	float		*v = NULL;
	size_t		 i, dim;

	st = read_unembedded(w, fresh ? "" : embedder, *after, todo, count, e);
	if (st == HCC_OK &&
	    (st = embed_batch(todo, *count, embed, ctx, &v, &dim, e)) ==
	    HCC_OK && (*count > 0 || fresh))
		st = store_batch(w, embedder, fresh, todo, *count, v, dim, e);
	if (*count > 0)
		*after = todo[*count - 1].n;
	for (i = 0; i < *count; i++)
		free(todo[i].text);
	free(v);
	return st;
}

void
wis_embed_with(struct wis *w, const char *embedder, wis_embedder *embed,
    void *ctx)
{
	w->embedder = embedder;
	w->embed = embed;
	w->embed_ctx = ctx;
	w->embedded = 0;
}

void
wis_embed_batch(struct wis *w)
{
	if (w->embedder != NULL && wis_rebuild(w, w->embedder, false,
	    w->embed, w->embed_ctx, NULL, NULL) != HCC_OK)
		w->embedder = NULL;
}

enum hcc_status
wis_rebuild(struct wis *w, const char *embedder, bool all,
    wis_embedder *embed, void *ctx, size_t *n, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 count, total = 0;
	bool		 more = !all && w->embedder != NULL &&
			    strcmp(embedder, w->embedder) == 0;
	int64_t		 after = more ? w->embedded : 0;

	/* A batch a transaction: others may write between, and a kill loses
	 * little. */
	do {
		st = rebuild_batch(w, embedder, all, &after, embed, ctx, &count,
		    e);
		all = false;
		total += st == HCC_OK ? count : 0;
	} while (st == HCC_OK && count > 0);
	if (st == HCC_OK && more)
		w->embedded = after;
	if (n != NULL)
		*n = total;
	return st;
}
