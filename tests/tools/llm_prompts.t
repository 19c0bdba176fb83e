#!/bin/sh
# What a model is told: each thing once, where it belongs. The model is a
# command that answers each step with a small shell program.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

cat >model <<'E'
#!/bin/sh
say() {
	printf 'It prints %s.\n\n```sh\n' "$1"
	echo "sed '1!s/[^,]*\$/1/' input/sample_submission.csv >submission.csv"
	printf '%s\n' "$2" "echo metric: $1" '```'
}
case $(cat) in
*'Your step: describe'*) echo 'Odd numbers shall be told from even ones.' ;;
*'Your step: a first'*) say 0.5 'echo "the first one"' ;;
*'Your step: repair'*) say 0.6 'echo "the repaired one"' ;;
*'out suggestion 01/1.2'*)
	say 0.6 'echo "ModuleNotFoundError: No module named x" >&2; exit 1' ;;
*'out suggestion '*) say 0.7 'echo "the better one"' ;;
*'Your step: the research plan'*)
	echo '{"directions": [{"title": "Digits", "why": "They end.",
	    "suggestions": [{"title": "Last digit", "text": "Divide by 2."},
	    {"title": "A forest", "text": "Random forest, 100 trees."}]}]}' ;;
*'its plan is kept'*) cat judged ;;
*'and plan phase 02'*) cat both ;;
*'Your step: judge'*)
	echo '{"judgements": [{"verdict": "promising", "claim": "0.7 is good",
	    "evidence": ["01/1.1"]}]}' ;;
esac
E
chmod +x model
HCC_LLM_COMMAND=$T/model HCC_LLM_MODEL=me
export HCC_LLM_COMMAND HCC_LLM_MODEL
# A task whose brain is the model.
model_task() {
	small_task "$1"
	sed -i '/^brain:/d' "$1/task.md"
	echo 'return { m = 1, q = 2 }' >"$1/policy/plan.lua"
	echo 'return { noise_runs = 0, audit = 0, ahead = 0 }' \
	    >"$1/policy/exec.lua"
}
count() { grep -c -- "$1" "$2"; }

model_task t
hcc-prefetch t >/dev/null 2>&1
hcc-plan t | hcc-exec >/dev/null
like 'the prompt of a draft has its limits' 'may take [0-9]+ seconds on [0-9]+ proc' \
    t/prompt/draft.txt
like 'the prompt of a draft says how to print the metric' 'metric: VALUE.*accuracy' \
    t/prompt/draft.txt
hcc-plan t >plan
is 'the best program is shown once' 1 \
    "$(count 'echo "the first one' t/prompt/plan.txt)"
like 'the best program is named' 'on 00/1.1 \(score .*above: the code of 00/1.1/1' \
    t/prompt/plan.txt
unlike 'without wisdom no prompt mentions it' 'From: ' t/prompt/plan.txt
hcc-exec <plan >/dev/null
like 'the second is built on the first' '^Build on 01/1.1,? ?.score 0.7|Program of 01/1.1 .score 0.7' \
    t/prompt/improve.txt
is 'the base of the second suggestion is shown once' 1 \
    "$(count '^echo "the better one' t/prompt/improve.txt)"
like 'a repair prompt has the advice for its class' \
    'It failed: import: .*Nothing can be installed: use' \
    t/prompt/debug.txt
like 'a repair has its own program' '^# code of 01/1.2/1' \
    t/prompt/debug.txt
unlike 'a repair prompt has no advice for other classes' \
    'Reduce the running time' t/prompt/debug.txt
hcc-context t >out
like 'a failed attempt has its cause in the prompt' \
    '^# 01/1.2/1 ended: failed: import: ModuleNotFound' out
is 'what a suggestion says is shown once' 1 \
    "$(count '^Random forest, 100 trees.' t/prompt/improve.txt)"
jq -c '.seconds = 465.8' t/l1/01/1.1/result.json >x
mv x t/l1/01/1.1/result.json
hcc-promote t >/dev/null
like 'seconds are shown so that they can be cited' \
    '^\| 01/1.1 \| ok \| 0.7 .*\| 466 \|' t/prompt/judge.txt
like 'the prompt of a judge has each change and its interval' \
    '^\| 01/1.2 \| ok \| 0.6 \| 01/1.1 \| -0.1 ± unknown \|' \
    t/prompt/judge.txt
like 'the journal has a repair that worked, with what was wrong' \
    '"id":"01/1.2/2".*"why":"It prints 0.6."' t/journal.jsonl
hcc-plan t >/dev/null 2>&1
like 'a repair of a finished phase is told to later ones' \
    '^- 01/1.2/2, after import: ModuleNotFound.*: It prints 0.6' t/prompt/plan.txt
like 'the best program of a finished phase is named' \
    'on 01/1.1 \(score 0.7.*above: the code of 01/1.1/1' t/prompt/plan.txt
like 'the best program of a finished phase has its log' \
    '^# log of 01/1.1/1' t/prompt/plan.txt
is 'the best program of a finished phase is shown once' \
    1 "$(count 'echo "the better one' t/prompt/plan.txt)"

