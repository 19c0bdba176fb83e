#!/bin/sh
# Audits: what a program claims is measured before it counts.
# shellcheck disable=SC2016,SC2116 # awk and jq have dollars
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# table DIR: 140 rows whose y is x > 4, but for one row of seven.
table() {
	small_task "$1"
	awk 'BEGIN { print "id,x,y"; for (i = 1; i <= 140; i++) {
	    y = i % 10 > 4; print i "," i % 10 "," (i % 7 == 0 ? 1 - y : y) }
	}' >"$1/input/train.csv"
	awk 'BEGIN { print "id,x"; for (i = 201; i <= 220; i++)
	    print i "," i % 10 }' >"$1/input/test.csv"
	awk 'BEGIN { print "id,y"; for (i = 201; i <= 220; i++)
	    print i ",0" }' >"$1/input/sample_submission.csv"
	rm "$1/policy/exec.lua"
	sed -i "s|^brain:.*|brain: $T/brain.lua|; s|^metric:|target: y\\n&|" \
	    "$1/task.md"
}
# The text of a suggestion is what the program claims, and how it predicts.
{
	sed '/^return brain/d' "$root/tests/fake/brain.lua"
	cat <<-'E'
	local function code(_, suggestion)
		local claim, rule = suggestion.text:match("claim ([%d.]+) (%S+)")
		return { text = suggestion.text, code = "awk -F, 'NR == 1 { print "
			.. "\"id,y\"; next } { print $1 \",\" (" .. rule
			.. ") }' input/test.csv >submission.csv\n"
			.. (suggestion.text:match("folds ([%d. ]+)") or ""):gsub(
			"[%d.]+ ?", "echo fold: %0\n")
			.. "echo metric: " .. claim .. "\n" }
	end
	brain.draft, brain.improve = code, code
	return brain
	E
} >brain.lua
# plan DIR PHASE TEXT..: a direction for each text.
plan() {
	dir=$1 phase=$2 i=0
	shift 2
	mkdir -p "$dir/plan"
	for text; do
		i=$((i + 1))
		printf '%s\n' "## $i D" "### $i.1 S" "$text"
	done >"$dir/plan/$phase.md"
}

table t
plan t 00 'claim 0.86 $2>4'
exits 'hcc-exec runs a draft that is audited' 0 hcc-exec t
is 'an honest claim is borne out and counts' '0.86 true null' "$(jq -r \
    '"\(.score) \(.audited > 0.7) \(.cause)"' t/l1/00/1.1/result.json)"
is 'an audit asks about a fifth of the training rows' '28 112' "$(echo \
    $(($(wc -l <t/audit/labels.csv) - 1)) \
    $(($(wc -l <t/audit/input/train.csv) - 1)))"
is 'the labels of an audit are not in its input' 0 "$(cut -d, -f1 \
    t/audit/labels.csv | tail -n +2 | while read -r id; do
	grep "^$id," t/audit/input/train.csv
done | wc -l | tr -d ' ')"
plan t 01 'claim 0.99 0' 'claim 0.87 $2>4'
exits 'hcc-exec runs a program that claims too much' 0 hcc-exec -j 1 t
is 'a claim that its audit contradicts is a leak' 'ok leak false' "$(jq -r \
    '"\(.status) \(.cause.class) \(.adopted)"' t/l1/01/1.1/result.json)"
like 'a leak is reported with both numbers' \
    'claims 0.99, but 0[.0-9]+ was measured on training rows' \
    t/l1/01/1.1/result.json
is 'what was audited counts in place of the claim' true "$(jq \
    '.score == .audited and .score < 0.8' t/l1/01/1.1/result.json)"
is 'the honest program is adopted' 01/2.1 "$(jq -r .id t/best/result.json)"
is 'hcc-status shows the leak' 1 "$(hcc-status t | grep -c '\[leak')"
hcc-context -r plan t >seen
like 'a brain is given the leak' 'leak: claims 0.99' seen

