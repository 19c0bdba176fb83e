/*
 * open.c: create, open and close the SQLite file of L3, and rewrite it after
 * entries were forgotten.
 *
 * The file is created under a temporary name and renamed, so that no process
 * sees an incomplete base. Pages are 64 KiB: a row of codes fits one
 * page. WAL with full syncs: a completed write survives a power cut, and
 * readers are not blocked by a writer.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "wisdom/store.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "vectors are stored little-endian"
#endif

#define APPLICATION	0x68636377	/* "hccw" */
#define VERSION		4
#define BEFORE		3	/* without gains: see adapt() */
#define BUSY_MS		10000

/* The tables of a base. */
static const char schema[] =
	"PRAGMA page_size = 65536;"
	"PRAGMA journal_mode = WAL;"
	"BEGIN;"
	"CREATE TABLE entries (n INTEGER PRIMARY KEY, id TEXT NOT NULL "
	"UNIQUE, task TEXT NOT NULL, descriptor TEXT NOT NULL, text TEXT "
	"NOT NULL, tags TEXT NOT NULL, metric TEXT, goal TEXT, score REAL,"
	" ranking TEXT NOT NULL,"
	" evidence TEXT NOT NULL, provenance TEXT NOT NULL,"
	" created TEXT NOT NULL, decided TEXT, status TEXT NOT NULL CHECK "
	"(status IN ('provisional', 'confirmed', 'demoted', 'superseded')),"
	" trials INTEGER NOT NULL, wins INTEGER NOT NULL,"
	" harms INTEGER NOT NULL, gains TEXT NOT NULL DEFAULT '[]',"
	" superseded_by TEXT,"
	" history TEXT NOT NULL, origin TEXT NOT NULL, place TEXT) STRICT;"
	"CREATE TABLE forgotten (id TEXT PRIMARY KEY, at TEXT NOT NULL)"
	" STRICT, WITHOUT ROWID;"
	"CREATE TABLE totals (entries INTEGER NOT NULL,"
	" unpurged INTEGER NOT NULL) STRICT;"
	"INSERT INTO totals VALUES (0, 0);"
	"CREATE TABLE sets (s INTEGER PRIMARY KEY,"
	" embedder TEXT NOT NULL UNIQUE, dim INTEGER NOT NULL,"
	" next INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;"
	"CREATE TABLE vectors (v INTEGER PRIMARY KEY, data BLOB NOT NULL)"
	" STRICT;"
	"CREATE TABLE codes (c INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;"
	"CREATE VIRTUAL TABLE words USING fts5 (task, descriptor, text, tags,"
	" content='entries', content_rowid='n',"
	" tokenize='porter unicode61 remove_diacritics 2');"
	"CREATE INDEX entries_dead ON entries (n)"
	" WHERE status = 'demoted' OR status = 'superseded';"
	"CREATE TABLE uses (entry INTEGER NOT NULL, uid TEXT NOT NULL,"
	" task TEXT NOT NULL, place TEXT NOT NULL, shown_at TEXT NOT NULL,"
	" ended_at TEXT, attempts INTEGER, seconds REAL, score REAL,"
	" rank INTEGER, control INTEGER, outcome TEXT, gain REAL,"
	" PRIMARY KEY (entry, uid)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX uses_uid ON uses (uid);"
	"CREATE TABLE leftovers (id TEXT NOT NULL, place TEXT NOT NULL,"
	" PRIMARY KEY (id, place)) STRICT, WITHOUT ROWID;"
	"PRAGMA user_version = 4;"
	"PRAGMA application_id = 1751343991;"
	"COMMIT;";

/* For every connection. No memory map: SQLite copies blobs out of their pages,
 * so that a scan through the cache was measured to be faster, and a truncated
 * file is an error, not a SIGBUS. */
static const char setup[] =
	"PRAGMA mmap_size = 0;"
	"PRAGMA cell_size_check = ON;"
	"PRAGMA temp_store = MEMORY;";
/* A scan uses each page once: a small cache fits the processor's and causes few
 * page faults. */
static const char setup_read[] =
	"PRAGMA query_only = ON;"
	"PRAGMA cache_size = 8;";
/* 64 pages of WAL are 4 MB; the default of 1000 would be 64 MB. */
static const char setup_write[] =
	"PRAGMA synchronous = FULL;"
	"PRAGMA secure_delete = ON;"
	"PRAGMA wal_autocheckpoint = 64;";

/* The name for SQLite; a relative one must not look like a URI or
 * ":memory:". */
static void
name_of(struct buf *b, const char *path, bool immutable)
{
	const char	*p;

	if (immutable) {
		buf_adds(b, *path == '/' ? "file://" : "file:./");
		for (p = path; *p != '\0'; p++)
			if (strchr("?#%", *p) != NULL)
				buf_addf(b, "%%%02x", (unsigned char)*p);
			else
				buf_addc(b, *p);
		buf_adds(b, "?immutable=1");
	} else {
		buf_adds(b, *path == '/' ? "" : "./");
		buf_adds(b, path);
	}
}

