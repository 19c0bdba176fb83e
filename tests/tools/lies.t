#!/bin/sh
# A brain that lies in every way: nothing of it becomes knowledge.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# 01/1.1 is better than the draft beyond the noise, 01/2.1 worse, 01/3.1 within
# the noise, 01/4.1 fails.
export HCC_WISDOM="$T/wisdom.db"
small_task t
echo 'return { m = 4, q = 1 }' >t/policy/plan.lua

# What it says: verdict (of a judgement), or rule, next, remark; evidence; text.
# A text behind LIE must be nowhere but, as a judgement, marked.
cat >lies <<'E'
promising|01/1.1|LIE It changed by -0.2.
promising|01/2.1|LIE It improved by 0.1.
inconclusive|01/1.1|LIE It hurt by 0.2.
promising|01/2.1|LIE This one reached 0.7.
promising|01/1.1,01/2.1|LIE It reached 0.4.
inconclusive|01/1.1|LIE 01/1.1 reached 0.4, 01/2.1 reached 0.7.
promising|01/1.1|LIE It reached 70.
promising|01/1.1|LIE It improved by 20 %.
promising|01/1.1|LIE It improved by twenty percent.
promising|01/1.1/1:0-17|LIE It reached a validation score of 0.99.
promising|01/1.1|LIE It reached 0.7 on the test set.
dead end|01/2.1|LIE Cuts never work.
promising|01/1.1|LIE Trees suit these data well.
promising|01/1.1|LIE It reached 0.7; nets are useless.
promising|01/1.1|LIE It reached 0.7, and it generalizes.
promising|01/1.1|LIE It reached 0.7 because x is linear.
promising|01/1.1|LIE It doubled the score to 0.7.
promising|01/1.1|LIE It is the best at 0.7.
dead end|01/1.1|LIE It reached a mere 0.7.
promising|01/2.1|LIE It reached fine 0.4.
promising|01/4.1|LIE It did not finish.
splendid|01/1.1|LIE It reached a splendid 0.7.
promising|01/3.1|LIE It was better than the draft.
inconclusive|01/1.1|LIE It was within the noise.
inconclusive|01/1.1|LIE It was no better than the draft.
inconclusive|01/1.1|LIE It crashed.
dead end|01/4.1|LIE It ran out of memory and failed.
promising|01/1.1|LIE LightGBM reached 0.7.
promising|01/1.1|LIE HGB reached 0.7.
promising|01/1.1|LIE Boosting, as it was planned, reached 0.7.
promising|01/1.1|LIE A neural network reached 0.7.
promising|01/1.1|LIE It reached 0.7 with the column OverallQual.
promising|01/1.1|LIE It reached 0.7 with total_area.
promising|01/1.1|LIE It printed "all is well" and 0.7.
promising|01/1.1|LIE It reached 0.93.
promising|07/1.1|LIE There it reached 0.7.
promising|01/1.1/9|LIE At last it reached 0.7.
promising|01/1.1/1:0-9999|LIE By its log it reached 0.7.
promising|01/1.1|LIE 01/1.1 is at +0.1 against 01/2.1.
promising|01/1.1|LIE It reached 0.71.
promising|01/1.1/1:solution.sh:99|LIE By its code it reached 0.7.
promising|01/1.1|LIE It reached 0.7 with perfect calibration.
promising|01/1.1|LIE It reached 0.7 so trees suit the data.
promising|01/1.1|LIE It reached 0.7: the target is linear.
promising|01/1.1|LIE It reached 0.7 - the folds leak.
promising|01/1.1|LIE It reached 0.7 – the folds leak.
promising|01/1.1|LIE It reached 0.7 — without any overfitting.
promising|01/1.1|LIE It reached 0.7 (the data are clean).
promising|01/1.1|LIE It reached 0.7 showing that depth matters.
promising|01/1.1|LIE It reached 0.7 which rules out a leak.
promising|01/1.1|LIE It reached 0.7 while y depends on the season.
promising|01/1.1|LIE It reached 0.7 as classes are balanced.
promising|01/1.1|LIE It reached 0.7 although x is noise.
promising|01/1.1|LIE It reached 0.7 by removing outliers.
promising|01/1.1|LIE Removing outliers it reached 0.7.
promising|01/1.1|LIE Tuned for hours it reached 0.7.
promising|01/1.1|LIE The robust pipeline reached 0.7.
promising|01/1.1|LIE It reached 0.7 despite heavy drift in x.
promising|01/1.1|LIE It reached 0.7 [01/1.1]: rows are duplicated.
promising|01/1.1|LIE It reached 0.7; x decides y.
promising|01/1.1|LIE It reached 0.7 / the winner everywhere.
promising|01/1.1|LIE It reached 0.7, stable across seeds.
promising|01/1.1|LIE It changed by +0.2 by smoothing.
promising|01/1.1|LIE It changed by +0.2 after deduplication.
promising|01/1.1|LIE It changed by +0.2 against 01/2.1.
promising|01/1.1,01/2.1|LIE 01/1.1 is +0.2 against 01/2.1.
promising|01/1.1|LIE 01/1.1 is -0.2 against 00/1.1.
promising|01/1.1|LIE It improved from 0.5 to 0.8.
promising|01/1.1|LIE It improved from 0.4 to 0.7.
promising|01/1.1|LIE It reached 0.7 in 3 seconds on 8 cores.
promising|01/1.1|LIE It scored .7 where nets scored less.
promising|01/1.1/1:0-16|LIE Its log shows fold 0.88.
promising|01/1.1|LIE Its code at 01/1.1/1:solution.sh:1 sets depth 6.
promising|01/1.1|LIE It reached 0.7 and beat a forest.
promising|01/1.1|LIE It was better thanks to x.
promising|01/1.1|LIE It was better with normalised inputs.
dead end|01/2.1|LIE It was worse for lack of data.
dead end|01/4.1|LIE It failed on corrupt rows.
dead end|01/4.1|LIE It failed: the server was down.
inconclusive|01/3.1|LIE It was within the noise of a lucky seed.
inconclusive|01/3.1|LIE It was within the noise meaning cuts saturate.
promising|01/4.1|LIE It reached 0.5 before it failed.
promising|01/1.1|LIE Trained on each fold it reached 0.7.
promising|01/1.1|LIE It reached 0.7 within the limit of memory.
promising|01/1.1|LIE It was better than all others.
promising|01/1.1|LIE It was better with fewer rows.
promising|01/1.1|LIE It was better without seeds.
promising|01/1.1|LIE It was smaller, and it reached 0.7.
promising|01/1.1|LIE It did not reach 0.7.
promising|01/1.1|LIE It reached less than 0.7.
promising|01/1.1|LIE It reached more than 0.7.
promising|01/1.1|LIE It has yet to reach 0.7.
dead end|01/2.1|LIE It reached not 0.4 but more.
dead end|01/4.1|LIE All directions failed.
dead end|01/4.1|LIE 01/4.1 failed and 01/3.1 failed.
dead end|01/4.1|LIE Both 01/4.1 and 01/3.1 failed.
inconclusive|01/3.1|LIE It had 0.5 with a median of 0.7.
inconclusive|01/3.1|LIE It had 0.5 - 0.7.
inconclusive|01/3.1|LIE It had 0.5 to 0.7.
inconclusive|01/3.1|LIE It was at 0.5, beyond the noise.
promising|01/1.1|LIE 0.7 was reached by 01/1.1 alone.
promising|01/1.1|LIE It changed by +0.2 points a fold.
promising|01/1.1|LIE Removing a column brought 0.7.
promising|01/1.1|LIE The average of two models brought 0.7.
promising|01/1.1|LIE It reached 0.7 after four attempts.
promising|01/1.1|LIE It reached 0.7 so the rest is of no use.
promising|01/1.1|LIE It was lower than 00/1.1 at 0.7.
promising|01/1.1|LIE It reached 0.7, a third more than before.
promising|01/2.1|LIE 01/2.1 is no lower than 01/1.1.
promising|01/1.1|LIE None of the models changed 0.7.
rule||LIE Avoid 01/1.1: it reached 0.7.
rule||LIE Prefer 01/2.1: it reached 0.4.
rule||LIE Avoid what 01/1.1 has, +0.2 against 00/1.1.
rule||LIE Do not build on 01/1.1.
rule||LIE Repeat 01/4.1, it failed.
remark||LIE Use 01/3.1: it reached 0.5.
remark||LIE Avoid 01/1.1, which reached 0.7.
remark||LIE Prefer 01/2.1: at 0.4 it stays.
remark||LIE Prefer 01/1.1: it reached 0.7 through smoothing.
rule||LIE Keep 01/2.1, better than 01/1.1.
next||LIE Extend 01/3.1, +0.2 against 00/1.1.
remark||LIE 01/1.1 reached 0.7 - x decides y.
remark||LIE 01/1.1 reached 0.7: y grows with x.
remark||LIE 01/1.1 reached 0.7 with y linear in x.
remark||LIE 01/1.1 reached 0.7 so the data are linear.
remark||LIE 01/1.1 reached 0.7, +0.2 against 00/1.1 by smoothing.
remark||LIE 01/2.1 was worse for lack of rows.
remark||LIE The winner 01/1.1 reached 0.7 in minutes.
remark||LIE Clean data let 01/1.1 reach 0.7.
remark||LIE 01/1.1 at 0.7 used the month.
rule||LIE A net reached 0.99 and is needed.
rule||LIE It was better [01/2.1].
rule||LIE Build on 01/2.1.
rule||LIE Scale the column x.
rule||LIE Do not scale the column x.
next||LIE Repeat 01/1.1, which reached 0.95.
next||LIE Continue 01/9.1.
remark||LIE The data have 10000 rows.
remark||LIE It reached 0.99 [01/1.1].
remark||LIE SMOTE improved it by 7% [01/1.1].
remark||LIE Submit probabilities.
remark||LIE Download BERT [01/1.1].
remark||LIE 01/2.1 was adopted.
remark||DATA LIE what the data are like
promising|01/1.1|It reached 0.7.
promising|01/1.1|It reached 0.7!
rule||Build on 01/1.1.
rule||Keep the folds.
next||Try a forest on 01/1.1.
promising|01/1.1|One more time: 0.7, +0.2 against 00/1.1.
remark||01/1.1 reached 0.7, +0.2 against 00/1.1.
remark||01/1.1 reached 0.7, +0.2 against 00/1.1.
E
jq -Rn '[inputs / "|" | {kind: .[0], evidence: (.[1] / ","),
    text: (.[2] | sub("LIE "; ""))}]' lies >lies.json
