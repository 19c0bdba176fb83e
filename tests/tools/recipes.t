#!/bin/sh
# The Python package of the offline brain: its unit tests (tests/python), on
# the files that are installed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

python=/usr/bin/python3
$python -c 'import sklearn, pandas, PIL' 2>/dev/null || {
	skip 'hcc_recipes' 'no python3-sklearn, -pandas and -pil'
	finish
	exit
}
HCC_PACKAGES=$(dirname "$(command -v hcc-exec)")/../share/hcc/python
[ -d "$HCC_PACKAGES" ] || HCC_PACKAGES=$root/share/hcc/python
export HCC_PACKAGES
exits 'hcc_recipes passes its unit tests' 0 $python -B -m unittest discover \
    -s "$root/tests/python"
for file in "$root"/tests/python/test_*.py; do
	name=${file##*/}
	unlike "no unit test of ${name%.py} fails" \
	    "^(FAIL|ERROR): .*\\(${name%.py}\\." err
done
$python -c 'import sys; from importlib.util import find_spec
sys.exit(not find_spec("torch"))' ||
	skip 'unit tests of nets on pictures' 'no python3-torch'
like 'many unit tests are run' '^Ran [2-9][0-9][0-9] tests' err
ok 'importing the package loads no library' $python -B -c "
import sys; sys.path.insert(0, '$HCC_PACKAGES'); import hcc_recipes
sys.exit('numpy' in sys.modules)"
ok 'a program begins without libraries of models' $python -B -c "
import sys; sys.path.insert(0, '$HCC_PACKAGES'); import hcc_recipes.main
sys.exit('sklearn' in sys.modules)"

# What hcc_recipes prints is what hcc-grade says of the same answers.
hcc-grade -M | $python -B -W ignore "$here/recipes_metrics.py" >scores 2>err
is 'hcc_recipes has every metric of hcc-grade' "$(hcc-grade -M | wc -l)" \
    "$(wc -l <scores)"
sed 's/^/# /' err
while read -r metric score; do
	hcc-grade -a "$metric.labels.csv" -m "$metric" "$metric.sub.csv" \
	    >grade 2>err || sed 's/^/# /' err
	is "hcc_recipes and hcc-grade agree on $metric" true "$(jq --argjson \
	    mine "$score" '(.score - $mine | fabs) < 1e-9' grade)"
done <scores

# A task of 60 rows for the offline brain.
mkdir data
awk 'BEGIN {
	print "id,a,b,y" >"data/train.csv"
	print "id,a,b" >"data/test.csv"
	print "id,y" >"data/sample_submission.csv"
	for (i = 1; i <= 60; i++) {
		row = "," i * 37 % 61 "," i % 5
		print i row "," (i * 37 % 61 > 30) >"data/train.csv"
		print 1000 + i row >"data/test.csv"
		print 1000 + i ",0" >"data/sample_submission.csv"
	}
}'
echo 'Predict y.' >desc.md
exits 'hcc-init makes the task' 0 hcc-init -q -d desc.md -m accuracy -b 2m \
    data task
hcc-plan -q task | hcc-exec -q >/dev/null
like 'a draft of the offline brain hands in something valid' '"status": ?"ok"' \
    task/l1/00/1.1/1/run.json
ok 'a program of the offline brain has less than 40 lines' test \
    "$(wc -l <task/l1/00/1.1/1/solution.py)" -lt 40
cp -R task drafted
rm -r drafted/l1 drafted/best
echo 'Use a logistic regression on the column a only.' >>drafted/plan/00.md
hcc-exec -q drafted >/dev/null
is 'a draft whose plan a person has written over in prose fails too' \
    'failed brain' "$(jq -r '"\(.status) \(.cause.class)"' \
    drafted/l1/00/1.1/result.json)"
mkdir alone
cp task/best/*.py alone
cp -RL task/input alone/input
exits 'the program in best/ runs beside input/ without hcc' 0 \
    env -C alone -u PYTHONPATH $python -B solution.py
is 'the program in best/ hands in as many rows' \
    "$(wc -l <task/best/submission.csv)" "$(wc -l <alone/submission.csv)"

quick_recipes
cp -R task leaky
sed -i '2i suspects: ["b"]' leaky/preview.md
sed -i '/^budget:/s/2m/1h/' leaky/task.md
for f in leaky/best/result.json leaky/l1/00/1.1/result.json; do
	jq '.cause = {class: "leak", frame: null, at: null,
	    message: "measured 1, but 0.5 without the columns that preview.md suspects"}' \
	    "$f" >x && mv x "$f"
done
printf '%s\n' '## 1 A' '### 1.1 B' '```recipe' '{"model": "knn"}' '```' \
    >leaky/plan/01.md
hcc-exec -q leaky >/dev/null 2>&1
is 'after a leak programs leave the suspect columns out' '["b"]' "$(sed -n \
    's/^{*"drop": \(.*\),$/\1/p' leaky/l1/01/1.1/1/solution.py)"

# A plan whose second suggestion has prose alone, which nobody could follow.
hcc-plan -q task >/dev/null
{
	sed '/^## /,$d' task/plan/01.md
	echo '## 1 By hand'
	echo 'Why: to see.'
	echo '### 1.1 A linear model'
	printf '%s\n' '```recipe' '{"model": "linear", "C": 1}' '```'
	echo '### 1.2 Only the column a'
	echo 'Use a logistic regression on the column a only.'
} >plan && mv plan task/plan/01.md
hcc-exec task >/dev/null 2>err
like 'a suggestion that cannot be followed is refused with file and line' \
    "plan/01\\.md:$(grep -n '^### 1.2' task/plan/01.md | cut -d: -f1): suggestion 1\\.2 was not carried out: .*recipe" err
is 'a suggestion with a recipe is run' ok "$(jq -r .status \
    task/l1/01/1.1/result.json)"
is 'a suggestion without a recipe fails, whatever its prose says' \
    'failed brain' "$(jq -r '"\(.status) \(.cause.class)"' \
    task/l1/01/1.2/result.json)"
like 'the refusal of a suggestion says what to write' '```recipe' \
    task/l1/01/1.2/result.json
hcc-promote -q task >/dev/null
like 'a note says what a setting was worth or what was built on' \
    '^- (promising|dead end|inconclusive): ' task/l2/01.md
printf '%s\n' '- Never use svm.' '- Buy more data.' >rules
sed -i '/^## Rules/r rules' task/l2/01.md
hcc-plan task >/dev/null 2>err
like 'a rule that cannot be followed is refused with file and line' \
    "hcc-plan: .*: l2/01\\.md:$(grep -n 'Buy more' task/l2/01.md | cut -d: -f1): Buy more data\\. This rule is not followed" err
unlike 'a rule "Never use svm" by hand is followed' '"model": "svm"' \
    task/plan/02.md
like 'a rule that cannot be followed is named in the plan' \
    '^refused: .*Buy more data.*not followed' task/plan/02.md
finish
