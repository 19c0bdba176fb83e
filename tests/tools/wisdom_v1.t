#!/bin/sh
# A wisdom base of version 1 becomes one of version 2 when it is opened.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
: "${HCC_SHARE:=$root/share/hcc}"
export HCC_SHARE

# entry TASK [MORE]: one line of an export.
entry() {
	printf '{"task":"%s","descriptor":"%s with images",' "$1" "$1"
	printf '"text":"wisdom of %s","created":"2026-01-01T00:00:00Z"%s}\n' \
	    "$1" "${2:+,$2}"
}

# The tables as version 1 had them, with five entries.
cat >v1.py <<'E'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.executescript("""
PRAGMA page_size = 65536;
PRAGMA journal_mode = WAL;
CREATE TABLE entries (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
 task TEXT NOT NULL, descriptor TEXT NOT NULL, text TEXT NOT NULL,
 tags TEXT NOT NULL, metric TEXT, goal TEXT, score REAL,
 evidence TEXT NOT NULL, provenance TEXT NOT NULL, created TEXT NOT NULL,
 decided TEXT, status TEXT NOT NULL
  CHECK (status IN ('provisional', 'confirmed', 'demoted')),
 trials INTEGER NOT NULL, wins INTEGER NOT NULL, harms INTEGER NOT NULL,
 superseded_by TEXT, origin TEXT NOT NULL) STRICT;
CREATE INDEX entries_dead ON entries (n)
 WHERE status = 'demoted' OR superseded_by IS NOT NULL;
CREATE TABLE forgotten (id TEXT PRIMARY KEY, at TEXT NOT NULL)
 STRICT, WITHOUT ROWID;
CREATE TABLE totals (entries INTEGER NOT NULL, unpurged INTEGER NOT NULL)
 STRICT;
CREATE TABLE sets (s INTEGER PRIMARY KEY, embedder TEXT NOT NULL UNIQUE,
 dim INTEGER NOT NULL, next INTEGER NOT NULL, packed INTEGER NOT NULL,
 tail INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
CREATE TABLE vectors (v INTEGER PRIMARY KEY, entry INTEGER NOT NULL,
 norm REAL NOT NULL, data BLOB NOT NULL) STRICT;
CREATE INDEX vectors_entry ON vectors (entry);
CREATE TABLE codes (c INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (task, descriptor, text, tags,
 content='entries', content_rowid='n',
 tokenize='porter unicode61 remove_diacritics 2');
PRAGMA application_id = 1751343991;
PRAGMA user_version = 1;
""")
ids = sys.argv[2:]
rows = [("houses", "confirmed", "2026-02-01T00:00:00Z", None, "local"),
        ("leaves", "demoted", None, None, "import"),
        ("boats", "provisional", None, ids[0], "import"),
        ("ships", "confirmed", "2026-03-01T00:00:00Z", ids[0], "local"),
        ("planes", "provisional", None, None, "local")]
for i, (task, status, decided, by, origin) in zip(ids, rows):
    db.execute("INSERT INTO entries VALUES (NULL, ?, ?, ?, ?, '[]', NULL, "
               "NULL, NULL, '[\"01/1.2\"]', ?, '2026-01-01T00:00:00Z', ?, ?,"
               " 3, 1, 2, ?, ?)",
               (i, task, task + " with images", "wisdom of " + task,
                '{}' if origin == 'import' else '{"base":"01/1.2"}',
                decided, status, by, origin))
db.execute("INSERT INTO words (words) VALUES ('rebuild')")
db.execute("INSERT INTO totals VALUES (5, 0)")
db.commit()
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
E

# export1 TASK STATUS DECIDED BY PROVENANCE: what version 1 printed of it.
export1() {
	entry "$1" '"status":"'"$2"'","decided":'"$3"',"superseded_by":'"$4"',
	    "provenance":'"$5"',"trials":3,"wins":1,"harms":2,
	    "evidence":["01/1.2"]' | tr -d '\n\t'
	echo
}
for name in houses leaves boats ships planes; do
	entry $name | hcc-wisdom -f ids.db import
	hcc-wisdom -f ids.db search "$name" | jq -r .id
done >ids
# shellcheck disable=SC2046
set -- $(cat ids)
base='{"base":"01/1.2"}'
{
	export1 houses confirmed '"2026-02-01T00:00:00Z"' null "$base"
	export1 leaves demoted null null '{}'
	export1 boats provisional null '"'"$1"'"' '{}'
	export1 ships confirmed '"2026-03-01T00:00:00Z"' '"'"$1"'"' "$base"
	export1 planes provisional null null "$base"
} >v1.jsonl
exits 'an export of version 1' 0 hcc-wisdom -f new.db import v1.jsonl
hcc-wisdom -f new.db export >new
is 'has its decisions as a history' 'boats superseded
houses confirmed
leaves demoted
planes provisional
ships superseded' "$(jq -r '.task + " " + .status' new | sort)"
is 'and its source as a set' '[{"base":"01/1.2"}]' \
    "$(jq -c 'select(.task == "ships").provenance' new)"

/usr/bin/python3 v1.py v1.db "$@"
cp v1.db old.db
exits 'a base of version 1 is read' 0 hcc-wisdom -f v1.db export
cp out got
ok 'and has become what its export becomes' cmp got new
hcc-wisdom -f v1.db export >got
ok 'for good' cmp got new
is 'the origins are named anew' 'imported local' \
    "$(hcc-wisdom -f v1.db list | jq -r .origin | sort -u | xargs)"
is 'words are found' houses \
    "$(hcc-wisdom -f v1.db search houses | jq -r .task)"
exits 'descriptors too' 0 hcc-prefetch -d -1 -w v1.db \
    -q 'houses with images'
is 'as many as live' 'houses planes' "$(jq -r .task out | sort | xargs)"

# Killed while it is upgraded: opened again, it is all there.
for call in pwrite64 fdatasync unlink; do
	for when in 1 2 3 6; do
		rm -f x.db x.db-wal x.db-shm
		cp old.db x.db
		ASAN_OPTIONS=detect_leaks=0 strace -qq -f -o /dev/null -e \
		    "inject=$call:signal=KILL:when=$when" \
		    hcc-wisdom -f x.db list >/dev/null 2>&1
		hcc-wisdom -f x.db export >got
		ok "killed at $call $when" cmp got new
	done
done

# Several who open it at once: one upgrades it, the others wait.
rm -f x.db*
cp old.db x.db
for i in 1 2 3 4; do hcc-wisdom -f x.db export >got$i & done
wait
is 'opened by four at once' 4 \
    "$(for i in 1 2 3 4; do cmp got$i new && echo; done | wc -l)"

if [ "$(id -u)" -ne 0 ]; then
	chmod 444 old.db
	exits 'a base of version 1 that cannot be written' 65 \
	    hcc-wisdom -f old.db list
	like 'names the remedy' 'let its owner run' err
else
	skip 'a base of version 1 that cannot be written' 'root may write'
	skip 'names the remedy' 'root may write'
fi
finish
