#!/bin/sh
# What may be spent, and who counts: the ledger, the limits, the limiter.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
fake_start
mkdir -p "$XDG_CONFIG_HOME/hcc"
config=$XDG_CONFIG_HOME/hcc/config.lua
unset HCC_LLM_MODEL
state=$XDG_STATE_HOME

# limits FAULT LINE..: one model that fails so, with prices; more of the table.
limits() {
	{
		echo 'return { llm = { model = "m", models = { m = {'
		printf 'model = "fake-1", url = "%s",\n' "$(url "$1")"
		echo 'price = { input = 1000, cached = 100, output = 10000 },'
		echo '} },'
		shift
		for line; do echo "$line"; done
		echo '} }'
	} >"$config"
}

# lines FILTER FILE: of the ledger.
lines() {
	jq -r "$1" "$2"
}

# fresh: nothing was spent by this user today.
fresh() {
	rm -rf "$state"
}

# One call: reserved before it is sent, settled after.
small_task t
limits wait=1
hcc-llm t <prompt >out 2>err &
pid=$!
until_asked wait=1
is 'reserved before it is sent' 'reserve' "$(lines .ev t/ledger.jsonl)"
ok 'for more than nothing' test "$(lines '.tokens > 0 and .cost > 0' \
    t/ledger.jsonl)" = true
wait $pid
is 'settled after' 'reserve settle' "$(lines .ev t/ledger.jsonl | xargs)"
is 'both of the same call' 1 "$(lines .id t/ledger.jsonl | sort -u | wc -l)"
is 'with what it cost' '40 10 0.14 1 ok' "$(lines 'select(.ev == "settle") |
    "\(.usage.prompt) \(.usage.completion) \(.cost) \(.attempts) \(.class)"' \
    t/ledger.jsonl)"
is 'the same lines for the day' "$(cat t/ledger.jsonl)" \
    "$(cat "$state"/hcc/ledger-*.jsonl)"
is 'the day is in the name' "ledger-$(date -u +%F).jsonl" \
    "$(cd "$state/hcc" && echo ledger-*)"
limits usage=hit
ok 'cached input' hcc-llm t <prompt
is 'has its own price' 0.113 "$(lines 'select(.ev == "settle") | .cost' \
    t/ledger.jsonl | tail -1)"
limits '503*1@ledger'
ok 'a call that needs two attempts' hcc-llm t <prompt
is 'is one call' 3 "$(lines 'select(.ev == "settle") | .id' t/ledger.jsonl |
    sort -u | wc -l | tr -d ' ')"
ok 'which costs more than one' test "$(lines 'select(.ev == "settle") |
    .cost > 0.14' t/ledger.jsonl | tail -1)" = true
limits cut=0.5
hcc-llm -a 1 t <prompt >out 2>err
is 'a failed call costs its prompt, as is guessed' 'true true' "$(lines '
    select(.ev == "settle") | "\(.cost > 0) \(.usage.estimated)"' \
    t/ledger.jsonl | tail -1)"
hcc-status t >status.txt
like 'what is spent is told' '^model +4 calls, [0-9]+ tokens, [0-9.]+ cost' status.txt

# Limits of a task, by its task.md or the configuration.
fresh
limits ok@calls 'limits = { task = { calls = 2 } },'
small_task two
sends 'a task may be asked twice' 0 hcc-llm two
sends 'once more' 0 hcc-llm two
sends 'but not a third time' 75 hcc-llm two
like 'since its budget is spent' 'budget' err
is 'a class of its own' budget "$(hcc-llm -j two <prompt 2>err |
    jq -r .class)"
is 'nothing was sent' 2 "$(asked ok@calls)"
is 'what was refused is written down, and costs nothing' \
    'reserve settle reserve settle refuse refuse' \
    "$(lines .ev two/ledger.jsonl | xargs)"
hcc-status two >status.txt
like 'the task is paused, not lost' '^paused .*budget' status.txt
hcc-status -j two >status.json
is 'a record tells what is spent' '2 task' \
    "$(jq -r '.model | "\(.calls) \(.refused)"' status.json)"
