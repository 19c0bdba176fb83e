#!/bin/sh
# refuse.t: what a person can get wrong in task.md, a plan, labels and data is
# refused, with the place and the remedy.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# refuses NAME STATUS REGEX COMMAND..
refuses() {
	what=$1 want=$2 regex=$3
	shift 3
	exits "$what is refused" "$want" "$@"
	like "the refusal of $what says why" "$regex" err
}

# task.md, by a line of its front matter.
meta() {
	rm -rf t
	small_task t "$2"
	refuses "$1" 65 "t/task.md': .*$3" hcc-plan t
}
meta 'a goal that is none' 'goal: up' "goal 'up' is neither"
meta 'a goal that contradicts the metric' 'goal: minimize' 'contradicts'
meta 'a time that is none' 'budget: {time: soon}' "'soon' is not a time like"
meta 'a negative time' 'budget: {time: -5}' 'is not a time like'
meta 'tokens that are no number' 'budget: {tokens: lots}' \
    "tokens 'lots' is not a number like"
meta 'a cost that is no number' 'budget: {cost: five}' 'is not a number like'
meta 'a negative cost' 'budget: {cost: -3}' 'is not a number like'
meta 'a budget of another name' 'budget: {tim: 8h}' 'budget may have time'
meta 'a budget that is no list of limits' 'budget: 8h' 'budget may have time'
meta 'a pattern without VALUE' 'pattern: loss' 'has no VALUE, as in'
meta 'a submission in a directory' 'submission: a/b.csv' 'plain file name'
meta 'a seal that is none' 'sealed: open' "is not exam, holdout or grader"
meta 'a command without files to edit' 'command: ./a' 'must name the files'
small_task none 'budget: {time: 8h, calls: 100, tokens: 20M, cost: 2.5}'
exits 'a budget of all limits is accepted' 0 hcc-plan -q none

# Plans.
small_task p
mkdir p/plan
plan() {
	printf '%s\n' "$2" >p/plan/00.md
	refuses "$1" 65 "plan/00.md.*line 1: .*$3" hcc-exec p
}
plan 'a direction without a number' '## First' "must read '## NUMBER"

# Labels and submissions.
mkdir g
printf 'id,y\n1,0\n2,1\n' >g/labels.csv
printf 'id,y\n1,0\n2,1\n' >g/good.csv
grade() {
	what=$1 want=$2 regex=$3
	shift 3
	refuses "$what" "$want" "$regex" hcc-grade -m accuracy "$@"
}
printf 'y\n0\n1\n' >g/bare.csv
grade 'a submission without ids' 65 "no id column 'id'" -a g/labels.csv \
    g/bare.csv
printf 'id\n1\n2\n' >g/ids.csv
grade 'labels without a target' 78 'no column beside the id' -a g/ids.csv \
    g/good.csv
printf 'id,y\n' >g/empty.csv
grade 'labels without rows' 78 'no row below the header' -a g/empty.csv \
    g/good.csv
printf 'id,y,weight\n1,0,0\n2,1,0\n' >g/weights.csv
grade 'labels whose weights are all 0' 78 'no row with a weight above 0' \
    -a g/weights.csv g/good.csv
printf 'team,score\na,0.5\nb,high\n' >g/board.csv
grade 'a leaderboard with a score that is no number' 65 \
    "line 3: score 'high' is not a number" -l g/board.csv -a g/labels.csv \
    g/good.csv

# Data.
echo 'Tell odd from even.' >desc.md
init() {
	what=$1 want=$2 regex=$3
	shift 3
	refuses "$what" "$want" "$regex" hcc-init -q -d desc.md "$@"
}
init 'a metric that is not known, without its goal' 64 \
    'of your own needs -p program and -g goal' -m mine none/input new
init 'a metric of the table with the other goal' 64 'its goal is to maximize' \
    -m accuracy -g minimize none/input new
init 'a task without a name' 64 'no name' -m accuracy none/input ''
init 'two directories of data' 65 'one directory or any number of files' \
    -m accuracy none/input g new
mkdir twice
cp none/input/train.csv twice
init 'two files of one name' 65 'a file of that name is there already' \
    -m accuracy none/input/train.csv none/input/test.csv twice/train.csv new
cp -r none/input round
ln -s . round/again
init 'a circle of links' 65 'circle of links' -m accuracy round new
is 'what is refused leaves nothing' '' "$(ls -d new .tmp-* 2>/dev/null)"
finish