hcc-promote -q -t t >/dev/null
ok 'the end of the task removes its audit' test ! -e t/audit

# What is too good is audited for longer, and not adopted without an audit.
# second BASE CLAIM KNOBS [TEXT]: is a program that claims so much more than BASE
# adopted, and its cause.
second() {
	rm -rf g
	table g
	sed -i '2i budget: {time: 1h}' g/task.md
	echo "return { noise_runs = 0, $3 }" >g/policy/exec.lua
	plan g 00 "claim $1"
	plan g 01 "claim $2 0${4-}"
	hcc-exec -q -j 1 g >/dev/null 2>err
	hcc-exec -q -j 1 g >/dev/null 2>>err
	jq -r '"\(.adopted) \(.cause.class)"' g/l1/01/1.1/result.json
}
# It leaves all others behind.
too_good() {
	second '0.86 $2>4' 0.99 "$1" "${2-}"
}
is 'a score that is too good is audited for longer than others' 'false leak' \
    "$(too_good 'audit_share = 0')"
is 'without the time to audit it, it is not adopted' 'false null' \
    "$(too_good 'audit_share = 0, suspect_share = 1e-9')"
like 'and that is said' 'suggestion 01/1.1 of .* is not adopted: its score 0.99' err
is 'the honest program stays the best' 00/1.1 "$(jq -r .id g/best/result.json)"
is 'a recipe, whose folds are of hcc itself, is adopted all the same' 'true null' \
    "$(too_good 'audit_share = 0, suspect_share = 1e-9' '

```recipe
{"model": "linear"}
```')"
is 'suspect_share = 0 adopts it all the same' 'true null' \
    "$(too_good 'audit_share = 0, suspect_share = 0')"
is 'so it is where nothing is audited' 'true null' "$(too_good 'audit = 0')"

# So is what is better by more than the noise, if its folds are its own; without
# the time for it, it is believed.
leap() {
	second '0.86 $2>4 folds 0.8 0.9 0.8' 0.9 "audit_share = 0, $1" "${2-}"
}
is 'a leap is audited for longer than others' 'false leak' "$(leap '')"
is 'without the time to audit it, it is believed' 'true null' \
    "$(leap 'suspect_share = 1e-9')"
is 'so is that of a recipe' 'true null' "$(leap '' '

```recipe
{"model": "linear"}
```')"
is 'what is within the noise is not' 'true null' \
    "$(leap '' ' folds 0.9 0.8 0.9')"

# A kill between an audit or a control that failed and result.json.
# cut_off TASK ID: as such a kill leaves it.
cut_off() {
	rm -r "$1/l1/$2/result.json" "$1/best"
	grep -v '"ev":"result"' "$1/journal.jsonl" >kept
	cat kept >"$1/journal.jsonl"
}
table again
plan again 00 'claim 0.86 ($1>200?$2>4:1/0)'
hcc-exec again >/dev/null 2>&1
is 'an audit that fails is recorded' failed \
    "$(jq -r .status again/l1/00/1.1/audit/run.json)"
cp again/l1/00/1.1/audit/run.json before
cut_off again 00/1.1
hcc-exec again >/dev/null 2>&1
ok 'an audit that failed is not made again after a kill' \
    cmp before again/l1/00/1.1/audit/run.json

# A column that is the target in the training rows alone.
table trap
awk -F, 'NR == 1 { print $0 ",told"; next } { print $0 "," $3 }' \
    trap/input/train.csv >told && mv told trap/input/train.csv
awk -F, 'NR == 1 { print $0 ",told"; next } { print $0 "," NR % 2 }' \
    trap/input/test.csv >told && mv told trap/input/test.csv
printf '%s\n' --- 'suspects: ["told"]' --- >trap/preview.md
plan trap 00 'claim 0.86 $2>4'
hcc-exec trap >/dev/null
plan trap 01 'claim 1 ($3!=""?$3:$2>4)' 'claim 1 $3'
exits 'hcc-exec runs programs that use a suspect column' 0 hcc-exec -j 1 trap
is 'a perfect score is run without the suspect columns' \
    'id,x id,x,y' "$(head -n 1 trap/audit/control/input/test.csv) $(head \
    -n 1 trap/audit/control/input/train.csv)"
