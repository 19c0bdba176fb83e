#!/bin/sh
# attack.t: programs that want out of the sandbox, or more than their limits.
# Each runs as whoever runs the tests and, where that is root, as an ordinary
# user too, started by bwrap and by a fork server.
# shellcheck disable=SC1091,SC2016,SC2086 # $as is a list of words

. "${0%/*}/../lib.sh"

run=${HCC_HELPERS:-$root/build/tests/tools}/helper_run
if [ ! -x "$run" ] || ! { mkdir a && "$run" a true >/dev/null 2>err; }; then
	skip 'attacks' "no sandbox: $(tail -1 err)"
	finish
	exit
fi
chmod 755 "$T"
py=/usr/bin/python3
# The server without the packages that it loads, which take seconds.
sed '/^    modules = """/,/split()/c\    modules = []' \
    "$root/share/hcc/warm/server.py" >server.py
chmod 644 server.py

# Calls of the C library by number would differ from machine to machine: these
# are made by name.
cat >lib.py <<'P'
import ctypes, errno, mmap, os, socket, sys, time
M = 1 << 20
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *args):
    if getattr(libc, name)(*args) == -1:
        raise OSError(ctypes.get_errno(), name)
def attempt(what, f):
    try:
        f()
        print('did', what, flush=True)
    except OSError as e:
        print('refused', what, errno.errorcode.get(e.errno), flush=True)
def held(seconds=1):
    print('holds all', flush=True)
    time.sleep(seconds)
def send(a, make, size):
    for i in range(8):
        fd = make()
        for j in range(size):
            os.write(fd, b'x' * M)
        socket.send_fds(a, [b'x'], [fd])
        os.close(fd)
def hide(make, size):
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int,
                          ctypes.c_int, ctypes.c_int, ctypes.c_long]
    for i in range(8):
        fd = make()
        for j in range(size):
            os.write(fd, b'x' * M)
        libc.mmap(None, size * M, 3, 1, fd, 0)
        os.close(fd)
P

# go ARGS..: run in a directory `a` of the user's own; the record is in out.
go() {
	chmod -R u+rwX a
	rm -rf a
	mkdir a
	cat lib.py - >a/x.py
	chown -R "$uid" a
	timeout 600 $as "$run" "$@" $warm a $py -u x.py >out 2>err
}

field() {
	jq -c ".$1" out
}

# in_flight LIMIT: what waits in a socket counts, where the kernel tells of it.
in_flight() {
	if grep -qs scm_fds sockets; then
		is "$who: $1 that waits in a socket counts" "\"$1\"" \
		    "$(field limit)"
	else
		skip "$who: $1 that waits in a socket counts" \
		    'the kernel does not tell (Linux 5.10)'
	fi
}
$py -c 'import socket
a, b = socket.socketpair()
print(open("/proc/self/fdinfo/%d" % b.fileno()).read())' >sockets

calls() {
	go <<'P'
CLONE_NEWUSER, CLONE_NEWNS = 0x10000000, 0x20000
attempt('unshare', lambda: call('unshare', CLONE_NEWUSER | CLONE_NEWNS))
stack = ctypes.create_string_buffer(M)
top = ctypes.c_void_p(ctypes.addressof(stack) + M)
attempt('clone', lambda: call('clone',
    ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 0), top, CLONE_NEWUSER | 17, None))
attempt('setns', lambda: call('setns', os.open('/proc/self/ns/user', 0), 0))
attempt('mount', lambda: call('mount', b'none', b'/tmp', b'tmpfs', 0, None))
attempt('umount', lambda: call('umount2', b'/tmp', 2))
attempt('ptrace', lambda: call('ptrace', 16, os.getppid(), None, None))
attempt('undumpable', lambda: call('prctl', 4, 0, 0, 0, 0))
for name in 'VSOCK ALG PACKET BLUETOOTH CAN TIPC QIPCRTR RDS'.split():
    attempt(name, lambda: socket.socket(getattr(socket, 'AF_' + name, 40),
        socket.SOCK_DGRAM))
attempt('netfilter', lambda: socket.socket(16, socket.SOCK_RAW, 12))
attempt('hidden family', lambda: call('socket', ctypes.c_long(1 << 32 | 40),
    1, 0))
for name in ('UNIX', 'INET', 'INET6'):
    attempt('use ' + name, lambda: socket.socket(getattr(socket,
        'AF_' + name)))
attempt('use threads', lambda: __import__('threading').Thread(
    target=print, args=('thread',)).start())
attempt('use processes', lambda: __import__('subprocess').run('true'))
attempt('use semaphores', lambda: __import__('multiprocessing').Lock())
print('all tried', flush=True)
P
	like "$who: every call was tried" '^all tried' a/log
	unlike "$who: no call leads out of the sandbox" '^did [^u]' a/log
	unlike "$who: nothing that programs need is refused" '^refused use' \
	    a/log
	like "$who: a thread starts" '^thread' a/log
	go <<'P'
