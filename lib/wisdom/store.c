/*
 * store.c: the SQL statements of the wisdom base, the mapping of SQLite errors,
 * and transactions: one for each writing function, or a savepoint inside the
 * caller's.
 */
#include <errno.h>
#include <stdarg.h>

#include "wisdom/store.h"

#define SELECT "SELECT " WIS_COLUMNS " FROM entries e "

static const char *const sql[Q_COUNT] = {
	[Q_BEGIN] = "BEGIN IMMEDIATE",
	[Q_READ] = "BEGIN",
	[Q_COMMIT] = "COMMIT",
	[Q_ROLLBACK] = "ROLLBACK",
	[Q_SAVE] = "SAVEPOINT one",
	[Q_RELEASE] = "RELEASE one",
	[Q_UNDO] = "ROLLBACK TO one",
	[Q_BY_ID] = "SELECT n FROM entries WHERE id = ?1",
	[Q_BY_N] = SELECT "WHERE n = ?1",
	[Q_BY_PREFIX] = SELECT "WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2",
	[Q_EXPORT] = SELECT "ORDER BY id",
	[Q_LIST] = SELECT "ORDER BY created DESC, id",
	[Q_SEARCH] = SELECT "JOIN words ON words.rowid = e.n "
	    "WHERE words MATCH ?1 ORDER BY rank, e.id",
	[Q_INSERT] = "INSERT INTO entries (id, task, descriptor, text, tags, "
	    "metric, goal, score, ranking, evidence, provenance, created, "
	    "decided, status, trials, wins, harms, gains, superseded_by, "
	    "history, origin, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
	    "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, "
	    "?22)",
	/* The caller has joined the sets; every other column only grows in some
	 * order, so that imports commute. `place` follows the evidence. */
	[Q_JOIN] = "UPDATE entries SET "
	    "place = CASE WHEN (length(?10), ?10) > (length(evidence), "
	    "evidence) THEN NULL ELSE place END, "
	    "ranking = CASE WHEN (length(?9), ?9) > (length(ranking), "
	    "ranking) THEN ?9 ELSE ranking END, "
	    "evidence = CASE WHEN (length(?10), ?10) > (length(evidence), "
	    "evidence) THEN ?10 ELSE evidence END, provenance = ?11, "
	    "created = min(created, ?12), decided = ?13, status = ?14, "
	    "trials = max(trials, ?15), wins = max(wins, ?16), "
	    "harms = max(harms, ?17), gains = ?18, superseded_by = ?19, "
	    "history = ?20 "
	    "WHERE id = ?1",
	[Q_OWN] = "UPDATE entries SET origin = 'local', "
	    "place = CASE WHEN evidence = ?3 THEN coalesce(?2, place) "
	    "ELSE place END WHERE n = ?1",
	[Q_MENTIONS] = "SELECT n FROM entries WHERE n > ?2 AND "
	    "(instr(history, ?1) OR instr(provenance, ?1)) ORDER BY n LIMIT 1",
	[Q_WORDS_ADD] = "INSERT INTO words (rowid, task, descriptor, text, "
	    "tags) SELECT n, task, descriptor, text, tags FROM entries "
	    "WHERE n = ?1",
	[Q_WORDS_DROP] = "INSERT INTO words (words, rowid, task, descriptor, "
	    "text, tags) SELECT 'delete', n, task, descriptor, text, tags "
	    "FROM entries WHERE n = ?1",
	[Q_TOTAL_ADD] = "UPDATE totals SET entries = entries + ?1",
	[Q_IS_FORGOTTEN] = "SELECT 1 FROM forgotten WHERE id = ?1",
	[Q_FORGET] = "INSERT OR IGNORE INTO forgotten VALUES (?1, ?2)",
	[Q_DELETE] = "DELETE FROM entries WHERE n = ?1",
	[Q_UNPURGED] = "UPDATE totals SET unpurged = ?1",
	[Q_IS_UNPURGED] = "SELECT unpurged FROM totals",
	[Q_SHOWN] = "INSERT INTO uses (entry, uid, task, place, shown_at) "
	    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (entry, uid) DO UPDATE "
	    "SET place = ?4",
	[Q_SHOWN_OPEN] = "SELECT entry FROM uses WHERE uid = ?1 AND "
	    "entry > ?2 AND ended_at IS NULL ORDER BY entry LIMIT 1",
	[Q_SHOWN_DROP] = "DELETE FROM uses WHERE entry = ?1 AND uid = ?2",
	[Q_ENDED] = "UPDATE uses SET ended_at = ?3, control = ?4, "
	    "outcome = ?5, attempts = ?6, seconds = ?7, score = ?8, "
	    "rank = ?9, gain = ?10 "
	    "WHERE entry = ?1 AND uid = ?2 AND ended_at IS NULL",
	[Q_USES] = "SELECT uid, task, place, shown_at, ended_at, attempts, "
	    "seconds, score, rank, control, outcome, gain FROM uses "
	    "WHERE entry = ?1 ORDER BY shown_at, uid",
	[Q_USES_FORGET] = "DELETE FROM uses WHERE entry = ?1",
	[Q_TOMBSTONE] = "SELECT 1 FROM forgotten WHERE id >= ?1 AND "
	    "id < ?1 || 'g' LIMIT 1",
	[Q_LEFT] = "SELECT id, place FROM leftovers ORDER BY id, place",
	[Q_LEFT_ADD] = "INSERT OR IGNORE INTO leftovers "
	    "SELECT ?2, place FROM uses WHERE entry = ?1",
	[Q_LEFT_DROP] = "DELETE FROM leftovers WHERE id = ?1 AND place = ?2",
	[Q_CREDIT] = "UPDATE entries SET trials = trials + 1, "
	    "wins = wins + ?2, harms = harms + ?3 WHERE n = ?1",
	[Q_INACTIVE] = "SELECT n FROM entries WHERE status = 'demoted' "
	    "OR status = 'superseded'",
	[Q_DECIDED] = "SELECT n FROM entries WHERE created > ?1 "
	    "OR history <> '[]'",
	[Q_LAST] = "SELECT max(n) FROM entries",
	[Q_TOTAL] = "SELECT entries FROM totals",
	[Q_SET] = "SELECT s, dim, next, count FROM sets WHERE embedder = ?1",
	[Q_SET_ADD] = "INSERT INTO sets (embedder, dim, next, count) "
	    "VALUES (?1, ?2, 0, 0)",
	[Q_SET_STEP] = "UPDATE sets SET next = next + 1, count = count + 1 "
	    "WHERE s = ?1",
	[Q_SET_COUNT] = "UPDATE sets SET count = count - 1 WHERE s = ?1",
	[Q_SET_DROP] = "DELETE FROM sets WHERE s = ?1",
	[Q_SET_AFTER] = "SELECT s, dim, embedder FROM sets WHERE s > ?1 "
	    "ORDER BY s LIMIT 1",
	[Q_VEC_ADD] = "INSERT INTO vectors VALUES (?1, ?2)",
	[Q_VEC_GET] = "SELECT data FROM vectors WHERE v = ?1",
	[Q_VEC_HAS] = "SELECT 1 FROM vectors WHERE v = ?1",
	[Q_VEC_DROP] = "DELETE FROM vectors WHERE v = ?1",
	[Q_VEC_CLEAR] = "DELETE FROM vectors WHERE v >= ?1 AND v < ?2",
	[Q_CODE_ADD] = "INSERT INTO codes VALUES (?1, zeroblob(?2))",
	[Q_CODE_RANGE] = "SELECT c, data FROM codes WHERE c >= ?1 AND c < ?2 "
	    "ORDER BY c",
	[Q_CODE_CLEAR] = "DELETE FROM codes WHERE c >= ?1 AND c < ?2",
	[Q_MISSING] = "SELECT n, descriptor FROM entries e WHERE n > ?1 AND "
	    "NOT EXISTS (SELECT 1 FROM vectors WHERE v = ?2 + e.n) "
	    "ORDER BY n LIMIT 256",
	[Q_TEXT] = "SELECT descriptor FROM entries WHERE n = ?1",
};

