#!/bin/sh
# hcc-init: rows that repeat or sum up others, columns that tell too much.
. "${0%/*}/../lib.sh"
. "$here/init.sh"

data d
sed -n '2,4p' d/train.csv | sed 's/^/9/' >twice
cat twice >>d/train.csv
exits 'hcc-init accepts rows that are repeated' 0 hcc-init -d desc.md d t
like 'repeated rows are counted' \
    '3 rows of .d/train.csv. are the same as rows above' err
like 'preview.md names files as programs find them' \
    '^- 3 rows of .input/train.csv. are the same as rows above' t/preview.md
mkdir odd
awk 'BEGIN { print "id,size,change,has,y"; for (i = 1; i <= 60; i++)
    print i "," (i % 9 ? i : -999) "," (i % 9 ? i - 30 : -999) "," \
	(i % 9 ? 1 : -9) "," i % 2
    print "Total,1830,1830,1,30" }' >odd/train.csv
awk 'BEGIN { print "id,size,change,has"; for (i = 61; i <= 80; i++)
    print i "," i "," i ",1" }' >odd/test.csv
awk 'BEGIN { print "id,y"; for (i = 61; i <= 80; i++) print i ",0" }' \
    >odd/sample_submission.csv
hcc-init -q -d desc.md -m accuracy odd oddly >/dev/null 2>err
like 'a last row that is a total is named' \
    'the last row of .*train.csv., line 62, looks like a total' oddly/preview.md
like 'numbers that stand for missing values are named' \
    'column .size. has -999 in 9.8 % of its rows, and else 0 or more' \
    oddly/preview.md
is 'programs are told which column has one' '{"size":-999}' \
    "$(field stand_ins oddly/preview.md | jq -c .)"
unlike 'a column with other numbers below 0 has none' \
    'column .change. has -999' oddly/preview.md
unlike 'a column with one other number has none' 'column .has. has -9' \
    oddly/preview.md

grouped d
awk -F, 'BEGIN { OFS = "," } { print $0, NR == 1 ? "told" : $5 * 3 + NR % 2 }' \
    d/train.csv >x && mv x d/train.csv
awk -F, 'BEGIN { OFS = "," } { print $0, NR == 1 ? "told" : NR % 4 }' \
    d/test.csv >x && mv x d/test.csv
exits 'a column that alone predicts the target is no fault' 0 \
    hcc-init -d desc.md d t
like 'a column that alone predicts the target is a suspect' \
    "suspect: column 'told' alone predicts 'y'" err
is 'preview.md names the suspect' '["told"]' "$(field suspects t/preview.md)"

# contradicted MARK: `hint` is the target but for each tenth training row, and
# anything in the rows to predict; MARK is put before its values.
contradicted() {
	data d
	awk -v m="$1" 'BEGIN { srand(5); print "id,a,b,hint,y"
	    for (i = 1; i <= 600; i++) { y = rand() < 0.5; print i "," \
	    y + rand() * 3 "," y + rand() * 3 "," m (i % 10 ? y : 1 - y) \
	    "," y } }' >d/train.csv
	awk -v m="$1" 'BEGIN { srand(6); print "id,a,b,hint"
	    for (i = 601; i <= 900; i++) { y = rand() < 0.5; print i "," \
	    y + rand() * 3 "," y + rand() * 3 "," m (rand() < 0.5) } }' \
	    >d/test.csv
	awk -F, '{ print $1 "," (NR == 1 ? "y" : 0) }' d/test.csv \
	    >d/sample_submission.csv
}
contradicted ''
exits 'a column that the rows to predict contradict is no fault' 0 \
    hcc-init -d desc.md d t
like 'hcc-init names a column that the rows to predict contradict' \
    "'hint' goes with the other columns in train otherwise" err
is 'preview.md names the columns that changed' '["hint"]' \
    "$(field changed t/preview.md)"
for file in d/train.csv d/test.csv; do	# behind many columns that say nothing
	awk -F, -v OFS=, 'BEGIN { srand(7) } { for (i = 1; i <= 80; i++)
	    $1 = $1 OFS (NR == 1 ? "n" i : int(rand() * 1000)); print }' \
	    "$file" >d/wide
	mv d/wide "$file"
done
init d t >/dev/null
is 'it is found among many columns' '["hint"]' "$(field changed t/preview.md)"
contradicted w
init d t >/dev/null
is 'preview.md names a column of words that changed' '["hint"]' \
    "$(field changed t/preview.md)"
hcc-plan -q t >/dev/null 2>&1
quick_recipes
is 'a program of the offline brain leaves such columns out' '["hint"]' \
    "$(hcc-exec -q t | jq -r .id >/dev/null; sed -n 's/^{*"drop": \(.*\),$/\1/p' \
    t/l1/00/1.1/1/solution.py)"
finish