names = dict(x86_64=dict(keyctl=250, add_key=248, bpf=321, userfaultfd=323,
    perf_event_open=298, io_uring_setup=425, open_by_handle_at=304,
    process_vm_readv=310, kexec_load=246, shmget=29, clone3=435),
    aarch64=dict(keyctl=219, add_key=217, bpf=280, userfaultfd=282,
    perf_event_open=241, io_uring_setup=425, open_by_handle_at=265,
    process_vm_readv=270, kexec_load=104, shmget=194, clone3=435))
for name, number in names.get(os.uname().machine, {}).items():
    attempt(name, lambda: call('syscall', number, 0, 0, 0, 0, 0))
print('all tried', flush=True)
P
	like "$who: every number was tried" '^all tried' a/log
	unlike "$who: keys, bpf, perf and the like are refused" \
	    '(^did|EFAULT|EINVAL|ENOKEY|ESRCH|EBADF)' a/log
}

# The caller has a key in its session.
keys() {
	cat >key.py <<'P'
import ctypes, os, sys
libc = ctypes.CDLL(None)
keyctl, add_key = (250, 248) if os.uname().machine == 'x86_64' else (219, 217)
libc.syscall(keyctl, 1, b'hcc-test')
libc.syscall(add_key, b'user', b'hcc-secret', b'TOP', 3, -3)
os.execvp(sys.argv[1], sys.argv[1:])
P
	as="$as $py $T/key.py"
	go <<'P'
print(open('/proc/self/status').read())
attempt('keys', lambda: print(open('/proc/keys').read()))
P
	as=${as% "$py" *}
	unlike "$who: no key of the caller is seen" 'hcc-(test|secret)' a/log
}

# What names places outside: command lines, environments, mounts, descriptors.
paths() {
	go <<'P'
for p in os.listdir('/proc'):
    if not p.isdigit():
        continue
    for name in ('cmdline', 'environ', 'mountinfo', 'mounts', 'mountstats',
                 'maps', 'cgroup'):
        try:
            print(p, name, open('/proc/%s/%s' % (p, name), 'rb').read())
        except OSError as e:
            print(p, name, e)
    for name in ('fd/0', 'fd/1', 'fd/2', 'fd/3', 'exe', 'cwd', 'root'):
        try:
            print(p, name, os.readlink('/proc/%s/%s' % (p, name)))
        except OSError as e:
            print(p, name, e)
print(os.environ, os.uname(), os.getcwd())
P
	unlike "$who: nothing tells where things lie outside" "$T" a/log
	is "$who: the first process has no files open" '' \
	    "$(sed -n 's/^1 fd/&/p' a/log | grep -v 'No such file')"
}

# With the network open the rest stays shut.
network() {
	rm -f port
	$py -c 'import socket, time
s = socket.socket(socket.AF_UNIX)
s.bind("\0hcc-test-'$$'")
s.listen(5)
t = socket.socket()
t.bind(("127.0.0.1", 0))
t.listen(5)
print(t.getsockname()[1], flush=True)
time.sleep(60)' >port &
	server=$!
	wait_for test -s port
	go -N <<P
attempt('use inet', lambda: socket.socket().connect(('127.0.0.1',
    $(cat port))))
attempt('unix', lambda: socket.socket(socket.AF_UNIX).connect(
    '\\0hcc-test-$$'))
attempt('vsock', lambda: socket.socket(40, socket.SOCK_STREAM))
attempt('unshare', lambda: call('unshare', 0x10000000))
print('all tried', flush=True)
P
	kill $server
	like "$who: a network that was opened can be used" '^did use inet' a/log
	unlike "$who: an open network opens nothing else" \
	    '^did (vsock|unshare)' a/log
	if grep -q '^did unix' a/log; then
		skip "$who: an open network opens no abstract socket" \
		    'the kernel has no Landlock 6'
	else
		like "$who: an open network opens no abstract socket" \
		    '^refused unix EPERM' a/log
	fi
	like "$who: with a network all was tried" '^all tried' a/log
}

