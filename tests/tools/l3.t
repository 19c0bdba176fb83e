#!/bin/sh
# L3 among processes: readers go on while somebody writes, and what a writer
# returned from is on the disk.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/l3.db"
# entries FROM TO: lines of wisdom.
entries() {
	awk -v from="$1" -v to="$2" 'BEGIN {
		for (i = from; i <= to; i++)
			printf "{\"kind\":\"wisdom\",\"task\":\"t%d\"," \
			    "\"descriptor\":\"forecast %d series\"," \
			    "\"text\":\"what helped with %d\"}\n", i, i, i
	}'
}
entries 1 50 >first
ok 'hcc-wisdom imports fifty entries' hcc-wisdom import first

# Somebody holds a transaction in which half of the base is gone.
mkfifo hold
sqlite3 "$HCC_WISDOM" <hold >held 2>&1 &
writer=$!
exec 3>hold
echo 'BEGIN IMMEDIATE; DELETE FROM entries WHERE n > 25; SELECT changes();' \
    >&3
wait_for test -s held
is 'another process holds the write lock of the base' 25 "$(cat held)"
exits 'the write lock keeps another writer out' 5 timeout 600 sqlite3 "$HCC_WISDOM" \
    'BEGIN IMMEDIATE'
ok 'hcc-wisdom list does not wait for a writer' timeout 600 hcc-wisdom list
is 'hcc-wisdom list prints what was committed' 50 "$(wc -l <out)"
ok 'hcc-prefetch -q does not wait for a writer' timeout 600 hcc-prefetch -q 'forecast 7 series' -d -1
is 'hcc-prefetch -q finds all entries while a writer works' 50 "$(wc -l <out)"
ok 'hcc-wisdom search does not wait for a writer' timeout 600 hcc-wisdom search helped
cat >other.lua <<'EOF'
return { embed = { command = "sed 's/.text.:.*/\"vector\":[1,2]}/'",
	id = "other", delta = 0.5 } }
EOF
exits 'hcc-prefetch with a new embedder does not wait for a writer' 1 env \
    HCC_CONFIG="$PWD/other.lua" timeout 600 hcc-prefetch -q 'forecast 7 series'
like 'hcc-prefetch says which entries are not found, and why' \
    'up to 50 entries have no vector .*another process is writing' err
exits 'a second writer exits with 75' 75 timeout 600 hcc-wisdom demote \
    "$(hcc-wisdom list | jq -r .id | head -1)"
like 'a second writer says that the base is busy' 'another process|busy|locked' err
kill -9 $writer
exec 3>&-
wait $writer 2>/dev/null
is 'a killed writer leaves no change' 50 "$(hcc-wisdom list | wc -l)"
ok 'a killed writer does not block the next one' hcc-wisdom demote \
    "$(hcc-wisdom list | jq -r .id | head -1)"

# Readers beside an import see a growing base, and every answer is whole.
entries 51 3000 >many
hcc-wisdom import many 2>errors &
writer=$!
asked=0 bad=0 last=0 seen=0
while kill -0 $writer 2>/dev/null; do
	[ $asked -eq 0 ] || sleep 0.1
	asked=$((asked + 1))
	timeout 600 hcc-wisdom list >now 2>>errors || bad=$((bad + 1))
	jq -e . now >now.json || bad=$((bad + 1))
	seen=$(wc -l <now)
	[ "$seen" -ge "$last" ] || bad=$((bad + 1))
	last=$seen
	timeout 600 hcc-prefetch -n 3 -d -1 -q 'forecast 9 series' >now \
	    2>>errors || bad=$((bad + 1))
done
wait $writer
is 'an import beside readers succeeds' 0 $?
is 'readers query the base during an import' 1 "$([ $asked -ge 1 ] && echo 1)"
is 'no reader fails or sees fewer entries during an import' 0 $bad
is 'an import beside readers imports every entry' 3000 "$(hcc-wisdom list | wc -l)"

# What has come in is found before the import has ended.
mkfifo feed
hcc-wisdom import feed 2>errors &
writer=$!
exec 4>feed
entries 10001 11500 >&4
embedded() {
	[ "$(sqlite3 "$HCC_WISDOM" 'SELECT count FROM sets')" -ge "$1" ]
}
wait_for embedded 4000
is 'an import has embedded its first thousand lines before it ends' 4000 \
    "$(sqlite3 "$HCC_WISDOM" 'SELECT count FROM sets')"
exec 4>&-
wait $writer
is 'an import embeds the other lines at its end' 4500 \
    "$(sqlite3 "$HCC_WISDOM" 'SELECT count FROM sets')"

# Durable: no write of the base or its log comes after the last sync of it.
entries 3001 3010 >later
if strace -e trace=pwrite64,write,fdatasync,fsync -y -o trace \
    hcc-wisdom import later 2>err; then
	grep -E '<[^>]*l3.db(-wal)?>' trace >of
	is 'an import writes to the base' 1 "$(grep -c -m1 write of)"
	# A log that was moved into the base is cut off, not synced again.
	is 'the last write of an import is a sync' 0 "$(tail -1 of | grep -c write)"
	is 'an import syncs the log of the base' 1 \
	    "$(grep -c -m1 'sync.*l3.db-wal' of)"
else
	skip 'an import writes to the base' 'strace cannot run here'
fi
hcc-wisdom export >before
cp "$HCC_WISDOM" copy.db
ok 'a copy of the base file alone can be read' hcc-wisdom -f copy.db export
is 'a copy of a closed base file has every entry' 1 "$(cmp -s out before && echo 1)"

# A writer that is killed right after another returned takes nothing along.
entries 3011 3020 >later
entries 4001 9000 >flood
hcc-wisdom import flood 2>/dev/null &
writer=$!
ok 'two imports at once succeed' timeout 600 hcc-wisdom import later
kill -9 $writer 2>/dev/null
wait $writer 2>/dev/null
is 'an import survives the death of another one' 10 "$(hcc-wisdom list | jq -r .task |
    grep -Ec '^t30(1[1-9]|20)$')"
finish
