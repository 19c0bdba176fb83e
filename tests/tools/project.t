#!/bin/sh
# project.t: a program of the user's own: run as it is, edited, kept when it is
# better.
# shellcheck disable=SC1091,SC2016

. "${0%/*}/../lib.sh"

# A project whose loss is the distance of A and B from 3 and 20.
mkdir -p p/sub p/data p/.git
cat >p/train.py <<'PY'
import measure
from sub import part

A = 0.5     # hcc: 0..10
NAME = "x"
print("step 1")
measure.tell(A, part.B)
PY
echo 'B = 8   # hcc: 8|12|20' >p/sub/part.py
: >p/sub/__init__.py
cat >p/measure.py <<'PY'
def tell(a, b):
    with open("data/offset") as f:
        print(f"val_loss: {abs(a - 3) + abs(b - 20) + float(f.read()):.4f}")
PY
echo 1 >p/data/offset
init() {
	rm -rf t
	hcc-init -q -x 'python3 train.py' -e train.py -e sub/part.py \
	    -m val_loss -g minimize "$@" p t >out
}

ok 'hcc-init makes a task of a project' init -b 90m
like 'the budget is the one that was given' '^budget: .*90m' t/task.md
is 'project/ is a copy without caches of tools' \
    'data measure.py sub train.py' "$(ls -A t/project | tr '\n' ' ' |
    sed 's/ $//')"
like 'task.md has the command' '^command: "?python3 train.py' t/task.md
like 'task.md says that there is no submission' '^submission: "?none' t/task.md
like 'the preview lists the files' '^- measure.py, [0-9]+ bytes' t/preview.md
is 'it shows the source that a file which may change uses' \
    "$(cat p/measure.py)" "$(sed -n '/^`measure.py`:$/,$p' t/preview.md |
    sed -n '/^```$/,/^```$/{//!p;}' | head -n 3)"
unlike 'and no other' 'B = 8|^`sub/' t/preview.md
ok 'the first plan asks no brain' hcc-plan -q t
ok 'the project runs as it is' hcc-exec -q t
is 'this is the baseline, by the line it prints' '["ok",15.5]' \
    "$(jq -c '[.status, .claimed]' t/l1/00/1.1/1/run.json)"
is 'the attempt keeps the files that may change, and the log' \
    'log run.json solution.files' "$(ls t/l1/00/1.1/1 | tr '\n' ' ' |
    sed 's/ $//')"
is 'best/ is a patch and a tree' \
    'patch result.json run.json solution.files tree' \
    "$(ls t/best | tr '\n' ' ' | sed 's/ $//')"
is 'the patch of the baseline is empty' '' "$(cat t/best/patch)"

exits 'a command that is recorded finds the project' 0 hcc-exec -c \
    'sed -i "s/^A = 0.5/A = 2/" train.py && python3 train.py' t
is 'it may change what may be edited, in a copy' '14 1' \
    "$(jq .claimed out) $(grep -c '^A = 0.5' t/project/train.py)"
is 'what it ran with is recorded, and no more' 'log run.json sub train.py' \
    "$(ls t/l1/00/0.1/1 | xargs)"
echo 'print("val_loss: 7")' >train.py
exits 'a command takes a file of the same name instead' 0 hcc-exec \
    -f train.py -c 'python3 train.py && echo >>measure.py || echo no' t
is 'what may not be edited stays read-only for it' '7 no' "$(jq .claimed \
    out) $(tail -n 1 t/l1/00/0.2/1/log)"

ok 'the offline brain plans on the marked constants' hcc-plan -q t
like 'a direction varies one' '^train.py: A = ' t/plan/01.md
like 'another one varies the next' '^sub/part.py: B = ' t/plan/01.md
exits 'the phase runs' 0 hcc-exec -q t
is 'the best is better than the baseline' true \
    "$(jq '.score < 15.5' t/best/result.json)"
like 'the patch shows what changed' '^[+](A|B) = ' t/best/patch
cp -r p patched
ok 'the patch applies to the project' patch -s -d patched -p1 -i ../t/best/patch
is 'the patched project gives the same score' \
    "$(jq .score t/best/result.json)" \
    "$(cd patched && /usr/bin/python3 train.py | sed -n 's/val_loss: //p' |
    jq .)"
