#!/bin/sh
# hcc-status: where a task stands, for people, as a record, as a board.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# shows NAME REGEX [TASK]: a line of what is printed for people.
shows() {
	hcc-status "${3-t}" >shown 2>err
	like "$1" "$2" shown
}
# record FILTER [TASK]: of the record.
record() {
	hcc-status -j "${2-t}" | jq -r "$1"
}

# A task before its first plan.
small_task t 'budget: {time: 1h}'
exits 'hcc-status shows a new task' 0 hcc-status t
is 'hcc-status shows a new task in five lines' \
	'task metric state best time' "$(cut -d' ' -f1 out | xargs)"
like 'hcc-status shows id and directory' "^task +small \\($T/t\\)$" out
like 'hcc-status shows metric and goal' '^metric +accuracy, maximize$' out
like 'hcc-status shows that nothing runs' '^state +idle$' out
like 'hcc-status shows that there is no best yet' '^best +none yet$' out
like 'hcc-status shows the time spent and left' \
	'^time +0\.0s spent, 1h 00m left$' out
is 'hcc-status writes nothing' 'input policy task.md' "$(ls t | xargs)"
exits 'hcc-status -j shows a new task' 0 hcc-status -j t
is 'hcc-status -j prints one record' 'status small -1 false null' \
	"$(jq -r '"\(.kind) \(.id) \(.phase) \(.busy) \(.best)"' out)"
is 'hcc-status -j has budget and time left' '3600 3600 0' \
	"$(jq -r '"\(.budget) \(.left) \(.spent)"' out)"
exits 'hcc-status -m shows a new task' 0 hcc-status -m t
is 'the board of a new task has all headings' \
	'Tried Left, in order Promising Dead ends Rules Next' \
	"$(sed -n 's/^## //p' out | xargs)"
like 'the board of a new task has no best' '^Goal: maximize accuracy\. Best: - \(none yet\)' out
is 'the empty lists of a board say so' 4 "$(grep -c '^- none$' out)"
small_task free
shows 'hcc-status shows a task without a limit of time' \
	'^time .* no limit left$' free

# A plan, then its results.
hcc-plan t >plan
echo 'score 0.5 folds 0.4 0.6' >>t/plan/00.md
shows 'hcc-status shows an open phase' '^phase 00  open$'
shows 'hcc-status shows an open suggestion' '^  00/1\.1  open +- +- +-  +Draft$'
is 'the board lists an open suggestion' '- 00/1.1 Draft' \
	"$(hcc-status -m t | sed -n '/^## Left/,/^$/p' | grep 1.1)"
hcc-exec -q t >/dev/null
shows 'hcc-status shows a complete phase' '^phase 00  complete$'
shows 'hcc-status shows a result with its score' \
	'^  00/1\.1  ok +0\.5 +- +- +Draft$'
shows 'hcc-status shows the best with its score' \
	'^best +00/1\.1, score 0\.5 \(noise -\): Draft$'
mkdir -p t/plan
printf '%s\n' --- 'phase: 1' --- '## 1 Way' '### 1.1 Better' \
    'score 0.7 folds 0.6 0.79' \
	'### 1.2 Broken' fail '### 1.3 Refused' refuse >t/plan/01.md
hcc-exec -q t >/dev/null 2>&1
shows 'hcc-status shows the change against the base with its interval' \
	'^  01/1\.1  ok +0\.7 +0\.2 \+-0\.11  00/1\.1  Better$'
shows 'hcc-status shows the class of a failure' \
	'^  01/1\.2  failed +- +- +01/1\.1  Broken  \[value: .*bad at solution.sh:1\]$'
is 'hcc-status -j has each result' '01/1.1=ok 01/1.2=failed 01/1.3=failed' \
	"$(record '.phases[1].suggestions[] | "\(.id)=\(.result.status)"' |
	xargs)"
is 'hcc-status -j has the best' '01/1.1 0.7' \
	"$(record '"\(.best.id) \(.best.score)"')"
hcc-status -m t >board
like 'the board lists a result' \
	'^\| 01/1\.1 \| Better \| ok \| 0\.7 \| 00/1\.1 \| 0\.2 \+-0\.11 \|$' board
like 'the board names the best' 'Best: 0\.7 \(01/1\.1\) Better$' board

# Somebody works on it.
printf '## 1 Way\n### 1.1 Long\nsleep 600%s\n' $$ >t/plan/02.md
hcc-exec -q t >/dev/null 2>&1 &
pid=$!
wait_for alive "sleep 600$$"
shows 'hcc-status shows that a task is at work' '^state +working$'
shows 'hcc-status shows a suggestion that runs' \
	'^  02/1\.1  running +- +- +- +Long$'
is 'hcc-status -j shows that a task is at work' true "$(record .busy)"
kill $pid
wait $pid 2>/dev/null
shows 'hcc-status shows that work was stopped' '^state +idle$'
sed -i 's/^sleep.*/score 0.6/' t/plan/02.md

