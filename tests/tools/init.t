#!/bin/sh
# hcc-init: what it makes, what it refuses, what it never shows.
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
exits 'a task is made' 0 hcc-init -d desc.md -b 10m d t
like 'the metric is said' 'hcc-init: metric: accuracy' err
is 'one record' '"task"' "$(jq -c .kind out)"
is 'with the absolute path' "$T/t" "$(jq -r .task out)"
ok 'input holds the data as hard links' test t/input/train.csv -ef d/train.csv
is 'folds.csv gives every training row one of five folds' \
    'id,fold 30 0,1,2,3,4' "$(awk -F, 'NR == 1 { print; next }
    { n++; f[$2] = 1 } END { print n; for (k = 0; k < 5; k++)
    printf "%s%s", k ? "," : "", (k in f) ? k : "-" }' t/input/folds.csv |
    tr '\n' ' ' | sed 's/ $//')"
is 'metric' accuracy "$(field metric t/task.md)"
is 'goal' maximize "$(field goal t/task.md)"
is 'id' t "$(field id t/task.md)"
is 'target' '"y"' "$(field target t/task.md)"
is 'id column' id "$(field id_column t/task.md)"
is 'budget' '{"time":"10m"}' "$(field budget t/task.md)"
is 'nothing is sealed' '' "$(field sealed t/task.md)"
like 'the description is there' '^Predict y' t/task.md
is 'kind' tabular "$(field kind t/preview.md)"
is 'problem' classification "$(field problem t/preview.md)"
is 'rows' 30 "$(field rows_train t/preview.md)"
is 'test' input/test.csv "$(field test t/preview.md)"
# shellcheck disable=SC2016
like 'what the test rows lack' '^`test.csv` has no `y`' t/preview.md
like 'what programs may use' '^Python 3.* installed\.$' t/preview.md
like 'types' '^- \{name: "b", type: category, unique: 4, missing: 0\}' \
    t/preview.md
is 'the journal begins' '"init"' "$(jq -c .ev t/journal.jsonl)"
exits 'a task is not overwritten' 65 init d t
like 'and it says why' "'t'.*not empty" err
rm -rf t
mkdir t
exits 'an empty directory is filled' 0 init d t
ok 'with all of it' test -f t/task.md -a -d t/input -a -f t/journal.jsonl
mkdir e
exits 'the working directory too' 0 init -C e -d ../desc.md ../d .
is 'under its own name' '"e"' "$(jq -c .id out)"
is 'no construction site is left' '' "$(find . -name '.tmp*')"

# --- a hold-out
data d
cp d/train.csv d/train_folds.csv
exits 'a hold-out is made' 0 hcc-init -s 0.2 -d desc.md d t
like 'a copy of the labels is left out' "left 'train_folds.csv' out" err
is 'input holds' 'folds.csv sample_submission.csv test.csv train.csv ' \
    "$(cd t/input && printf '%s ' *)"
is 'six labels' 7 "$(wc -l <t/sealed/labels.csv)"
is 'three of each class' '3 3 ' "$(tail -n +2 t/sealed/labels.csv |
    cut -d, -f2 | sort | uniq -c | awk '{ printf "%s ", $1 }')"
is 'training rows are gone' 25 "$(wc -l <t/input/train.csv)"
is 'test rows have come' 17 "$(wc -l <t/input/test.csv)"
is 'sample rows have come' 17 "$(wc -l <t/input/sample_submission.csv)"
cut -d, -f1 t/sealed/labels.csv | tail -n +2 | sort >held
cut -d, -f1 t/input/train.csv | sort >kept
is 'no row is on both sides' '' "$(comm -12 held kept)"
tail -6 t/input/test.csv | cut -d, -f1 | sort >joined
is 'the rows are those' "$(cat held)" "$(cat joined)"
tail -n +2 t/sealed/labels.csv | while IFS=, read -r id y; do
	grep -q "^$id,.*,$y\$" d/train.csv || echo "$id"
