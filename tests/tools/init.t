#!/bin/sh
# hcc-init: what it makes, what it refuses, what it never shows.
# shellcheck disable=SC2016
. "${0%/*}/../lib.sh"

# data DIR: thirty rows to learn from, ten to predict.
data() {
	rm -rf "$1" t
	mkdir "$1"
	seq 30 | awk 'BEGIN { print "id,a,b,y" }
	    { print $1 "," $1 * 7 % 13 ",w" $1 % 4 "," $1 % 2 }' >"$1/train.csv"
	seq 31 40 | awk 'BEGIN { print "id,a,b" }
	    { print $1 "," $1 * 7 % 13 ",w" $1 % 4 }' >"$1/test.csv"
	seq 31 40 | awk 'BEGIN { print "id,y" } { print $1 ",0" }' \
	    >"$1/sample_submission.csv"
	seq 31 40 | awk 'BEGIN { print "id,y" } { print $1 "," $1 % 2 }' >l.csv
	echo 'Predict y. Submissions are evaluated on accuracy.' >desc.md
}

# field NAME FILE: a line of the front matter.
field() {
	sed -n "/^---/,/^---/s/^$1: //p" "$2"
}

init() {
	hcc-init -q -d desc.md "$@"
}

# edit PROGRAM FILE: sed in place.
edit() {
	sed "$1" "$2" >edited && mv edited "$2"
}

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
# shellcheck disable=SC2016
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

# --- what is recognised
data d
edit 's/^id,//; s/^[0-9]*,//' d/test.csv
edit 's/^id,//; s/^[0-9]*,//' d/train.csv
exits 'hcc-init takes tables without an id column' 0 init d t
is 'the id column comes from the sample' id "$(field id t/preview.md)"
data d
edit 's/,1$/,yes/; s/,0$/,no/' d/train.csv
edit 's/y$/no,yes/; s/,0$/,0.5,0.5/' d/sample_submission.csv
exits 'hcc-init takes a sample with a column a class' 0 init -m log_loss d t
is 'a column a class leaves one target' '["y"]' "$(field target t/preview.md)"
like 'preview.md says that there is one column a class' \
    'one column a class' t/preview.md
data d
awk -F, 'NR == 1 { print "id,words,y"; next } { print $1 \
    ",the quick brown fox number " $1 " jumps over,"  $4 }' d/train.csv >x
mv x d/train.csv
awk -F, 'NR == 1 { print "id,words"; next } { print $1 \
    ",the quick brown fox number " $1 " jumps over" }' d/test.csv >x
mv x d/test.csv
exits 'hcc-init takes a column of prose' 0 init d t
is 'a column of prose makes a task of text' text "$(field kind t/preview.md)"
ok 'preview.md has texts of the first class' sh -c \
    "sed -n '/^## Texts in .words., class .0/,/^##/p' t/preview.md |
    grep -q '^- the quick brown fox number .* jumps over'"
like 'preview.md has texts of the second class' \
    '^## Texts in `words`, class `1`' t/preview.md
data d
awk -F, 'NR == 1 { printf "id,size,kind"; for (i = 0; i < 70; i++)
	printf ",Long_Name_Of_Column_%s", substr("abcdefghijklmnopqrstuvwxyz",
	    1 + i % 26, 1) int(i / 26) "q"; print ",y"; next }
	{ printf "%s,%d,%s", $1, NR, NR % 4 ? "low" : "high"
	for (i = 0; i < 70; i++) printf ",%d", (NR * (i + 3)) % 17
	print "," NR * 2 + NR % 3 }' d/train.csv >x
mv x d/train.csv
cut -d , -f 1-73 d/train.csv | sed 1q >x
sed 1,10d d/train.csv | cut -d , -f 1-73 | sed 's/^[^,]*/9&/' >>x
mv x d/test.csv
cut -d , -f 1 d/test.csv | sed '1s/$/,y/; 1!s/$/,1/' >d/sample_submission.csv
exits 'hcc-init takes a table of 73 columns' 0 init -m rmse d t
is 'preview.md names each of the columns' 73 "$(sed -n '/^## Columns/,/^##/p' \
    t/preview.md | grep -o '`[A-Za-z_0-9]*`' | sort -u |
    grep -c 'Long_Name\|size\|kind\|id')"
like 'preview.md lists all levels of a column with few' \
    '^- `kind` category, 2 distinct: `low` [0-9]+, `high` [0-9]+$' t/preview.md
like 'preview.md names what explains the target' \
    '^Share of the variance of the ranks of `y` .* by itself: `size` 9[0-9]' t/preview.md
data d
awk 'BEGIN { print "id,text,y"; for (i = 1; i <= 240; i++)
	print i ",a short note no " i " of shelf " i % 12 ",shelf" i % 12 }' \
    >d/train.csv
awk 'BEGIN { print "id,text"; for (i = 900; i <= 960; i++)
	print i ",a short note no " i " of shelf " i % 12 }' >d/test.csv
sed '1s/.*/id,y/; 1!s/,.*/,shelf1/' d/test.csv >d/sample_submission.csv
exits 'hcc-init takes twelve classes' 0 init -m accuracy d t
like 'preview.md names the classes that have no line of their own' \
    '^- and 4 more classes: `shelf[0-9]+` 20, .*`shelf[0-9]+` 20$' t/preview.md
is 'preview.md has three short texts of each class' 24 \
    "$(grep -c '^- a short note no' t/preview.md)"
