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
	'Running To try, by expected gain Believed Tried, by idea Dead ends Within the noise' \
	"$(sed -n 's/^## //p' out | xargs)"
like 'the board of a new task has the goal' '^Goal: maximize accuracy\.$' out
like 'the board of a new task has no best' '^Best: none yet$' out
is 'the empty lists of a board say so' 5 "$(grep -Ec '^- (none|nothing)$' out)"
small_task free
shows 'hcc-status shows a task without a limit of time' \
	'^time .* no limit left$' free

# A plan, then its results.
hcc-plan t >plan
echo 'score 0.5 folds 0.4 0.6' >>t/plan/00.md
shows 'hcc-status shows an open phase' '^phase 00  open$'
shows 'hcc-status shows an open suggestion' '^  00/1\.1  open +- +- +-  +Draft$'
is 'the board lists an open suggestion' \
	'- Draft (00/1.1, planned; 0 runs of this idea so far; gain 0)' \
	"$(hcc-status -m t | sed -n '/^## To try/,/^$/p' | grep Draft)"
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
like 'the board counts the runs of an idea and names its best' \
	'^\| Way \| 3 \| 2 \| 01/1\.1 \| 0\.7 \| \+0\.2 \+-0\.11 \|$' board
like 'the board names the best with its interval' \
	'^Best: 0\.7 \(01/1\.1, Better\); \+0\.2 \+-0\.11 against' board

# Somebody works on it.
printf '## 1 Way\n### 1.1 Long\nsleep 600%s\n' $$ >t/plan/02.md
hcc-exec -q t >/dev/null 2>&1 &
pid=$!
wait_for alive "sleep 600$$"
shows 'hcc-status shows that a task is at work' '^state +working$'
is 'the board lists what is running' '- 02/1.1 Long' \
	"$(hcc-status -m t | sed -n '/^## Running/,/^$/p' | grep '^-')"
shows 'hcc-status shows a suggestion that runs' \
	'^  02/1\.1  running +- +- +- +Long$'
is 'hcc-status -j shows that a task is at work' true "$(record .busy)"
kill -9 $pid
wait $pid 2>/dev/null
wait_for gone "sleep 600$$"
wait_for sh -c 'hcc-status t | grep -q idle'
shows 'hcc-status shows that work was stopped' '^state +idle$'
shows 'hcc-status shows an attempt that was cut off' \
	'^  02/1\.1  cut off +- +- +- +Long$'
is 'hcc-show shows an attempt that was cut off' 'cut off' \
	"$(hcc-show t 02/1.1/1 2>&1 | sed -n 's/^ *status *//p')"
hcc-report t >page 2>/dev/null
is 'hcc-report shows an attempt that was cut off' 1 \
	"$(grep '>02/1.1<' page | grep -c '<td>cut off')"
mkdir -p t/job/02-1.1-1
shows 'an attempt whose job of Slurm is submitted may be running' \
	'^  02/1\.1  running '
rm -r t/job
is 'the board does not list what was cut off as running' '- nothing' \
	"$(hcc-status -m t | sed -n '/^## Running/,/^$/p' | grep '^-')"
cp t/journal.jsonl journal
echo '{"ev":"give_up","why":"hcc-exec: too many failures"}' >>t/journal.jsonl
shows 'hcc-status shows that hcc-watch gave a task up, and why' \
	'^state +given up: hcc-exec: too many failures$'
shows 'hcc-status shows no attempt of a task that was given up as running' \
	'^  02/1\.1  cut off '
cp journal t/journal.jsonl
sed -i 's/^sleep.*/score 0.6/' t/plan/02.md

# Somebody writes into a plan what is no heading.
cp -r t/plan plan.saved
sed -i 's/^### 1.2 Broken/### Broken/' t/plan/01.md
exits 'hcc-status of a wrong heading in an earlier plan fails' 65 hcc-status t
like 'hcc-status names file and line of a wrong heading' \
	"task '$T/t': read 'plan/01.md' line 7: a suggestion must read" err
is 'hcc-status shows all results, also what the plan does not tell' \
	'01/1.1 ok 01/1.3 failed 01/1.2 failed 02/1.1 cut' \
	"$(awk '/^  0[12]/ { print $1, $2 }' out | xargs)"