done >wrong
is 'the labels are theirs' '' "$(cat wrong)"
is 'sealed is closed' 700 "$(stat -c %a t/sealed)"
is 'it is said to be one' holdout "$(field sealed t/task.md)"
is 'the data are untouched' 31 "$(wc -l <d/train.csv)"
is 'the preview tells the new rows' 24 "$(field rows_train t/preview.md)"
init -s 0.2 d u >out
ok 'the same seed draws the same' cmp t/sealed/labels.csv u/sealed/labels.csv
init -s 0.2 -r 1 d v >out
exits 'another seed does not' 1 cmp -s t/sealed/labels.csv v/sealed/labels.csv

data d
awk -F, 'BEGIN { OFS = "," } NR > 1 { $1 += 30 } 1' d/train.csv >x
mv x d/train.csv
exits 'ids that the test has' 0 init -s 0.2 d t
is 'are made anew' '61 66 ' "$(cut -d, -f1 t/sealed/labels.csv | sort -n |
    sed -n '2p;$p' | tr '\n' ' ')"

data d
exits 'a file of its own' 0 init -s 0.3 -t y -i id d/train.csv t
is 'gets a test' 'id,a,b' "$(head -1 t/input/test.csv)"
is 'and a sample' 'id,y' "$(head -1 t/input/sample_submission.csv)"
cut -d, -f2- d/train.csv >plain.csv
rm -rf t
exits 'rows without ids' 0 init -s 0.3 -t y plain.csv t
is 'get some' 'id,a,b 1' "$(head -2 t/input/test.csv | tr '\n' ' ' |
    cut -d, -f1-3)"

# --- sealed labels
data d
printf 'team,score\na,0.9\nb,0.8\n' >board.csv
exits 'labels are sealed' 0 init -l l.csv -L board.csv d t
ok 'unchanged' cmp l.csv t/sealed/labels.csv
is 'as an exam' exam "$(field sealed t/task.md)"
ok 'with the board' cmp board.csv t/sealed/leaderboard.csv
data d
cp l.csv d/solution.csv
exits 'labels among the data' 0 init -l d/solution.csv d t
is 'are not seen' 'folds.csv sample_submission.csv test.csv train.csv ' \
    "$(cd t/input && printf '%s ' *)"
data d
printf '#!/bin/sh\necho 1\n' >grade
exits 'hcc-init refuses a program that is not executable' 65 \
    init -p grade -m beauty -g maximize d t
like 'it says what to do' 'not executable; chmod' err
chmod +x grade
exits 'a grading program' 0 init -p grade -m beauty -g maximize d t
ok 'is sealed' test -x t/sealed/grade
is 'its metric is kept' beauty "$(field metric t/task.md)"
data d
ln -s "$T/l.csv" d/extra.txt
exits 'links out of the data' 0 init d t
ok 'are followed' test -f t/input/extra.txt -a ! -L t/input/extra.txt
data d
rm d/sample_submission.csv
exits 'a sample is made' 0 init d t
is 'for the test rows' 'id,y 31,0 ' \
    "$(head -2 t/input/sample_submission.csv | tr '\n' ' ')"

# --- what is recognised
data d
edit 's/^id,//; s/^[0-9]*,//' d/test.csv
edit 's/^id,//; s/^[0-9]*,//' d/train.csv
exits 'ids that count rows' 0 init d t
is 'come from the sample' id "$(field id t/preview.md)"
data d
edit 's/,1$/,yes/; s/,0$/,no/' d/train.csv
edit 's/y$/no,yes/; s/,0$/,0.5,0.5/' d/sample_submission.csv
exits 'a column a class' 0 init -m log_loss d t
is 'names the target' '["y"]' "$(field target t/preview.md)"
like 'and is told' 'one column a class' t/preview.md
data d
awk -F, 'NR == 1 { print "id,words,y"; next } { print $1 \
    ",the quick brown fox number " $1 " jumps over,"  $4 }' d/train.csv >x