data d
awk 'BEGIN { srand(1); print "id,code,cost,speed,y"
	for (i = 1; i <= 400; i++) {
		y = exp(9 * rand() ^ 3)
		printf "%d,c%d,%.3f,%.3f,%.3f\n", i, i % 3 ? i : 0,
		    y * (0.8 + 0.4 * rand()), rand(), i == 9 ? y * 999 : y
	} }' >d/train.csv
awk 'BEGIN { srand(2); print "id,code,cost,speed"
	for (i = 900; i <= 999; i++)
		printf "%d,c%d,%.3f,%.3f\n", i, i, 1 + rand() * 9, rand() }' \
    >d/test.csv
awk -F, '{ print $1 "," (NR == 1 ? "y" : 1) }' d/test.csv \
    >d/sample_submission.csv
exits 'hcc-init takes a target with one huge value' 0 init -m rmsle d t
like 'one huge value does not hide what explains the target' \
    '^Share of the variance of the ranks of `y` .*: `cost` 9[0-9] %\.$' \
    t/preview.md
is 'a column that tells nearly all and differs in test is suspect' '["cost"]' \
    "$(field suspects t/preview.md)"
like 'preview.md says that a telling column differs in test' \
    "values of 'cost', which explains 9[0-9] % of 'y', differ" t/preview.md
data d
awk -F, '{ print $1 "," $4 }' d/train.csv >x
mv x d/train.csv
awk -F, '{ print $1 }' d/test.csv >x
mv x d/test.csv
mkdir d/pics
for i in $(seq 40); do
	printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\020\0\0\0\010\010\002' \
	    >"d/pics/$i.png"
done
exits 'hcc-init takes pictures named by id' 0 init d t
is "preview.md has the pattern of the pictures' paths" \
    '"input/pics/{id}.png"' "$(field images_train t/preview.md)"
is 'pictures make a task of images' image "$(field kind t/preview.md)"
like 'preview.md has the size of the pictures' \
    'all are 16 x 8, RGB' t/preview.md
data d
exits 'hcc-init takes a metric by its long name' \
    0 init -m 'quadratic weighted kappa' d t
is 'quadratic kappa makes an ordinal problem' \
    ordinal "$(field problem t/preview.md)"
data d
edit '1s/a/"x: {y}, #1 - q"/' d/train.csv
edit '1s/a/"x: {y}, #1 - q"/' d/test.csv
exits 'a column name may hold YAML' 0 init d t
like 'a column name with YAML is quoted in preview.md' \
    'name: "x: \{y\}, #1 - q", type: number' t/preview.md
printf 'a;b;y\r\n1,5;f\374r;0\r\n2,5;x;1\r\n3,5;y;0\r\n' >latin.csv
rm -rf t
exits 'hcc-init takes decimal commas, CRLF and Latin-1' \
    0 init -t y -s 0.4 latin.csv t
like 'a column with decimal commas is a number' \
    'name: "a", type: number' t/preview.md
like 'preview.md says that the file is Latin-1' 'Latin-1' t/preview.md
awk 'BEGIN { for (i = 0; i < 784; i++) printf "pixel%d,", i; print "label"
    for (r = 0; r < 20; r++) { for (i = 0; i < 784; i++) printf "%s,",
    r && i == 5 ? "" : (r * i) % 256; print r % 2 } }' >wide.csv
rm -rf t
exits 'hcc-init takes 784 columns of pixels' 0 init -s 0.3 wide.csv t
like '784 columns of pixels are one line of preview.md' \
    'pixel0. \.\. .pixel783. 784 numbers: 0 to 255, 1[0-9] cells missing' \
    t/preview.md
like 'and it says which of them lacks most' 'missing, most in .pixel5.$' \
    t/preview.md
is 'preview.md of 784 columns has less than 10000 bytes' \
    1 "$(($(wc -c <t/preview.md) < 10000))"

# --- what is mended, and told
# mends NAME SAY: a task is made of d, and says what it mended.
mends() {
	exits "$1: a task is made" 0 hcc-init -d desc.md d t
	like "$1: the repair is reported" "$2" err
	like "$1: preview.md reports the repair" "^- mended" t/preview.md
	ok "$1: the data stay as they are" test \
	    ! t/input/train.csv -ef d/train.csv -o \
	    ! t/input/test.csv -ef d/test.csv
}

data d; edit '9s/$/,9/' d/train.csv; edit '5s/,[^,]*$//' d/train.csv
mends 'ragged rows' "d/train.csv': 1 row with too many fields left out.* line 9"
like 'short rows are filled up' "1 row with too few fields .* line 5" \
    t/preview.md
is 'rows without target are left out' 29 "$(wc -l <t/input/train.csv)"
is 'all rows have one width after the repair' \
    '4 ' "$(awk -F, '{ print NF }' t/input/train.csv |
    sort -u | tr '\n' ' ')"
data d; edit '9s/$/,9/' d/test.csv
mends 'a wide row to predict' "d/test.csv': 1 row with too many fields cut"
is 'a row to predict is kept' 11 "$(wc -l <t/input/test.csv)"
data d; edit '1s/b/a/' d/train.csv; edit '1s/b/a/' d/test.csv
mends 'two columns of one name' 'x.1, x.2'
is 'columns of one name get numbers' 'id,a,a.1,y' "$(head -1 t/input/train.csv)"
data d; edit '1s/a,b,y/A,b, Y /' d/train.csv
mends 'names in other cases' "column 'Y' is called 'y'"
is 'names in other cases become one in train.csv' \
    id,A,b,y "$(head -1 t/input/train.csv)"
