#!/bin/sh
# own.t: what a person made becomes the best, and the base of what follows.
# shellcheck source=tests/lib.sh disable=SC2016

. "${0%/*}/../lib.sh"

# program FILE SCORE: a program that submits and prints a score.
program() {
	cat >"$1" <<SH
sed 's/[^,]*\$/1/; 1s/.*/id,y/' input/sample_submission.csv >submission.csv
mkdir -p keep && echo weights >keep/w
echo metric: $2
SH
}
small_task t
hcc-plan -q t >out
hcc-exec -q t >out
program train.sh 0.8
hcc-exec -q -f train.sh -c 'sh train.sh' t >out
is 'a recorded run is not adopted by itself' '00/1.1' \
    "$(jq -r .id t/best/result.json)"
exits 'hcc-exec -a adopts a recorded run' 0 hcc-exec -a 00/0.1 t
is 'the record of hcc-exec -a has the adopted run' \
    '["result","00/0.1",0.8,true]' \
    "$(jq -c '[.kind, .id, .score, .adopted]' out)"
is 'the adopted run is the best, with its score' '["00/0.1",0.8,true]' \
    "$(jq -c '[.id, .score, .adopted]' t/best/result.json)"
ok 'best/ has its program' cmp train.sh t/best/solution.sh
is 'the journal has the event' '["00/0.1",0.8]' \
    "$(jq -c 'select(.ev == "adopt") | [.id, .score]' t/journal.jsonl)"
ok 'the tree is sound' hcc-fsck -q t
hcc-plan -q t >out
hcc-exec -q t >out
is 'the next phase is built on it' '"00/0.1"' \
    "$(jq -c .built_on.id t/l1/01/1.1/1/run.json)"
exits 'to adopt the best again is nothing to do' 1 hcc-exec -a 00/0.1 t
exits 'hcc-exec -a goes back to a worse run' 0 hcc-exec -a 00/1.1 t
like 'a message says that the adopted run is not better' \
    '00/1.1 with 0.5 is not better than' err
is 'the worse run is the best again' '00/1.1' "$(jq -r .id t/best/result.json)"
hcc-promote -q t >out
exits 'hcc-exec -a takes a run out of an archive' 0 hcc-exec -a 01/1.1 t
is 'the run from the archive is the best' \
    '01/1.1' "$(jq -r .id t/best/result.json)"
ok 'the tree is sound after that' hcc-fsck -q t

hcc-exec -q -f train.sh -c 'sh train.sh 3' t >out
exits 'a command that says more than its program is refused' 65 \
    hcc-exec -a 00/0.2 t
like 'the refusal names the command' "its command 'sh train.sh 3' says more" err
hcc-exec -q -c 'exit 3' t >out
exits 'a run that failed is refused' 66 hcc-exec -a 00/0.3 t
exits 'a name that is neither run nor directory is refused' 66 \
    hcc-exec -a nowhere t
like 'the refusal says what -a takes' \
    'neither the id of a run.* nor a directory' err

# A directory: run first, or taken as it is.
mkdir own
program own/mine.sh 0.9
exits 'a program of one'\''s own is run and adopted' 0 hcc-exec -a own t
is 'an adopted program has the score that it printed' \
    0.9 "$(jq .score t/best/result.json)"
is 'best/run.json has what the program left' \
    w "$(jq -r '.keep[0].name' t/best/run.json)"
echo 'exit 3' >own/mine.sh
exits 'a program that fails is not adopted' 65 hcc-exec -a own t
like 'the refusal names the log' "own.*failed as run .*/log'" err
is 'the best stays' 0.9 "$(jq .score t/best/result.json)"
program own/mine.sh 0.95
echo 'exit 9' >>own/mine.sh
printf 'epoch 1\nmetric: 0.97\n' >own/log
exits 'a finished run needs its submission' 66 hcc-exec -a own t
sed 's/[^,]*$/1/; 1s/.*/id,y/' t/input/sample_submission.csv \
    >own/submission.csv
mkdir -p own/keep/deep && echo x >own/keep/deep/oof
exits 'a finished run is taken as it is' 0 hcc-exec -a own t
is 'a finished run has the score of its log and what it left' \
    '[0.97,"hand",["deep/oof"]]' \
    "$(jq -c --argjson s "$(jq .score t/best/result.json)" \
    '[$s, .runner, [.keep[].name]]' t/best/run.json)"
: >own/other.sh
exits 'a directory of two programs is refused' 65 hcc-exec -a own t
like 'the refusal names the name to use' 'name the program solution.sh' err
cp own/mine.sh own/solution.sh
exits 'solution.sh is the program, whatever stands beside it' 0 \
    hcc-exec -q -a own t
ok 'the best is that program' cmp own/solution.sh t/best/solution.sh
rm own/solution.sh
echo 'no score' >own/log
exits 'a finished run without a score is refused' 65 hcc-exec -q -a own t
mkdir none
exits 'a directory without a program is refused' 65 hcc-exec -a none t
like 'the refusal says that there is none' \
    "'.*/none': it has no program; name the program solution\.sh" err
echo 'metric: 0.99' >own/log
echo 'id,y' >own/submission.csv
rm own/other.sh
exits 'a submission that is not valid is refused' 65 hcc-exec -a own t
ok 'the tree is sound at the end' hcc-fsck -q t
jq '.submission.valid = false' t/l1/00/0.1/1/run.json >r &&
    mv r t/l1/00/0.1/1/run.json
exits 'a run whose submission is not valid is not adopted' 65 \
    hcc-exec -a 00/0.1 t
like 'the refusal names the submission' \
    "adopt 00/0.1: it has no valid 'submission.csv'" err
exits 'hcc-exec takes one of -a, -B and -c' 64 hcc-exec -a own -c true t
like 'the mistake is named' '-a, -B and -c exclude each other' err
exits 'hcc-exec -c - names its tasks' 64 hcc-exec -c -
exits 'hcc-exec -B of programs of a shell exits with 1' 1 hcc-exec -B t
like 'hcc-exec -B says what it blends' 'tables, by Python programs' err
echo '{"why":"enough"}' >t/done.json
exits 'nothing is adopted in a task that has ended' 1 hcc-exec -a own t
like 'hcc-exec -a says that it has ended' "task '.*/t' has ended" err

# A project: its whole tree.
mkdir p
echo 'A = 1' >p/train.py
echo 'import measure' >>p/train.py
echo 'measure.tell(A)' >>p/train.py
printf 'def tell(a):\n    print("val_loss:", abs(a - 3))\n' >p/measure.py
hcc-init -q -x 'python3 train.py' -e train.py -m val_loss -g minimize p q >out
hcc-plan -q q >out
hcc-exec -q q >out
sed -i 's/^A = .*/A = 2.5/' p/train.py
exits 'a version of the project is run and adopted' 0 hcc-exec -a p q
is 'an adopted project has the score that it printed' \
    0.5 "$(jq .score q/best/result.json)"
like 'best/patch is the difference' '^[+]A = 2.5' q/best/patch
sed -i 's/abs(a - 3)/0/' p/measure.py
exits 'one whose evaluator differs is refused' 65 hcc-exec -a p q
like 'the refusal names the changed file' \
    "'measure.py' is not that of the task's project" err
hcc-exec -q -f p/train.py -c 'echo val_loss: 0' q >out
exits 'a recorded command is no version of a project' 65 \
    hcc-exec -a "$(jq -r .id out)" q
finish
