#!/bin/sh
# hcc-exec: running plans, debugging, adoption, and recording commands.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

nap="sleep 600$$"		# ours among all that sleep
small_task t
hcc-plan t >plan
exits 'hcc-exec runs the draft' 0 hcc-exec t
is 'hcc-exec prints a result and a phase' 'result phase' \
    "$(jq -r .kind out | xargs)"
is 'a valid draft is adopted' 'ok 0.5 true' \
    "$(jq -r 'select(.kind == "result") | "\(.status) \(.score) \(.adopted)"' out)"
is 'best/ is a copy of what was adopted' 'result.json run.json solution.sh submission.csv' \
    "$(ls t/best | xargs)"
is 'run.json says what was run' 'ok 0 0.5 true true' "$(jq -r \
    '"\(.status) \(.exit) \(.claimed) \(.submission.valid) \(.sandbox)"' \
    t/l1/00/1.1/1/run.json)"
like 'the log holds what the program printed' '^metric: 0.5$' t/l1/00/1.1/1/log
exits 'hcc-exec without an open phase has nothing to do' 1 hcc-exec t
like 'hcc-exec without an open phase names hcc-plan' 'hcc-plan' err

# A plan written by hand: repair, failure, refusal, time-out, worse, better.
mkdir -p t/plan
cat >t/plan/01.md <<E
---
phase: 1
---
## 1 Repairs
### 1.1 Fails once
fail then 0.7
### 1.2 Fails for ever
fail
## 2 Odd ones
### 2.1 Refused by the brain
refuse
### 2.2 Worse than the base
score 0.4
### 2.3 Sleeps
$nap
### 2.4 Claims a percentage
score 70
E
cat >t/policy/exec.lua <<'E'
return { noise_runs = 0, grace = 0.2, limit = function() return 2 end }
E
exits 'hcc-exec runs a plan that was written by hand' 0 hcc-exec t
result() { jq -r "$2" "t/l1/01/$1/result.json"; }
is 'a failing program is repaired' 'ok 0.7 2' \
    "$(result 1.1 '"\(.status) \(.score) \(.attempts)"')"
is 'a program that fails again and again is given up with its cause' 'failed value' \
    "$(result 1.2 '"\(.status) \(.cause.class)"')"
is 'a suggestion that the brain refuses has failed' 'failed brain' \
    "$(result 2.1 '"\(.status) \(.cause.class)"')"
is 'a worse solution is valid and not adopted' 'ok false' \
    "$(result 2.2 '"\(.status) \(.adopted)"')"
is 'a program that sleeps is ended at its limit' 'timeout timeout' \
    "$(result 2.3 '"\(.status) \(.cause.class)"')"
hcc-status t >out
like 'hcc-status says how to raise a limit' \
    "^limit +01/2.3 was stopped at its limit of time: raise 'budget' in task.md" out
hcc-show t 01/2.3/1 >out
like 'hcc-show says how to raise a limit' "^ +limit +time: raise 'budget'" out
is 'an accuracy of 70 is no claim' \
    "failed no_metric printed 'metric: 70', which is no value of accuracy (0 to 1)" \
    "$(result 2.4 '"\(.status) \(.cause.class) \(.cause.message)"')"
is 'the best solution is in best/' 01/1.1 "$(jq -r .id t/best/result.json)"
ok 'no process outlives its limit' gone "$nap"

# Inside a direction each suggestion is built on the best of it so far, also
# on one that was not adopted.
on() { sed -n 's/^# on //p' "t/l1/$1/solution.sh"; }
is 'a suggestion is built on the base of the plan' 00/1.1 "$(on 01/2.2/1)"
# steps NN SCORE: a plan of one direction, whose first suggestion is best.
steps() {
	printf '%s\n' --- "phase: ${1#0}" --- '## 1 Steps' '### 1.1 First' \
	    "score $2" '### 1.2 Second' 'score 0.1' '### 1.3 Third' \
	    'score 0.2' >"t/plan/$1.md"
}
steps 02 0.8
exits 'hcc-exec runs steps that are adopted' 0 hcc-exec t
is 'a suggestion is built on the best before it in its direction' '01/1.1 02/1.1 02/1.1' \
    "$(on 02/1.1/1) $(on 02/1.2/1) $(on 02/1.3/1)"
