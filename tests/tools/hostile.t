#!/bin/sh
# hostile.t: nasty files from hcc-init to a valid submission, which is as good
# as that of their clean twin.
. "${0%/*}/../lib.sh"
export HCC_SHARE="${HCC_SHARE:-$root/share/hcc}"

if ! /usr/bin/python3 -c 'import sklearn, pandas' 2>/dev/null; then
	skip 'nasty files' 'no python3-sklearn'
	finish
	exit
fi

# 240 rows to learn from and 60 to predict; y follows from a and b.
mkdir clean nasty
awk 'BEGIN {
	srand(7)
	print "id,a,b,c,y" >"clean/train.csv"
	print "id,a,b,c" >"clean/test.csv"
	print "id,y" >"clean/sample_submission.csv"
	print "id,y" >"labels.csv"
	for (i = 1; i <= 300; i++) {
		a = int(rand() * 1000) / 10
		b = substr("uvw", 1 + int(rand() * 3), 1)
		y = a + 40 * (b == "u") + 10 * rand() > 65 ? "yes" : "no"
		row = sprintf("%05d,%s,%s,%s", i, a, b, int(rand() * 9))
		if (i <= 240) {
			print row "," y >"clean/train.csv"
			continue
		}
		print row >"clean/test.csv"
		printf "%05d,no\n", i >"clean/sample_submission.csv"
		printf "%05d,%s\n", i, y >"labels.csv"
	}
}'

# The same in the worst of hands: semicolons and decimal commas, a mark, CRLF,
# labels in all cases, a column twice, an index, Latin-1, NUL, an open quote,
# rows too long and too short, missing values in words, other columns first.
awk -F, 'NR == 1 { print ";c;c;\"b \";A;Id; Y "; next }
	{
		y = NR % 3 == 0 ? toupper($5) : NR % 5 == 0 ? "\" " $5 "\"" : $5
		sub(/\./, ",", $2)
		c = NR % 11 == 0 ? "n/a" : NR % 13 == 0 ? "missing" : $4
		line = NR - 2 ";" c ";" $4 ";" $3 ";" $2 ";" $1 ";" y
		if (NR == 50) line = line ";;;"
		if (NR == 60) line = NR - 2 ";1"
		if (NR == 70) line = line ";surplus"
		if (NR == 80) line = NR - 2 ";\"1;2;u;50;" $1 ";no"
		if (NR == 90) print ";;;;;;"
		printf "%s\r\n", line
	}' clean/train.csv |
    sed '1s/^/\xef\xbb\xbf/; 30s/;\([uvw]\);/;\1\xe9;/' |
    LC_ALL=C sed '40s/^\(.\)/\1\x00/' >nasty/train.csv
awk -F, 'NR == 1 { print "b\tID\tc\tA\textra"; next }
	{ print $3 "\t" $1 "\t" $4 "\t" $2 "\tx" }' clean/test.csv |
    tr '\n' '\r' >nasty/test.csv
{ sed -n 1p clean/sample_submission.csv
    sed 1d clean/sample_submission.csv | sort -r; } \
    >nasty/sample_submission.csv
echo 'Predict y.' >desc.md

for twin in clean nasty; do
	exits "$twin: a task" 0 hcc-init -q -d desc.md -m accuracy -b 10m \
	    -l labels.csv "$twin" "t-$twin"
	hcc-plan -q "t-$twin" | hcc-exec -q >out 2>err
	is "$twin: a valid submission" '[true]' \
	    "$(jq -c '[.submission.valid]' "t-$twin/l1/00/1.1/1/run.json")"
done
like 'preview.md lists the repairs' '^- mended' t-nasty/preview.md
is 'all rows but two are learnt from' 238 "$(sed 1d t-nasty/input/train.csv |
    wc -l)"
is 'the submission is the sample in its order' \
    "$(cut -d, -f1 nasty/sample_submission.csv)" \
    "$(tr -d '\r' <t-nasty/best/submission.csv | cut -d, -f1)"
# as_good TASK: more than 85 of 100 rows are right.
as_good() {
	hcc-grade -q "$1" | jq -e '.score > 0.85' >/dev/null
}
ok 'the clean twin is learnt' as_good t-clean
ok 'the nasty one as well' as_good t-nasty

finish
