#!/bin/sh
# hcc-exec: running plans, debugging, adoption, and recording commands.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

nap="sleep 600$$"		# ours among all that sleep
small_task t
hcc-plan t >plan
exits 'the draft runs' 0 hcc-exec t
is 'a result and a phase record' 'result phase' \
    "$(jq -r .kind out | xargs)"
is 'valid, adopted' 'ok 0.5 true' \
    "$(jq -r 'select(.kind == "result") | "\(.status) \(.score) \(.adopted)"' out)"
is 'best is a copy' 'result.json solution.sh submission.csv' \
    "$(ls t/best | xargs)"
is 'run.json says what was run' 'ok 0 0.5 true true' "$(jq -r \
    '"\(.status) \(.exit) \(.claimed) \(.submission.valid) \(.sandbox)"' \
    t/l1/00/1.1/1/run.json)"
like 'the log is raw' '^metric: 0.5$' t/l1/00/1.1/1/log
exits 'nothing is left to run' 1 hcc-exec t
like 'and the next tool is named' 'hcc-plan' err

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
E
cat >t/policy/exec.lua <<'E'
return { noise_runs = 0, grace = 0.2, limit = function() return 2 end }
E
exits 'a plan of a hand runs' 0 hcc-exec t
result() { jq -r "$2" "t/l1/01/$1/result.json"; }
is 'repaired at the second attempt' 'ok 0.7 2' \
    "$(result 1.1 '"\(.status) \(.score) \(.attempts)"')"
is 'given up, with the cause' 'failed value' \
    "$(result 1.2 '"\(.status) \(.cause.class)"')"
is 'refused by the brain' 'failed brain' \
    "$(result 2.1 '"\(.status) \(.cause.class)"')"
is 'worse: valid, not adopted' 'ok false' \
    "$(result 2.2 '"\(.status) \(.adopted)"')"
is 'the sleeper ended at its limit' 'timeout timeout' \
    "$(result 2.3 '"\(.status) \(.cause.class)"')"
is 'the best one is the base' 01/1.1 "$(jq -r .id t/best/result.json)"
is 'no process is left' '' "$(pgrep -f "$nap" || :)"

# Inside a direction each suggestion is built on the best of it so far, also
# on one that was not adopted.
on() { sed -n 's/^# on //p' "t/l1/$1/solution.sh"; }
is 'the base of the plan' 00/1.1 "$(on 01/2.2/1)"
# steps NN SCORE: a plan of one direction, whose first suggestion is best.
steps() {
	printf '%s\n' --- "phase: ${1#0}" --- '## 1 Steps' '### 1.1 First' \
	    "score $2" '### 1.2 Second' 'score 0.1' '### 1.3 Third' \
	    'score 0.2' >"t/plan/$1.md"
}
steps 02 0.8
exits 'steps are adopted' 0 hcc-exec t
is 'each builds on the best before it' '01/1.1 02/1.1 02/1.1' \
    "$(on 02/1.1/1) $(on 02/1.2/1) $(on 02/1.3/1)"
steps 03 0.9
cp t/policy/exec.lua exec.lua
echo 'return { noise_runs = 0, adopt = function() return false end }' \
    >t/policy/exec.lua
exits 'steps are not adopted' 0 hcc-exec t
is 'and are built upon all the same' '02/1.1 03/1.1 03/1.1' \
    "$(on 03/1.1/1) $(on 03/1.2/1) $(on 03/1.3/1)"
mv exec.lua t/policy

# Only what is asked for.
small_task p
hcc-plan p | hcc-exec >/dev/null
hcc-plan p | jq -c 'select(.direction != 2)' | hcc-exec >out
is 'a filtered plan' '01/1.1 01/1.2 01/3.1 01/3.2' \
    "$(jq -r 'select(.kind == "result") | .id' out | sort | xargs)"
