#!/bin/sh
# A phase whose context has grown too large closes early (promote.lua:
# phase_tokens), and its plan goes on in the next.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db"
small_task t
echo 'return { m = 2, q = 3 }' >t/policy/plan.lua
echo 'return { phase_tokens = 10 }' >t/policy/promote.lua
hcc-plan -q t >/dev/null
exits 'a draft is run whatever its context takes' 0 hcc-exec t
unlike 'a phase 00 does not close' 'closes early' err
hcc-plan -q t >/dev/null
titles=$(sed -n 's/^### [0-9.]* //p' t/plan/01.md | sort)
cp -r t killed
exits 'hcc-exec closes a phase whose context is full' 0 hcc-exec t
like 'hcc-exec says which phase closes and what goes on' \
    "^hcc-exec: phase 01 of '.*/t' closes early, its context is full .promote\.lua: phase_tokens.; 4 suggestions go on in phase 02$" err
is 'at least one suggestion of each direction was run' '01/1.1 01/2.1' \
    "$(jq -r 'select(.kind == "result") | .id' out | sort | xargs)"
is 'nothing of a phase that closes is left out' '[]' \
    "$(jq -c 'select(.kind == "phase") | .left_out' out)"
is 'the rest is the next plan' '## 1 ### 1.1 ### 1.2 ## 2 ### 2.1 ### 2.2' \
    "$(sed -n 's/^\(##*\) \([0-9.]*\) .*/\1 \2/p' t/plan/02.md | xargs)"
like 'the next plan says which phase it continues' '^continues: 1$' t/plan/02.md
like 'the next plan builds on the best there is now' \
    "^base: $(jq -r .id t/best/result.json)$" t/plan/02.md
is 'no suggestion is lost and none is there twice' "$titles" \
    "$(sed -n 's/^### [0-9.]* //p' t/plan/01.md t/plan/02.md | sort)"
is 'the journal has both plans' 'plan/02.md plan plan/01.md close' \
    "$(jq -r 'select(.ev == "plan" or .ev == "close") | "\(.file) \(.ev)"' \
    t/journal.jsonl | tail -2 | xargs)"
exits 'a tree is sound before its closed phase is promoted' 0 hcc-fsck t
is 'a plan that was cut short is no edit by hand' 0 \
    "$(hcc-plan -q t >/dev/null; grep -c '"ev":"edit"' t/journal.jsonl)"
exits 'a phase that closed is complete' 0 hcc-promote -q t
is 'a phase that closed is promoted, and the next is open' 'note 1' \
    "$(jq -r '"\(.kind) \(.phase)"' out)"
exits 'a tree with a phase that closed is sound' 0 hcc-fsck t
hcc-watch -1 -q t >/dev/null 2>&1
is 'hcc-watch goes on to the end, a suggestion of each direction a phase' \
    '2 2 2' \
    "$(for p in 01 02 03; do grep -c '^### ' "t/plan/$p.md"; done |
    xargs)"
is 'every title of the first plan was run once' "$titles" \
    "$(sed -n 's/^### [0-9.]* //p' t/plan/01.md t/plan/02.md t/plan/03.md |
    sort)"
hcc-log t >out
like 'hcc-log prints that a phase closed' '  close     01 ' out
exits 'hcc-status reads plans that continue others' 0 hcc-status -m t
unlike 'what went on is not told as struck out' 'struck out' out

# A kill between the two plans: what is left to do is done by the next run.
cp killed/plan/01.md full
hcc-exec -q killed >/dev/null 2>&1
cp -r killed again
cp full again/plan/01.md
sed -i '$d' again/journal.jsonl
exits 'hcc-exec goes on where a kill came between the plans' 0 hcc-exec -q again
is 'the next plan stays as it is' "$(cat killed/plan/02.md)" \
    "$(cat again/plan/02.md)"
is 'the plan is cut short after all' "$(grep '^### ' killed/plan/01.md)" \
    "$(grep '^### ' again/plan/01.md)"
is 'nothing was run again' 3 \
    "$(grep -c '"ev":"result"' again/journal.jsonl)"

# Without a bound, or with room, a phase runs to its end.
for bound in 0 40000; do
	small_task "whole$bound"
	echo 'return { m = 2, q = 3 }' >"whole$bound/policy/plan.lua"
	echo "return { phase_tokens = $bound }" >"whole$bound/policy/promote.lua"
	hcc-plan -q "whole$bound" >/dev/null && hcc-exec -q "whole$bound" >/dev/null
	hcc-plan -q "whole$bound" >/dev/null
	hcc-exec -q "whole$bound" >out 2>err
	is "with phase_tokens = $bound a small phase runs to its end" 6 \
	    "$(jq -r 'select(.kind == "result") | .id' out | wc -l)"
done
finish
