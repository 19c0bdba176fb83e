#!/bin/sh
# warm.t: a run that a fork server starts is like one that bwrap starts, and
# nothing of it comes to the next. attack.t attacks it.
# shellcheck disable=SC1091,SC2016

. "${0%/*}/../lib.sh"

run=${HCC_HELPERS:-$root/build/tests/tools}/helper_run
if [ ! -x "$run" ] || ! { mkdir a && "$run" a true >/dev/null 2>err; }; then
	skip 'fork server' "no sandbox: $(tail -1 err)"
	finish
	exit
fi
py=/usr/bin/python3
# The shipped files with a server that loads little and tells its number.
cp -R "$root/share/hcc" share
sed -i '/^    modules = """/,/split()/c\    modules = ["random", "tempfile"]' \
    share/warm/server.py
sed -i "1i print(__import__('os').getpid(), file=open('$T/pids', 'a'))" \
    share/warm/server.py
cp share/warm/server.py .
export HCC_SHARE="$T/share"

# go ARGS..: x.py in the directory a; the record is in out.
go() {
	rm -rf a
	mkdir a
	cp x.py a
	timeout 600 "$run" "$@" a $py -u x.py >out 2>err
}
warm() {
	go -w "$T/server.py" "$@"
}
field() {
	jq -c ".$1" out
}

# What can differ is left out: numbers of processes and namespaces, memory.
cat >x.py <<'P'
import os, resource, signal, sys
for line in open('/proc/self/status'):
    if line.split(':')[0] in ('Umask', 'Uid', 'Gid', 'Groups', 'CapInh',
            'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp',
            'Seccomp_filters', 'SigIgn', 'SigBlk', 'SigCgt'):
        print(line, end='')
for name in dir(resource):
    if name.startswith('RLIMIT') and name != 'RLIMIT_NPROC':
        print(name, resource.getrlimit(getattr(resource, name)))
print(sys.argv, sys.orig_argv, sys.path, sys.flags, __file__, __name__)
print(sorted(os.environ.items()), os.getcwd(), os.uname().nodename)
print(sorted(globals()), os.listdir('.'), os.listdir('/tmp'))
print([(fd, os.readlink('/proc/self/fd/' + fd)) for fd in '012'])
print(len(os.listdir('/proc/self/fd')), sys.stdout.encoding,
      sys.stderr.errors, sys.stdout.line_buffering)
print(open('/proc/self/mountinfo').read().count('\n'))
print(open('/proc/self/oom_score_adj').read(), os.getpriority(0, 0),
      os.sched_getscheduler(0), os.sched_getaffinity(0))
print(os.getpid() == os.getpgid(0) or os.getpgid(0) == 1)
print(signal.getsignal(signal.SIGCHLD), os.access('/proc/self/environ',
                                                  os.R_OK))
print(sys.stdin.read() == '')
P
go -L cpu=50 -L disk=1e8 -L processes=99 -L memory=1e9 -e X=1
cp a/log cold
warm -L cpu=50 -L disk=1e8 -L processes=99 -L memory=1e9 -e X=1
is 'a program of the server sees what any program sees' "$(cat cold)" \
    "$(cat a/log)"
like 'the program tells of its capabilities' '^CapBnd:.0000000000000000' cold
printf '%s\n' 'print(open("/proc/self/cmdline").read().split("\0"))' >x.py
warm
like 'the server is used' "'-u', '-'" a/log

printf '%s\n' 'def f():' '    raise ValueError("bad")' 'try:' '    f()' \
    'except ValueError as e:' '    raise KeyError("worse") from e' >x.py
go
cp a/log cold
is 'an exception ends a program with status 1' 1 "$(field exit)"
warm
is 'an exception is printed as always' "$(cat cold)" "$(cat a/log)"
is 'it ends the program with status 1' 1 "$(field exit)"
echo 'x = (' >x.py
go
cp a/log cold
warm
is 'a syntax error is printed as always' "$(cat cold)" "$(cat a/log)"
echo 'import atexit, sys
atexit.register(print, "at exit")
print("no newline", end=" ")
sys.exit(7)' >x.py
warm
is 'the exit status of a program is recorded' '7 null' \
    "$(field exit) $(field signal)"
is 'what is left to do at exit is done' 'no newline at exit' "$(cat a/log)"
echo 'import os; os.kill(os.getpid(), 11)' >x.py
warm
is 'the signal that ends a program is recorded' 'null 11' \
    "$(field exit) $(field signal)"
echo 'import os; os._exit(0)' >x.py
warm
is 'a program may end at once' 0 "$(field exit)"
echo 'from multiprocessing import get_context
def f(x): return x * x
if __name__ == "__main__":
    for kind in "fork", "spawn":
        with get_context(kind).Pool(2) as p: print(p.map(f, [1, 2, 3]))' >x.py
warm
is 'a program may start processes of its own' '[1, 4, 9] [1, 4, 9]' \
    "$(tr '\n' ' ' <a/log | sed 's/ $//')"
