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
cp t/ledger.jsonl reserved.jsonl
is 'a call is reserved before it is sent' \
    'reserve' "$(lines .ev reserved.jsonl)"
ok 'a reservation has tokens and cost' \
    test "$(lines '.tokens > 0 and .cost > 0' reserved.jsonl)" = true
wait $pid
is 'a call is settled after it is answered' \
    'reserve settle' "$(lines .ev t/ledger.jsonl | xargs)"
is 'reserve and settle have the same id' \
    1 "$(lines .id t/ledger.jsonl | sort -u | wc -l)"
is 'the settled line has what the call cost' \
    '40 10 0.14 1 ok' "$(lines 'select(.ev == "settle") |
    "\(.usage.prompt) \(.usage.completion) \(.cost) \(.attempts) \(.class)"' \
    t/ledger.jsonl)"
is 'the ledger of the day has the same lines' "$(cat t/ledger.jsonl)" \
    "$(cat "$state"/hcc/ledger-*.jsonl)"
is 'the day is in the name of its ledger' "ledger-$(date -u +%F).jsonl" \
    "$(cd "$state/hcc" && echo ledger-*)"
limits usage=hit
ok 'an answer may report cached input' hcc-llm t <prompt
is 'cached input has a price of its own' \
    0.113 "$(lines 'select(.ev == "settle") | .cost' \
    t/ledger.jsonl | tail -1)"
limits '503*1@ledger'
ok 'a call may need two attempts' hcc-llm t <prompt
is 'two attempts are one call in the ledger' \
    3 "$(lines 'select(.ev == "settle") | .id' t/ledger.jsonl |
    sort -u | wc -l | tr -d ' ')"
ok 'two attempts cost more than one' test "$(lines 'select(.ev == "settle") |
    .cost > 0.14' t/ledger.jsonl | tail -1)" = true
limits cut=0.5
hcc-llm -a 1 t <prompt >out 2>err
is 'a failed call costs its prompt, by estimate' 'true true' "$(lines '
    select(.ev == "settle") | "\(.cost > 0) \(.usage.estimated)"' \
    t/ledger.jsonl | tail -1)"
hcc-status t >status.txt
like 'hcc-status shows what is spent' \
    '^model +4 calls, [0-9]+ tokens, [0-9.]+ cost' status.txt

# Tried again: who was not heard has cost nothing.
tries() {
	small_task "$2"
	limits "$1@$2"
	hcc-llm -a 2 -i 0.1 -d 20 "$2" <prompt >out 2>err
	lines .ev "$2/ledger.jsonl" | xargs
}
is 'a try that was refused unread needs no new reservation' \
    'reserve settle' "$(tries '429*1' unread)"
is 'one that may have cost does' \
    'reserve reserve settle' "$(tries '503*1' costly)"

# Limits of a task, by its task.md or the configuration.
fresh
limits ok@calls 'limits = { task = { calls = 2 } },'
small_task two
sends 'a budget of two calls allows the first' 0 hcc-llm two
sends 'a budget of two calls allows the second' 0 hcc-llm two
sends 'a budget of two calls refuses the third' 75 hcc-llm two
like 'the message names the spent budget' 'budget' err
is 'a spent budget has the class budget' \
    budget "$(hcc-llm -j two <prompt 2>err |
    jq -r .class)"
is 'a refused call is not sent' 2 "$(asked ok@calls)"
is 'a refused call is in the ledger and costs nothing' \
    'reserve settle reserve settle refuse refuse' \
    "$(lines .ev two/ledger.jsonl | xargs)"
hcc-status two >status.txt
like 'hcc-status says that the task is paused' '^paused .*budget' status.txt
hcc-status -j two >status.json
is 'hcc-status -j has what is spent' '2 task' \
    "$(jq -r '.model | "\(.calls) \(.refused)"' status.json)"
is 'the record of hcc-status fits its schema' \
    'status 1' "$(check status <status.json)"
is 'each line of the ledger fits its schema' 'ledger 6' \
    "$(check ledger <two/ledger.jsonl)"
small_task three
sends 'another task has a budget of its own' 0 hcc-llm three
limits ok@tokens
small_task tokens 'budget: {tokens: 120}'
for i in 1 2 3; do hcc-llm tokens <prompt >out 2>err; echo $?; done >statuses
is 'tokens of task.md limit a task' 75 "$(tail -1 statuses)"
ok 'a task never takes more tokens than its budget' \
    test "$(lines 'select(.ev == "settle") |
    .usage.prompt + .usage.completion' tokens/ledger.jsonl |
    jq -s 'add // 0 | . <= 120')" = true
limits ok@cost
small_task cost 'budget: {cost: 0.00001}'
sends 'a call that would exceed the cost is refused' 75 hcc-llm cost
is 'a call that would exceed the cost is not sent' 0 "$(asked ok@cost)"

# Limits of a day and of a run hold for all tasks, and without one.
fresh
limits ok@day 'limits = { day = { calls = 2 } },'
sends 'a limit of the day allows the first call' 0 hcc-llm
sends "a limit of the day counts another task's call" 0 hcc-llm three
sends 'a limit of the day refuses the next call' 75 hcc-llm
like 'the message names the budget of the day' 'day' err
fresh
limits ok@run 'limits = { run = { calls = 1 } },'
sends 'a limit of the run allows its calls' 0 env HCC_SESSION=one hcc-llm three
sends 'a limit of the run refuses the next call' \
    75 env HCC_SESSION=one hcc-llm three
