#!/bin/sh
# What the tools show of one tree, byte by byte: pages/NAME. With -w they are
# written anew.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export TZ=UTC HCC_WISDOM="$T/wisdom.db"

# still TASK: its runs took the same time, at the same time, everywhere.
still() {
	for f in "$1"/l1/*/*/*/run.json "$1"/best/run.json; do
		command jq '.seconds = 12.5 | .start = 1.7e9 | .end = 1.7e9 + 12.5 |
		    .cpu_s = 11 | .peak_memory = 5e7 | .cores = 2 |
		    .sandbox = true | .time_limit = 600 | .seed = 7 |
		    .interpreter = "sh" | .read = ["train.csv"] |
		    del(.host, .held_by, .hcc)' \
		    "$f" >still && cat still >"$f"
	done
	for f in "$1"/l1/*/*/result.json "$1"/best/result.json; do
		command jq '.seconds = 12.5 | .read = ["train.csv"]' "$f" \
		    >still && cat still >"$f"
	done
}

# timed TASK: its events have times of their own, no machine, no beat.
timed() {
	command jq -cs 'to_entries[] | .value + { t: (1.7e9 + 100 * .key),
	    up: (1000 + 100 * .key), boot: "b", s: "s" } |
	    if .by then .by = "fake" else . end' "$1/journal.jsonl" >journal
	cat journal >"$1/journal.jsonl"
	: >"$1/lock"
	sed -i "s|^brain:.*|brain: fake|" "$1/task.md"
}

# Three phases: one stays, one has a control and a failure, one is worse; a
# fourth is open.
small_task t 'budget: {time: 1h, tokens: 1000}' 'split: {groups: who}'
echo 'return { noise_runs = 0, slots = 1 }' >t/policy/exec.lua
hcc-plan -q t >/dev/null
echo 'score 0.5 folds 0.4 0.6' >>t/plan/00.md
hcc-exec -q t >/dev/null
printf '%s\n' --- 'phase: 1' --- '## 1 Way & more' 'Why: It is <short>.' \
    '### 1.1 Better' 'From: 0123456789abcdef' 'score 0.7 folds 0.6 0.79' \
    '### 1.2 Broken' fail 'From: 0123456789abcdef' '### 1.3 Mended' \
    'fail then 0.69' >t/plan/01.md
hcc-exec -q t >/dev/null 2>&1
printf '%s\n' '## 2 Alone' 'Control: planned without wisdom' '### 2.1 Plain' \
    'score 0.55 folds 0.5 0.6' >>t/plan/01.md
hcc-exec -q t >/dev/null 2>&1
fetched t
still t
hcc-promote -q t >/dev/null 2>&1
printf '## 1 Way & more\n### 1.1 Later\nscore 0.6\n' >t/plan/02.md
hcc-exec -q t >/dev/null
still t
hcc-promote -q t >/dev/null 2>&1
printf '## 1 Way & more\n### 1.1 Open\nscore 0.6\n' >t/plan/03.md
# A checksum has as many tokens as it happens to have.
sed -i 's/^tokens_after:.*/tokens_after: 400/' t/l2/*.md
timed t
for i in 1 2 3; do
	printf '{"ev":"settle","id":"%032d","t":%d,"s":"x","role":"%s",
"model":"m","task":"t","request":"%064d","tokens":%d,"cost":%d,"ok":true,
"latency":%d,"bytes":200,"prefix":50}' $i $((1700000000 + 150 * i)) \
	    "$(echo plan improve plan | cut -d' ' -f$i)" 0 $((100 * i)) \
	    $i $((2 * i)) | tr -d '\n'
	echo
done >t/ledger.jsonl

# page NAME COMMAND..: what it prints is that of pages/NAME.
page() {
	name=$1
	shift
	"$@" 2>err | sed "s|$T|TMP|g; s|$root|ROOT|g" >page
	if [ "$write" ]; then cp page "$here/pages/$name"; fi
	if cmp -s "$here/pages/$name" page; then report 0 "what a tree shows is as before: $name"
	else
		report 1 "what a tree shows is as before: $name"
		diff "$here/pages/$name" page | sed 's/^/# /' | head -40
	fi
}
write=${1#-}
# An entry names the libraries of the machine, so its id is none of ours.
body() {
	hcc-report "$1" | sed -n '/<body/,$p' |
	    sed 's/\(wisdom <code>\)[0-9a-f]*/\1id/'
}
page report.html body t
page status hcc-status t
page board.md hcc-status -m t
page show hcc-show t 01/1.3 best
page why hcc-why t 01/1.2/1 t/l2/01.md:17 t/l2/01.md:20
page context hcc-context -r plan t

# Sealed labels, a leaderboard, a leak, an end.
printf 'id,y\n11,1\n12,0\n13,1\n14,0\n' >labels.csv
{ echo score; seq 99 -1 0 | sed 's/^/0./'; } >board.csv
hcc-init -q -m auc -d t/task.md -l labels.csv -L board.csv t/input s >/dev/null
sed -i "/^language:/d; s|^metric:|brain: $root/tests/fake/brain.lua\\
language: shell\\n&|" s/task.md
mkdir s/policy
echo 'return { noise_runs = 0, slots = 1 }' >s/policy/exec.lua
hcc-plan -q s >/dev/null 2>&1
hcc-exec -q s >/dev/null 2>&1
still s
jq '.measured = 0.97' s/l1/00/1.1/result.json >result
for f in s/l1/00/1.1/result.json s/best/result.json; do cat result >$f; done
hcc-promote -q -t -w 'good enough' s >/dev/null 2>&1
timed s
command jq '.spent = 300 | del(.hcc)' s/done.json >done.json
cat done.json >s/done.json
page sealed.html body s
page sealed hcc-status s
finish