mv x d/train.csv
awk -F, 'NR == 1 { print "id,words"; next } { print $1 \
    ",the quick brown fox number " $1 " jumps over" }' d/test.csv >x
mv x d/test.csv
exits 'prose' 0 init d t
is 'is text' text "$(field kind t/preview.md)"
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
exits 'pictures named by id' 0 init d t
is 'are found' '"input/pics/{id}.png"' "$(field images_train t/preview.md)"
is 'as the kind' image "$(field kind t/preview.md)"
like 'with their size' 'all are 16 x 8, RGB' t/preview.md
data d
exits 'quadratic kappa' 0 init -m 'quadratic weighted kappa' d t
is 'makes it ordinal' ordinal "$(field problem t/preview.md)"
data d
edit '1s/a/"x: {y}, #1 - q"/' d/train.csv
edit '1s/a/"x: {y}, #1 - q"/' d/test.csv
exits 'a name full of YAML' 0 init d t
like 'stays in its quotes' 'name: "x: \{y\}, #1 - q", type: number' t/preview.md
printf 'a;b;y\r\n1,5;f\374r;0\r\n2,5;x;1\r\n3,5;y;0\r\n' >latin.csv
rm -rf t
exits 'decimal commas, CRLF and Latin-1' 0 init -t y -s 0.4 latin.csv t
like 'are understood' 'name: "a", type: number' t/preview.md
like 'and told' 'Latin-1' t/preview.md
awk 'BEGIN { for (i = 0; i < 784; i++) printf "pixel%d,", i; print "label"
    for (r = 0; r < 20; r++) { for (i = 0; i < 784; i++) printf "%d,",
    (r * i) % 256; print r % 2 } }' >wide.csv
rm -rf t
exits 'flattened pictures' 0 init -s 0.3 wide.csv t
like 'are one line' 'pixel0. \.\. .pixel783. 784 numbers: 0 to 255' t/preview.md
is 'two pages are enough' 1 "$(($(wc -c <t/preview.md) < 10000))"

# --- what is mended, and told
# mends NAME SAY: a task is made of d, and says what it mended.
mends() {
	exits "$1" 0 hcc-init -d desc.md d t
	like "$1: told" "$2" err
	like "$1: in the preview too" "^- mended" t/preview.md
	ok "$1: the data are untouched" test \
	    ! t/input/train.csv -ef d/train.csv -o \
	    ! t/input/test.csv -ef d/test.csv
}

data d; edit '9s/$/,9/' d/train.csv; edit '5s/,[^,]*$//' d/train.csv
mends 'ragged rows' "d/train.csv': 1 row with too many fields left out.* line 9"
like 'short ones are filled up' "1 row with too few fields .* line 5" \
    t/preview.md
is 'those without target go' 29 "$(wc -l <t/input/train.csv)"
is 'all are of one width' '4 ' "$(awk -F, '{ print NF }' t/input/train.csv |
    sort -u | tr '\n' ' ')"
data d; edit '9s/$/,9/' d/test.csv
mends 'a wide row to predict' "d/test.csv': 1 row with too many fields cut"
is 'stays' 11 "$(wc -l <t/input/test.csv)"
data d; edit '1s/b/a/' d/train.csv; edit '1s/b/a/' d/test.csv
mends 'two columns of one name' 'x.1, x.2'
is 'are told apart' 'id,a,a.1,y' "$(head -1 t/input/train.csv)"
data d; edit '1s/a,b,y/A,b, Y /' d/train.csv
mends 'names in other cases' "column 'Y' is called 'y'"
is 'become one' id,A,b,y "$(head -1 t/input/train.csv)"
is 'everywhere' id,A,b "$(head -1 t/input/test.csv)"
data d; printf '99,1,f\374r,1\n' >>d/train.csv
mends 'Latin-1' 'not UTF-8; taken for Windows-1252'
ok 'becomes UTF-8' iconv -f UTF-8 -t UTF-16 t/input/train.csv
data d; tr '\n' '\r' <d/train.csv >x; mv x d/train.csv
mends 'line ends of another age' 'CR alone'
is 'are made new' 31 "$(wc -l <t/input/train.csv)"
data d; printf '99,1\0,w1,1\n' >>d/train.csv
mends 'NUL bytes' 'NUL bytes .1, the first on line 32. left out'
data d; edit '2,5s/,[01]$/,/' d/train.csv
mends 'rows without target' "4 rows have no 'y', the first is line 2"
is 'go' 26 "$(field rows_train t/preview.md)"
data d
awk -F, 'NR == 1 { print; next } { v = $4 ? "yes" : "no"
    if (NR % 5 == 0) v = toupper(v); if (NR % 7 == 0) v = "\" " v "\""
    print $1 "," $2 "," $3 "," v }' d/train.csv >x
