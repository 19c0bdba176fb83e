#!/bin/sh
# hcc-promote: P1 and P2, evidence, archives, crashes.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db"
small_task t
echo 'return { m = 2, q = 1 }' >t/policy/plan.lua
hcc-plan t | hcc-exec >/dev/null
exits 'phase 00 is never promoted' 1 hcc-promote t
hcc-plan t | hcc-exec >/dev/null
head -c 100000 /dev/urandom >t/l1/01/1.1/1/weights.bin
ln -s /etc/passwd t/l1/01/1.1/1/link
echo 'return { max_file_size = "50k" }' >t/policy/promote.lua
exits 'hcc-promote promotes a complete phase' 0 hcc-promote t
is 'hcc-promote prints one record for a phase' 'note 1' "$(jq -r '"\(.kind) \(.phase)"' out)"
ok 'a promoted phase is not in l1' test ! -e t/l1/01
ok 'phase 00 stays in l1' test -e t/l1/00/1.1/1/log
like 'a note has a table of results' '^\| 01/2\.1 \| ok \| 0\.512' t/l2/01.md
like 'a judgement with valid evidence is marked verified' \
    'reached 0\.5111 \[01/1\.1, 01/1\.1/1:17-31\] verified' t/l2/01.md
like 'a judgement without evidence is marked unverified' 'invented claim \[99/1\.1\] unverified' t/l2/01.md
exits 'hcc-promote exits with 1 when no phase is complete' 1 hcc-promote t

list() { tar --zstd -tf t/archive/01.tar.zst; }
list >files
like 'an archive contains the log' '^1\.1/1/log$' files
unlike 'an archive does not contain a large file' weights files
unlike 'an archive does not contain a link' link files
tar --zstd -xOf t/archive/01.tar.zst MANIFEST.json >manifest
is 'the manifest has size and checksum of a large file' '100000 false 64' "$(jq -r '.files[]
    | select(.name | endswith("weights.bin"))
    | "\(.size) \(.kept) \(.sha256 | length)"' manifest)"
is 'a note has the checksum of its archive' "$(sha256sum t/archive/01.tar.zst | cut -d' ' -f1)" \
    "$(sed -n 's/^source: //p' t/l2/01.md | jq -r .sha256)"

# A person edits the note: the journal notes it.
echo '- a remark of a person' >>t/l2/01.md
hcc-plan t >/dev/null
is 'the journal records that a person edited a note' l2/01.md \
    "$(jq -r 'select(.ev == "edit").file' t/journal.jsonl)"

# An incomplete phase waits; a pipeline that left something out does not.
exits 'hcc-promote exits with 1 when a phase is open' 1 hcc-promote t
like 'hcc-promote says that no phase is complete' 'no phase .* is complete' err
hcc-plan t | jq -c 'select(.direction != 2)' | hcc-exec | hcc-promote >out
is 'a suggestion that a pipeline left out is noted as not run' 'ok not run' \
    "$(jq -r '.results[].status' out | paste -sd' ' -)"

# P2.
exits 'hcc-promote -t ends a task' 0 hcc-promote -t -w 'enough' t
is 'hcc-promote -t prints one entry' wisdom "$(jq -r .kind out)"
id=$(jq -r .id out)
is 'done.json has the reason of -w' enough "$(jq -r .why t/done.json)"
exits 'hcc-promote -t exits with 1 when the task has ended' 1 hcc-promote -t t
exits 'hcc-plan exits with 1 when the task has ended' 1 hcc-plan t
hcc-wisdom show "$id" >shown
like 'the text of an entry has two parts' '^MODEL$' shown
unlike 'an unverified claim does not enter L3' 'invented' shown
hcc-wisdom show -j "$id" >entry
is 'an entry has the verified claims as evidence' \
    'inconclusive Idea 1-1-1 reached 0.5111 01/1.1 01/1.1/1:17-31' \
    "$(jq -r '.evidence[0] | "\(.verdict) \(.claim) \(.evidence | join(" "))"' \
    entry)"
is 'an entry has the evidence of all phases' '01/1.1 01/2.1 02/1.1' \
    "$(jq -r '.evidence[].evidence[0]' entry | xargs)"
is 'an entry has the checksums of the archives' \
    "$(sha256sum t/archive/01.tar.zst | cut -d' ' -f1)" \
    "$(jq -r '.provenance[0].archives["01"]' entry)"
