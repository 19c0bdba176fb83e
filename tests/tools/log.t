#!/bin/sh
# hcc-log: what happened in a task, a line an event.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export TZ=UTC

small_task t
exits 'hcc-log of a task without events exits with 1' 1 hcc-log t
like 'hcc-log says that nothing has happened' 'nothing has happened yet' err
hcc-plan -q t >/dev/null
echo 'score 0.5 folds 0.4 0.6' >>t/plan/00.md
hcc-exec -q t >/dev/null
mkdir -p t/plan
printf '%s\n' --- 'phase: 1' --- '## 1 Way' '### 1.1 Better' \
    'score 0.7 folds 0.6 0.79' '### 1.2 Broken' fail >t/plan/01.md
hcc-exec -q t >/dev/null 2>&1
exits 'hcc-log prints the events of a task' 0 hcc-log t
is 'hcc-log prints a line an event' "$(wc -l <t/journal.jsonl)" "$(wc -l <out)"
like 'hcc-log prints time, event, attempt and title of a start' \
    '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}  start     01/1\.1/1   Better$' out
like 'hcc-log prints status, claim and time of a run' \
    '  run       01/1\.1/1   ok, claimed 0\.7, [0-9.]+s$' out
like 'hcc-log prints score, change and title of a result' \
    '  result    01/1\.1 +ok, score 0\.7 \(\+0\.2 \+-0\.11\), adopted: Better$' out
like 'hcc-log prints why a suggestion failed' \
    '  result    01/1\.2 +failed, score -: Broken \[value: .*bad at solution\.sh:1\]$' out
is 'hcc-log prints the time of the event' \
    "$(date -u -d "@$(jq -r .t t/journal.jsonl | head -1 | cut -d. -f1)" \
    '+%Y-%m-%d %H:%M:%S')" "$(head -1 out | cut -c1-19)"
cp out all
exits 'hcc-log -n prints the last events' 0 hcc-log -n 2 t
is 'hcc-log -n prints as many as asked for' "$(tail -2 all)" "$(cat out)"
is 'hcc-log -n 0 prints nothing' '' "$(hcc-log -n 0 t)"
exits 'hcc-log -j prints records' 0 hcc-log -j t
is 'the records of hcc-log -j fit their schema' "event $(wc -l <all)" \
    "$(/usr/bin/python3 "$root/tests/tools/schema_check.py" \
    "$root/share/hcc/schema" <out)"
is 'hcc-log -j prints the lines of the journal' \
    "$(command jq -cS . t/journal.jsonl)" "$(command jq -cS 'del(.kind, .task)' out)"
is 'hcc-log -j has the path of the task' "$T/t" "$(jq -r .task out | uniq)"

# A person's choice, and a trial on a sample.
cp -r t chosen
hcc-exec -q -a 00/1.1 chosen >/dev/null 2>&1
printf '%s\n' '{"ev":"smoke","id":"01/1.1/1","t":1e9,"s":"x","status":"ok",
"seconds":2,"forecast":30}' | tr -d '\n' >>chosen/journal.jsonl
echo >>chosen/journal.jsonl
hcc-log chosen >out
like 'hcc-log prints what a person adopts' \
    '  adopt     00/1\.1 +score 0\.5, by hand: Draft$' out
like 'hcc-log prints a trial on a sample' \
    '  smoke     01/1\.1/1   ok, 2\.0s, the run may take 30\.0s$' out
is 'records of those events fit their schema' "event $(wc -l <out)" \
    "$(hcc-log -j chosen | /usr/bin/python3 \
    "$root/tests/tools/schema_check.py" "$root/share/hcc/schema")"