enum hcc_status
wis_fail(struct wis *w, const char *what, struct hcc_err *e)
{
	const char	*path = sqlite3_db_filename(w->db, "main");
	enum hcc_status	 st;

	/* SQLite reports a full disk as "disk I/O error" when it cannot extend
	 * the index of the WAL. */
	if ((sqlite3_errcode(w->db) & 0xff) == SQLITE_IOERR &&
	    sqlite3_system_errno(w->db) == ENOSPC)
		return err_set(e, HCC_IO, "%s the wisdom base '%s': the disk "
		    "is full", what, path == NULL ? "" : path);
	switch (sqlite3_errcode(w->db) & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		st = HCC_AGAIN;
		break;
	case SQLITE_CANTOPEN:	/* the directory, for the WAL */
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		st = HCC_PERMISSION;
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	case SQLITE_CONSTRAINT:
	case SQLITE_TOOBIG:
		st = HCC_INPUT;
		break;
	case SQLITE_NOMEM:
	case SQLITE_MISUSE:
	case SQLITE_INTERNAL:
	case SQLITE_ERROR:
		st = HCC_INTERNAL;
		break;
	default:
		st = HCC_IO;
		break;
	}
	return err_set(e, st, "%s the wisdom base '%s': %s", what,
	    path == NULL ? "" : path, sqlite3_errmsg(w->db));
}