is 'and fits its schema' 'status 1' "$(check status <status.json)"
is 'so does each line of the ledger' 'ledger 6' \
    "$(check ledger <two/ledger.jsonl)"
small_task three
sends 'another task has its own' 0 hcc-llm three
limits ok@tokens
small_task tokens 'budget: {tokens: 120}'
for i in 1 2 3; do hcc-llm tokens <prompt >out 2>err; echo $?; done >statuses
is 'tokens of task.md' 75 "$(tail -1 statuses)"
ok 'never more than that' test "$(lines 'select(.ev == "settle") |
    .usage.prompt + .usage.completion' tokens/ledger.jsonl |
    jq -s 'add // 0 | . <= 120')" = true
limits ok@cost
small_task cost 'budget: {cost: 0.00001}'
sends 'a cost that one call would exceed' 75 hcc-llm cost
is 'is not spent' 0 "$(asked ok@cost)"

# Limits of a day and of a run hold for all tasks, and without one.
fresh
limits ok@day 'limits = { day = { calls = 2 } },'
sends 'today' 0 hcc-llm
sends 'in another task' 0 hcc-llm three
sends 'is enough' 75 hcc-llm
like 'for a day' 'day' err
fresh
limits ok@run 'limits = { run = { calls = 1 } },'
sends 'a run' 0 env HCC_SESSION=one hcc-llm three
sends 'is bounded' 75 env HCC_SESSION=one hcc-llm three
sends 'and so is the next' 0 env HCC_SESSION=two hcc-llm three

# Many at once: budgets are not passed, requests wait for their turn.
fresh
limits wait=0.2@many 'parallel = 2, limits = { day = { calls = 5 } },'
i=0
while [ $i -lt 9 ]; do
	i=$((i + 1))
	echo $i
done | xargs -P 9 -I @ sh -c 'hcc-llm <prompt >out.@ 2>err.@; echo $? >>many'
is 'nine at once, five are paid for' '5 4' \
    "$(grep -c '^0$' many) $(grep -c '^75$' many)"
is 'and sent' 5 "$(asked wait=0.2@many)"
is 'two at a time' 2 "$(log wait=0.2@many .busy | sort -n | tail -1)"

fresh
limits wait=3@slot 'parallel = 1,'
hcc-llm <prompt >out 2>err &
pid=$!
until_asked wait=3@slot
sends 'a turn that does not come in time' 75 \
    hcc-llm -d 0.5 -u "$(url ok@slot)" -m fake-1
is 'is not taken' 0 "$(asked ok@slot)"
kill $pid
wait $pid

# A pause that one is told is a pause for all.
fresh
limits 'after=2*1@pause' 'parallel = 4,'
hcc-llm <prompt >out 2>err &
pid=$!
until_asked 'after=2*1@pause'
until_paused
hcc-llm -u "$(url ok@pause)" -m fake-1 <prompt >out.2 2>err.2
is 'the other one is answered' "$text" "$(cat out.2)"
wait $pid
ok 'after the pause' test "$(jq -s '
    (map(select(.label == "ok@pause"))[0].time) -
    (map(select(.label == "after=2*1@pause"))[0].time) >= 1.9' \
    "$fake/log")" = true

fresh
limits 'after=30@dead' 'parallel = 4,'
hcc-llm <prompt >out 2>err &
pid=$!
until_asked 'after=30@dead'
until_paused
kill -9 $pid
wait $pid 2>/dev/null
sends 'the pause outlives who was told' 75 \
    hcc-llm -d 1 -u "$(url ok@dead)" -m fake-1
is 'so nobody is asked before' 0 "$(asked ok@dead)"

