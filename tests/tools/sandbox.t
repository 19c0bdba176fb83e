#!/bin/sh
# sandbox.t: what a run may see and use, and that nothing of it survives.
# Every test runs with the sandbox and without it (-n), except for those
# about what the sandbox hides. Programs are sh or Python; limits are short.
# shellcheck disable=SC1091,SC2016

. "${0%/*}/../lib.sh"

run=${HCC_HELPERS:-$root/build/tests/tools}/helper_run
if [ ! -x "$run" ]; then
	echo "1..0 # SKIP build/tests/helper_run is not built"
	exit 0
fi
py=/usr/bin/python3
mkdir in a
echo secret >sealed
echo 42 >in/x

# go ARGS..: run in the directory a with a deadline; the record is in out.
go() {
	rm -rf a && mkdir a
	timeout 60 "$run" "$@" >out 2>err
}

# field NAME: its value in the record.
field() {
	jq -c ".$1" out
}

# dead MARK: no process has MARK in its environment any more.
dead() {
	! grep -qszx "MARK=$1" /proc/[0-9]*/environ
}

alive() {
	! dead "$1"
}

has_box() {
	"$run" a true >/dev/null 2>&1
}

# What the program sees, in any mode.
common() {
	go "$@" -i "$T/in" -e HCC_SEED=7 a sh -c '
		cat input/x; echo "seed $HCC_SEED"; echo err >&2
		env | cut -d= -f1 | sort | tr "\n" " "; echo
		for f in /proc/self/fd/*; do echo "fd ${f##*/}"; done
		cat; echo made >submission.csv; exit 3'
	is "$mode exit status" 3 "$(field exit)"
	is "$mode no limit" null "$(field limit)"
	like "$mode reads input" '^42$' a/log
	like "$mode sees the seed" '^seed 7$' a/log
	like "$mode stderr is in the log" '^err$' a/log
	like "$mode environment" '^HCC_SEED HOME LANG PATH (PWD )?TMPDIR $' \
		a/log
	unlike "$mode no other descriptor" '^fd ([4-9]|[1-9][0-9])' a/log
	is "$mode leaves what it made and nothing else" 'log submission.csv' \
		"$(cd a && echo *)"
	is "$mode log bytes" "$(wc -c <a/log)" "$(field log_bytes)"
	go "$@" a sh -c 'cp /bin/true x; mkdir d; mv x d; chmod 6755 d/x
		chmod 0 d'
	is "$mode leaves no set-user-id" '-rwxr-xr-x' \
		"$(find a -name x -printf %M)"
	go "$@" a sh -c 'kill -11 $$'
	is "$mode signal" 'null 11' "$(field exit) $(field signal)"
	go "$@" a ./nosuch
	is "$mode no such program" 69 $?
	like "$mode says so" "start './nosuch'.*No such file" err
}

# Each limit ends the run, names itself and leaves nobody.
limits() {
	go "$@" -e MARK=sleep -L wall=.3 -L grace=1 a sleep 1000
	is "$mode sleeps for ever" '"time" 15' "$(field limit) $(field signal)"
	go "$@" -e MARK=term -L wall=.3 -L grace=.3 a \
		$py -c 'import signal; signal.signal(15, signal.SIG_IGN)
while True: signal.pause()'
	is "$mode ignores SIGTERM" '"time" 9' "$(field limit) $(field signal)"
	go "$@" -L wall=.3 -L grace=5 a sh -c '
		trap "echo saved; exit 0" TERM; while :; do sleep .05; done'
	is "$mode uses its grace" '"time" 0' "$(field limit) $(field exit)"
	like "$mode saves" '^saved$' a/log
	go "$@" -L cpu=.3 -L grace=.3 a sh -c 'while :; do :; done'
	is "$mode burns the CPU" '"cpu"' "$(field limit)"
	go "$@" -L memory=1e8 a $py -c 'x = []
while True: x.append(b"x" * 1000000)'
	is "$mode fills memory slowly" '"memory"' "$(field limit)"
	go "$@" -L memory=1e8 a $py -c 'x = b"x" * 20000000000'
	is "$mode asks for too much at once" '"memory"' "$(field limit)"
	go "$@" -L output=1e6 a sh -c 'yes'
	is "$mode prints for ever" '"output" 1000000 1000000' \
		"$(field limit) $(field log_bytes) $(wc -c <a/log)"
	go "$@" -L disk=1e7 a sh -c 'yes >big'
	is "$mode one big file" '"disk"' "$(field limit)"
	ok "$mode stays near the limit" test "$(wc -c <a/big)" -le 10000000
	go "$@" -L disk=1e7 a sh -c 'i=0; while :; do
		head -c 1000000 /dev/zero >f$i; i=$((i + 1)); done'
	is "$mode many files" '"disk"' "$(field limit)"
	go "$@" -e MARK=fork -L processes=20 -L wall=20 a \
		sh -c 'while :; do sleep 1000 & done'
	is "$mode forks for ever" '"processes"' "$(field limit)"
	ok "$mode and all are dead" dead fork
}

# Nothing outlives its run, however it hides.
survivors() {
	go "$@" -e MARK=daemon a $py -c 'import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        time.sleep(1000)
    os._exit(0)
os.wait()'
	is "$mode a daemon" '0 null' "$(field exit) $(field limit)"
	ok "$mode is dead" dead daemon
	rm -rf a && mkdir a
	"$run" "$@" -e MARK=orphan a sh -c 'sleep 1000 & sleep 1000' \
		>out 2>err &
	pid=$!
	sleep .5
	kill -9 $pid
	wait $pid 2>/dev/null
	sleep .5
	ok "$mode the executor is killed: so is the run" dead orphan
}

MARK=alive sleep 5 &
sleep .1
ok 'a living process is found' alive alive
kill $!
mode=none
common -n
limits -n
survivors -n
ln -s nowhere a/input
"$run" -n -i "$T/in" a sh -c 'rm log; echo kept; cat input/x' >out 2>err
is 'none restores the log' 'kept 42' "$(tr '\n' ' ' <a/log | sed 's/ $//')"
is 'none removes the link' log "$(cd a && echo *)"

if ! has_box; then
	skip 'the sandbox' "$(tail -1 err)"
	finish
	exit
fi
mode=box
common
limits
survivors
go -i "$T/in" a sh -c '
	try() { if ( eval "$2" ) >/dev/null 2>&1; then echo "can $1"; fi; }
	try root ": >/x"
	try dev ": >/dev/x"
	try usr ": >/usr/x"
	try input ": >input/y"
	try sealed "cat ../sealed"
	try host "ls '"$T"'"
	try home "ls /home /root"
	try shadow "cat /etc/shadow"
	try sysctl ": >>/proc/sys/kernel/hostname"
	try umount "umount input"
	try unlog "rm -f log"
	try shm "head -c 2000000000 /dev/zero >/dev/shm/x"
	id -u; hostname; pwd; ls /proc | grep -c "^[0-9]"'
unlike 'box cannot' '^can' a/log
is 'box is nobody, nowhere' '65534 hcc /attempt' \
	"$(head -3 a/log | tr '\n' ' ' | sed 's/ $//')"
go a $py -c 'import socket
s = socket.socket()
s.settimeout(2)
try: s.connect(("192.0.2.1", 80)); print("connected")
except OSError as e: print("refused", e.errno)'
like 'box has no network' '^refused 101' a/log
chmod 700 a
go a chmod 0 .
ok 'box the directory stays ours' test -r a/log
exits 'box data that is not there' 66 "$run" -i "$T/nosuch" a true
finish