is 'names in other cases become one in test.csv' \
    id,A,b "$(head -1 t/input/test.csv)"
data d; printf '99,1,f\374r,1\n' >>d/train.csv
mends 'Latin-1' 'not UTF-8; taken for Windows-1252'
ok 'a Latin-1 file becomes UTF-8' iconv -f UTF-8 -t UTF-16 t/input/train.csv
data d; tr '\n' '\r' <d/train.csv >x; mv x d/train.csv
mends 'line ends of another age' 'CR alone'
is 'a file with CR line ends keeps its rows' 31 "$(wc -l <t/input/train.csv)"
data d; printf '99,1\0,w1,1\n' >>d/train.csv
mends 'NUL bytes' 'NUL bytes.* .1, the first on line 32. left out'
data d; printf '\032' >>d/train.csv; printf '\032' >>d/test.csv
mends 'the end-of-file mark of DOS' "Ctrl-Z at the end .1, .* line 32. left out"
is 'the mark is no row' 31 "$(wc -l <t/input/train.csv)"
data d; edit '2,5s/,[01]$/,/' d/train.csv
mends 'rows without target' "4 rows have no 'y', the first is line 2"
is 'rows without target leave the task' 26 "$(field rows_train t/preview.md)"
data d
awk -F, 'NR == 1 { print; next } { v = $4 ? "yes" : "no"
    if (NR % 5 == 0) v = toupper(v); if (NR % 7 == 0) v = "\" " v "\""
    print $1 "," $2 "," $3 "," v }' d/train.csv >x
mv x d/train.csv
edit 's/,0$/,no/' d/sample_submission.csv
mends 'a class in many spellings' "'NO' is 'no'"
is 'spellings of one class become one' \
    'no yes ' "$(tail -n +2 t/input/train.csv | cut -d, -f4 |
    sort -u | tr '\n' ' ')"
is 'preview.md counts spellings of one class once' \
    2 "$(field classes t/preview.md)"
awk -F, 'NR == 1 { print; next } { print $1 "," ($2 ? "YES" : "no") }' \
    l.csv >L.csv
rm -rf t
exits 'labels with other spellings are sealed' 0 init -l L.csv d t
is 'sealed labels are spelled like train.csv' \
    'no yes ' "$(tail -n +2 t/sealed/labels.csv |
    cut -d, -f2 | sort -u | tr '\n' ' ')"
data d
edit '2,$s/,1$/,x y/; 2,$s/,0$/,z/' d/train.csv
edit '2,$s/,.$/,z x/' d/sample_submission.csv; edit '2,$s/,.$/,y z/' l.csv
exits 'sets of labels that train.csv has not are sealed' 0 \
    hcc-init -d desc.md -m f1_samples -l l.csv d t
is 'sets of labels are told from strange classes' '' \
    "$(grep -E "no classes|none of the classes" err)"
is 'preview.md counts the labels of sets' '3 ' \
    "$(field labels t/preview.md) $(field classes t/preview.md)"
like 'preview.md says that cells are sets' \
    '^A cell is a set of labels.*There are 3 labels\.$' t/preview.md
like 'preview.md lists sets' '^- `x y` 15 rows, 50' t/preview.md
hcc-init -q -d desc.md -m accuracy d u >/dev/null 2>&1
is 'the same cells are classes for another metric' ' 2' \
    "$(field labels u/preview.md) $(field classes u/preview.md)"
rm -rf t u
edit '3,6s/,[^,]*$/,/' d/train.csv; edit '3s/,.*/,/' l.csv
exits 'labels of rows that have none are sealed' 0 \
    hcc-init -d desc.md -m f1_samples -l l.csv d t
like 'rows without a label are counted' \
    "4 rows .* have no 'y': the empty set of labels is an answer" err
is 'rows without a label are kept' 31 "$(wc -l <t/input/train.csv)"
like 'preview.md says how many sets are empty' 'set is empty in 4 rows' \
    t/preview.md
rm -rf t
exits 'a class that train.csv has not is refused' 65 \
    init -m accuracy -l l.csv d t
data d
edit '1s/^id//' d/test.csv; edit '1s/^id//' d/train.csv
mends 'an id without a name' "column '' is called 'id'"
is 'an id column without a name gets the name' \
    id,a,b "$(head -1 t/input/test.csv)"
data d; edit '1!s/^/000/' d/test.csv
mends 'zeros that the sample has lost' '10 ids have other zeros in front'
is 'ids lose the zeros that the sample has lost' \
    31 "$(sed -n 's/,.*//;2p' t/input/test.csv)"
data d; edit '1!s/^/000/' d/test.csv; edit '1!s/^/000/' d/sample_submission.csv
exits 'hcc-init takes ids with zeros in front' 0 init d t
is 'ids keep their zeros in front' \
    00031 "$(sed -n 's/,.*//;2p' t/input/test.csv)"
