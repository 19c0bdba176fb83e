#!/bin/sh
# config.lua: one choice of the embedder for all tools (hcc-config(5)).
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

c=$XDG_CONFIG_HOME/hcc/config.lua
mkdir -p "${c%/*}"
# config TABLE: the user's configuration.
config() { echo "return $1" >"$c"; }
# count: an embedder as anybody might write one; it keeps its questions.
cat >count <<'E'
#!/bin/sh
tee -a asked | jq -c '{id, vector: [(.text | length), 1, 0.5]}'
E
chmod +x count
info() { hcc-embed -i </dev/null; }

built=$(info | jq -r .embedder)
config '{}'
is 'an empty configuration changes nothing' "$built" "$(info | jq -r .embedder)"
config "{ embed = { command = '$T/count', id = 'count-1', delta = 0.5 } }"
is 'a command embeds for all' \
    '{"delta":0.5,"dim":3,"embedder":"count-1","kind":"embedder"}' "$(info)"
is '-l is the built-in one all the same' "$built" "$(hcc-embed -i \
    -l "$root/share/hcc/embed/lexicon.lua" </dev/null | jq -r .embedder)"
config '{ embed = { lexicon = "mine.lua" } }'
cat >"${c%/*}/mine.lua" <<'E'
return { zones = { factors = {}, concepts = {} },
	asides = { factors = {}, concepts = {} },
	axes = { { name = "kind", weight = 1,
		concepts = { cat = "cat", dog = "dog" } } },
	products = {}, words = { weight = 0, dims = 1 } }
E
is 'files are relative to the configuration' 3 "$(info | jq .dim)"
echo 'return { embed = { delta = 0.25 } }' >try.lua
is 'HCC_CONFIG is another file' 0.25 \
    "$(HCC_CONFIG=try.lua hcc-embed -i </dev/null | jq .delta)"
exits 'which must exist' 78 env HCC_CONFIG=nowhere.lua hcc-embed -i
like 'and is named' "configuration 'nowhere.lua': no such file" err

# What is wrong is named.
# bad NAME TABLE MESSAGE
bad() {
	config "$2"
	exits "$1" 78 hcc-embed -i
	like '  is named' "$3" err
}
bad 'an unknown section' '{ embedd = {} }' \
    "config.lua': embedd: not known \\(known: embed"
bad 'an unknown key' '{ embed = { comand = "x" } }' \
    'embed.comand: not known \(known: command, id, delta, lexicon'
bad 'a wrong kind' '{ embed = { delta = "x" } }' 'embed.delta must be a number'
bad 'a section that is no table' '{ embed = "x" }' 'embed must be a table'
bad 'a list instead of sections' '{ 1, 2 }' 'must return a table of sections'
bad 'a delta that is no cosine' '{ embed = { delta = 7 } }' 'delta is a cosine'
bad 'a command without delta' '{ embed = { command = "x" } }' 'needs a delta'
bad 'a command and a lexicon' \
    '{ embed = { command = "x", lexicon = "y", delta = 0 } }' 'a command excludes'
bad 'an id of the built-in one' '{ embed = { id = "x" } }' 'belongs to a comm'
bad 'an error in the file' '{' 'config.lua:'
bad 'a loop without end' 'nil, (function() while true do end end)()' \
    'stopped after'
bad 'a name that the command does not answer to' "{ embed = { id = 'b', \
    delta = 0, command = [[jq -c '{id, embedder: \"a\", vector: [1]}']] } }" \
    "calls itself 'a', and its id should be 'b'"

# The wisdom base: embedders do not mix.
entry() {
	printf '{"kind":"wisdom","task":"%s","descriptor":"%s","text":"DATA"}\n' \
	    "$1" "$2"
}
export HCC_WISDOM="$T/wisdom.db"
rm "$c"
entry leaf 'classify photos of leaves' >in
entry shop 'forecast the sales of shops' >>in
ok 'wisdom of the built-in embedder' hcc-wisdom import in
config "{ embed = { command = '$T/count', id = 'count-1', delta = 0.5 } }"
rm -f asked
ok 'another embedder finds it, too' \
    hcc-prefetch -q 'classify photos of leaves' -d 0.999
is 'by its own vectors, made now' 2 "$(jq -s length out)"
is 'of what was asked and of each entry' \
    'classify classify forecast' "$(jq -r .text asked | cut -d' ' -f1 | sort |
    xargs)"
rm asked
ok 'and is asked once from then on' hcc-prefetch -q 'classify photos of leaves'
is 'about the query' 1 "$(wc -l <asked)"
sets() { sqlite3 wisdom.db 'SELECT embedder, dim, count FROM sets' | sort; }
is 'the base holds both apart' "count-1|3|2 ${built%%:*}" \
    "$(sets | sed 's/:.*//' | xargs)"
config "{ embed = { command = 'exit 1', id = 'count-1', delta = 0.5 } }"
exits 'a rebuild by a command that fails' 69 hcc-wisdom rebuild
is 'takes nothing away' "count-1|3|2 ${built%%:*}" \
    "$(sets | sed 's/:.*//' | xargs)"
config "{ embed = { command = \"jq -c '{id, vector: [1, 2]}'\", \
id = 'count-1', delta = 0.5 } }"
exits 'other vectors under the same name' 65 hcc-prefetch -q x
like 'are refused' 'vectors of 2 components, the base holds 3' err
ok 'until all are made anew' hcc-wisdom rebuild
is 'all of them' 'count-1|2|2' "$(sets | head -1)"

# A task ends although the server is down.
mkdir t
small_task t
config "{ embed = { command = '$T/count', id = 'count-1', delta = 0.5 } }"
hcc-plan -q t | hcc-exec >ran 2>err
config "{ embed = { command = 'exit 1', id = 'count-1', delta = 0.5 } }"
ok 'a task ends without its embedder' hcc-promote -t t
like 'which is said' "run embedder 'exit 1'.*the entry gets its vector" err
config "{ embed = { command = \"jq -c '{id, vector: [1, 2]}'\", \
id = 'count-1', delta = 0.5 } }"
ok 'and its wisdom is found later' hcc-prefetch -q x
is 'with the others' 3 "$(jq -s length out)"
finish
