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
	timeout 600 "$run" "$@" >out 2>err
}

# field NAME: its value in the record.
field() {
	jq -c ".$1" out
}

# dead MARK: no process has MARK in its environment any more.
dead() {
	! grep -qszx "MARK=$1" /proc/[0-9]*/environ
}

living() {
	grep -qszx "MARK=$1" /proc/[0-9]*/environ
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
	is "$mode: the exit status is recorded" 3 "$(field exit)"
	is "$mode: a run that met no limit says so" null "$(field limit)"
	like "$mode: a program reads its input" '^42$' a/log
	like "$mode: a program sees the seed" '^seed 7$' a/log
	like "$mode: the log has the standard error" '^err$' a/log
	like "$mode: the environment holds nothing else" '^HCC_SEED HOME LANG PATH (PWD )?TMPDIR $' \
		a/log
	unlike "$mode: no other descriptor is open" '^fd ([4-9]|[1-9][0-9])' a/log
	is "$mode: the directory holds what the program made" 'log submission.csv' \
		"$(cd a && echo *)"
	is "$mode: the size of the log is recorded" "$(wc -c <a/log)" "$(field log_bytes)"
	go "$@" a sh -c 'sleep 0.6; echo now; sleep 0.6'
	is "$mode: when it first printed something is recorded" true \
		"$(field 'silent_s > 0.5 and .silent_s < .seconds - 0.3')"
	go "$@" a sh -c 'cp /bin/true x; mkdir d; mv x d; chmod 6755 d/x
		chmod 0 d'
	is "$mode: a set-user-id file loses its rights" '-rwxr-xr-x' \
		"$(find a -name x -printf %M)"
	go "$@" a sh -c 'kill -11 $$'
	is "$mode: the signal is recorded" 'null 11' "$(field exit) $(field signal)"
	go "$@" a ./nosuch
	is "$mode: an absent program is unavailable" 69 $?
	like "$mode: an absent program is named" "start './nosuch'.*No such file" err
}

# Each limit ends the run, names itself and leaves nobody.
limits() {
	go "$@" -e MARK=sleep -L wall=1 -L grace=1 a sleep 1000
	is "$mode: a program that sleeps is ended by SIGTERM" '"time" 15' "$(field limit) $(field signal)"
	go "$@" -e MARK=term -L wall=1 -L grace=.3 a \
		$py -c 'import signal; signal.signal(15, signal.SIG_IGN)
while True: signal.pause()'
	is "$mode: a program that ignores SIGTERM is killed" '"time" 9' "$(field limit) $(field signal)"
	go "$@" -L wall=1 -L grace=5 a sh -c '
		trap "echo saved; exit 0" TERM; while :; do sleep .05; done'
	is "$mode: a program may end within its grace" '"time" 0' "$(field limit) $(field exit)"
	like "$mode: a program may save within its grace" '^saved$' a/log
	go "$@" -L cpu=.3 -L grace=.3 a sh -c 'while :; do :; done'
	is "$mode: the limit of processor time holds" '"cpu"' "$(field limit)"
	go "$@" -L memory=1e8 a $py -c 'x = []
while True: x.append(b"x" * 1000000)'
	is "$mode: the limit of memory holds for many small blocks" '"memory"' "$(field limit)"
	go "$@" -L memory=1e8 a $py -c 'x = b"x" * 20000000000'
	is "$mode: the limit of memory holds for one large block" '"memory"' "$(field limit)"
	go "$@" -L output=1e6 a sh -c 'yes'
	is "$mode: the limit of output holds" '"output" 1000000 1000000' \
		"$(field limit) $(field log_bytes) $(wc -c <a/log)"
	go "$@" -L disk=1e7 a sh -c 'yes >big'
	is "$mode: the limit of disk holds for one file" '"disk"' "$(field limit)"
	ok "$mode: one file stays below the limit of disk" test "$(wc -c <a/big)" -le 10000000
	go "$@" -L disk=1e7 a sh -c 'i=0; while :; do
		head -c 1000000 /dev/zero >f$i; i=$((i + 1)); done'
	is "$mode: the limit of disk holds for many files" '"disk"' "$(field limit)"
	go "$@" -e MARK=fork -L processes=20 -L wall=20 a \
		sh -c 'while :; do sleep 1000 & done'
	is "$mode: the limit of processes holds" '"processes"' "$(field limit)"
	ok "$mode: no process is left of too many" dead fork
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
	is "$mode: a program may leave a daemon" '0 null' "$(field exit) $(field limit)"
	ok "$mode: a daemon ends with its program" dead daemon
	rm -rf a && mkdir a
	"$run" "$@" -e MARK=orphan a sh -c 'sleep 1000 & sleep 1000' \
		>out 2>err &
	pid=$!
	ok "$mode: a program is running when its executor is killed" \
		wait_for living orphan
	kill -9 $pid
	wait $pid 2>/dev/null
	ok "$mode: kill -9 of the executor ends what it runs" \
		wait_for dead orphan
}

MARK=alive sleep 600 &
ok 'a living process is found by its mark' wait_for living alive
kill $!
mode=none
common -n
limits -n
survivors -n
ln -s nowhere a/input
"$run" -n -i "$T/in" a sh -c 'rm log; echo kept; cat input/x' >out 2>err
is 'none: a log that was removed is restored' 'kept 42' "$(tr '\n' ' ' <a/log | sed 's/ $//')"
is 'none: the link to the input is removed' log "$(cd a && echo *)"

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
unlike 'sandbox: nothing outside can be read or changed' '^can' a/log
is 'sandbox: user, host and directory have fixed names' '65534 hcc /attempt' \
	"$(head -3 a/log | tr '\n' ' ' | sed 's/ $//')"
go a $py -c 'import socket
s = socket.socket()
s.settimeout(2)
try: s.connect(("192.0.2.1", 80)); print("connected")
except OSError as e: print("refused", e.errno)'
like 'sandbox: there is no network' '^refused 101' a/log
chmod 700 a
go -L memory=1073741824 a df -B1 --output=size /tmp
is 'sandbox: /tmp holds half of the memory' 536870912 "$(tail -n1 a/log | tr -d ' ')"
go a df -B1 --output=size /tmp
is 'sandbox: without a limit of memory /tmp holds 1 GiB' 1073741824 "$(tail -n1 a/log | tr -d ' ')"
go a chmod 0 .
ok 'sandbox: the directory stays ours' test -r a/log
exits 'sandbox: input that is absent is refused' 66 "$run" -i "$T/nosuch" a true
finish