echo 'while True: pass' >x.py
warm -L cpu=.3 -L grace=.3
is 'the limit of processor time holds' '"cpu"' "$(field limit)"
is 'its processor time is recorded' true "$(jq '.cpu_s >= 0.25' out)"
echo 'x = []
while True: x.append(b"x" * 1000000)' >x.py
warm -L memory=2e8
is 'the limit of memory holds' '"memory"' "$(field limit)"
echo 'import signal, sys, time
def end(*_):
    print("saved")
    sys.exit(0)
signal.signal(15, end)
time.sleep(1000)' >x.py
warm -L wall=4 -L grace=20
is 'a program may end within its grace' '"time" 0' \
    "$(field limit) $(field exit)"
like 'a program may save within its grace' '^saved$' a/log
echo 'import signal
signal.signal(15, signal.SIG_IGN)
while True: signal.pause()' >x.py
warm -L wall=4 -L grace=.3
is 'a program that ignores SIGTERM is killed' '"time" 9' \
    "$(field limit) $(field signal)"
echo 'import os, signal
for p in os.listdir("/proc"):
    if p.isdigit() and int(p) not in (1, os.getpid()): os.kill(int(p), 9)
print("on")' >x.py
warm -L wall=20
is 'a program that kills what waits for it ends itself' 9 "$(field signal)"

# Nothing outlives its run.
ended() { while read -r p; do [ ! -e "/proc/$p" ] || return; done <pids; }
dead() { ! grep -qszx "MARK=$1" /proc/[0-9]*/environ; }
living() { grep -qszx "MARK=$1" /proc/[0-9]*/environ; }
echo 'import os, subprocess, time
subprocess.Popen(["sleep", "1000"], start_new_session=True)
if os.environ["MARK"] == "orphan": time.sleep(1000)' >x.py
warm -e MARK=daemon
is 'a program may leave a daemon' '0 null' "$(field exit) $(field limit)"
ok 'a daemon ends with its program' dead daemon
rm -rf a
mkdir a
cp x.py a
"$run" -w "$T/server.py" -e MARK=orphan a $py -u x.py >out 2>err &
pid=$!
ok 'a program is running when its executor is killed' wait_for living orphan
kill -9 $pid
wait $pid 2>/dev/null
ok 'kill -9 of the executor ends what the server runs' wait_for dead orphan
ok 'kill -9 of the executor ends the server' wait_for ended

# Without a server that works a run goes on without.
echo 'print("ran")' >x.py
echo 'import os; os._exit(1)' >server.py
warm
is 'a server that ends is done without' 'ran 0' "$(cat a/log) $(field exit)"
echo 'import os, socket
s = socket.socket(fileno=3)
c = socket.socket(fileno=socket.recv_fds(s, 1, 1)[1][0])
c.send(b"pid %d" % os.getpid())
c.recv(100000)
c.send(b"cannot: go on")' >server.py
warm
is 'a server that cannot go on is done without' 'ran 0' \
    "$(cat a/log) $(field exit)"

# A phase: the first program of a direction spoils all that it can reach.
small_task t
cat >t/brain.lua <<'L'
local spoil = [[
import json, os, random, sys, tempfile
json.dumps = None
random.random = None
os.environ["SPOILT"] = "1"
sys.path.append("/spoilt")
open("/tmp/spoilt", "w").write("1")
]]
local code = [[
import json, os, random, sys
print("spoilt:", json.dumps is None, random.random is None,
    "SPOILT" in os.environ, "/spoilt" in sys.path, os.listdir("/tmp"))
print("number:", random.random())
print("command:", open("/proc/self/cmdline").read().split("\0"))
open("submission.csv", "w").write(
    open("input/sample_submission.csv").read())
print("metric: 0.5")
]]
return {
	draft = function() return { code = code, text = "It." } end,
	improve = function(_, s)
		return { code = s.text:find("spoil") and spoil or code }
	end,
	debug = function() return { give_up = "no" } end,
}
L
sed -i "s/^language: .*/language: python/; s,^brain: .*,brain: $T/t/brain.lua," \
    t/task.md
mkdir t/plan
printf '## 1 a\n### 1.1 b\nc\n' >t/plan/00.md
hcc-exec -q t >/dev/null
unlike 'a single run has no server' "'-u', '-'" t/l1/00/1.1/1/log
printf '%s\n' '## 1 a' '### 1.1 b' spoil '### 1.2 c' d '### 1.3 e' f \
    >t/plan/01.md
before=$(wc -l <pids)
exits 'a phase runs with a server' 0 hcc-exec t
like 'three runs have one' "'-u', '-'" t/l1/01/1.3/1/log
is 'nothing of a run comes to the next' \
    'spoilt: False False False False []' \
    "$(sed -n '/^spoilt/p' t/l1/01/1.[23]/1/log | sort -u)"
is 'each run has random numbers of its own' 2 \
    "$(sed -n '/^number/p' t/l1/01/1.[23]/1/log | sort -u | wc -l)"
ok 'the server ends with the phase' wait_for ended
is 'a phase has one server' 1 "$(($(wc -l <pids) - before))"
echo 'return { noise_runs = 0, slots = 2, warm = 0 }' >t/policy/exec.lua
sed 's/ [bce]$/&x/' t/plan/01.md >t/plan/02.md
exits 'a phase runs without a server' 0 hcc-exec t
unlike 'warm = 0 does without' "'-u', '-'" t/l1/02/1.3/1/log
finish
