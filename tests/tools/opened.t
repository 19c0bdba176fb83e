#!/bin/sh
# opened.t: which files of the input a run has read.
# shellcheck disable=SC1091,SC2016

. "${0%/*}/../lib.sh"

small_task t
if ! hcc-exec -q -c true t >out 2>err; then
	skip 'files that were read' "$(tail -1 err)"
	finish
	exit
fi
mkdir t/input/more
echo 1 >t/input/more/a
echo 2 >t/input/answers.csv
ln -s more/a t/input/link
# shows NAME WANTED COMMAND [-S none]: what the record of a command says.
shows() {
	name=$1 want=$2 command=$3
	shift 3
	hcc-exec -q "$@" -c "$command" t >out 2>err
	run=$(jq -r .id out)
	is "$name" "$want" "$(jq -c .read "t/l1/$run/1/run.json")"
}
shows 'run.json names the files that were read' \
    '["more/a","train.csv"]' 'cat input/train.csv input/more/a'
is 'the program has read them' 12 "$(wc -l <"t/l1/$run/1/log" | tr -d ' ')"
shows 'a file that was looked at is not read' '[]' 'ls -lR input; test -s input/test.csv'
shows 'what a link leads to is read' '["more/a"]' 'cat input/link'
shows 'a file that is not there is not read' '[]' 'cat input/nosuch || true'
shows 'a file that was read often is named once' '["test.csv"]' \
    'for i in 1 2 3 4 5 6 7 8 9; do cat input/test.csv; done'
shows 'without the sandbox it is not known' null 'cat input/train.csv' -S none
is 'the program still reads its input' 11 "$(wc -l <"t/l1/$run/1/log" |
    tr -d ' ')"

# Side by side, each has its own.
for f in train test; do
	hcc-exec -q -c "cat input/$f.csv; sleep 1" t >"out.$f" 2>err &
done
wait
is 'runs at the same time are told apart' '["test.csv"] ["train.csv"]' "$(for f \
    in test train; do jq -c .read "t/l1/$(jq -r .id out.$f)/1/run.json"; done |
    paste -sd' ')"
ok 'nothing of it is left in the task' test -z "$(find t -name '.tmp-*')"

# A phase, and its report.
printf '%s\n' --- 'train: input/train.csv' 'test: input/test.csv' \
    'sample: input/sample_submission.csv' --- >t/preview.md
hcc-plan -q t >/dev/null
exits 'a draft is run' 0 hcc-exec t
is 'result.json has them too' '["sample_submission.csv"]' \
    "$(jq -c .read t/best/result.json)"
hcc-report t >page
like 'the report lists what the best solution read' \
    'best solution read: sample_submission.csv\.' page
unlike 'tables that preview.md describes are no suspects' 'Not described' page
jq '.read += ["answers.csv", "more/a"]' t/best/result.json >new
mv new t/best/result.json
hcc-report t >page
like 'a file that nobody has described is a suspect' \
    'Not described by preview.md</b>: answers\.csv\. ' page
cp t/best/result.json "t/l1/$(jq -r .id t/best/result.json)"
hcc-context -r plan t >seen
like 'a model is told what the best solution read' \
    "it read 'answers\.csv', which preview.md does not describe" seen
jq 'del(.read)' t/best/result.json >new
mv new t/best/result.json
hcc-report t >page
like 'the report says when it is not known' 'read is not known' page

# What is too much, or elsewhere.
mkdir t/input/many
(cd t/input/many && seq 300 | xargs touch)
shows 'with many files it is not known' null 'cat input/train.csv'
is 'a program reads one of many files' 11 "$(wc -l <"t/l1/$run/1/log" |
    tr -d ' ')"
rm -r t/input/many
away=$(mktemp -d /dev/shm/hcc-test.XXXXXX 2>/dev/null) || away=
if [ -n "$away" ] && [ "$(stat -c %d "$away")" != "$(stat -c %d t)" ]; then
	mv t/input/* "$away"
	rmdir t/input
	ln -s "$away" t/input
	shows 'on another file system it is not known' null \
	    'cat input/train.csv'
	is 'a program reads from another file system' 11 \
	    "$(wc -l <"t/l1/$run/1/log" | tr -d ' ')"
else
	skip 'input on another file system' 'there is none'
fi
rm -rf "$away"
ok 'at the end nothing of it is left in the task' \
    test -z "$(find t -name '.tmp-*')"
finish
