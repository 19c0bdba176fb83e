#!/bin/sh
# hcc-init: how test differs from train.
. "${0%/*}/../lib.sh"
. "$here/init.sh"

data d
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
# A count that is mostly zero, and in test also other than in train.
grouped d
for file in d/train.csv d/test.csv; do
	edit 's/,p[0-9]*//; s/,patient//; s/,2024-..-..//; s/,day//' $file
done
awk -F, '{ print $0 "," (NR == 1 ? "spots" : NR % 9 ? 0 : 1 + NR % 5) }' \
    d/train.csv >n && mv n d/train.csv
awk -F, '{ print $0 "," (NR == 1 ? "spots" : NR % 3 ? 0 : 6 + NR) }' \
    d/test.csv >n && mv n d/test.csv
exits 'new counts among many zeros are no groups' 0 hcc-init -d desc.md d t
is 'task.md has no split' '' "$(field split t/task.md)"
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
finish