memory() {
	go -L memory=2e8 <<'P'
fds = [os.memfd_create('m') for i in range(8)]
for fd in fds:
    for j in range(50):
        os.write(fd, b'x' * M)
held()
P
	is "$who: memory of memfd_create counts" '"memory"' "$(field limit)"
	go -L memory=2e8 <<'P'
for d in '/tmp/x', '/dev/shm/x':
    f = open(d, 'wb', buffering=0)
    try:
        while True:
            f.write(b'x' * M)
    except OSError as e:
        print(e)
x = b'x' * (100 * M)
held(3)
P
	is "$who: memory of /tmp and /dev/shm counts" '"memory"' \
	    "$(field limit)"
	go -L memory=2e8 <<'P'
m = [mmap.mmap(-1, 100 * M) for i in range(4)]
for x in m:
    for i in range(0, 100 * M, 4096):
        x[i] = 1
held()
P
	is "$who: shared memory without a name counts" '"memory"' \
	    "$(field limit)"
	go -L memory=2e8 <<'P'
m = [mmap.mmap(-1, 100 * M) for i in range(4)]
for x in m:
    for i in range(0, 100 * M, 4096):
        x[i] = 1
    x.madvise(mmap.MADV_DONTNEED)
held(3)
P
	is "$who: shared memory that is not resident counts" '"memory"' \
	    "$(field limit)"
	go -L memory=2e8 <<'P'
hide(lambda: os.memfd_create('m'), 40)
held(3)
P
	is "$who: memory that is mapped and closed counts" '"memory"' \
	    "$(field limit)"
	go -L memory=2e8 <<'P'
a, b = socket.socketpair()
send(a, lambda: os.memfd_create('m'), 50)
held(5)
P
	in_flight memory
	go -L memory=2e8 <<'P'
a, b = socket.socketpair()
for i in range(8):
    socket.send_fds(a, [b'x'], [os.memfd_create('m')])
time.sleep(3)
while socket.recv_fds(b, 1, 1)[1] and i:
    i -= 1
print('holds all', flush=True)
P
	is "$who: descriptors in flight are no limit" null "$(field limit)"
	go -L memory=2e8 <<'P'
import shutil
shutil.copy(os.path.realpath(sys.executable), 'p')
os.chmod('p', 0o111)
os.execv('./p', ['p', '-c', '''
import os, time
for i in range(8):
    fd = os.memfd_create('m')
    for j in range(50): os.write(fd, b'x' * (1 << 20))
print('holds all', flush=True)
time.sleep(1)'''])
P
	is "$who: a process that cannot be looked into is ended" '"memory"' \
	    "$(field limit)"
	go -L memory=3e8 <<'P'
f = open('/dev/shm/x', 'w+b')
f.truncate(100 * M)
m = mmap.mmap(f.fileno(), 100 * M)
for i in range(0, 100 * M, 4096):
    m[i] = 1
for i in range(3):
    if os.fork() == 0:
        x = [m[i] for i in range(0, 100 * M, 4096)]
        time.sleep(1)
        os._exit(0)
    time.sleep(.3)
held()
P
	is "$who: memory that processes share counts once" '"memory" null' \
	    "$(field held_by.memory | sed 's/monitor/memory/') $(field limit)"
}

disk() {
	go -L disk=3e7 <<'P'
fds = []
for i in range(100):
    fds.append(open('f', 'wb', buffering=0))
    os.unlink('f')
    fds[i].write(b'x' * M)
held()
P
	is "$who: files without a name count as disk" '"disk"' "$(field limit)"
	go -L disk=3e7 <<'P'
def nameless():
    fd = os.open('f', os.O_RDWR | os.O_CREAT)
    os.unlink('f')
    return fd
hide(nameless, 10)
held(3)
P
	is "$who: a file that is mapped and closed counts as disk" '"disk"' \
	    "$(field limit)"
	go -L disk=3e7 <<'P'
def nameless():
    fd = os.open('f', os.O_RDWR | os.O_CREAT)
    os.unlink('f')
    return fd
a, b = socket.socketpair()
send(a, nameless, 8)
held(5)
P
	in_flight disk
	go -L disk=3e7 <<'P'
for i in range(100):
    os.mkdir('d%d' % i)
    open('d%d/f' % i, 'wb').write(b'x' * M)
    os.chmod('d%d' % i, 0)
held()
P
	is "$who: directories without rights count as disk" '"disk"' \
	    "$(field limit)"
}

forks() {
	go -L processes=64 -L wall=500 <<'P'
while True:
    try:
        os.fork()
    except OSError:
        pass
P
	is "$who: a fork bomb is ended by its limit" '"processes"' \
	    "$(field limit)"
}

# trick WHAT WANTED ARGS..: the program on stdin ends with this limit, exit
# status and signal, and "did" nothing.
trick() {
	what=$1 want=$2
	shift 2
	go "$@"
	is "$who: $what" "$want" "$(jq -r '"\(.limit) \(.exit) \(.signal)"' out)"
	unlike "$who: $what: nothing was let through" '^did' a/log
}