is 'an entry has the directory of its task' "$T/t" "$(jq -r .place entry)"

# A brain that invents and repeats, and notes that were tampered with.
sed '/^function brain.distil/,$d' "$root/tests/fake/brain.lua" >forger.lua
cat >>forger.lua <<'EOF'
function brain.distil(s)
	local list = { "01/1.1 reached 0.99", "In 03/1.1 it failed.",
	    s.wisdom[1].text }
	for _, note in ipairs(s.notes) do
		for _, r in ipairs(note.results) do
			list[#list + 1] = ("%s reached %s"):format(r.id,
				r.score or "nothing")
		end
	end
	return { tags = {}, remarks = table.concat(list, "\n"),
	    ranking = { { family = "tree", score = 0.5111,
	    settings = { depth = 3 } }, { family = "net", score = "good" } } }
end

return brain
EOF
small_task f
sed -i "s,^brain:.*,brain: $T/forger.lua," f/task.md
echo 'return { m = 2, q = 1 }' >f/policy/plan.lua
cat >f/prefetch.md <<'EOF'
---
matches: 1
---
## abcd1234 other (similarity 0.83, provisional, imported)
```
MODEL
- Boosted trees with early stopping win whenever there are few rows.
short
```
EOF
hcc-plan f | hcc-exec >/dev/null
hcc-plan f | hcc-exec >/dev/null
hcc-promote f >/dev/null
cp -r f f0

# tampered SED-SCRIPT: end the task with its note edited; the entry is in out.
tampered() {
	rm -rf f "$T/f.db"
	cp -r f0 f
	sed -i "$1" f/l2/01.md
	exits "$2" 0 hcc-promote -t -f "$T/f.db" f
}

tampered '' 'a task whose brain invents'
is 'verified claims enter L3 when the text of the brain is wrong' 2 "$(jq '.evidence | length' out)"
is 'the ranking of the brain enters L3 without refused members' \
    '[{"family":"tree","score":0.5111,"settings":{"depth":3}}]' \
    "$(jq -c .ranking out)"
like 'a refused member of the ranking is reported' \
    "ranking: left out .*needs 'score'.*net" err
unlike 'a number that was not measured does not enter L3' '0\.99' out
like 'a number that was not measured is reported' 'remarks: left out .* 0\.99 is not in what is cited' err
unlike 'a line about a phase that does not exist does not enter L3' '03/1' out
unlike 'a line of fetched wisdom does not enter L3' 'Boosted' out
like 'hcc-promote reports the copied line that it left out' 'remarks: left out .* copied from the fetched wisdom' err
like 'the best program enters L3' 'sample_submission' out
like 'a correct line enters L3' '01/2\.1 reached 0\.5121' out
is 'the journal has the number of lines left out' 6 \
    "$(jq 'select(.ev == "distil").left_out' f/journal.jsonl)"

sed -i 's/ other (/ small (/; s/imported)/local)/' f0/prefetch.md
tampered '' 'what this very task said in an earlier life'
like 'a line that the task itself wrote earlier is no copy' \
    'Boosted trees.* has nothing|nothing that can be checked: Boosted' err
sed -i 's/local)/imported)/' f0/prefetch.md
tampered '' 'but not what says that it is this task'
unlike 'a line of an imported entry of the same name does not enter L3' 'Boosted' out

tampered 's/reached 0\.5111/reached 0.6111/' 'a number changed by hand'
unlike 'a claim whose number was edited does not enter L3' '0\.6111' out
like 'a claim whose number was edited is reported with its line' 'l2/01.md:15: left out .* 0\.6111' err
tampered 's/| 0\.5111 |/| 0.7111 |/' 'a table changed by hand'
unlike 'an edited table of results does not enter L3' '0\.7111' out
tampered 's,\[01/1\.1\, [^]]*,[01/7.1,' 'an id that does not exist'
is 'a claim that cites an absent suggestion does not enter L3' 01/2.1 "$(jq -r '.evidence[].evidence[0]' out)"
like 'a claim that cites an absent suggestion is reported' 'there is no 01/7\.1' err
tampered 's,1:17-31,1:17-3100,' 'bytes behind the end of the log'
is 'a claim that cites bytes after the end of the log does not enter L3' 0 "$(jq '.evidence | length' out)"
like 'a claim that cites bytes after the end of the log is reported' 'has 32 bytes, not 3100' err
tampered "s/reached 0\\.5111/reached$(printf '\033')[m 0.5111/" \
    'a claim with an escape sequence'
