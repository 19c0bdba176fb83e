#!/bin/sh
# hcc-plan: the first plan, the next one, a plan that a person edits.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

small_task t
exits 'the first plan is the draft' 0 hcc-plan t
is 'its record' 'suggestion 00/1.1' \
    "$(jq -r '.kind + " " + .id' out)"
is 'a new task is described and its wisdom fetched' \
    'descriptor.txt prefetch.md' "$(cd t && ls descriptor.txt prefetch.md |
    xargs)"
like 'the plan is Markdown' '^### 1\.1 ' t/plan/00.md
exits 'an open plan is shown again' 1 hcc-plan t
is 'the same record' 00/1.1 "$(jq -r .id out)"
like 'and says why' 'phase 00 .* is open' err

hcc-exec t >/dev/null
exits 'the next plan' 0 hcc-plan t
is 'three directions, two suggestions' '6 3' \
    "$(jq -s -r '"\(length) \(map(.direction) | unique | length)"' out)"
like 'it names its base' '^base: 00/1.1' t/plan/01.md
exits 'HCC_TASK is the current task' 1 env HCC_TASK=t hcc-plan
is 'as if it were named' 6 "$(wc -l <out | tr -d ' ')"

small_task mute
sed '/^return brain/i function brain.describe() error("no words") end' \
    "$root/tests/fake/brain.lua" >mute.lua
exits 'a task is planned without wisdom' 0 hcc-plan -b "$T/mute.lua" mute
like 'and hcc-plan says so' 'no wisdom was fetched: .* planned without' err

small_task many
echo 'return { m = 1, q = 1 }' >many/policy/plan.lua
hcc-plan many | hcc-exec >/dev/null
exits 'm and q are the policy'\''s' 0 hcc-plan many
is 'one suggestion' 1 "$(wc -l <out | tr -d ' ')"

small_task same
cat >same/policy/plan.lua <<'E'
return { admit = function(_, s) return s.title:find("-1$") ~= nil end }
E
hcc-plan same | hcc-exec >/dev/null
exits 'a policy may refuse suggestions' 0 hcc-plan same
is 'three are left' 3 "$(wc -l <out | tr -d ' ')"
like 'the plan says what was dropped' '^dropped: .*as 0' same/plan/01.md

small_task broken
echo 'return { shape = function() error("no shape") end }' \
    >broken/policy/plan.lua
hcc-plan broken | hcc-exec >/dev/null
exits 'a broken policy' 78 hcc-plan broken
like 'is named with its line' 'policy/plan.lua:1: no shape' err
like 'and its traceback' 'in function' err
is 'and nothing was written' 00.md "$(ls broken/plan)"
echo 'return { shape = function() while true do end end }' \
    >broken/policy/plan.lua
exits 'an endless one is cut off' 78 hcc-plan broken
like 'by processor time' 'processor time' err
cat >broken/policy/plan.lua <<'E'
return { shape = function()
	return (("a"):rep(3000000):find(".-.-.-.-.-.-b"))
end }
E
exits 'hcc-plan exits with 78 when a policy is stuck in a string function' \
    78 hcc-plan broken
like 'its message names the policy that is stuck' \
    '^hcc-plan: .*/policy/plan.lua: stopped after' err
echo 'return {' >broken/policy/plan.lua
exits 'a syntax error' 78 hcc-plan broken
like 'too' "plan.lua:[0-9]+: " err

exits 'no such task' 66 hcc-plan nowhere
like 'is named' "'nowhere': No such file" err
mkdir empty
exits 'a directory without task.md' 66 hcc-plan empty
like 'tells what to do' 'hcc-init' err
exits 'a wrong option' 64 hcc-plan -Z
like 'shows the usage' '^usage: hcc-plan ' err
small_task bad
sed -i 's/^metric:.*/metric: swiftness/' bad/task.md
exits 'an unknown metric' 65 hcc-plan bad
like 'says which and what to do' "swiftness.*goal: minimize" err
exits 'two tasks, one bad: the other is done' 65 hcc-plan bad many
is 'and its records are there' 1 "$(wc -l <out | tr -d ' ')"

sed -i '/^### 1\.2/,/^score/d; /^## 2/,/^## 3/{/^## 3/!d}' t/plan/01.md
exits 'what a hand struck out is gone' 1 hcc-plan t
is 'from the records' '01/1.1 01/3.1 01/3.2' "$(jq -r .id out | xargs)"
is 'and the journal notes the hand' plan/01.md \
    "$(jq -r 'select(.ev == "edit") | .file' t/journal.jsonl | tail -1)"
printf '### 7.1 stray\n' >>t/plan/01.md
exits 'a plan edited badly' 65 hcc-plan t
like 'is named with its line' "plan/01.md' line [0-9]+" err

exits 'a full disk is an error' 74 sh -c 'hcc-plan many >/dev/full'
(
	flock 9
	exits 'two writers: the second tries later' 75 hcc-plan many
	like 'and says so' 'another hcc process' err
	echo "$n" >n
) 9>many/lock
n=$(cat n)
finish
