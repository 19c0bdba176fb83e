#!/bin/sh
# hcc run and hcc-watch: whole tasks, many of them, stopped and started again.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db"
nap="sleep 600$$"		# ours among all that sleep
small_task one
exits 'hcc run drives a task to its end' 0 hcc run one
is 'hcc run says in one line what came of a task' \
    "hcc-watch: task '$T/one': ended with accuracy 0.5332 (03/3.2) after" \
    "$(cat out err | sed 's/ after .*nothing new to try; .*best.*/ after/')"
small_task quiet
exits 'hcc run -q drives a task to its end' 0 hcc run -q quiet
is 'hcc run -q is silent' '' "$(cat out err)"
is 'done.json gives the reason' 'nothing new to try' "$(jq -r .why one/done.json)"
is 'every phase of a task is promoted' '01.md 02.md 03.md' "$(ls one/l2 | xargs)"
is 'best/ holds the best of all phases' 0.5332 "$(jq .score one/best/result.json)"
is 'the wisdom of a task is in L3' 1 "$(hcc-wisdom list | wc -l | tr -d ' ')"
exits 'hcc run passes over a task that has ended' 0 hcc run one

one_idea
small_task two
exits 'hcc run drives a second task to its end' 0 hcc run two
like 'a task is shown the wisdom of a similar one' '^## [0-9a-f]+ small \(similarity 1' \
    two/prefetch.md
is 'the journal names the wisdom that was shown' \
    "$(jq -r 'select(.ev == "distil").wisdom' one/journal.jsonl)" \
    "$(jq -r 'select(.ev == "prefetch").wisdom[]' two/journal.jsonl)"

# On a terminal.
small_task tty
script -qec 'hcc run tty' /dev/null </dev/null >screen 2>&1
like 'a terminal shows the best score' 'best 0\.5' screen
like 'a terminal shows the time that is left' 'left' screen

# The budget.
small_task short 'budget: {time: 4s}'
echo 'return { reserve = 1 }' >short/policy/budget.lua
mkdir -p short/plan
printf '## 1 a\n### 1.1 b\nscore 0.5\n### 1.2 c\nsleep\n' >short/plan/00.md
exits 'hcc run ends a task whose budget is spent' 0 hcc run short
# Nothing works, and nothing is begun that does not fit.
small_task sleepy 'budget: {time: 9s}'
echo 'return { reserve = 1 }' >sleepy/policy/budget.lua
echo 'return { shortest = 3, slots = 1, noise_runs = 0 }' \
    >sleepy/policy/exec.lua
{
	sed '/^return brain/d' "$root/tests/fake/brain.lua"
	echo "local function code() return { text = 'x', code = '$nap' } end"
	echo 'brain.draft, brain.debug = code, code'
	echo 'return brain'
} >sleepy.lua
sed -i "s|^brain:.*|brain: $T/sleepy.lua|" sleepy/task.md
exits 'hcc run without a valid submission ends with 2' 2 hcc run sleepy
is 'hcc run without a valid submission says so in one line' \
    '1 ended without a valid submission' "$(wc -l <err | tr -d ' ') $(sed \
    's/.*: \(ended without a valid submission\) after .*/\1/' err)"
like 'hcc run without a valid submission says what failed last, and the remedy' \
    "; 00/[0-9.]+ failed last: stopped at its limit of time; raise 'budget'" err
is 'a suggestion that runs out of time is repaired once' 2 \
    "$(jq .attempts sleepy/l1/00/1.1/result.json)"
is 'the limits of all attempts fit into the budget' true "$(cat \
    sleepy/l1/00/*/*/run.json | jq -s 'map(.time_limit) | add <= 8')"
is 'done.json says that the budget is spent' 'the budget is spent' "$(jq -r .why short/done.json)"
is 'done.json has the score that was reached' 0.5 "$(jq .score short/done.json)"

# A plan of which nothing fits any more, and nothing that could be blended: the
# end comes at once.
small_task full 'budget: {time: 1h}'
mkdir -p full/plan
printf '## 1 a\n### 1.1 b\nscore 0.5\n' >full/plan/00.md
hcc-exec -q full >/dev/null
hcc-promote -q full >/dev/null
printf '## 1 a\n### 1.1 c\nscore 0.6\n' >full/plan/01.md
echo 'return { begin = function() return 0 end }' >full/policy/exec.lua
exits 'hcc run ends a task whose plan no longer fits' 0 hcc run full
is 'what does not fit is not tried again' 1 "$(wc -l <err | tr -d ' ')"

# A step comes too late, once: another process has run the phase.
bin=$(dirname "$(command -v hcc-watch)")
mkdir -p near/bin near/share
ln -s "$bin/../share/hcc" near/share/hcc
ln -s "$bin"/hcc* near/bin
rm near/bin/hcc-watch near/bin/hcc-exec near/bin/hcc-plan
cp "$bin/hcc-watch" near/bin
printf '%s\n' '#!/bin/sh' "\"$bin/hcc-exec\" \"\$@\" || exit" \
    '[ -e late ] || { : >late; exit 1; }' >near/bin/hcc-exec
