#!/bin/sh
# many.t: hcc-exec -c - records many commands; what they leave is ended.
# shellcheck source=tests/lib.sh disable=SC2016,SC2086

. "${0%/*}/../lib.sh"

small_task t
# record LINES..: each is a command.
record() {
	for line; do printf '%s\n' "$line"; done | hcc-exec -q -j 2 -S none $more \
	    -c - t >out 2>err
}
more=
i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	echo "echo this is $i"
done >lines
hcc-exec -q -j 2 -S none -c - t <lines >out 2>err
is 'forty commands succeed' 0 $?
is 'each of forty commands is a run' \
    40 "$(cat t/l1/00/0.*/1/log | sort -u | wc -l |
    tr -d ' ')"
is 'each of forty runs has a result, an event and a record' '40 40 40' "$(
	find t/l1 -name result.json | wc -l | tr -d ' ') $(
	grep -c '"ev":"run"' t/journal.jsonl) $(wc -l <out | tr -d ' ')"
record true false true
is 'one command that fails gives status 1' 1 $?
is 'commands beside one that fails are recorded' '0 0 1' \
    "$(jq -r .exit out | sort | paste -sd' ')"
record '(sleep 987 &) ; setsid sleep 987 & echo left'
ok 'what a command left in the background is ended' gone 'sleep 987'
more='-t 1'
record 'sleep 986'
is 'the limit of time holds' '"time"' "$(jq -c .limit out)"
ok 'a command over its limit is ended' gone 'sleep 986'
more=
record 'seq 1 300000 | sort -n >/dev/null' true
is 'processor time is that of the run alone' true "$(jq -s \
    'map(select(.title == "true")) | length == 1' out)"
is 'a later run of the same process does not have it' true "$(jq -s '
    (map(select(.command == "true").cpu_s) | max) <
    (map(select(.command | startswith("seq")).cpu_s) | max)' \
    t/l1/00/0.*/1/run.json)"

head -c 200000 /dev/zero | tr '\0' x >long
{ cat long; echo; echo true; } | hcc-exec -q -S none -c - t >out 2>err
is 'a line that sh would not take is refused' 65 $?
like 'the refusal of a line names the remedy' 'put it into a file' err
is 'the command after a refused line is recorded' 1 "$(wc -l <out | tr -d ' ')"

# What a run leaves empty is the next one's: only if it is as it was.
see='echo "$(ls -A keep | wc -l) $(stat -c %A keep) $(ls input | wc -l)"'
spoil() {
	small_task "$1"
	for line in true 'echo 1 >keep/a' 'rmdir keep; ln -s /etc keep' \
	    'chmod 700 keep' 'rm -rf keep' 'rmdir keep; mkdir keep; echo 1 >keep/b' \
	    'rm -f input; ln -s /etc input' 'rm -f input' \
	    'echo 1 >run.json' 'setfattr -n user.a -v b keep'; do
		echo "$see; { $line; } 2>/dev/null || true"
	done | hcc-exec -q -j 1 -S "$2" -c - "$1" >out 2>err
	is "$2: ten runs find an empty keep and the input" \
	    '10 0 drwxr-xr-x 3' "$(cat "$1"/l1/00/0.*/1/log | sort | uniq -c |
	    sed 's/^ *//')"
	is "$2: what they kept is kept" 2 "$(jq -s 'map(.keep | length) | add' \
	    "$1"/l1/00/0.*/1/run.json)"
	is "$2: nothing is left in the task" '' "$(find "$1" -name '.tmp-*' -o \
	    -name keep -path '*/l1/*' -o -name input -path '*/l1/*')"
}
spoil none none
if hcc-exec -q -c true t >out 2>err; then
	spoil box bwrap
else
	skip 'what runs hand on in the sandbox' "$(tail -1 err)"
fi

# Killed: nothing runs on, and the tree is mended by whoever comes next.
small_task k
printf '%s\n' 'sleep 985' 'sleep 985 & sleep 984' |
    hcc-exec -q -j 2 -S none -c - k >out 2>err &
pid=$!
wait_for alive 'sleep 984'
kill -9 $pid
wait $pid 2>/dev/null
ok 'a kill of hcc-exec ends what it ran' wait_for gone 'sleep 98[45]'
hcc-exec -q -S none -c true k >out
is 'the run after a kill is the only one' \
    1 "$(find k/l1 -name run.json | wc -l |
    tr -d ' ')"
printf '%s\n' 'echo $PPID >ppid; exec sleep 983' |
    hcc-exec -q -j 1 -S none -c - k >out 2>err &
pid=$!
wait_for alive 'sleep 983'
wait_for test -s k/l1/00/0.2/1/ppid
kill -9 "$(cat k/l1/00/0.2/1/ppid)"
r=0
wait $pid || r=$?
is 'a kill of the process that records is an error' true \
    "$([ $r -ge 64 ] && echo true)"
ok 'the program of a killed recorder ends' wait_for gone 'sleep 983'
ok 'the tree can be mended' hcc-fsck -q -f k
finish
