#!/bin/sh
# live.t: what runs now, for people who look: hcc-status, hcc-watch.
# shellcheck source=tests/lib.sh disable=SC2016

. "${0%/*}/../lib.sh"

# A brain whose draft tells how far it is, and then waits for a file.
cat >brain.lua <<'LUA'
local brain = {}
function brain.describe() return { text = "A test." } end
function brain.draft()
	return { text = "draft", code = "echo 'epoch 1/4 loss 0.9'\n"
		.. "echo metric: 0.25\n" .. "until test -e input/go; do sleep 0.1; done\n"
		.. "cp input/sample_submission.csv submission.csv\n" }
end
function brain.plan() return { directions = {} } end
function brain.improve() error("no") end
function brain.debug() return { give_up = "no" } end
function brain.judge() return { judgements = {}, rules = {}, next = {} } end
function brain.distil() return { tags = {}, remarks = {} } end
return brain
LUA
small_task t
sed -i "s|^brain: .*|brain: $T/brain.lua|" t/task.md
echo 'return { shortest = 80, longest = 80, noise_runs = 0, audit = 0 }' \
    >t/policy/exec.lua
hcc-plan -q t >out
hcc-exec -q t >out 2>err &
exec=$!
metric_seen() {
	hcc-status -j t | jq -e '.running[0].claimed == 0.25'
}
ok 'hcc-status -j has the attempt that runs' wait_for metric_seen
is 'a running attempt has id, limit, cores and what it uses' \
    '["00/1.1/1",80,true,true,true]' "$(hcc-status -j t | jq -c '.running[0] |
    [.id, .limit, .cores >= 1, .memory > 0, .busy >= 0]')"
is 'the end of a run is forecast from its epochs' true \
    "$(hcc-status -j t | jq '.running[0] | .expected > 3.9 and .expected < 80')"
hcc-status t >out
like 'hcc-status has a line for a running attempt' \
    '^running   00/1.1/1  [0-9.]+s of 1m 20s \([0-9]+ %\)  ends in ' out
like 'the line of a running attempt has metric, cores, memory' \
    'metric 0.25  [0-9.]+ of [0-9]+ cores  [0-9.]+[BKMG] of ' out
for width in 30 60 200; do
	"$root/tests/fake/screen.py" 24 $width xterm hcc-status t >out
	grep '^running' out >line
	is "on $width columns the line is not folded" 1 \
	    "$(awk -v w=$width 'length <= w' line | wc -l | tr -d ' ')"
done
like 'a narrow terminal has the time at least' '^running .* of 1m 20s' out

kill -9 $exec
wait $exec 2>/dev/null
ended() {
	gone "$T/t" && [ -z "$(find t -name now.json)" ]
}
ok 'a killed run leaves no now.json' wait_for ended
: >t/l1/00/1.1/now.json
exits 'hcc-fsck finds a now.json that was left' 65 hcc-fsck t
ok 'hcc-fsck -f removes a now.json that was left' hcc-fsck -q -f t

# hcc-watch draws it below its task.
#
# seen PATTERN ROWS COLUMNS TERM TOOL..: what is on the terminal as soon as it
# has that; or after $SEEN_FOR seconds.
seen() {
	SCREEN_UNTIL=$1
	shift
	export SCREEN_UNTIL
	"$root/tests/fake/screen.py" "$1" "$2" "$3" \
	    timeout "${SEEN_FOR:-60}" "$4" "$5" ${6+"$6"} ${7+"$7"} >out
}
seen '^  00/1.1/1  .* cores' 10 100 xterm hcc-watch t
like 'hcc-watch has a line of the task' '^small  exec 00/1.1/1  ' out
like 'hcc-watch has a line of the attempt' '^  00/1.1/1  [0-9.]+s of ' out
like 'no line is pushed out' '^lost 0$' out
small_task said
sed -i "s|^brain: .*|brain: $T/none.lua|" said/task.md
seen '^hcc-(.*\n)+small ' 10 400 xterm hcc-watch said
is 'messages of hcc-watch are above its lines' 'hcc- smal' \
    "$(cut -c1-4 out | uniq | head -2 | paste -sd' ')"
export SEEN_FOR=4
seen '^nothing$' 10 400 xterm hcc-watch said
unset SEEN_FOR
is 'each message of hcc-watch is there once' \
    '' "$(grep '^hcc-' out | sort | uniq -d)"
seen '^  00/1.1/1  .*s' 10 24 xterm hcc-watch t
is 'no line is wider than a narrow terminal' '' "$(awk 'length > 24' out)"
: >t/input/go
seen '^nothing$' 10 100 dumb hcc-watch -1 t
unlike 'a dumb terminal gets no escape sequences' "$(printf '\033')" out
like 'a dumb terminal gets a line for each new step' '^small  exec' out

# Forty tasks, twenty rows.
for k in $(seq 40); do
	small_task "many/t$k"
	sed -i "s|^id: .*|id: task-$k|; s|^brain: .*|brain: $T/brain.lua|" \
	    "many/t$k/task.md"
	echo '-' >"many/t$k/prefetch.md"
done
seen '(^task-.* exec .*\n  00/1.1/1 .*\n){3}(.*\n)*and .* ended' 20 72 xterm \
    hcc-watch -j 3 many
is 'forty tasks take nineteen rows of twenty' 19 "$(grep -vc '^lost' out)"
like 'no line is pushed out of the screen' '^lost 0$' out
is 'tasks at work come first' 'exec exec exec' \
    "$(grep '^task-' out | head -3 | awk '{ print $2 }' | paste -sd' ')"
is 'tasks at work have lines of their attempts' 3 "$(grep -c '^  00/1.1/1' out)"
like 'the last line counts the others' \
    '^and [0-9]+ more: 0 at work, [0-9]+ waiting, 0 ended' out
is 'no line is wider than the terminal' '' "$(awk 'length > 72' out)"
finish
