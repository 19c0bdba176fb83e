#!/bin/sh
# hcc-fsck: what breaks the rules of hcc-tree(5) is reported, mended where something
# is left to mend it from, and never made worse.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db"
small_task d
hcc-plan d | hcc-exec >/dev/null
hcc-plan d | hcc-exec >/dev/null
hcc-promote d >/dev/null
hcc-plan d | hcc-exec >/dev/null
hcc-exec -c 'echo metric: 0.2' d >/dev/null
hcc-promote d >/dev/null
hcc-plan d | hcc-exec >/dev/null
exits 'a task that tools made keeps all rules' 0 hcc-fsck d
is 'hcc-fsck of a sound task prints nothing' '' "$(cat out err)"
cp -r d ended
exits 'a task is ended before its time' 0 hcc-promote -t ended
exits 'an ended task keeps all rules' 0 hcc-fsck ended
find d -type f | sort | xargs sha256sum >before
hcc-fsck d
find d -type f | sort | xargs sha256sum | cmp -s - before
is 'a check changes nothing' 0 $?

# broken WHAT RULE COMMAND: damage a copy; it is found, mended and right again.
broken() {
	rm -rf t
	cp -r d t
	(cd t && eval "$3")
	exits "$1 is found" 65 hcc-fsck t
	is "$1 is a finding of rule $2" true \
	    "$(jq -s "any(.[]; .rule == \"$2\" and .kind == \"finding\" and
	    .mended == false)" out)"
	exits "$1 is mended" 0 hcc-fsck -f t
	is "$1 was all that was broken" "" \
	    "$(jq -r 'select(.mended | not) | .what' out)"
	exits "nothing is left of $1" 0 hcc-fsck t
}
# lost WHAT RULE COMMAND: it is reported, with and without -f.
lost() {
	rm -rf t
	cp -r d t
	(cd t && eval "$3")
	exits "$1 is found" 65 hcc-fsck t
	exits "$1 cannot be mended" 65 hcc-fsck -f t
	is "$1 is reported" "$2" \
	    "$(jq -r 'select(.mended | not) | .rule' out | sort -u | xargs)"
}
scores() { jq -c '[.id, .score, .adopted]' t/best/result.json; }

broken 'a result without event' journal \
    "sed -i '/\"result\".*03.1.1/d' journal.jsonl"
broken 'a plan that is there twice' journal \
    "sed -i '/\"plan\"/{p;}' journal.jsonl"
small_task draft
hcc-plan -q draft >/dev/null
sed -i '$a fail folds' draft/plan/00.md
hcc-exec -q draft >/dev/null
hcc-plan -q draft >/dev/null
exits 'a draft after one that failed breaks no rule' 0 hcc-fsck draft
is 'its plan was published twice' 2 "$(grep -c '"ev":"plan"' \
    draft/journal.jsonl)"
broken 'a promotion that is there twice' journal \
    "sed -i '/\"promote\"/{p;}' journal.jsonl"
is 'each phase was promoted once' 2 "$(grep -c '"promote"' t/journal.jsonl)"
ok 'the journal as it was is kept' test -s t/lost/journal.jsonl
broken 'an unreadable line of the journal' journal \
    "sed -i '3s/.*/{\"ev\":\"pl/' journal.jsonl"
best=$(jq -c '[.id, .score, .adopted]' d/best/result.json)
broken 'a lost journal' journal 'rm journal.jsonl'
is 'a lost journal is derived from results and archives' \
    "$(jq -r 'select(.ev == "result") | .id' d/journal.jsonl | sort | xargs)" \
    "$(jq -r 'select(.ev == "result") | .id' t/journal.jsonl | sort | xargs)"
is 'the best stays the best without a journal' "$best" "$(scores)"
is 'the time that results took is spent without a journal' true \
    "$(jq -s 'map(select(.ev == "cut").seconds) | add > 0' t/journal.jsonl)"
