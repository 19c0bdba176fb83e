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

exits 'hcc-wisdom without a command is a usage error' 64 hcc-wisdom
exits 'an unknown command of hcc-wisdom is a usage error' 64 hcc-wisdom dance
exits 'hcc-wisdom list exits with 1 when there is no base' 1 hcc-wisdom list
like 'hcc-wisdom list says that there is no base' 'no wisdom base' err
exits 'hcc-wisdom forget exits with 1 when there is no base' 1 hcc-wisdom forget abcdef
is 'hcc-wisdom forget creates no base' '' "$(ls "$XDG_DATA_HOME" 2>/dev/null)"

{
	entry leaves 'resize to 224' '"tags":["image"],"score":0.25'
	entry houses 'log the prices' '"metric":"rmse"'
} >two
exits 'hcc-wisdom import reads a file' 0 hcc-wisdom import two
is 'hcc-wisdom import prints nothing' '' "$(cat out err)"
is 'the base is in XDG_DATA_HOME' "$XDG_DATA_HOME/hcc/wisdom.db" \
    "$(ls "$XDG_DATA_HOME"/hcc/*)"
hcc-wisdom export >once
is 'hcc-wisdom export prints every entry' 2 "$(wc -l <once)"
exits 'a second import of the same entries succeeds' 0 hcc-wisdom import two two
hcc-wisdom export >again
ok 'a second import of the same entries changes nothing' cmp once again
is 'hcc-wisdom import marks the origin of entries' imported \
    "$(hcc-wisdom list | jq -r .origin | sort -u)"
unlike 'hcc-wisdom export prints no origin and no place' 'origin|place' once
exits 'hcc-wisdom import reads an export' 0 hcc-wisdom -f copy.db import once
hcc-wisdom -f copy.db export >copied
ok 'an imported export is exported unchanged' cmp once copied
is 'hcc-wisdom export sorts entries by id' "$(jq -r .id once | sort)" "$(jq -r .id once)"

entry boats 'cut the sky' >three
cat two three | hcc-wisdom -f a.db import
cat three two | hcc-wisdom -f b.db import -
hcc-wisdom -f a.db export >a
hcc-wisdom -f b.db export >b
ok 'the order of imports does not matter' cmp a b

{
	echo nonsense
	entry ships 'sail'
	entry '' 'nobody'
	printf '{"task":"x\377","descriptor":"d","text":"t"}\n'
	entry esc 'red \u001b[31m'
	entry odd 'x' '"evidence":[{"claim":"c","verdict":"good","evidence":[]}]'
} >bad
exits 'hcc-wisdom import exits with 65 when lines are bad' 65 hcc-wisdom -f bad.db import bad
like 'a bad line is reported with file and number' "'bad' line 1" err
like 'every bad line is reported' "'bad' line 5" err
like 'an unknown verdict is reported' "line 6: evidence needs the verdict" err
like 'bytes that are not UTF-8 are reported' 'line 4: byte 11 is not UTF-8' err
is 'the good line among bad ones is imported' ships \
    "$(hcc-wisdom -f bad.db list | jq -r .task)"
exits 'hcc-wisdom import exits with 66 when a file is absent' 66 hcc-wisdom import none two

# The gains of uses elsewhere.
gained() {
	entry gains 'take the root' "\"gains\":[$1]"
}
gain() {
	printf '{"id":"%064d","gain":%s}' "$1" "$2"
}
gained "$(gain 1 2.5),$(gain 2 1.5),$(gain 2 1.5)" >won
gained "$(gain 3 -2.5),$(gain 2 1)" >lost
cat won lost | hcc-wisdom -f g.db import
cat lost won lost | hcc-wisdom -f h.db import -
hcc-wisdom -f g.db export >a
hcc-wisdom -f h.db export >b
ok 'the order of imports does not matter for gains' cmp a b
is 'no comparison counts twice' '3 0.58 true' "$(jq -r '.pooled |
    "\(.uses) \(.value * 100 | round / 100) \(.conflicting)"' a)"
