#!/bin/sh
# Killed at each step that counts, a tool that is run again ends as if nothing
# had happened: nothing lost, nothing twice, nothing left.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# The leak checker of a sanitized build does not work under strace.
export ASAN_OPTIONS=detect_leaks=0 HCC_WISDOM="$T/wisdom.db"

# killed CALL WHEN COMMAND..: the command alone is killed at a system call.
killed() {
	call=$1 when=$2
	shift 2
	strace -qq -o /dev/null -e "trace=$call" \
	    -e "inject=$call:signal=KILL:when=$when" "$@" >/dev/null 2>&1 || :
	sleep 0.2
}
fresh() {
	rm -rf d
	small_task d
}
events() { jq -r "select(.ev == \"$2\") | .id // .phase // .wisdom // .ev" \
    "$1/journal.jsonl" | xargs; }
left() { find "$1" "$1/.." -maxdepth 6 -name '.tmp-*' -exec echo {} +; }

# hcc-exec, at each write: the journal has what the files tell.
fresh
echo 'return { m = 1, q = 1 }' >d/policy/plan.lua
hcc-plan d >/dev/null
for k in 1 2 3 4 5; do
	rm -rf t
	cp -r d t
	killed write $k hcc-exec t
	hcc-exec -q t >/dev/null 2>&1
	is "a result has one event after a kill at write $k" '00/1.1 00/1.1/1' \
	    "$(events t result) $(events t run)"
done

# At each rename: the solution is compared with the one before it.
hcc-exec d >/dev/null
hcc-plan d >/dev/null
for k in 1 2 3 4 5 6; do
	rm -rf t
	cp -r d t
	killed renameat $k hcc-exec t
	hcc-exec -q t >/dev/null 2>&1
	is "delta is that to the best before after a kill at renameat $k" 11 \
	    "$(jq '.delta * 1000 | round' t/l1/01/1.1/result.json)"
	is "best/ and L1 agree after a kill at renameat $k" \
	    "$(jq -c '[.id, .delta, .adopted, .score]' t/l1/01/1.1/result.json)" \
	    "$(jq -c '[.id, .delta, .adopted, .score]' t/best/result.json)"
	is "no temporary is left after a kill at renameat $k" '' "$(left t)"
done

# The runs on other seeds are made, whenever the kill came.
fresh
echo 'return { noise_runs = 2, noise_share = 1 }' >d/policy/exec.lua
hcc-plan d >/dev/null
for k in 4 5 6 7 8 9; do
	rm -rf t
	cp -r d t
	killed renameat $k hcc-exec t
	hcc-exec -q t >/dev/null 2>&1
	is "noise is measured after a kill at renameat $k" '0 null' \
	    "$(jq -r '"\(.noise) \(.seeds)"' t/best/result.json)"
	is "both seeds were run after a kill at renameat $k" \
	    'seed-1/run.json seed-2/run.json' \
	    "$(cd t/l1/00/1.1 && echo seed-*/run.json)"
	exits "nothing is left to run after a kill at renameat $k" 1 hcc-exec t
done

# Seeds that are due are no reason to leave a plan lying.
rm -rf t
cp -r d t
hcc-exec t >/dev/null
jq '.seeds = 2' t/best/result.json >best && cp best t/best/result.json
rm -r t/l1/00/1.1/seed-2
mkdir t/l1/00/1.1/seed-2
touch t/l1/00/1.1/seed-2/log
exits 'hcc-plan waits for seeds' 1 hcc-plan t
exits 'hcc-exec runs a seed that a kill left' 0 hcc-exec t
ok 'the seed has ended' test -e t/l1/00/1.1/seed-2/run.json
exits 'hcc-plan goes on when the seed has ended' 0 hcc-plan t

