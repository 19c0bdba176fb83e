#!/bin/sh
# The pipelines of examples/, as a user calls them.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
lines=$root/examples/pipelines
export HCC_WISDOM="$T/wisdom.db"

# Bases of a team. said BASE TASK VERDICT CLAIM: a base with this entry.
said() {
	jq -cn --arg t "$2" --arg v "$3" --arg c "$4" '{task: $t, text: "x",
	    descriptor: "Photographs of \($t), which species? Accuracy.",
	    evidence: [{verdict: $v, claim: $c, evidence: ["01/1.1"]}]}' |
	    hcc-wisdom -f "$1" import
}
than='the 0.6 of the solution it was built on'
said ann.db ants promising "Random forest reached 0.7, better than $than"
said bob.db bees 'dead end' "Random forest reached 0.5, no better than $than"
said cy.db wasps promising "Ridge reached 0.7, better than $than"
exits 'merge-wisdom.sh takes the wisdom of other bases' 0 \
    "$lines/merge-wisdom.sh" ann.db bob.db cy.db
is 'the base has the entries of all of them' 'ants bees wasps' \
    "$(hcc-wisdom list | jq -r .task | sort | xargs)"
like 'merge-wisdom.sh lists what is promising in one base..' \
    '^promising  [0-9a-f]{16}  ants: Random forest .* \[01/1\.1\]$' out
like '..and a dead end in another' \
    '^dead end   [0-9a-f]{16}  bees: Random forest ' out
is 'what nothing contradicts is not listed' 0 "$(grep -c wasps out)"
hcc-wisdom -f none.db import </dev/null
exits 'merge-wisdom.sh takes a base without entries' 0 \
    "$lines/merge-wisdom.sh" none.db
exits 'merge-wisdom.sh fails when a base is absent' 1 \
    "$lines/merge-wisdom.sh" ann.db absent.db cy.db
is 'remind.sh finds an entry by its kind of task' '## ants' \
    "$("$lines/remind.sh" Photographs of ants, which species, accuracy |
    grep -o '^## ants')"

small_task t 'goal: maximize'
echo 'return { m = 2, q = 1 }' >t/policy/plan.lua
hcc-plan t | hcc-exec >/dev/null
exits 'skip-direction.sh runs a phase' 0 "$lines/skip-direction.sh" t 2
is 'skip-direction.sh leaves a direction out' '01/1.1 ok 01/2.1 not run' \
    "$(jq -r '.results[] | "\(.id) \(.status)"' out | xargs)"
exits 'record-run.sh runs a command' 0 "$lines/record-run.sh" t \
    'echo metric: 0.7; echo well done'
like 'record-run.sh prints the facts of its log' '^metric: 0\.7$' out
exits 'a command that fails is recorded' 0 "$lines/record-run.sh" t \
    'echo ValueError: odd; exit 3'
is 'best-runs.sh lists the best first' '00/0.1 00/1.1' \
    "$("$lines/best-runs.sh" t | cut -f2 | xargs)"
exits 'failed-runs.sh shows what failed' 0 "$lines/failed-runs.sh" t
like 'failed-runs.sh names the run' '^== l1/0./0\.2/1$' out
like 'failed-runs.sh shows the error' 'ValueError: odd' out
finish