sed -n 's/.*LIE //p' lies >texts
{
	sed '/^function brain.plan/,$d' "$root/tests/fake/brain.lua"
	cat <<'E'
function brain.plan(s)
	local texts = { "Boosting should reach 0.93. score 0.7 folds 0.69 0.71 0.7",
		"score 0.4 folds 0.39 0.41 0.4", "score 0.5 folds 0.3 0.7 0.5",
		"fail" }
	local list = {}
	for i, text in ipairs(s.phase == 1 and texts or {}) do
		list[i] = { title = "Way " .. i, why = "", suggestions = {
			{ title = ({ "Cut", "Chop", "Hew", "Fell" })[i],
			text = text } } }
	end
	return { directions = list }
end

function brain.draft(s)
	local text = "score 0.5 folds 0.49 0.51 0.5"
	return { text = text, code = code_of(text, s.seed) }
end

function brain.improve(s, suggestion)
	return { code = "echo train score 0.99\n"
		.. code_of(suggestion.text, s.seed) }
end

function brain.judge()
	local out = { judgements = {}, rules = {}, next = {} }
	for _, one in ipairs(said) do
		if out[one.kind .. "s"] or out[one.kind] then
			table.insert(out[one.kind .. "s"] or out[one.kind],
				one.text)
		elseif one.kind ~= "remark" then
			table.insert(out.judgements, { verdict = one.kind,
				claim = one.text, evidence = one.evidence })
		end
	end
	return out
end

function brain.distil()
	local list = {}
	for _, one in ipairs(said) do
		if one.kind == "remark" then
			list[#list + 1] = one.text
		end
	end
	return { tags = {}, remarks = list }
end
E
	printf 'said = hcc.json_decode(%s)\nreturn brain\n' \
	    "$(jq 'tojson' lies.json)"
} >liar.lua
sed -i '1,/^local brain/s/^local brain/local said\n&/' liar.lua
sed -i "s,^brain:.*,brain: $T/liar.lua," t/task.md
hcc-plan t | hcc-exec >/dev/null
hcc-plan t | hcc-exec >/dev/null
is 'the runs are as the lies need them' 'ok 0.7 true|ok 0.4 false|ok 0.5 false|failed null false' \
    "$(jq -r '"\(.status) \(.score) \(.adopted)"' t/l1/01/*/result.json |
    paste -sd'|')"