steps 03 0.9
cp t/policy/exec.lua exec.lua
echo 'return { noise_runs = 0, adopt = function() return false end }' \
    >t/policy/exec.lua
exits 'hcc-exec runs steps that are not adopted' 0 hcc-exec t
is 'a suggestion is built on the best before it though it was not adopted' '02/1.1 03/1.1 03/1.1' \
    "$(on 03/1.1/1) $(on 03/1.2/1) $(on 03/1.3/1)"
mv exec.lua t/policy

# What a suggestion changed is told against what it was built on, whichever
# direction is done first.
small_task par
hcc-plan par | hcc-exec >/dev/null
printf '%s\n' '## 1 Fast' '### 1.1 Best' 'score 0.9' '## 2 Slow' \
    '### 2.1 Better than its base' 'late score 0.7' \
    '### 2.2 Worse than its base' 'score 0.6' >par/plan/01.md
exits 'hcc-exec runs two directions side by side' 0 hcc-exec par
told() { jq -c "[.base.id, .base.score, .change, .delta]" \
    "par/l1/01/$1/result.json"; }
is 'a change is the difference from the base' \
    '["00/1.1",0.5,0.2,-0.2]' "$(told 2.1 | sed 's/0\.1999[0-9]*/0.2/g
    s/0\.2000[0-9]*/0.2/g')"
is 'a later suggestion is built on the best of its direction' \
    '["01/2.1",0.7]' "$(told 2.2 | jq -c '.[:2]')"
like 'hcc-status prints each change and its base' \
    '01/2.2 +ok +0.6 +-0.1 +01/2.1 ' "$(hcc-status par >st; echo st)"

# Folds give every change an interval: paired differences, corrected for
# training sets that overlap.
small_task folds
hcc-plan folds >/dev/null
printf '%s\n' '## 1 A' '### 1.1 First' 'score 0.5 folds 0.4 0.5 0.6 0.5' \
    >folds/plan/00.md
hcc-exec folds >/dev/null
printf '%s\n' '## 1 Beyond' '### 1.1 Better' 'score 0.7 folds 0.6 0.7 0.81 0.7' \
    '## 2 Within' '### 2.1 Lucky' 'score 0.52 folds 0.3 0.9 0.4 0.48' \
    '## 3 Worse' '### 3.1 Worse' 'score 0.3 folds 0.2 0.3 0.41 0.3' \
    '## 4 Other folds' '### 4.1 Not paired' 'score 0.6 folds 0.5 0.7' \
    >folds/plan/01.md
hcc-exec folds >/dev/null
is 'run.json keeps the scores of the folds' '[0.6,0.7,0.81,0.7]' \
    "$(jq -c .folds folds/l1/01/1.1/1/run.json)"
half() { jq '.interval | if . == null then . else . * 1e4 | round end' \
    "folds/l1/01/$1/result.json"; }
is 'a change has the interval of its folds' '122 6412 null' \
    "$(half 1.1) $(half 2.1) $(half 4.1)"

# A budget that is edited acts on the phase that runs.
small_task edited 'budget: {time: 1h}'
hcc-plan edited | hcc-exec >/dev/null
printf '%s\n' '## 1 A' '### 1.1 First' 'late score 0.6' '### 1.2 Second' \
    'score 0.7' >edited/plan/01.md
hcc-exec edited >out 2>err &
pid=$!
wait_for test -e edited/l1/01/1.1/1/log
sed -i 's/time: 1h/time: 1s/' edited/task.md
wait $pid
is 'what does not fit into an edited budget is not begun' '01/1.1 01/1.2' \
    "$(jq -r 'select(.kind == "result") | .id' out) $(jq -r \
    'select(.kind == "phase") | .left_out[]' out)"