hcc-wisdom -f a2.db import a
hcc-wisdom -f a2.db export >b
ok 'an export keeps the gains' cmp a b
{
	gained "$(gain 1 1e308)"
	gained "$(gain 1 nan)"
	gained "$(gain 1 '"3"')"
	gained '{"id":"x","gain":1}'
	gained "$(gain 1 3)"
} >bad
exits 'gains that are none are refused' 65 hcc-wisdom -f bad2.db import bad
is 'four lines are' 4 "$(grep -c ': gains needs' err)"
exits 'hcc-wisdom shows what the gains show together' 0 \
    hcc-wisdom -f g.db show "$(jq -r .id a)"
like 'how many uses, and their pooled value' \
    '^- pooled: 0.58 of 3 uses, which conflict$' out

id=$(hcc-wisdom search prices | jq -r .id)
exits 'hcc-wisdom search accepts words in any case' 0 hcc-wisdom search logs PRICE
is 'hcc-wisdom search finds words by their stem' houses "$(jq -r .task out)"
exits 'hcc-wisdom search exits with 1 without a match' 1 hcc-wisdom search zebra
exits 'hcc-wisdom search takes query syntax as words' 1 hcc-wisdom search 'NEAR( " OR * -'
exits 'an option of another command is a usage error' 64 hcc-wisdom -t houses export
like 'the refused option is named' 'export has no option -t' err
exits 'an operand too many is a usage error' 64 hcc-wisdom list houses
like 'the refused operand is explained' 'list takes no operands' err
exits 'hcc-wisdom confirm without an id is a usage error' 64 hcc-wisdom confirm
like 'hcc-wisdom confirm asks for an id' 'no id: give one' err
exits 'hcc-wisdom show accepts a prefix of an id' 0 hcc-wisdom show "$(echo "$id" | cut -c1-8)"
like 'hcc-wisdom show prints Markdown' '^# [0-9a-f]{16} houses$' out
like 'hcc-wisdom show prints the text of the entry' '^log the prices$' out
exits 'hcc-wisdom show -j succeeds' 0 hcc-wisdom show -j "$id"
is 'hcc-wisdom show -j prints JSON' "$id" "$(jq -r .id out)"
exits 'hcc-wisdom show exits with 1 when the id is unknown' 1 hcc-wisdom show 00000000
exits 'hcc-wisdom show exits with 65 when the operand is no id' 65 hcc-wisdom show xyz
exits 'hcc-wisdom show exits with 65 when one of two ids is bad' 65 hcc-wisdom show xyz "$id"
like 'hcc-wisdom show prints the good one of two ids' houses out

exits 'hcc-wisdom confirm succeeds' 0 hcc-wisdom confirm "$id"
is 'a confirmed entry has the status confirmed' confirmed "$(hcc-wisdom show -j "$id" | jq -r .status)"
ok 'hcc-wisdom demote reads ids from a pipe' sh -c \
    'hcc-wisdom search prices | hcc-wisdom demote'
is 'a demoted entry has the status demoted' demoted "$(hcc-wisdom show -j "$id" | jq -r .status)"

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
exits 'hcc-wisdom -a finds no entry before it was created' 1 hcc-wisdom -f day.db -a 2025-12-31 search rivers
is 'hcc-wisdom -a has the status of the first day' 'provisional 0 false' "$(at 2026-01-01)"
is 'hcc-wisdom -a DAY includes the whole day' 'confirmed 1 false' "$(at 2026-03-01)"
is 'hcc-wisdom -a accepts a time' 'provisional 0 false' "$(at 2026-03-01T11:59:59Z)"
is 'hcc-wisdom -a leaves out an entry that was demoted by then' '' "$(at 2026-05-01)"
is 'hcc-wisdom -a works with list and with export' 'rivers rivers' "$(
    for c in list export; do hcc-wisdom -f day.db $c -a 2026-04-01; done |
    jq -r 'select(.status == "confirmed").task' | xargs)"
rivers=$(hcc-wisdom -f day.db -a 2026-04-01 search rivers | jq -r .id)
is 'hcc-wisdom -a show prints an entry that was demoted by then' demoted \
    "$(hcc-wisdom -f day.db -a 2026-06-01 show -j "$rivers" | jq -r .status)"
exits 'hcc-wisdom -a show exits with 1 before the entry was created' 1 \
    hcc-wisdom -f day.db -a 2025-06-01 show "$rivers"
