#!/bin/sh
# L3 among processes: readers go on while somebody writes, and what a writer
# returned from is on the disk.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/l3.db"
# entries FROM TO: lines of wisdom.
entries() {
	i=$1
	while [ "$i" -le "$2" ]; do
		printf '{"kind":"wisdom","task":"t%d","descriptor":"forecast %d
		    series","text":"what helped with %d"}\n' "$i" "$i" "$i" |
		    tr -d '\n\t' && echo
		i=$((i + 1))
	done
}
entries 1 50 >first
ok 'fifty entries' hcc-wisdom import first

# Somebody holds a transaction in which half of the base is gone.
mkfifo hold
sqlite3 "$HCC_WISDOM" <hold >held 2>&1 &
writer=$!
exec 3>hold
echo 'BEGIN IMMEDIATE; DELETE FROM entries WHERE n > 25; SELECT changes();' \
    >&3
wait_for test -s held
is 'a writer is at work' 25 "$(cat held)"
exits 'which keeps another one out' 5 timeout 5 sqlite3 "$HCC_WISDOM" \
    'BEGIN IMMEDIATE'
ok 'a reader is not kept waiting' timeout 5 hcc-wisdom list
is 'and sees what was there' 50 "$(wc -l <out)"
ok 'nor is a prefetch' timeout 5 hcc-prefetch -q 'forecast 7 series' -d -1
is 'which finds all' 50 "$(wc -l <out)"
ok 'nor a search' timeout 5 hcc-wisdom search helped
cat >other.lua <<'EOF'
return { embed = { command = "sed 's/.text.:.*/\"vector\":[1,2]}/'",
	id = "other", delta = 0.5 } }
EOF
exits 'nor one of an embedder that has yet to see the entries' 1 env \
    HCC_CONFIG="$PWD/other.lua" timeout 5 hcc-prefetch -q 'forecast 7 series'
like 'which says what is not found, and why' \
    'up to 50 entries have no vector .*another process is writing' err
exits 'a second writer gives up and says so' 75 timeout 60 hcc-wisdom demote \
    "$(hcc-wisdom list | jq -r .id | head -1)"
like 'in words' 'another process|busy|locked' err
kill -9 $writer
exec 3>&-
wait $writer 2>/dev/null
is 'a killed writer leaves nothing behind' 50 "$(hcc-wisdom list | wc -l)"
ok 'and nobody out' hcc-wisdom demote \
    "$(hcc-wisdom list | jq -r .id | head -1)"

# Readers beside an import see a growing base, and every answer is whole.
entries 51 3000 >many
hcc-wisdom import many 2>errors &
writer=$!
asked=0 bad=0 last=0 seen=0
while kill -0 $writer 2>/dev/null; do
	asked=$((asked + 1))
	timeout 20 hcc-wisdom list >now 2>>errors || bad=$((bad + 1))
	jq -e . now >now.json || bad=$((bad + 1))
	seen=$(wc -l <now)
	[ "$seen" -ge "$last" ] || bad=$((bad + 1))
	last=$seen
	timeout 20 hcc-prefetch -n 3 -d -1 -q 'forecast 9 series' >now \
	    2>>errors || bad=$((bad + 1))
done
wait $writer
is 'the import is done' 0 $?
is 'readers were asked' 1 "$([ $asked -ge 1 ] && echo 1)"
is 'and none failed or went back' 0 $bad
is 'everything is there' 3000 "$(hcc-wisdom list | wc -l)"

# What has come in is found before the import has ended.
mkfifo feed
hcc-wisdom import feed 2>errors &
writer=$!
exec 4>feed
entries 10001 11500 >&4
i=0 has=0
while [ "$has" -lt 4000 ] && [ $i -lt 100 ]; do
	sleep 0.1
	i=$((i + 1))
	has=$(sqlite3 "$HCC_WISDOM" 'SELECT count FROM sets')
done
is 'a thousand lines have their vectors already' 4000 "$has"
exec 4>&-
wait $writer
is 'the others follow' 4500 \
    "$(sqlite3 "$HCC_WISDOM" 'SELECT count FROM sets')"

# Durable: no write of the base or its log comes after the last sync of it.
entries 3001 3010 >later
if strace -e trace=pwrite64,write,fdatasync,fsync -y -o trace \
    hcc-wisdom import later 2>err; then
	grep -E '<[^>]*l3.db(-wal)?>' trace >of
	is 'an import writes' 1 "$(grep -c -m1 write of)"
	# A log that was moved into the base is cut off, not synced again.
	is 'and the last it does is to sync' 0 "$(tail -1 of | grep -c write)"
	is 'the log before it says so' 1 \
	    "$(grep -c -m1 'sync.*l3.db-wal' of)"
else
	skip 'an import writes' 'strace cannot run here'
fi
hcc-wisdom export >before
cp "$HCC_WISDOM" copy.db
ok 'the file alone is the whole base' hcc-wisdom -f copy.db export
is 'when nobody has it open' 1 "$(cmp -s out before && echo 1)"

# A writer that is killed right after another returned takes nothing along.
entries 3011 3020 >later
entries 4001 9000 >flood
hcc-wisdom import flood 2>/dev/null &
writer=$!
ok 'an import beside another' timeout 120 hcc-wisdom import later
kill -9 $writer 2>/dev/null
wait $writer 2>/dev/null
is 'survives the death of that' 10 "$(hcc-wisdom list | jq -r .task |
    grep -Ec '^t30(1[1-9]|20)$')"
finish