sed -i 's/^budget:.*/budget: {time: 60s}/' t/task.md
rm -rf patched
ok 'hcc run goes on to the end' sh -c 'hcc run -q t >out'
is 'both constants were found' true "$(jq '.score < 3' t/best/result.json)"

# A brain that is out to cheat.
cat >brain.lua <<'LUA'
local brain = {}
local code = { "measure.py", "train.py" }
function brain.plan(s)
	return { directions = { { title = "x", why = "", suggestions = {
		{ title = "other file", text = "edit the measure" },
		{ title = "at run time", text = "write over it with the run" },
		{ title = "fine", text = "set a value" } } } } }
end
function brain.improve(s, sug)
	if sug.title == "other file" then
		return { files = { ["measure.py"] = "print('val_loss: 0')" } }
	elseif sug.title == "at run time" then
		return { files = { ["train.py"] = "open('measure.py', 'w')"
			.. ".write('def tell(a, b): print(\"val_loss: 0\")')\n"
			.. s.base.files["train.py"] } }
	end
	return { files = { ["train.py"] = s.base.files["train.py"]
		:gsub("A = 0.5", "A = 3") .. "" } }
end
function brain.debug() return { give_up = "no" } end
function brain.describe() return { text = "x" } end
function brain.judge() return { judgements = {}, rules = {}, next = {} } end
function brain.distil() return { tags = {}, remarks = {} } end
return brain
LUA
init
echo 'return { m = 1, q = 3 }' >plan.lua
mkdir t/policy && cp plan.lua t/policy
sed -i "s|^command:|brain: $T/brain.lua\n&|" t/task.md
hcc-plan -q t >out
hcc-exec -q t >out
hcc-plan -q t >out
exits 'a phase with refused edits runs' 0 hcc-exec -q t
like 'a file that is not named cannot be edited' \
    "'measure.py' may not be changed" t/l1/01/1.1/1/run.json
is 'a run cannot write over it' failed "$(jq -r .status t/l1/01/1.2/1/run.json)"
like 'a file that is not named is read-only' \
    'Read-only file system|Permission denied' \
    t/l1/01/1.2/1/log
is 'what is allowed works, other files as they were' '["ok",13]' \
    "$(jq -c '[.status, .claimed]' t/l1/01/1.3/1/run.json)"
is 'the project in the task is as it was' '' "$(diff -r -x .git p t/project)"

# A model edits: first what does not fit, then what does.
cat >model.sh <<'SH'
#!/bin/sh
cat >prompt
if grep -q '^# Your step: the research plan' prompt; then
	echo '{"directions": [{"title": "Set A", "why": "w", "suggestions":
	    [{"title": "A", "text": "Set A to 3."}]}]}'
elif grep -q '^# Your step: carry out' prompt; then
	cp prompt "$MODEL_DIR/improve"
	if grep -q 'This answer cannot be used' prompt; then
		printf '%s\n' 'A is 3.' '' train.py '<<<<<<< SEARCH' \
		    'A = 0.5     # hcc: 0..10' '=======' 'A = 3' \
		    '>>>>>>> REPLACE'
	else
		printf '%s\n' train.py '<<<<<<< SEARCH' 'A = 1' '=======' \
		    'A = 3' '>>>>>>> REPLACE'
	fi
else
	echo '{"judgements": []} A program that measures a distance.'
fi
SH
chmod +x model.sh
init
export HCC_LLM_COMMAND="$T/model.sh" HCC_LLM_MODEL=test MODEL_DIR="$T"
hcc-plan -q t >out
mkdir t/policy
echo 'return { smoke_time = 0.001 }' >t/policy/exec.lua
cp -r t smoked
echo '# if os.environ.get("HCC_SMOKE"):' >>smoked/project/measure.py
hcc-exec -q t >out
ok 'a model plans on a project' hcc-plan -q t
ok 'a model edits a project' hcc-exec -q t
is 'the edited program is what ran' '["ok",13]' \
    "$(jq -c '[.status, .claimed]' t/l1/01/1.1/1/run.json)"
like 'the prompt shows the files of the project' \
    '^==> train.py [0-9]+ <==' improve
like 'the prompt names the files that may change' \
    'may change, and no others: train.py, sub/part.py' \
    improve