exits 'hcc-exec with no time left has nothing to do' 1 hcc-exec edited
like 'hcc-exec with no time left names the remedy' "raise 'budget'" err
small_task lowered 'budget: {time: 1h}'
hcc-plan lowered | hcc-exec >/dev/null
printf '%s\n' '## 1 A' '### 1.1 First' 'sleep 300' >lowered/plan/01.md
hcc-exec -q lowered >/dev/null 2>&1 &
pid=$!
wait_for test -e lowered/l1/01/1.1/1/log
sed -i 's/time: 1h/time: 1s/' lowered/task.md
wait $pid
like 'a run that a lowered budget no longer covers is stopped' \
    'the budget that task.md gives now is spent' \
    lowered/l1/01/1.1/1/run.json

# Only what is asked for.
small_task p
hcc-plan p | hcc-exec >/dev/null
hcc-plan p | jq -c 'select(.direction != 2)' | hcc-exec >out
is 'hcc-exec runs only the suggestions of its records' '01/1.1 01/1.2 01/3.1 01/3.2' \
    "$(jq -r 'select(.kind == "result") | .id' out | sort | xargs)"
is 'the phase record names what was left out' '01/2.1 01/2.2' \
    "$(jq -r 'select(.kind == "phase") | .left_out[]' out | xargs)"

# Wrong submissions are failures with a cause.
small_task wrong
cat >brain.lua <<'E'
local b = {}
function b.draft() return { text = "x", code =
	"printf 'id,y\\n11,1\\n' >submission.csv; echo metric: 0.9" } end
function b.debug() return { give_up = "no" } end
return b
E
hcc-plan wrong >/dev/null
exits 'hcc-exec without a valid draft ends with 2' 2 hcc-exec -b "$T/brain.lua" wrong
sed -i "s|^brain:.*|brain: $T/brain.lua|" wrong/task.md
exits 'hcc-exec with nothing but failures has nothing to do' 1 hcc-exec wrong
is 'a claim without a valid submission is a failure' 'failed submission' \
    "$(jq -r '"\(.status) \(.cause.class)"' wrong/l1/00/1.1/result.json)"
ok 'a failure is not adopted' test ! -e wrong/best

# Policies are live.
small_task greedy
echo 'return { noise_runs = 0, adopt = function() return true end }' \
    >greedy/policy/exec.lua
hcc-plan greedy | hcc-exec >/dev/null
printf '## 1 a\n### 1.1 b\nscore 0.1\n' >greedy/plan/01.md
hcc-exec greedy >/dev/null
is 'exec.lua decides on adoption' 0.1 \
    "$(jq -r .score greedy/best/result.json)"
echo 'return { noise_runs = 2, noise_share = 1 }' >greedy/policy/exec.lua
printf '## 1 a\n### 1.1 b\nscore 0.9\n' >greedy/plan/02.md
hcc-exec greedy >/dev/null
is 'the best is run again on other seeds' 'seed-1 seed-2' \
    "$(cd greedy/l1/02/1.1 && echo seed-*)"
is 'runs on other seeds give the noise' 0 "$(jq .noise greedy/best/result.json)"

sed 's/disk = "8G"/disk = "1M"/' \
    "$root/share/hcc/policy/exec.lua" >greedy/policy/exec.lua
hcc-exec -q -c 'head -c 4000000 /dev/zero >big' greedy >out 2>err
is 'a copy of a shipped policy that was edited is a policy' '"disk"' \
    "$(jq -c .limit out)"