# A damaged best/ is made again, and said so.
hcc-exec t >/dev/null
best=$(jq -c '[.id, .score, .delta]' t/best/result.json)
for damage in 'head -c 60 old >t/best/result.json' 'rm t/best/solution.*' \
    'rm -r t/best' ': >t/best/result.json'; do
	cp t/best/result.json old
	eval "$damage"
	hcc-plan t >/dev/null 2>err
	like "'$damage' is told" "best: .*made again from l1/01/" err
	is "'$damage' is mended" "$best" \
	    "$(jq -c '[.id, .score, .delta]' t/best/result.json)"
	ok "'$damage' leaves a program" test -s t/best/solution.sh
done
hcc-promote t >/dev/null 2>&1
hcc-exec t >/dev/null
hcc-promote t >/dev/null 2>&1
rm -rf t/best
best=$(jq -r 'select(.ev == "result" and .adopted) | .id' t/journal.jsonl |
    tail -1)
hcc-plan t >/dev/null 2>err
like 'best/ is made again from an archive' \
    "best: .*made again from archive/${best%%/*}" err
is 'the one from the archive is the adopted one' "$best" \
    "$(jq -r .id t/best/result.json)"

# A promotion and an end are noted once.
fresh
hcc-plan d | hcc-exec >/dev/null
hcc-plan d | hcc-exec >/dev/null
for k in 1 2 3 4 5 6; do
	rm -rf t
	cp -r d t
	killed unlinkat $k hcc-promote t
	hcc-promote t >/dev/null 2>&1
	is "a promotion has one event after a kill at unlinkat $k" 1 \
	    "$(events t promote)"
	rm -rf t
	cp -r d t
	killed fsync $k hcc-promote t
	hcc-promote t >/dev/null 2>&1
	is "a promotion has one event after a kill at fsync $k" 1 \
	    "$(events t promote)"
done
hcc-promote d >/dev/null
for k in 1 2 3 4 5 6; do
	rm -rf t wisdom.db*
	cp -r d t
	killed renameat $k hcc-promote -t t
	hcc-promote -t t >/dev/null 2>&1
	is "the end has one event each after a kill at renameat $k" '1 end' \
	    "$(events t distil | wc -w) $(events t end)"
	rm -rf t wisdom.db*
	cp -r d t
	killed fdatasync $k hcc-promote -t t
	hcc-promote -t t >/dev/null 2>&1
	hcc-plan t >/dev/null 2>&1
	is "the end has one event each after a kill at fdatasync $k" '1 end' \
	    "$(events t distil | wc -w) $(events t end)"
done

# A brain that never says the same twice is asked once.
rm -rf t wisdom.db*
cp -r d t
sed 's/^function brain.distil(.*/&\
	if true then return { tags = { tostring({}) }, data = "d",\
	    model = "m" } end/' "$root/tests/fake/brain.lua" >other.lua
sed -i "s|^brain: .*|brain: $T/other.lua|" t/task.md
strace -f -qq -o /dev/null -P t/journal.jsonl -e trace=write \
    -e inject=write:signal=KILL:when=1 hcc-promote -t t >/dev/null 2>&1
is 'a kill keeps the event of an entry back' '1 0' \
    "$(hcc-wisdom list | wc -l) $(events t distil | wc -w)"
hcc-promote -t t >/dev/null
is 'an entry that is in L3 is not made anew' '1 1 end' \
    "$(hcc-wisdom list | wc -l) $(events t distil | wc -w) $(events t end)"
hcc-wisdom forget -t small >/dev/null

# A recorder that was killed leaves nothing, one that had ended nothing out.
fresh
for k in 1 2 3 4; do
	rm -rf t
	cp -r d t
	strace -f --seccomp-bpf -qq -o /dev/null -e trace=renameat \
	    -e inject=renameat:signal=KILL:when=$k \
	    hcc-exec -c 'echo metric: 0.3' t >/dev/null 2>&1
	sleep 0.5
	hcc-exec -c 'echo metric: 0.4' t >/dev/null 2>&1
	is "what a recorder left is taken away after a kill at renameat $k" '' \
	    "$(for d in t/l1/00/0.*; do [ -e "$d/result.json" ] || echo "$d"
	    done)"