data d
awk 'NR == 1 { print "," $0; next } { print NR - 2 "," $0 }' d/train.csv >x
mv x d/train.csv
awk 'NR == 1 { print "," $0; next } { print NR - 2 "," $0 }' d/test.csv >x
mv x d/test.csv
mends 'an index' 'column 1 has no name and only numbers'
is 'an index column is left out' 'id,a,b' "$(head -1 t/input/test.csv)"
data d; edit '7s/w/"w/' d/train.csv
mends 'a quote that never ends' 'for letters .1 lines, the first is line 7'
is 'a quote that never ends costs no row' 31 "$(wc -l <t/input/train.csv)"
data d; edit '9s/$/,9/' d/train.csv
exits 'a table with a long row gives a hold-out' 0 init -s 0.2 d t
is 'a hold-out has rows of one width' \
    '4 ' "$(awk -F, '{ print NF }' t/input/train.csv |
    sort -u | tr '\n' ' ')"
like 'preview.md reports the repair of a hold-out' \
    '^- mended .*too many fields' t/preview.md
data d; { printf '\357\273\277'; sed 's/,/;/g; s/$/\r/' d/train.csv; } >x
mv x d/train.csv
mends 'a mark, semicolons and CRLF' 'byte-order mark'
is 'semicolons become commas' id,a,b,y "$(head -1 t/input/train.csv)"
data d; iconv -f UTF-8 -t UTF-16 d/train.csv >x; mv x d/train.csv
mends 'UTF-16' 'UTF-16 converted'
data d; edit '1!s/,[01]$/&%/' d/train.csv
exits 'hcc-init takes numbers with percent signs' 0 init -m rmse d t
like 'values with percent signs are numbers' \
    'name: "y", type: number' t/preview.md

# --- pictures without a table
# pictures FILE..: each an empty one.
pictures() {
	for f; do
		mkdir -p "${f%/*}"
		printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >"$f"
		printf '\0\0\0\020\0\0\0\010\010\002' >>"$f"
	done
}
rm -rf d t
for i in 1 2 3 4; do
	pictures d/train/cat/$i.png d/train/dog/$((i + 4)).png d/test/$i.png
done
exits 'hcc-init takes pictures in a folder a class' 0 hcc-init -d desc.md d t
like 'hcc-init reports the table that it made of pictures' \
    "made 'train.csv' of 8 pictures in 2 folders" err
is 'the table of pictures has paths and classes' \
    'path,label train/cat/1.png,cat' \
    "$(head -2 t/input/train.csv | tr '\n' ' ' | sed 's/ $//')"
is 'the table of pictures has all of them' 9 "$(wc -l <t/input/train.csv)"
is 'test.csv lists the pictures to predict' 'id 1.png 2.png 3.png 4.png ' \
    "$(tr '\n' ' ' <t/input/test.csv)"
is 'pictures to predict have a sample' 'id,label 1.png,cat ' \
    "$(head -2 t/input/sample_submission.csv | tr '\n' ' ')"
is 'preview.md has the paths of training pictures' \
    '"input/{path}"' "$(field images_train t/preview.md)"
is 'preview.md has the paths of test pictures' \
    '"input/test/{id}"' "$(field images_test t/preview.md)"
is 'a table of pictures leaves the data as they are' \
    'test train ' "$(cd d && printf '%s ' *)"
printf 'id,animal\n2,cat\n1,cat\n3,cat\n4,cat\n' >d/sample_submission.csv
exits 'hcc-init takes pictures with a sample' 0 hcc-init -d desc.md d t2
is 'the table of pictures has the names of the sample' \
    path,animal "$(head -1 t2/input/train.csv)"
is 'test.csv of pictures has the ids of the sample' \
    'id 2 1 3 4 ' "$(tr '\n' ' ' <t2/input/test.csv)"
rm d/sample_submission.csv
exits 'a hold-out is drawn from pictures in folders' \
    0 init -s 0.25 -f d/train t3
is 'a hold-out of pictures has labels' 3 "$(wc -l <t3/sealed/labels.csv)"
data d
for i in $(seq 40); do
	pictures "d/test/$i.png" "d/train/$i.png"
done
cut -d, -f1,4 d/train.csv >x && mv x d/train.csv
cut -d, -f1 d/test.csv >x && mv x d/test.csv
exits 'pictures of train and test may have the same names' 0 init d t
is 'training pictures have the folder train' \
    '"input/train/{id}.png"' "$(field images_train t/preview.md)"
is 'test pictures have the folder test' \
    '"input/test/{id}.png"' "$(field images_test t/preview.md)"
rm d/test/33.png
rm -r t
exits 'a picture that is lost is no fault' 0 init d t
is 'the pictures beside a lost one are found' '"input/test/{id}.png"' \
    "$(field images_test t/preview.md)"

# Files named by a column; those of four digits by the number of the row as well.
rm -rf d t
mkdir -p d/p
echo id,image,animal >d/train.csv
echo id,image >d/test.csv
for i in $(seq 980 1180); do
	name=$(printf '%04d' "$i").png
	pictures "d/p/$name"
	if [ "$i" -lt 990 ]; then
		echo "$i,$name,$([ $((i % 2)) = 0 ] && echo cat || echo dog)" >>d/train.csv
	else
		echo "$i,$name" >>d/test.csv
	fi
done
exits 'pictures named by a column are taken' 0 hcc-init -d desc.md d t
is 'the column of names tells where they are, not the number of the row' \
    '"input/p/{image}" "input/p/{image}"' "$(field images_train t/preview.md
    ) $(field images_test t/preview.md)"

# --- what is refused: status, then what is said
refuse() {
	name=$1 status=$2 say=$3
	shift 3
	exits "$name: refused with $status" "$status" init "$@" d t
	like "$name: the message gives the reason" "$say" err
	is "$name: nothing is left" '' "$(find . -name t -o -name '.tmp*')"
}

