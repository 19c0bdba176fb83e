#!/bin/sh
# hcc-wisdom: import, export, search, verdicts, forgetting.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
: "${HCC_SHARE:=$root/share/hcc}"
export HCC_SHARE

# entry TASK TEXT [MORE]: one line of an export.
entry() {
	printf '{"task":"%s","descriptor":"%s with images","text":"%s",' \
	    "$1" "$1" "$2"
	printf '"created":"2026-01-01T00:00:00Z"%s}\n' "${3:+,$3}"
}

exits 'no command is a usage error' 64 hcc-wisdom
exits 'an unknown command as well' 64 hcc-wisdom dance
exits 'a missing base has nothing to list' 1 hcc-wisdom list
like 'and says so' 'no wisdom base' err
exits 'nothing to forget in it either' 1 hcc-wisdom forget abcdef
is 'and none was made' '' "$(ls "$XDG_DATA_HOME" 2>/dev/null)"

{
	entry leaves 'resize to 224' '"tags":["image"],"score":0.25'
	entry houses 'log the prices' '"metric":"rmse"'
} >two
exits 'import' 0 hcc-wisdom import two
is 'is silent' '' "$(cat out err)"
is 'lies where XDG says' "$XDG_DATA_HOME/hcc/wisdom.db" \
    "$(ls "$XDG_DATA_HOME"/hcc/*)"
hcc-wisdom export >once
is 'all of it' 2 "$(wc -l <once)"
exits 'import again' 0 hcc-wisdom import two two
hcc-wisdom export >again
ok 'changes nothing' cmp once again
is 'import marks its origin' imported \
    "$(hcc-wisdom list | jq -r .origin | sort -u)"
unlike 'which is not exported' 'origin|place' once
exits 'the export is an import' 0 hcc-wisdom -f copy.db import once
hcc-wisdom -f copy.db export >copied
ok 'and the same' cmp once copied
is 'exports are sorted by id' "$(jq -r .id once | sort)" "$(jq -r .id once)"

entry boats 'cut the sky' >three
cat two three | hcc-wisdom -f a.db import
cat three two | hcc-wisdom -f b.db import -
hcc-wisdom -f a.db export >a
hcc-wisdom -f b.db export >b
ok 'order does not matter' cmp a b

{
	echo nonsense
	entry ships 'sail'
	entry '' 'nobody'
	printf '{"task":"x\377","descriptor":"d","text":"t"}\n'
	entry esc 'red \u001b[31m'
	entry odd 'x' '"evidence":[{"claim":"c","verdict":"good","evidence":[]}]'
} >bad
exits 'bad lines are bad input' 65 hcc-wisdom -f bad.db import bad
like 'named with their line' "'bad' line 1" err
like 'each of them' "'bad' line 5" err
like 'a verdict is one of three' "line 6: evidence needs the verdict" err
like 'with the reason' 'line 4: byte 11 is not UTF-8' err
is 'the good one is there' ships \
    "$(hcc-wisdom -f bad.db list | jq -r .task)"
exits 'a missing file' 66 hcc-wisdom import none two

id=$(hcc-wisdom search prices | jq -r .id)
exits 'search' 0 hcc-wisdom search logs PRICE
is 'finds by stem' houses "$(jq -r .task out)"
exits 'search for nothing' 1 hcc-wisdom search zebra
exits 'syntax is no syntax' 1 hcc-wisdom search 'NEAR( " OR * -'
exits 'an option of another command' 64 hcc-wisdom -t houses export
like 'is refused, not passed over' 'export has no option -t' err
exits 'and so is an operand too many' 64 hcc-wisdom list houses
like 'in words' 'list takes no operands' err
exits 'confirm nothing' 64 hcc-wisdom confirm
like 'asks for an id' 'no id: neither an operand' err
exits 'show' 0 hcc-wisdom show "$(echo "$id" | cut -c1-8)"
like 'prints Markdown' '^# [0-9a-f]{16} houses$' out
like 'with the text' '^log the prices$' out
exits 'show the record' 0 hcc-wisdom show -j "$id"
is 'as JSON' "$id" "$(jq -r .id out)"
exits 'unknown id' 1 hcc-wisdom show 00000000
exits 'no id' 65 hcc-wisdom show xyz
exits 'one of two is bad' 65 hcc-wisdom show xyz "$id"
like 'the other is shown' houses out

