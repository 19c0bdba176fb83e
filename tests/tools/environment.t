#!/bin/sh
# environment.t: programs run in the environment that a task names: with an
# interpreter of the user's, paths, variables, GPUs, the network.
# shellcheck disable=SC1091,SC2016

. "${0%/*}/../lib.sh"

# exec_in TASK COMMAND: record a command; the log is in the file log, run.json
# in the file run.
exec_in() {
	rm -rf "$1/l1"
	got=0
	hcc-exec -q -c "$2" "$1" >out 2>err || got=$?
	cp "$1/l1/00/0.1/1/log" log 2>/dev/null || : >log
	cp "$1/l1/00/0.1/1/run.json" run 2>/dev/null || echo null >run
	return $got
}

# task_in DIR LINE..: a small task with these lines in its environment.
task_in() {
	rm -rf "$1"
	dir=$1
	shift
	small_task "$dir" 'environment:' "$@"
}

# A venv that has a module of its own and sees nothing of Debian's libraries,
# or does.
# venv DIR [OPTION..]
venv() {
	dir=$1
	shift
	/usr/bin/python3 -m venv --without-pip "$@" "$dir" &&
	    mkdir -p "$dir/lib/extra" &&
	    echo 'WHERE = "mine"' >"$(echo "$dir"/lib/python3.*/site-packages)/mine.py"
}

have_venv() {
	venv "$T/probe" >/dev/null 2>&1
}

if have_venv; then
	venv v
	venv s --system-site-packages
	task_in t "  python: $T/v/bin/python"
	ok 'a command finds the python of the environment on its PATH' exec_in t \
	    'python -c "import mine, sys; print(mine.WHERE, sys.prefix)"'
	is 'a program imports what its venv has' "mine $T/v" "$(cat log)"
	is 'run.json names the interpreter' \
	    "$T/v/bin/python (Python $(/usr/bin/python3 -c \
	    'import platform; print(platform.python_version())'))" \
	    "$(jq -r .interpreter run)"
	exec_in t 'python -c "import numpy"' || :
	like 'a venv without system packages has none' 'No module named .numpy' log
	task_in t "  python: $T/s/bin/python"
	ok 'a venv with system packages has those as well' exec_in t \
	    'python -c "import mine, numpy"'
	exec_in t "touch $T/s/new" || :
	like 'an interpreter is read-only' 'Read-only' log
	exec_in t "ls $T" || :
	is 'nothing but the interpreter is seen' s "$(cat log)"
	ln -s s link
	task_in t "  python: $T/link/bin/python"
	ok 'a venv behind a link works' exec_in t 'python -c "import mine"'
	mv v 'v w'
	sed -i "s|$T/v|$T/v w|" 'v w/pyvenv.cfg'
	task_in t "  python: '$T/v w/bin/python'"
	ok 'a venv whose path holds a blank works' exec_in t \
	    'python -c "import mine"'
	mkdir -p dev/pkg_in_work
	echo 'WHERE = "work"' >dev/pkg_in_work/__init__.py
	echo "$T/dev" >"$(echo s/lib/python3.*/site-packages)/work.pth"
	task_in t "  python: $T/s/bin/python"
	ok 'a package in development is there' exec_in t \
	    'python -c "import pkg_in_work"'
	mkdir -p home
	mv s home/venv
	task_in t '  python: ~/venv/bin/python'
	exec_in t 'python -c "import sys; print(sys.prefix)"' || :
	is 'a ~ is the home directory' "$T/home/venv" "$(cat log)"
	task_in t
	mkdir -p home/config
	echo 'return { environment = { python = "~/venv/bin/python" } }' \
	    >home/config/config.lua
	HCC_CONFIG=$T/home/config/config.lua exec_in t \
	    'python -c "import sys; print(sys.prefix)"' || :
	is 'config.lua has the default' "$T/home/venv" "$(cat log)"
	task_in t "  python: $T/probe/bin/python"
	HCC_CONFIG=$T/home/config/config.lua exec_in t \
	    'python -c "import sys; print(sys.prefix)"' || :
	is 'task.md wins over config.lua' "$T/probe" "$(cat log)"
	exits 'an interpreter that holds the task is refused' 65 sh -c "
	    mkdir -p probe/tasks && mv t probe/tasks/t &&
	    hcc-exec -c true probe/tasks/t"
	like 'the refusal says that the task is there' \
	    'the task is there, and no program may see' err
	rm -rf probe/tasks
else
	skip 'venvs' 'python3-venv is not installed'
fi

