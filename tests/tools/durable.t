#!/bin/sh
# durable.t: what a tool has published survives a power cut: a file is synced
# before it gets its name, its directory after, and each line of the journal.
# And one writer works on a task at a time.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db" ASAN_OPTIONS=detect_leaks=0

# unsynced TRACE: what a power cut could take, by the trace of a tool.
# What is made again, or named later as a whole, needs no sync.
cat >unsynced.awk <<'E'
BEGIN { passing = "tmp-base-|now[.]json|tmp-audit|l1/[.]tmp-|/cache/" }
/renameat/ || /sync\(/ || /write\(/ {
	line = $0
	sub(/^[0-9]+ +/, "", line)
	match(line, /<[^>]*>/)
	at = substr(line, RSTART + 1, RLENGTH - 2)
	if (line ~ /^write\(.*journal.jsonl>/)
		open["journal.jsonl"] = 1
	else if (line ~ /^fdatasync\(.*journal.jsonl>/)
		delete open["journal.jsonl"]
	else if (line ~ /^f(data)?sync\(/) {
		synced[at] = 1
		delete open[at]
	} else if (line ~ /^renameat/ && line !~ passing) {
		split(line, name, "\"")
		from = at "/" name[2]
		to = at "/" name[4]
		if (from ~ /[.]tmp-.*[.][0-9]+[.][0-9]+$/ && !(from in synced))
			print "not synced before it is named: " to
		sub("/[^/]*$", "", to)
		open[to] = 1
	}
}
END { for (at in open) print "not synced: " at }
E
# traced NAME COMMAND..
traced() {
	name=$1
	shift
	strace -f --seccomp-bpf -y -qq -o trace \
	    -e trace=fsync,fdatasync,renameat,renameat2,write "$@" >out 2>err
	is "$name: the tool has published something" 1 \
	    "$(grep -cm1 'renameat' trace)"
	is "$name: all that it published is on the disk" '' \
	    "$(awk -f unsynced.awk trace)"
}

small_task d
echo 'return { m = 1, q = 1 }' >d/policy/plan.lua
if strace -qq -o trace true 2>/dev/null; then
	traced 'hcc-prefetch' hcc-prefetch d
	traced 'hcc-plan of a draft' hcc-plan d
	traced 'hcc-exec of a draft' hcc-exec d
	traced 'hcc-plan' hcc-plan d
	traced 'hcc-exec' hcc-exec d
	traced 'hcc-promote' hcc-promote d
	cp -r d ended
	traced 'hcc-promote -t' hcc-promote -t ended
	echo 'Tell odd from even; scored by accuracy.' >text.md
	traced 'hcc-init' hcc-init -q -d text.md -m accuracy d/input made
	strace -f --seccomp-bpf -qq -o trace -e trace=fsync -e inject=fsync:error=EIO \
	    hcc-plan d >out 2>err
	is 'a plan that cannot be synced is an error of the disk' 74 $?
	is 'a plan that cannot be synced is not published' '00.md 01.md' \
	    "$(cd d/plan && echo *)"
else
	hcc-plan d | hcc-exec >/dev/null
	hcc-plan d | hcc-exec >/dev/null
	hcc-promote d >/dev/null
	skip 'what is published is on the disk' 'strace cannot trace here'
fi

# Somebody reads, or records a command: the lock is held shared.
(
	flock -s 9
	for tool in 'hcc-plan' 'hcc-exec' 'hcc-promote' 'hcc-promote -t' \
	    'hcc-fsck -f' 'hcc-prefetch'; do
		# shellcheck disable=SC2086 # a tool and its options
		exits "$tool does not work beside another process" 75 $tool d
	done
	exits 'commands are recorded beside each other' 0 hcc-exec -c true d
	echo "$n" >n
) 9>d/lock
n=$(cat n)
exits 'hcc-plan works when it is alone' 0 hcc-plan d
finish