exits 'hcc-report of a wrong heading fails' 65 hcc-report t
like 'hcc-report names the line of a wrong heading' 'plan/01.md. line 7:' err
is 'hcc-report has the page of what can be read' 3 "$(grep -c \
	'<th scope=row>01/1' out)"
exits 'hcc-exec runs the latest plan whatever is in earlier ones' 0 hcc-exec -q t
sed -i 's/^### 1.1 Long/### Long/' t/plan/02.md
exits 'hcc-exec does not run a plan with a wrong heading' 65 hcc-exec t
like 'hcc-exec names the line of a wrong heading' 'plan/02.md. line 2:' err
exits 'hcc-plan does not go on from a wrong heading' 65 hcc-plan t
exits 'hcc-promote promotes the phases before a wrong heading' 0 hcc-promote t
like 'hcc-promote names the line of a wrong heading' 'plan/01.md. line 7:' err
is 'the note has all results, also what the plan does not tell' \
	'01/1.1 01/1.3 01/1.2' "$(sed -n 's/^| \(01[^ ]*\).*/\1/p' \
	t/l2/01.md | xargs)"
is 'a promoted phase with a wrong heading is shown by its note' \
	'01/1.1 ok 01/1.3 failed 01/1.2 failed' \
	"$(hcc-status t 2>/dev/null | awk '/^  01/ { print $1, $2 }' | xargs)"
exits 'hcc-watch waits for no wrong heading: it gives up' 65 hcc-watch -1 t
cp plan.saved/*.md t/plan/
sed -i 's/^sleep.*/score 0.6/' t/plan/02.md

# Notes, and the end.
hcc-promote -q t >/dev/null
shows 'hcc-status shows a promoted phase' '^phase 01  promoted$'
hcc-status -m t >board
like 'the board lists what is promising, and where that stands' \
	'^- Better reached 0\.7 \(l2/01\.md:[0-9]+\)$' board
sed -n '/^## Not borne out/,$p' board >out
like 'the board has what is unverified apart' \
	'^- an invented claim \(l2/0.\.md:[0-9]+\)$' out

# The board of a long task: each statement once, ideas in groups.
small_task long
hcc-plan -q long 2>/dev/null >/dev/null
note() {
	printf '%s\n' --- "phase: $1" --- '## Results' '|a|' '|-|' "$2" '' \
	    '## Judgements' "$3" "$4" '' '## Rules' "- Build on 0$1/1.1." '' \
	    '## Next' "- ${5:-Blend again.}" >"long/l2/0$1.md"
}
plan() {
	printf '%s\n' --- "phase: $1" "${4:-by: me}" --- "## ${5:-1} $2" \
	    '### '"${5:-1}.1 $3" text >"long/plan/0$1.md"
}
row() {
	echo "| $1 | ok | $2 | 00/1.1 | $3 | 0.01 | 1 | $4 |  |"
}
mkdir long/l2 long/archive
plan 1 'Blend what differs' 'Blend of 7 models'
note 1 "$(row 01/1.1 0.6 +0.1 'Blend of 7 models')" \
    '- promising: blends with C 1 instead of 8: accuracy +0.1034 [01/1.1] verified' \
    '- dead end: nets are slow [01/1.1] verified' 'Blend again.
- Sort the rows.'
plan 2 'Blend what differs, again' 'Blend of 5 models'
sed -i 's/^- Build on.*/&\n- Stay with 00\/1.1: 01\/1.1 was no better./' long/l2/01.md
note 2 "$(row 02/1.1 0.4 -0.1 'Blend of 5 models')" \
    '- dead end: blends with C 1 instead of 8: accuracy -0.1221 [02/1.1] verified' \
    '- dead end: nets are slow [02/1.1] verified'
plan 3 'Smooth functions' 'A spline' 'dropped: ["A net: as 01/1.1 (ok, score 0.6)"]'
note 3 "$(row 03/1.1 0.5 -0.01 'A spline' | sed 's/ok/failed/; s/|  |$/| value: bad |/')" \
    '- inconclusive: splines reached 0.5123 [03/1.1] verified' \
    '- inconclusive: splines reached 0.5234 [03/1.1] verified' 'Draw a map.'
printf '%s\n' '## 2 Maps by hand' '### 2.1 A flat map' text >>long/plan/03.md
sed -i "/^| 03\/1.1/a $(row 03/2.1 - - 'A flat map' |
    sed 's/ ok / failed /; s/|  |$/| struck: the earth is round |/')" \
    long/l2/03.md