# pythons: another Python than the one in /usr.
user=$(getent passwd "$(id -u)" | cut -d: -f6)
other=
for p in "$user"/.pyenv/versions/3.1?.*/bin/python3 /opt/*/bin/python3; do
	if [ -x "$p" ]; then
		other=$p
	fi
done
if [ -n "$other" ]; then
	task_in t "  python: $other"
	ok 'a Python outside of /usr runs with its standard library' exec_in t \
	    'python3 -c "import sys, ssl, sqlite3, ctypes; print(sys.prefix)"'
	is 'the Python that runs is the one of task.md' \
	    "${other%/bin/python3}" "$(cat log)"
else
	skip 'a Python outside of /usr' 'there is none'
fi

if [ -x /usr/bin/Rscript ]; then
	task_in t '  r: /usr/bin/Rscript'
	sed -i 's/^language: .*/language: r/' t/task.md
	ok 'an Rscript can be named' exec_in t 'Rscript -e "cat(1 + 1)"'
	like 'run.json names R' '"interpreter": "/usr/bin/Rscript \(R [0-9]' run
else
	skip 'Rscript' 'r-base is not installed'
fi

task_in t "  shell: $(command -v bash)"
sed -i 's/^brain: .*/brain: mine/' t/task.md
ok 'another shell can be named' exec_in t 'true'
like 'run.json names the shell' '"interpreter": ".*/bash' run

# Paths and variables.
mkdir -p data/models home/cache home/secret
echo weights >data/models/w
task_in t "  bind: [$T/data/models, ~/cache]" '  env: {HF_HOME: /x y, N: 3}'
exec_in t "cat $T/data/models/w; ls $T/home; echo \$HF_HOME \$N" || :
is 'further paths and variables are there, and nothing else' \
    'weights cache /x y 3' "$(tr '\n' ' ' <log | sed 's/ $//')"
exec_in t "echo >$T/data/models/x" || :
like 'further paths are read-only' 'Read-only' log
exec_in t 'echo $OMP_WAIT_POLICY $OMP_NUM_THREADS' || :
like 'threads that wait sleep' '^passive [0-9]+$' log
task_in t '  bind: [/nosuch]'
exits 'an absent path is missing' 66 hcc-exec -c true t
like 'an absent path is named' "'/nosuch' \(asked for\)" err
task_in t '  bind: [~]'
exits 'the home directory as a whole is refused' 65 hcc-exec -c true t
task_in t '  bind: [sealed]'
mkdir t/sealed
exits 'sealed labels are not opened by a bind' 65 hcc-exec -c true t
task_in t '  bind: [/dev/kvm]'
[ -e /dev/kvm ] || sed -i 's|/dev/kvm|/dev/null|' t/task.md
exits 'a device is not opened by a bind' 65 hcc-exec -c true t
task_in t '  pythn: /usr/bin/python3'
exits 'an unknown member is refused' 65 hcc-exec -c true t
like 'an unknown member is named with those that exist' \
    "task.md: unknown name 'environment.pythn' \(known: python, r" err
task_in t '  env: {2X: 1}'
exits 'a bad name of a variable is refused' 65 hcc-exec -c true t
task_in t '  python: /nosuch/python'
exits 'an absent interpreter is missing' 66 hcc-exec -c true t
task_in t '  python: /bin/true'
sed -i 's/^language: .*/language: python/' t/task.md
exits 'a program that is no interpreter is refused' 69 hcc-exec -c true t
like 'the refusal names the program' "ask '/bin/true' what it needs" err

# The network.
task_in t
exec_in t 'ls /sys/class/net; cat /proc/net/dev' || :
unlike 'there is no network unless the task says so' ' eth|^ *[a-km-z][a-z0-9]*:' log
task_in t '  network: host'
exec_in t 'cat /proc/net/dev' || :
is 'network: host is that of the host' \
    "$(cut -d: -f1 /proc/net/dev | sort | tr -d '\n')" \
    "$(cut -d: -f1 log | sort | tr -d '\n')"
task_in t '  network: some'
exits 'another word for the network is refused' 65 hcc-exec -c true t

# hcc-init tries the environment out.
mkdir d
seq 30 | awk 'BEGIN { print "id,a,y" }
    { print $1 "," $1 * 7 % 13 "," $1 % 2 }' >d/train.csv
seq 31 40 | awk 'BEGIN { print "id,a" } { print $1 "," $1 * 7 % 13 }' >d/test.csv
seq 31 40 | awk 'BEGIN { print "id,y" } { print $1 ",0" }' \
    >d/sample_submission.csv
echo 'Predict y. Submissions are evaluated on accuracy.' >d/description.md
ok 'hcc-init makes a task without an environment' hcc-init -q d i0
like 'preview.md lists the libraries' '^Python 3.* with .*numpy' i0/preview.md
like 'preview.md has cores and memory' \
    '^The machine has [0-9]+ processor cores and [0-9]+ GB' i0/preview.md
like 'preview.md says that there is no GPU' '^A program has no GPU' \
    i0/preview.md
like 'preview.md says that there is no network' '^There is no network' \
    i0/preview.md
