#!/bin/sh
# hcc-show: an attempt, out of l1 or the archive, and how two differ.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

small_task t
hcc-plan -q t >/dev/null
echo 'score 0.5 folds 0.4 0.6' >>t/plan/00.md
hcc-exec -q t >/dev/null
mkdir -p t/plan
printf '%s\n' --- 'phase: 1' --- '## 1 Way' '### 1.1 Better' \
    'score 0.7 folds 0.6 0.79' '### 1.2 Mended' 'fail then 0.8' \
    '### 1.3 Refused' refuse >t/plan/01.md
hcc-exec -q t >/dev/null 2>&1
exits 'hcc-show prints an attempt' 0 hcc-show t 01/1.1
like 'hcc-show prints id and title' '^01/1\.1/1  Better$' out
like 'hcc-show prints score and change' '^  score +0\.7$' out
like 'hcc-show prints what the change is against' \
    '^  change +\+0\.2 \+-0\.11 against 00/1\.1, adopted$' out
like 'hcc-show prints where it lies' '^  place +l1/01 1\.1/1$' out
like 'hcc-show prints what was asked' '^score 0\.7 folds' out
like 'hcc-show prints the program under its name' \
    '^==> 01/1\.1/1/solution\.sh <==$' out
like 'hcc-show prints the facts of the log' '^metric: 0\.7$' out
cp out before
exits 'hcc-show of a suggestion shows its best attempt' 0 hcc-show t 01/1.2
like 'hcc-show names the attempt that is best' '^01/1\.2/2  Mended$' out
exits 'hcc-show prints a failed attempt' 0 hcc-show t 01/1.2/1
like 'hcc-show prints why an attempt failed' '^  cause +value: .*bad at solution\.sh:1$' out
like 'hcc-show prints how a program ended' '^  ended +with exit status 3$' out
exits 'hcc-show prints an attempt without a program' 0 hcc-show t 01/1.3
like 'hcc-show prints why there is no program' '^  cause +brain: ' out
exits 'hcc-show prints an audit' 0 hcc-show t 00/1.1/audit
like 'hcc-show names the audit and its place' \
    '^  place     l1/00 1\.1/audit$' out
cp -r t more
jq '.signal = 9 | .exit = null | .limit = "memory" | .cause = null |
    .seconds = 75 | .time_limit = 120 | .peak_memory = 2500000 |
    .command = "make it"' \
    t/l1/01/1.1/1/run.json >more/l1/01/1.1/1/run.json
hcc-show more 01/1.1 >out
is 'hcc-show prints what a run took and what ended it' "  took      1m 15s of \
2m 00s, $(jq .cores more/l1/01/1.1/1/run.json) cores, 2 MB
  ended     by signal 9
  limit     memory: raise 'memory' in policy/exec.lua, or lower 'slots' there
  command   make it" "$(sed -n '/^  took/,/^  command/p' out)"
rm more/l1/01/1.1/result.json more/l1/01/1.1/1/run.json
like 'an attempt that nobody ended is cut off' '^  status +cut off$' "$(
	hcc-show more 01/1.1/1 >out; echo out)"
# cause MESSAGE: what hcc-status says of limits after it.
cause() {
	jq -n --arg m "$1" '{ id: "01/1.1", status: "failed", title: "T",
	    cause: { class: "value", message: $m } }' \
	    >more/l1/01/1.1/result.json
	hcc-status more | sed -n 's/^limit *//p'
}
like 'a run that a limit has ended has a remedy' \
    '^01/1.1 was stopped at its limit of memory: raise .memory' "$(
	cause 'stopped at its limit of memory' >out; echo out)"
is 'a message that is the name of a limit is none' '' "$(cause memory)"
rm more/l1/01/1.1/result.json
cp "$(command -v flock)" hcc-recorder
is 'an attempt runs while a recorder shares the lock' running "$(
	./hcc-recorder -s more/lock hcc-show more 01/1.1/1 |
	    sed -n 's/^ *status *//p')"
exits 'hcc-show of nothing exits with 64' 64 hcc-show
like 'hcc-show says that there is nothing to show' \
    'neither an operand nor a record' err
exits 'hcc-show passes over records without an id' 0 \
    sh -c 'echo "{\"kind\":\"plan\",\"task\":\"t\"}" | hcc-show'
is 'hcc-show prints nothing for a record without an id' 0 "$(wc -c <out)"
exits 'hcc-show reports a record whose task is absent' 66 \
    sh -c 'echo "{\"id\":\"01/1.1\",\"task\":\"no\"}" | hcc-show'
