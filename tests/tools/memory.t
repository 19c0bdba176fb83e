#!/bin/sh
# memory: what its arms hide, and a small run of it from end to end.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# A brain that plans nothing but a title: how much of each layer is left.
config=$XDG_CONFIG_HOME/hcc
mkdir -p "$config/brain"
cp -r "$root/tests/bench/arms" "$config/memory"
echo 'return "drawn"' >"$config/memory/values.lua"
for arm in full scoped no-l1 no-l2 no-l3; do
	cp "$root/tests/bench/arms/$arm.lua" "$config/brain"
	cat >"$config/brain/seen-by-$arm.lua" <<-E
	local offline = require "brain.offline"
	local new = offline.new
	function offline.new(options)
		local brain = new(options)
		function brain.plan(s)
			return { directions = { { title = "Left", why = "to see",
				suggestions = { { text = "nothing",
				title = string.format(
				"%d plans, %d notes, %d wisdom, %s program",
				#s.plans, #s.notes, #s.wisdom,
				s.draft and "a" or "no") } } } } }
		end
		return brain
	end
	return require "brain.$arm"
	E
done
# two_phases TASK: what others taught, the draft, and a phase with its note
two_phases() {
	hcc-prefetch "$1" >/dev/null 2>&1
	hcc-plan "$1" | hcc-exec >/dev/null
	hcc-plan "$1" | hcc-exec >/dev/null
	hcc-promote "$1" >/dev/null
}
small_task past
sed -i 's/^id: .*/id: past/' past/task.md
two_phases past
hcc-promote -t past >/dev/null
printf '%s\n' 'é.. ,  (x) 12345 a_b' '	"q": [0.25,  -1e-05]' >>past/plan/01.md
is 'bench-memory counts tokens as hcc-context does' '' "$(
    hcc-context -q -j past | PYTHONPATH=$root/tests/bench/arms \
    /usr/bin/python3 -B -c '
import json, sys, tokens
for part in map(json.loads, sys.stdin):
    if tokens.count(part["text"]) != part["tokens"]:
        print(part["part"], tokens.count(part["text"]), part["tokens"])')"
seen_by() {
	small_task "$1" 'seed: 1'
	two_phases "$1"
	hcc-plan -b "seen-by-$1" "$1" | jq -r .title
}
is 'the arm full sees all layers' '2 plans, 1 notes, 1 wisdom, a program' \
    "$(seen_by full)"
is 'the arm no-l1 sees notes and wisdom' '0 plans, 1 notes, 1 wisdom, no program' \
    "$(seen_by no-l1)"
is 'the arm no-l2 sees raw plans and wisdom' \
    '2 plans, 0 notes, 1 wisdom, a program' "$(seen_by no-l2)"
is 'the arm scoped does not see wisdom of another kind of problem' \
    '2 plans, 1 notes, 0 wisdom, a program' "$(seen_by scoped)"
is 'the arm no-l3 sees its own task' '2 plans, 1 notes, 0 wisdom, a program' \
    "$(seen_by no-l3)"

quick_recipes
export TASKS='ozone boston-housing' ARMS='full no-l2 random'
export SEEDS=1 ATTEMPTS=3 LEARN=1
bench() {
	"$root/tests/bench/memory" "$@"
}
exits 'bench-memory runs two tasks with three arms' 0 bench dir
like 'bench-memory says what it ran' '2 tasks, 1 seeds .*, 3 attempts' out
for arm in $ARMS; do
	like "bench-memory prints the medals of $arm" "^\| $arm \| 2 \| [0-9]" out
	like "the context of $arm lost nothing" \
	    "^\| $arm \| 3 \| [0-9]+ .* \| 0 \| 6 \|" out
done
like 'bench-memory draws a plot' '^<svg.*' dir/memory.svg
is 'an attempt that arms share has one cost' 1 "$(jq -s '
    [.[] | select(.task == "ozone" and .arm != "random")
    .attempts[0].cpu] | unique | length' dir/runs.jsonl)"
cp dir/runs.jsonl runs
head -n 5 runs >dir/runs.jsonl
exits 'bench-memory goes on with a run that lost its last line' 0 bench dir
is 'a run that goes on adds the line that was lost' 6 "$(wc -l <dir/runs.jsonl | tr -d ' ')"
cp out first
exits 'bench-memory -r reports without running' 0 bench -r dir
is 'bench-memory -r reports the same' "$(cat first)" "$(cat out)"
exits 'bench-memory refuses another setting in the same place' 1 \
    env ATTEMPTS=4 "$root/tests/bench/memory" dir
like 'bench-memory says which setting the place has' 'drawn values, 3 attempts.*another directory' err
exits 'bench-memory refuses a wrong option' 64 bench -Z
finish