if [ -d probe ]; then
	ok 'hcc-init takes an interpreter' hcc-init -q \
	    -E python=probe/bin/python -E bind=data/models d i1
	like 'the path of the interpreter is absolute in task.md' \
	    "\"$T/probe/bin/python\"" i1/task.md
	like 'what it has was found out inside' 'with its standard library alone' \
	    i1/preview.md
	ok 'hcc-exec runs in what hcc-init wrote' exec_in i1 \
	    "python -c 'import mine'; cat $T/data/models/w"
fi
exits 'an environment that will not do is refused' 66 \
    hcc-init -q -E python=/nosuch d i2
exits 'an unknown key of -E is a mistake' 64 hcc-init -q -E pyton=/x d i2

# Graphics processors, with /dev/null in their place.
mkdir -p gpu/dev/dri gpu/usr/bin gpu/sys/class/drm/renderD128/device
for i in 0 1; do
	ln -s /dev/null gpu/dev/nvidia$i
	mkdir -p gpu/proc/driver/nvidia/gpus/$i
	printf 'Model: \t\t Test\nGPU UUID: \t GPU-%s\nDevice Minor: \t %s\n' \
	    aa$i $i >gpu/proc/driver/nvidia/gpus/$i/information
done
ln -s /dev/null gpu/dev/nvidiactl
cat >gpu/usr/bin/nvidia-smi <<'SMI'
#!/bin/sh
echo 'GPU-aa0, 9000, 16000
GPU-aa1, 20, 16000'
SMI
chmod +x gpu/usr/bin/nvidia-smi
export HCC_GPU_ROOT="$T/gpu"
see='ls /dev | grep nvidia | tr "\n" " "; echo $CUDA_VISIBLE_DEVICES'
task_in t '  gpu: auto'
exec_in t "$see" || :
is 'a run sees one GPU, the free one' 'nvidia1 nvidiactl GPU-aa1' "$(cat log)"
is 'run.json names the GPU' nvidia1 "$(jq -r .gpu run)"
exec_in t 'echo x >/dev/nvidia1 && echo written' || :
is 'a device can be written to' written "$(cat log)"
task_in t '  gpu: 2'
exec_in t "$see" || :
is 'a run sees as many GPUs as it asks for' \
    'nvidia0 nvidia1 nvidiactl GPU-aa1,GPU-aa0' "$(cat log)"
task_in t '  gpu: 3'
exits 'more GPUs than there are is unavailable' 69 hcc-exec -c true t
like 'the message names the GPUs of the machine' \
    'gpu 3, but this machine has 2' err
task_in t '  gpu: many'
exits 'another word for GPUs is refused' 65 hcc-exec -c true t
task_in t
exec_in t "$see" || :
is 'no GPU is seen unless the task says so' '' "$(cat log)"
task_in t '  gpu: auto'
task_in u '  gpu: auto'
hold='echo $CUDA_VISIBLE_DEVICES; sleep 2'
hcc-exec -q -c "$hold" t >/dev/null &
hcc-exec -q -c "$hold" u >/dev/null &
hcc-exec -q -c "$hold" t >/dev/null
wait
is 'runs of several tools share no GPU' 1 \
    "$(jq -s 'group_by(.gpu) | map(sort_by(.start) |
	[.[:-1], .[1:]] | transpose | map(.[0].end <= .[1].start)) |
	flatten | if all then 1 else 0 end' \
	t/l1/00/*/1/run.json u/l1/00/*/1/run.json)"
is 'both GPUs were at work' 'nvidia0 nvidia1' \
    "$(jq -r .gpu t/l1/00/*/1/run.json u/l1/00/*/1/run.json | sort -u |
	tr '\n' ' ' | sed 's/ $//')"
ok 'hcc-init finds the GPUs' hcc-init -q -E gpu=1 d i3
like 'preview.md has model and memory of a GPU' \
    '^- nvidia0, Test, 17 GB' i3/preview.md
rm -rf gpu/dev/nvidia*
ln -s /dev/null gpu/dev/dri/renderD128
echo 0x1002 >gpu/sys/class/drm/renderD128/device/vendor
task_in t '  gpu: auto'
exec_in t 'ls /dev/dri' || :
is "AMD's needs a kfd" '' "$(jq -r '.gpu // ""' run)"
ln -s /dev/null gpu/dev/kfd
exec_in t 'ls /dev/dri /dev/kfd; echo $ROCR_VISIBLE_DEVICES $HIP_VISIBLE_DEVICES' || :
is "a run sees AMD's device nodes" '/dev/kfd /dev/dri: renderD128 0 0' \
    "$(tr -s '\n' ' ' <log | sed 's/ $//')"
echo 0x8086 >gpu/sys/class/drm/renderD128/device/vendor
exec_in t true || :
is "auto does not take Intel's" '' "$(jq -r '.gpu // ""' run)"
task_in t '  gpu: 1'
exec_in t 'ls /dev/dri' || :
is "Intel's is there when it is asked for" renderD128 "$(cat log)"
finish