broken 'a best program that is another' best 'echo x >>best/solution.sh'
is 'the program is the one that ran' "$(cat d/best/solution.sh)" \
    "$(cat t/best/solution.sh)"
broken 'a best submission that is another' best \
    'echo 1,1 >>best/submission.csv'
broken 'a best result that is another' best \
    "cp l1/00/1.1/result.json best/result.json"
is 'the best is what was adopted last' "$best" "$(scores)"
broken 'a lost best' best 'rm -r best'
broken 'temporaries of killed writers' leftover 'touch l1/03/.tmp-x; mkdir l1/.tmp-02'
rm -rf t
cp -r d t
for at in . plan l1 l2 archive best; do touch "t/$at/.tmp-x"; done
all='.tmp-x archive/.tmp-x best/.tmp-x l1/.tmp-x l2/.tmp-x plan/.tmp-x'
temporaries() {
	jq -r "select(.rule == \"leftover\" and .mended == $1) | .path" out |
	    LC_ALL=C sort | xargs
}
exits 'temporaries in each directory are found' 65 hcc-fsck t
is 'each temporary is told once' "$all" "$(temporaries false)"
exits 'temporaries in each directory are removed' 0 hcc-fsck -f t
is 'each removed temporary is told once' "$all" "$(temporaries true)"
is 'no temporary is left' '' "$(find t -name '.tmp-*')"
# Killed when the directory has become a task.
rm -rf t
mkdir t
strace -qq -o /dev/null -P .tmp-init -e trace=unlinkat \
    -e inject=unlinkat:signal=KILL:when=1 hcc-init -q -d d/task.md \
    -m accuracy d/input t >/dev/null 2>&1
exits 'what a killed hcc-init left in its task is found' 65 hcc-fsck t
is 'the list of hcc-init is a leftover' 'leftover .tmp-init' \
    "$(jq -r '"\(.rule) \(.path)"' out)"
exits 'what a killed hcc-init left is removed' 0 hcc-fsck -f t
exits 'nothing of hcc-init is left' 0 hcc-fsck t
broken 'a recording that was cut off' leftover 'mkdir -p l1/03/0.9/1/input'
broken 'a file where a directory should be' kind 'rm -r l1; echo x >l1'
broken 'a FIFO where a file should be' kind \
    'rm journal.jsonl; mkfifo journal.jsonl'
ok 'what stood in the way is kept' test -p t/lost/journal.jsonl
broken 'a directory where the lock should be' kind 'rm -f lock; mkdir lock'
broken 'a lock that is a link' kind "rm -f lock; ln -s '$T/out.lock' lock"
ok 'a lock that is a link makes no file elsewhere' test ! -e "$T/out.lock"
broken 'a damaged result' result 'echo oops >l1/03/1.1/result.json'
is 'a damaged result is computed again' \
    "$(jq -c '[.id, .score, .delta, .adopted]' d/l1/03/1.1/result.json)" \
    "$(jq -c '[.id, .score, .delta, .adopted]' t/l1/03/1.1/result.json)"
for damage in 'echo >l1/00/1.1/result.json' 'echo >l1/03/1.1/result.json'; do
	broken "a journal lost with '$damage'" result \
	    "rm journal.jsonl; $damage"
	is "the best is the same after '$damage'" "$best" "$(scores)"
done
rm -rf t
cp -r d t
rm -r t/journal.jsonl t/best
echo >t/l1/03/1.1/result.json
hcc-fsck -f t >first
find t -type f | sort | xargs sha256sum >before
hcc-fsck -f t >second
find t -type f | sort | xargs sha256sum | cmp -s - before
is 'what was mended once is not mended again' 0 $?
rm -rf t
cp -r d t
rm t/l2/01.md
exits 'a lost note is found' 65 hcc-fsck t
exits 'a phase without its note comes back from the archive' 0 hcc-fsck -f t
ok 'the phase from the archive has its logs' test -s t/l1/01/1.1/1/log
exits 'the phase from the archive is promoted again' 0 hcc-promote t
exits 'a phase that was promoted again keeps all rules' 0 hcc-fsck t

