#!/bin/sh
# The brain with a language model, whatever the model answers: its prompts,
# what becomes of hostile answers, other languages.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=tests/brain_lib.sh
. "$here/brain_lib.sh"

# A run to its end.
model good
HCC_LLM_COMMAND="$HCC_LLM_COMMAND $T/good.t"
program inf >good/improve.2
exits 'a whole run' 0 hcc run good.t
is 'ends' 'nothing new to try' "$(jq -r .why good.t/done.json)"
is 'with the best solution' 01/1.1 "$(jq -r .best good.t/done.json)"
ok 'its submission' test -s good.t/best/submission.csv
is 'and a wisdom' small "$(hcc-wisdom list | jq -r .task)"

# What is sent: the rules, the context as hcc-context prints it, the step.
# same_contexts NAME
same_contexts() {
	for role in describe draft plan improve debug judge distil; do
		for context in "$1/$role".*.context; do
			{
				cat "$here/../share/hcc/prompts/system.md"
				printf '\n\n'
				cat "$context"
			} >begin
			head -c "$(wc -c <begin)" "${context%context}asked" |
			    cmp -s - begin || echo "$context"
		done
	done
}
is 'the contexts are what hcc-context prints' '' "$(same_contexts good)"
is 'of every role' 'debug describe distil draft improve judge plan ' \
    "$(find good -name '*.context' | sed 's,.*/,,; s,\..*,,' | sort -u |
    tr '\n' ' ')"
ok 'the task keeps the last prompt of each' cmp good/judge.1.asked \
    good.t/prompt/judge.txt

# The same within 3,000 tokens, with long programs, logs and plans.
model tight
HCC_LLM_COMMAND="$HCC_LLM_COMMAND $T/tight.t"
echo 'return { budget = 3000 }' >tight.t/policy/hit.lua
seq 1 3000 | sed 's/.*/# line & of a comment that says nothing/' >long
for answer in draft improve improve.1 improve.2; do
	awk 'FNR == NR { long = long $0 "\n"; next } { print }
	    /^```sh/ { printf "%s", long }' long tight/$answer >new
	sed 's/^cp/seq 1 20000; cp/' new >tight/$answer
done
program nan >tight/improve.1
words=$(seq 1 1200 | sed 's/^/word/' | tr '\n' ' ')
sed -i "s/Boost 17 trees/& $words/; s/Shrink by/$words &/" tight/plan
printf 'No JSON at all. %s%s%s' "$words" "$words" "$words" >tight/judge.1
exits 'a run with a small budget' 0 hcc run tight.t
is 'goes to its end' 01/2.1 "$(jq -r .best tight.t/done.json)"
is 'no prompt is beyond the budget' true "$(jq -s 'map(select(
    .ev == "settle").usage.prompt) | max <= 3000' tight.t/ledger.jsonl)"
is 'nor far below it' true "$(jq -s 'map(select(
    .ev == "settle").usage.prompt) | max > 2500' tight.t/ledger.jsonl)"
like 'what is left out is told' '^\[squeezed: [0-9]+ of [0-9]+ bytes left out' \
    tight/improve.2.asked
like 'so does a program to build on' 'squeezed' tight/plan.2.asked
like 'and a bad answer is not repeated as a whole' 'squeezed' \
    tight/judge.2.asked

finish