printf '%s\n' '#!/bin/sh' '[ ! -e slow/l1/00 ] || [ -e slow/plan/01.md ] ||' \
    "\"$bin/hcc-plan\" slow | \"$bin/hcc-exec\" -q >ran" \
    "echo hcc-plan >>planned; exec \"$bin/hcc-plan\" \"\$@\"" \
    >near/bin/hcc-plan
chmod +x near/bin/hcc-exec near/bin/hcc-plan
small_task slow
exits 'hcc-watch goes on when another process was faster' 0 \
    near/bin/hcc-watch -1 slow
is 'another process has run the phase that was to be planned' phase \
    "$(tail -n 1 ran | jq -r .kind)"
is 'hcc-watch runs all phases when another process was faster' 4 "$(ls slow/plan | wc -l | tr -d ' ')"
is 'a brain that has nothing new is not asked again' 5 \
    "$(grep -c hcc-plan planned)"

# Stopped, killed, continued.
small_task k
mkdir k/plan
printf '## 1 a\n### 1.1 b\nscore 0.5\n### 1.2 c\n%s\n' "$nap" >k/plan/00.md
hcc run k &
pid=$!
ok 'a program is running when hcc run is stopped' wait_for alive "$nap"
exits 'a second watcher of a task is refused' 75 hcc run k
like 'a second watcher of a task says why' 'another hcc-watch' err
exits 'another writer of a task is refused' 75 hcc-plan k
kill -TERM $pid
got=0
wait $pid || got=$?
is 'SIGTERM ends hcc run' 143 "$got"
ok 'SIGTERM ends what hcc run has started' gone "$nap"
hcc run k &
pid=$!
ok 'a program is running when hcc run is killed' wait_for alive "$nap"
kill -KILL $pid
wait $pid 2>/dev/null || :
exec=$(pgrep -f "hcc-exec $T/k" | head -1)
exits 'a task that is at work is not written to' 75 hcc-plan k
like 'who works on a task is said, and how to end that' \
    "another hcc process .*: hcc-exec, process $exec; .*'kill $exec'" err
sed -i 's/^sleep.*/score 0.6/' k/plan/00.md
echo 'return { retry = 0.1 }' >k/policy/watch.lua
hcc run k 2>waited &
pid=$!
ok 'hcc run waits for what a watch that was killed has left at work' \
    wait_for grep -q "hcc-exec (process $exec) is still at work" waited
pkill -KILL -f "hcc-exec $T/k" || :
ok 'kill -9 of hcc-exec ends what it runs' wait_for gone "$nap"
got=0
wait $pid || got=$?
is 'hcc run goes on after it was killed' 0 "$got"
is 'hcc run says once for what it waits' 1 "$(grep -c 'at work\|another' waited)"
is 'a run that is done is not done again' 1 "$(jq -c \
    'select(.ev == "run" and .id == "00/1.1/1")' k/journal.jsonl | wc -l | tr -d ' ')"

# Many tasks, new ones, no work when nothing changes.
mkdir queue
small_task queue/a
small_task queue/b
hcc-watch queue &
pid=$!
ok 'hcc-watch drives the tasks of a directory' \
	wait_for test -e queue/a/done.json -a -e queue/b/done.json
small_task new
mv new queue/new
ok 'hcc-watch drives a task that arrives' \
	wait_for test -e queue/new/done.json
# quiet: it sleeps, and runs nothing, for a second.
quiet() {
	before=$(grep ctxt /proc/$pid/status)
	sleep 1
	[ "$before" = "$(grep ctxt /proc/$pid/status)" ]
}
ok 'hcc-watch sleeps when nothing changes' wait_for quiet
printf '## 1 a\n### 1.1 b\nscore 0.9\n' >queue/a/plan/09.md
rm queue/a/done.json
ok 'hcc-watch drives a task that was opened again' \
	wait_for test -e queue/a/done.json
is 'hcc-watch runs a plan that was written by hand' 0.9 \
    "$(jq .score queue/a/best/result.json)"
kill -INT $pid
wait $pid || :

# Broken policies do not spin.
small_task bad
echo 'return { next = function() return { "rm", "-rf" } end, retry = 0.1,
	max_failures = 3 }' >bad/policy/watch.lua
exits 'hcc run gives up a task whose policy names no tool' 78 hcc run bad
like 'hcc run says what watch.lua must return' 'watch.lua: next must return' err
like 'hcc run says that the task is given up' 'given up' err
echo 'return { retry = 0.1, max_failures = 2 }' >bad/policy/watch.lua
echo 'return { tries = }' >bad/policy/exec.lua
exits 'hcc run gives up a task with a policy that cannot be read' 78 hcc run bad
like 'hcc run names file and line of the policy' 'policy/exec.lua:1:' err
rm bad/policy/exec.lua
small_task down 'environment: {python: /bin/true}'
sed -i 's/^language: .*/language: python/' down/task.md
echo 'return { retry = 0.1, max_failures = 2 }' >down/policy/watch.lua
exits 'hcc run gives up a task whose step fails again and again' 69 hcc run down
is 'a step that fails is tried as often as max_failures says' 2 \
    "$(grep -c '^hcc-exec: ' err)"