data d; : >d/train.csv
refuse 'an empty file' 65 "'d/train.csv': it is empty"
data d; echo id,a,b,y >d/train.csv
refuse 'a header only' 65 "'d/train.csv': a header and no row"
data d; rm d/train.csv
refuse 'no training data' 66 "'d': no table is called train.csv"
data d; mv d/test.csv d/test.csv.gz
refuse 'packed rows to predict' 66 "'d/test.csv.gz' cannot be read; unpack it"
data d; rm -r d
refuse 'no data' 66 "open data 'd': No such file"
data d; edit 's/^33,/32,/' d/test.csv
refuse 'an id twice in test' 65 "test.csv' line 4 column 'id': id '32'.*line 3"
data d; edit 's/^33,/32,/' d/sample_submission.csv
refuse 'an id twice in sample' 65 "submission.csv' line 4 column 'id': id '32'"
data d; edit 's/^7,/6,/' d/train.csv
refuse 'an id twice in train' 65 "train.csv' line 8 column 'id': id '6'"
exits 'hcc-init -f accepts an id twice in train' 0 init -f d t
data d; edit 5d d/sample_submission.csv
refuse 'a sample without a row' 65 "test.csv' line 5 .*id '34' is not in"
data d
refuse 'no such target' 65 "no target column 'z'" -t z
refuse 'an unknown metric' 64 "metric 'foo': unknown; hcc-grade -M lists" -m foo
refuse 'the wrong goal' 64 'its goal is to maximize' -g minimize
refuse 'a fraction of nothing' 64 "option -s: '0'" -s 0
refuse 'a fraction too large' 64 "option -s: '0.95'" -s 0.95
refuse 'a budget that is none' 64 "option -b: '5 apples'" -b '5 apples'
refuse 'two kinds of labels' 64 'give one of them' -s 0.2 -l l.csv
refuse 'no labels' 66 "'nope.csv': No such file" -l nope.csv
edit 's/^33,/99,/' l.csv
refuse 'labels of others' 65 "l.csv': 1 ids .* first is '33' on line 4" -l l.csv
data d; edit 's/^33,./33,/' l.csv
refuse 'a label missing' 65 "l.csv' line 4 column 'y'" -l l.csv
data d; edit 's/,[01]$/,1/' d/train.csv
refuse 'one class only' 65 "column 'y': the target is '1' in all rows"
data d; edit 's/,[01]$/&x/' d/train.csv
refuse 'words for rmse' 65 "column 'y': the metric needs numbers" -m rmse
data d; edit '2,$s/,[01]$/&,5-/; 9s/,5-$/,7/; s/,y$/&,z/' d/train.csv
rm d/sample_submission.csv
refuse 'minus signs behind numbers' 65 "line 2 column 'z': .* holds '5-'" \
    -m rmse -t z
money() {
	data d
	awk -F, -v a="$1" -v b="$2" 'NR == 1 { print; next }
	    { print $1 "," $2 "," $3 "," (NR % 2 ? a $1 * 7 : $1 * 7 b) }' \
	    d/train.csv >x && mv x d/train.csv
}
money '$' ' EUR'
refuse 'amounts in two currencies' 65 \
    'the amounts are in several currencies .*, the first on line 2' -m rmse
money '$' ' USD'
exits 'a dollar sign and USD are one currency' 0 init -m rmse d t
money '' ' %'
refuse 'shares with and without a percent sign' 65 \
    '15 of 30 numbers have a percent sign' -m rmse
money '-' ''
refuse 'a target below zero for rmsle' 65 \
    "line [0-9]* column 'y': the target is -[0-9]*, rmsle is not defined" \
    -m rmsle
data d; edit '2,$s/,1$/,high/; s/,0$/,low/' d/train.csv
edit 's/,0$/,low/' d/sample_submission.csv
refuse 'words for qwk' 65 "qwk needs an order, which 'high' does not" -m qwk
data d; edit '5,15s/,[01]$/,2/' d/train.csv
refuse 'one column of answers for three classes' 65 \
    'auc of the 3 classes .* a column of probabilities for each' -m auc
data d; edit '2,$s/,1$/,2/; s/,0$/,1/' d/train.csv
exits 'the greater of two labels is the positive one of auc' 0 \
    init -m auc -s 0.3 d t
data d; iconv -t UTF-32 d/train.csv >x && mv x d/train.csv
refuse 'UTF-32' 65 "train.csv': it is UTF-32; convert it first: iconv"
data d; edit '9,14s/$/,9/' d/train.csv
refuse 'wide rows' 65 "train.csv': 6 of 30 rows .* first is line 9"
data d; edit '9s/$/,9/' d/sample_submission.csv
refuse 'a ragged sample' 65 "submission.csv': line 9.*3"
data d; : >desc.md
refuse 'an empty description' 65 "'desc.md': it is empty"
echo 'Do something.' >desc.md
refuse 'no metric' 65 'names no metric that is known; choose one with -m'
data d
exits 'a task within its data is refused' 65 init d d/t
exits 'a task in an absent directory is refused' 66 init d no/where/t
exits 'a task without a description is refused' 66 hcc-init -q d t
exits 'a missing operand is refused' 64 init d

