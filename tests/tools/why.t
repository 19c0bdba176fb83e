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
exits 'hcc-why accepts the bytes that run.json names' 0 \
    hcc-why t "$(at .claimed_at 01/1.1/result.json)"
like 'hcc-why marks the cited line' '^ +> +17  metric: 0\.5111$' out
like 'hcc-why prints the line before the cited one' '^ +0  epoch 1 loss 0\.5$' out
like 'hcc-why names the log in l1' 'l1/01 1\.1/1/log, bytes 17 to 31' out
like 'hcc-why prints the attempt, its program and its checksum' \
    "attempt  ok, claimed 0\\.5111, .*solution\\.sh sha256 $(sha256sum \
    t/l1/01/1.1/1/solution.sh | cut -c 1-16)" out
exits 'hcc-why accepts the bytes of a cause of failure' 0 \
    hcc-why -n 0 t "$(at .cause.at 01/2.1/result.json)"
is 'the bytes of a cause of failure are its line' '> 0 solution.sh: line 1: ValueError: bad' \
    "$(sed -n 's/^ *>/>/p' out | tr -s ' ')"
like 'hcc-why prints the exit status of a failed attempt' 'failed.*exit 3' out

# A change with its interval, a limit, a signal, a command.
cp -r t drawn
jq '.change = 0.0111 | .interval = 0.004 | .seconds = 12.34 |
    .base = {id: "00/1.1", score: 0.5}' \
    t/l1/01/1.1/result.json >drawn/l1/01/1.1/result.json
jq '.limit = "memory" | .signal = 9 | .exit = null | .command = "make it" |
    .seconds = 12.34' t/l1/01/1.1/1/run.json >drawn/l1/01/1.1/1/run.json
hcc-why -C drawn 01/1.1/1:17-31 >out
like 'hcc-why prints a change with its interval and what it is against' \
    '^  01/1\.1.*  ok, score 0\.5111, change 0\.0111 \+- 0\.004 of 00/1\.1, 12\.3 s: Idea 1-1-1$' \
    out
like 'hcc-why prints what ended an attempt, and its command' \
    'attempt  ok, claimed 0\.5111, 12\.3 s, signal 9, stopped at its limit of memory; solution\.sh sha256 [0-9a-f]{16}; make it$' \
    out
hcc-why -C drawn -n 0 01/2.1/1:0-5 >out
like 'hcc-why prints why a suggestion failed, and where' \
    '^    value: .*bad at solution\.sh:1$' out
exits 'hcc-why of nothing exits with 64' 64 hcc-why
like 'hcc-why says that there is nothing to explain' \
    'neither an operand nor a record' err
exits 'hcc-why of a task alone exits with 64' 64 hcc-why t
like 'hcc-why says what of a task can be explained' \
    "say what of task 't' to explain" err
exits 'hcc-why exits with 1 when there is no wisdom base' 1 \
    hcc-why -f none.db abcdef
like 'hcc-why names the wisdom base that is not there' "'none\.db' yet" err
exits 'hcc-why exits with 66 for a record whose task is absent' 66 \
    sh -c 'echo "{\"id\":\"01/1.1\",\"task\":\"no\"}" | hcc-why'

# Promoted: the same bytes, out of the archive.
hcc-why -C t 01/1.1/1:17-31 | grep '>' >raw
hcc-promote t >/dev/null
exits 'hcc-why finds bytes of a promoted phase' 0 hcc-why -C t 01/1.1/1:17-31
is 'the bytes of a promoted phase are the same as before' "$(cat raw)" "$(grep '>' out)"
like 'hcc-why names the archive of a promoted phase' 'archive/01\.tar\.zst 1\.1/1/log' out

# A line of the note, as grep -n prints it.
line=$(grep -n 'Idea 1-1-1 reached' t/l2/01.md)
exits 'hcc-why explains a judgement by its line' 0 hcc-why "t/l2/01.md:$line"
like 'hcc-why says that a judgement is verified' '^  verified, l2/01\.md:[0-9]+$' out
like 'hcc-why prints the result that a judgement cites' '^  01/1\.1  ok, score 0\.5111' out
like 'hcc-why prints the line of the log that a judgement cites' '> +17  metric: 0\.5111' out
exits 'hcc-why accepts a line of a note within the task' 0 hcc-why -C t "l2/01.md:${line%%:*}"
row=$(grep -n '^| 01/2.1' t/l2/01.md | cut -d: -f1)
exits 'hcc-why explains a row of the results' 0 hcc-why "t/l2/01.md:$row"
like 'hcc-why prints the suggestion of a row of the results' '^  01/2\.1  failed' out
line=$(grep -n 'invented' t/l2/01.md | cut -d: -f1)
exits 'hcc-why exits with 65 when a judgement is unverified' 65 hcc-why "t/l2/01.md:$line"
like 'hcc-why says why a judgement is unverified' 'unverified, phase 99 has neither' out
exits 'hcc-why exits with 65 when a line has no judgement' 65 hcc-why t/l2/01.md:2
like 'hcc-why says that a line has no judgement' 'line 2 is no judgement' err
exits 'hcc-why exits with 65 when a line is absent' 65 hcc-why t/l2/01.md:999
like 'hcc-why says that a line is absent' 'has no line 999' err
exits 'hcc-why exits with 66 when a note is absent' 66 hcc-why t/l2/07.md:1
exits 'hcc-why exits with 66 when a task is absent' 66 hcc-why nowhere/l2/01.md:1
exits 'hcc-why exits with 64 when an operand is no reference' 64 hcc-why 'what is this'
exits 'hcc-why exits with 65 when an attempt is absent' 65 hcc-why t 01/1.1/9
like 'hcc-why names the absent attempt' 'there is no 01/1\.1/9' out
exits 'hcc-why exits with 65 when bytes are absent' 65 hcc-why t 01/1.1/1:30-99
like 'hcc-why prints the size of the file when bytes are absent' 'has 32 bytes, not 99' out