exits 'confirm' 0 hcc-wisdom confirm "$id"
is 'is confirmed' confirmed "$(hcc-wisdom show -j "$id" | jq -r .status)"
ok 'demote from a pipe' sh -c \
    'hcc-wisdom search prices | hcc-wisdom demote'
is 'is demoted' demoted "$(hcc-wisdom show -j "$id" | jq -r .status)"

# What was known on a day.
cp "$XDG_DATA_HOME/hcc/wisdom.db" day.db
{
	entry rivers 'early' '"history":[{"at":"2026-03-01T12:00:00Z",
	    "by":"person","status":"confirmed"},{"at":"2026-05-01T12:00:00Z",
	    "by":"rule","status":"demoted"}]' | tr -d '\n\t'
	echo
} | hcc-wisdom -f day.db import
at() {
	hcc-wisdom -f day.db -a "$1" search rivers |
	    jq -r '"\(.status) \(.history | length) \(has("wins"))"'
}
exits 'before it was made' 1 hcc-wisdom -f day.db -a 2025-12-31 search rivers
is 'on its first day' 'provisional 0 false' "$(at 2026-01-01)"
is 'a day is a whole one' 'confirmed 1 false' "$(at 2026-03-01)"
is 'a time is a time' 'provisional 0 false' "$(at 2026-03-01T11:59:59Z)"
is 'until it was demoted' '' "$(at 2026-05-01)"
is 'as a list, and as an export' 'rivers rivers' "$(
    for c in list export; do hcc-wisdom -f day.db $c -a 2026-04-01; done |
    jq -r 'select(.status == "confirmed").task' | xargs)"
rivers=$(hcc-wisdom -f day.db -a 2026-04-01 search rivers | jq -r .id)
is 'one that is not valid any more is shown' demoted \
    "$(hcc-wisdom -f day.db -a 2026-06-01 show -j "$rivers" | jq -r .status)"
exits 'and none that was not known' 1 \
    hcc-wisdom -f day.db -a 2025-06-01 show "$rivers"
like 'which is said' 'not known on 2025-06-01' err
exits 'no day' 64 hcc-wisdom -a yesterday list
exits 'no such day' 64 hcc-wisdom -a 2026-02-30 list

# A ranking is what the search of the next task begins with.
entry hills 'climb' '"ranking":[{"family":"svm","score":0.25,
    "settings":{"C":[1,2],"note":"two\nlines"},"more":1},
    {"family":"knn","score":0.5}]' | tr -d '\n' | hcc-wisdom -f rank.db import
is 'a ranking is stored with its families, scores and settings' \
    '[{"family":"svm","score":0.25,"settings":{"C":[1,2],"note":"two\nlines"}},{"family":"knn","score":0.5,"settings":{}}]' \
    "$(hcc-wisdom -f rank.db export | jq -c .ranking)"
hcc-wisdom -f rank.db export >ranked
jq -c 'del(.ranking)' ranked >bare
cat bare ranked | hcc-wisdom -f r1.db import
cat ranked bare | hcc-wisdom -f r2.db import
ok 'a copy without the ranking is joined with one that has it' \
    sh -c 'hcc-wisdom -f r1.db export | cmp - ranked &&
    hcc-wisdom -f r2.db export | cmp - ranked'
hcc-wisdom -f rank.db list | hcc-wisdom -f rank.db show >shown
like 'hcc-wisdom show prints the ranking' \
    '^- svm 0\.25 ."C":\[1,2\]' shown
long=$(printf '%8200s' '')
deep=$(printf '%300s' '' | tr ' ' '[')
for bad in '{}' '[1]' '[{"score":1}]' '[{"family":"","score":1}]' \
    '[{"family":"a\u001b","score":1}]' '[{"family":"a"}]' \
    '[{"family":"a","score":1e999}]' '[{"family":"a","score":"1"}]' \
    '[{"family":"a","score":1,"settings":[]}]' \
    '[{"family":"a","score":1,"settings":{"a":"'"$long"'"}}]' \
    '[{"family":"a","score":1,"settings":{"a":'"$deep"'}}]' \
    "[$(yes '{"family":"a","score":1},' | head -64 | tr -d '\n')"\