# Killed: what was reserved counts, nothing stays locked.
fresh
limits wait=30@kill 'parallel = 1, limits = { task = { calls = 2 } },'
small_task killed
hcc-llm killed <prompt >out 2>err &
pid=$!
until_asked wait=30@kill
kill -9 $pid
wait $pid 2>/dev/null
is 'a reservation stays' reserve "$(lines .ev killed/ledger.jsonl)"
limits ok@kill 'parallel = 1, limits = { task = { calls = 2 } },'
sends 'nothing is locked' 0 hcc-llm -d 5 killed
sends 'and the dead call counts' 75 hcc-llm killed

# A hail of kills: whatever was sent had been reserved, and no more than that.
fresh
small_task hail
limits wait=0.2@hail 'parallel = 3, limits = { task = { calls = 8 } },'
/usr/bin/python3 - <<'E'
import os, random, signal, subprocess, threading, time
def one():
    with open("prompt") as prompt, open(os.devnull, "w") as null:
        p = subprocess.Popen(["hcc-llm", "-d", "5", "hail"], stdin=prompt,
                             stdout=null, stderr=null)
        time.sleep(random.random())
        p.send_signal(signal.SIGKILL)
        p.wait()
threads = [threading.Thread(target=one) for _ in range(20)]
for t in threads: t.start()
for t in threads: t.join()
E
grep -c '"reserve"' hail/ledger.jsonl >reserved
ok 'nothing was sent without a reservation' \
    test "$(asked wait=0.2@hail)" -le "$(cat reserved)"
ok 'and nothing above the limit' test "$(cat reserved)" -le 8
limits ok@hail 'parallel = 3,'
sends 'the next call is served' 0 hcc-llm -d 5 hail
is 'the prompt that was sent last is kept whole' 'Say it.' \
    "$(cat hail/prompt/none.txt)"

printf '{"ev":"reserve","id":"x","tok' >>three/ledger.jsonl
limits ok@torn
sends 'a torn line harms nobody' 0 hcc-llm three
ok 'and is not made worse' sh -c 'tail -2 three/ledger.jsonl | jq .ev'

# A field that a server does not take is left out for the rest of the run.
fresh
limits 'picky=temperature'
echo '{"messages":[{"role":"user","content":"a"}],"temperature":0.5}' >json
for run in one one two; do
	HCC_SESSION=$run hcc-llm <json >out 2>err
done
is 'what is not taken is remembered for the run' 5 "$(asked picky=temperature)"

# What cannot be written down is not sent.
fresh
small_task full
for call in fsync fdatasync; do
	limits ok@$call
	HCC_TASK=full ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o trace \
	    -e inject=$call:error=ENOSPC hcc-llm <prompt >out 2>err
	echo "$? $(asked ok@$call)"
done | sort >synced
is 'no disk, no request; one of two ways to sync is used' '0 1
74 0' "$(cat synced)"
mkdir small
if mount -t tmpfs -o size=64k tmpfs small 2>/dev/null; then
	small_task small/t
	head -c 100000 /dev/zero >small/fill 2>/dev/null
	sends 'a full disk' 74 hcc-llm -u "$(url ok@disk)" -m fake-1 small/t
	is 'nothing is sent' 0 "$(asked ok@disk)"
	like 'and it is told' 'ledger' err
	umount small
else
	skip 'a full disk' 'needs root'
fi

# A prompt that cannot fit is not sent: many servers would cut it in silence.
limits ok@long
sed -i 's/^price/context = 500, &/' "$config"
seq 2000 >long
exits 'a prompt beyond the context' 65 sh -c 'hcc-llm -j <long >record'
is 'is an overflow' overflow "$(jq -r .class record)"
is 'which nobody is asked about' 0 "$(asked ok@long)"
sends 'a short one fits' 0 hcc-llm

# A configuration that is wrong is not guessed about.
limits ok@wrong 'limit = { day = { calls = 5 } },'
sends 'an unknown key' 78 hcc-llm
like 'is named, with its file' "config.lua.*limit" err
limits ok@wrong 'limits = { day = { calls = "many" } },'
sends 'a limit that is none' 78 hcc-llm
is 'nobody was asked' 0 "$(asked ok@wrong)"
finish
