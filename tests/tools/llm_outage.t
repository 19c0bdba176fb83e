#!/bin/sh
# The brain with a language model whose server fails, whose key is wrong,
# whose budget is spent; and what is left when everything is killed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
# shellcheck source=tests/fake/brain_lib.sh
. "$root/tests/fake/brain_lib.sh"

# whole NAME: the run has ended as it should.
whole() {
	is "$1: the run has ended" \
	    'nothing new to try' "$(jq -r .why "$1.t/done.json")"
	is "$1: the best solution is the usual one" \
	    01/2.1 "$(jq -r .best "$1.t/done.json")"
	is "$1: no file has the key" '' "$(grep -rlF -- "$key" "$1.t" \
	    "$XDG_STATE_HOME" err)"
}

# An outage: longer than one call is tried, while planning and while a
# program is written.
model outage
away='"fault":"after=status:503|retry-after-ms:20"'
serve outage "{\"match\":\"# Your step: the research\",$away,\"times\":7}" \
    "{\"match\":\"# Your step: carry out\",$away,\"times\":6}"
exits 'a run outlasts an outage of the server' 0 hcc run outage.t
whole outage
like 'hcc-exec names the suggestion that was interrupted' \
    'suggestion 01/1.1 of .* was interrupted; run hcc-exec again' err
is 'the fault is reported once a call' 2 "$(grep -c 'hcc-llm: .*503' err)"
like 'the report names the role' \
    "plan of '.*outage.t': no answer from the model" err

# A model that never answers makes no night longer than its budget.
model late
serve late "{\"match\":\"# Your step\",$away}"
sed -i '2i budget: {time: 8}' late.t/task.md
exits 'a run without an answer ends with its budget' 2 \
    timeout 90 hcc run late.t
is 'its end says why' 'the budget is spent' "$(jq -r .why late.t/done.json)"
model late2
serve late2 "{\"match\":\"# Your step: the research\",$away}"
sed -i '2i budget: {time: 12}' late2.t/task.md
exits 'a run whose model is lost ends with its budget' 0 \
    timeout 90 hcc run late2.t
is 'with the best it has' '["the budget is spent","00/1.1"]' \
    "$(jq -c '[.why, .best]' late2.t/done.json)"

# A server that cannot be found in the middle of a run is away; at its
# beginning it is a mistake.
model away
serve away
good=$HCC_LLM_URL
HCC_LLM_URL=http://nobody.invalid/v1
exits 'a server that cannot be found ends the run' 69 hcc run away.t
like 'the message names the server that cannot be found' \
    'hcc-llm: .*nobody.invalid' err
like 'the run gives up after several failures' 'too many failures; given up' err
HCC_LLM_URL=$good
ok 'a server that is back answers' hcc-prefetch away.t
ok 'a plan is made once the server is back' hcc-plan away.t
HCC_LLM_URL=http://nobody.invalid/v1
exits 'a server that is lost in hcc-exec is status 75' 75 hcc-exec away.t
HCC_LLM_URL=$good
exits 'the run goes on when the server is found again' 0 hcc run away.t
whole away

# The key.
model key
serve key
good=$HCC_LLM_URL
HCC_LLM_URL=$(url 401)
exits 'a wrong key ends the run with 77' 77 hcc run key.t
like "the message has the server's status" 'hcc-llm: .*401' err
is 'a wrong key is tried once' 1 "$(asked 401)"
is 'no message shows the key' '' "$(grep -F -- "$key" err)"
ok 'a wrong key starts no attempt' test ! -e key.t/l1
HCC_LLM_URL=$good
ok 'a right key is accepted' hcc-prefetch key.t
ok 'a plan is made with the right key' hcc-plan key.t
HCC_LLM_URL=$(url 401)
exits 'a key that stops working ends hcc-exec with 77' 77 hcc-exec key.t
ok 'the suggestion stays open' test ! -e key.t/l1/00/1.1/result.json
HCC_LLM_URL=$good
exits 'the run goes on with the right key' 0 hcc run key.t
whole key

# The budget of the task.
model budget
serve budget
sed -i '2i budget: {calls: 4}' budget.t/task.md
exits 'a spent budget pauses the run with 75' 75 hcc run budget.t
like 'the message says that the budget is spent' \
    'paused: its budget for the model is spent; raise it' err
like 'the message of hcc-llm names the budget' \
    'the task budget allows 4 calls' err
exits 'hcc-status reads a paused task' 0 hcc-status budget.t
like 'hcc-status says that the task is paused' '^paused .*task budget' out
sed -i 's/calls: 4/calls: 5/' budget.t/task.md
exits 'a budget raised by one call is spent again' 75 hcc run budget.t
is 'the call that was added was made' 5 "$(jq -r 'select(.ev == "settle").id' \
    budget.t/ledger.jsonl | wc -l)"
sed -i 's/calls: 5/calls: 100, tokens: 1M/' budget.t/task.md
exits 'a budget that is raised enough ends the run' 0 hcc run budget.t
whole budget
exits 'hcc-status reads the ended task' 0 hcc-status budget.t
unlike 'hcc-status no longer says paused' '^paused' out
model short
serve short
sed -i '2i budget: {tokens: 10k}' short.t/task.md
exits 'a spent budget of tokens pauses the run' 75 hcc run short.t
like 'the message names the budget of tokens' \
    'the task budget allows 10000 tokens' err