echo 'return { next = function() ("a"):rep(3000000):find(".-.-.-.-.-.-b") end }' \
    >bad/policy/watch.lua
exits 'hcc-watch exits with 78 when a policy is stuck in a string function' \
    78 hcc run bad
like 'hcc-watch names the policy that is stuck' \
    '^hcc-watch: .*bad/policy/watch.lua: stopped after' err
# The command at the end.
hook="$XDG_CONFIG_HOME/hcc/policy/watch.lua"
mkdir -p "${hook%/*}"
# done_by COMMAND: watch.lua of the user with this command.
done_by() {
	printf 'return { done = function(_, s) return { %s } end }\n' "$1" >"$hook"
}
# shellcheck disable=SC2016 # for the shell that watch.lua starts
done_by '"sh", "-c", "echo \"$HCC_TASK: $*\" >>said; echo talk", "sh", s.how, s.id, s.best or "none", s.summary'
small_task told 'budget: {time: 1h}'
exits 'hcc run runs the command at the end' 0 hcc run told
like 'the command at the end knows the task, how it ended and what came of it' \
    "^$T/told: ended small 0[0-9]/.* ended with accuracy 0\\.[0-9]+ .*: nothing new to try$" said
is 'the command at the end runs once a task' 1 "$(wc -l <said)"
like 'what the command prints goes to the messages' '^talk$' err
is 'what the command prints is no data' 0 "$(wc -c <out)"
exits 'hcc run of an ended task runs no command' 0 hcc run told
is 'a task that had ended before is not told again' 1 "$(wc -l <said)"
small_task lost
echo 'return { next = function() return { "no-tool" } end }' >lost/policy/watch.lua
exits 'hcc run gives up a task, with a command' 78 hcc run lost
like 'the command knows that a task is given up' \
    "^$T/lost: given up small none " said
small_task theirs 'budget: {time: 1h}'
rm "$hook"
echo 'return { done = function() return { "touch", "stolen" } end }' \
    >theirs/policy/watch.lua
exits 'hcc run drives a task that names a command' 0 hcc run theirs
ok 'a task names no command' test ! -e stolen
done_by '"/nowhere/tell"'
small_task deaf 'budget: {time: 1h}'
exits 'a command that is absent changes nothing' 0 hcc run deaf
like 'a command that is absent is reported' \
    "start '/nowhere/tell' of watch\\.lua: No such file" err
done_by '"sh", "-c", "exit 5"'
small_task fails 'budget: {time: 1h}'
exits 'a command that fails changes nothing' 0 hcc run fails
like 'a command that fails is reported with its status' "'sh' of watch\\.lua ended with status 5" err
echo 'return { done = function() return 7 end }' >"$hook"
small_task odd 'budget: {time: 1h}'
exits 'a wrong answer of done changes nothing' 0 hcc run odd
like 'a wrong answer of done is reported' 'done must return nil, or a list' err
rm "$hook"

# A pause before the first step, which takes long to write its first event.
mkdir -p slow/bin
cp "$(dirname "$(command -v hcc-watch)")"/hcc* slow/bin
ln -s "$(dirname "$(command -v hcc-watch)")/../share" slow/share
mv slow/bin/hcc-prefetch slow/bin/hcc-prefetch-in-time
cat >slow/bin/hcc-prefetch <<'SH'
#!/bin/sh
sleep 0.3
: >"$1/poke"
sleep 0.3
exec "${0%/*}/hcc-prefetch-in-time" "$@"
SH
chmod +x slow/bin/hcc-prefetch
small_task paused 'budget: {time: 1h}'
echo '{"ev":"init","s":"a","t":1000000000}' >paused/journal.jsonl
: >paused/lock
exits 'a task that was made long ago runs' 0 slow/bin/hcc-watch -1q paused
is 'the pause before a task begins is not spent' true "$(jq -s \
    'map(select(.ev == "cut").seconds) | (add // 0) < 1000' \
    paused/journal.jsonl)"

exits 'hcc run refuses a directory that is absent' 66 hcc run nowhere
exits 'hcc-watch refuses a number of tasks that is none' 64 hcc-watch -j none

# A machine that allows no namespaces: no hours of retries.
shut() {
	bwrap --dev-bind / / --unshare-user --disable-userns -- "$@"
}
if shut true 2>/dev/null; then
	small_task boxless
	exits 'hcc-watch -1 gives up where no sandbox can be made' 77 \
	    shut hcc-watch -1 boxless
	like 'hcc-watch says what the sandbox lacks' 'allow user namespaces' err
	is 'hcc-watch tries once where no sandbox can be made' 1 \
	    "$(grep -c 'could not be run' err)"
else
	skip 'no sandbox can be made' 'bwrap cannot make one here'
fi
finish
