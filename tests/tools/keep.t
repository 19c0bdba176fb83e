#!/bin/sh
# keep.t: what a run leaves in ./keep stays, and a later one finds it in ./base.
# shellcheck disable=SC1091,SC2016

. "${0%/*}/../lib.sh"

# A brain whose programs are the texts of the suggestions.
cat >brain.lua <<'LUA'
local brain = {}
local words = { "apple pear plum", "river lake sea", "lion wolf bear",
	"iron zinc gold", "violin drum flute" }
local last = "sed 's/[^,]*$/0/; 1s/.*/id,y/' input/sample_submission.csv "
	.. ">submission.csv\n"
function brain.describe() return { text = "A test." } end
function brain.draft()
	return { text = "draft", code = "mkdir -p keep/fold && echo one >keep/a && "
		.. "echo two >keep/fold/b\n" .. last .. "echo metric: 0.5\n" }
end
function brain.plan(s)
	return { directions = { { title = "Way", why = "", from = s.phase == 3
		and "01/1.1" or nil, suggestions = { { title = words[s.phase],
		text = "true " .. words[s.phase] } } } } }
end
function brain.improve(s, suggestion)
	return { code = suggestion.text .. "\n" .. last .. "# on " .. s.base.id
		.. "\necho metric: 0.4\n" }
end
function brain.debug() return { give_up = "no" } end
function brain.judge() return { judgements = {}, rules = {}, next = {} } end
function brain.distil() return { tags = {}, remarks = {} } end
return brain
LUA
small_task t
sed -i "s|^brain: .*|brain: $T/brain.lua|" t/task.md
echo 'return { m = 1, q = 1 }' >t/policy/plan.lua

# log ID: what attempt ID printed.
log_of() {
	cat "t/l1/$1/log"
}
run_of() {
	jq -c "$2" "t/l1/$1/run.json"
}
# edit_plan NN TEXT: the one suggestion of a plan does TEXT.
edit_plan() {
	sed -i "s|^true .*|$2|" "t/plan/$1.md"
}

hcc-plan -q t >/dev/null
ok 'a draft leaves files' hcc-exec -q t
is 'run.json lists them with their sizes' '[["a",4],["fold/b",4]]' \
    "$(run_of 00/1.1/1 '[.keep[] | [.name, .size]]')"
is 'artifacts are kept by content' one \
    "$(cat "t/keep/$(run_of 00/1.1/1 '.keep[0].sha256' | tr -d \")")"
is 'nothing of them stays in the attempt' '' "$(ls -d t/l1/00/1.1/1/keep 2>&- )"
is 'the best says what it left' 2 "$(jq '.keep | length' t/best/run.json)"

hcc-plan -q t >/dev/null
edit_plan 01 'cat base/keep/a base/keep/fold/b; ls base; echo x >base/keep/a; echo three >keep/c'
ok 'the next run builds on it' hcc-exec -q t
is 'a run reads artifacts and program of its base' \
    'one two keep solution.sh submission.csv' "$(log_of 01/1.1/1 |
    grep -v -e metric -e Read-only | tr '\n' ' ' | sed 's/ $//')"
is 'run.json names the base' '"00/1.1"' "$(run_of 01/1.1/1 .base)"
like 'a run cannot change its base' 'Read-only file system' t/l1/01/1.1/1/log
is 'no base stays in the attempt' '' "$(ls -d t/l1/01/1.1/1/base 2>&-)"
is 'no temporary stays' '' "$(ls -d t/.tmp-* 2>&-)"
ok 'the phase is promoted' hcc-promote -q t
hcc-plan -q t >/dev/null
edit_plan 02 'cat base/keep/a'
ok 'a phase of another base runs' hcc-exec -q t
is 'a phase without From: builds on the best' \
    '"00/1.1"' "$(run_of 02/1.1/1 .base)"
ok 'that phase is promoted too' hcc-promote -q t

ok 'a brain can start from an archived run' hcc-plan -q t
like 'the plan names the archived run' '^From: 01/1.1$' t/plan/03.md
edit_plan 03 'cat base/keep/c; ls base; tail -1 solution.sh; grep "# on" solution.sh'
ok 'a phase on an archived run runs' hcc-exec -q t
is 'an archived base has its program and artifacts' \
    'three keep solution.sh submission.csv' \
    "$(log_of 03/1.1/1 | head -4 | tr '\n' ' ' | sed 's/ $//')"
like 'the brain was given that base' '^# on 01/1.1' t/l1/03/1.1/1/log
ok 'a phase on an archived run is promoted' hcc-promote -q t

# A person writes it into the plan.
hcc-plan -q t >/dev/null
sed -i 's|^Why:.*|&\n\nFrom: 02/1.1|' t/plan/04.md
ok 'a person can name another run' hcc-exec -q t
is 'the run that a person named is the base' \
    '"02/1.1"' "$(run_of 04/1.1/1 .base)"
hcc-promote -q t >out
hcc-plan -q t >/dev/null
sed -i 's|^Why:.*|&\n\nFrom: 05/1.1|' t/plan/05.md
exits 'a run of the same phase is refused' 65 hcc-exec -q t
like 'the refusal names the line of the plan' \
    "05.md' line [0-9]+: 'From: 05/1.1'" err
sed -i 's|^From:.*|From: 01/7.1|' t/plan/05.md
hcc-exec t >out 2>err
like 'the message names the absent run' "'01/7.1'.* no valid run" err

# The cap.
small_task c
echo 'return { keep_size = 3000 }' >c/policy/promote.lua
for i in 1 2 3 4; do
	hcc-exec -q -c "head -c 1000 /dev/zero | tr '\\0' $i >keep/x" c >out
	sleep 0.02
done
is 'above the cap the oldest artifact is removed' '2 3 4' "$(cut -c1 c/keep/* | sort |
    tr '\n' ' ' | sed 's/ $//')"
hcc-exec -q -c 'head -c 9000 /dev/zero >keep/big; echo y >keep/small' c >out
is 'a file above the cap is listed, but dropped' \
    '[["big",null],["small",true]]' \
    "$(jq -c '[.keep[] | [.name, if .sha256 then true else null end]]' \
    c/l1/00/0.5/1/run.json)"
hcc-exec -q -c 'ln -s /etc/passwd keep/p; mkfifo keep/f; chmod 000 keep' c >out
is 'links and pipes are no artifacts' null "$(jq -c .keep c/l1/00/0.6/1/run.json)"
hcc-exec -q -c 'rmdir keep; ln -s /tmp keep' c >out
is 'a link in place of keep is left alone' 'log run.json' \
    "$(cd c/l1/00/0.7/1 && echo *)"
finish