is 'what lives of a suspect column is a leak' 'leak true' "$(jq -r \
    '"\(.cause.class) \(.score == .control)"' \
    trap/l1/01/1.1/result.json)"
like 'a leak by a suspect column says so' \
    'measured 1, but 0[.0-9]+ without the columns' trap/l1/01/1.1/result.json
is 'what fails without the suspect columns is a leak without a score' \
    'leak null false' "$(jq -r '"\(.cause.class) \(.score) \(.adopted)"' \
    trap/l1/01/2.1/result.json)"
cp trap/l1/01/2.1/control/run.json before
rm trap/l1/01/2.1/result.json
hcc-exec -j 1 trap >/dev/null 2>&1
ok 'a control that failed is not made again after a kill' \
    cmp before trap/l1/01/2.1/control/run.json
is 'what failed in its control stays a leak after a kill' 'leak null' \
    "$(jq -r '"\(.cause.class) \(.score)"' trap/l1/01/2.1/result.json)"
is 'the honest program stays the best' 00/1.1 \
    "$(jq -r .id trap/best/result.json)"
printf '%s\n' --- 'suspects: ["told"]' 'changed: ["told"]' --- >trap/preview.md
rm -r trap/audit
plan trap 02 'claim 0.9 ($3!=""?(NR%9?$3:1-$3):$2>4)'
hcc-exec -j 1 trap >/dev/null
is 'what lives of a column that test contradicts is a leak, perfect or not' \
    'leak false' "$(jq -r '"\(.cause.class) \(.adopted)"' \
    trap/l1/02/1.1/result.json)"
table held
awk -F, 'NR == 1 { print $0 ",told"; next } { print $0 "," $3 }' \
    held/input/train.csv >told && mv told held/input/train.csv
awk -F, 'NR == 1 { print $0 ",told"; next } { print $0 "," ($2 > 4) }' \
    held/input/test.csv >told && mv told held/input/test.csv
mkdir -p held/sealed
awk -F, 'NR == 1 { print "id,y"; next } { print $1 "," ($2 > 4) }' \
    held/input/test.csv >held/sealed/labels.csv
sed -i 's/^target:/sealed: holdout\n&/' held/task.md
printf '%s\n' --- 'suspects: ["told"]' --- >held/preview.md
plan held 00 'claim 1 ($3!=""?$3:$2>4)'
hcc-exec held >/dev/null 2>err
is 'a hold-out that cannot tell a leak is not believed either' \
    'leak 1 true' "$(jq -r '"\(.cause.class) \(.measured) \(.score ==
    .control)"' held/l1/00/1.1/result.json)"
like 'the only solution is adopted, and its leak is said' \
    '00/1.1 .* is adopted for want of a better one, but is a leak' err
plan held 01 'claim 0.5 0'
hcc-exec held >/dev/null 2>&1
is 'a leak by a suspect column is replaced by what does without it' \
    '01/1.1 null' "$(jq -r '"\(.id) \(.cause)"' held/best/result.json)"
rm trap/preview.md
plan trap 03 'claim 1 $3'
hcc-exec trap >out 2>err
like 'a result that is too good is not adopted silently' \
    '03/1.1 .* is adopted, but its score 1 is perfect: look for' err

# Where labels are held out already, and where nobody wants it.
table off
echo 'return { audit = 0 }' >off/policy/exec.lua
plan off 00 'claim 0.99 0'
hcc-exec off >/dev/null
is 'exec.lua can do without audits' '0.99 null' "$(jq -r \
    '"\(.score) \(.audited)"' off/l1/00/1.1/result.json)"
ok 'exec.lua without audits makes no audit directory' test ! -e off/audit
finish
