#!/bin/sh
# What is installed, and the input that all tools have in common. Their
# options are in options.t.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

is 'hcc COMMAND is its tool' "$(hcc-plan -h)" "$(hcc plan -h)"
bin=$(dirname "$(command -v hcc-plan)")

# Installed files are all that is needed; from anywhere, as anybody.
if [ -d "$bin/../share/hcc" ]; then
	cp -r "$bin/.." moved
	small_task t
	sed -i '/^brain/d' t/task.md
	PATH=$T/moved/bin:/usr/bin:/bin ok 'hcc-plan works in a tree that was moved' \
	    hcc-plan t
	for s in share/bash-completion/completions/hcc \
	    share/zsh/site-functions/_hcc \
	    share/fish/vendor_completions.d/hcc.fish; do
		ok "$s is installed" test -s "moved/$s"
	done
fi

# Input: operands, records, the current task.
small_task a
small_task b
is 'a tool reads records on standard input' 'a b' "$(printf '%s\n%s\n' '{"task":"a"}' \
    '{"task":"b"}' | hcc-status -j | jq -r '.task | split("/")[-1]' | xargs)"
printf 'junk\n{"task":"a"}\n' >in
exits 'a bad record is an input error' 65 \
    sh -c 'hcc-status -j <in'
is 'the record behind a bad one is read' 1 "$(wc -l <out | tr -d ' ')"
like 'a bad record is reported with its line' "'standard input' line 1" err
is 'without operands the current directory is the task' a "$(cd a && hcc-status -j </dev/null |
    jq -r '.task | split("/")[-1]')"
like 'hcc-status says that there is no best yet' '^best +none yet' "$(hcc-status a >s; echo s)"
hcc-plan a | hcc-exec >/dev/null
printf 'torn{' >>a/journal.jsonl
hcc-status a >s
like 'hcc-status reports an unreadable line of the journal' '1 unreadable' s
ok 'hcc-plan works with an unreadable line in the journal' hcc-plan a

# Records say which version made them.
version=$(hcc -V)
version=${version#hcc }
printf 'id,y\n11,1\n12,0\n13,1\n14,0\n' >labels.csv
hcc-init -q -m accuracy -d a/task.md -l labels.csv a/input made >/dev/null
is 'the init event has the version' "$version" \
    "$(jq -r 'select(.ev == "init").hcc' made/journal.jsonl)"
is 'run.json has the version' "$version" "$(jq -r .hcc a/l1/00/1.1/1/run.json)"
hcc-plan -q a | hcc-exec -q >/dev/null
hcc-promote -q -t a >/dev/null
is 'done.json has the version' "$version" "$(jq -r .hcc a/done.json)"
is 'exported wisdom has the version' "$version" \
    "$(hcc-wisdom export | jq -r '.provenance[0].hcc')"
finish
