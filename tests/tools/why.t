#!/bin/sh
# hcc-why: from wisdom to the bytes of a log.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db"
small_task t
echo 'return { m = 2, q = 1 }' >t/policy/plan.lua
hcc-plan t | hcc-exec >/dev/null
hcc-plan t >/dev/null
sed -i 's/^score 0.512.*/fail/' t/plan/01.md
hcc-exec t >/dev/null
at() { jq -r "$1" "t/l1/$2"; }

# Where a run says what it says.
is 'run.json names the bytes of the metric' 'metric: 0.5111' "$(
    at .claimed_at 01/1.1/1/run.json | sed 's/.*://; s/-/ /' | {
    read -r from to
    tail -c +$((from + 1)) t/l1/01/1.1/1/log | head -c $((to - from)); })"
exits 'they can be asked for' 0 \
    hcc-why -t t "$(at .claimed_at 01/1.1/result.json)"
like 'and are marked' '^ +> +17  metric: 0\.5111$' out
like 'with the line before' '^ +0  epoch 1 loss 0\.5$' out
like 'out of L1' 'l1/01 1\.1/1/log, bytes 17 to 31' out
like 'with the attempt, its program and its checksum' \
    "attempt  ok, claimed 0\\.5111, .*solution\\.sh sha256 $(sha256sum \
    t/l1/01/1.1/1/solution.sh | cut -c 1-16)" out
exits 'so can the cause of a failure' 0 \
    hcc-why -t t -n 0 "$(at .cause.at 01/2.1/result.json)"
is 'which is its line' '> 0 solution.sh: line 1: ValueError: bad' \
    "$(sed -n 's/^ *>/>/p' out | tr -s ' ')"
like 'of a failed attempt' 'failed.*exit 3' out

# Promoted: the same bytes, out of the archive.
hcc-why -C t 01/1.1/1:17-31 | grep '>' >raw
hcc-promote t >/dev/null
exits 'a promoted phase' 0 hcc-why -C t 01/1.1/1:17-31
is 'the bytes are the same' "$(cat raw)" "$(grep '>' out)"
like 'now from the archive' 'archive/01\.tar\.zst 1\.1/1/log' out

# A line of the note, as grep -n prints it.
line=$(grep -n 'Idea 1-1-1 reached' t/l2/01.md)
exits 'a judgement' 0 hcc-why "t/l2/01.md:$line"
like 'is looked up' '^  verified, l2/01\.md:[0-9]+$' out
like 'with the result' '^  01/1\.1  ok, score 0\.5111' out
like 'and the line of the log' '> +17  metric: 0\.5111' out
exits 'the same within the task' 0 hcc-why -C t "l2/01.md:${line%%:*}"
row=$(grep -n '^| 01/2.1' t/l2/01.md | cut -d: -f1)
exits 'a row of the results' 0 hcc-why "t/l2/01.md:$row"
like 'shows its suggestion' '^  01/2\.1  failed' out
line=$(grep -n 'invented' t/l2/01.md | cut -d: -f1)
exits 'an unverified judgement' 65 hcc-why "t/l2/01.md:$line"
like 'says why' 'unverified, phase 99 .* has neither' out
exits 'a line without judgement' 65 hcc-why t/l2/01.md:2
like 'says so' 'line 2 is no judgement' err
exits 'a line that is not there' 65 hcc-why t/l2/01.md:999
like 'says so, too' 'has no line 999' err
exits 'a note that is not there' 66 hcc-why t/l2/07.md:1
exits 'a task that is not there' 66 hcc-why nowhere/l2/01.md:1
exits 'a thing that is none' 64 hcc-why 'what is this'
exits 'an attempt that is not there' 65 hcc-why -t t 01/1.1/9
like 'is named' 'there is no 01/1\.1/9' out
exits 'bytes that are not there' 65 hcc-why -t t 01/1.1/1:30-99
like 'are counted' 'has 32 bytes, not 99' out

# Wisdom.
id=$(hcc-promote -t t | jq -r .id)
exits 'an entry' 0 hcc-why "$id"
like 'its task' "^wisdom $(printf %.16s "$id") of small, provisional" out
like 'its claim' '^inconclusive: Idea 1-1-1 reached 0\.5111' out
like 'the note' '^  verified, l2/01\.md' out
like 'the bytes' '> +17  metric: 0\.5111' out
hcc-wisdom list | hcc-why >piped
is 'the same through a pipe' "$(cat out)" "$(cat piped)"
hcc-why -j "$id" >records
is 'as records' "$id true true" \
    "$(jq -r '"\(.wisdom) \(.verified) \(.evidence[1].lines[1].cited)"' records)"
is 'that fit their schema' 'why 1' "$(/usr/bin/python3 \
    "$root/tests/tools/schema_check.py" "$root/share/hcc/schema" <records)"
exits 'an id that is not there' 1 hcc-why 12345678

# The whole base, looked up again.
exits 'hcc-wisdom verify' 0 hcc-wisdom verify
is 'counts claims' "$id verified 1 1" \
    "$(jq -r '"\(.id) \(.status) \(.claims) \(.verified)"' out)"
is 'as its schema says' 'verify 1' "$(/usr/bin/python3 \
    "$root/tests/tools/schema_check.py" "$root/share/hcc/schema" <out)"
cp wisdom.db good.db
more=$(hcc-wisdom export | jq -c '.evidence[0] |= (.claim +=
    " and 0.9 elsewhere" | .evidence += ["01/1.1/1:0-1000"]) | .evidence')
