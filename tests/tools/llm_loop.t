#!/bin/sh
# A whole loop with a language model on real data: a model that answers with
# real programs, some of them broken, is recorded and then replayed without a
# server. Its answers are tests/fake/model/*.md, each to be given once, to the first
# request that has the words behind "when:".
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

for f in "$root"/tests/fake/model/*.md; do
	jq -cn --rawfile text "$f" '$text | capture(
	    "^when: (?<match>[^\n]*)\n+(?<answer>(.|\n)*)$") + {times: 1}'
done >script
mkdir server
"$root/tests/fake/llm.py" server script &
model=$!
wait_for test -e server/ready
trap 'kill $model 2>/dev/null; chmod -R u+rwX "$T"; rm -rf "$T"' EXIT
HCC_LLM_URL=http://127.0.0.1:$(cat server/http)/script/v1
HCC_LLM_MODEL=scripted HCC_LLM_KEY=sk-secret-canary
export HCC_LLM_URL HCC_LLM_MODEL HCC_LLM_KEY
export XDG_STATE_HOME="$T/state"

"$root/examples/prepare" breast-cancer data >/dev/null
exits 'a task for the model brain is made' \
    0 hcc-init -b 8h -d data/description.md \
    -l data/labels.csv data/data task
mkdir -p task/policy
# A plan that is not thin is not filled up with recipes, which print times.
echo 'return { shape = function(self, s)
	return { m = s.phase > 1 and 2 or 3, q = 1 } end }' >task/policy/plan.lua
echo 'return { slots = 1, asks = 1, ahead = 0, noise_runs = 0, shortest = 40, longest = 40, warm = 0 }' \
    >task/policy/exec.lua
cp -a task again

# work TASK: the loop, by hand.
work() {
	export HCC_WISDOM="$T/$1.db"
	hcc-prefetch "$1" && hcc-plan "$1" | hcc-exec &&
	    hcc-plan "$1" | hcc-exec | hcc-promote &&
	    hcc-plan "$1" | hcc-exec | hcc-promote && hcc-promote -t "$1"
}
export HCC_LLM_RECORD="$T/record"
exits 'a run makes a draft and two phases and ends' 0 work task
like 'claims that do not hold are reported' \
    'left out of the wisdom.*0.123456' err
unset HCC_LLM_RECORD

exits 'the first draft failed, its repair works' 0 jq -e \
    '.status == "ok" and .attempts == 2' task/l1/00/1.1/result.json
like 'a plan in prose is asked for again' '^### 1.1 Stronger shrinkage' \
    task/plan/01.md
like 'wrong columns are repaired' '^\| 01/1.1 \| ok \|' task/l2/01.md
like 'a model that refuses twice has failed' \
    '^\| 01/2.1 \| failed \|.*brain' task/l2/01.md
like 'a program is repaired after an endless loop and a NaN' \
    '^\| 01/3.1 \| ok \|' \
    task/l2/01.md
like 'a claim with good evidence is verified' \
    'inconclusive.*Stronger shrinkage.*01/1.1/1. verified$' task/l2/01.md
like 'a claim with nothing to check is unchecked' \
    'Shrinkage suits .* unchecked$' task/l2/01.md
like 'an invented number is unverified' \
    'reached 0.123456.* unverified .the number 0.123456 is not' \
    task/l2/01.md
like 'an invented run is unverified' '01/9.9.* unverified ' task/l2/01.md
unlike 'a suggestion that was tried is not planned again' \
    '^###.*Shrink it' task/plan/02.md
like 'the plan notes that it was dropped' \
    '^dropped: .*Shrink it: as 01/1.1 .ok, score' task/plan/02.md
exits 'the run leaves one entry of wisdom' 0 hcc-wisdom list
is 'the entry names its task' task "$(jq -r .task out)"
exits "the entry has the model's text" 0 hcc-wisdom show "$(jq -r .id out)"
like 'the entry has what the model learnt' \
    'The logistic regression has C = 0.1' out
unlike 'the entry has no unverified number' '0.123456' out
exits 'the ledger has the cost of each call' 0 hcc-status task
like 'hcc-status has calls and tokens' '^model  *[0-9]+ calls' out
# shellcheck disable=SC2046 # no blanks in these names
is 'no file has the key' '' "$(grep -rl sk-secret-canary task record state \
    err out)"

# The same again, without a server and without a key.
kill $model
unset HCC_LLM_KEY HCC_LLM_URL
export HCC_LLM_REPLAY="$T/record"
exits 'the run is replayed' 0 work again
for f in l2/01.md l2/02.md plan/01.md plan/02.md; do
	ok "the replay writes the same $f" cmp task/$f again/$f
done
what='.id, .text, .descriptor, .evidence, .status'
is 'the replay leaves the same wisdom' \
    "$(hcc-wisdom -f task.db export | jq -c "$what")" \
    "$(hcc-wisdom -f again.db export | jq -c "$what")"
echo 'return { m = 2, q = 1 }' >again/policy/plan.lua
rm -rf again/done.json
exits 'a request that is not recorded ends the replay' 69 hcc-plan again
like 'the message says that it is not recorded' 'is not recorded' err
finish