# What stops a task that is driven is mended, and the task goes on.
for damage in 'rm l2/01.md' 'echo --- >l2/01.md' 'echo >l1/03/1.1/result.json' \
    'rm -r best; echo >best' \
    'head -c 100 l2/02.md >x; mv x l2/02.md'; do
	rm -rf t
	cp -r d t
	(cd t && eval "$damage")
	exits "hcc run ends a task after '$damage'" 0 timeout 600 hcc run t
	is "each phase has its note after '$damage'" '01.md 02.md 03.md' \
	    "$(cd t/l2 && echo 0[123].md)"
	is "each suggestion is there once after '$damage'" '' \
	    "$(jq -r 'select(.ev == "result") | .id' t/journal.jsonl |
	    sort | uniq -d)"
	exits "all rules are kept after '$damage'" 0 hcc-fsck t
done
rm -rf t
cp -r d t
rm t/l2/01.md
hcc-exec t >/dev/null 2>err
like 'a phase that lost its note is said to be back' \
    'l2/01.md: it is missing.* back from the archive' err
is 'a phase that lost its note is not run again' \
    "$(grep -c '"start"' d/journal.jsonl)" "$(grep -c '"start"' t/journal.jsonl)"
rm -rf t
cp -r d t
echo oops >t/plan/03.md

small_task other
exits 'hcc run gives up a task that hcc-fsck cannot mend' 65 \
    timeout 600 hcc-watch -1 t other
like 'hcc run says what is lost' 'hcc-fsck: .*breaks 1 rule; what is lost' err
ok 'hcc run goes on with the other task' test -s other/done.json

lost 'a damaged archive' archive \
    'printf X | dd of=archive/01.tar.zst bs=1 seek=200 conv=notrunc status=none'
lost 'a lost archive' archive 'rm archive/02.tar.zst'
lost 'a damaged run.json' run 'echo x >l1/00/1.1/1/run.json'
lost 'an impossible score' score \
    "jq '.score = 99' l1/03/1.1/result.json >x; mv x l1/03/1.1/result.json"
lost 'a plan that cannot be read' plan 'mkdir plan/x && mv plan/x plan/04.md'

rm -rf t
cp -r ended t
echo '{' >t/done.json
exits 'a damaged done.json is found' 65 hcc-fsck t
exits 'a damaged done.json is written again' 0 hcc-fsck -f t
is 'done.json says what it said' "$(cat ended/done.json)" "$(cat t/done.json)"

# In use.
mkfifo gate
hcc-exec -c "cat $T/gate" -S none d >/dev/null &
wait_for test -e d/l1/03/0.1/1/log
exits 'a task in use is not mended' 75 hcc-fsck -f d
exits 'a task in use can be checked' 0 hcc-fsck d
echo metric: 1 >gate
wait

# L3.
exits 'a base that tools made keeps all rules' 0 hcc-fsck -w
sqlite3 wisdom.db 'update totals set entries = 7' 2>/dev/null ||
    python3 -c "import sqlite3
c = sqlite3.connect('wisdom.db')
c.execute('update totals set entries = 7')
c.commit()"
exits 'a wrong total of the base is found' 65 hcc-fsck -w
exits 'a wrong total of the base is mended' 0 hcc-fsck -w -f
exits 'the base is right again' 0 hcc-fsck -w
python3 -c "import sqlite3
c = sqlite3.connect('wisdom.db')
c.execute('delete from vectors')
c.execute(\"insert into words (words) values ('delete-all')\")
c.commit()"
exits 'lost vectors are reported' 65 hcc-fsck -w -f
is 'the word index is mended, vectors are left' 'vectors false words true' \
    "$(jq -r '"\(.rule) \(.mended)"' out | sort -u | xargs)"
head -c 9000 wisdom.db >bad.db
exits 'a base that is cut is reported' 65 hcc-fsck -W bad.db
exits 'a base that is absent is reported' 66 hcc-fsck -W none.db
finish