# Wisdom.
id=$(hcc-promote -t t | jq -r .id)
exits 'hcc-why explains an entry' 0 hcc-why "$id"
like 'hcc-why names the task of an entry' "^wisdom $(printf %.16s "$id") of small, provisional" out
like 'hcc-why prints the claim of an entry' '^inconclusive: Idea 1-1-1 reached 0\.5111' out
like 'hcc-why names the note of a claim' '^  verified, l2/01\.md' out
like 'hcc-why prints the bytes that a claim cites' '> +17  metric: 0\.5111' out
hcc-wisdom list | hcc-why >piped
is 'hcc-why reads ids from a pipe' "$(cat out)" "$(cat piped)"
hcc-why -j "$id" >records
is 'hcc-why -j prints records' "$id verified true" \
    "$(jq -r '"\(.wisdom) \(.state) \(.evidence[1].lines[1].cited)"' records)"
is 'a record of hcc-why fits its schema' 'why 1' "$(/usr/bin/python3 \
    "$root/tests/tools/schema_check.py" "$root/share/hcc/schema" <records)"
exits 'hcc-why exits with 1 when an id is unknown' 1 hcc-why 12345678

# The whole base, looked up again.
exits 'hcc-wisdom verify succeeds when all claims hold' 0 hcc-wisdom verify
is 'hcc-wisdom verify prints the number of claims' "$id verified 6 6" \
    "$(jq -r '"\(.id) \(.status) \(.claims) \(.verified)"' out)"
is 'a record of hcc-wisdom verify fits its schema' 'verify 1' "$(/usr/bin/python3 \
    "$root/tests/tools/schema_check.py" "$root/share/hcc/schema" <out)"
cp wisdom.db good.db
more=$(hcc-wisdom export | jq -c '.evidence[0] |= (.claim +=
    " and 0.9 elsewhere" | .evidence += ["01/1.1/1:0-1000"]) | .evidence')
sqlite3 wisdom.db "UPDATE entries SET evidence = '$more'"
exits 'hcc-wisdom verify exits with 65 when a claim does not hold' 65 hcc-wisdom verify
is 'hcc-wisdom verify prints the status failed' 'failed 5' \
    "$(jq -r '"\(.status) \(.verified)"' out)"
is 'hcc-wisdom verify prints the reference that does not hold' '01/1.1/1:0-1000 log of 01/1.1/1 has 32 bytes, not 1000' \
    "$(jq -r '.failed[] | "\(.ref) \(.why)"' out)"
like 'hcc-wisdom verify names the remedy' "hcc-wisdom demote $(printf %.16s "$id")" err
is 'hcc-wisdom verify does not change the base' provisional \
    "$(hcc-wisdom show -j "$id" | jq -r .status)"
mv good.db wisdom.db
cp t/archive/01.tar.zst whole
printf X >>t/archive/01.tar.zst
exits 'hcc-wisdom verify exits with 65 when an archive was changed' 65 hcc-wisdom verify "$id"
like 'hcc-wisdom verify reports an archive that was changed' 'archive/01.tar.zst: its checksum' out
cp whole t/archive/01.tar.zst
cp wisdom.db more.db
for i in 1 9; do
    echo '{"task":"x'$i'","created":"20'$i'0-01-01T00:00:00Z","descriptor":"d","text":"t","provenance":[{"curated":"by hand"}]}'
done | hcc-wisdom import -f more.db
if strace -qq -o trace true 2>/dev/null; then
	exits 'hcc-wisdom verify exits with 74 when an archive cannot be read' 74 \
	    env ASAN_OPTIONS=detect_leaks=0 strace -f --seccomp-bpf -qq \
	    -o trace -P t/archive/01.tar.zst -e trace=read \
	    -e inject=read:error=EIO hcc-wisdom verify -f more.db
	like 'hcc-wisdom verify names an archive that cannot be read' \
	    "read 'archive/01.tar.zst': Input/output error" err
	is 'hcc-wisdom verify goes on to the other entries then' \
	    'curated curated' "$(jq -r .status out | xargs)"
else
	skip 'an archive that cannot be read' 'strace cannot trace here'
fi