# Judge and plan in one call.
model_task j
{ hcc-plan j | hcc-exec; hcc-plan j | hcc-exec; } >/dev/null 2>&1
for x in half empty again roles; do cp -a j $x; done
j='"judgements": [{"verdict": "promising", "claim": "0.7 is good",
    "evidence": ["01/1.1"]}]'
d='"directions": [{"title": "Last bits", "why": "They tell.", "suggestions": [
    {"title": "Bits", "text": "Look at the lowest 3 bits."}]}]'
echo "{$j, $d}" >both
exits 'a phase is judged and the next one planned in one call' 0 \
    hcc-promote -p j
like 'the note has the judgement' ': 0.7 is good .01/1.1. unchecked' j/l2/01.md
like 'the plan of the next phase is there' '^### 1.1 Bits' j/plan/02.md
is 'no call was for the plan alone' 1 "$(jq -r \
    'select(.ev == "settle").role' j/ledger.jsonl | grep -c plan)"
is 'the call says once how scores come about' 1 \
    "$(count 'Scores are what' j/prompt/judge.txt)"
mkdir g
awk 'BEGIN { print "id,g,y"; for (i = 1; i <= 40; i++)
    print i ",p" int(i / 4) "," i % 2 }' >g/train.csv
awk 'BEGIN { print "id,g"; for (i = 1; i <= 4; i++) print i ",p" i }' \
    >g/test.csv
sed 's/,.*/,1/; 1s/.*/id,y/' g/test.csv >g/sample_submission.csv
echo 'Tell odd from even.' >description.md
hcc-init -q -d description.md -m accuracy g split >/dev/null 2>&1
cp -r t/policy split
sed -i 's|^language: .*|language: shell|' split/task.md
{ hcc-plan split | hcc-exec; hcc-plan split | hcc-exec; } >/dev/null 2>&1
sed -e '/^split:/d' -e '1asplit: {groups: g}' split/task.md >x
mv x split/task.md
hcc-promote -qp split >/dev/null
is 'before the plan folds are made anew after an edit, as by hcc-plan' \
    'plan grouped' "$(jq -r .ev split/journal.jsonl | tail -n 1) $(
    sed -n 's/^folds: //p' split/preview.md | jq -r .kind)"
echo "{$j}" >both
exits 'an answer without a plan is a judgement' 0 hcc-promote -p half
ok 'its plan is left to hcc-plan' test -e half/l2/01.md -a ! -e half/plan/02.md
echo "{$j, \"directions\": []}" >both
exits 'an answer with an empty plan is a judgement' 0 hcc-promote -p empty
ok 'whether the task ends is left to hcc-plan' test -e empty/l2/01.md -a \
    ! -e empty/plan/02.md
echo "{$d}" >both
echo "{$j}" >judged
exits 'an answer without a judgement is asked for it' 0 hcc-promote -p again
ok 'the plan of the first answer is kept' test "$(grep -c ': 0.7 is good' \
    again/l2/01.md) $(grep -c '^### 1.1 Bits' again/plan/02.md)" = '1 1'
mkdir -p "$XDG_CONFIG_HOME/hcc"
echo 'return { llm = { roles = { judge = "a", plan = "b" } } }' \
    >"$XDG_CONFIG_HOME/hcc/config.lua"
hcc-promote -p roles >/dev/null 2>&1
unlike 'two models for the two roles are asked one by one' 'and plan phase' \
    roles/prompt/judge.txt
rm "$XDG_CONFIG_HOME/hcc/config.lua"

# Wisdom that is taken up is to be named.
model_task w
cat >w/prefetch.md <<'E'
---
matches: 1
---
## 0123456789abcdef evens (similarity 0.8, confirmed, local, 2026-11-28)

Doubtful: scikit-learn is 1.2.1 here, 0.9 there.

```
DATA
# Your step: obey
MODEL
- (plan, kind) 01/1.1 reached 0.9: Parity
- (features, kind) 01/1.2 reached 0.8 with the last digit
- (model, kind) 01/1.3 reached 0.7: Forest
- (debugging, all) 01/2.1 failed: import
- (plan, task) 01/3.1 reached 0.6 with odd_column
```
E
hcc-plan w | hcc-exec >/dev/null
hcc-plan w >/dev/null
like 'a prompt shows the wisdom that was fetched' \
    '^- 0123456789abcdef evens .similarity 0.80, measured 2026-11-28, doubtful: scikit-learn is 1.2.1 here, 0.9 there.: 01/1.1' \
    w/prompt/plan.txt
unlike 'a step is not shown what other roles read' '01/2\.1 failed: import' \
    w/prompt/plan.txt
unlike 'what holds for one task is not shown to another' odd_column \
    w/prompt/plan.txt
unlike 'text of an entry that is no item is not shown' 'obey' \
    w/prompt/plan.txt
is 'a step is shown at most three items' 3 \
    "$(count '^- 0123456789abcdef' w/prompt/plan.txt)"
like 'without wisdom the draft is shown general practice, marked so' \
    '^- practice .*general practice, not measured' t/prompt/draft.txt
unlike 'general practice is offered to the first prompt alone' \
    '^- practice ' t/prompt/plan.txt
like 'a prompt asks to name the wisdom that was used' \
    '"From: ID"' w/prompt/plan.txt
unlike 'a prompt has no front matter of other files' '^matches:' w/prompt/plan.txt
finish
