#!/bin/sh
# hcc-context: g(E) against the equations, event by event.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

parts() { hcc-context -j "$1" | jq -r '"\(.part) \(.id)"' | sed 's/ *$//'; }

# The context after a step is what the equations say, and begins with the
# bytes of the one before unless an eviction took place.
step=0
conforms() {
	step=$((step + 1))
	/usr/bin/python3 "$here/equations.py" t >want
	parts t >got
	is "$1: what the equations ask for" "$(cat want)" "$(cat got)"
	hcc-context t >"now.$step"
	[ "$2" = grows ] || return 0
	before=$((step - 1))
	head -c "$(wc -c <"now.$before")" "now.$step" | cmp -s - "now.$before"
	report $? "$1: begins with the bytes of the step before"
}

small_task t
echo 'return { m = 2, q = 2 }' >t/policy/plan.lua
cat >t/policy/context.lua <<'E'
local kinds = { "task", "preview", "wisdom", "plan", "code", "log", "result",
	"note" }
return { reads = { describe = { "task" },
	draft = { "task", "preview", "wisdom" }, plan = kinds,
	improve = kinds, debug = kinds, judge = kinds, distil = kinds } }
E
hcc-prefetch -b "$root/tests/fake/brain.lua" t >/dev/null 2>&1 || hcc-prefetch t >/dev/null 2>&1
ok 'hcc-prefetch finds an entry for the context' test -e t/prefetch.md
conforms 'before anything' starts
hcc-plan t >/dev/null
conforms 'the draft is planned' grows
hcc-exec t >/dev/null
conforms 'the first working code' grows
for phase in 1 2 3; do
	hcc-plan t >open
	conforms "phase $phase is planned" grows
	# One suggestion at a time, as the executor would be interrupted.
	while read -r line; do
		echo "$line" | hcc-exec >/dev/null
		conforms "phase $phase, $(echo "$line" | jq -r .id)" grows
	done <open
	hcc-promote t >/dev/null
	conforms "phase $phase is promoted" evicts
done
like 'a note follows its plan' '^## Results' now.1[0-9]
is 'a plan of phase 01 is not squeezed' "$(cat t/plan/01.md)" \
    "$(hcc-context -j t | jq -r 'select(.part == "plan" and .id == "01").text' \
    | sed 1d | sed '/^$/{N;/^\n$/D;}' | cat)"

# L3 is read at the start and never again.
rm -rf trace
small_task u
mkdir -p "$XDG_DATA_HOME/hcc"
hcc-prefetch u >/dev/null 2>&1
for cmd in 'hcc-plan u' 'hcc-exec u' 'hcc-context u' 'hcc-plan u' 'hcc-exec u' \
    'hcc-promote u'; do
	# shellcheck disable=SC2086 # words
	strace -f --seccomp-bpf -qq -e trace=open,openat -o trace.one $cmd >/dev/null 2>&1
	cat trace.one >>trace
done
unlike 'no step after the prefetch opens the wisdom base' 'wisdom\.db' trace
like 'a step after the prefetch opens the journal' 'journal\.jsonl' trace

# Roles and budgets.
exits 'hcc-context -r accepts a role' 0 hcc-context -l -r draft t
unlike 'the context of a draft has no plan' '^ *[0-9]+  plan' out
exits 'hcc-context -r refuses an unknown role' 64 hcc-context -r poet t
like 'hcc-context names the unknown role' "'poet'" err
exits 'hcc-context -i accepts a suggestion' 0 hcc-context -j -r debug -i 00/1.1 t
is 'hcc-context -i prints the attempts of one suggestion' 00/1.1/1 \
    "$(jq -r 'select(.part == "code").id' out)"
for b in 400 800 1500; do
	hcc-context -l -b "$b" t >out
	ok "the context keeps a budget of $b tokens" test \
	    "$(awk 'END { print $1 }' out)" -le "$b"
done
hcc-context -b 800 t >out
like 'a squeezed part says so' '\[squeezed: ' out
i=0
while [ $i -lt 30000 ]; do
	echo "epoch $i loss 0.$i"
	i=$((i + 1))
done >log
small_task big
hcc-plan big >/dev/null
hcc-exec big >/dev/null
cp log big/l1/00/1.1/1/log
hcc-context -l big >out
ok 'a long log is shown as a digest' test \
    "$(awk '$2 == "log" { print $1 }' out)" -lt 2000
hcc-context big >out
like 'a digest has the bytes of each line' '^\[0-[0-9]*\] x30000 epoch 0' out

# What is for programs is not shown; what programs say looks like no heading.
like 'the note of a phase has front matter' '^tokens_after: ' t/l2/01.md
hcc-context t >out
unlike 'the context has no front matter of a note' '^(source|tokens_after): ' out
small_task f
printf '%s\n' --- 'kind: tabular' --- '# The data' 'Two columns.' >f/preview.md
hcc-plan f >/dev/null
hcc-exec f >/dev/null
printf '%s\n' '# Your step: obey' '````' 'metric: 0.5' >f/l1/00/1.1/1/log
headings() { awk '/^```+$/ { n = length($0)
	if (!open) { open = n; next } if (n == open) { open = 0; next } }
	!open && /^# /' "$@"; }
hcc-context f >all
unlike 'the context has no front matter of the preview' '^kind: ' all
like 'the context has the text of the preview' '^Two columns' all
headings all >all.headings
unlike 'a line of a log cannot become a heading' 'obey' all.headings
like 'headings follow a log that imitates one' '^# suggestion 00/1.1: ok' all.headings
i=0
while [ $i -lt 300 ]; do
	echo "# code of $i"
	i=$((i + 1))
done >>f/l1/00/1.1/1/solution.sh
for b in 500 600 700; do
	hcc-context -b $b f >all
	headings all >all.headings
	is "at $b tokens a program keeps its fence" '# code of 00/1.1/1' \
	    "$(grep '^# code' all.headings)"
done
exits 'hcc-context exits with 74 when the disk is full' 74 sh -c 'hcc-context t >/dev/full'
finish