sends 'another run has a limit of its own' 0 env HCC_SESSION=two hcc-llm three

# Many at once: budgets are not passed, requests wait for their turn.
fresh
limits wait=0.2@many 'parallel = 2, limits = { day = { calls = 5 } },'
i=0
while [ $i -lt 9 ]; do
	i=$((i + 1))
	echo $i
done | xargs -P 9 -I @ sh -c 'hcc-llm <prompt >out.@ 2>err.@; echo $? >>many'
is 'of nine calls at once the budget pays for five' '5 4' \
    "$(grep -c '^0$' many) $(grep -c '^75$' many)"
is 'only the calls that are paid for are sent' 5 "$(asked wait=0.2@many)"
is 'no more than llm.parallel calls are under way' \
    2 "$(log wait=0.2@many .busy | sort -n | tail -1)"

fresh
limits wait=3@slot 'parallel = 1,'
hcc-llm <prompt >out 2>err &
pid=$!
until_asked wait=3@slot
sends 'a call that gets no slot in time ends with the deadline' 75 \
    hcc-llm -d 0.5 -u "$(url ok@slot)" -m fake-1
is 'a call without a slot is not sent' 0 "$(asked ok@slot)"
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
is 'the other call is answered' "$text" "$(cat out.2)"
wait $pid
ok 'no call is sent before the pause has ended' test "$(jq -s '
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
sends 'a pause outlives the process that was told' 75 \
    hcc-llm -d 1 -u "$(url ok@dead)" -m fake-1
is 'no request is sent during the pause' 0 "$(asked ok@dead)"

# Killed: what was reserved counts, nothing stays locked.
fresh
limits wait=30@kill 'parallel = 1, limits = { task = { calls = 2 } },'
small_task killed
hcc-llm killed <prompt >out 2>err &
pid=$!
until_asked wait=30@kill
kill -9 $pid
wait $pid 2>/dev/null
is 'the reservation of a killed process stays' \
    reserve "$(lines .ev killed/ledger.jsonl)"
limits ok@kill 'parallel = 1, limits = { task = { calls = 2 } },'
sends 'a killed process leaves no lock' 0 hcc-llm -d 5 killed
sends 'the reservation of a killed process counts in full' 75 hcc-llm killed

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
ok 'no request was sent without a reservation' \
    test "$(asked wait=0.2@hail)" -le "$(cat reserved)"
ok 'no reservation went above the limit' test "$(cat reserved)" -le 8
limits ok@hail 'parallel = 3,'
sends 'a call after killed ones is served' 0 hcc-llm -d 5 hail
is 'the last prompt is kept whole' 'Say it.' \
    "$(cat hail/prompt/none.txt)"

printf '{"ev":"reserve","id":"x","tok' >>three/ledger.jsonl
limits ok@torn
sends 'a torn line in the ledger does not stop a call' 0 hcc-llm three
ok 'the next line is whole after a torn one' \
    sh -c 'tail -2 three/ledger.jsonl | jq .ev'

# A field that a server does not take is left out for the rest of the run.
fresh
limits 'picky=temperature'
echo '{"messages":[{"role":"user","content":"a"}],"temperature":0.5}' >json
for run in one one two; do
	HCC_SESSION=$run hcc-llm <json >out 2>err
done
is 'fields that the server refuses are remembered for the run' \
    5 "$(asked picky=temperature)"

# What cannot be written down is not sent.
fresh
small_task full
for call in fsync fdatasync; do
	limits ok@$call
	HCC_TASK=full ASAN_OPTIONS=detect_leaks=0 strace -f --seccomp-bpf -qq -o trace \
	    -e inject=$call:error=ENOSPC hcc-llm <prompt >out 2>err
	echo "$? $(asked ok@$call)"
done | sort >synced
is 'without a durable reservation no request is sent' '0 1
74 0' "$(cat synced)"
mkdir small
if mount -t tmpfs -o size=64k tmpfs small 2>/dev/null; then
	small_task small/t
	head -c 100000 /dev/zero >small/fill 2>/dev/null
	sends 'a full disk is an error' \
	    74 hcc-llm -u "$(url ok@disk)" -m fake-1 small/t
	is 'a full disk prevents the request' 0 "$(asked ok@disk)"
	like 'the message says that nothing is sent' 'ledger' err
	umount small
else
	skip 'a full disk' 'needs root'
fi

# A prompt that cannot fit is not sent: many servers would cut it in silence.
limits ok@long
sed -i 's/^price/context = 500, &/' "$config"
seq 2000 >long
exits 'a prompt that leaves an answer no room is refused' \
    65 sh -c 'head -c 1100 long | hcc-llm -j >record'
like 'the message has the room of the answer' 'its answer may take 125' err
exits 'a prompt beyond the context is refused' \
    65 sh -c 'hcc-llm -j <long >record'
is 'a prompt beyond the context has the class overflow' \
    overflow "$(jq -r .class record)"
is 'a prompt beyond the context is not sent' 0 "$(asked ok@long)"
sends 'a short prompt fits the context' 0 hcc-llm

# A configuration that is wrong is not guessed about.
limits ok@wrong 'limit = { day = { calls = 5 } },'
sends 'an unknown key of config.lua is refused' 78 hcc-llm
like 'the message names key and file' "config.lua.*limit" err
limits ok@wrong 'limits = { day = { calls = "many" } },'
sends 'a limit that is no number is refused' 78 hcc-llm
is 'no request is sent under a wrong configuration' 0 "$(asked ok@wrong)"
finish