like 'an edit that does not fit is sent back with the reason' \
    'A = 1.*is not in the file' improve
is 'a project that does not look for HCC_SMOKE has no smoke run' '' \
    "$(jq 'select(.ev == "smoke").id' t/journal.jsonl)"
for step in exec plan exec; do hcc-$step -q smoked >out; done
is 'a project that looks for it has one' '"01/1.1/1"' \
    "$(jq 'select(.ev == "smoke").id' smoked/journal.jsonl)"
unset HCC_LLM_COMMAND HCC_LLM_MODEL

# Other forms of the metric, and mistakes.
sed -i 's/val_loss: /loss is <b>/; s/:.4f}"/:.4f}<\/b>"/' p/measure.py
init -P 'loss is <b>VALUE</b>'
hcc-plan -q t >out
ok 'a pattern finds the metric' hcc-exec -q t
is 'the printed metric may have any form' 15.5 "$(jq .claimed t/l1/00/1.1/1/run.json)"
init
hcc-plan -q t >out
hcc-exec -q t >out
is 'a metric that is not printed fails' no_metric \
    "$(jq -r .cause.class t/l1/00/1.1/1/run.json)"
like 'the cause names the remedy' "'pattern' of task.md" t/l1/00/1.1/1/run.json
exits 'a project that does not run is not planned on' 65 hcc-plan t
like 'the refusal says that the project does not run, and why' \
    'does not run as it is: printed no line' err
exits '-x needs -e' 64 hcc-init -x 'python3 a' -m x -g minimize p u
exits '-x needs -m' 64 hcc-init -x 'python3 a' -e train.py p u
exits 'an unknown metric needs -g' 64 hcc-init -x 'python3 a' -e train.py -m x p u
exits 'a file to edit must be there' 65 hcc-init -x 'python3 train.py' \
    -e nosuch.py -m x -g minimize p u
exits 'a file to edit is below the project' 65 hcc-init -x 'python3 train.py' \
    -e ../p/train.py -m x -g minimize p u
exits 'python without a version is not there' 65 hcc-init -x 'python train.py' \
    -e train.py -m x -g minimize p u
like 'the refusal names python3' 'use python3' err
touch p/log
exits 'a name that runs use is refused' 65 hcc-init -x 'python3 train.py' \
    -e train.py -m x -g minimize p u
is 'nothing is left of tasks that were not made' '' "$(ls -d u .tmp-* 2>&-)"
rm p/log
if /usr/bin/python3 -m venv --without-pip p/.venv >out 2>&1; then
	ok "a project's own environment is found" hcc-init -q \
	    -x 'python train.py' -e train.py -m loss -g minimize p u
	like 'task.md names the environment of the project' \
	    'python.*/p/.venv/bin/python' u/task.md
	hcc-plan -q u >out
	hcc-exec -q u >out
	like 'the environment of the project is used' \
	    '/p/.venv/bin/python' u/l1/00/1.1/1/run.json
else
	skip "a project's own environment is found" 'python3-venv is not installed'
fi
# What a model must know of the files that it cannot change.
mkdir -p w/lib
printf 'import lib.first\nopen("settings.json")\nprint("x: 1")\n' >w/train.py
printf '# ```\nfrom . import second\n' >w/lib/first.py
{ seq 2000 | sed 's/^/# line /'; echo '# the end'; } >w/lib/second.py
echo 'KEY = 1' >w/lib/firstborn.py
echo 'KEY = 1' >w/lib/keep_open.py
echo 'KEY = 1' >w/lib/open.py
echo 'KEY = 1' >w/lib/second.lua
echo '{"key": "secret"}' >w/settings.json
hcc-init -q -x 'python3 train.py' -e train.py -m x -g maximize -b 90m w shown >out
like 'what a source uses is shown too' \
    '^`lib/second.py`, its first 8[0-9]+ bytes:$' shown/preview.md
like 'a fence in a source does not end that around it' '^````$' shown/preview.md
unlike 'a word that begins as a name does names nothing' 'KEY = 1' shown/preview.md
unlike 'settings are not shown' secret shown/preview.md
unlike 'a long source is cut' 'the end' shown/preview.md
hcc-context -r plan shown >context
unlike 'nor does a word where nothing is brought in' '^`lib/open' shown/preview.md
like 'the context has them' 'from . import second' context

finish