mv x d/train.csv
edit 's/,0$/,no/' d/sample_submission.csv
mends 'a class in many spellings' "'NO' is 'no'"
is 'is one class' 'no yes ' "$(tail -n +2 t/input/train.csv | cut -d, -f4 |
    sort -u | tr '\n' ' ')"
is 'is counted so' 2 "$(field classes t/preview.md)"
awk -F, 'NR == 1 { print; next } { print $1 "," ($2 ? "YES" : "no") }' \
    l.csv >L.csv
rm -rf t
exits 'labels too' 0 init -l L.csv d t
is 'are spelled like that' 'no yes ' "$(tail -n +2 t/sealed/labels.csv |
    cut -d, -f2 | sort -u | tr '\n' ' ')"
data d
edit '1s/^id//' d/test.csv; edit '1s/^id//' d/train.csv
mends 'an id without a name' "column '' is called 'id'"
is 'gets it' id,a,b "$(head -1 t/input/test.csv)"
data d; edit '1!s/^/000/' d/test.csv
mends 'zeros that the sample has lost' '10 ids have other zeros in front'
is 'are lost here too' 31 "$(sed -n 's/,.*//;2p' t/input/test.csv)"
data d; edit '1!s/^/000/' d/test.csv; edit '1!s/^/000/' d/sample_submission.csv
exits 'zeros in front' 0 init d t
is 'are kept' 00031 "$(sed -n 's/,.*//;2p' t/input/test.csv)"
data d
awk 'NR == 1 { print "," $0; next } { print NR - 2 "," $0 }' d/train.csv >x
mv x d/train.csv
awk 'NR == 1 { print "," $0; next } { print NR - 2 "," $0 }' d/test.csv >x
mv x d/test.csv
mends 'an index' 'column 1 has no name and only numbers'
is 'goes' 'id,a,b' "$(head -1 t/input/test.csv)"
data d; edit '7s/w/"w/' d/train.csv
mends 'a quote that never ends' 'for letters .1 lines, the first is line 7'
is 'costs no row' 31 "$(wc -l <t/input/train.csv)"
data d; edit '9s/$/,9/' d/train.csv
exits 'and with a hold-out' 0 init -s 0.2 d t
is 'too' '4 ' "$(awk -F, '{ print NF }' t/input/train.csv |
    sort -u | tr '\n' ' ')"
like 'is told' '^- mended .*too many fields' t/preview.md
data d; { printf '\357\273\277'; sed 's/,/;/g; s/$/\r/' d/train.csv; } >x
mv x d/train.csv
mends 'a mark, semicolons and CRLF' 'byte-order mark'
is 'become commas' id,a,b,y "$(head -1 t/input/train.csv)"
data d; iconv -f UTF-8 -t UTF-16 d/train.csv >x; mv x d/train.csv
mends 'UTF-16' 'UTF-16 converted'
data d; edit '1!s/,[01]$/&%/' d/train.csv
exits 'percent signs' 0 init -m rmse d t
like 'are numbers' 'name: "y", type: number' t/preview.md

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
exits 'a folder a class' 0 hcc-init -d desc.md d t
like 'makes a table' "made 'train.csv' of 8 pictures in 2 folders" err
is 'of paths and classes' 'path,label train/cat/1.png,cat' \
    "$(head -2 t/input/train.csv | tr '\n' ' ' | sed 's/ $//')"
