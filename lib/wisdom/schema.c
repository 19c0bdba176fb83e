/*
 * schema.c: the tables of a wisdom base, and how a base of version 1
 * becomes one of version 2: in one transaction, in place.
 *
 * Version 2 keeps the decisions about an entry as a set (history), its sources
 * as a set (provenance), where on this machine it was made (place), in which
 * tasks it was shown (uses), and which files of tasks still hold something
 * that was forgotten (leftovers).
 */
#include "wisdom/store.h"

#define ENTRIES(name) \
	"CREATE TABLE " name " (n INTEGER PRIMARY KEY, id TEXT NOT NULL " \
	"UNIQUE, task TEXT NOT NULL, descriptor TEXT NOT NULL, text TEXT " \
	"NOT NULL, tags TEXT NOT NULL, metric TEXT, goal TEXT, score REAL," \
	" evidence TEXT NOT NULL, provenance TEXT NOT NULL," \
	" created TEXT NOT NULL, decided TEXT, status TEXT NOT NULL CHECK " \
	"(status IN ('provisional', 'confirmed', 'demoted', 'superseded'))," \
	" trials INTEGER NOT NULL, wins INTEGER NOT NULL," \
	" harms INTEGER NOT NULL, superseded_by TEXT," \
	" history TEXT NOT NULL, origin TEXT NOT NULL, place TEXT) STRICT;"

#define LATER \
	"CREATE INDEX entries_dead ON entries (n)" \
	" WHERE status = 'demoted' OR status = 'superseded';" \
	"CREATE TABLE uses (entry INTEGER NOT NULL, uid TEXT NOT NULL," \
	" task TEXT NOT NULL, place TEXT NOT NULL, shown_at TEXT NOT NULL," \
	" ended_at TEXT, attempts INTEGER, seconds REAL, score REAL," \
	" rank INTEGER, control INTEGER, outcome TEXT," \
	" PRIMARY KEY (entry, uid)) STRICT, WITHOUT ROWID;" \
	"CREATE INDEX uses_uid ON uses (uid);" \
	"CREATE TABLE leftovers (id TEXT NOT NULL, place TEXT NOT NULL," \
	" PRIMARY KEY (id, place)) STRICT, WITHOUT ROWID;" \
	"PRAGMA user_version = 2;"

const char wis_schema[] =
	"PRAGMA page_size = 65536;"
	"PRAGMA journal_mode = WAL;"
	"BEGIN;"
	ENTRIES("entries")
	"CREATE TABLE forgotten (id TEXT PRIMARY KEY, at TEXT NOT NULL)"
	" STRICT, WITHOUT ROWID;"
	"CREATE TABLE totals (entries INTEGER NOT NULL,"
	" unpurged INTEGER NOT NULL) STRICT;"
	"INSERT INTO totals VALUES (0, 0);"
	"CREATE TABLE sets (s INTEGER PRIMARY KEY,"
	" embedder TEXT NOT NULL UNIQUE, dim INTEGER NOT NULL,"
	" next INTEGER NOT NULL, packed INTEGER NOT NULL,"
	" tail INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;"
	"CREATE TABLE vectors (v INTEGER PRIMARY KEY, entry INTEGER NOT NULL,"
	" norm REAL NOT NULL, data BLOB NOT NULL) STRICT;"
	"CREATE INDEX vectors_entry ON vectors (entry);"
	"CREATE TABLE codes (c INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;"
	"CREATE VIRTUAL TABLE words USING fts5 (task, descriptor, text, tags,"
	" content='entries', content_rowid='n',"
	" tokenize='porter unicode61 remove_diacritics 2');"
	LATER
	"PRAGMA application_id = 1751343991;"
	"COMMIT;";

/* The same history as wis_check() makes of an entry that version 1 exported:
 * what was decided, then what it was superseded by. Of equal times the
 * stronger one is the status. */
static const char upgrade[] =
	ENTRIES("renewed")
	"INSERT INTO renewed SELECT n, id, task, descriptor, text, tags,"
	" metric, goal, score, evidence,"
	" CASE provenance WHEN '{}' THEN '[]' ELSE '[' || provenance || ']'"
	" END, created,"
	" CASE WHEN status = 'provisional' AND superseded_by IS NULL THEN NULL"
	"  ELSE coalesce(decided, created) END,"
	" CASE WHEN superseded_by IS NULL OR status = 'demoted' THEN status"
	"  ELSE 'superseded' END, trials, wins, harms,"
	" CASE WHEN status = 'demoted' THEN NULL ELSE superseded_by END,"
	" '[' || CASE status WHEN 'provisional' THEN '' ELSE '{\"at\":\"' ||"
	"  coalesce(decided, created) || '\",\"by\":\"person\",\"status\":\"'"
	"  || status || '\"}' END || CASE WHEN status <> 'provisional' AND"
	"  superseded_by IS NOT NULL THEN ',' ELSE '' END ||"
	" CASE WHEN superseded_by IS NULL THEN '' ELSE '{\"at\":\"' ||"
	"  coalesce(decided, created) || '\",\"by\":\"task\",\"status\":"
	"\"superseded\",\"superseded_by\":\"' || superseded_by || '\"}' END"
	" || ']', CASE origin WHEN 'local' THEN 'local' ELSE 'imported' END,"
	" NULL FROM entries;"
	"DROP TABLE entries;"
	"ALTER TABLE renewed RENAME TO entries;"
	LATER;

enum hcc_status
wis_upgrade(struct wis *w, struct hcc_err *e)
{
	enum hcc_status	 st;

	if ((st = wis_enter(w, e)) != HCC_OK)
		return st;
	/* Somebody else may have done it while we waited. */
	if (wis_version(w, &st, e) == 1 && st == HCC_OK)
		st = wis_exec(w, upgrade, e);
	return wis_leave(w, st, e);
}
