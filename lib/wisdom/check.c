/*
 * check.c: the rules of a wisdom base, as queries.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "wisdom/check.h"
#include "wisdom/store.h"

struct check {
	struct wis	*w;
	bool		 mend;
	finding_report	*report;
	void		*ctx;
};

/* A question whose answer should be 0, and what makes it so (NULL: nothing). */
struct rule {
	const char	*name, *what, *sql, *mend;
};

static const struct rule rules[] = {
	{ "totals", "the number of entries is not the one that is noted",
	  "SELECT (SELECT entries FROM totals) <> (SELECT count(*) FROM "
	  "entries)",
	  "UPDATE totals SET entries = (SELECT count(*) FROM entries)" },
	{ "vectors", "entries without a vector of an embedder that the base "
	  "has; hcc-wisdom rebuild makes them",
	  "SELECT count(*) FROM sets, entries WHERE NOT EXISTS (SELECT 1 FROM "
	  "vectors WHERE v = (s << 32 | n))", NULL },
	{ "vectors", "vectors of entries that are not there; hcc-wisdom "
	  "rebuild -a makes them anew",
	  "SELECT count(*) FROM vectors WHERE (v & 4294967295) NOT IN "
	  "(SELECT n FROM entries)", NULL },
	{ "vectors", "vectors that have another length than their embedder's",
	  "SELECT count(*) FROM vectors JOIN sets ON s = v >> 32 WHERE "
	  "length(data) <> 4 * dim", NULL },
	{ "vectors", "embedders whose number of vectors is not the one noted",
	  "SELECT count(*) FROM sets WHERE count <> (SELECT count(*) FROM "
	  "vectors WHERE v >> 32 = s)", NULL },
	{ "provenance", "entries whose lists are not JSON",
	  "SELECT count(*) FROM entries WHERE NOT (json_valid(tags) AND "
	  "json_valid(ranking) AND json_valid(evidence) AND "
	  "json_valid(provenance) AND json_valid(history) AND "
	  "json_valid(gains))", NULL },
	{ "provenance", "entries that name neither origin nor task",
	  "SELECT count(*) FROM entries WHERE task = '' OR origin = ''",
	  NULL },
	{ "superseded", "entries superseded by one that never was",
	  "SELECT count(*) FROM entries WHERE superseded_by IS NOT NULL AND "
	  "superseded_by NOT IN (SELECT id FROM entries) AND superseded_by "
	  "NOT IN (SELECT id FROM forgotten)", NULL },
	{ "score", "entries whose score is not finite",
	  "SELECT count(*) FROM entries WHERE abs(score) > 1.7e308", NULL },
	{ "uses", "uses of entries that are not there",
	  "SELECT count(*) FROM uses WHERE entry NOT IN (SELECT n FROM "
	  "entries)",
	  "DELETE FROM uses WHERE entry NOT IN (SELECT n FROM entries)" },
	{ "forgotten", "entries that were forgotten and are there",
	  "SELECT count(*) FROM entries WHERE id IN (SELECT id FROM "
	  "forgotten)", NULL },
};

static void
found(struct check *c, const char *rule, const char *what, bool mended)
{
	struct finding	 f = { rule, "", what, mended };

	c->report(c->ctx, &f);
}

static enum hcc_status
ask(struct check *c, const struct rule *r, struct hcc_err *e)
{
	sqlite3_stmt	*s = NULL;
	enum hcc_status	 st = HCC_OK;
	int64_t		 n = 0;
	char		 what[200];

	if (sqlite3_prepare_v2(c->w->db, r->sql, -1, &s, NULL) != SQLITE_OK)
		st = wis_fail(c->w, "check", e);
	else
		n = wis_query_int(c->w, s, &st, e);
	sqlite3_finalize(s);
	if (st != HCC_OK || n == 0)
		return st;
	if (c->mend && r->mend != NULL)
		st = wis_exec(c->w, r->mend, e);
	snprintf(what, sizeof(what), "%lld: %s", (long long)n, r->what);
	if (st == HCC_OK)
		found(c, r->name, what, c->mend && r->mend != NULL);
	return st;
}

/* SQLite's own view of its pages. */
static enum hcc_status
integrity(struct check *c, struct hcc_err *e)
{
	sqlite3_stmt	*s = NULL;
	enum hcc_status	 st = HCC_OK;
	const char	*text;

	if (sqlite3_prepare_v2(c->w->db, "PRAGMA integrity_check(20)", -1, &s,
	    NULL) != SQLITE_OK)
		return wis_fail(c->w, "check", e);
	while (wis_step(c->w, s, &st, e)) {
		text = (const char *)sqlite3_column_text(s, 0);
		if (text != NULL && strcmp(text, "ok") != 0)
			found(c, "integrity", text, false);
	}
	sqlite3_finalize(s);
	return st;
}

/* The word index against the texts: SQLite asks for write access, but writes
 * nothing. */
static enum hcc_status
words(struct check *c, struct hcc_err *e)
{
	int	 r;

	if (wis_exec(c->w, "PRAGMA query_only = 0", e) != HCC_OK)
		return wis_status(e);
	r = sqlite3_exec(c->w->db, "INSERT INTO words (words, rank) VALUES "
	    "('integrity-check', 1)", NULL, NULL, NULL);
	if (r == SQLITE_OK || (r & 0xff) == SQLITE_READONLY)
		return HCC_OK;
	if ((r & 0xff) != SQLITE_CORRUPT)
		return wis_fail(c->w, "check", e);
	if (c->mend && wis_exec(c->w, "INSERT INTO words (words) VALUES "
	    "('rebuild')", e) != HCC_OK)
		return wis_status(e);
	found(c, "words", "the word index is not that of the texts", c->mend);
	return HCC_OK;
}

enum hcc_status
wis_check(const char *path, bool mend, finding_report *report, void *ctx,
    struct hcc_err *e)
{
	struct check	 c = { .mend = mend, .report = report, .ctx = ctx };
	enum hcc_status	 st;
	size_t		 i;

	st = wis_open(path, mend ? WIS_WRITE : WIS_READ, &c.w, e);
	if (st == HCC_OK && (st = integrity(&c, e)) == HCC_OK)
		st = words(&c, e);
	for (i = 0; st == HCC_OK && i < sizeof(rules) / sizeof(rules[0]); i++)
		st = ask(&c, &rules[i], e);
	wis_close(c.w);
	return st;
}