sqlite3_stmt *
wis_stmt(struct wis *w, enum wis_sql q, struct hcc_err *e)
{
	if (w->st[q] == NULL && sqlite3_prepare_v3(w->db, sql[q], -1,
	    SQLITE_PREPARE_PERSISTENT, &w->st[q], NULL) != SQLITE_OK) {
		wis_fail(w, "query", e);
		return NULL;
	}
	sqlite3_reset(w->st[q]);
	sqlite3_clear_bindings(w->st[q]);
	return w->st[q];
}

sqlite3_stmt *
wis_bind(struct wis *w, struct hcc_err *e, enum wis_sql q,
    const char *types, ...)
{
	sqlite3_stmt	*s = wis_stmt(w, q, e);
	const void	*blob;
	va_list		 ap;
	int		 i;

	va_start(ap, types);
	for (i = 1; s != NULL && types[i - 1] != '\0'; i++)
		switch (types[i - 1]) {
		case 'i':
			sqlite3_bind_int64(s, i, va_arg(ap, int64_t));
			break;
		case 't':
			sqlite3_bind_text(s, i, va_arg(ap, const char *), -1,
			    SQLITE_STATIC);
			break;
		default:
			blob = va_arg(ap, const void *);
			sqlite3_bind_blob64(s, i, blob, va_arg(ap, size_t),
			    SQLITE_STATIC);
		}
	va_end(ap);
	return s;
}

enum hcc_status
wis_run(struct wis *w, sqlite3_stmt *s, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int		 r;

	if (s == NULL)
		return wis_status(e);
	while ((r = sqlite3_step(s)) == SQLITE_ROW)
		;
	if (r != SQLITE_DONE)
		st = wis_fail(w, "write", e);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return st;
}

bool
wis_step(struct wis *w, sqlite3_stmt *s, enum hcc_status *st,
    struct hcc_err *e)
{
	int	 r = SQLITE_DONE;

	if (s == NULL && *st == HCC_OK)
		*st = wis_status(e);
	if (*st == HCC_OK && (r = sqlite3_step(s)) == SQLITE_ROW)
		return true;
	if (r != SQLITE_DONE)
		*st = wis_fail(w, "read", e);
	sqlite3_reset(s);
	return false;
}

int64_t
wis_query_int(struct wis *w, sqlite3_stmt *s, enum hcc_status *st,
    struct hcc_err *e)
{
	int64_t	 n = 0;

	*st = HCC_OK;
	if (wis_step(w, s, st, e))
		n = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return n;
}

enum hcc_status
wis_exec(struct wis *w, const char *text, struct hcc_err *e)
{
	if (sqlite3_exec(w->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return wis_fail(w, "set up", e);
	return HCC_OK;
}

const char *
wis_blob(sqlite3_stmt *s, int i, size_t *n)
{
	const char	*p = sqlite3_column_blob(s, i);

	*n = (size_t)sqlite3_column_bytes(s, i);
	return p == NULL ? "" : p;
}

enum hcc_status
wis_begin(struct wis *w, struct hcc_err *e)
{
	enum hcc_status	 st = wis_run(w, wis_stmt(w, Q_BEGIN, e), e);

	w->open = st == HCC_OK;
	return st;
}

enum hcc_status
wis_commit(struct wis *w, struct hcc_err *e)
{
	w->open = false;
	return wis_run(w, wis_stmt(w, Q_COMMIT, e), e);
}

enum hcc_status
wis_op_begin(struct wis *w, struct hcc_err *e)
{
	return wis_run(w, wis_stmt(w, w->open ? Q_SAVE : Q_BEGIN, e), e);
}

enum hcc_status
wis_op_end(struct wis *w, enum hcc_status st, struct hcc_err *e)
{
	if (st == HCC_OK)
		st = wis_run(w,
		    wis_stmt(w, w->open ? Q_RELEASE : Q_COMMIT, e), e);
	/* SQLite may have rolled back already (disk full). */
	if (st == HCC_OK || sqlite3_get_autocommit(w->db))
		return st;
	if (w->open) {
		(void)wis_run(w, wis_stmt(w, Q_UNDO, NULL), NULL);
		(void)wis_run(w, wis_stmt(w, Q_RELEASE, NULL), NULL);
	} else
		(void)wis_run(w, wis_stmt(w, Q_ROLLBACK, NULL), NULL);
	return st;
}
