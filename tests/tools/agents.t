#!/bin/sh
# hcc-agents(7): an agent that leads, and one that is asked.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# program SCORE: a program in a fenced block.
program() {
	# shellcheck disable=SC2016 # for the program
	printf '%s\n' '```sh' '## no heading' "s=$1" \
	    'sed "s/[^,]*$/$s/; 1s/.*/id,y/" input/sample_submission.csv >submission.csv' \
	    'echo fold: 0.$((${s#0.} - 1))' 'echo fold: 0.$((${s#0.} + 1))' \
	    'echo metric: $s' '```'
}

small_task t
sed -i 's/^brain:.*/brain: hand/' t/task.md
HCC_TASK=t
export HCC_TASK
mkdir t/plan

# What the agent writes is what runs.
{
	printf '%s\n' --- 'phase: 0' --- '## 1 Baseline' '### 1.1 Halves' 'All 0.5.'
	program 0.5
} >t/plan/00.md
is 'the program of the draft is the one in the plan' '["00/1.1","ok",0.5]' \
    "$(hcc exec | jq -c 'select(.id) | [.id, .status, .score]')"
{
	printf '%s\n' --- 'phase: 1' --- '## 1 Up' 'Why: more.' '### 1.1 Seven' \
	    'Says 0.7.'
	program 0.7
	printf '%s\n' '### 1.2 Forgotten' 'No program.' '### 1.3 Broken' '```' \
	    'echo "ValueError: no" >&2; exit 1' '```'
} >t/plan/01.md
hcc exec -q >out 2>err
is 'each suggestion has its own result' \
    '01/1.1 ok 01/1.2 failed 01/1.3 failed' \
    "$(jq -r 'select(.id) | "\(.id) \(.status)"' out | xargs)"
is 'a suggestion without a program says where to put it' true "$(jq 'select(.id
    == "01/1.2") | .cause.message | test("fenced block")' out)"
is 'a program that fails is run once' 1 "$(jq 'select(.id == "01/1.3") |
    .attempts' out)"
{
	echo '### 1.4 Repaired'
	program 0.8
} >>t/plan/01.md
is 'a further suggestion is run alone' '01/1.4' \
    "$(hcc exec -q | jq -r 'select(.id) | .id')"

# Its note, with what the agent adds.
exits 'the phase becomes a note' 0 hcc promote
like 'a change is judged by its number' \
    '^- promising: Repaired reached 0.8, a change of 0.1 \[.*\] verified' t/l2/01.md
like 'a failure is a dead end with its line of the log' \
    '^- dead end: Broken failed: ValueError: no \[.*01/1.3/1:.*\] verified' t/l2/01.md
sed -i '/^## Rules/a - Never halve.\n- Repaired is better than Seven: +0.1 against 01/1.1 [01/1.4]' \
    t/l2/01.md
sed -i '/^## Next/a - Try nine.' t/l2/01.md
hcc status -m >out
like 'the board has the rule of the agent' '^- Never halve. \(l2/01.md\)' out
like 'the board has what the agent wants next' '^- Try nine. \(proposed by' out
hcc plan -q >out 2>err
is 'the hand brain plans nothing' 1 $?
exits 'the task ends when the agent says so' 0 hcc promote -t -w enough
jq -r .text out >text
like 'the wisdom has the rule of the agent that is verified' \
    'Repaired is better than Seven: \+0.1 against 01/1.1' text
unlike 'the wisdom has no rule that nothing shows' 'Never halve' text
like 'the wisdom has the program of the best' '^s=0.8' text

# A project of several files.
mkdir repo
echo 'cat a b | sed "s/^/loss: /"' >repo/run.sh
printf 3 >repo/a
printf 1 >repo/b
hcc init -q -B hand -x 'sh run.sh' -e a -e b -m loss -g minimize -P 'loss: VALUE' \
    -b 1h repo p >/dev/null
is 'hcc-init -B writes the brain' 'brain: hand' "$(grep ^brain p/task.md)"
hcc plan -q p | hcc exec -q >out
is 'the first phase of a project is the project as it is' 31 "$(jq 'select(.id)
    | .score' out)"
printf '%s\n' --- 'phase: 1' --- '## 1 Less' '### 1.1 Both' '```' 'FILE: a' 2 \
    '```' '```' 'FILE: b' 0 '```' '### 1.2 Which' '```' 1 '```' >p/plan/01.md
hcc exec -q p >out 2>err
is 'blocks name the files of a project' 'loss: 2 loss: 0' \
    "$(xargs <p/l1/01/1.1/1/log)"
is 'a block that names no file is refused' true "$(jq 'select(.id == "01/1.2") |
    .cause.message | test("FILE: name")' out)"

# An agent that reads a prompt and prints an answer.
small_task asked
sed -i '/^brain:/d' asked/task.md
cat >agent <<'END'
#!/bin/sh
prompt=$(cat)
case $prompt in
*'# Your step: describe'*) echo 'A tabular task.' ;;
*)
	echo 'I wrote a program.'
	sed -n '/^```sh$/,/^```$/p' "$0.program" ;;
esac
END
chmod +x agent
program 0.6 >agent.program
HCC_LLM_COMMAND=$T/agent HCC_LLM_MODEL=my-agent
export HCC_LLM_COMMAND HCC_LLM_MODEL
hcc plan -q asked | hcc exec -q >out 2>err
is 'a command that reads prompts and prints answers is a brain' \
    '["00/1.1","ok",0.6]' "$(jq -c 'select(.id) | [.id, .status, .score]' out)"
like 'its calls are in the ledger' '"model":"my-agent"' asked/ledger.jsonl

# The documents.
is 'hcc-agents(7) is where man looks for it' 1 \
    "$(find "$(dirname "$(command -v hcc)")/../share/man" -name hcc-agents.7 |
    wc -l)"
is 'the instructions name only commands that exist' '' "$(
	grep -oE '`hcc [a-z]+' "$root/examples/agents/instructions.md" |
	    sort -u | while read -r _ command; do
		command -v "hcc-$command" >/dev/null || echo "$command"
	    done)"
finish