# --- how test differs from train
# grouped DIR: eight rows a patient, other patients in test, in time too.
grouped() {
	rm -rf "$1" t
	mkdir "$1"
	awk 'BEGIN { print "id,patient,day,x,y"
	    for (i = 0; i < 320; i++) printf "%d,p%02d,2024-%02d-%02d,%d,%d\n",
	    i, i % 40, 1 + i / 80, 1 + i % 28, i * 7 % 13, i % 40 % 3 == 0 }' \
	    >"$1/train.csv"
	awk 'BEGIN { print "id,patient,day,x"
	    for (i = 0; i < 80; i++) printf "%d,p%02d,2024-%02d-%02d,%d\n",
	    1000 + i, 50 + i % 10, 5 + i / 40, 1 + i % 28, i * 5 % 13 }' \
	    >"$1/test.csv"
	sed 's/,.*/,0/; 1s/.*/id,y/' "$1/test.csv" >"$1/sample_submission.csv"
}
# by COLUMN: how many folds its values are in, at most.
by() {
	awk -F, -v c="$1" 'NR == FNR { fold[$1] = $2; next }
	    FNR > 1 && !(seen[$c, fold[$1]]++) { if (++n[$c] > m) m = n[$c] }
	    END { print m }' t/input/folds.csv t/input/train.csv
}
grouped d
edit 's/,2024-..-..//; s/,day//' d/train.csv
edit 's/,2024-..-..//; s/,day//' d/test.csv
exits 'hcc-init finds groups whose values are new in test' 0 \
    hcc-init -d desc.md -s 0.25 d t
like 'the message gives the reason for the groups' \
    "split by 'patient': train has 8.0 rows" err
is 'task.md has the split' '{"groups":"patient"}' "$(field split t/task.md)"
is 'preview.md has the kind of the folds' grouped \
    "$(field folds t/preview.md | jq -r .kind)"
is 'no group is in two folds' 1 "$(by 2)"
cut -d, -f2 t/input/train.csv | sort -u >kept
tail -80 t/input/test.csv | cut -d, -f2 | sort -u >held
is 'no group is held out in part' '' "$(comm -12 kept held)"
grouped d
edit 's/,p[0-9]*//; s/,patient//' d/train.csv
edit 's/,p[0-9]*//; s/,patient//' d/test.csv
exits 'hcc-init finds that test begins where train ends' 0 \
    hcc-init -d desc.md -s 0.25 d t
is 'task.md has the time' '{"time":"day"}' "$(field split t/task.md)"
ok 'what is held out is the end of train' test \
    "$(cut -d, -f2 t/input/train.csv | grep -v day | sort | tail -1)" \
    '<' "$(tail -80 t/input/test.csv | cut -d, -f2 | sort | head -1)"
is 'later folds are later' 0 "$(paste -d, t/input/folds.csv \
    t/input/train.csv | awk -F, 'NR > 1 { if ($2 < 0 || ($4 > last[$2]))
    last[$2] = $4; if (!($2 in first) || $4 < first[$2]) first[$2] = $4 }
    END { for (k = 1; k < 5; k++) bad += first[k] <= last[k - 1]
    print bad + 0 }')"
# dated DIR: a row a day, which is its name; what is asked comes after it.
dated() {
	rm -rf "$1" t
	mkdir "$1"
	awk 'BEGIN { print "date,x,y"
	    for (i = 0; i < 280; i++) printf "2024-%02d-%02d,%d,%d\n",
	    1 + i / 28, 1 + i % 28, i * 7 % 13, i % 3 == 0 }' >"$1/train.csv"
	awk 'BEGIN { print "date,x"
	    for (i = 0; i < 28; i++) printf "2024-11-%02d,%d\n",
	    1 + i, i * 5 % 13 }' >"$1/test.csv"
	sed 's/,.*/,0/; 1s/.*/date,y/' "$1/test.csv" >"$1/sample_submission.csv"
}
dated d
exits 'dates may be the ids of rows' 0 hcc-init -d desc.md d t
is 'dates that are ids tell time as well' '{"time":"date"}' \
    "$(field split t/task.md)"
grouped d
exits 'groups and time may both hold' 0 hcc-init -v -d desc.md d t
is 'task.md has both' '{"groups":"patient","time":"day"}' \
    "$(field split t/task.md)"
is 'where groups and time hold, folds keep groups together' 'both 5 1' \
    "$(field folds t/preview.md | jq -r '"\(.kind) \(.count)"') $(by 2)"
is 'their rows are in three eras, which are later and later' '3 0' "$(paste -d, t/input/folds.csv t/input/train.csv | awk -F, '
    NR > 1 { n[$3]++; if ($6 > last[$3]) last[$3] = $6
    if (!($3 in first) || $6 < first[$3]) first[$3] = $6 }
    END { for (k = 1; k < 3; k++) bad += first[k] <= last[k - 1]
    print length(n), bad + 0 }')"
like 'hcc-init says how folds and eras are used' \
    "in an era by what is learnt from other folds in lower eras" err
rm -r t
exits 'hcc-init -s holds out where groups and time hold' 0 \
    hcc-init -v -d desc.md -s 0.2 d t
mv err said
cut -d, -f2 t/input/train.csv | sort -u >kept
tail -n +82 t/input/test.csv | cut -d, -f2 | sort -u >held
is 'no group is on both sides' '' "$(comm -12 kept held)"
ok 'what is held out is later than all that is kept' test \
    "$(cut -d, -f3 t/input/train.csv | grep -v day | sort | tail -1)" \
    '<' "$(tail -n +82 t/input/test.csv | cut -d, -f3 | sort | head -1)"