sqlite3 wisdom.db "UPDATE entries SET evidence = '$more'"
exits 'an entry that says more than there is' 65 hcc-wisdom verify
is 'fails' 'failed 0' \
    "$(jq -r '"\(.status) \(.verified)"' out)"
is 'for this' '01/1.1/1:0-1000 log of 01/1.1/1 has 32 bytes, not 1000' \
    "$(jq -r '.failed[] | "\(.ref) \(.why)"' out)"
like 'and says what can be done' "hcc-wisdom demote $(printf %.16s "$id")" err
is 'it is only told' provisional \
    "$(hcc-wisdom show -j "$id" | jq -r .status)"
mv good.db wisdom.db
cp t/archive/01.tar.zst whole
printf X >>t/archive/01.tar.zst
exits 'an archive that grew' 65 hcc-wisdom verify "$id"
like 'is told' 'archive/01.tar.zst: its checksum' out
cp whole t/archive/01.tar.zst

# The task has moved, or was never here.
mv t moved
exits 'verify cannot look' 0 hcc-wisdom verify
is 'and says so' unreachable "$(jq -r .status out)"
exits 'its task is gone' 66 hcc-why "$id"
like 'and where to say so' 'no longer at .*hcc-why -t' err
exits 'it is said' 0 hcc-why -t moved "$id"
small_task other 'x: y'
sed -i 's/^id: .*/id: other/' other/task.md
exits 'another task' 65 hcc-why -t other "$id"
like 'is refused' "is of task 'small'" err
hcc-wisdom export | hcc-wisdom import -f "$T/elsewhere.db"
exits 'an imported entry knows no place' 66 hcc-why -f "$T/elsewhere.db" "$id"
exits 'but finds its evidence in a copy' 0 \
    hcc-why -f "$T/elsewhere.db" -t moved "$id"
echo '{"task":"x","descriptor":"d","text":"t","provenance":[{"curated":"by hand"}]}' |
    hcc-wisdom import -f "$T/elsewhere.db"
exits 'general practice rests on nothing measured' 1 hcc-why \
    -f "$T/elsewhere.db" "$(hcc-wisdom list -f "$T/elsewhere.db" |
    jq -r 'select(.task == "x").id')"
like 'and says so' 'general practice' err
is 'verify calls it so' 'curated unreachable' "$(hcc-wisdom verify \
    -f "$T/elsewhere.db" | jq -r .status | sort | xargs)"

# Damage is told and not shown.
size=$(wc -c <whole)
for part in 3 2; do
	cp whole moved/archive/01.tar.zst
	printf X | dd of=moved/archive/01.tar.zst bs=1 \
	    seek=$((size / part)) conv=notrunc 2>/dev/null
	exits "a byte at 1/$part of the archive" 65 hcc-why -t moved "$id"
	like 'is damage' 'is damaged or was replaced' out
	unlike 'of which nothing is shown' 'metric:' out
done
cp whole moved/archive/01.tar.zst
sed -i 's/"sha256":"[0-9a-f]*"/"sha256":"0"/' moved/l2/01.md
exits 'a note with another checksum' 65 hcc-why -t moved 01/1.1
exits 'does not matter to an entry, which has its own' 0 \
    hcc-why -t moved "$id"
rm moved/archive/01.tar.zst
exits 'no archive' 65 hcc-why -t moved "$id"
like 'is said' 'neither l1/01 nor archive/01' out

# A log that wants to talk to the terminal.
mkdir -p moved/l1/00/1.1/1
printf 'plain\n\033]0;title\007\302\233red \377 \342\200\256x\rlast\n' \
    >moved/l1/00/1.1/1/log
exits 'a hostile log' 0 hcc-why -t moved 00/1.1/1:6-28
is 'is shown harmlessly' '> 6 ?]0;title??red ? ?x' \
    "$(sed -n 's/^ *>/>/p' out | head -1 | tr -s ' ')"
is 'no control reaches the terminal' 0 \
    "$(LC_ALL=C tr -d '\n -~' <out | wc -c)"

# Many lines, long lines.
seq 1 500 >moved/l1/00/1.1/1/log
exits 'many lines' 0 hcc-why -t moved 00/1.1/1:0-1892
like 'are left out in the middle' '\.\.  420 lines' out
like 'the last is there' '>.*  500$' out
{ head -c 100000 /dev/zero | tr '\0' x; echo 'metric: 7'; } \
    >moved/l1/00/1.1/1/log
exits 'a long line' 0 hcc-why -t moved 00/1.1/1:100000-100009
like 'is shown where it is cited' 'metric: 7' out
ok 'and not all of it' test "$(wc -c <out)" -lt 3000
# What has failed and is still in L1 tells why.
small_task f
hcc-plan f | hcc-exec >/dev/null
printf '%s\n' '## 1 A' '### 1.1 Fails' fail >f/plan/01.md
hcc-exec f >/dev/null 2>&1
hcc-why -t f 01/1.1 >out
like 'hcc-why tells the cause of a failure in L1' '^ +value: .*bad at solution.sh:1' out
hcc-status f >out
like 'hcc-status tells the cause of a failure in L1' '\[value: .*bad at' out
hcc-exec -S none -c 'python3 nosuch.py' f >out
like 'a command that fails tells its last line' \
    "exit status 2; its last line: .*can't open file .*nosuch" out

finish
