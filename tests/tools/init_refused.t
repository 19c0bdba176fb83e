#!/bin/sh
# hcc-init: what it refuses: status, then what is said.
# shellcheck disable=SC2016
. "${0%/*}/../lib.sh"
. "$here/init.sh"

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

data d
awk -F, 'NR == 1 { print; next } { printf "%s,%s,%s,\"$%d,%03d\"\n", $1, $2,
    $3, $1 * 3, $1 }' d/train.csv >x && mv x d/train.csv
exits 'auc of a quantity is refused' 65 init -m auc d un
like 'the refusal of auc names the number of values' \
    'auc judges classes, but the target has 30 different' err
data d; edit 1d d/sample_submission.csv
refuse 'a sample without header is refused' 65 'first line looks like data'
finish
