#!/bin/sh
# Trees and wisdom bases of other versions: hcc-tree(5), Versions.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

small_task t
hcc-plan -q t | hcc-exec -q >/dev/null
hcc-plan -q t | hcc-exec -q | hcc-promote -q >/dev/null
cp -a t same

# Within a format: members, events and files of a later version.
for f in t/l1/00/1.1/result.json t/l1/00/1.1/1/run.json; do
	jq -c '.tomorrow = {a: 1}' $f >r && mv r $f
done
echo '{"ev":"zap","t":2e9,"s":"x","power":9}' >>t/journal.jsonl
sed -i 's/^metric:/later: {a: 1}\n&/' t/task.md
mkdir t/later
echo data >t/later/file
# `later` and the event stand in what is printed; nothing else may differ.
exits 'hcc-status reads a tree with members and events it does not know' 0 \
    hcc-status t
sed 's/same/t/g' out >a
hcc-status same | sed 's/same/t/g' >b
is 'they change nothing of what it prints' "$(grep -v '^time' b)" \
    "$(grep -v '^time' a)"
for tool in 'hcc-context -l' hcc-log hcc-report 'hcc-fsck -q'; do
	# shellcheck disable=SC2086 # a tool and its option
	exits "${tool%% *} reads such a tree" 0 $tool t
done
exits 'work goes on in such a tree' 0 sh -c \
    'hcc-plan -q t | hcc-exec -q | hcc-promote -q >/dev/null'
is 'a file that is not known is kept' data "$(cat t/later/file)"
is 'a member that is not known is kept in task.md' 'later: {a: 1}' \
    "$(grep ^later t/task.md)"
is 'format 1 is that of trees without one' 0 "$(
	sed -i 's/^metric:/format: 1\n&/' same/task.md
	hcc-status same >/dev/null
	echo $?)"

# Another format.
cp -a same newer
sed -i 's/^format: 1/format: 2/' newer/task.md
cp -a same older
sed -i 's/^format: 1/format: 0/' older/task.md
find newer older | sort >before
for tool in hcc-status hcc-plan hcc-exec hcc-promote hcc-context hcc-prefetch \
    hcc-log hcc-report hcc-fsck 'hcc-watch -1'; do
	# shellcheck disable=SC2086 # a tool and its option
	exits "${tool%% *} refuses a tree of a newer format" 65 $tool newer
done
like 'the refusal says to install the newer hcc' \
    'format 2, this hcc reads format 1; it was made by a newer one' err
exits 'a tree of an older format is refused' 65 hcc-plan older
like 'the refusal says to finish it with the older hcc' \
    'finish it with the hcc that made it' err
is 'nothing was written into them' '' "$(find newer older | sort |
    diff before - | grep '^[<>]')"

# The wisdom base.
hcc-promote -q -t same >/dev/null
base=$XDG_DATA_HOME/hcc/wisdom.db
cp "$base" newer.db
/usr/bin/python3 -c 'import sqlite3
sqlite3.connect("newer.db").execute("PRAGMA user_version = 99")'
sum=$(sha256sum <newer.db)
exits 'a base of a newer version is refused' 65 hcc-wisdom -f newer.db list
like 'the refusal says to install the newer hcc for the base' \
    'version 99, .* made by a newer hcc: install that' err
is 'the base is as it was' "$sum" "$(sha256sum <newer.db)"
version_of() {
	/usr/bin/python3 -c "import sqlite3
print(*sqlite3.connect('$1').execute('PRAGMA user_version').fetchone())"
}
cp "$base" before.db
/usr/bin/python3 -c 'import sqlite3
sqlite3.connect("before.db").executescript("""
ALTER TABLE entries DROP COLUMN gains;
ALTER TABLE uses DROP COLUMN gain;
INSERT INTO uses (entry, uid, task, place, shown_at, ended_at, control, outcome)
SELECT n, id, task, place, created, created, 1, \"win\" FROM entries;
UPDATE entries SET trials = 1, wins = 1;
PRAGMA user_version = 3""")'
cp before.db read.db
exits 'a base of the version before is read' 0 hcc-wisdom -f read.db list
is 'its entries show no gains' '1 1 0' \
    "$(jq -r '"\(.trials) \(.wins) \(.pooled.uses)"' out)"
id=$(jq -r .id out)
exits 'its words are found' 0 hcc-wisdom -f read.db search "$(
    jq -r '.descriptor | match("[a-z]{5,}").string' out)"
exits 'an entry of it is shown' 0 hcc-wisdom -f read.db show -j "$id"
is 'its uses keep their outcome' 'win null' \
    "$(jq -r '.uses[] | "\(.outcome) \(.gain)"' out)"
is 'reading leaves it as it is' 3 "$(version_of read.db)"
exits 'it is checked' 0 hcc-fsck -W read.db
is 'so does a check' 3 "$(version_of read.db)"
exits 'who writes brings it to this version' 0 \
    hcc-wisdom -f before.db confirm "$id"
is 'the base has this version' 4 "$(version_of before.db)"
exits 'it is read as before' 0 hcc-wisdom -f before.db show -j "$id"
is 'its counts and uses are what they were' 'confirmed 1 1 win null' \
    "$(jq -r '"\(.status) \(.trials) \(.wins)", (.uses[0] |
    "\(.outcome) \(.gain)")' out | paste -sd ' ')"
exits 'it is sound' 0 hcc-fsck -W before.db
/usr/bin/python3 -c 'import sqlite3
with sqlite3.connect("before.db") as db:
    db.execute("UPDATE entries SET gains = ?", ("NaN,",))'
exits 'gains that are no list are found' 65 hcc-fsck -W before.db
hcc-wisdom export | jq -c '.tomorrow = 1' >later.jsonl
exits 'an export with members of a later version is imported' 0 \
    hcc-wisdom -f other.db import later.jsonl
is 'it is the same entry' "$(hcc-wisdom list | jq -r .id)" \
    "$(hcc-wisdom -f other.db list | jq -r .id)"
finish
