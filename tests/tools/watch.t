#!/bin/sh
# hcc run and hcc-watch: whole tasks, many of them, stopped and started again.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db"
until_true() {	# COMMAND..: wait for it, at most half a minute
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.1
	done
}

nap="sleep 600$$"		# ours among all that sleep
small_task one
exits 'hcc run drives a task to its end' 0 hcc run one
is 'silently' '' "$(cat out err)"
is 'why it ended' 'nothing new to try' "$(jq -r .why one/done.json)"
is 'three phases are promoted' '01.md 02.md 03.md' "$(ls one/l2 | xargs)"
is 'the best of all is kept' 0.5332 "$(jq .score one/best/result.json)"
is 'its wisdom is in L3' 1 "$(hcc-wisdom list | wc -l | tr -d ' ')"
exits 'an ended task is no work' 0 hcc run one

small_task two
exits 'the next task' 0 hcc run two
like 'is warmed by the first one' '^## [0-9a-f]+ small \(similarity 1' \
    two/prefetch.md
is 'and the journal says by what' "$(hcc-wisdom list | jq -r .id | head -1 | wc -l)" \
    "$(jq -r 'select(.ev == "prefetch") | .wisdom | length' two/journal.jsonl)"

# On a terminal.
small_task tty
script -qec 'hcc run tty' /dev/null </dev/null >screen 2>&1
like 'a terminal shows the best score' 'best 0\.5' screen
like 'and the time' 'left' screen

# The budget.
small_task short 'budget: {time: 4s}'
echo 'return { reserve = 1 }' >short/policy/budget.lua
mkdir -p short/plan
printf '## 1 a\n### 1.1 b\nscore 0.5\n### 1.2 c\nsleep\n' >short/plan/00.md
exits 'a spent budget ends the task' 0 hcc run short
is 'with the reason' 'the budget is spent' "$(jq -r .why short/done.json)"
is 'and what was reached' 0.5 "$(jq .score short/done.json)"

# Stopped, killed, continued.
small_task k
mkdir k/plan
printf '## 1 a\n### 1.1 b\nscore 0.5\n### 1.2 c\n%s\n' "$nap" >k/plan/00.md
hcc run k &
pid=$!
until_true test -s k/l1/00/1.2/1/log
exits 'a second watcher tries later' 75 hcc run k
like 'and says so' 'another hcc-watch' err
exits 'and another writer too' 75 hcc-plan k
kill -TERM $pid
got=0
wait $pid || got=$?
is 'SIGTERM ends it' 143 "$got"
is 'with its children' '' "$(pgrep -f "$nap" || :)"
hcc run k &
pid=$!
until_true test -s k/l1/00/1.2/1/log
kill -KILL $pid
wait $pid 2>/dev/null || :
pkill -KILL -f "hcc-exec $T/k" || :
sed -i 's/^sleep.*/score 0.6/' k/plan/00.md
sleep 0.5
exits 'killed, it goes on' 0 hcc run k
is 'what was done is not done again' 1 "$(jq -c \
    'select(.ev == "run" and .id == "00/1.1/1")' k/journal.jsonl | wc -l | tr -d ' ')"

# Many tasks, new ones, no work when nothing changes.
mkdir queue
small_task queue/a
small_task queue/b
hcc-watch queue &
pid=$!
until_true test -e queue/a/done.json -a -e queue/b/done.json
ok 'a directory of tasks' test -e queue/a/done.json -a -e queue/b/done.json
small_task new
mv new queue/new
until_true test -e queue/new/done.json
ok 'a task that arrives is driven' test -e queue/new/done.json
sleep 1
switches() { grep ctxt /proc/$pid/status; }
before=$(switches)
sleep 2
is 'it sleeps when nothing changes' "$before" "$(switches)"
printf '## 1 a\n### 1.1 b\nscore 0.99\n' >queue/a/plan/09.md
rm queue/a/done.json
until_true test -e queue/a/done.json
is 'a hand that reopens a task wakes it' 0.99 \
    "$(jq .score queue/a/best/result.json)"
kill -INT $pid
wait $pid || :

# Broken policies do not spin.
small_task bad
echo 'return { next = function() return { "rm", "-rf" } end, retry = 0.1,
	failures = 3 }' >bad/policy/watch.lua
exits 'a policy that names no tool' 78 hcc run bad
like 'is told' 'watch.lua: next must return' err
like 'and given up' 'given up' err
echo 'return { retry = 0.1, failures = 2 }' >bad/policy/watch.lua
echo 'return { tries = }' >bad/policy/exec.lua
exits 'a broken one too' 78 hcc run bad
like 'with file and line' 'policy/exec.lua:1:' err
rm bad/policy/exec.lua
echo 'return { next = function() ("a"):rep(3000000):find(".-.-.-.-.-.-b") end }' \
    >bad/policy/watch.lua
exits 'hcc-watch exits with 78 when a policy is stuck in a string function' \
    78 hcc run bad
like 'its message names the policy that is stuck' \
    '^hcc-watch: .*bad/policy/watch.lua: stopped after' err
exits 'no task there' 66 hcc run nowhere
exits 'usage' 64 hcc-watch -j none
finish
