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
exits 'a task for the model brain' 0 hcc-init -b 8h -d data/description.md \
    -l data/labels.csv data/data task
mkdir -p task/policy
echo 'return { m = 3, q = 1 }' >task/policy/plan.lua
echo 'return { slots = 1, noise_runs = 0, min_time = 15, max_time = 15 }' \
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
exits 'draft, two phases and the end' 0 work task
like 'what does not hold is left out of the wisdom' \
    'left out of the wisdom.*0.123456' err
unset HCC_LLM_RECORD

exits 'the first draft failed, its repair works' 0 jq -e \
    '.status == "ok" and .attempts == 2' task/l1/00/1.1/result.json
like 'a plan in prose was sent back' '^### 1.1 Stronger shrinkage' \
    task/plan/01.md
like 'wrong columns are repaired' '^\| 01/1.1 \| ok \|' task/l2/01.md
like 'a model that refuses twice has failed' \
    '^\| 01/2.1 \| failed \|.*brain' task/l2/01.md
like 'an endless loop, then a NaN, then it works' '^\| 01/3.1 \| ok \|' \
    task/l2/01.md
like 'a claim with good evidence' \
    'promising.*Stronger shrinkage.*01/1.1/2:0-20.* verified$' task/l2/01.md
like 'an invented number is found out' 'reached 0.123456.* unverified$' \
    task/l2/01.md
like 'an invented run is found out' '01/9.9.* unverified$' task/l2/01.md
unlike 'what was tried is not planned again' '^###.*Shrink it' task/plan/02.md
like 'the plan notes that it was dropped' '^dropped: .*Shrink it: as 01/1.1 .ok, score' task/plan/02.md
exits 'one wisdom' 0 hcc-wisdom list
is 'it is of this task' task "$(jq -r .task out)"
exits 'with its text' 0 hcc-wisdom show "$(jq -r .id out)"
like 'what the model learnt' 'Logistic regression with C = 0.1' out
unlike 'but no unverified number' '0.123456' out
exits 'the ledger tells the cost' 0 hcc-status task
like 'calls and tokens' '^model  *[0-9]+ calls' out
# shellcheck disable=SC2046 # no blanks in these names
is 'the key is nowhere' '' "$(grep -rl sk-secret-canary task record state \
    err out)"

# The same again, without a server and without a key.
kill $model
unset HCC_LLM_KEY HCC_LLM_URL
export HCC_LLM_REPLAY="$T/record"
exits 'the run is replayed' 0 work again
for f in l2/01.md l2/02.md plan/01.md plan/02.md; do
	ok "$f is the same" cmp task/$f again/$f
done
what='.id, .text, .descriptor, .evidence, .status'
is 'the wisdom is the same' \
    "$(hcc-wisdom -f task.db export | jq -c "$what")" \
    "$(hcc-wisdom -f again.db export | jq -c "$what")"
echo 'return { m = 2, q = 1 }' >again/policy/plan.lua
rm -rf again/done.json
exits 'a request that is not recorded' 69 hcc-plan again
like 'is told' 'is not recorded' err
finish
