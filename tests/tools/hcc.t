#!/bin/sh
# hcc, what all tools have in common, and what is installed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

exits 'no command' 64 hcc
like 'lists them' 'plan' err
exits 'an unknown command' 64 hcc dance
like 'is named' "'dance'" err
exits 'help' 0 hcc -h
is 'a command is its tool' "$(hcc-plan -h)" "$(hcc plan -h)"
bin=$(dirname "$(command -v hcc-plan)")
for f in "$bin"/hcc-*; do
	t=${f##*/}
	case $t in *.*) continue ;; esac
	exits "$t -h" 0 "$t" -h
	like "$t shows its usage" "^usage: $t " out
	exits "$t: a wrong option" 64 "$t" -Z
	exits "$t: a full disk" 74 sh -c "$t -h >/dev/full"
	exits "$t -C nowhere" 66 "$t" -C nowhere
	[ ! -d "$bin/../share/man" ] ||
		ok "$t has a manual page" test -e "$bin/../share/man/man1/$t.1"
done

# Installed files are all that is needed; from anywhere, as anybody.
if [ -d "$bin/../share/hcc" ]; then
	cp -r "$bin/.." moved
	small_task t
	sed -i '/^brain/d' t/task.md
	PATH=$T/moved/bin:/usr/bin:/bin ok 'a moved tree works' \
	    hcc-plan t
	for s in share/bash-completion/completions/hcc \
	    share/zsh/site-functions/_hcc \
	    share/fish/vendor_completions.d/hcc.fish; do
		ok "$s is installed" test -s "moved/$s"
	done
	bash -n moved/share/bash-completion/completions/hcc
	report $? 'the completion is bash'
	completed=$(bash -c '. moved/share/bash-completion/completions/hcc
	    COMP_WORDS=(hcc-plan -) COMP_CWORD=1; _hcc; echo "${COMPREPLY[*]}"')
	case $completed in
	*-b*-C*) r=0 ;;
	*) r=1 ;;
	esac
	report $r 'and completes options'
fi

# Input: operands, records, the current task.
small_task a
small_task b
is 'records on stdin' 'a b' "$(printf '%s\n%s\n' '{"task":"a"}' \
    '{"task":"b"}' | hcc-status -j | jq -r '.task | split("/")[-1]' | xargs)"
printf 'junk\n{"task":"a"}\n' >in
exits 'a bad record is told, the next one done' 65 \
    sh -c 'hcc-status -j <in'
is 'one status' 1 "$(wc -l <out | tr -d ' ')"
like 'with its line' "'standard input' line 1" err
is 'the current directory' a "$(cd a && hcc-status -j </dev/null |
    jq -r '.task | split("/")[-1]')"
like 'status for people' '^best +none yet' "$(hcc-status a >s; echo s)"
hcc-plan a | hcc-exec >/dev/null
hcc-status -m a >board
like 'the board' '^\| 00/1\.1 \| Draft \| ok \| 0\.5' board
printf 'torn{' >>a/journal.jsonl
hcc-status a >s
like 'a torn journal line is told' '1 unreadable' s
ok 'and does no harm' hcc-plan a
finish