like 'hcc-wisdom -a show says that the entry was not known' 'not known on 2025-06-01' err
exits 'hcc-wisdom -a refuses a word that is no day' 64 hcc-wisdom -a yesterday list
exits 'hcc-wisdom -a refuses the 30th of February' 64 hcc-wisdom -a 2026-02-30 list

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
exits 'hcc-wisdom import -s exits with 66 without shipped files' 66 env HCC_SHARE="$T/home" hcc-wisdom -f p.db import -s
cp -r "$HCC_SHARE" share
mkdir -p share/wisdom
rm -f share/wisdom/*
entry practice 'keep it simple' \
    '"provenance":[{"curated":"general practice, not measured"}]' \
    >share/wisdom/a.jsonl
entry more 'and short' >share/wisdom/b.jsonl
echo 'about these files' >share/wisdom/README
exits 'hcc-wisdom import -s imports the shipped files' 0 env HCC_SHARE="$T/share" hcc-wisdom -f practice.db import -s
is 'an entry of general practice has the origin curated' 'curated' \
    "$(hcc-wisdom -f practice.db search simple | jq -r .origin)"
is 'hcc-wisdom import -s reads every shipped file' 2 "$(hcc-wisdom -f practice.db list | wc -l)"
exits 'hcc-wisdom -f exits with 1 when the base is absent' 1 hcc-wisdom -f none.db list
like 'the message about an absent base names import -s' 'import -s' err

exits 'hcc-wisdom forget -n succeeds' 0 hcc-wisdom forget -n "$id"
is 'hcc-wisdom forget -n prints what would be forgotten' houses "$(jq -r .task out)"
exits 'hcc-wisdom forget -n forgets nothing' 0 hcc-wisdom show "$id"
exits 'hcc-wisdom forget succeeds' 0 hcc-wisdom forget "$id"
exits 'a forgotten entry is not shown' 1 hcc-wisdom show "$id"
exits 'no file contains the text of a forgotten entry' 1 grep -r 'log the prices' "$XDG_DATA_HOME"
exits 'hcc-wisdom import accepts a file with a forgotten entry' 0 hcc-wisdom import two
exits 'an import does not restore a forgotten entry' 1 hcc-wisdom show "$id"

exits 'hcc-wisdom rebuild succeeds' 0 hcc-wisdom -v rebuild
like 'hcc-wisdom rebuild embeds the remaining entry' 'embedded 1 ' err
exits 'hcc-wisdom exits with 74 when the disk is full' 74 sh -c 'hcc-wisdom list >/dev/full'
echo 'no base, only some text that is long enough' >text.db
exits 'hcc-wisdom exits with 65 when the file is no base' 65 hcc-wisdom -f text.db list
like 'hcc-wisdom says that the file is no base' 'not a wisdom base' err
cp rank.db old.db
/usr/bin/python3 -c 'import sqlite3
sqlite3.connect("old.db").execute("PRAGMA user_version = 2")'
exits 'hcc-wisdom refuses a base of another version' 65 \
    hcc-wisdom -f old.db list
like 'the refusal of another version says what to do' \
    'has version 2, .* export it' err
exits 'hcc-wisdom refuses a directory as base' 65 hcc-wisdom -f / list
like 'hcc-wisdom says that a directory is no wisdom base' "'/': not a regular file" err
XDG_DATA_HOME=relative HCC_WISDOM='' exits 'a relative XDG_DATA_HOME is ignored' 1 \
    hcc-wisdom list
like 'without a valid XDG_DATA_HOME the base is in the home directory' "$HOME/.local/share/hcc/wisdom.db" err

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
exits 'hcc-wisdom import succeeds after a killed import' 0 hcc-wisdom -f killed.db import many
is 'an import after a killed one completes the base' 3000 "$(hcc-wisdom -f killed.db export | wc -l)"

if [ "$(id -u)" -ne 0 ]; then
	chmod 555 "$XDG_DATA_HOME/hcc"
	chmod 444 "$XDG_DATA_HOME/hcc/wisdom.db"
	exits 'a base that cannot be written is read' 0 hcc-wisdom list
	exits 'hcc-wisdom exits with 77 when the base cannot be written' 77 hcc-wisdom confirm "$(jq -r .id out)"
else
	skip 'a base that cannot be written is read' 'root may write'
	skip 'hcc-wisdom exits with 77 when the base cannot be written' 'root may write'
fi
finish
