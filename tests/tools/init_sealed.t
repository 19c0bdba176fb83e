#!/bin/sh
# hcc-init: hold-outs, labels and programs that are sealed.
. "${0%/*}/../lib.sh"
. "$here/init.sh"

# --- a hold-out
data d
cp d/train.csv d/train_folds.csv
exits 'hcc-init -s seals a hold-out' 0 hcc-init -s 0.2 -d desc.md d t
like 'a copy of the labels is left out of input/' \
    "left 'train_folds.csv' out" err
is 'input/ holds the files of a task' \
    'folds.csv sample_submission.csv test.csv train.csv ' \
    "$(cd t/input && printf '%s ' *)"
is 'a fifth of 30 rows is sealed' 7 "$(wc -l <t/sealed/labels.csv)"
is 'the hold-out has as many rows of each class' \
    '3 3 ' "$(tail -n +2 t/sealed/labels.csv |
    cut -d, -f2 | sort | uniq -c | awk '{ printf "%s ", $1 }')"
is 'the sealed rows have left train.csv' 25 "$(wc -l <t/input/train.csv)"
is 'the sealed rows have joined test.csv' 17 "$(wc -l <t/input/test.csv)"
is 'the sealed rows have joined the sample' \
    17 "$(wc -l <t/input/sample_submission.csv)"
cut -d, -f1 t/sealed/labels.csv | tail -n +2 | sort >held
cut -d, -f1 t/input/train.csv | sort >kept
is 'no row is both sealed and in train.csv' '' "$(comm -12 held kept)"
tail -6 t/input/test.csv | cut -d, -f1 | sort >joined
is 'the rows that joined test.csv are the sealed ones' \
    "$(cat held)" "$(cat joined)"
tail -n +2 t/sealed/labels.csv | while IFS=, read -r id y; do
	grep -q "^$id,.*,$y\$" d/train.csv || echo "$id"
done >wrong
is 'the sealed labels are those of the rows' '' "$(cat wrong)"
is 'sealed/ has mode 700' 700 "$(stat -c %a t/sealed)"
is 'labels of a hold-out have mode 600' 600 "$(stat -c %a t/sealed/labels.csv)"
is 'task.md says that a hold-out is sealed' holdout "$(field sealed t/task.md)"
is 'a hold-out leaves the data as they are' 31 "$(wc -l <d/train.csv)"
is 'preview.md counts the rows that are left' \
    24 "$(field rows_train t/preview.md)"
init -s 0.2 d u >out
ok 'the same seed draws the same hold-out' \
    cmp t/sealed/labels.csv u/sealed/labels.csv
init -s 0.2 -r 1 d v >out
exits 'another seed draws another hold-out' \
    1 cmp -s t/sealed/labels.csv v/sealed/labels.csv

data d
awk -F, 'BEGIN { OFS = "," } NR > 1 { $1 += 30 } 1' d/train.csv >x
mv x d/train.csv
exits 'a hold-out may have ids that test.csv has too' 0 init -s 0.2 d t
is 'ids that test.csv has too are made anew' \
    '61 66 ' "$(cut -d, -f1 t/sealed/labels.csv | sort -n |
    sed -n '2p;$p' | tr '\n' ' ')"

data d
exits 'a hold-out is drawn from one table' \
    0 init -s 0.3 -t y -i id d/train.csv t
is 'one table with a hold-out gets a test.csv' \
    'id,a,b' "$(head -1 t/input/test.csv)"
is 'one table with a hold-out gets a sample' \
    'id,y' "$(head -1 t/input/sample_submission.csv)"
cut -d, -f2- d/train.csv >plain.csv
rm -rf t
exits 'a hold-out is drawn from rows without ids' 0 init -s 0.3 -t y plain.csv t
is 'rows without ids get ids' \
    'id,a,b 1' "$(head -2 t/input/test.csv | tr '\n' ' ' |
    cut -d, -f1-3)"

