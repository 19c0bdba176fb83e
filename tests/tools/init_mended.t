#!/bin/sh
# hcc-init: what is mended, and told.
# shellcheck disable=SC2016
. "${0%/*}/../lib.sh"
. "$here/init.sh"

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
finish