static enum hcc_status
connect_db(struct wis *w, const char *path, int flags, bool immutable,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st = HCC_OK;

	name_of(&b, path, immutable);
	if (sqlite3_open_v2(b.p, &w->db, flags | SQLITE_OPEN_NOMUTEX |
	    (immutable ? SQLITE_OPEN_URI : 0), NULL) != SQLITE_OK)
		st = w->db == NULL ? err_nomem(e) : wis_fail(w, "open", e);
	buf_release(&b);
	if (st != HCC_OK)
		return st;
	sqlite3_busy_timeout(w->db, w->wait_ms);
	sqlite3_db_config(w->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(w->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return HCC_OK;
}

static int64_t
pragma(struct wis *w, const char *text, enum hcc_status *st,
    struct hcc_err *e)
{
	sqlite3_stmt	*s = NULL;
	int64_t		 n = 0;

	if (sqlite3_prepare_v2(w->db, text, -1, &s, NULL) != SQLITE_OK)
		*st = wis_fail(w, "read", e);
	else
		n = wis_query_int(w, s, st, e);
	sqlite3_finalize(s);
	return n;
}

/* Give a base of the version before its new columns, unless another process is
 * first. Its uses keep their outcomes and have no gains. */
static enum hcc_status
upgrade(struct wis *w, struct hcc_err *e)
{
	enum hcc_status	 st = wis_exec(w, "BEGIN IMMEDIATE", e);

	if (st != HCC_OK)
		return st;
	if (pragma(w, "PRAGMA user_version", &st, e) == BEFORE && st == HCC_OK)
		st = wis_exec(w, "ALTER TABLE entries ADD COLUMN gains TEXT "
		    "NOT NULL DEFAULT '[]';"
		    "ALTER TABLE uses ADD COLUMN gain REAL;"
		    "PRAGMA user_version = 4;", e);
	if (st == HCC_OK)
		return wis_exec(w, "COMMIT", e);
	(void)wis_exec(w, "ROLLBACK", NULL);
	return st;
}

/* Who writes to a base of the version before, upgrades it; who reads, leaves it
 * as it is and sees the columns all the same. */
static enum hcc_status
adapt(struct wis *w, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (pragma(w, "PRAGMA user_version", &st, e) != BEFORE)
		return st;
	return w->write ? upgrade(w, e) : wis_exec(w,
	    "CREATE TEMP VIEW entries AS "
	    "SELECT *, '[]' AS gains FROM main.entries;"
	    "CREATE TEMP VIEW uses AS "
	    "SELECT *, NULL AS gain FROM main.uses;", e);
}

/* Is it a wisdom base of this version, or can it be read as one? */
static enum hcc_status
check_version(struct wis *w, const char *path, struct hcc_err *e)
{
	enum hcc_status	 st;
	int64_t		 app, version;

	app = pragma(w, "PRAGMA application_id", &st, e);
	if (st != HCC_OK && sqlite3_errcode(w->db) != SQLITE_NOTADB)
		return st;
	if (st != HCC_OK || app != APPLICATION)
		return err_set(e, HCC_INPUT,
		    "open '%s': not a wisdom base", path);
	version = pragma(w, "PRAGMA user_version", &st, e);
	if (st == HCC_OK && version != VERSION && version != BEFORE)
		return err_set(e, HCC_INPUT, "open '%s': the wisdom base has "
		    "version %lld, this program reads version %d; %s", path,
		    (long long)version, VERSION, version > VERSION ?
		    "it was made by a newer hcc: install that" : "export it "
		    "with the hcc that made it and import the export");
	return st;
}

/* Write the WAL into the file and truncate it. */
static enum hcc_status
checkpoint(struct wis *w, struct hcc_err *e)
{
	if (sqlite3_wal_checkpoint_v2(w->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL) != SQLITE_OK)
		return wis_fail(w, "rewrite", e);
	return HCC_OK;
}

/* Remove an unfinished base and the files of SQLite beside it. */
static void
remove_unfinished(const char *tmp)
{
	/* The file last: whoever finds it looks for the others. */
	static const char *const ends[] = { "-journal", "-wal", "-shm", "" };
	char		 path[4200];
	size_t		 i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", tmp, ends[i]);
		unlink(path);
	}
}

/* Make an empty base under a temporary name and give it its own. */
static enum hcc_status
create_as(const char *tmp, const char *path, struct hcc_err *e)
{
	struct wis	 w = { 0 };
	enum hcc_status	 st;

	remove_unfinished(tmp);		/* of a killed process */
	st = connect_db(&w, tmp, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	    false, e);
	if (st == HCC_OK && (st = wis_exec(&w, schema, e)) == HCC_OK)
		st = checkpoint(&w, e);
	sqlite3_close(w.db);
	if (st == HCC_OK && rename(tmp, path) == -1)
		st = err_errno(e, "create '%s'", path);
	remove_unfinished(tmp);
	return st == HCC_OK ? fs_sync_parent(AT_FDCWD, path, e) : st;
}

/* Create an empty base and its directories, unless another process is first.
 * The lock is that of the directory. */
static enum hcc_status
create(const char *path, struct hcc_err *e)
{
	const char	*slash = strrchr(path, '/');
	const char	*base = slash == NULL ? path : slash + 1;
	char		 dir[4096], tmp[4160];
	enum hcc_status	 st;
	int		 lock;

	if (snprintf(dir, sizeof(dir), "%.*s", (int)(base - path), path) >=
	    (int)sizeof(dir) || snprintf(tmp, sizeof(tmp), "%s" FS_TMP "%s",
	    dir, base) >= (int)sizeof(tmp))
		return err_set(e, HCC_INPUT, "path too long: '%s'", path);
	if (slash == NULL)
		strcpy(dir, ".");
	if ((st = fs_mkdirs(AT_FDCWD, dir, e)) != HCC_OK)
		return st;
	lock = fs_open_dir(AT_FDCWD, dir);
	if (lock == -1 || flock(lock, LOCK_EX) == -1)
		st = err_errno(e, "lock '%s'", dir);
	else if (!fs_exists(AT_FDCWD, path))
		st = create_as(tmp, path, e);
	if (lock != -1)
		close(lock);
	return st;
}

/* Is the WAL empty or absent? */
static bool
wal_is_empty(const char *path)
{
	struct stat	 sb;
	char		 wal[4096];

	if (snprintf(wal, sizeof(wal), "%s-wal", path) >= (int)sizeof(wal))
		return false;
	return stat(wal, &sb) == -1 || sb.st_size == 0;
}

static enum hcc_status
open_as(struct wis *w, const char *path, bool immutable, struct hcc_err *e)
{
	enum hcc_status	 st;

	/* A reader opens for writing too: only then does SQLite remove its
	 * WAL and index files when it closes. Without write permission SQLite
	 * falls back to reading. */
	st = connect_db(w, path, immutable ? SQLITE_OPEN_READONLY :
	    SQLITE_OPEN_READWRITE, immutable, e);
	if (st == HCC_OK)
		st = check_version(w, path, e);
	if (st == HCC_OK)
		st = wis_exec(w, setup, e);
	if (st == HCC_OK && w->write)
		st = wis_exec(w, setup_write, e);
	if (st == HCC_OK)
		st = adapt(w, e);
	if (st == HCC_OK && !w->write)
		st = wis_exec(w, setup_read, e);
	return st;
}

enum hcc_status
wis_open(const char *path, enum wis_flags flags, struct wis **out,
    struct hcc_err *e)
{
	struct wis	*w;
	struct stat	 sb;
	enum hcc_status	 st;

	*out = NULL;
	if (stat(path, &sb) == -1) {
		if (errno != ENOENT || flags != WIS_CREATE)
			return err_errno(e, "open '%s'", path);
		if ((st = create(path, e)) != HCC_OK)
			return st;
	} else if (!S_ISREG(sb.st_mode))
		return err_set(e, HCC_INPUT, "open '%s': not a regular "
		    "file; name a wisdom base", path);
	if (flags != WIS_READ && access(path, W_OK) == -1)
		return err_errno(e, "write '%s'", path);
	w = mem_zero(1, sizeof(*w));
	w->write = flags != WIS_READ;
	w->wait_ms = flags == WIS_TRY ? 0 : BUSY_MS;
	st = open_as(w, path, false, e);
	if (st != HCC_OK && st != HCC_INPUT && st != HCC_AGAIN && !w->write &&
	    wal_is_empty(path)) {
		/* A read-only medium: SQLite cannot create its index. */
		sqlite3_close(w->db);
		w->db = NULL;
		st = open_as(w, path, true, e);
	}
	if (st == HCC_OK && w->write && sqlite3_db_readonly(w->db, "main"))
		st = err_set(e, HCC_PERMISSION, "write '%s': permission "
		    "denied", path);
	if (st != HCC_OK) {
		wis_close(w);
		return st;
	}
	/* A process was killed between forgetting and rewriting: finish it. If
	 * that fails now, the next writer tries again. */
	if (w->write && wis_query_int(w, wis_stmt(w, Q_IS_UNPURGED, NULL),
	    &st, NULL) > 0)
		(void)wis_purge(w, NULL);
	*out = w;
	return HCC_OK;
}

void
wis_close(struct wis *w)
{
	int	 i;

	if (w == NULL)
		return;
	for (i = 0; i < Q_COUNT; i++)
		sqlite3_finalize(w->st[i]);
	sqlite3_close(w->db);
	free(w);
}

enum hcc_status
wis_purge(struct wis *w, struct hcc_err *e)
{
	enum hcc_status	 st;

	/* Deletions only mark rows of the word index: rebuild it. */
	st = wis_exec(w, "INSERT INTO words (words) VALUES ('rebuild')", e);
	if (st == HCC_OK)
		st = wis_exec(w, "VACUUM", e);
	if (st == HCC_OK)
		st = checkpoint(w, e);
	if (st != HCC_OK)
		return st;
	return wis_run_bound(w, e, Q_UNPURGED, "i", (int64_t)0);
}
