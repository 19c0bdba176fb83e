#!/bin/sh
# hcc-init: what it recognises of the data and says in preview.md.
# shellcheck disable=SC2016
. "${0%/*}/../lib.sh"
. "$here/init.sh"

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

# Values of the rows to predict that are others: new ones, moved ones, missing.
rm -rf other t
mkdir other
rows() {	# FROM TO CITIES SHIFT GAPS
	awk -v a="$1" -v b="$2" -v c="$3" -v s="$4" -v g="$5" 'BEGIN {
	    n = split(c, city, " "); srand(1); for (i = a; i < b; i++)
		printf "%d,%s,%.3f,%s,%.3f,%d\n", i, city[i % n + 1],
		    rand() + s, i % 10 < g ? "" : i % 3, rand(), i % 2 }'
}
{
	echo id,city,moved,gaps,calm,y
	rows 0 300 'rome oslo bern' 0 1
} >other/train.csv
{
	echo id,city,moved,gaps,calm
	rows 300 400 'rome oslo bern lima' .3 6 | sed 's/,[01]$//'
} >other/test.csv
sed 's/,.*/,0/; 1s/.*/id,y/' other/test.csv >other/sample_submission.csv
init other t >/dev/null
grep 'differs from it' t/preview.md >out
like 'preview.md tells what is missing in the rows to predict' \
    'differs from it: .gaps. 60 % missing, not 10 %;' out
like 'and whose values are others there' \
    '; .moved. values 0\.[23][0-9] of 1 apart .median 0\.[78][0-9]*, not 0\.' out
like 'and which of them are new' \
    '; .city. 25 % of its rows have a value that is new ..lima..\.$' out
finish