count=$(($(wc -l <t/sealed/labels.csv) - 1))
ok 'a tenth of the rows is held out' test "$count" -ge 32 -a "$count" -lt 50
aside=$((320 - count - $(tail -n +2 t/input/train.csv | wc -l)))
like 'the number of rows on neither side is said' \
    "the hold-out has $count rows, .*; $aside more training rows" said
grouped d
awk -F, 'BEGIN { OFS = "," } NR > 1 { $2 = "p" int(NR / 8)
    $3 = sprintf("2024-%02d-%02d", 1 + NR / 80, 1 + NR % 80 / 4) } 1' \
    d/train.csv >x && mv x d/train.csv
init d t >/dev/null
is 'folds keep groups that follow each other together' 'both 1' \
    "$(field folds t/preview.md | jq -r .kind) $(by 2)"
edit 's/^split: .*/split: {groups: patient}/' t/task.md
hcc-plan t >out
is 'hcc-plan makes folds.csv anew after an edit' grouped \
    "$(field folds t/preview.md | jq -r .kind)"
is 'the new folds keep the groups together' 1 "$(by 2)"
edit 's/^split: .*/split: {groups: nobody}/' t/task.md
exits 'a split by a column that is not there is refused' 65 hcc-plan t
like 'the refusal names the absent column' \
    "split by 'nobody': .*no such column" err
data d
sed -n '2,4p' d/train.csv | sed 's/^/9/' >twice
cat twice >>d/train.csv
exits 'hcc-init accepts rows that are repeated' 0 hcc-init -d desc.md d t
like 'repeated rows are counted' \
    '3 rows of .d/train.csv. are the same as rows above' err
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

# --- what tells too much
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
data d
awk -F, 'NR == 1 { print; next } { printf "%s,%s,%s,\"$%d,%03d\"\n", $1, $2,
    $3, $1 * 3, $1 }' d/train.csv >x && mv x d/train.csv
exits 'money is read as numbers' 0 hcc-init -q -d desc.md -m rmse -s 0.2 d t
is 'programs see money as plain numbers' \
    '' "$(grep -c '[$"]' t/input/train.csv |
    grep -v '^0')"
is 'sealed labels have money as plain numbers' \
    '' "$(grep -c '[$"]' t/sealed/labels.csv |
    grep -v '^0')"
rm -rf many t
mkdir many
awk 'BEGIN { print "id,x,y"; for (i = 0; i < 20000; i++)
    print i "," i % 7 ",c" i % 10000 }' >many/train.csv
awk 'BEGIN { print "id,x"; for (i = 20000; i < 20040; i++)
    print i "," i % 7 }' >many/test.csv
sed 's/,.*/,c1/; 1s/.*/id,y/' many/test.csv >many/sample_submission.csv
init many t >/dev/null
is 'ten thousand classes are counted, not estimated' 10000 \
    "$(field classes t/preview.md)"
data d
awk -F, 'NR == 1 { print; next } { printf "%s,%s,%s,\"$%d,%03d\"\n", $1, $2,
    $3, $1 * 3, $1 }' d/train.csv >x && mv x d/train.csv
exits 'auc of a quantity is refused' 65 init -m auc d un
like 'the refusal of auc names the number of values' \
    'auc judges classes, but the target has 30 different' err
data d
awk -F, 'NR == 1 { print; next } { printf "%s,%s,%s,\"%d,%03dE+05\"\n", $1,
    $2, $3, $1 % 9 + 1, $1 }' d/train.csv >x && mv x d/train.csv
exits 'a decimal comma before an exponent is read' 0 \
    init -m rmse -s 0.2 d t
is 'a comma before an exponent is a decimal mark' 2.001E+05 \
    "$(grep -h '^1,' t/input/train.csv t/sealed/labels.csv | sed 's/.*,//')"

# --- headers
data d
printf 'id,a\302\240,\342\200\213b,y\n' >x
sed 1d d/train.csv >>x && mv x d/train.csv
exits 'blanks that nobody sees are no part of a name' 0 init -s 0.2 d t
is 'all files have the same names of columns' id,a,b,y \
    "$(sed 1q t/input/train.csv)"
data d; edit 1d d/test.csv
exits 'a test file without header is read' 0 hcc-init -d desc.md d t
like 'a test file without header has the names of the training file' \
    "called as in 'train.csv'" err
is 'programs see the header of a test file that had none' \
    'id,a,b 31,9,w3' "$(sed 2q t/input/test.csv | tr '\n' ' ' |
    sed 's/ $//')"
data d; edit 1d d/sample_submission.csv
refuse 'a sample without header is refused' 65 'first line looks like data'

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

# One column a class in the sample, but the labels are another table.
mkdir wide
printf 'id,x,z,c\n1,5,1,a\n2,6,2,b\n3,7,3,a\n4,8,4,b\n' >wide/train.csv
printf 'id,x,z\n5,1,1\n6,2,2\n' >wide/test.csv
printf 'id,a,b\n5,0.5,0.5\n6,0.5,0.5\n' >wide/sample_submission.csv
exits 'sealed labels without the target are refused' \
    65 hcc-init -q -m log_loss -d desc.md \
    -l wide/test.csv wide wt
like 'the refusal names the absent target' "no target column 'c'" err

