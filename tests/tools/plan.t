#!/bin/sh
# hcc-plan: the first plan, the next one, a plan that a person edits.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

small_task t
exits 'the first plan of a task is a draft' 0 hcc-plan t
is 'hcc-plan prints the record of the draft' 'suggestion 00/1.1' \
    "$(jq -r '.kind + " " + .id' out)"
is 'hcc-plan describes a new task and fetches its wisdom' \
    'descriptor.txt prefetch.md' "$(cd t && ls descriptor.txt prefetch.md |
    xargs)"
like 'hcc-plan writes the plan as Markdown' '^### 1\.1 ' t/plan/00.md
exits 'hcc-plan exits with 1 when a plan is open' 1 hcc-plan t
is 'hcc-plan prints the records of an open plan again' 00/1.1 "$(jq -r .id out)"
like 'hcc-plan says that a phase is open' 'phase 00 .* is open' err

hcc-exec t >/dev/null
exits 'hcc-plan makes the plan of phase 01' 0 hcc-plan t
is 'a plan has three directions of two suggestions' '6 3' \
    "$(jq -s -r '"\(length) \(map(.direction) | unique | length)"' out)"
like 'a plan names the solution that it builds on' '^base: 00/1.1' t/plan/01.md
exits 'hcc-plan uses the task of HCC_TASK' 1 env HCC_TASK=t hcc-plan
is 'hcc-plan with HCC_TASK prints what it prints for an operand' 6 "$(wc -l <out | tr -d ' ')"

small_task mute
sed '/^return brain/i function brain.describe() error("no words") end' \
    "$root/tests/fake/brain.lua" >mute.lua
exits 'hcc-plan plans without wisdom when it cannot be fetched' 0 hcc-plan -b "$T/mute.lua" mute
like 'hcc-plan says that no wisdom was fetched' 'no wisdom was fetched: .* planned without' err

small_task many
echo 'return { m = 1, q = 1 }' >many/policy/plan.lua
hcc-plan many | hcc-exec >/dev/null
exits 'hcc-plan uses m and q of the policy'\''s' 0 hcc-plan many
is 'a plan with m = 1 and q = 1 has one suggestion' 1 "$(wc -l <out | tr -d ' ')"

small_task same
cat >same/policy/plan.lua <<'E'
return { admit = function(_, s) return s.title:find("-1$") ~= nil end }
E
hcc-plan same | hcc-exec >/dev/null
exits 'a policy can refuse suggestions' 0 hcc-plan same
is 'refused suggestions are not in the plan' 3 "$(wc -l <out | tr -d ' ')"
like 'the plan lists the refused suggestions' '^dropped: .*as 0' same/plan/01.md

small_task broken
echo 'return { shape = function() error("no shape") end }' \
    >broken/policy/plan.lua
hcc-plan broken | hcc-exec >/dev/null
exits 'hcc-plan exits with 78 when a policy fails' 78 hcc-plan broken
like 'the message about a failed policy has file and line' 'policy/plan.lua:1: no shape' err
like 'the message about a failed policy has a traceback' 'in function' err
is 'hcc-plan writes no plan when a policy fails' 00.md "$(ls broken/plan)"
echo 'return { shape = function() while true do end end }' \
    >broken/policy/plan.lua
exits 'hcc-plan stops a policy that does not end' 78 hcc-plan broken
like 'the message about a stopped policy names the processor time' 'processor time' err
cat >broken/policy/plan.lua <<'E'
return { shape = function()
	return (("a"):rep(3000000):find(".-.-.-.-.-.-b"))
end }
E
exits 'hcc-plan exits with 78 when a policy is stuck in a string function' \
    78 hcc-plan broken
like 'the message names the stuck policy' \
    '^hcc-plan: .*/policy/plan.lua: stopped after' err
echo 'return {' >broken/policy/plan.lua
exits 'hcc-plan exits with 78 when a policy has a syntax error' 78 hcc-plan broken
like 'the message about a syntax error has file and line' "plan.lua:[0-9]+: " err

exits 'hcc-plan exits with 66 when the task is absent' 66 hcc-plan nowhere
like 'hcc-plan names the absent task and what makes one' \
    "'nowhere': No such file.*; make a task with hcc-init" err
mkdir empty
exits 'hcc-plan exits with 66 when a directory has no task.md' 66 hcc-plan empty
like 'hcc-plan says how to make a task' 'hcc-init' err
exits 'hcc-plan refuses an unknown option' 64 hcc-plan -Z
like 'hcc-plan prints its usage after an unknown option' '^usage: hcc-plan ' err
small_task bad
sed -i 's/^metric:.*/metric: swiftness/' bad/task.md
exits 'hcc-plan exits with 65 when the metric is unknown' 65 hcc-plan bad
like 'hcc-plan names the unknown metric and the remedy' "swiftness.*goal: minimize" err
small_task own
sed -i 's/^metric:.*/metric: acuracy\ngoal: maximize/' own/task.md
exits 'hcc-plan refuses a metric that nothing measures' 65 hcc-plan own
like 'hcc-plan names the nearest metric' "'acuracy'.*\(accuracy.*sealed/grade" err
sed -i 's/^goal:.*/&\npattern: "speed VALUE"/' own/task.md
ok 'hcc-plan takes a metric whose line is named' hcc-plan own
small_task twice 'metric: rmse'
exits 'hcc-plan refuses a key that is there twice' 65 hcc-plan twice
like 'hcc-plan names both lines of a key' \
    "task.md' line 6:.*'metric' stands on line 3 and on line 6" err
exits 'hcc-plan exits with 65 when one of two tasks is bad' 65 hcc-plan bad many
is 'hcc-plan plans the good one of two tasks' 1 "$(wc -l <out | tr -d ' ')"

sed -i '/^### 1\.2/,/^score/d; /^## 2/,/^## 3/{/^## 3/!d}' t/plan/01.md
exits 'hcc-plan exits with 1 when a shortened plan is open' 1 hcc-plan t
is 'hcc-plan prints no record of a removed suggestion' '01/1.1 01/3.1 01/3.2' "$(jq -r .id out | xargs)"
is 'the journal records that a person edited a plan' plan/01.md \
    "$(jq -r 'select(.ev == "edit") | .file' t/journal.jsonl | tail -1)"
printf '### 7.1 stray\n' >>t/plan/01.md
exits 'hcc-plan exits with 65 when a plan cannot be parsed' 65 hcc-plan t
like 'hcc-plan names file and line of a plan that cannot be parsed' "plan/01.md' line [0-9]+" err

exits 'hcc-plan exits with 74 when the disk is full' 74 sh -c 'hcc-plan many >/dev/full'
(
	flock 9
	exits 'hcc-plan exits with 75 when another process holds the task' 75 hcc-plan many
	like 'hcc-plan says that another process holds the task' 'another hcc process' err
	echo "$n" >n
) 9>many/lock
n=$(cat n)

quick_recipes
small_task pair 'budget: {"time": "150s"}'
sed -i '/^brain:/d; s/^language: .*/language: python/' pair/task.md
hcc-plan pair | hcc-exec >/dev/null
exits 'the offline brain plans with minutes left' 0 hcc-plan pair
is 'it plans one suggestion for each of two runs at once' 2 \
    "$(wc -l <out | tr -d ' ')"
finish