tricks() {
	trick 'a program that stops itself is ended' 'time null 9' -L wall=1 <<'P'
os.kill(os.getpid(), 19)
P
	trick 'a program that ignores signals is ended' 'time null 9' \
	    -L wall=1 <<'P'
import signal
for s in set(range(1, 32)) - {9, 19}:
    signal.signal(s, signal.SIG_IGN)
while True:
    pass
P
	trick 'a grandchild that holds the log holds up nothing' \
	    'null 0 null' -L wall=50 <<'P'
if os.fork() == 0:
    os.setsid()
    time.sleep(100)
P
	trick 'names that look like those of other processes hide no memory' \
	    'memory null 9' -L memory=1e8 <<'P'
for name in b'a) Z 1 1 (', b'\n1 (x) S', b'bwrap', b'hcc-supervisor':
    if os.fork() == 0:
        libc.prctl(15, name, 0, 0, 0)
        x = b'x' * (40 * M)
        time.sleep(20)
time.sleep(20)
P
	[ "$(uname -m)" != x86_64 ] ||
	    trick 'a call of another architecture ends a program' \
	    'null null 31' <<'P'
attempt('x32', lambda: call('syscall', ctypes.c_long(1 << 30 | 39)))
P
	trick 'no limit is lifted and no setting changed' 'null 0 null' <<'P'
import fcntl
attempt('priority', lambda: os.setpriority(0, 0, -20))
attempt('real time', lambda: os.sched_setscheduler(0, 1, os.sched_param(9)))
attempt('group', lambda: os.setgid(1))
attempt('user', lambda: os.setuid(1))
attempt('root', lambda: os.chroot('/tmp'))
for p, v in (('self/oom_score_adj', '-1000'), ('sysrq-trigger', 'h'),
        ('sys/kernel/core_pattern', '|/x'), ('sys/kernel/pid_max', '400'),
        ('self/uid_map', '0 0 1'), ('self/setgroups', 'allow'),
        ('1/mem', 'x'), ('1/comm', 'x'), ('1/oom_score_adj', '1000')):
    attempt(p, lambda: open('/proc/' + p, 'w').write(v))
for p in '/dev/tty', '/dev/console':
    attempt('type into ' + p, lambda: fcntl.ioctl(open(p), 0x5412, b'x'))
P
}

all() {
	calls
	keys
	paths
	network
	memory
	disk
	forks
}

# The same programs, started both ways; with the network there is no server.
both() {
	warm='' user=$who
	all
	tricks
	warm="-w $T/server.py" who="$user, fork server"
	go <<'P'
print(open("/proc/self/cmdline").read().split("\0"))
P
	like "$who: the program is a child of it" "'-u', '-'" a/log
	calls
	keys
	paths
	memory
	disk
	forks
	warm='' who=$user
}

uid=$(id -u) as='' who="uid $(id -u)"
both
if [ "$uid" -ne 0 ]; then
	finish
	exit
fi
uid=1234 as="setpriv --reuid 1234 --regid 1234 --clear-groups" who='uid 1234'
if $as test -x "$run" && go </dev/null; then
	both
else
	skip 'attacks of an ordinary user' "uid 1234 cannot run $run here"
fi

# Groups of our own, made by root as a manager would delegate them.
groups() {
	for d in memory pids unified .; do
		[ -e "/sys/fs/cgroup/$d/cgroup.procs" ] &&
		    mkdir -p "/sys/fs/cgroup/$d/hcc-test-$$" 2>/dev/null
	done
	[ -d "/sys/fs/cgroup/memory/hcc-test-$$" ] ||
	    grep -qs memory "/sys/fs/cgroup/hcc-test-$$/cgroup.controllers"
}
ungroup() {
	for d in memory pids unified .; do
		rmdir "/sys/fs/cgroup/$d/hcc-test-$$" 2>/dev/null
	done
}
uid=0 as='' who='cgroup'
trap 'ungroup; chmod -R u+rwX "$T"; rm -rf "$T"' EXIT
if groups; then
	go -G "/hcc-test-$$" -L memory=2e8 -L processes=64 <<'P'
a, b = socket.socketpair()
for i in range(8):
    fd = os.memfd_create('m')
    for j in range(50):
        os.write(fd, b'x' * M)
    socket.send_fds(a, [b'x'], [fd])
    os.close(fd)
held()
P
	is 'cgroup: memory in flight between sockets counts' '"memory"' \
	    "$(field limit)"
	like 'cgroup: run.json says who held the limit' '"memory":"cgroup v[12]"' \
	    out
	is 'cgroup: no group is left' "hcc-test-$$" "$(find /sys/fs/cgroup \
	    -path "*hcc-test-$$*" -type d -exec basename {} \; | sort -u)"
	go -G "/hcc-test-$$" -L processes=2 <<'P'
pids = []
try:
    while True:
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
        pids.append(pid)
except OSError as e:
    print('refused', flush=True)
    time.sleep(5)
P
	is 'cgroup: processes are limited' '"processes"' "$(field limit)"
else
	skip 'cgroup' 'no group with a limit of memory can be made here'
fi
finish