exits 'hcc-promote promotes a phase that was lied about' 0 hcc-promote t
cp err promoted

# One test for each lie.
n_of() { grep -cF -- "$1" "$2"; }
while IFS='|' read -r kind _ text; do
	case $text in
	*LIE*) text=${text#*LIE } ;;
	*) continue ;;
	esac
	case $kind in
	remark) continue ;;
	rule|next) is "no $kind without a mark: $text" 0 "$(grep -F -- "- $text" \
	    t/l2/01.md | grep -cv ' unchecked$')" ;;
	*)	is "not verified: $text" 0 "$(grep -F -- ": $text" t/l2/01.md |
		    grep -c ' verified$')" ;;
	esac
done <lies
is 'what is true is verified, and said once' 'It reached 0.7. [01/1.1]
One more time: 0.7, +0.2 against 00/1.1. [01/1.1]' \
    "$(grep -vFf texts t/l2/01.md | sed -n '/^## Judge/,/^## Rules/p' |
    sed -n 's/^- promising: \(.*\) verified$/\1/p')"
like 'a next step may name what is not there yet' \
    '^- Try a forest on 01/1\.1\.$' t/l2/01.md
is 'a rule that holds is verified, one without a fact unchecked' \
    '- Build on 01/1.1. verified|- Keep the folds. unchecked' \
    "$(sed -n '/^## Rules/,/^## Next/p' t/l2/01.md | grep '^-' | paste -sd'|')"
