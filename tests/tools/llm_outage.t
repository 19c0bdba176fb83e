#!/bin/sh
# The brain with a language model whose server fails, whose key is wrong,
# whose budget is spent; and what is left when everything is killed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
# shellcheck source=tests/fake/brain_lib.sh
. "$root/tests/fake/brain_lib.sh"

# until_there FILE: wait for it.
until_there() {
	i=0
	while [ ! -e "$1" ] && [ $i -lt 400 ]; do
		i=$((i + 1))
		sleep 0.05
	done
}

# whole NAME: the run has ended as it should.
whole() {
	is "$1: ends" 'nothing new to try' "$(jq -r .why "$1.t/done.json")"
	is "$1: with the best" 01/2.1 "$(jq -r .best "$1.t/done.json")"
	is "$1: the key is nowhere" '' "$(grep -rlF -- "$key" "$1.t" \
	    "$XDG_STATE_HOME" err)"
}

# An outage: longer than one call is tried, while planning and while a
# program is written.
model outage
away='"fault":"after=status:503|retry-after-ms:20"'
serve outage "{\"match\":\"# Your step: the research\",$away,\"times\":7}" \
    "{\"match\":\"# Your step: carry out\",$away,\"times\":6}"
exits 'an outage is waited for' 0 hcc run outage.t
whole outage
like 'hcc-exec names the suggestion that was interrupted' \
    'suggestion 01/1.1 of .* was interrupted; run hcc-exec again' err
is 'what went wrong is said once a call' 2 "$(grep -c 'hcc-llm: .*503' err)"
like 'with the role' "plan of '.*outage.t': no answer from the model" err

# A server that cannot be found in the middle of a run is away; at its
# beginning it is a mistake.
model away
serve away
good=$HCC_LLM_URL
HCC_LLM_URL=http://nobody.invalid/v1
exits 'a server that is nowhere' 69 hcc run away.t
like 'is told' 'hcc-llm: .*nobody.invalid' err
like 'and given up' 'too many failures; given up' err
HCC_LLM_URL=$good
ok 'with a server' hcc-prefetch away.t
ok 'there is a draft' hcc-plan away.t
HCC_LLM_URL=http://nobody.invalid/v1
exits 'which is lost' 75 hcc-exec away.t
HCC_LLM_URL=$good
exits 'and found again' 0 hcc run away.t
whole away

# The key.
model key
serve key
good=$HCC_LLM_URL
HCC_LLM_URL=$(url 401)
exits 'a wrong key' 77 hcc run key.t
like 'is told' 'hcc-llm: .*401' err
is 'in one attempt' 1 "$(asked 401)"
is 'the key is not' '' "$(grep -F -- "$key" err)"
ok 'nothing has begun' test ! -e key.t/l1
HCC_LLM_URL=$good
ok 'with a key' hcc-prefetch key.t
ok 'there is a plan' hcc-plan key.t
HCC_LLM_URL=$(url 401)
exits 'which stops working' 77 hcc-exec key.t
ok 'the suggestion is still open' test ! -e key.t/l1/00/1.1/result.json
HCC_LLM_URL=$good
exits 'a mended key' 0 hcc run key.t
whole key

# The budget of the task.
model budget
serve budget
sed -i '2i budget: {calls: 4}' budget.t/task.md
exits 'a spent budget' 75 hcc run budget.t
like 'pauses' 'paused: its budget for the model is spent; raise it' err
like 'hcc-llm tells which' 'the task budget allows 4 calls' err
exits 'the state' 0 hcc-status budget.t
like 'is paused' '^paused .*task budget' out
sed -i 's/calls: 4/calls: 5/' budget.t/task.md
exits 'raised by one call' 75 hcc run budget.t
is 'it has gone on' 5 "$(jq -r 'select(.ev == "settle").id' \
    budget.t/ledger.jsonl | wc -l)"
