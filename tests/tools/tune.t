#!/bin/sh
# hcc-tune: what other values of knobs would have been worth, by the records of
# ended tasks. The trees are made by hand, so that the better value is known.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# begin TASK: an ended task without a run.
begin() {
	mkdir -p "$1/plan" "$1/input" "$1/policy"
	printf -- '---\nid: %s\nmetric: accuracy\n---\nTell odd from even.\n' \
	    "${1##*/}" >"$1/task.md"
	printf 'id,y\n1,0\n' >"$1/input/sample_submission.csv"
	echo '{"ev":"init","s":"a","t":1000}' >"$1/journal.jsonl"
	echo '{"best":null,"hcc":"0.2","score":null,"spent":1,"why":"done"}' \
	    >"$1/done.json"
	at=1000
}

# plan TASK PHASE ID..: a plan of these suggestions.
plan() {
	task=$1 phase=$2 last=
	shift 2
	file=$task/plan/$phase.md
	printf -- '---\nphase: %d\n---\n' "${phase#0}" >"$file"
	for id; do
		[ "${id%.*}" = "$last" ] || printf '## %s Way\n' "${id%.*}"
		printf '### %s Idea\ndo it\n' "$id"
		last=${id%.*}
	done >>"$file"
}

# trial TASK ID BASE SCORE [MEMBERS [STATUS SECONDS]..]: a result, with further
# members, and its attempts; 10 seconds if none is given. BASE - is none.
trial() {
	task=$1 id=$2 score=$4
	on=null members=${5-}
	[ "$3" = - ] || on="{\"id\":\"$3\",\"score\":0.5}"
	shift 4
	[ $# -eq 0 ] || shift
	[ $# -gt 0 ] || set -- ok 10
	attempts=0 last=failed
	while [ $# -gt 0 ]; do
		attempts=$((attempts + 1)) last=$1 at=$((at + $2))
		mkdir -p "$task/l1/$id/$attempts"
		echo "{\"id\":\"$id/$attempts\",\"status\":\"$1\",\"seconds\":$2,\
\"time_limit\":40}" >"$task/l1/$id/$attempts/run.json"
		shift 2
	done
	[ "$last" = ok ] || score=null
	echo "{\"id\":\"$id\",\"title\":\"Idea\",\"status\":\"$last\",\
\"score\":$score,\"base\":$on,\"attempt\":$attempts,\
\"attempts\":$attempts,\"seconds\":10$members}" >"$task/l1/$id/result.json"
	echo "{\"ev\":\"result\",\"id\":\"$id\",\"s\":\"a\",\"t\":$at}" \
	    >>"$task/journal.jsonl"
}

# Narrow: the first direction has every improvement, two others none.
for i in 1 2 3 4; do
	t=narrow$i
	begin $t
	plan $t 00 1.1
	trial $t 00/1.1 - 0.5
	base=00/1.1
	for p in 1 2 3; do
		plan $t 0$p 1.1 1.2 2.1 2.2 3.1 3.2
		trial $t 0$p/1.1 $base 0.6$p
		trial $t 0$p/1.2 $base 0.4 '' ok 2$i
		for d in 2 3; do
			trial $t 0$p/$d.1 $base 0.4 '' ok 30
			trial $t 0$p/$d.2 $base 0.4 '' ok 20
		done
		base=0$p/1.1
	done
done
exits 'hcc-tune finds that narrow plans were better' 0 \
    hcc-tune -p plan narrow1 narrow2 narrow3 narrow4
cp out plan.lua
like 'hcc-tune sets the number of directions' '^	m = 1,$' plan.lua
like 'hcc-tune sets the number of suggestions' '^	q = 1,$' plan.lua
like 'hcc-tune names the tasks' '^-- Tasks: narrow1 narrow2 narrow3 narrow4$' \
    plan.lua
like 'hcc-tune prints gain, interval, tasks and verdict of a value' \
    '^--   1, 1 +\+0\.[0-9]{3} \+-0\.[0-9]{3} +\+0\.[0-9]{3} \+-0\.[0-9]{3} +4  better$' \
    plan.lua
like 'hcc-tune prints what was recorded' '^-- m, q, recorded with: 3, 2$' plan.lua
like 'hcc-tune says what cannot be told' 'more cannot be told' plan.lua
unlike 'hcc-tune prints lines of 80 columns at most' '.{81}' plan.lua
is 'hcc-tune applies nothing' '' "$(ls narrow1/policy)"
small_task next
cp plan.lua next/policy/plan.lua
hcc-plan -q next >/dev/null && hcc-exec -q next >/dev/null
is 'the file that hcc-tune prints is a policy' 1 \
    "$(hcc-plan -q next | jq -s length)"

# Wide: what is needed stands in the last direction. Without it the record
# breaks off, and nobody knows what would have followed.
for i in 1 2 3 4; do
	t=wide$i
	begin $t
	plan $t 00 1.1
	trial $t 00/1.1 - 0.5
	base=00/1.1
	for p in 1 2; do
		plan $t 0$p 1.1 2.1
		trial $t 0$p/1.1 $base 0.4 '' ok 1$i
		trial $t 0$p/2.1 $base 0.6$p
		base=0$p/2.1
	done
done
exits 'hcc-tune does not tell what the record does not have' 1 \
    hcc-tune -p plan wide1 wide2 wide3 wide4
like 'hcc-tune gives bounds where the record breaks off' \
    '^--   1, 1 +-0\.[0-9]+ \+-[0-9.]+ +\+0\.000 \+-0\.000 +4  not known$' out
like 'a file of hcc-tune that knows nothing better changes nothing' \
    'no value is known to be better' out

# Repairs: in one family of tasks the second attempt never works and costs a
# minute, in the other it is what works.
for i in 1 2 3; do
	for kind in vain good; do
		t=$kind$i
		begin $t
		plan $t 00 1.1
		trial $t 00/1.1 - 0.5
		base=00/1.1
		for p in 1 2 3; do
			plan $t 0$p 1.1 1.2
			if [ $kind = vain ]; then
				trial $t 0$p/1.1 $base 0 '' failed 20 failed 60
			else
				trial $t 0$p/1.1 $base 0.5$p '' failed 10 ok 1$i
				base=0$p/1.1
			fi
			trial $t 0$p/1.2 $base 0.6$p
			base=0$p/1.2
		done
	done
done
exits 'hcc-tune finds that repairs were in vain' 0 \
    hcc-tune -p exec vain1 vain2 vain3
like 'hcc-tune sets the number of attempts' '^	tries = 1,$' out
hcc-tune -p exec good1 good2 good3 >out 2>err
unlike 'hcc-tune keeps repairs that work' 'tries = 1,' out

# Limits: what wins takes 10 of its 40 seconds, the rest up to 30.
exits 'hcc-tune finds that shorter limits were better' 0 \
    hcc-tune -p exec narrow1 narrow2 narrow3
like 'hcc-tune sets the share of the time' '^	phase_share = 0\.1,$' out
like 'hcc-tune says how many attempts ran out of time' \
    '^-- Of 57 attempts 0 ran out of time: more time changes nothing\.$' out
like 'hcc-tune says that no attempt was repaired' \
    'at most 1 attempts of a suggestion' out
unlike 'hcc-tune sets no attempts where nothing was repaired' 'tries = ' out

# Margin: the folds like the last solution a little better, the exam does not.
for i in 1 2 3; do
	t=lucky$i
	begin $t
	plan $t 00 1.1
	trial $t 00/1.1 - 0.500 ',"folds":[0.45,0.50,0.55],"measured":0.5'
	plan $t 01 1.1
	trial $t 01/1.1 00/1.1 0.7 \
	    ',"folds":[0.65,0.70,0.75],"measured":0.6'
	plan $t 02 1.1
	trial $t 02/1.1 01/1.1 0.7133 \
	    ",\"folds\":[0.70,0.66,0.78],\"measured\":0.4$i"
done
exits 'hcc-tune finds that a larger margin was better' 0 \
    hcc-tune -p exec lucky1 lucky2 lucky3
like 'hcc-tune sets the margin by what the exam measured' \
    '^	margin = (0\.5|1|2),$' out
like 'hcc-tune says which tasks can tell a margin' \
    '^-- 3 of 3 tasks have the folds, or the exam' out

# Without an exam each fold tells what the others have chosen: here two like
# the last solution a little, the third not at all.
for i in 1 2 3; do
	t=folded$i
	begin $t
	plan $t 00 1.1
	trial $t 00/1.1 - 0.5 ',"folds":[0.45,0.50,0.55]'
	plan $t 01 1.1
	trial $t 01/1.1 00/1.1 0.7 ',"folds":[0.65,0.70,0.75]'
	plan $t 02 1.1
	trial $t 02/1.1 01/1.1 0.623 ",\"folds\":[0.71,0.72,0.4$i]"
done
exits 'hcc-tune finds by folds that a larger margin was better' 0 \
    hcc-tune -p exec folded1 folded2 folded3
like 'hcc-tune sets the margin by what folds tell' '^	margin = 2,$' out
like 'hcc-tune says which tasks have folds' \
    '^-- 3 of 3 tasks have the folds, or the exam' out
# 0.34, 0.33, 0.32 on one fold of three, of a way of 0.2
like 'hcc-tune tells the gain on the folds that did not choose' \
    '^--   2 +\+0\.550 \+-0\.041 +\+0\.550 \+-0\.041 +3  better$' out
like 'hcc-tune tells where a margin chooses no other' \
    '^--   1 +\+0\.000 \+-0\.000 +\+0\.000 \+-0\.000 +3  no difference$' out
for i in 1 2 3; do
	cp -r folded$i clear$i
	sed -i "s/^id: .*/id: clear$i/" clear$i/task.md
	jq ".folds = [0.71, 0.72, 0.8$i] | .score = 0.75" \
	    folded$i/l1/02/1.1/result.json >clear$i/l1/02/1.1/result.json
done
hcc-tune -p exec clear1 clear2 clear3 >out 2>err
like 'hcc-tune says that a margin is worse which leaves out what all folds like' \
    '^--   2 +-0\.[0-9]+ \+-0\.[0-9]+ +-0\.[0-9]+ \+-0\.[0-9]+ +3  worse$' out
unlike 'hcc-tune sets no margin that is worse' 'margin = ' out
cp -r folded1 uneven
jq '.folds = [0.5, 0.5]' folded1/l1/00/1.1/result.json \
    >uneven/l1/00/1.1/result.json
cp -r folded1 few
for id in 00 01 02; do
	jq '.folds = .folds[:2]' folded1/l1/$id/1.1/result.json \
	    >few/l1/$id/1.1/result.json
done
cp -r folded1 partly
jq '.measured = 0.5' folded1/l1/01/1.1/result.json \
    >partly/l1/01/1.1/result.json
sed -i 's/^metric:/sealed: exam\n&/' partly/task.md
hcc-tune -p exec folded1 uneven few partly >out 2>err
like 'folds that differ in number, or two, or a part of an exam tell nothing' \
    '^-- 1 of 4 tasks have the folds, or the exam' out

# Delta: near wisdom wins, far wisdom does harm.
for i in 1 2 3 4 5 6; do
	t=fetched$i
	near=0.9 informed=0.7
	[ $i -lt 3 ] || near=0.55 informed=0.3
	begin $t
	plan $t 00 1.1
	trial $t 00/1.1 - 0.5
	plan $t 01 1.1 2.1
	sed -i '/^## 2 /a Control: planned without wisdom' $t/plan/01.md
	trial $t 01/1.1 00/1.1 $informed
	trial $t 01/2.1 00/1.1 0.5
	{
		echo "## abcdef012345 old (similarity $near, provisional, hcc)"
		printf '%s\n' '~~~' 'Try trees.' '~~~' | tr '~' '\140'
	} >$t/prefetch.md
done
exits 'hcc-tune finds that a higher delta was better' 0 \
    hcc-tune -p prefetch fetched1 fetched2 fetched3 fetched4 fetched5 fetched6
like 'hcc-tune sets the delta that leaves the harm out' '^	delta = 0\.55,$' out
like 'hcc-tune counts the tasks that tested their wisdom' \
    '^-- 6 of 6 tasks tested' out
exits 'hcc-tune tells no delta without control directions' 1 \
    hcc-tune -p prefetch narrow1 narrow2 narrow3

# What tells nothing, and what is wrong.
exits 'hcc-tune tells nothing from one task' 1 hcc-tune -p plan narrow1
like 'hcc-tune says that no value is known to be better' \
    'no value is known to be better' err
cp -r narrow1 open
rm open/done.json
exits 'hcc-tune refuses a task that has not ended' 75 \
    hcc-tune -p plan open narrow2 narrow3 narrow4
like 'hcc-tune says how a task is ended' "'.*open'.*hcc-promote -t" err
like 'hcc-tune reads the other tasks' '^-- Tasks: narrow2 narrow3 narrow4$' out
exits 'hcc-tune wants a policy' 64 hcc-tune narrow1
like 'hcc-tune names the policies' 'exec, plan or prefetch' err
exits 'hcc-tune of no task at all exits with 66' 66 hcc-tune -p plan nowhere
exits 'hcc-tune exits with 74 when the disk is full' 74 \
    sh -c 'hcc-tune -p plan narrow1 >/dev/full'
hcc-tune -j narrow1 narrow2 narrow3 vain1 >out
is 'the records of hcc-tune -j fit their schema' "tuning $(wc -l <out)" \
    "$(/usr/bin/python3 "$root/tests/tools/schema_check.py" \
    "$root/share/hcc/schema" <out)"
is 'hcc-tune -j has all policies' 'exec plan' \
    "$(jq -r .policy out | sort -u | xargs)"
is 'the same trees give the same file' "$(cat plan.lua)" \
    "$(hcc-tune -p plan narrow1 narrow2 narrow3 narrow4)"

# Promoted phases are read out of their archives.
small_task real
hcc-plan -q real >/dev/null && hcc-exec -q real >/dev/null
for p in 1 2; do
	hcc-plan -q real >/dev/null && hcc-exec -q real >/dev/null &&
	    hcc-promote -q real >/dev/null
done
hcc-promote -q -t -w 'good enough' real >/dev/null
hcc-tune -p plan real >out 2>err
like 'hcc-tune reads promoted phases' '^-- m, q, recorded with: 3, 2$' out
finish