# Recording commands.
small_task c
echo 'echo hello; echo metric: 0.25' >run.sh
exits 'hcc-exec -c records a command' 0 hcc-exec -f run.sh -c 'sh run.sh' c
is 'a recorded command has its claim' 'ok 0.25' "$(jq -r '"\(.status) \(.claimed)"' out)"
is 'a recorded command has its log' 'hello' "$(head -1 c/l1/00/0.1/1/log)"
exits 'hcc-exec -c reports a command that fails' 1 hcc-exec -S none -c 'exit 3' c
is 'a recorded command has its exit status' 3 "$(jq .exit out)"
HCC_LLM_KEY=secret hcc-exec -S none -c env c >out
log=c/l1/$(jq -r .id out)/1/log
like 'a program has an environment' '^HCC_SEED=' "$log"
unlike 'no key is in the environment of a program' 'secret' "$log"
yes true | head -20 | hcc-exec -S none -c - c >out
is 'hcc-exec -c - records each line of standard input' 20 "$(wc -l <out | tr -d ' ')"
is 'each recorded command has an id of its own' 20 "$(jq -r .id out | sort -u | wc -l | tr -d ' ')"
exits 'hcc-exec -t ends a command at its limit' 1 hcc-exec -t 1s -c 'sleep 60' c
is 'a command that was ended at its limit says so' time "$(jq -r .limit out)"
like 'it says how to raise the limit' 'limit of time: raise it with -t, or' err
exits 'hcc-exec refuses a limit that is no time' 64 hcc-exec -t soon -c true c
exits 'hcc-exec refuses an empty command' 64 hcc-exec -c ' ' c
exits 'hcc-exec refuses an unknown sandbox' 64 hcc-exec -S docker -c true c
exits 'hcc-exec -f refuses a file that is absent' 66 hcc-exec -f nowhere.py -c true c
like 'hcc-exec -f names the file that is absent' nowhere.py err

# Stopped and killed.
small_task k
printf '## 1 a\n### 1.1 b\n%s\n### 1.2 c\nscore 0.6\n' "$nap" >plan1
hcc-plan k | hcc-exec >/dev/null
cp plan1 k/plan/01.md
hcc-exec k >/dev/null 2>&1 &
pid=$!
ok 'a program is running when hcc-exec is stopped' wait_for alive "$nap"
kill -TERM $pid
got=0
wait $pid || got=$?
is 'SIGTERM ends hcc-exec' 143 "$got"
ok 'SIGTERM ends what hcc-exec runs' gone "$nap"
ok 'an attempt that was stopped is removed' test ! -e k/l1/01/1.1/1
hcc-exec k >/dev/null 2>&1 &
pid=$!
ok 'a program is running when hcc-exec is killed' wait_for alive "$nap"
kill -KILL $pid
wait $pid 2>/dev/null || :
ok 'kill -9 of hcc-exec ends what it runs' wait_for gone "$nap"
sed -i 's/^sleep .*/score 0.55/' k/plan/01.md
again() {
	hcc-exec k >out 2>err
}
ok 'hcc-exec runs again after it was killed' wait_for again
is 'hcc-exec goes on with what was left' '01/1.1 01/1.2' \
    "$(jq -r 'select(.kind == "result") | .id' out | xargs)"
# --- a run that cannot win is ended
small_task h
mkdir -p h/plan
echo 'return { idle = 4, tries = 1, noise_runs = 0 }' >h/policy/exec.lua
printf '## 1 a\n### 1.1 Wait\nsleep 60\n' >h/plan/00.md
sed -i 's|^brain: .*|brain: '"$T"'/wait.lua|' h/task.md
cat >wait.lua <<'LUA'
return { draft = function(_, s) return { code = s.text } end,
	debug = function() return { give_up = "no" } end }
LUA
exits 'a run that does nothing is ended' 2 hcc-exec -q h
is 'a run that does nothing is ended as hopeless' \
    hopeless "$(jq -r .limit h/l1/00/1.1/1/run.json)"
like 'a run that does nothing has its cause in the log' \
    'stopped as hopeless: no output and no processor time for [0-9]+ s' \
    h/l1/00/1.1/1/run.json
finish
