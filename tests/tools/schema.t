#!/bin/sh
# Every record that a tool prints, and run.json, against the schemas.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
schema=$root/share/hcc/schema

# check [KIND] <LINES
check() { /usr/bin/python3 "$root/tests/tools/schema_check.py" "$schema" "$@" 2>&1; }

# fits NAME WANTED COMMAND..: what it prints fits, and is of these kinds.
fits() {
	name=$1 want=$2
	shift 2
	"$@" >out 2>err </dev/null
	is "$name" "$want" "$(check <out)"
}

# The checker can say no.
is 'the checker refuses a wrong type' 'line 1: phase.phase: 1.5 is not integer' \
    "$(echo '{"kind":"phase","task":"/t","phase":1.5,"left_out":[]}' | check)"
is 'the checker refuses a missing member' "line 1: phase: no member 'left_out'" \
    "$(echo '{"kind":"phase","task":"/t","phase":1}' | check)"
is 'the checker refuses an unknown member' "line 1: phase: member 'x' is not in the schema" \
    "$(echo '{"kind":"phase","task":"/t","phase":1,"left_out":[],"x":0}' |
    check)"
is 'the checker refuses a wrong member of an inner object' \
    "line 1: phase.left_out[1]: 7 is not string" \
    "$(echo '{"kind":"phase","task":"/t","phase":1,"left_out":["a",7]}' |
    check)"
for f in "$schema"/*.json; do
	is "${f##*/} has its own name as title" "${f##*/}" "$(jq -r .title "$f").json"
done

# A task from its first record to its last.
small_task t
printf 'id,y\n11,1\n12,0\n13,1\n14,0\n' >labels.csv
fits 'hcc-init' 'task 1' \
    hcc-init -m accuracy -d t/task.md -l labels.csv t/input made
fits 'hcc-status -j of a new task' 'status 1' hcc-status -j t
fits 'hcc-prefetch' 'prefetch 1' hcc-prefetch t
fits 'hcc-plan: the draft' 'suggestion 1' hcc-plan t
fits 'hcc-exec: the draft' 'phase 1 result 1' hcc-exec t
hcc-plan t >out
sed -i 's/^score 0.511[12]/fail/; s/^score 0.512[12]/refuse/' t/plan/01.md
fits 'hcc-plan: an open plan again' 'suggestion 6' hcc-plan -q t
jq -c 'select(.direction != 3)' out | hcc-exec >ran
is 'records of failed and refused runs fit their schema' 'phase 1 result 4' "$(check <ran)"
is 'the runs fail and are refused as intended' 'brain value' \
    "$(jq -r '.cause.class // empty' ran | sort -u | xargs)"
fits 'hcc-exec -c' 'result 1' hcc-exec -c 'echo metric: 0.5' t
fits 'hcc-exec -c: a signal' 'result 1' hcc-exec -c 'kill -9 $$' t
is 'run.json fits its schema' 'run 8' "$(cat t/l1/*/*/*/run.json | jq -c . | check run)"
is 'result.json fits its schema' 'result 7' "$(cat t/l1/*/*/result.json |
    jq -c '.kind = "result" | .task = "/t"' | check)"
hcc-context -j t >out
is 'records of hcc-context -j fit their schema' "part $(wc -l <out)" "$(check <out)"
echo 'return { min_tokens = 20 }' >t/policy/context.lua
hcc-context -j -b 700 t >parts
hcc-context -j -b 50 t >>parts
is 'records of squeezed parts fit their schema' "part $(wc -l <parts)" "$(check <parts)"
ok 'hcc-context -j prints parts that are cut' grep -q '"cap":' parts
ok 'hcc-context -j prints a notice of parts left out' grep -q '"part":"notice"' parts
hcc-promote <ran >out
is 'records of hcc-promote fit their schema' 'note 1' "$(check <out)"
fits 'hcc-status -j of a worked task' 'status 1' hcc-status -j t
fits 'hcc-grade' 'grade 1' hcc-grade -a labels.csv -m accuracy \
    t/best/submission.csv
fits 'hcc-promote -t' 'wisdom 1' hcc-promote -t t
fits 'hcc-status -j of an ended task' 'status 1' hcc-status -j t

# The filters, and L3 by hand.
fits 'hcc-wisdom list' 'wisdom 1' hcc-wisdom list
fits 'hcc-wisdom export' 'wisdom 1' hcc-wisdom export
fits 'hcc-prefetch -q' 'match 1' \
    hcc-prefetch -q 'A tabular classification task scored by accuracy.'
fits 'hcc-wisdom show -j' 'wisdom 1' \
    hcc-wisdom show -j "$(hcc-wisdom list | jq -r .id)"
jq -cn '("promising", "dead end") | {task: ., descriptor: "Images of ants",
    text: "t", evidence: [{verdict: ., claim: "Trees work", evidence: []}]}' |
    hcc-wisdom -f odd.db import
fits 'hcc-wisdom conflicts' 'conflict 1' hcc-wisdom -f odd.db conflicts
fits 'hcc-wisdom forget' 'forgotten 1' \
    hcc-wisdom forget "$(hcc-wisdom list | jq -r .id)"
echo 'a text' >text
fits 'hcc-embed' 'vector 1' hcc-embed text
fits 'hcc-embed -i' 'embedder 1' hcc-embed -i
hcc-grade -M >out
is 'records of hcc-grade -M fit their schema' "metric $(wc -l <out)" "$(check <out)"
finish