# The task has moved, or was never here.
mv t moved
exits 'hcc-wisdom verify succeeds when a task is absent' 0 hcc-wisdom verify
is 'hcc-wisdom verify prints the status unreachable when a task is absent' unreachable "$(jq -r .status out)"
exits 'hcc-why exits with 66 when the task of an entry is absent' 66 hcc-why "$id"
like 'hcc-why says how to name the place of an absent task' 'no longer at .*hcc-why TASK' err
exits 'hcc-why finds the task of an entry at another place' 0 hcc-why moved "$id"
small_task other 'x: y'
sed -i 's/^id: .*/id: other/' other/task.md
exits 'hcc-why exits with 65 when the directory is another task' 65 hcc-why other "$id"
like 'hcc-why says which task the directory is' "is of task 'small'" err
hcc-wisdom export | hcc-wisdom import -f "$T/elsewhere.db"
exits 'hcc-why exits with 66 for an imported entry without a place' 66 hcc-why -f "$T/elsewhere.db" "$id"
exits 'hcc-why finds the evidence of an imported entry' 0 \
    hcc-why -f "$T/elsewhere.db" moved "$id"
echo '{"task":"x","descriptor":"d","text":"t","provenance":[{"curated":"by hand"}]}' |
    hcc-wisdom import -f "$T/elsewhere.db"
exits 'hcc-why exits with 1 for general practice' 1 hcc-why \
    -f "$T/elsewhere.db" "$(hcc-wisdom list -f "$T/elsewhere.db" |
    jq -r 'select(.task == "x").id')"
like 'hcc-why says that an entry is general practice' 'general practice' err
is 'hcc-wisdom verify prints the status curated for general practice' 'curated unreachable' "$(hcc-wisdom verify \
    -f "$T/elsewhere.db" | jq -r .status | sort | xargs)"

# Damage is told and not shown.
size=$(wc -c <whole)
for part in 3 2; do
	cp whole moved/archive/01.tar.zst
	printf X | dd of=moved/archive/01.tar.zst bs=1 \
	    seek=$((size / part)) conv=notrunc 2>/dev/null
	exits "hcc-why exits with 65 when a byte at 1/$part of the archive is damaged" 65 hcc-why moved "$id"
	like "hcc-why reports that the archive is damaged at 1/$part" 'is damaged or was replaced' out
	unlike "hcc-why prints nothing of an archive damaged at 1/$part" 'metric:' out
done
cp whole moved/archive/01.tar.zst
sed -i 's/"sha256":"[0-9a-f]*"/"sha256":"0"/' moved/l2/01.md
exits 'hcc-why exits with 65 when a note has another checksum' 65 hcc-why moved 01/1.1
exits 'hcc-why explains an entry by its own checksum' 0 \
    hcc-why moved "$id"
rm moved/archive/01.tar.zst
exits 'hcc-why exits with 65 when the archive is absent' 65 hcc-why moved "$id"
like 'hcc-why says that the archive is absent' 'neither l1/01 nor archive/01' out

# A log that wants to talk to the terminal.
mkdir -p moved/l1/00/1.1/1
printf 'plain\n\033]0;title\007\302\233red \377 \342\200\256x\rlast\n' \
    >moved/l1/00/1.1/1/log
exits 'hcc-why prints a log with control characters' 0 hcc-why moved 00/1.1/1:6-28
is 'control characters of a log are printed as question marks' '> 6 ?]0;title??red ? ?x' \
    "$(sed -n 's/^ *>/>/p' out | head -1 | tr -s ' ')"
is 'no control character of a log reaches the terminal' 0 \
    "$(LC_ALL=C tr -d '\n -~' <out | wc -c)"

# Many lines, long lines.
seq 1 500 >moved/l1/00/1.1/1/log
exits 'hcc-why prints a passage of many lines' 0 hcc-why moved 00/1.1/1:0-1892
like 'hcc-why leaves out the middle of many lines' '\.\.  420 lines' out
like 'hcc-why prints the last of many lines' '>.*  500$' out
{ head -c 100000 /dev/zero | tr '\0' x; echo 'metric: 7'; } \
    >moved/l1/00/1.1/1/log
exits 'hcc-why shows a part of a long line' 0 hcc-why moved 00/1.1/1:100000-100009
like 'hcc-why prints the cited part of a long line' 'metric: 7' out
ok 'hcc-why leaves out the rest of a long line' test "$(wc -c <out)" -lt 3000
# What has failed and is still in L1 tells why.
small_task f
hcc-plan f | hcc-exec >/dev/null
printf '%s\n' '## 1 A' '### 1.1 Fails' fail >f/plan/01.md
hcc-exec f >/dev/null 2>&1
hcc-why f 01/1.1 >out
like 'hcc-why prints the cause of a failure in L1' '^ +value: .*bad at solution.sh:1' out
hcc-status f >out
like 'hcc-status prints the cause of a failure in L1' '\[value: .*bad at' out
hcc-exec -S none -c 'python3 nosuch.py' f >out
like 'a command that fails has the line that says why as the cause' \
    "can't open file .*nosuch" out

finish
