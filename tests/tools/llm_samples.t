#!/bin/sh
# Several drafts, each of another kind, asked for side by side.
# shellcheck disable=SC2119,SC2016 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
# shellcheck source=tests/fake/brain_lib.sh
. "$root/tests/fake/brain_lib.sh"
model good
echo 'return { slots = 1, noise_runs = 0, audit = 0, tries = 1 }' \
    >good.t/policy/exec.lua
for x in one hybrid spent edited; do cp -a good.t $x.t; done
# draft K SCORE: a line of the script for number K, if K is not 1.
draft() {
	jq -cn --arg k "$1" --arg answer "$(program "$2")" '{answer: $answer,
	    beside: 3, match: (if $k == "1" then "# Your step: a first" else
	    "this is number \($k)." end)}'
}
serve good "$(jq -cn --rawfile plan good/plan '{answer: $plan,
    match: "research plan of phase 01"}')" "$(draft 2 0.8)" \
    '{"match": "this is number 3.", "beside": 3, "answer": "I would not."}' \
    '{"match": "A net of 7 layers", "answer": "```sh\necho none\n```"}' \
    "$(draft 1 0.5)"
mkdir -p "$XDG_CONFIG_HOME/hcc"
config=$XDG_CONFIG_HOME/hcc/config.lua
samples() {
	echo "return { llm = { settings = { ${2:-draft} = { samples = $1 } } } }" \
	    >"$config"
}
samples 3
exits 'a first plan has a direction for each sample' 0 hcc-plan good.t
is 'they are drafts' '00/1.1 Draft, 00/2.1 Draft 2, 00/3.1 Draft 3' \
    "$(jq -rs 'map("\(.id) \(.title)") | join(", ")' out)"
like 'each says which kind of solution it is' \
    '^3 programs .* Of 3 kinds of solution .* this is number 3\.$' \
    good.t/plan/00.md
exits 'they are written and run' 0 hcc-exec good.t
is 'all were asked for before one was answered' 3 \
    "$(log script 'select(.body | contains("Your step: a first")) | .busy' |
    sort -n | tail -1)"
is 'each is a result of its own' '00/1.1 ok 0.5, 00/2.1 ok 0.8, 00/3.1 failed null' \
    "$(jq -rs 'map(select(.ev == "result")) | sort_by(.id) |
    map("\(.id) \(.status) \(.score)") | join(", ")' good.t/journal.jsonl)"
is 'the best of them is built on' 00/2.1 "$(jq -r .id good.t/best/result.json)"
is 'each request is in the ledger, one that was repeated too' 4 \
    "$(jq -r 'select(.ev == "settle").role' good.t/ledger.jsonl |
    grep -c draft)"
# The description was asked for too.
is 'hcc-status counts each call' "$(asked script)" \
    "$(hcc-status -j good.t | jq .model.calls)"
is 'and the tokens of each' "$(jq -s 'map(select(.ev == "settle") | .prompt) |
    add' good.t/ledger.jsonl)" "$(hcc-status -j good.t | jq .model.prompt)"
exits 'the next plan is for phase 01' 0 hcc-plan good.t
log script 'select(.body | contains("research plan of phase 01")) | .body |
    fromjson | .messages[1].content' >asked
like 'it is told of all of them' '^# suggestion 00/3.1: failed' asked
like 'it may start from another draft, or merge it' \
    '"from", such as "00/1.1"' asked

samples 1
exits 'one sample is the default' 0 hcc-plan one.t
is 'it says nothing of kinds' 1 "$(grep -c '^### ' one.t/plan/00.md)"
samples 3
exits 'a brain that drafts without a model has one draft' 0 \
    hcc-plan -b hybrid hybrid.t
is 'the hybrid brain has one' 1 "$(grep -c '^### ' hybrid.t/plan/00.md)"

# A person's draft.
exits 'a plan of drafts can be edited' 0 hcc-plan edited.t
sed -i 's/^3 programs.*number 2\.$/A net of 7 layers./' edited.t/plan/00.md
hcc-exec edited.t >out 2>&1
like 'what a person wrote into it is asked for' 'A net of 7 layers' \
    "$fake/log"

# A budget that ends in the middle of them.
sed -i '2i budget: {calls: 3}' spent.t/task.md
hcc-plan spent.t >out
exits 'a budget that ends in the middle of drafts ends the step' 75 \
    hcc-exec spent.t
is 'no more is asked than the budget allows' 3 \
    "$(jq -r 'select(.ev == "settle").role' spent.t/ledger.jsonl | wc -l)"

samples 0
exits 'no sample at all is refused' 78 hcc-status good.t
samples 2 plan
exits 'samples of a plan are refused' 78 hcc-status good.t
like 'the message names the field' 'llm.settings.plan.samples' err
finish