sed -i 's/^### 1.1 A spline/&\nThe splines have 4 knots and columns of ranks./' \
    long/plan/03.md
sed -i 's/^- Sort the rows/&\n- Splines with 4 knots, columns as ranks.\n- Splines with 9 knots, columns as ranks./' \
    long/l2/01.md
plan 4 'Blend what differs' 'A tall blend'
printf '%s\n' '## 3 Maps' '### 3.1 A round map' text >>long/plan/04.md
exits 'hcc-status -m makes the board of a long task' 0 hcc-status -m long
cp out board
is 'the board has a statement once' 1 "$(grep -c 'nets are slow' board)"
like 'the board says how often a statement was made, and last' \
	'^- nets are slow \(l2/02\.md:[0-9]+, said 2 times\)$' board
like 'the board shows the newest of a statement' \
	'^- blends with C 1 instead of 8: accuracy -0\.1221 \(l2/02' board
like 'the board shows a conflict under its statement' \
	'^  - conflict: l2/01\.md:[0-9]+ said the opposite$' board
is 'the board says what to build on now' '- Build on 03/1.1. (l2/03.md)' \
	"$(grep -E 'Build on|Stay with' board)"
like 'the board groups what was tried by idea' \
	'^\| Blend what differs, again \| 2 \| 0 \| 01/1\.1 \| 0\.6 \| \+0\.1 \+-0\.01 \|$' board
like 'the board says why an idea that always failed is dead' \
	'^- Smooth functions \(failed 1 times\) value: bad$' board
is 'the board has what measured within the noise once' 1 \
	"$(grep -c 'splines reached' board)"
sed -n '/^## To try/,/^$/p' board | grep '^-' >open
is 'the board has what is planned, proposed, struck out and not admitted' 10 \
	"$(wc -l <open)"
like 'the board has what is planned' '^- A round map \(04/3\.1, planned; 0 runs' open
like 'the board has what a note proposed' '^- Draw a map\. \(proposed by l2/03' open
is 'of what gains the same the board has the newest first' 'Draw Sort' \
	"$(grep -Eo 'Draw|Sort' open | xargs)"
like 'the board has what was struck out' \
	'^- direction 2 of phase 04 \(struck out of plan/04\.md' open
is 'the board has what was struck before it ran last, and why' \
	'- A flat map (03/2.1, struck: the earth is round; 0 runs of this idea so far; gain 0.0166667)' \
	"$(grep 'struck: ' open)"
is 'no idea of it has failed' '' "$(grep 'Maps by hand' board)"
is 'a proposal that was carried out in other words is not open' \
	'- Splines with 9 knots, columns as ranks.' \
	"$(grep -o '^- Splines.*ranks\.' open)"
like 'the board has what was not admitted' \
	'^- A net: as 01/1\.1 .*\(not admitted to plan/03\.md' open
is 'the board has the greatest expected gain first' \
	'- A tall blend (04/1.1, planned; 2 runs of this idea so far; gain 0.0444444)' \
	"$(head -1 open)"
is 'the board has a proposal of several notes once' 1 "$(grep -c 'Blend again' open)"
rm long/plan/04.md
sed -i '/^## Next/,$d' long/l2/*.md
is 'a board with little that is open goes on from what improved most' \
	'- Go on from 01/1.1: Blend what differs, again (what its runs improved; 2 runs of this idea so far; gain 0.0444444)' \
	"$(hcc-status -m long | grep 'Go on')"
claims() {
	seq 20 | sed 's/.*/- promising: claim letter& helped [01\/1.1] unchecked/'
	echo '- promising: splines: accuracy +0.1 over 5 folds [01/1.1] verified'
}
cp long/l2/01.md 01.md
sed "/^- promising/r /dev/stdin" 01.md >long/l2/01.md <<X
$(claims)
X
sed -i 's/^- Build on.*/&\n- Keep splines: accuracy +0.1 [01\/1.1]./' long/l2/01.md
hcc-status -m long | sed -n '/^## Believed/,/^$/p' >board
like 'the board shows what is verified first' '^- splines: accuracy' board
unlike 'the board has no rule that repeats a statement' 'Keep splines' board
like 'the board says how many statements it leaves out' '^- and 11 more$' board
cp 01.md long/l2/01.md
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
jq '.measured = 0.25' s/best/result.json >best
cp -r s other
cp best other/best/result.json
is 'the line of a task has its best, and what was measured if that differs' \
	'other idle auc 0.5 (measured 0.25) 1 run' \
	"$(hcc-status -1 other | tr -s ' ' | sed 's/ [0-9hm ]*left$//')"
