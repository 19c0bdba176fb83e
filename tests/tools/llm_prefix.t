#!/bin/sh
# The prompts of a run of more than 20 calls: how much of each one an earlier
# one had at its beginning, computed from the requests that the server got.
# PROMPTS=DIR keeps the prompts there, to be read.
# shellcheck disable=SC2119,SC2034,SC2016 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
# shellcheck source=tests/fake/brain_lib.sh
. "$root/tests/fake/brain_lib.sh"

# program DEPTH SCORE: a program of 80 lines, as a model would write it.
program() {
	echo '# Reads the table, makes features, validates, predicts.'
	echo 'set -eu'
	for i in $(seq 12); do
		printf 'feature_%d() {\n\t# column x, scaled and shifted\n' "$i"
		printf '\tawk -F, -v by=%d "NR > 1 { print \\$1 * by + %d }" \\\n' \
		    "$i" "$((i * i))"
		printf '\t    input/train.csv >"feature.%d"\n}\n' "$i"
	done
	echo "depth=$1"
	echo "score=$2"
	echo 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do'
	printf '\techo "epoch $i: loss 0.$((99 - i)), score 0.$((20 + i * 2))"\n'
	echo 'done'
	for i in 1 2 3 4; do echo "echo fold: \$score"; done
	echo 'cp input/sample_submission.csv submission.csv'
	echo 'echo metric: $score'
}
# edit DEPTH SCORE, OLD DEPTH, OLD SCORE [, LINE]: the same as an edit.
edit() {
	printf 'It is deeper.\n\n<<<<<<< SEARCH\ndepth=%s\nscore=%s\n' "$3" "$4"
	printf '=======\ndepth=%s\nscore=%s\n' "$1" "$2"
	[ -z "${5-}" ] || echo "$5"
	echo '>>>>>>> REPLACE'
}
# plan PHASE: three directions of two suggestions.
plan() {
	jq -cn --argjson p "$1" '{directions: [range(1; 4) | . as $d | {
	    title: "Direction \($p).\($d)", why: ("The errors of the best " +
	    "program grow with x, and the loss still falls at its last " +
	    "epoch: there is more to gain at \($p * 10 + $d) than elsewhere."),
	    suggestions: [range(1; 3) | {title: "Depth \($p)\($d)\(.)",
	    text: ("Set depth to \($p)\($d)\(.) and rate to 0.\($p)\($d)\(.); " +
	    "keep all features, the folds and the seeds; print the score of " +
	    "each fold and of every epoch, so that a later phase can see " +
	    "where it stops to gain.")}]}]}'
}
judge() {
	jq -cn --argjson p "$1" '{judgements: [range(1; 4) | {verdict:
	    "inconclusive", claim: "Direction \(.) of phase \($p) is open",
	    evidence: ["0\($p)/\(.).1"]}], rules: ["Keep the folds."],
	    next: ["Go deeper where the loss still falls."]}'
}
# One line of the script: when, which answer, how often.
line() {
	jq -cn --arg match "$1" --rawfile answer "$2" \
	    '{match: $match, answer: $answer} +
	    if $ARGS.positional[0] then {times: 1} else {} end' \
	    --args ${3:+"$3"}
}
{
	echo 'Odd numbers are told from even ones.' >a
	line 'Your step: describe' a
	{
		printf 'The first.\n```sh\n'
		program 1 0.5
		echo '```'
	} >a
	line 'Your step: a first working' a
	printf '<<<<<<< SEARCH\nnot_in_it\n=======\n>>>>>>> REPLACE\n' >a
	line 'Your step: repair' a 1
	best=1 score=0.5
	for p in 1 2 3; do
		plan $p >a
		line "research plan of phase 0$p" a
		for d in 1 2 3; do
			old=$best was=$score
			for s in 1 2; do
				now=$p$d$s is=0.$((50 + p * 8 + d + s)) fault=
				[ "$d.$s" != 2.2 ] || fault='no_such_tool'
				edit $now $is "$old" "$was" $fault >a
				line "carry out suggestion 0$p/$d.$s" a
				old=$now was=$is
			done
		done
		printf '<<<<<<< SEARCH\nno_such_tool\n=======\n' >a
		echo '>>>>>>> REPLACE' >>a
		line 'Your step: repair' a 1
		judge $p >a
		line "judge phase 0$p" a
		best=$old score=$was
	done
	printf 'DATA\nSmall numbers.\nMODEL\nDepth 3 [03/3.2].\n' >a
	line 'what this task taught' a
} >script
fake_start "$T/script"
HCC_LLM_URL=$(url script)
export HCC_LLM_URL
small_task t
sed -i '/^brain:/d' t/task.md
{
	for i in $(seq 12); do
		echo "The table was collected by hand in year $((1990 + i)), by"
		echo "people who wrote down a number x and whether it is odd; what"
		echo "they wrote is not always right, least of all in that year."
	done
	echo 'Submissions hold an id and y. The metric is accuracy.'
} >>t/task.md
{
	echo '# The data'
	for i in $(seq 40); do
		echo "- \`column_$i\` number, $i % missing: $i to $((i * 100)), median $((i * 7))"
	done
} >t/preview.md
echo 'return { m = 3, q = 2 }' >t/policy/plan.lua
echo 'return { slots = 1, asks = 1, noise_runs = 0, audit = 0, tries = 2 }' \
    >t/policy/exec.lua