is 'with all rows' 9 "$(wc -l <t/input/train.csv)"
is 'one of those to predict' 'id 1.png 2.png 3.png 4.png ' \
    "$(tr '\n' ' ' <t/input/test.csv)"
is 'and a sample' 'id,label 1.png,cat ' \
    "$(head -2 t/input/sample_submission.csv | tr '\n' ' ')"
is 'learns from one place' '"input/{path}"' "$(field images_train t/preview.md)"
is 'predicts another' '"input/test/{id}"' "$(field images_test t/preview.md)"
is 'the data are untouched' 'test train ' "$(cd d && printf '%s ' *)"
printf 'id,animal\n2,cat\n1,cat\n3,cat\n4,cat\n' >d/sample_submission.csv
exits 'with a sample of its own' 0 hcc-init -d desc.md d t2
is 'its names are used' path,animal "$(head -1 t2/input/train.csv)"
is 'and its ids' 'id 2 1 3 4 ' "$(tr '\n' ' ' <t2/input/test.csv)"
rm d/sample_submission.csv
exits 'a hold-out of them' 0 init -s 0.25 -f d/train t3
is 'has labels' 3 "$(wc -l <t3/sealed/labels.csv)"
data d
for i in $(seq 40); do
	pictures "d/test/$i.png" "d/train/$i.png"
done
cut -d, -f1,4 d/train.csv >x && mv x d/train.csv
cut -d, -f1 d/test.csv >x && mv x d/test.csv
exits 'the same names in two folders' 0 init d t
is 'train' '"input/train/{id}.png"' "$(field images_train t/preview.md)"
is 'and test' '"input/test/{id}.png"' "$(field images_test t/preview.md)"

# --- what is refused: status, then what is said
refuse() {
	name=$1 status=$2 say=$3
	shift 3
	exits "$name" "$status" init "$@" d t
	like "$name: said" "$say" err
	is "$name: nothing is left" '' "$(find . -name t -o -name '.tmp*')"
}

data d; : >d/train.csv
refuse 'an empty file' 65 "'d/train.csv': it is empty"
data d; echo id,a,b,y >d/train.csv
refuse 'a header only' 65 "'d/train.csv': a header and no row"
data d; rm d/train.csv
refuse 'no training data' 66 "'d': no table is called train.csv"
data d; rm -r d
refuse 'no data' 66 "open data 'd': No such file"
data d; edit 's/^33,/32,/' d/test.csv
refuse 'an id twice in test' 65 "test.csv' line 4 column 'id': id '32'.*line 3"
data d; edit 's/^33,/32,/' d/sample_submission.csv
refuse 'an id twice in sample' 65 "submission.csv' line 4 column 'id': id '32'"
data d; edit 's/^7,/6,/' d/train.csv
refuse 'an id twice in train' 65 "train.csv' line 8 column 'id': id '6'"
exits 'unless forced' 0 init -f d t
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
refuse 'words for rmse' 65 "column 'y': the metric wants numbers" -m rmse
data d; edit '9,14s/$/,9/' d/train.csv
refuse 'wide rows' 65 "train.csv': 6 of 30 rows .* first is line 9"
data d; edit '9s/$/,9/' d/sample_submission.csv
refuse 'a ragged sample' 65 "submission.csv': line 9.*3"
data d; : >desc.md
refuse 'an empty description' 65 "'desc.md': it is empty"
echo 'Do something.' >desc.md
refuse 'no metric' 65 'names no metric that is known; say which is meant with -m'
data d
exits 'a task in its data' 65 init d d/t
exits 'no place' 66 init d no/where/t
exits 'no description' 66 hcc-init -q d t
exits 'no task' 64 init d

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
like 'it says why' "split by 'patient': train has 8.0 rows" err
is 'task.md has the split' '{"groups":"patient"}' "$(field split t/task.md)"
is 'preview.md tells the kind of the folds' grouped \
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
grouped d
exits 'groups and time may both hold' 0 init d t
is 'task.md has both' '{"groups":"patient","time":"day"}' \
    "$(field split t/task.md)"