is 'best is the best solution' "$(hcc-show t 01/1.2/2)" "$(hcc-show t best)"
is 'hcc-show takes the task of HCC_TASK' "$(cat before)" \
    "$(HCC_TASK=t hcc-show 01/1.1)"
is 'hcc-show takes the working directory' "$(cat before)" \
    "$(hcc-show -C t 01/1.1)"
is 'hcc-show reads records' "$(cat before)" \
    "$(echo '{"id":"01/1.1","task":"t"}' | hcc-show)"

# One part, byte by byte.
printf 'a\000b\377\033[2J\n' >>t/l1/01/1.1/1/log
hcc-show -c t 01/1.1 >code
ok 'hcc-show -c prints the program as it is' cmp code t/l1/01/1.1/1/solution.sh
hcc-show -l t 01/1.1 >log
ok 'hcc-show -l prints the log as it is' cmp log t/l1/01/1.1/1/log
is 'hcc-show -d prints the facts of the log' "$(hcc-digest <log)" \
    "$(hcc-show -d t 01/1.1)"
hcc-show -r t 01/1.1 >records
is 'hcc-show -r prints result and run' 'true true' "$(jq -s --slurpfile r \
    t/l1/01/1.1/result.json --slurpfile k t/l1/01/1.1/1/run.json \
    '[(.[0] | del(.kind, .task)) == $r[0], .[1] == $k[0]]' -c records |
    tr -d '[]' | tr , ' ')"
ok 'the first record of hcc-show -r fits its schema' sh -c "head -1 records |
    /usr/bin/python3 '$root/tests/tools/schema_check.py' \
    '$root/share/hcc/schema'"
exits 'hcc-show -c of an attempt without a program exits with 66' 66 \
    hcc-show -c t 01/1.3
like 'hcc-show says that there is no program' '01/1\.3/1 has no program' err

# Two.
exits 'hcc-show compares two' 0 hcc-show t 00/1.1 01/1.1
is 'hcc-show prints the heads of both' '00/1.1/1 01/1.1/1' \
    "$(grep -o '^0./1.1/1' out | xargs)"
like 'hcc-show prints what a program lost' '^-echo metric: 0\.5$' out
like 'hcc-show prints what a program gained' '^\+echo metric: 0\.7$' out
like 'hcc-show names both programs' '^\+\+\+ 01/1\.1/1/solution\.sh$' out
is 'equal programs have no difference' '' "$(hcc-show -c t best best)"
hcc-show -r t 00/1.1 01/1.1 >out
like 'hcc-show -r compares records member by member' '^\+ +"score": 0\.7' out

# Promoted: the same, out of the archive.
hcc-promote -q t >/dev/null
sed 's|^  place.*|  place     archive/01.tar.zst 1.1/1|' before >want
exits 'hcc-show reads an archive' 0 hcc-show t 01/1.1
is 'an archive has head and program as before' \
    "$(sed '/log, its facts/,$d' want)" "$(sed '/log, its facts/,$d' out)"
hcc-show -l t 01/1.1 >archived
ok 'an archive has the log as before' cmp log archived
printf x >>t/archive/01.tar.zst
exits 'hcc-show refuses a damaged archive' 65 hcc-show t 01/1.1
like 'hcc-show names the damaged archive' "archive/01\.tar\.zst' is damaged" err

# What is wrong.
exits 'hcc-show of an absent attempt exits with 66' 66 hcc-show t 00/1.1/7
like 'hcc-show names the absent attempt' '00/1\.1/7' err
exits 'hcc-show of an absent suggestion exits with 66' 66 hcc-show t 00/9.1
exits 'hcc-show of an absent phase exits with 66' 66 hcc-show t 77/1.1
exits 'hcc-show of no id exits with 64' 64 hcc-show t ../../etc
like 'hcc-show says what an id is' 'such as 01/1\.2' err
exits 'hcc-show takes two ids at most' 64 hcc-show t best best best
exits 'hcc-show refuses what is neither a task nor an id' 64 hcc-show nowhere best
small_task new
exits 'hcc-show best without a best exits with 66' 66 hcc-show new best
like 'hcc-show says that nothing is best yet' 'nothing is best yet' err
ln -sf /etc/passwd t/l1/00/1.1/1/log
exits 'hcc-show follows no link that a program made' 66 \
    hcc-show -l t 00/1.1
is 'hcc-show prints nothing of the file behind a link' 0 "$(wc -c <out)"
exits 'hcc-show reports a full disk' 74 \
    sh -c 'hcc-show t 00/1.1 >/dev/full'
finish
