#!/bin/sh
# Machines that share a task: leases (hcc-tree(5)). A second machine is this one
# with another host name, boot id and lock, in namespaces of its own.
. "${0%/*}/../lib.sh"

# task DIR TEXT: one open suggestion.
task() {
	small_task "$1"
	mkdir "$1/plan" "$1/lease"
	printf -- '---\nphase: 1\n---\n## 1 Way\n### 1.1 Idea\n%s\n' "$2" \
	    >"$1/plan/01.md"
}
holder() {
	ls "$1/lease"
}
free() {
	[ "$(holder "$1")" = free ]
}

task one 'score 0.7'
touch one/lease/0badb007.17.task.far
exits 'a task that another machine writes to is locked' 75 hcc-exec one
like 'the message names the machine that writes' "host 'far' is writing" err
exits 'no command is recorded in a task of another machine' \
    75 hcc-exec -c true one
hcc-status one >out
like 'hcc-status shows a task of another machine as working' \
    '^state +working' out
exits 'hcc-fsck passes over what may be written now' 0 hcc-fsck one
touch -d '2 minutes ago' one/lease/0badb007.17.task.far
hcc-status one >out
like 'a machine that was silent for a minute does not count' '^state +idle' out
exits 'the lease of a silent machine is taken over' 0 hcc-exec one
ok 'a lease is given back at the end' wait_for free one

task two 'sleep 600 score 0.7'
hcc-exec two >out 2>err &
exec_pid=$!
wait_for test -e two/l1/01/1.1/1/log
mv "two/lease/$(holder two)" two/lease/0badb007.17.task.far
status=0
wait $exec_pid || status=$?
is 'a process that has lost its lease is killed' 137 $status
ok 'programs of a process without its lease end' wait_for gone "$T/two"
is 'a process without its lease leaves no result' \
    '' "$(ls two/l1/01/1.1/result.json 2>/dev/null)"

if ! unshare --uts --mount true 2>/dev/null; then
	skip 'one of two machines runs a suggestion' 'namespaces need root'
	finish
	exit
fi

# machine N COMMAND..: run it on machine N, with a lock that no other sees. No
# sandbox: below a /proc that is partly covered bubblewrap mounts none.
machine() {
	echo "0000000$1-0000" >"boot$1"
	: >"lock$1"
	# shellcheck disable=SC2016 # for the inner shell
	unshare --uts --mount sh -c 'hostname "machine$1"
		echo $$ >"pid$1"
		mount --bind "boot$1" /proc/sys/kernel/random/boot_id
		mount --bind "lock$1" shared/lock
		shift
		exec "$@"' sh "$@"
}

task shared 'sleep 2 score 0.7'
: >shared/lock
machine 1 hcc-exec -S none shared >out1 2>err1 &
pid1=$!
machine 2 hcc-exec -S none shared >out2 2>err2 &
pid2=$!
s1=0 s2=0
wait $pid1 || s1=$?
wait $pid2 || s2=$?
is 'one of two machines runs a suggestion, the other exits with 75' '0 75' \
    "$(printf '%s\n' $s1 $s2 | sort -n | paste -sd' ')"
is 'a suggestion that two machines want starts once' \
    1 "$(grep -c '"ev":"start"' shared/journal.jsonl)"

task more 'sleep 600 score 0.7'
mv more shared2
rm -r shared
mv shared2 shared
: >shared/lock
machine 1 hcc-exec -S none shared >out1 2>err1 &
pid1=$!
wait_for test -e shared/l1/01/1.1/1/log
exits 'a machine does not run what another is running' \
    75 machine 2 hcc-exec -S none shared
kill -9 "$(cat pid1)"
wait $pid1 2>/dev/null || true
sed -i 's/sleep 600/sleep 0/' shared/plan/01.md
ok 'the lease of a killed machine comes free' wait_for free shared
exits 'another machine runs the suggestion of a killed one' \
    0 machine 2 hcc-exec -S none shared
finish
