#!/bin/sh
# Attempts as jobs of a real Slurm: munged, slurmctld and two slurmd in a
# directory of their own, ended with it. What kills, requeues and silence do to
# a phase.
. "${0%/*}/../lib.sh"
PATH=$PATH:/usr/sbin:/sbin

missing=
for p in sbatch squeue scancel scontrol slurmctld slurmd munged setpriv; do
	command -v $p >/dev/null || missing="$missing $p"
done
[ "$(id -u)" -eq 0 ] || missing="$missing root"
if [ -n "$missing" ]; then
	skip 'attempts run as jobs of Slurm' "there is no$missing"
	finish
	exit
fi

D=$T/slurm H=$(hostname -s)
# None of this waits for ever; the watchdog ends with the test.
{ timeout 1500 tail --pid=$$ -f /dev/null || kill $$; } >/dev/null 2>&1 &
base=$(($$ % 4000 * 4 + 20000))	# ports of this test alone
export SLURM_CONF="$D/slurm.conf"
munge_pid='' ctl_pid='' n1_pid='' n2_pid=''

exec_pid=''
: >"$T/open"

end_cluster() {
	rm -f "$T/open"
	[ -z "$exec_pid" ] || kill "$exec_pid"
	squeue -ho %i | xargs -r scancel
	sleep 0.5
	for pid in $n1_pid $n2_pid $ctl_pid $munge_pid; do kill "$pid"; done
	sleep 0.5
	for pid in $n1_pid $n2_pid $ctl_pid $munge_pid; do kill -9 "$pid"; done
} 2>/dev/null
trap 'end_cluster; chmod -R u+rwX "$T"; rm -rf "$T"' EXIT

# Told to forget its jobs, it gives no number again that a node may know.
first=1
start_controller() {
	first=$((first + 100))
	sed -i "s/^FirstJobId=.*/FirstJobId=$first/" "$SLURM_CONF"
	slurmctld -D "$@" >"$D/log/ctl.out" 2>&1 &
	ctl_pid=$!
}
# start_node NAME: its pid is in NAME_pid.
start_node() {
	slurmd -D -N "$1" >"$D/log/$1.out" 2>&1 &
	eval "$1_pid=$!"
}
idle() {
	[ "$(sinfo -ho '%T %D')" = 'idle 2' ]
}

mkdir -p "$D/key" "$D/munge" "$D/state" "$D/spool/n1" "$D/spool/n2" "$D/log"
chmod 755 "$T" "$D"
dd if=/dev/urandom of="$D/key/munge.key" bs=128 count=1 2>/dev/null
chown -R munge: "$D/key" "$D/munge"
chmod 400 "$D/key/munge.key"
chmod 700 "$D/key"
printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n' >"$D/cgroup.conf"
cat >"$SLURM_CONF" <<END
ClusterName=hcc
SlurmctldHost=$H(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$base
FirstJobId=1
AuthType=auth/munge
AuthInfo=socket=$D/munge/m.sock
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool/%n
SlurmctldPidFile=$D/ctl.pid
SlurmdPidFile=$D/%n.pid
SlurmctldLogFile=$D/log/ctl.log
SlurmdLogFile=$D/log/%n.log
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU=500
ReturnToService=2
MessageTimeout=60
SlurmdTimeout=300
KillWait=5
SchedulerParameters=batch_sched_delay=0,sched_interval=1,requeue_delay=1
AccountingStorageType=accounting_storage/none
GresTypes=gpu
JobCompType=jobcomp/filetxt
JobCompLoc=$D/log/jobs
SlurmdParameters=config_overrides
NodeName=n1 NodeHostname=$H NodeAddr=127.0.0.1 Port=$((base + 1)) CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=8000 Gres=gpu:2 State=UNKNOWN
NodeName=n2 NodeHostname=$H NodeAddr=127.0.0.1 Port=$((base + 2)) CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=8000 Gres=gpu:2 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
END
# Stand-ins for the device nodes of GPUs.
mkdir -p "$T/root/dev"
mknod "$T/root/dev/nvidia0" c 1 3
mknod "$T/root/dev/nvidia1" c 1 3
echo "Name=gpu File=$T/root/dev/nvidia[0-1]" >"$D/gres.conf"
setpriv --reuid=munge --regid=munge --clear-groups munged -F \
    --key-file="$D/key/munge.key" --socket="$D/munge/m.sock" \
    --pid-file="$D/munge/pid" --log-file="$D/munge/log" \
    --seed-file="$D/munge/seed" >/dev/null 2>&1 &
munge_pid=$!
wait_for test -S "$D/munge/m.sock"
start_controller -c
start_node n1
start_node n2
wait_for idle || tail -20 "$D"/log/*.log | sed 's/^/# /'

# task DIR TEXT..: an open phase with one direction for each text.
task() {
	small_task "$1" 'environment: {runner: slurm}'
	echo 'return { noise_runs = 0, audit = 0, cores = 2 }' \
	    >"$1/policy/exec.lua"
	mkdir "$1/plan"
	{
		printf -- '---\nphase: 1\n---\n'
		dir=$1 i=1
		shift
		for text; do
			printf '## %d Way\n### %d.1 Idea\n%s\n' $i $i "$text"
			i=$((i + 1))
		done
	} >"$dir/plan/01.md"
}
# queued STATE: are there just so many jobs of this state?
queued() {
	[ "$(squeue -ht "$1" | wc -l)" -eq "$2" ]
}
value() {
	jq -r "$2" "$1"
}

# go TASK: from now on, until the test ends, its programs wait no more.
go() {
	while [ -e "$T/open" ]; do
		for d in "$1"/l1/01/*/1; do [ ! -d "$d" ] || : >"$d/go"; done
		sleep 0.2
	done >/dev/null 2>&1 &
}

