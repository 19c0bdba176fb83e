#!/bin/sh
# trouble.t: everyday trouble: few descriptors, no inotify, no hard links, a
# full or read-only disk, another user, a damaged base, odd paths.
# shellcheck disable=SC1091,SC2016 # jq has variables of its own

. "${0%/*}/../lib.sh"
export ASAN_OPTIONS=detect_leaks=0	# it does not work under strace

export HCC_WISDOM="$T/wisdom.db"
one_idea

# faulty CALL ERROR COMMAND..: this system call fails with this error.
faulty() {
	call=$1 error=$2
	shift 2
	strace -f --seccomp-bpf -qq -o /dev/null -e "trace=$call" \
	    -e "inject=$call:error=$error" "$@"
}

small_task few
exits 'a task needs no more than 64 descriptors' 0 \
    sh -c 'ulimit -n 64; exec timeout 600 hcc run few'

small_task held
mkdir held/lock
exits 'a lock that is a directory is refused at once' 65 hcc-plan held
like 'who puts it away is said' "held/lock': not a regular file; 'hcc-fsck -f'" \
    err
exits 'hcc run puts it away and goes on' 0 timeout 600 hcc run held

# A name that is no UTF-8, in operands, records and the working directory.
odd=$(printf 'n\377u')
mkdir "$odd"
small_task "$odd/t"
exits 'hcc run takes a path that is not UTF-8' 0 hcc run "$odd/t"
small_task "$odd/u"
exits 'records carry a path that is not UTF-8' 0 \
    sh -c "hcc-plan -q '$odd/u' | hcc-exec -q | hcc-status"
like 'a path that is not UTF-8 reaches the end of a pipeline' '^task' out
is 'a record writes such bytes with an escape' 'n\xffu' \
    "$(hcc-status -j "$odd/u" | jq -r .task | sed 's|.*/\(n.*u\)/u|\1|')"
exits 'the working directory may have such a name' 0 \
    sh -c "cd '$odd/u' && hcc-status"

if faulty getppid EPERM true 2>/dev/null; then
	small_task blind
	exits 'hcc run works without inotify' 0 \
	    faulty inotify_init1 EMFILE hcc run blind
	like 'hcc run says that it has no inotify' 'watch files: Too many' err
	small_task deaf
	exits 'hcc run works without a watch of a directory' 0 \
	    faulty inotify_add_watch ENOSPC hcc run deaf
	echo 'A task. Metric: accuracy.' >desc.md
	exits 'hcc-init needs no hard links' 0 faulty linkat EPERM \
	    hcc-init -q -d desc.md -m accuracy -s 0.3 few/input linkless
	ok 'data without hard links are copied' \
	    test -s linkless/input/sample_submission.csv
	mkdir prog
	echo 'print("metric: 1")' >prog/a.py
	exits 'a project that cannot be copied is no task' 74 \
	    strace -f --seccomp-bpf -qq -o /dev/null -e trace=linkat,fchmodat \
	    -e inject=linkat:error=EXDEV -e inject=fchmodat:error=EIO:when=1 \
	    hcc-init -q -x 'python3 a.py' -e a.py -m score -g maximize prog p
	ok 'nothing is left of it' test ! -e p
	small_task stop
	echo 'return { retry = 0.1, max_retry = 0.1 }' >stop/policy/watch.lua
	exits 'a step that fails for ever is given up' 69 timeout 600 \
	    strace -f --seccomp-bpf -qq -o /dev/null -e trace=memfd_create \
	    -e inject=memfd_create:error=ENOSPC hcc run stop
	like 'the task that is given up is named' \
	    "stop': hcc-exec: too many failures; given up" err
	like 'hcc-status says that a task was given up' \
	    '^state +given up: hcc-exec: too many failures' \
	    "$(hcc-status stop >status; echo status)"
	# A file that cannot be read now is there all the same.
	small_task read
	echo 'return { noise_runs = 1, noise_share = 1 }' >read/policy/exec.lua
	echo 'return { m = 1, q = 1 }' >read/policy/plan.lua
	hcc-plan -q read >plan
	cp -r read unread
	hcc-exec -q unread >plan
	told() {
		jq -r 'select(.ev | IN("run", "result")) | .id' \
		    "$1/journal.jsonl" | xargs
		jq -c '[.id, .noise, .delta, .seeds]' "$1/best/result.json"
	}
	for file in best/result.json l1/00/1.1/1/run.json \
	    l1/00/1.1/seed-1/run.json; do
		for when in 1 2; do
			rm -rf half
			cp -r read half
			strace -f --seccomp-bpf -qq -b execve -o /dev/null -P "$T/half/$file" \
			    -e trace=read -e "inject=read:error=EIO:when=$when" \
			    hcc-exec -q half >plan 2>err
			hcc-exec -q half >plan 2>err
			is "nothing is lost when read $when of $file fails" \
			    "$(told unread)" "$(told half)"
		done
	done
	hcc-exec -q -c 'echo metric: 0.1' unread >plan
	rm unread/l1/00/0.1/result.json
	exits 'a recording that cannot be read now is an error' 74 \
	    strace -f --seccomp-bpf -qq -o /dev/null -P unread/l1/00/0.1/1/run.json \
	    -e trace=read -e inject=read:error=EIO hcc-fsck -f unread
	ok 'a recording that cannot be read now is not removed' \
	    test -s unread/l1/00/0.1/1/run.json
	exits 'an adopted program that cannot be read now is an error' 74 \
	    strace -f --seccomp-bpf -qq -o /dev/null -P unread/best/solution.sh \
	    -e trace=read -e inject=read:error=EIO hcc-fsck unread
	small_task adopt
	hcc-plan -q adopt >plan
	exits 'an adoption that fails is an error' 74 faulty \
	    renameat2,renameat ENOSPC hcc-exec adopt