'{"family":"a","score":1}]'; do
	entry plain 'good' '"ranking":'"$bad" | hcc-wisdom -f rank.db import \
	    2>>refused
done
is 'an import refuses every ranking of another form' 12 \
    "$(grep -c "import 'standard input' line 1: " refused)"
is 'an import that is refused changes nothing' 1 \
    "$(hcc-wisdom -f rank.db list | wc -l)"

# General practice that comes along.
exits 'there is no practice' 66 env HCC_SHARE="$T/home" hcc-wisdom -f p.db import -s
cp -r "$HCC_SHARE" share
mkdir -p share/wisdom
rm -f share/wisdom/*
entry practice 'keep it simple' \
    '"provenance":[{"curated":"general practice, not measured"}]' \
    >share/wisdom/a.jsonl
entry more 'and short' >share/wisdom/b.jsonl
echo 'about these files' >share/wisdom/README
exits 'practice' 0 env HCC_SHARE="$T/share" hcc-wisdom -f practice.db import -s
is 'is marked' 'curated' \
    "$(hcc-wisdom -f practice.db search simple | jq -r .origin)"
is 'from all files of it' 2 "$(hcc-wisdom -f practice.db list | wc -l)"
exits 'a base that is not there' 1 hcc-wisdom -f none.db list
like 'tells how to begin' 'import -s' err

exits 'forget -n' 0 hcc-wisdom forget -n "$id"
is 'says what' houses "$(jq -r .task out)"
exits 'and keeps it' 0 hcc-wisdom show "$id"
exits 'forget' 0 hcc-wisdom forget "$id"
exits 'is gone' 1 hcc-wisdom show "$id"
exits 'no file holds it' 1 grep -r 'log the prices' "$XDG_DATA_HOME"
exits 'import it again' 0 hcc-wisdom import two
exits 'stays forgotten' 1 hcc-wisdom show "$id"

exits 'rebuild' 0 hcc-wisdom -v rebuild
like 'embeds what is left' 'embedded 1 ' err
exits 'a full disk is an error' 74 sh -c 'hcc-wisdom list >/dev/full'
echo 'no base, only some text that is long enough' >text.db
exits 'not a base' 65 hcc-wisdom -f text.db list
like 'which is said' 'not a wisdom base' err
cp rank.db old.db
/usr/bin/python3 -c 'import sqlite3
sqlite3.connect("old.db").execute("PRAGMA user_version = 2")'
exits 'hcc-wisdom refuses a base of another version' 65 \
    hcc-wisdom -f old.db list
like 'the refusal of another version says what to do' \
    'has version 2, .* export it' err
exits 'nor is a directory' 65 hcc-wisdom -f / list
like 'hcc-wisdom says that a directory is no wisdom base' "'/': not a regular file" err
XDG_DATA_HOME=relative HCC_WISDOM='' exits 'relative XDG is ignored' 1 \
    hcc-wisdom list
like 'home is used' "$HOME/.local/share/hcc/wisdom.db" err

# A kill in the middle of an import leaves a base that a second one completes.
i=0
while [ $i -lt 3000 ]; do
	i=$((i + 1))
	entry "task$i" "wisdom of task $i"
done >many
hcc-wisdom -f killed.db import many &
sleep 0.2
kill -9 $! 2>/dev/null
wait $! 2>/dev/null
exits 'import after a kill' 0 hcc-wisdom -f killed.db import many
is 'nothing is missing' 3000 "$(hcc-wisdom -f killed.db export | wc -l)"

if [ "$(id -u)" -ne 0 ]; then
	chmod 555 "$XDG_DATA_HOME/hcc"
	chmod 444 "$XDG_DATA_HOME/hcc/wisdom.db"
	exits 'a base that cannot be written is read' 0 hcc-wisdom list
	exits 'and not changed' 77 hcc-wisdom confirm "$(jq -r .id out)"
else
	skip 'a base that cannot be written is read' 'root may write'
	skip 'and not changed' 'root may write'
fi
finish