is 'a claim enters L3 without control characters' '2 0' \
    "$(jq -r '"\(.evidence | length) \([.evidence[].claim |
    select(test("\u001b"))] | length)"' out)"
tampered 's/unverified (.*)$/verified/' 'the word verified'
unlike 'a claim that was marked verified by hand does not enter L3' 'invented' out
like 'a claim that was marked verified by hand is reported' 'l2/01.md:17: left out .* an invented claim' err

tampered 's/^- inconclusive:/- wonderful:/' 'a verdict of its own'
unlike 'a claim with an unknown verdict does not enter L3' 'wonderful' out
like 'a claim with an unknown verdict is reported' "left out .* 'wonderful' is no verdict" err

rm -rf f
cp -r f0 f
sed '/^function brain.distil/,$d' "$root/tests/fake/brain.lua" >liar.lua
cat >>liar.lua <<'EOF'
function brain.distil()
	return { tags = {}, remarks = { "01/1.1 reached 0.99" } }
end

return brain
EOF
exits 'a task without a remark that holds ends' 0 \
    hcc-promote -t -b ./liar.lua -f "$T/liar.db" f
unlike 'an entry without a remark that holds has no remarks' 'REMARKS' out
like 'an entry without a remark that holds has the results' \
    '01/1\.1 reached 0\.5111' out
ok 'a task without a remark that holds has done.json' test -s f/done.json

rm -rf f
cp -r f0 f
size=$(wc -c <f/archive/01.tar.zst)
printf X | dd of=f/archive/01.tar.zst bs=1 seek=$((size / 2)) conv=notrunc \
    2>/dev/null
exits 'a damaged archive does not keep the task open' 0 \
    hcc-promote -t -f "$T/g.db" f
is 'an entry from a damaged archive has no evidence and no score' '0 null' \
    "$(jq -r '"\(.evidence | length) \(.score)"' out)"
unlike 'an entry from a damaged archive has no results of it' '\) 01/[0-9.]+ reached' out
like 'a damaged archive is reported' 'is damaged or was replaced' err

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
		strace -f --seccomp-bpf -qq -o /dev/null -e "inject=$call:signal=KILL:when=$when" \
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

# The same at the end of a task: one entry, whatever was interrupted.
cp -r k e0
hcc-promote -t -f "$T/e.db" k >/dev/null
want=$(hcc-wisdom export -f "$T/e.db" | jq -r .id)
for call in fsync fdatasync renameat openat pwrite64 write; do
	for when in 1 2 4 8; do
		rm -rf x e.db*
		cp -r e0 x
		strace -f --seccomp-bpf -qq -o /dev/null -e "inject=$call:signal=KILL:when=$when" \
		    hcc-promote -t -f "$T/e.db" x >/dev/null 2>&1
		hcc-promote -t -f "$T/e.db" x >/dev/null 2>&1
		is "hcc-promote -t completes after a kill at $call $when" "$want 1" "$(hcc-wisdom export -f "$T/e.db" |
		    jq -r .id) $(ls x/done.json | wc -l)"
	done
done

# What cannot be read is not archived: that is said.
if [ "$(id -u)" -eq 0 ]; then
	rm -rf x
	cp -r k0 x
	echo secret >x/l1/01/1.1/1/other
	chmod 600 x/l1/01/1.1/1/other
	chmod 755 "$T"
	chown -R 1234 x "$HOME"
	chown 0 x/l1/01/1.1/1/other
	exits 'a file that cannot be read stops no promotion' 0 setpriv \
	    --reuid 1234 --regid 1234 --clear-groups hcc-promote x
	like 'it is said that it is lost' 'archive/01.tar.zst: left out, it cannot be read: 1.1/1/other' err
else
	skip 'a file that cannot be read stops no promotion' 'not root'
fi

# A full disk and a failing one.
for error in write:error=ENOSPC fsync:error=EIO renameat:error=EIO; do
	rm -rf x
	cp -r k0 x
	exits "hcc-promote exits with 74 on $error" 74 strace -f --seccomp-bpf -qq -o /dev/null \
	    -e "inject=$error:when=2" hcc-promote x
	hcc-promote x >/dev/null 2>&1
	ok "hcc-promote completes after $error" test -s x/l2/01.md
done
finish
