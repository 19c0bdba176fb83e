#!/bin/sh
# hcc-init: what it makes of usual data, beside others and after a crash.
# shellcheck disable=SC2016
. "${0%/*}/../lib.sh"
. "$here/init.sh"

# --- the common case
data d
exits 'hcc-init makes a task' 0 hcc-init -d desc.md -b 10m d t
like 'hcc-init prints the metric that it found' 'hcc-init: metric: accuracy' err
is 'hcc-init prints one record of kind task' '"task"' "$(jq -c .kind out)"
is 'the record has the absolute path of the task' "$T/t" "$(jq -r .task out)"
ok 'input holds the data as hard links' test t/input/train.csv -ef d/train.csv
is 'folds.csv gives every training row one of five folds' \
    'id,fold 30 0,1,2,3,4' "$(awk -F, 'NR == 1 { print; next }
    { n++; f[$2] = 1 } END { print n; for (k = 0; k < 5; k++)
    printf "%s%s", k ? "," : "", (k in f) ? k : "-" }' t/input/folds.csv |
    tr '\n' ' ' | sed 's/ $//')"
is 'task.md has the metric' accuracy "$(field metric t/task.md)"
is 'task.md has the goal' maximize "$(field goal t/task.md)"
is 'task.md has the id' t "$(field id t/task.md)"
is 'task.md has the target' '"y"' "$(field target t/task.md)"
is 'task.md has the id column' id "$(field id_column t/task.md)"
is 'task.md has the budget' '{"time":"10m"}' "$(field budget t/task.md)"
is 'a task without labels has nothing sealed' '' "$(field sealed t/task.md)"
like 'task.md has the description' '^Predict y' t/task.md
is 'preview.md has the kind of data' tabular "$(field kind t/preview.md)"
is 'preview.md has the kind of problem' \
    classification "$(field problem t/preview.md)"
is 'preview.md has the number of training rows' \
    30 "$(field rows_train t/preview.md)"
is 'preview.md has the test file' input/test.csv "$(field test t/preview.md)"
is 'preview.md has the training file' \
    input/train.csv "$(field train t/preview.md)"
is 'preview.md has the sample' \
    input/sample_submission.csv "$(field sample t/preview.md)"
like 'preview.md names the columns that test lacks' \
    '^`test.csv` has no `y`' t/preview.md
like 'preview.md names what is installed' \
    '^Python 3.* installed\.$' t/preview.md
like 'preview.md has the types of columns' \
    '^- \{name: "b", type: category, unique: 4, missing: 0\}' \
    t/preview.md
is 'the journal begins with init' '"init"' "$(jq -c .ev t/journal.jsonl)"
exits 'hcc-init does not overwrite a task' 65 init d t
like 'the refusal says that the directory is not empty' "'t'.*not empty" err
rm -rf t
mkdir t
exits 'hcc-init fills an empty directory' 0 init d t
ok 'the directory holds a whole task' \
    test -f t/task.md -a -d t/input -a -f t/journal.jsonl
mkdir e
exits 'hcc-init fills the working directory' 0 init -C e -d ../desc.md ../d .
is 'the id is the name of the working directory' '"e"' "$(jq -c .id out)"
is 'hcc-init leaves no temporary directory' '' "$(find . -name '.tmp*')"

# --- crashes and company
data d
rm -rf t
mkdir .tmp-t
echo x >.tmp-t/junk
exits 'hcc-init removes what a crash left' 0 init d t
is 'a file that a crash left is not in the task' '' "$(find t -name junk)"
data d
mkdir .tmp-t
touch .tmp-t/theirs
exits 'a second hcc-init for one task exits with 75' \
    75 flock .tmp-t hcc-init -q -d desc.md d t
is 'a second hcc-init leaves what the first one makes' theirs "$(ls .tmp-t)"
rm -r .tmp-t
if [ -w /dev/full ]; then
	got=0
	init d t >/dev/full 2>err || got=$?
	is 'a full disk is an error' 74 "$got"
fi
finish