step() { "$@" >>log 2>&1; }
run() {
	step hcc-prefetch t && step hcc-plan t && step hcc-exec t || return
	for p in 1 2 3; do
		step hcc-plan t && step hcc-exec t && step hcc-promote t || return
	done
	step hcc-promote -t t
}
exits 'a run of three phases ends' 0 run
[ "$got" = 0 ] || sed 's/^/# /' log

cat >share.py <<'E'
import json, os, sys
texts, sizes = [], {}
for line in open(sys.argv[1]):
    r = json.loads(line)
    if r["label"] != "script":
        continue
    text = "".join(m["content"] for m in json.loads(r["body"])["messages"])
    step = text[text.rindex("# Your step: ") + 13:]
    role = step.split("\n")[0]
    role = next(w for w in ("describe", "a first", "research plan", "carry out",
        "repair", "judge", "taught") if w in role)
    seen = max((len(os.path.commonprefix([text, t])) for t in texts),
        default=0)
    sizes.setdefault(role, []).append((len(text.encode()),
        len(text[:seen].encode())))
    if sys.argv[2:]:
        open("%s/%02d.%s" % (sys.argv[2], len(texts), role.replace(" ", "_")),
            "w").write(text)
    texts.append(text)
every = [s for v in sizes.values() for s in v]
total, shared = (sum(s[i] for s in every) for i in (0, 1))
print(len(every), round(100 * shared / total), total // len(every))
for role, v in sizes.items():
    print("#", role, len(v), "calls, mean", sum(s[0] for s in v) // len(v),
        "bytes,", round(100 * sum(s[1] for s in v) / sum(s[0] for s in v)),
        "% repeated")
E
/usr/bin/python3 share.py "$fake/log" ${PROMPTS:+"$PROMPTS"} >share
grep '^#' share
head -1 share >first
read -r calls percent mean <first
echo "# $calls calls, $percent % repeated, mean $mean bytes"
ok 'the run had more than 20 calls' test "$calls" -gt 20
ok 'four fifths of the prompts repeat the beginning of an earlier one' \
    test "$percent" -ge 80
shown=$(hcc-status -j t | jq '.model.repeated * 100 | round')
ok 'hcc-status shows this share' test $((shown - percent)) -le 2 -a \
    $((percent - shown)) -le 2
jq -r 'select(.label == "script") | .body | fromjson | .messages |
    map(.content) | join("\n") | select(test("Your step: repair"))
    | if test("cannot be used") then "again " else "first " end + (
    if test("# Program of 01/2.2/1") then "whole" elif test(
    "the code of 00/1.1/1 with the changes of 01/2.1/1, then of 01/2.2/1"
    ) then "changes" else "other" end)' "$fake/log" | sort | uniq -c |
    sed 's/^ *//' >repairs
like 'what fails is repaired from the changes that are shown' \
    '^[12] first changes' repairs
like 'asked again, a repair has the whole program' '^1 again whole' repairs
exits 'every edit was made' 0 jq -es 'map(select(.ev == "result")) |
    all(.status == "ok") and length == 19' t/journal.jsonl
finish