exits 'a paused task can be ended offline' 0 \
    hcc-promote -t -b offline -w 'no money' short.t
is 'the paused task has ended' 'no money' "$(jq -r .why short.t/done.json)"

# A context that is too long is squeezed until it fits, for this role alone.
model long
serve long "$(jq -cn --rawfile plan long/plan '{answer: $plan, longest: 9000,
    match: "# Your step: the research plan"}')"
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	echo "Line $i of a description that goes on and on and on."
done >>long.t/task.md
exits 'a prompt that is too long does not end the run' 0 hcc run long.t
whole long
like 'the prompt of that role is squeezed' 'squeezed: ' long.t/prompt/plan.txt
ok 'the squeezed prompt fits the server' \
    test "$(wc -c <long.t/prompt/plan.txt)" -lt 9000
unlike 'the prompt of another role is not squeezed' \
    'squeezed: ' long.t/prompt/improve.txt
model never
serve never '{"match":"# Your step: carry out","longest":300}'
exits 'a prompt that never fits does not end the run' 0 hcc run never.t
like 'a prompt that never fits fails its suggestion' \
    '^\| 01/1.1 \| failed .*overflow' never.t/l2/01.md

# An answer that was cut.
model cut
serve cut '{"match":"# Your step: the research plan","times":2,
    "answer":"{\"directions\": [{","finish":"length"}' \
    '{"match":"# Your step: carry out","times":1,"answer":"",
    "finish":"length"}'
exits 'answers that were cut do not end the run' 0 hcc run cut.t
whole cut
is 'each cut answer is asked for again' 2 "$(jq -r .body cut/server/log |
    grep -c 'cannot be used')"
like 'the repeated question asks for a shorter answer' \
    'cut off at the maximum length: give a shorter answer' \
    cut/server/log

# A model that answers nothing, however often it is asked.
model mute
: >mute/judge
unset HCC_LLM_URL
exits 'empty answers do not end the run' 0 hcc run mute.t
whole mute
is 'the offline brain judges in their place' offline \
    "$(sed -n 's/^brain: //p' mute.t/l2/01.md)"
like 'the note says why' '^reason: .*twice: empty: .*printed nothing' \
    mute.t/l2/01.md

# Two models.
model two
serve two
mkdir -p "$XDG_CONFIG_HOME/hcc"
cat >"$XDG_CONFIG_HOME/hcc/config.lua" <<-E
	return { llm = { model = "big", roles = { judge = "small" },
	    models = { big = { model = "big-1", url = "$HCC_LLM_URL" },
	    small = { model = "small-1", url = "$HCC_LLM_URL" } } } }
E
unset HCC_LLM_URL HCC_LLM_MODEL
exits 'a run with two models succeeds' 0 hcc run two.t
whole two
is 'the model of a role is asked by that role' \
    small-1 "$(log script '.body | fromjson |
    select(.messages[1].content | contains("# Your step: judge")) | .model')"
is 'other roles ask the default model' big-1 "$(log script '.body | fromjson |
    select(.messages[1].content | contains("# Your step: judge") | not) |
    .model' | sort -u)"
rm "$XDG_CONFIG_HOME/hcc/config.lua"

# Killed in the middle of a call, of a run; stopped with a signal.
# slowly NAME ANSWER: it takes its time, once.
slowly() {
	mv "$1/$2" "$1/$2.text"
	cat >"$1/$2" <<-E
		#!/bin/sh
		[ -e $T/$1/begun ] || { echo \$\$ >$T/$1/begun; exec sleep 600; }
		cat $T/$1/$2.text
	E
	chmod +x "$1/$2"
}
# gone PID: it runs no more, though nobody may have asked how it ended.
gone() {
	test -z "$(tr -d '\0' 2>/dev/null <"/proc/$1/cmdline")"
}
model call
slowly call plan
exits 'a draft before the kill succeeds' \
    0 sh -c 'hcc-prefetch call.t; hcc-plan call.t | hcc-exec'
hcc-plan call.t >out 2>err &
pid=$!
wait_for test -e call/begun
kill -9 $pid
wait $pid
exits 'a run whose call was killed goes on' 0 hcc run call.t
whole call
is 'every call is in the ledger' "$(find call -name '*.asked' | wc -l)" \
    "$(jq -r .id call.t/ledger.jsonl | sort -u | wc -l)"
for sig in KILL INT TERM; do
	model $sig
	slowly $sig improve.2
	cp $sig/improve.2.text $sig/improve
	hcc run $sig.t >out 2>err &
	pid=$!
	wait_for test -e $sig/begun
	kill -$sig $pid
	wait $pid
	read -r pid <$sig/begun
	[ $sig = KILL ] || ok "$sig: the model is stopped too" gone "$pid"
	kill "$pid" 2>/dev/null
	exits "$sig: the run goes on when started again" 0 hcc run $sig.t
	whole $sig
	is "$sig: nothing was run twice" 3 "$(jq -r 'select(.ev == "run").id' \
	    $sig.t/journal.jsonl | wc -l | tr -d ' ')"
done
finish