# --- sealed labels
data d
printf 'team,score\na,0.9\nb,0.8\n' >board.csv
exits 'hcc-init -l seals labels' 0 init -l l.csv -L board.csv d t
ok 'sealed labels are a copy of the file' cmp l.csv t/sealed/labels.csv
is 'sealed labels have mode 600' 600 "$(stat -c %a t/sealed/labels.csv)"
is 'task.md says that an exam is sealed' exam "$(field sealed t/task.md)"
ok 'the leaderboard is sealed beside the labels' \
    cmp board.csv t/sealed/leaderboard.csv
data d
cp l.csv d/solution.csv
exits 'hcc-init -l takes labels from the data directory' \
    0 init -l d/solution.csv d t
is 'labels from the data directory are not in input/' \
    'folds.csv sample_submission.csv test.csv train.csv ' \
    "$(cd t/input && printf '%s ' *)"
data d
printf '#!/bin/sh\necho 1\n' >grade
exits 'hcc-init refuses a program that is not executable' 65 \
    init -p grade -m beauty -g maximize d t
like 'the refusal says how to make it executable' 'not executable; chmod' err
chmod +x grade
exits 'hcc-init -p seals a grading program' \
    0 init -p grade -m beauty -g maximize d t
ok 'the grading program is sealed and executable' test -x t/sealed/grade
is 'a metric of a grading program is kept' beauty "$(field metric t/task.md)"
data d
ln -s "$T/l.csv" d/extra.txt
exits 'hcc-init takes data with links out of them' 0 init d t
ok 'links out of the data become files' \
    test -f t/input/extra.txt -a ! -L t/input/extra.txt
data d
rm d/sample_submission.csv
exits 'hcc-init makes a sample that is absent' 0 init d t
is 'the sample has the rows of test.csv' 'id,y 31,0 ' \
    "$(head -2 t/input/sample_submission.csv | tr '\n' ' ')"

# --- what is sealed grades
data d
printf '#!/bin/sh\necho no number\n' >grade
chmod +x grade
exits 'a program that prints no score is refused' 65 \
    init -p grade -m beauty -g maximize d t
like 'the refusal has what the program printed' \
    "must print a number at the end, not 'number'" err
printf '#!/bin/sh\nwc -l <labels.csv\n' >grade
exits 'a program may grade a hold-out' 0 init -p grade -s 0.2 -m lines \
    -g maximize d t
ok 'a program that grades a hold-out is beside the labels' \
    test -x t/sealed/grade -a \
    -f t/sealed/labels.csv
data d
printf '#!/bin/sh\n. ./helper.sh\nscore <answers.txt\n' >grade
echo 'score() { wc -l; }' >helper.sh
seq 7 >d/answers.txt
exits 'a grading program may come with files of its own' 0 init -p grade \
    -p helper.sh -p d/answers.txt -m lines -g maximize d t
ok 'files of a grading program are sealed beside it' \
    test -f t/sealed/helper.sh -a -f t/sealed/answers.txt
ok 'programs do not see the files of a grading program' \
    test ! -e t/input/answers.txt
rm -r t
exits 'two files of a grading program with one name are refused' 65 \
    init -p grade -p helper.sh -p ./helper.sh -m lines -g maximize d t
rm d/answers.txt
data d
edit 's/,[01]$/,maybe/; 1s/.*/id,y/' l.csv
exits 'labels of other classes are refused' 65 init -l l.csv d t
like 'the refusal names the first label of another class' \
    "l.csv' line 2 .* 'maybe' is no class" err

# One column a class in the sample, but the labels are another table.
mkdir wide
printf 'id,x,z,c\n1,5,1,a\n2,6,2,b\n3,7,3,a\n4,8,4,b\n' >wide/train.csv
printf 'id,x,z\n5,1,1\n6,2,2\n' >wide/test.csv
printf 'id,a,b\n5,0.5,0.5\n6,0.5,0.5\n' >wide/sample_submission.csv
exits 'sealed labels without the target are refused' \
    65 hcc-init -q -m log_loss -d desc.md \
    -l wide/test.csv wide wt
like 'the refusal names the absent target' "no target column 'c'" err
finish