# Tables in other forms than csv.
mkdir tmp
TMPDIR=$T/tmp
export TMPDIR
forms() {
	rm -rf f t
	mkdir f
	/usr/bin/python3 - "$1" <<'END'
import bz2, csv, gzip, io, json, sys, wave, zipfile
rows = [{"id": f"{i:03}", "x": i * 7 % 13, "text": "a, b", "y": i % 2}
        for i in range(60)]
train, test = rows[:40], [{k: r[k] for k in ("id", "x", "text")}
                          for r in rows[40:]]
form = sys.argv[1]


def as_csv(table):
    out = io.StringIO()
    w = csv.DictWriter(out, table[0], lineterminator="\n")
    w.writeheader()
    w.writerows(table)
    return out.getvalue().encode()


open("f/sample_submission.csv", "wb").write(
    as_csv([{"id": r["id"], "y": 0} for r in test]))
for name, table in ("train", train), ("test", test):
    if form == "json":
        json.dump(table, open(f"f/{name}.json", "w"))
    elif form == "columns":
        json.dump({k: {str(i): r[k] for i, r in enumerate(table)}
                   for k in table[0]}, open(f"f/{name}.json", "w"))
    elif form == "jsonl":
        open(f"f/{name}.jsonl", "w").writelines(
            json.dumps(r) + "\n" for r in table)
    elif form == "gz":
        gzip.open(f"f/{name}.csv.gz", "w").write(as_csv(table))
    elif form == "bz2":
        bz2.open(f"f/{name}.csv.bz2", "w").write(as_csv(table))
    elif form == "zip":
        with zipfile.ZipFile(f"f/{name}.csv.zip", "w") as z:
            z.writestr(f"inner/{name}.csv", as_csv(table))
    elif form == "parquet":
        open(f"f/{name}.parquet", "wb").write(b"PAR1" + bytes(20) + b"PAR1")
END
}
for form in json columns jsonl gz bz2 zip; do
	forms $form
	exits "data as $form are read" 0 hcc-init -d desc.md -m auc f t
	like "that train.csv was made of $form is said" "made 'train.csv' of" err
	is "a table from $form has its rows, texts and zeros in front" \
	    '41 039,0,"a, b",1 040,7,"a, b"' "$(wc -l <t/input/train.csv) $(
	    sed -n '$p' t/input/train.csv) $(sed -n 2p t/input/test.csv)"
	is "input/ has no second form of $form" \
	    'folds.csv sample_submission.csv test.csv train.csv' \
	    "$(LC_ALL=C ls t/input | xargs)"
	like "preview.md says what was made of $form" "made 'train.csv' of" \
	    t/preview.md
done
forms json
exits 'rows of a table from JSON are held out' 0 \
    hcc-init -q -d desc.md -m auc -s 0.2 -t y f/train.json t
is 'no label that is held out stays in input/' 'folds.csv sample_submission.csv test.csv train.csv' \
    "$(LC_ALL=C ls t/input | xargs)"
forms parquet
exits 'what the Python of the task cannot read is refused' 66 \
    hcc-init -d desc.md -m auc f t
like 'the refusal says what to do about it' \
    "'train.parquet' is left as it is: .* (-E python=PATH|cannot be read)" err
forms json
echo '{"a": ' >f/train.json
exits 'JSON that is broken is refused' 66 hcc-init -d desc.md -m auc f t
like 'the refusal has the place in the JSON' \
    "'train.json' is left as it is: it is not JSON: .* line" err
rm -rf f t
mkdir -p f/train/yes f/train/no f/test
for i in 1 2 3 4 5 6; do
	echo "RIFF $i" >f/train/yes/$i.wav
	echo "RIFF 1$i" >f/train/no/$i.wav
	echo "RIFF 2$i" >f/test/$i.wav
done
exits 'sound files in class folders are taken' 0 \
    hcc-init -d desc.md -m accuracy f t
is 'a table has their paths and classes' 'train/no/1.wav,no 13' \
    "$(sed -n 2p t/input/train.csv) $(wc -l <t/input/train.csv)"
is 'a table has the sound files to predict' 'test/1.wav 7' \
    "$(sed -n 2p t/input/test.csv) $(wc -l <t/input/test.csv)"
like 'what the offline brain reads of sounds is said' 'offline brain read WAV' err
is 'preview.md names the place of the sounds of each row' \
    '"input/{path}" "input/{id}"' "$(field sounds_train t/preview.md) $(
    field sounds_test t/preview.md)"
is 'nothing of a conversion is left' '' "$(ls tmp)"
# Whose voice a sound has stands beside it.
mkdir g
echo id,file,speaker,y >g/train.csv
echo id,file,speaker >g/test.csv
echo id,y >g/sample_submission.csv
for i in 1 2 3 4 5 6; do
	echo "$i,train/yes/$i.wav,s$i,a" >>g/train.csv
	echo "1$i,train/no/$i.wav,s$i,b" >>g/train.csv
	echo "2$i,test/$i.wav,s$i" >>g/test.csv
	echo "2$i,a" >>g/sample_submission.csv
done
cp -R f/train f/test g
rm -rf t
exits 'a table that names sound files is taken' 0 \
    hcc-init -q -d desc.md -m accuracy g t
is 'a column of names of sounds is one of paths' \
    'path "input/{file}" "input/{file}"' "$(
    sed -n 's/^- {name: "file", type: \([a-z]*\).*/\1/p' t/preview.md) $(
    field sounds_train t/preview.md) $(field sounds_test t/preview.md)"
finish