# Each kind of event, with what it means.
cp -r t told
sed 's/^/{"t":1e9,"s":"x","ev":/; s/$/}/' >>told/journal.jsonl <<'END'
"init","metric":"auc"
"prefetch","wisdom":["a","b"]
"plan","phase":2,"by":"hand"
"repair","id":"01/1.2/1","cause":"value","why":"cast it"
"strike","id":"01/1.3","why":"01/1.1 did it"
"result","id":"01/9.1","status":"ok","score":0.1234567,"leak":"it knew"
"result","id":"01/9.2","status":"ok","score":0.5,"suspect":"too good"
"cut","seconds":2.25
"distil","wisdom":"0123456789abcdefg"
"end","why":"enough","best":"01/1.1","score":0.7
"give_up","why":"no server"
"run","id":"01/9.1/1","status":"timeout"
"promote","phase":1,"file":"l2/01.md"
END
hcc-log -n 13 told | sed 's/^2001-09-09 01:46:40  //; s/ $//' >out
cat >want <<'END'
init                 metric auc
prefetch             2 pieces of wisdom
plan      02         by hand
repair    01/1.2/1   value: cast it
strike    01/1.3     not to be run any more: 01/1.1 did it
result    01/9.1     ok, score 0.123457, leak: it knew:
result    01/9.2     ok, score 0.5, suspect: too good:
cut                  2.2 s of work ended without an event
distil               wisdom 0123456789abcdef
end                  enough; best 01/1.1, score 0.7
give_up              no server
run       01/9.1/1   timeout, claimed -
promote   01         l2/01.md
END
is 'hcc-log says what each kind of event means' "$(cat want)" "$(cat out)"

# After a promotion titles and changes come out of the note.
hcc-promote -q t >/dev/null
exits 'hcc-log prints a promoted phase' 0 hcc-log t
is 'a promotion changes no line of before' "$(cat all)" \
    "$(head -n "$(wc -l <all)" out)"
like 'hcc-log prints a promotion' '  promote   01 +l2/01\.md$' out

mkdir fifo
cp -r t/task.md t/plan fifo
mkfifo fifo/journal.jsonl
exits 'hcc-log does not wait for a journal that is no file' 0 \
    timeout 600 hcc-log fifo

# Follow.
printf '%s\n' '## 1 Way' '### 1.1 Slow' 'sleep 600' >t/plan/02.md
hcc-log -f -n 0 t >followed 2>&1 &
log=$!
hcc-exec -q t >/dev/null 2>&1 &
exec=$!
wait_for grep -q '| sleeping' followed
like 'hcc-log -f prints what an attempt prints' '^  02/1\.1/1 \| sleeping$' followed
like 'hcc-log -f prints the title of a new plan' 'start     02/1\.1/1   Slow$' followed
is 'hcc-log -f prints the start before its lines' '1' \
    "$(grep -n 'start  ' followed | cut -d: -f1)"
kill $exec
wait $exec 2>/dev/null
printf '%s\n' '## 1 Way' '### 1.1 Slow' 'score 0.6' >t/plan/02.md
hcc-exec -q t >/dev/null 2>&1
HCC_WISDOM=w.db hcc-promote -q -t -w 'good enough' t >/dev/null 2>&1
wait $log
is 'hcc-log -f ends with the task' 0 $?
like 'hcc-log -f prints the end' \
    '  end +good enough; best 01/1\.1, score 0\.7$' followed
exits 'hcc-log -f of an ended task ends' 0 hcc-log -f t
exits 'hcc-log -f refuses two tasks' 64 hcc-log -f t t
like 'hcc-log -f says how many tasks it follows' 'follows one task, not 2' err

# What is wrong.
printf 'torn{\n{"ev":"edit","t":1e9,"s":"x","file":"a\\u001b[2Jb\\u202ec"}\n' \
    >>t/journal.jsonl
exits 'hcc-log passes over unreadable lines' 0 hcc-log t
like 'hcc-log counts unreadable lines' '1 lines of the journal are unreadable' err
unlike 'hcc-log prints nothing that a terminal obeys' \
    "$(printf '\033|\342\200\256')" out
like 'hcc-log prints the event behind an unreadable line' '  edit .*b.c, by hand$' out
rm -r t/plan
exits 'hcc-log prints events whose plan is gone' 0 hcc-log t
exits 'hcc-log reports a task that is absent' 66 hcc-log nowhere t
like 'hcc-log names the task that is absent' "'nowhere'" err
is 'hcc-log goes on with the next task' "$(hcc-log t 2>/dev/null)" "$(cat out)"
exits 'hcc-log reports a full disk' 74 sh -c 'hcc-log t >/dev/full'
finish