done
for k in 1 2; do
	rm -rf t
	cp -r d t
	strace -f --seccomp-bpf -qq -o /dev/null -e trace=fsync \
	    -e inject=fsync:signal=KILL:when=$k \
	    hcc-exec -c 'echo metric: 0.3' t >/dev/null 2>&1
	hcc-exec -c 'echo metric: 0.4' t >/dev/null 2>&1
	ok "the next recorder sweeps away what fsync $k has left" hcc-fsck t
done
for call in fsync renameat write; do
	for k in 1 2; do
		rm -rf t
		cp -r d t
		strace -f --seccomp-bpf -qq -o /dev/null -e trace=$call \
		    -e inject=$call:error=EIO:when=$k \
		    hcc-exec -c 'echo metric: 0.3' t >/dev/null 2>&1
		hcc-exec -c 'echo metric: 0.4' t >/dev/null 2>&1
		ok "the next recorder finishes what $call $k has stopped" \
		    hcc-fsck t
	done
done

# A program cannot say that it has ended: it may be the executor that ends.
rm -rf t
cp -r d t
hcc-exec -c 'echo "{\"id\":\"00/0.1/1\",\"status\":\"ok\",\"claimed\":1}" \
    >run.json; echo metric: 0.9; touch said; sleep 100' t >/dev/null 2>&1 &
wait_for test -e t/l1/00/0.1/1/said
kill -9 $!
wait $! 2>/dev/null
wait_for gone "touch said; sleep 100"
hcc-exec -c 'echo metric: 0.4' t >/dev/null
is 'a run.json that a program wrote ends no run' '00/0.1 0.4' \
    "$(jq -r '"\(.id) \(.claimed)"' t/l1/00/0.*/result.json | xargs)"
rm -rf t
cp -r d t
mkdir -p t/l1/00/0.1/1 t/l1/00/0.2
touch t/l1/00/0.1/1/log
hcc-exec -c 'echo metric: 0.4' t >/dev/null
hcc-exec -c 'echo metric: 0.5' t >/dev/null
is 'recorders that were killed long ago are taken away' \
    '0.1/result.json 0.2/result.json' \
    "$(cd t/l1/00 && echo */result.json | xargs)"
mkdir -p t/l1/00/0.7/1
hcc-plan t >/dev/null
ok 'whoever locks the task takes the others away' test ! -e t/l1/00/0.7
cp -r t/l1/00/0.1 t/l1/00/0.3
jq '.id = "00/0.3/1"' t/l1/00/0.1/1/run.json >t/l1/00/0.3/1/run.json
rm t/l1/00/0.3/result.json
hcc-plan t >/dev/null 2>&1
is 'a recorded run that had ended is a result' '00/0.3 0.4 ok' \
    "$(jq -r '"\(.id) \(.claimed) \(.status)"' t/l1/00/0.3/result.json)"
is 'a recorded run that had ended has its event' \
    '00/0.1/1 00/0.2/1 00/0.3/1' "$(events t run)"

# hcc-init into a directory that exists.
fresh
echo 'Tell odd from even; scored by accuracy.' >text.md
for k in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
	rm -rf p
	mkdir -p p/t
	killed renameat $k hcc-init -q -d text.md -m accuracy d/input p/t
	[ -e p/t/task.md ] ||
		exits "hcc-init begins anew after a kill at renameat $k" 0 \
		    hcc-init -d text.md -m accuracy d/input p/t
	hcc-plan -b "$root/tests/fake/brain.lua" p/t >/dev/null 2>&1
	is "hcc-init leaves nothing after a kill at renameat $k" '' "$(left p/t)"
done
rm -rf p
mkdir -p p/t
killed renameat 8 hcc-init -q -d text.md -m accuracy d/input p/t
echo mine >p/t/mine
exits 'hcc-init removes nothing of others from a half-made task' 65 \
    hcc-init -d text.md -m accuracy d/input p/t
is 'what is not its own stays' mine "$(cat p/t/mine)"
finish
