#!/bin/sh
# The command line, alike in all tools: what an option takes, and what is said
# when it is given something else.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

bin=$(dirname "$(command -v hcc-plan)")
all=
for f in "$bin"/hcc-*; do
	case ${f##*/} in *.*) ;; *) all="$all ${f##*/}" ;; esac
done

# Each tool.
version=$(sed -n 's/^VERSION.*= *//p' "$root/Makefile")
for t in $all; do
	exits "$t -h exits 0" 0 "$t" -h
	like "$t -h shows the usage" "^usage: $t " out
	unlike "$t -h fits into 80 columns" '.{81}' out
	is "$t --help is -h" "$(cat out)" "$("$t" --help)"
	is "$t -V prints name and version" "$t $version" "$("$t" -V)"
	is "$t --version is -V" "$t $version" "$("$t" --version)"
	exits "$t -h exits 74 when the disk is full" 74 \
		sh -c "$t -h >/dev/full"
	exits "$t refuses an unknown option" 64 "$t" -Z
	like "$t names the unknown option" "^$t: unknown option '-Z'$" err
	is "$t explains a usage error in three lines" 3 "$(wc -l <err)"
	unlike "$t explains a usage error within 80 columns" '.{81}' err
	exits "$t refuses an unknown long option" 64 "$t" --frobnicate
	like "$t names the unknown long option" "'--frobnicate'" err
	exits "$t -C refuses a directory that is absent" 66 "$t" -C nowhere
	like "$t -C names the directory that is absent" "'nowhere'" err
	exits "$t -C needs an argument" 64 "$t" -C
	like "$t names the option without an argument" 'option -C: needs' err
	[ ! -d "$bin/../share/man" ] ||
		ok "$t has a manual page" test -e "$bin/../share/man/man1/$t.1"
done
is 'all tools were tried' 21 "$(echo "$all" | wc -w)"

# refuses WHAT COMMAND..: exit status 64, the message.
refuses() {
	what=$1
	shift
	exits "$* is a usage error" 64 "$@"
	is "$* is explained" "$1: option $2: '$3' is not $what" \
		"$(head -1 err)"
}
jobs='a whole number from 1 to 64'
refuses "$jobs" hcc-watch -j 2x t
refuses "$jobs" hcc-watch -j 0 t
refuses "$jobs" hcc-watch -j -1 t
refuses "$jobs" hcc-watch -j 65 t
refuses "$jobs" hcc-watch -j 1.5 t
refuses "$jobs" hcc-watch -j '' t
refuses "$jobs" hcc-watch -j ' 2' t
refuses "$jobs" hcc-watch -j 99999999999999999999 t
refuses 'a whole number from 1 to 1024' hcc-exec -j 2x t
refuses 'a whole number from 100 to 1000000' hcc-digest -t 99
refuses 'a whole number from 0 to 1000' hcc-why -n 1001 x
refuses 'a whole number from 0 to 9007199254740992' hcc-init -r 1e3 d t
refuses 'a number from -1 to 1' hcc-prefetch -d 2 t
exits 'hcc-promote plans no phase of a task that ends' 64 hcc-promote -p -t t
like 'hcc-promote says why' '-p and -t exclude each other' err
refuses 'a number from -1 to 1' hcc-prefetch -d nan t
refuses 'a number from -1 to 1' hcc-prefetch -d 0.5x t
refuses 'a fraction above 0 and up to 0.9' hcc-init -s 0 d t
refuses 'a fraction above 0 and up to 0.9' hcc-init -s 0.95 d t
time='a time above 0, such as 90s, 15m or 8h'
refuses "$time" hcc-exec -t 5y t
refuses "$time" hcc-exec -t 0 t
refuses "$time" hcc-grade -w -3 t
refuses "$time" hcc-llm -d soon
refuses 'a number above 0, such as 800, 4k or 20M' hcc-context -b 4q t
refuses 'one of bwrap, none' hcc-exec -S bwra t
refuses 'one of bwrap, none' hcc-exec -S '' t
refuses 'one of bwrap, none' hcc-exec -S 'bwrap|none' t
refuses 'one of describe, draft, plan, improve, debug, watch, judge, distil, embed' \
	hcc-llm -r critic
refuses 'one of minimize, maximize' hcc-init -g up d t
date='a day such as 2026-01-31, nor a time such as 2026-01-31T08:00:00Z'
refuses "$date" hcc-prefetch -a 2026-02-30 -q x
refuses "$date" hcc-wisdom -a yesterday list
refuses "$date" hcc-wisdom -b 2026-01-31T08:00 forget
refuses 'a time such as 90s, 15m or 8h, tokens=20M or cost=5.00' \
	hcc-init -b tokens=much d t
refuses "1 to 100 of letters, digits, '.', '_' and '-', the first no '.'" \
	hcc-init -n .hidden d t

budget='a time such as 90s, 15m or 8h, tokens=20M or cost=5.00'
refuses "$budget" hcc-init -b 0s d t
refuses "$budget" hcc-init -b calls=3 d t
refuses "$budget" hcc-init -b cost=-1 d t
refuses "$budget" hcc-init -b 8h,tokens=many d t

# mistake MESSAGE COMMAND..: exit status 64, the message.
mistake() {
	what=$1
	shift
	exits "$* is a mistake" 64 "$@"
	is "$* is explained as a mistake" "$1: $what" "$(head -1 err)"
}
mistake '-s and -l both seal labels; give one of them' \
	hcc-init -s 0.1 -l labels.csv d t
sealed='-x runs a project, which has nothing to seal'
mistake "$sealed" hcc-init -x make -e f -m m -s 0.1 d t
mistake "$sealed" hcc-init -x make -e f -m m -l labels.csv d t
mistake "$sealed" hcc-init -x make -e f -m m -p ./grade d t
project='-e and -P are for a project; give its command with -x'
mistake "$project" hcc-init -e train.py d t
mistake "$project" hcc-init -P 'x (.*)' d t
mistake '-x needs -e FILE: which files of the project may change?' \
	hcc-init -x make -m m d t
mistake '-x needs -m NAME: what does the command print?' \
	hcc-init -x make -e train.py d t
mistake '-r is the seed of a hold-out; give -s as well' hcc-init -r 5 d t
mistake 'give the data, then the task directory that is to be made' hcc-init d
mistake 'there is one task at most' hcc-llm t t
mistake '-e prints records: leave -j away' hcc-llm -e -j
mistake '-q takes no tasks' hcc-prefetch -q rivers t
mistake '-a needs -q' hcc-prefetch -a 2026-01-31
mistake '-w takes no tasks' hcc-fsck -w t
mistake '-i takes no files' hcc-embed -i f
mistake '-e and -l name two embedders; give one' hcc-embed -e cat -l lex
mistake '-a needs -m METRIC and files to grade' hcc-grade -a labels.csv sub.csv
mistake '-a needs -m METRIC and files to grade' hcc-grade -a labels.csv -m auc
mistake '-m, -i, -p and -t need -a; a task has them in its task.md' \
	hcc-grade -m auc t
mistake 'two attempts can be compared, not 3' hcc-show 01/1.1 01/1.2 01/1.3

# Records on standard input.
# reads STATUS MESSAGE RECORD: what hcc-status says of it.
reads() {
	printf '%b' "$3" >records
	exits "a record is read with status $1: $3" "$1" \
		sh -c 'hcc-status <records'
	is "what is wrong with it is said: $3" "$2" "$(cat err)"
}
reads 65 "hcc-status: parse 'standard input' line 2: not a JSON object" '\n[1]\n'
reads 65 'hcc-status: read a record: it has no "task" (the path of a task directory)' \
	'{"id":"x"}\n'
reads 66 "hcc-status: open task 'nowhere': No such file or directory; make a task with hcc-init" \
	'{"task":"nowhere"}\n'
reads 0 '' '\n \n'

# Order.
small_task t
exits 'an option after an operand is a usage error' 64 hcc-status t -j
is 'an option after an operand is explained' \
	"hcc-status: option '-j' after the operand 't': options come first" \
	"$(head -1 err)"
small_task ./-j
exits 'an operand that begins with - and exists is a task' 0 hcc-status t -j
exits 'after -- an operand may begin with -' 0 hcc-status -- -j
exits 'after -- no order is checked' 66 hcc-status -- t -x
is 'a value may stand in the word of its option' 00/1.1 \
	"$(hcc-plan t | jq -r .id)"
exits 'letters may be joined, the last with its value' 0 \
	hcc-context -lb4k t
exits 'an option may be repeated, the last one counts' 0 \
	hcc-context -r draft -r plan t
printf 'echo metric: 0.5\n' >a.sh
cp a.sh b.sh
exits 'a list takes each of its values' 0 \
	hcc-exec -q -S none -f a.sh -f b.sh -c 'cat a.sh b.sh; sh a.sh' t
ok 'the first and the last value of a list count' \
	test -e t/l1/00/0.1/1/a.sh -a -e t/l1/00/0.1/1/b.sh

# The commands of hcc-wisdom.
exits 'hcc-wisdom needs a command' 64 hcc-wisdom
like 'hcc-wisdom says that a command is missing' 'command is missing' err
exits 'hcc-wisdom refuses an unknown command' 64 hcc-wisdom dance
like 'hcc-wisdom names the unknown command' "unknown command 'dance'" err
exits 'hcc-wisdom refuses an option that a command lacks' 64 \
	hcc-wisdom -t wine export
like 'hcc-wisdom names the command and the option' 'export has no option -t' \
	err
exits 'hcc-wisdom refuses an operand that a command lacks' 64 \
	hcc-wisdom list x
exits 'hcc-wisdom asks for a missing operand' 64 hcc-wisdom search
like 'hcc-wisdom names the command without an operand' 'search: an operand' err
exits 'hcc-wisdom list without a base finds nothing' 1 hcc-wisdom list
like 'hcc-wisdom list says that there is no base' 'no wisdom base' err
exits 'hcc-wisdom -q list finds nothing' 1 hcc-wisdom -q list
is 'hcc-wisdom takes -q before the command' '' "$(cat err)"
exits 'hcc-wisdom list -q finds nothing' 1 hcc-wisdom list -q
is 'hcc-wisdom takes -q behind the command' '' "$(cat err)"
exits 'hcc-wisdom takes options on both sides of the command' 0 \
	hcc-wisdom -q -f w.db import -s
is 'hcc-wisdom uses the file of -f' yes "$([ -s w.db ] && echo yes)"
is 'HCC_QUIET is -q' '' "$(HCC_QUIET=1 hcc-wisdom list 2>&1)"

# hcc itself.
exits 'hcc without a command is a usage error' 64 hcc
exits 'hcc refuses an unknown command' 64 hcc frob
like 'hcc names the unknown command' "unknown command 'frob'" err
is 'hcc -V prints the version' "hcc $version" "$(hcc -V)"
is 'hcc --version is -V' "hcc $version" "$(hcc --version)"
is 'hcc --help is -h' "$(hcc -h)" "$(hcc --help)"
exits 'hcc -h exits 74 when the disk is full' 74 sh -c 'hcc -h >/dev/full'
mkdir path
# shellcheck disable=SC2016
printf '#!/bin/sh\necho "${1##*/}"\n' >path/man
chmod +x path/man
manual() {
	PATH=$T/path:$PATH hcc help "$@"
}
is 'hcc help shows the overview' hcc.7 "$(manual)"
is 'hcc help COMMAND shows its page' hcc-plan.1 "$(manual plan)"
is 'hcc help takes the name of a tool' hcc-plan.1 "$(manual hcc-plan)"
is 'hcc help takes the name of a format' hcc-tree.5 "$(manual tree)"
is 'hcc help prefers commands to formats' hcc-wisdom.1 "$(manual wisdom)"
exits 'hcc help refuses an unknown name' 64 hcc help frob
like 'hcc help names what has no page' "no manual page 'hcc-frob'" err

# Completions.
for s in bash zsh fish; do
	exits "a completion for $s is made" 0 \
		"$root/bin/completions" "$s" "$bin"
	mv out "completion.$s"
done
# offered WORD..: what bash offers for the last word.
offered() {
	bash -c '. ./completion.bash; COMP_WORDS=("$@")
	    COMP_CWORD=$(($# - 1)); _hcc; echo "${COMPREPLY[*]}"' - "$@"
}
is 'bash completes commands of hcc' plan "$(offered hcc pl)"
is 'bash completes values of a choice' 'draft debug distil' \
	"$(offered hcc-context -r d)"
is 'bash completes values behind hcc COMMAND' 'bwrap' \
	"$(offered hcc exec -S b)"
is 'bash completes commands of hcc-wisdom' 'conflicts confirm' \
	"$(offered hcc-wisdom con)"
is 'bash completes files behind a command of hcc-wisdom' a.sh \
	"$(offered hcc-wisdom import a.s)"
small_task leaf
mkdir leaf/plan
printf '%s\n' '## 1 Way' '### 1.1 Better' '### 1.2 Worse' >leaf/plan/01.md
is 'bash completes metrics' 'log_loss' "$(offered hcc-init -m log_l)"
is 'bash completes metrics behind hcc COMMAND' 'log_loss' \
	"$(offered hcc grade -m log_l)"
is 'bash completes directories where tasks stand' leaf "$(offered hcc-log lea)"
is 'bash completes tasks before ids' leaf "$(offered hcc-show lea)"
is 'bash completes files for an option that takes one' a.sh \
	"$(touch a.sh; offered hcc-exec -f a.s)"
is 'bash completes ids of the task before them' 'best 01/1.1 01/1.2' \
	"$(offered hcc show leaf '')"
is 'bash completes ids of the task of HCC_TASK' '01/1.1 01/1.2' \
	"$(HCC_TASK=leaf offered hcc-why 01)"
is 'hcc complete prints the metrics' "$(hcc-grade -M | jq -r .name)" \
	"$(hcc complete metrics)"
is 'hcc complete prints the ids of a task' 'best 01/1.1 01/1.2' \
	"$(hcc complete ids leaf | xargs)"
is 'hcc complete prints the brains' 'hand hybrid llm offline' \
	"$(hcc complete brains | xargs)"
is 'hcc complete prints the commands' "$(hcc -h | sed -n 's/^commands: //p')" \
	"$(hcc complete commands | xargs)"
like 'zsh asks for brains' 'brain:\(\$\(hcc complete brains' completion.zsh
exits 'hcc complete refuses what it does not know' 64 hcc complete frob
like 'zsh asks for metrics' 'metric:\(\$\(hcc complete metrics' completion.zsh
like 'zsh asks for ids' 'hcc complete ids' completion.zsh
like 'fish asks for metrics' '\(hcc complete metrics\)' completion.fish
like 'fish asks for ids' '\(hcc complete ids\)' completion.fish
is 'bash completes options' '-j' "$(offered hcc-watch -j)"
like 'zsh completes values of a choice' 'bwrap none' completion.zsh
like 'zsh completes commands of hcc-wisdom' "'conflicts:" completion.zsh
like 'fish completes values of a choice' "-a 'bwrap none'" completion.fish
like 'fish completes commands of hcc-wisdom' ' -a conflicts ' completion.fish
for s in bash zsh fish; do
	if command -v $s >/dev/null; then
		ok "the completion is $s" $s -n "completion.$s"
	else skip "the completion is $s" "$s is not installed"; fi
done
finish