is 'the line of a task has no measurement that is the same' 's idle auc 0.5 1 run' \
	"$(hcc-status -1 s | tr -s ' ' | sed 's/ [0-9hm ]*left$//')"
rm -r s
hcc-init -q -m auc -d t/task.md -l labels.csv t/input s >/dev/null
sed -i "/^language:/d; s|^metric:|brain: $root/tests/fake/brain.lua\\
language: shell\n&|" s/task.md
chmod u+w s/sealed s/sealed/labels.csv
echo spilled >s/sealed/labels.csv
hcc-plan -q s | hcc-exec -q >/dev/null 2>&1
shows 'hcc-status says why the best was not measured' \
	'^sealed +not measured: .*sealed/labels.csv.*; 0\.5 claimed$' s
sed -i 's/^sealed:.*//; s/^metric:/sealed: holdout\n&/' s/task.md
rm -r s/best s/l1/00
hcc-exec -q s >/dev/null 2>&1
shows 'with a hold-out no claim takes the place of a measurement' \
	'^ +00/1\.1 +ok +- .*\[other: not measured: .*labels.csv' s
shows 'what was not measured is not adopted' '^best +none yet$' s

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

for model in m n; do
	printf '{"ev":"settle","t":1,"s":"x","role":"plan","phase":%s,' \
	    "$([ $model = m ] && echo 1 || echo 2)"
	printf '"model":"%s","tokens":300,"cost":1.5,"ok":true}\n' $model
done >>m/ledger.jsonl
for id in 01/1.1 01/1.2 02/1.1; do
	printf '{"ev":"result","id":"%s","adopted":%s,"t":1e9,"s":"x"}\n' $id \
	    "$([ $id = 01/1.2 ] && echo true || echo false)"
done >m/journal.jsonl
shows 'hcc-status shows what each of several models planned' \
	'^models +m planned 2, 1 adopted, 600 tokens, 3 cost; n planned 1, 0 adopted, 300 tokens, 1\.5 cost$' m
is 'hcc-status -j shows the shares of several models' 'm 2 1 600; n 1 0 300' \
	"$(record '[.model.models[] | "\(.name) \(.planned) \(.adopted) \(.tokens)"]
	| join("; ")' m)"

# Given up.
small_task given 'budget: {time: 1h}'
echo '{"ev":"give_up","t":1e9,"s":"x","why":"no server"}' >given/journal.jsonl
shows 'hcc-status shows why a task was given up' \
	'^state +given up: no server$' given
is 'the line of a task has the time that is left' \
	'given given up accuracy none yet 0 runs 1h 00m left' \
	"$(hcc-status -1 given | tr -s ' ')"
is 'the line of a task that has ended says why' \
	't ended accuracy 0.7 5 runs good enough' \
	"$(hcc-status -1 t | tr -s ' ')"

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

# Several tasks.
small_task several/one
small_task several/two
hcc-status several/one several/two >lines
is 'hcc-status prints a line for each of several tasks' \
    'several/one idle accuracy none yet 0 runs several/two idle accuracy none yet 0 runs' \
    "$(tr -s ' \n' ' ' <lines | sed 's/ $//')"
is 'hcc-status -1 prints such a line of one task' "$(head -1 lines)" \
    "$(hcc-status -1 several/one)"
is 'hcc-status -l prints all of each' 2 \
    "$(hcc-status -l several/one several/two | grep -c '^metric')"
if script -qec 'stty cols 30; hcc-status several/one several/two' /dev/null \
    </dev/null >narrow 2>/dev/null; then
	is 'on a terminal no line is wider than the terminal' '' "$(tr -d '\r' <narrow |
	    awk 'length > 30')"
else
	skip 'on a terminal no line is wider than the terminal' 'there is no script(1)'
fi
exits 'hcc-status -1 and -j exclude each other' 64 hcc-status -1 -j t
finish