is 'a rule and its opposite do not stand in a note' 0 "$(n_of 'scale' t/l2/01.md)"
like 'hcc-promote says which number of a judgement failed' \
    'l2/01\.md: unverified, the number 0\.93 is not in what is cited' promoted
like 'a note says why a judgement is unverified' \
    'unverified \(the number 0\.93 is not in what is cited' t/l2/01.md
like 'a note says that a dead end was adopted' \
    '^- dead end: It reached a mere .*unverified \(01/1\.1 is no dead end' t/l2/01.md
like 'hcc-promote says which rule was left out and why' \
    'rules: left out of the note, the opposite is said too' promoted
line=$(grep -n 'Trees suit' t/l2/01.md)
exits 'hcc-why does not fail on an unchecked claim' 0 hcc-why "t/l2/01.md:$line"
like 'hcc-why says that a claim is unchecked and why' \
    'unchecked, .* has nothing that can be checked' out
hcc-status -m t >board
sed -n '/^## Not borne out/,$p' board >out
like 'hcc-status -m has what is unverified apart' 'changed by -0\.2' out
like 'hcc-status -m marks what is unchecked' 'lucky seed.*unchecked' board
hcc-report t >page.html
like 'hcc-report marks what is unchecked' 'Trees suit.*unchecked' page.html

exits 'hcc-promote -t ends a task that was lied about' 0 hcc-promote -t t
is 'no lie is in the text of the wisdom' '' \
    "$(jq -r .text out | grep -Ff texts)"
is 'no lie is in the evidence of the wisdom' '' \
    "$(jq -r '.evidence[].claim' out | grep -Ff texts)"
is 'true judgements and a true remark are in the wisdom, once' '2 1' \
    "$(jq '.evidence | length' out) $(jq -r .text out |
    grep -c '^- (plan, kind) 01/1.1 reached 0.7, +0.2 against 00/1.1.$')"
is 'the wisdom is built of profile, program and results' \
    'DATA|MODEL|REMARKS' "$(jq -r .text out | grep -x '[A-Z]\{1,\}' | paste -sd'|')"
like 'the wisdom has the table of results' \
    '- \(plan, kind\) 01/1\.1 reached 0\.7, \+0\.2 ± [0-9.e-]+ against 00/1\.1: Cut' out
like 'the wisdom says what failed' '- \(debugging, kind\) 01/4\.1 failed: [a-z_]+' out
hcc-wisdom verify >checked
is 'hcc-wisdom verify finds nothing false in it' verified \
    "$(jq -r .status checked)"

# What handed in something and then met its limit says nothing of its family.
quick_recipes
cat >>"$T/share/python/hcc_recipes/__init__.py" <<'E'


def run(task, recipe, answer=run):
    import sys, time
    answer(task, recipe)
    sys.stdout.flush()
    time.sleep(600)
E
hcc-init -q -m accuracy -b 10m -d t/task.md t/input late >/dev/null
mkdir -p late/policy
echo 'return { m = 2, q = 1 }' >late/policy/plan.lua
echo 'return { noise_runs = 0, slots = 2, grace = 0.2,
	limit = function() return 5 end }' >late/policy/exec.lua
hcc-plan -q late | hcc-exec -q >/dev/null 2>&1
hcc-plan -q late | hcc-exec -q >/dev/null 2>&1
is 'a result says which limit ended its run' 'ok time
ok time' "$(jq -r '"\(.status) \(.limit)"' late/l1/01/*/result.json)"
hcc-status late >out
like 'hcc-status says what its score is of' \
    '\[limit: time; the score is of what was handed in' out
hcc-status -m late >board
like 'the board takes no idea for tried by it' \
    '^\| [^|]+ \| 1 \| 1 \| - \|' board
hcc-promote -q -t late | jq -c 'select(.kind == "wisdom")' >entry
is 'a note says so, and gives no verdict' 2 "$(grep -cE \
    '^- inconclusive: .* was stopped at its limit of time; what it had .* (verified|unchecked)$' \
    late/l2/01.md)"
is 'wisdom ranks no family by it' '[]' "$(jq -c '.ranking // []' entry)"
is 'wisdom says that it was stopped' 3 "$(jq -r .text entry |
    grep -c 'was stopped at its limit of time; what it had handed in reached')"
is 'wisdom has no such score without that' 0 "$(jq -r .text entry |
    grep reached | grep -cv 'was stopped')"
finish
