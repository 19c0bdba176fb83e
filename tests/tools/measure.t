#!/bin/sh
# Suggestions that only measure: nothing is handed in, nothing is adopted, and
# what was printed can be cited. A suggestion that merges reads both programs.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

cat >model <<'E'
#!/bin/sh
cat >asked
program() {
	printf 'It prints %s.\n\n```sh\n' "$1"
	echo "sed '1!s/[^,]*\$/1/' input/sample_submission.csv >submission.csv"
	printf '%s\n' "$2" "echo metric: $1" '```'
}
case $(grep '^# Your step: ' asked | tail -1) in
*'describe the task') echo 'Odd numbers shall be told from even ones.' ;;
*'a first working solution') program 0.5 'echo "the first one"' ;;
*'out suggestion 01/1.1')
	cp asked measuring
	# shellcheck disable=SC2016
	printf 'It leaves parts out.\n\n```sh\necho "without x: 0.31"\n```\n' ;;
*'out suggestion 01/2.1') program 0.6 'echo "the second one"' ;;
*'out suggestion 01/3.1') program 0.7 'echo "the third one"' ;;
*'out suggestion 01/2.2') echo 'STRIKE: 0.6 leaves nothing for trees.' ;;
*'out suggestion 02/1.1')
	cp asked merging
	program 0.8 'echo "both of them"' ;;
*'plan of phase 01')
	cat <<-'P'
	{"directions": [
	{"title": "Parts", "why": "Which one matters?", "suggestions": [
	    {"title": "Ablation", "text": "Leave out x, then the rest, 1 by 1.",
	    "measure": true}]},
	{"title": "Trees", "why": "They may help.", "suggestions": [
	    {"title": "Boost it", "text": "Boost 17 trees of depth 3."},
	    {"title": "Boost more", "text": "Boost 99 trees of depth 5."}]},
	{"title": "Lines", "why": "They may help.", "suggestions": [
	    {"title": "Shrink it", "text": "Shrink by 0.25 on scaled x."}]}]}
	P
	;;
*'plan of phase 02')
	cp asked planning
	cat <<-'P'
	{"directions": [{"title": "Both", "why": "They differ.", "suggestions": [
	    {"title": "Mean of both", "text": "Average the 2 predictions.",
	    "merge": "01/2.1"}]}]}
	P
	;;
*'plan of phase'*) echo '{"directions": []}' ;;
*'judge phase 01')
	cat <<-'J'
	{"judgements": [{"verdict": "inconclusive", "claim": "Without x the score is 0.31",
	    "evidence": ["01/1.1/1:0-15"]}]}
	J
	;;
*'judge phase'*) echo '{"judgements": []}' ;;
*'what this task taught') printf 'DATA\nSmall.\nMODEL\nLines.\n' ;;
esac
E
chmod +x model
HCC_LLM_COMMAND=$T/model HCC_LLM_MODEL=me
export HCC_LLM_COMMAND HCC_LLM_MODEL
small_task t
sed -i '/^brain:/d' t/task.md
echo 'return { m = 3, q = 2 }' >t/policy/plan.lua
echo 'return { noise_runs = 0, audit = 0, ahead = 0, slots = 1, asks = 1 }' \
    >t/policy/exec.lua

hcc-plan t 2>/dev/null | hcc-exec >/dev/null
hcc-plan t >open
is 'hcc-plan marks a suggestion that only measures' true \
    "$(jq 'select(.id == "01/1.1").measure' open)"
like 'the plan says that nothing of it is adopted' \
    '^Measure: nothing is adopted' t/plan/01.md
hcc-exec t >ran
is 'a run that measures needs neither metric nor submission' 'measured null 1' \
    "$(jq -r 'select(.id == "01/1.1") | "\(.status) \(.score) \(.attempts)"' ran)"
is 'a run that measures is not adopted' false \
    "$(jq 'select(.id == "01/1.1").adopted' ran)"
like 'its prompt says what it has to do' 'only measures.*no submission' measuring
unlike 'its prompt asks for no score' 'so that the scores can be compared' measuring
is 'the best is another one' 01/3.1 "$(jq -r .id t/best/result.json)"
hcc-promote t >/dev/null
like 'the note has its row' '^\| 01/1.1 \| measured \|' t/l2/01.md
like 'the note has what it found, as verified' '0.31.* verified' t/l2/01.md
is 'hcc-status shows it' 1 "$(hcc-status t | grep -c '01/1.1  measured')"
jq -c 'select(.kind == "result")' ran >results
is 'a suggestion that later results make useless is struck' 'failed struck 1' \
    "$(jq -r 'select(.id == "01/2.2") | "\(.status) \(.cause.class) \(.attempts)"' ran)"
hcc-log t >out
like 'the journal has it, with the reason' \
    'strike  *01/2.2 .*not to be run any more: 0.6 leaves' out
is 'its record fits the schema' 'result 4' "$(/usr/bin/python3 \
    "$root/tests/tools/schema_check.py" "$root/share/hcc/schema" result <results)"

hcc-plan t >/dev/null
like 'from phase 02 on a plan is told of merging' '"merge"' planning
like 'what was measured stays in the prompts of later phases' \
    '^\[0-[0-9]+\] without x: 0.31' planning
like 'the plan names what is merged' '^Merge: 01/2.1' t/plan/02.md
hcc-exec t >/dev/null
like 'a suggestion that merges has the program that it merges' \
    '^echo "the second one"' merging
like 'and the one that it builds on' '^echo "the third one"' merging
hcc-promote t >/dev/null

# A model that sees nothing left to try ends the task.
exits 'a model that plans nothing ends the task' 0 hcc run t
is 'the task has ended with what it has' '02/1.1' "$(jq -r .best t/done.json)"
is 'the reason stands in done.json' 'nothing new to try' "$(jq -r .why t/done.json)"
is 'the wisdom base has its entry' small "$(hcc-wisdom list | jq -r .task)"