task one 'score 0.7' 'late score 0.8'
exits 'a phase runs as jobs' 0 hcc-exec one
is 'a phase of jobs has the results of its programs' '01/1.1 ok 0.7
01/2.1 ok 0.8' "$(jq -r 'select(.kind == "result") |
    "\(.id) \(.status) \(.score)"' out | sort)"
is 'run.json has the runner' slurm "$(value one/l1/01/1.1/1/run.json .runner)"
is 'run.json has the job, which has the name of the attempt' "$(value \
    one/l1/01/1.1/1/run.json .job)" "$(sed -n \
    's/^JobId=\([0-9]*\) .*-01-1.1-1 .*/\1/p' "$D/log/jobs")"
is 'the memory that Slurm gives is the limit' monitor \
    "$(value one/l1/01/1.1/1/run.json .held_by.memory)"
is 'no trace of the jobs is left in the task' '' "$(ls one/job)"

echo secret >"$T/secret"
exits 'the sandbox holds inside a job' 1 hcc-exec -c "cat $T/secret" one
like 'a file outside of the sandbox does not exist in a job' \
    'No such file' one/l1/01/0.1/1/log
echo hello >file
exits 'a recorded command is a job with its files' 0 \
    hcc-exec -f file -c 'cat file' one
is 'a recorded job has its log' hello "$(cat one/l1/01/0.2/1/log)"

task gpu 'await score 0.7' 'await score 0.6'
sed -i 's/{runner: slurm}/{runner: slurm, gpu: 1}/' gpu/task.md
echo 'return { noise_runs = 0, audit = 0, cores = 1 }' >gpu/policy/exec.lua
export HCC_GPU_ROOT="$T/root"
{ wait_for queued R 2; go gpu; } >/dev/null 2>&1 &
exits 'a run has a GPU of its node' 0 hcc-exec gpu
unset HCC_GPU_ROOT
is 'each job has a GPU of its own' 'nvidia0 nvidia1' \
    "$(jq -r .gpu gpu/l1/01/?.1/1/run.json | sort | paste -sd' ')"

# A job that waits for a node.
task many 'await score 0.9' 'await score 0.8' 'await score 0.7'
hcc-exec many >out 2>err &
exec_pid=$!
waits() {
	[ "$(hcc-status -j many | jq '[.running[] | select(.queued)] | length')" \
	    -eq 1 ]
}
ok 'hcc-status tells that a job waits' wait_for waits
wait_for queued R 2
hcc-status many >seen
like 'a line of it says since when' '^(running)? +01/[0-9].1/1  queued for ' seen
go many
status=0
wait $exec_pid || status=$?
is 'a phase ends whose jobs had to wait' 0 $status
is 'the time in the queue is no time of the attempt' true "$(jq -s '
    (map(.start) | max) >= (map(.end) | min) and
    all(.seconds <= .end - .start + 0.01)' many/l1/01/?.1/1/run.json)"
is 'nothing that waited is left' '' "$(find many -name now.json)"

# The controller is killed while a job runs: its end is seen nonetheless.
task two 'await score 0.9' 'await score 0.8'
hcc-exec two >out 2>err &
exec_pid=$!
wait_for queued R 2
kill -9 "$ctl_pid"
go two
status=0
wait $exec_pid || status=$?
is 'a phase ends although the controller was killed' 0 $status
is 'a phase whose controller was killed has its results' \
    2 "$(grep -c '"status":"ok"' out)"

# Nobody answers at the submission.
mkdir bin
real=$(command -v sbatch)
printf '#!/bin/sh\n%s\n' ": >$T/asked; exec $real \"\$@\"" >bin/sbatch
chmod +x bin/sbatch
task three 'score 0.6'
PATH=$T/bin:$PATH hcc-exec three >out 2>err &
exec_pid=$!
ok 'a submission is tried without a controller' wait_for test -e asked
start_controller -c
status=0
wait $exec_pid || status=$?
is 'a submission goes on when there is a controller' 0 $status
wait_for idle

