#!/bin/sh
# leftovers.t: whatever a program leaves in its directory, the run ends with
# its cause, the phase is archived, and the task goes on to its end. Once as
# whoever runs the tests, once as an ordinary user where that is root.
# shellcheck disable=SC1091,SC2016,SC2086 # $as is a list of words

. "${0%/*}/../lib.sh"

if ! /usr/bin/python3 -c '' 2>/dev/null; then
	skip 'leftovers' 'no python3'
	finish
	exit
fi

# Each suggestion scores a little more than the one before it and then does
# what its text says.
cat >brain.lua <<'E'
local attacks = {
	"rm solution.py; mkfifo solution.py",
	"rm solution.py",
	"rm solution.py; ln -s /etc/passwd solution.py",
	"rm solution.py; mkdir -p solution.py/x",
	"rm -f log; chmod 0 /proc/self/fd/1 2>/dev/null; chmod 0 .",
	"mkfifo run.json",
	"python3 -c \"import os\nfor i in range(1400): os.mkdir('d'); "
		.. "os.chdir('d')\"",
	"python3 -c \"import os\nfor i in range(31): os.mkdir('d'); os.chdir('d')"
		.. "\nopen('deep', 'w').write('deep')\"",
	"python3 -c \"open(b'bad\\xff', 'w').write('odd')\"; touch 'a\\b'"
		.. " 'Z\u{fc}ge \u{65e5}' '\u{202e}x' '\27[31m\nred'",
	"mkdir .cache; echo 1 >.cache/w; echo 2 >.model",
	"mkdir -p m/x; echo 3 >m/x/f; echo 4 >m/g; chmod 0 m/x/f m/g m/x m;"
		.. " mkdir -p keep/x; echo 5 >keep/x/f; chmod 0 keep/x/f keep/x keep",
	"python3 -c \"import socket\n"
		.. "socket.socket(socket.AF_UNIX).bind('s')\"; mkfifo f; ln -s x l",
	"python3 -c \"for i in range(5000): open('f%d' % i, 'w')\"",
	"echo garbage >solution.py; echo x >solution.R; mkdir solution.d",
	-- no submission that counts
	"rm submission.csv; mkfifo submission.csv",
	"rm submission.csv; mkdir submission.csv",
	"rm submission.csv; ln -s ../../../../sealed/labels.csv submission.csv",
}

local function program(score, attack)
	return ("import subprocess\nrows = open('input/sample_submission.csv')"
		.. ".read().split()\nopen('submission.csv', 'w').write(rows[0] + "
		.. "'\\n' + ''.join(r.split(',')[0] + ',1\\n' for r in rows[1:]))\n"
		.. "print('metric: %.3f', flush=True)\n"):format(score)
		.. "subprocess.call(['sh', '-c', r'''" .. attack .. "\n'''])\n"
end

local brain = {}
function brain.describe() return { text = "A task for tests." } end
function brain.draft() return { text = "draft", code = program(0.5, ":") } end
function brain.plan(s)
	local d = {}
	for i, text in ipairs(s.phase == 1 and attacks or {}) do
		d[i] = { title = "Attack " .. i, why = "w",
			suggestions = { { title = "Number " .. i, text = text } } }
	end
	return { directions = d }
end
function brain.improve(_, suggestion)
	for i, text in ipairs(attacks) do
		if suggestion.title == "Number " .. i then
			return { code = program(0.6 + i / 1000, text) }
		end
	end
end
function brain.debug() return { give_up = "no" } end
function brain.judge() return { judgements = {}, rules = {}, next = {} } end
function brain.distil() return { tags = { "t" }, remarks = {} } end
return brain
E

# fresh DIR
fresh() {
	small_task "$1"
	sed -i -e 's/^language: .*/language: python/' \
	    -e "s|^brain: .*|brain: $T/brain.lua|" "$1/task.md"
	echo 'return { audit = 0, noise_runs = 0, slots = 2, longest = 200 }' \
	    >"$1/policy/exec.lua"
	echo 'return { m = 17, q = 1 }' >"$1/policy/plan.lua"
}

# manifest FILTER: of the archive of phase 01.
manifest() {
	tar --zstd -xOf "$t/archive/01.tar.zst" MANIFEST.json | jq -r "$1"
}