# Notes, and the end.
hcc-exec -q t >/dev/null
hcc-promote -q t >/dev/null
shows 'hcc-status shows a promoted phase' '^phase 01  promoted$'
hcc-status -m t >board
like 'the board lists what is promising' '^- Better reached 0\.7$' board
HCC_WISDOM=w.db hcc-promote -q -t -w 'good enough' t >/dev/null
shows 'hcc-status shows why a task has ended' '^state +ended: good enough$'
is 'hcc-status -j shows why a task has ended' 'good enough' \
	"$(record .ended.why)"

# Sealed labels.
printf 'id,y\n11,1\n12,0\n13,1\n14,0\n' >labels.csv
hcc-init -q -m auc -d t/task.md -l labels.csv t/input s >/dev/null
sed -i "/^language:/d; s|^metric:|brain: $root/tests/fake/brain.lua\\
language: shell\\n&|" s/task.md
hcc-plan -q s | hcc-exec -q >/dev/null
shows 'hcc-status shows the measured beside the claimed score' \
	'^sealed +[0-9.]+ measured, 0\.5 claimed$' s

# Calls of a model.
small_task m 'budget: {tokens: 1000, cost: 5}'
id=00112233445566778899aabbccddeeff
ledger() {
	printf '{"ev":"%s","id":"%s","t":1,"s":"x","role":"plan",' "$1" $id
	printf '"model":"m","task":"t","request":"%064d","tokens":%s,' 0 "$2"
	printf '"cost":%s,"bytes":200,"prefix":50%s}\n' "$3" "$4"
}
ledger reserve 400 2 >m/ledger.jsonl
ledger settle 300 1.5 ,'"ok":true' >>m/ledger.jsonl
shows 'hcc-status shows calls, tokens and cost with what is left' \
	'^model +1 calls.*, 300 tokens \(700 left\), 1\.5 cost \(3\.5 left\)' m
shows 'hcc-status shows the share of repeated prompts' \
	', 25 % of the prompts repeated$' m
is 'hcc-status -j has calls, tokens and cost' '1 300 700 1.5 3.5 0.25 null' \
	"$(record '.model | "\(.calls) \(.tokens) \(.tokens_left) \(.cost)" +
	" \(.cost_left) \(.repeated) \(.refused)"' m)"
ledger refuse 400 2 ,'"scope":"task"' >>m/ledger.jsonl
shows 'hcc-status shows which budget refused a call' \
	'^paused +the task budget does not allow another call$' m
is 'hcc-status -j shows which budget refused a call' task \
	"$(record .model.refused m)"

# Which tasks.
exits 'hcc-status takes several tasks' 0 hcc-status -j t m
is 'hcc-status prints a record a task' 2 "$(wc -l <out)"
is 'hcc-status without operands takes HCC_TASK' "$T/m" \
	"$(HCC_TASK=m hcc-status -j </dev/null | jq -r .task)"
is 'hcc-status without HCC_TASK takes the working directory' "$T/m" \
	"$(cd m && hcc-status -j </dev/null | jq -r .task)"
is 'hcc-status -C changes the directory first' "$T/m" \
	"$(hcc-status -C m -j </dev/null | jq -r .task)"
is 'hcc-status reads records' "$T/m" \
	"$(echo '{"kind":"task","task":"m"}' | hcc-status -j | jq -r .task)"

# What is wrong.
exits 'hcc-status reports a task that is absent' 66 hcc-status -j nowhere m
like 'hcc-status names the task that is absent' "'nowhere'" err
is 'hcc-status goes on with the next task' "$T/m" "$(jq -r .task out)"
mkdir empty
exits 'hcc-status reports a directory without task.md' 66 hcc-status empty
like 'hcc-status says how a task is made' 'make a task with hcc-init' err
small_task bad 'goal: sideways'
exits 'hcc-status reports a wrong task.md' 65 hcc-status bad
like 'hcc-status names what is wrong in task.md' 'goal' err
mkdir m/plan
{
	printf '## 1 Way\n### 1.1 Clear \033[2Jthe \302\233screen\n'
	echo 'score 0.5'
} >m/plan/00.md
hcc-status m >shown 2>&1
unlike 'hcc-status prints nothing that a terminal obeys' \
	"$(printf '\033|\302\233')" shown
hcc-status -m m >shown 2>&1
unlike 'the board holds nothing that a terminal obeys' \
	"$(printf '\033|\302\233')" shown
printf '### 9.9 no direction\n' >m/plan/00.md
exits 'hcc-status reports a wrong plan' 65 hcc-status m
like 'hcc-status names the plan that is wrong' 'plan/00\.md' err
printf '{"torn' >>t/journal.jsonl
shows 'hcc-status counts unreadable lines of the journal' \
	'^journal +1 unreadable lines$'
is 'hcc-status -j counts unreadable lines of the journal' 1 "$(record .torn)"
mkdir -p "$XDG_CONFIG_HOME/hcc"
echo 'return { llm = ' >"$XDG_CONFIG_HOME/hcc/config.lua"
exits 'hcc-status reports a broken configuration' 78 hcc-status t
like 'hcc-status names file and line of the configuration' 'config\.lua:' err
rm "$XDG_CONFIG_HOME/hcc/config.lua"
exits 'hcc-status reports a full disk' 74 sh -c 'hcc-status t >/dev/full'
finish