# A controller that knows nothing of a job that runs ends it.
task four 'await score 0.6'
hcc-exec four >out 2>err &
exec_pid=$!
wait_for queued R 1
job=$(squeue -ho %i)
wait_for alive "slurmstepd: [[]${job}[.]batch"
kill -9 "$ctl_pid"
start_controller -c
ok 'a job that the controller does not know is ended' \
    wait_for gone "slurmstepd: [[]${job}[.]batch"
go four
status=0
wait $exec_pid || status=$?
is 'an attempt whose job the controller has lost ends well' 0 $status
is 'an attempt whose job was lost has one result' \
    1 "$(grep -c '"status":"ok"' out)"
wait_for idle

# hcc-exec is killed; its job is found, not made again.
task five 'await score 0.7'
setsid hcc-exec five >out 2>err &
exec_pid=$!
wait_for queued R 1
name=$(value five/job/01-1.1-1/job.json .name)
job=$(squeue -ho %i -n "$name")
kill -9 "-$exec_pid"
wait $exec_pid 2>/dev/null || true
wait_for flock -n five/lock true
go five
exits 'killed and started again, hcc-exec waits for its job' 0 hcc-exec five
is 'hcc-exec that was started again has the same job' \
    "$job" "$(value five/l1/01/1.1/1/run.json .job)"
is 'hcc-exec that was started again has one job' \
    1 "$(grep -c "JobId=$job " "$D/log/jobs")"

# Killed between the submission and the answer to it, or before it.
sbatch_then() {
	printf '#!/bin/sh\n%s\n' "$1" >bin/sbatch
	chmod +x bin/sbatch
	# shellcheck disable=SC2016 # the other shell's
	setsid sh -c 'echo $$ >group; PATH='"$T/bin:$PATH"' exec hcc-exec "$1"' \
	    sh "$2" >out 2>err || true
}
task six 'score 0.7'
sbatch_then "$real \"\$@\"; kill -9 -\$(cat $T/group)" six
job=$(value six/job/01-1.1-1/job.json .name)
exits 'a job whose number was not seen is found by its name' 0 hcc-exec six
is 'a job that was found by its name was the only one' \
    1 "$(grep -c " Name=$job " "$D/log/jobs")"
task seven 'score 0.7'
sbatch_then "kill -9 -\$(cat $T/group)" seven
exits 'what was not submitted yet is submitted' 0 hcc-exec seven
is 'it has the program that it had' 'ok 0.7' "$(jq -r '"\(.status) \(.score)"' \
    seven/l1/01/1.1/result.json)"

# Stopped by a signal.
task eight 'sleep 600 score 0.7' 'score 0.6'
hcc-exec eight >out 2>err &
exec_pid=$!
wait_for test -e eight/l1/01/1.1/1/log
kill -TERM $exec_pid
status=0
wait $exec_pid || status=$?
is 'a signal ends hcc-exec' 143 $status
is 'a signal to hcc-exec cancels its jobs' '' "$(squeue -ht PD,R)"
is 'cancelled jobs leave nothing' \
    '' "$(ls eight/job; ls -d eight/l1/01/1.1/1 2>/dev/null)"
exits 'hcc-fsck finds no fault after cancelled jobs' 0 hcc-fsck eight

# Requeued.
task nine 'await score 0.7'
hcc-exec nine >out 2>err &
exec_pid=$!
wait_for test -e nine/l1/01/1.1/1/log
wait_for queued R 1
job=$(squeue -ho %i -t R)
scontrol requeue "$job"
wait_for queued PD 1
sleep 2		# else its old credential is revoked for the new start
scontrol update "jobid=$job" StartTime=now
go nine
status=0
wait $exec_pid || status=$?
is 'a job that is requeued ends well' 0 $status
is 'a requeued job keeps its number' \
    "$job" "$(value nine/l1/01/1.1/1/run.json .job)"

# A job that is refused, and one that a person cancels.
task ten 'score 0.7'
sed -i 's/{runner: slurm}/{runner: slurm, slurm: [--partition=none]}/' \
    ten/task.md
exits 'what Slurm refuses is an error' 69 hcc-exec ten
like 'the error has the message of Slurm' 'invalid partition' err
task eleven 'sleep 611 score 0.7'
hcc-exec eleven >out 2>err &
exec_pid=$!
wait_for pgrep -fx 'sleep 611'
wait_for queued R 1
scancel "$(squeue -ho %i -t R)"
status=0
wait $exec_pid || status=$?
is 'hcc-exec stops when a person cancels its job' 75 $status
like 'a message says that the suggestion was interrupted' 'was interrupted' err
finish