# status I: of attack I.
status() {
	jq -r "select(.ev == \"result\" and .id == \"01/$1.1\") | .status" \
	    "$t/journal.jsonl"
}

all() {
	fresh "$t"
	if [ -n "$as" ]; then
		chown -R "$uid" "$T"
	fi
	got=0
	timeout 600 $as hcc run "$t" >out 2>err || got=$?
	is "$who: the task goes on to its end" 0 "$got"
	[ "$got" -eq 0 ] || sed 's/^/# /' err
	is "$who: done.json gives the reason" 'nothing new to try' \
	    "$(jq -r .why "$t/done.json")"
	for i in 1 2 3 4 5 6 8 9 10 11 12 13 14; do
		is "$who: attack $i counts for what it scored" ok \
		    "$(status $i)"
	done
	is "$who: a chain of 1400 directories is over the limit of disk" disk \
	    "$(tar --zstd -xOf "$t/archive/01.tar.zst" 7.1/1/run.json |
	    jq -r .limit)"
	for i in 15 16 17; do
		is "$who: attack $i has no submission" failed "$(status $i)"
	done
	is "$who: best/ is the best that ran" 01/14.1 \
	    "$(jq -r .id "$t/best/result.json")"
	is "$who: best/ holds what ran" \
	    "$(jq -r .code_sha256 "$t/best/result.json")" \
	    "$(sha256sum "$t/best/solution.py" | cut -d ' ' -f 1)"
	is "$who: best/ holds no other program" solution.py \
	    "$(cd "$t/best" && echo *solution*)"
	is "$who: an attempt has one program" \
	    '14.1/1/other.solution.R 14.1/1/solution.py' "$(manifest \
	    '.files[].name | select(test("^14.1/1/.*solution"))' | xargs)"
	is "$who: a name that is not UTF-8 is archived" true \
	    "$(manifest '.files[] | select(.name == "9.1/1/bad\\xff").kept')"
	is "$who: a backslash stays unambiguous" true \
	    "$(manifest '.files[] | select(.name == "9.1/1/a\\x5cb").kept')"
	is "$who: names in other scripts and with control characters are kept" \
	    'true true true' "$(manifest '.files[] | select(.name | IN(
	    "9.1/1/Z\u00fcge \u65e5", "9.1/1/\u202ex",
	    "9.1/1/\u001b[31m\nred")).kept' | xargs)"
	exits "$who: the archive holds them all" 0 hcc-fsck "$t"
	is "$who: a file 31 directories deep is archived" true \
	    "$(manifest '.files[] | select(.name | test("/deep$")).kept')"
	is "$who: dot files are archived" '10.1/1/.cache/w 10.1/1/.model' \
	    "$(manifest '.files[].name | select(test("^10.1/1/[.]"))' | xargs)"
	is "$who: files without rights are archived" 'true true' "$(manifest \
	    '.files[] | select(.name | test("^11.1/1/m/")).kept' | xargs)"
	is "$who: artifacts without rights are kept" "$(echo 5 | sha256sum |
	    cut -d ' ' -f 1)" "$(ls "$t/keep")"
	is "$who: what is no file is named" 'fifo link socket' "$(manifest \
	    '.files[] | select(.name | test("^12.1/1/")).kind | values' |
	    sort | xargs)"
	is "$who: many files are archived" 5000 "$(manifest \
	    '[.files[] | select(.name | test("^13.1/1/f"))] | length')"
	is "$who: nothing of the phase is left" '00' "$(ls "$t/l1")"
	ok "$who: the log of a program that took it away can be read" sh -c \
	    "tar --zstd -xOf '$t/archive/01.tar.zst' 5.1/1/log |
	    grep -q 'metric: 0.605'"
}

chmod 755 "$T"
t=first who="uid $(id -u)" as=''
export HCC_WISDOM="$T/first.db"
all
if [ "$(id -u)" -eq 0 ]; then
	uid=1234 t=second who='uid 1234'
	as="setpriv --reuid 1234 --regid 1234 --clear-groups"
	export HCC_WISDOM="$T/second.db"
	if $as test -x "$(command -v hcc-exec)"; then
		all
	else
		skip 'leftovers of an ordinary user' \
		    'uid 1234 cannot run the tools here'
	fi
fi
finish