# A person may plan a measurement, too.
small_task u
hcc-plan u >/dev/null 2>&1
hcc-exec u >/dev/null
hcc-plan u >/dev/null
sed -i '/^### 1.1/a Measure: nothing is adopted' u/plan/01.md
hcc-exec u >ran
is 'a line in a plan makes a suggestion measure' measured \
    "$(jq -r 'select(.id == "01/1.1").status' ran)"

# A program that waits for a slot is struck when the run before it shows that it
# is for nothing. Each waits for what it must come after.
cat >model <<'E'
#!/bin/sh
cat >"asked.$$"
step=$(grep '^# Your step: ' "asked.$$" | tail -1)
until_run() {
	until grep "$1" w/journal.jsonl | grep -q '"run"'; do sleep 0.1; done
}
case $step in
*'first working'*) printf '```sh\n%s\n%s\n```\n' 'echo metric: 0.5' \
    "sed '1!s/[^,]*\$/1/' input/sample_submission.csv >submission.csv" ;;
*'out suggestion 01/1.1')
	until [ -e second ]; do sleep 0.1; done
	printf '```sh\n%s\n%s\n```\n' 'echo metric: 0.9' \
	    "sed '1!s/[^,]*\$/1/' input/sample_submission.csv >submission.csv" ;;
*'out suggestion 01/2.1')
	touch second
	until_run 01/1.1/1
	printf '```sh\n%s\n%s\n```\n' 'echo metric: 0.8' \
	    "sed '1!s/[^,]*\$/1/' input/sample_submission.csv >submission.csv" ;;
*'run suggestion 01/2.1 or strike it')
	mv "asked.$$" watching
	echo 'STRIKE: 0.9 is more than trees can reach.' ;;
*'plan of phase 01')
	cat <<-'P'
	{"directions": [{"title": "Cuts", "why": "Simple.", "suggestions": [
	    {"title": "Cut", "text": "Cut x at 0.5."}]},
	{"title": "Trees", "why": "They may help.", "suggestions": [
	    {"title": "Boost", "text": "Boost 17 trees of depth 3."}]}]}
	P
	;;
esac
E
chmod +x model
small_task w
sed -i '/^brain:/d' w/task.md
echo 'return { watch = true, audit = 0, noise_runs = 0 }' >w/policy/exec.lua
hcc-plan w | hcc-exec >/dev/null
hcc-plan w | hcc-exec >/dev/null
is 'a run that others have overtaken is struck' 'ok failed' \
    "$(jq -r .status w/l1/01/*/result.json | paste -sd' ')"
like 'a run is struck with what ended before it in view' \
    '^# 01/1.1/1 ended: ok, metric 0.9' watching
hcc-context -r judge w >out
like 'the next steps read that it never ran, and why' \
    '^# suggestion 01/2.1: failed, struck before it ran: 0.9 is more than' out
hcc-status w >out
like 'hcc-status does not say that it failed' '^  01/2.1  struck ' out
hcc-log w >out
like 'the journal says why a run was struck' \
    'strike  *01/2.1 .*: 0.9 is more than' out

# A model that sees that nothing of the phase can help any more closes it.
cat >model <<'E'
#!/bin/sh
cat >"asked.$$"
step=$(grep '^# Your step: ' "asked.$$" | tail -1)
program() {
	printf '```sh\n%s\n%s\n```\n' "echo metric: $1" \
	    "sed '1!s/[^,]*\$/1/' input/sample_submission.csv >submission.csv"
}
case $step in
*'describe the task') echo 'Odd numbers shall be told from even ones.' ;;
*'first working'*) program 0.5 ;;
*'out suggestion 01/1.1') program 1 ;;
*'out suggestion 01/2.1')
	mv "asked.$$" closing
	echo 'CLOSE: 1 is all that there is.' ;;
*'out suggestion 01/2.2' | *'out suggestion 01/3.1')
	touch asked_more
	program 0.8 ;;
*'plan of phase 01')
	cat <<-'P'
	{"directions": [{"title": "Cuts", "why": "Simple.", "suggestions": [
	    {"title": "Cut", "text": "Cut x at 0.5."}]},
	{"title": "Trees", "why": "They may help.", "suggestions": [
	    {"title": "Boost", "text": "Boost 17 trees of depth 3."},
	    {"title": "Grow", "text": "Grow 170 trees of depth 9."}]},
	{"title": "Lines", "why": "They may help.", "suggestions": [
	    {"title": "Shrink it", "text": "Shrink by 0.25 on scaled x."}]}]}
	P
	;;
esac
E
chmod +x model
small_task c
sed -i '/^brain:/d' c/task.md
echo 'return { asks = 1, slots = 1, ahead = 0, audit = 0, noise_runs = 0 }' \
    >c/policy/exec.lua
hcc-plan c | hcc-exec >/dev/null
hcc-plan c | hcc-exec >/dev/null
# shellcheck disable=SC2016 # backquotes
like 'where others have ended, the prompt says how a phase is closed' \
    'With `CLOSE: ` and the reason nothing of this phase begins' closing
is 'what had not begun is struck with it' \
    'ok null, failed struck, failed struck, failed struck' \
    "$(jq -r '"\(.status) \(.cause.class)"' c/l1/01/*/result.json |
    paste -sd, | sed 's/,/, /g')"
ok 'and not asked for' test ! -e asked_more
hcc-log c >out
like 'the journal says why the phase was closed' \
    'strike  *01/2.1 .*nothing of its phase is to be begun .*: 1 is all' out
exits 'a phase that was closed is complete' 1 hcc-exec c
finish