edit 's/^split: .*/split: {groups: patient}/' t/task.md
hcc-plan t >out
is 'hcc-plan makes folds.csv anew after an edit' grouped \
    "$(field folds t/preview.md | jq -r .kind)"
is 'the new folds keep the groups together' 1 "$(by 2)"
edit 's/^split: .*/split: {groups: nobody}/' t/task.md
exits 'a split by a column that is not there is refused' 65 hcc-plan t
like 'with the name of the column' "split by 'nobody': .*no such column" err
data d
sed -n '2,4p' d/train.csv | sed 's/^/9/' >twice
cat twice >>d/train.csv
exits 'rows that stand twice are counted' 0 hcc-init -d desc.md d t
like 'and said' '3 rows of .d/train.csv. are the same as rows above' err

# --- what tells too much
grouped d
awk -F, 'BEGIN { OFS = "," } { print $0, NR == 1 ? "told" : $5 * 3 + NR % 2 }' \
    d/train.csv >x && mv x d/train.csv
awk -F, 'BEGIN { OFS = "," } { print $0, NR == 1 ? "told" : NR % 4 }' \
    d/test.csv >x && mv x d/test.csv
exits 'a column that alone predicts the target is no fault' 0 \
    hcc-init -d desc.md d t
like 'but a suspect' "suspect: column 'told' alone predicts 'y'" err
is 'which the preview names' '["told"]' "$(field suspects t/preview.md)"

# --- what is sealed grades
data d
printf '#!/bin/sh\necho no number\n' >grade
chmod +x grade
exits 'a program that prints no score is refused' 65 \
    init -p grade -m beauty -g maximize d t
like 'with what it printed' "must print a number at the end, not 'number'" err
printf '#!/bin/sh\nwc -l <labels.csv\n' >grade
exits 'a program may grade a hold-out' 0 init -p grade -s 0.2 -m lines \
    -g maximize d t
ok 'it is sealed beside the labels' test -x t/sealed/grade -a \
    -f t/sealed/labels.csv
data d
edit 's/,[01]$/,maybe/; 1s/.*/id,y/' l.csv
exits 'labels of other classes are refused' 65 init -l l.csv d t
like 'with the first of them' "l.csv' line 2 .* 'maybe' is no class" err
data d
awk -F, 'NR == 1 { print; next } { printf "%s,%s,%s,\"$%d,%03d\"\n", $1, $2,
    $3, $1 * 3, $1 }' d/train.csv >x && mv x d/train.csv
exits 'money is read as numbers' 0 hcc-init -q -d desc.md -m rmse -s 0.2 d t
is 'programs see plain ones' '' "$(grep -c '[$"]' t/input/train.csv |
    grep -v '^0')"
is 'so does the grader' '' "$(grep -c '[$"]' t/sealed/labels.csv |
    grep -v '^0')"
exits 'auc of a quantity is refused' 65 init -m auc d un
like 'with its range' 'auc judges classes, but the target has 30 different' err

# --- crashes and company
data d
rm -rf t
mkdir .tmp-t
echo x >.tmp-t/junk
exits 'what a crash left is swept away' 0 init d t
is 'and not adopted' '' "$(find t -name junk)"
data d
mkdir .tmp-t
exits 'two builders do not meet' 75 flock .tmp-t hcc-init -q -d desc.md d t
rmdir .tmp-t
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
exits 'labels without the target' 65 hcc-init -q -m log_loss -d desc.md \
    -l wide/test.csv wide wt
like 'name what is missing' "no target column 'c'" err

finish
