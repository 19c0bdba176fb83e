#!/bin/sh
# hcc-promote: P1 and P2, evidence, archives, crashes.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"

export HCC_WISDOM="$T/wisdom.db"
small_task t
echo 'return { m = 2, q = 1 }' >t/policy/plan.lua
hcc-plan t | hcc-exec >/dev/null
exits 'phase 00 is never promoted' 1 hcc-promote t
hcc-plan t | hcc-exec >/dev/null
head -c 100000 /dev/urandom >t/l1/01/1.1/1/weights.bin
ln -s /etc/passwd t/l1/01/1.1/1/link
echo 'return { keep = "50k" }' >t/policy/promote.lua
exits 'a complete phase is promoted' 0 hcc-promote t
is 'one kappa record' 'kappa 1' "$(jq -r '"\(.kind) \(.phase)"' out)"
ok 'l1/01 is gone' test ! -e t/l1/01
ok 'l1/00 stays' test -e t/l1/00/1.1/1/log
like 'the results are a table' '^\| 01/2\.1 \| ok \| 0\.512' t/l2/01.md
like 'evidence holds' \
    'reached 0\.5111 \[01/1\.1, 01/1\.1/1:17-31\] verified' t/l2/01.md
like 'or is marked' 'invented claim \[99/1\.1\] unverified' t/l2/01.md
exits 'nothing is left to promote' 1 hcc-promote t

list() { tar --zstd -tf t/archive/01.tar.zst; }
list >files
like 'the archive has the log' '^1\.1/1/log$' files
unlike 'but no large file' weights files
unlike 'and no link' link files
tar --zstd -xOf t/archive/01.tar.zst MANIFEST.json >manifest
is 'whose size and checksum are kept' '100000 false 64' "$(jq -r '.files[]
    | select(.name | endswith("weights.bin"))
    | "\(.size) \(.kept) \(.sha256 | length)"' manifest)"
is 'the kappa knows the archive' "$(sha256sum t/archive/01.tar.zst | cut -d' ' -f1)" \
    "$(sed -n 's/^source: //p' t/l2/01.md | jq -r .sha256)"

# A person edits the kappa: the journal notes it.
echo '- a remark of a person' >>t/l2/01.md
hcc-plan t >/dev/null
is 'the hand is noted' l2/01.md \
    "$(jq -r 'select(.ev == "edit").file' t/journal.jsonl)"

# An incomplete phase waits; a pipeline that left something out does not.
exits 'an open phase is not promoted' 1 hcc-promote t
like 'and says so' 'no phase .* is complete' err
hcc-plan t | jq -c 'select(.direction != 2)' | hcc-exec | hcc-promote >out
is 'what a pipeline left out is noted' 'ok not run' \
    "$(jq -r '.results[].status' out | paste -sd' ' -)"

# P2.
exits 'the task ends' 0 hcc-promote -t -w 'enough' t
is 'one wisdom' wisdom "$(jq -r .kind out)"
id=$(jq -r .id out)
is 'done.json says why' enough "$(jq -r .why t/done.json)"
exits 'an ended task has nothing to do' 1 hcc-promote -t t
exits 'nor to plan' 1 hcc-plan t
hcc-wisdom show "$id" >shown
like 'the wisdom has both parts' '^MODEL$' shown
unlike 'nothing unverified got there' 'invented' shown
is 'its evidence is what was verified' '01/1.1 01/2.1 02/1.1' \
    "$(hcc-wisdom show -j "$id" | jq -r '.evidence[] | select(test(":") | not)' |
    xargs)"

# The leak checker of a sanitized build does not work under strace.
export ASAN_OPTIONS=detect_leaks=0

# Killed at every rename, unlink and fsync: run again, it ends the same way.
small_task k
echo 'return { m = 1, q = 1 }' >k/policy/plan.lua
hcc-plan k | hcc-exec >/dev/null
hcc-plan k | hcc-exec >/dev/null
cp -r k k0
hcc-promote k >/dev/null
for call in rename renameat unlinkat fsync fdatasync mkdirat; do
	for when in 1 2 3 5; do
		rm -rf x
		cp -r k0 x
		strace -qq -f -o /dev/null -e "inject=$call:signal=KILL:when=$when" \
		    hcc-promote x >/dev/null 2>&1
		hcc-promote x >/dev/null 2>&1
		a=$(sed '/^source/d; /^tokens/d' x/l2/01.md)
		b=$(sed '/^source/d; /^tokens/d' k/l2/01.md)
		ls -A x/l1 x/l2 x/archive >left
		if [ "$a" = "$b" ] && [ ! -e x/l1/01 ] &&
		    tar --zstd -tf x/archive/01.tar.zst >/dev/null; then r=0
		else r=1; fi
		report $r "killed at $call $when"
	done
done

# A full disk and a failing one.
for error in write:error=ENOSPC fsync:error=EIO renameat:error=EIO; do
	rm -rf x
	cp -r k0 x
	exits "$error is an error" 74 strace -qq -f -o /dev/null \
	    -e "inject=$error:when=2" hcc-promote x
	hcc-promote x >/dev/null 2>&1
	ok 'and nothing is lost' test -s x/l2/01.md
done
finish