else
	skip 'faults' 'strace cannot trace here'
fi

# What was noted lies in the future when the clock has been set back.
export HCC_SESSION=night
small_task clock 'budget: {time: 1h}'
hcc-plan -q clock | hcc-exec -q >/dev/null
spent=$(hcc-status -j clock | jq .spent)
# Between two events, and between the last one and the beat after it, the clock
# is set a day forward, and the machine stays the same.
cp -r clock leap
command jq -c '.t += if input_line_number > 2 then 86400 else 0 end' \
    clock/journal.jsonl >leap/journal.jsonl
ok 'a clock that is set forward between two events spends nothing' jq -en \
    --argjson was "$spent" --argjson now "$(hcc-status -j leap | jq .spent)" \
    '$now == $was'
jq -r '"\(.boot) \(.up + 0.5) \(.t + 86400) 0"' clock/journal.jsonl | tail -1 \
    >leap/lock
ok 'a clock that is set forward before a kill spends nothing' jq -en \
    --argjson was "$spent" --argjson now "$(hcc-status -j leap | jq .spent)" \
    '$now - $was | . > 0.4 and . < 0.6'
jq -r '"0badb007 1 \(.t + 100) 0"' leap/journal.jsonl | tail -1 >leap/lock
ok 'a beat of another start of the machine counts by the time of day' jq -en \
    --argjson was "$spent" --argjson now "$(hcc-status -j leap | jq .spent)" \
    '$now - $was | . > 99 and . < 101'
jq -c '.t += 86400' clock/journal.jsonl >j && cp j clock/journal.jsonl
exits 'a task goes on when the clock was set back a day' 0 hcc run clock
# shellcheck disable=SC2016 # variables of jq
ok 'time spent does not go down with the clock' jq -en --argjson was "$spent" \
    --argjson now "$(hcc-status -j clock | jq .spent)" '$now >= $was'
# shellcheck disable=SC2016
ok 'a day by which the clock was set back is not spent' jq -en \
    --argjson now "$(hcc-status -j clock | jq .spent)" '$now < 3600'
unset HCC_SESSION

head -c 5000 /dev/urandom >bad.db
small_task base
exits 'a damaged wisdom base stops a task at once' 65 \
    env HCC_WISDOM="$T/bad.db" timeout 600 hcc run base
like 'a damaged wisdom base is named' "'$T/bad.db': not a wisdom base" err
exits 'a task goes on once its base is mended' 0 timeout 600 hcc run base

if [ "$(id -u)" -ne 0 ] || ! { mkdir full && mount -t tmpfs -o size=1m none \
    full; } 2>err; then
	skip 'disks and users' "cannot mount: $(head -1 err)"
	finish
	exit
fi
trap 'umount full ro 2>/dev/null; chmod -R u+rwX "$T"; rm -rf "$T"' EXIT
small_task full/t
head -c 2000000 /dev/zero >full/fill 2>/dev/null
exits 'a full disk is an error of input and output' 74 hcc-plan full/t
like 'a full disk is named' 'No space left' err
exits 'a command on a full disk is no success' 74 \
    hcc-exec -c true full/t
rm full/fill
exits 'a task goes on when there is room again' 0 timeout 600 hcc run full/t

small_task r
mkdir ro
mount --bind r ro
mount -o remount,ro,bind ro
exits 'a read-only task stops at once' 77 timeout 600 hcc run ro
like 'a read-only disk is named' 'Read-only file system' err
exits 'a read-only task has a status' 0 hcc-status ro
umount ro full

chmod 755 "$T"
as="setpriv --reuid 1234 --regid 1234 --clear-groups"
# shellcheck disable=SC2086
if $as test -x "$(command -v hcc-exec)"; then
	small_task theirs
	hcc-plan -q theirs >plan
	exits 'the task of another user cannot be run' 77 $as hcc-exec theirs
	like 'what another user may not do is named' 'lock.*Permission' err
	exits 'the task of another user has a status' 0 $as hcc-status theirs
else
	skip 'two users' 'uid 1234 cannot run the tools here'
fi
finish