sed -i 's/calls: 5/calls: 100, tokens: 1M/' budget.t/task.md
exits 'raised enough' 0 hcc run budget.t
whole budget
exits 'the state' 0 hcc-status budget.t
unlike 'is no longer paused' '^paused' out
model short
serve short
sed -i '2i budget: {tokens: 10k}' short.t/task.md
exits 'a spent budget of tokens' 75 hcc run short.t
like 'is told' 'the task budget allows 10000 tokens' err
exits 'the task can be ended all the same' 0 \
    hcc-promote -t -b offline -w 'no money' short.t
is 'and is' 'no money' "$(jq -r .why short.t/done.json)"

# A context that is too long is squeezed until it fits, for this role alone.
model long
serve long "$(jq -cn --rawfile plan long/plan '{answer: $plan, longest: 6000,
    match: "# Your step: the research plan"}')"
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	echo "Line $i of a description that goes on and on and on."
done >>long.t/task.md
exits 'a context that is too long' 0 hcc run long.t
whole long
like 'is squeezed' 'squeezed: ' long.t/prompt/plan.txt
ok 'far enough' test "$(wc -c <long.t/prompt/plan.txt)" -lt 6000
unlike 'where it must be' 'squeezed: ' long.t/prompt/improve.txt
model never
serve never '{"match":"# Your step: carry out","longest":300}'
exits 'a context that never fits' 0 hcc run never.t
like 'is a failed attempt' '^\| 01/1.1 \| failed .*overflow' never.t/l2/01.md

# An answer that was cut.
model cut
serve cut '{"match":"# Your step: the research plan","times":1,
    "answer":"{\"directions\": [{","finish":"length"}' \
    '{"match":"# Your step: carry out","times":1,"answer":"",
    "finish":"length"}'
exits 'answers that were cut' 0 hcc run cut.t
whole cut
is 'are asked for again' 2 "$(jq -r .body cut/server/log |
    grep -c 'cannot be used')"
like 'shorter' 'cut off at the maximum length: give a shorter answer' \
    cut/server/log

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
exits 'a model for a role' 0 hcc run two.t
whole two
is 'is asked for it' small-1 "$(log script '.body | fromjson |
    select(.messages[1].content | contains("# Your step: judge")) | .model')"
is 'and for nothing else' big-1 "$(log script '.body | fromjson |
    select(.messages[1].content | contains("# Your step: judge") | not) |
    .model' | sort -u)"
rm "$XDG_CONFIG_HOME/hcc/config.lua"

# Killed in the middle of a call, of a run; stopped with a signal.
# slowly NAME ANSWER: it takes its time, once.
slowly() {
	mv "$1/$2" "$1/$2.text"
	cat >"$1/$2" <<-E
		#!/bin/sh
		[ -e $T/$1/begun ] || { echo \$\$ >$T/$1/begun; exec sleep 60; }
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
exits 'a draft' 0 sh -c 'hcc-prefetch call.t; hcc-plan call.t | hcc-exec'
hcc-plan call.t >out 2>err &
pid=$!
until_there call/begun
kill -9 $pid
wait $pid
exits 'killed in a call, again' 0 hcc run call.t
whole call
is 'every call is in the ledger' "$(find call -name '*.asked' | wc -l)" \
    "$(jq -r .id call.t/ledger.jsonl | sort -u | wc -l)"
for sig in KILL INT TERM; do
	model $sig
	slowly $sig improve.2
	cp $sig/improve.2.text $sig/improve
	hcc run $sig.t >out 2>err &
	pid=$!
	until_there $sig/begun
	kill -$sig $pid
	wait $pid
	read -r pid <$sig/begun
	[ $sig = KILL ] || ok "$sig: the model is stopped too" gone "$pid"
	kill "$pid" 2>/dev/null
	exits "$sig, and started again" 0 hcc run $sig.t
	whole $sig
	is "$sig: nothing was run twice" 3 "$(jq -r 'select(.ev == "run").id' \
	    $sig.t/journal.jsonl | wc -l | tr -d ' ')"
done
finish