is 'the phase record says what was left out' '01/2.1 01/2.2' \
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
exits 'too few rows' 0 hcc-exec -b "$T/brain.lua" wrong
sed -i "s|^brain:.*|brain: $T/brain.lua|" wrong/task.md
exits 'a brain of the user' 1 hcc-exec wrong
is 'a claim without a submission is worth nothing' 'failed submission' \
    "$(jq -r '"\(.status) \(.cause.class)"' wrong/l1/00/1.1/result.json)"
ok 'nothing is adopted' test ! -e wrong/best

# Policies are live.
small_task greedy
echo 'return { noise_runs = 0, adopt = function() return true end }' \
    >greedy/policy/exec.lua
hcc-plan greedy | hcc-exec >/dev/null
printf '## 1 a\n### 1.1 b\nscore 0.1\n' >greedy/plan/01.md
hcc-exec greedy >/dev/null
is 'the adoption rule is the policy'\''s' 0.1 \
    "$(jq -r .score greedy/best/result.json)"
echo 'return { noise_runs = 2, noise_share = 1 }' >greedy/policy/exec.lua
printf '## 1 a\n### 1.1 b\nscore 0.9\n' >greedy/plan/02.md
hcc-exec greedy >/dev/null
is 'the best is run again on other seeds' 'seed-1 seed-2' \
    "$(cd greedy/l1/02/1.1 && echo seed-*)"
is 'which gives the noise floor' 0 "$(jq .noise greedy/best/result.json)"

# Recording commands.
small_task c
echo 'echo hello; echo metric: 0.25' >run.sh
exits 'a command is recorded' 0 hcc-exec -f run.sh -c 'sh run.sh' c
is 'with its claim' 'ok 0.25' "$(jq -r '"\(.status) \(.claimed)"' out)"
is 'and its log' 'hello' "$(head -1 c/l1/00/0.1/1/log)"
exits 'a command that fails' 1 hcc-exec -S none -c 'exit 3' c
is 'tells its status' 3 "$(jq .exit out)"
is 'no key or secret is in the environment' '' \
    "$(HCC_LLM_KEY=secret hcc-exec -S none -c env c >/dev/null
	grep secret c/l1/00/0.3/1/log || :)"
yes true | head -20 | hcc-exec -S none -c - c >out
is 'many commands' 20 "$(wc -l <out | tr -d ' ')"
is 'each has its place' 20 "$(jq -r .id out | sort -u | wc -l | tr -d ' ')"
exits 'a limit of time' 1 hcc-exec -t 1s -c 'sleep 60' c
is 'is told' time "$(jq -r .limit out)"
exits 'a wrong limit' 64 hcc-exec -t soon -c true c
exits 'a wrong sandbox' 64 hcc-exec -S docker -c true c
exits 'an absent file' 66 hcc-exec -f nowhere.py -c true c
like 'is named' nowhere.py err

# Stopped and killed.
small_task k
printf '## 1 a\n### 1.1 b\n%s\n### 1.2 c\nscore 0.6\n' "$nap" >plan1
hcc-plan k | hcc-exec >/dev/null
cp plan1 k/plan/01.md
hcc-exec k >/dev/null 2>&1 &
pid=$!
while [ ! -s k/l1/01/1.1/1/log ]; do sleep 0.05; done
kill -TERM $pid
got=0
wait $pid || got=$?
is 'SIGTERM ends it' 143 "$got"
is 'and what it ran' '' "$(pgrep -f "$nap" || :)"
ok 'the attempt that ran is gone' test ! -e k/l1/01/1.1/1
hcc-exec k >/dev/null 2>&1 &
pid=$!
while [ ! -s k/l1/01/1.1/1/log ]; do sleep 0.05; done
kill -KILL $pid
wait $pid 2>/dev/null || :
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	pgrep -f "$nap" >/dev/null || break
	sleep 0.1
done
is 'kill -9 of the executor ends them too' '' "$(pgrep -f "$nap" || :)"
sed -i 's/^sleep .*/score 0.55/' k/plan/01.md
while ! hcc-exec k >out 2>err; do sleep 0.1; done
is 'started again it goes on' '01/1.1 01/1.2' \
    "$(jq -r 'select(.kind == "result") | .id' out | xargs)"
finish
