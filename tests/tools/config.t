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
is 'hcc-embed is the built-in one with an empty configuration' \
    "$built" "$(info | jq -r .embedder)"
config "{ embed = { command = '$T/count', id = 'count-1', delta = 0.5 } }"
is 'hcc-embed uses the command of the configuration' \
    '{"delta":0.5,"dim":3,"embedder":"count-1","kind":"embedder"}' "$(info)"
is 'hcc-embed -l uses the built-in one in spite of it' "$built" \
    "$(hcc-embed -i -l "$root/share/hcc/embed/lexicon.lua" </dev/null | jq -r .embedder)"
config '{ embed = { lexicon = "mine.lua" } }'
cat >"${c%/*}/mine.lua" <<'E'
return { zones = { factors = {}, concepts = {} },
	asides = { factors = {}, concepts = {} },
	axes = { { name = "kind", weight = 1,
		concepts = { cat = "cat", dog = "dog" } } },
	products = {}, words = { weight = 0, dims = 1 } }
E
is 'a lexicon is found beside the configuration' 3 "$(info | jq .dim)"
echo 'return { embed = { delta = 0.25 } }' >try.lua
is 'HCC_CONFIG names another file' 0.25 \
    "$(HCC_CONFIG=try.lua hcc-embed -i </dev/null | jq .delta)"
exits 'the file of HCC_CONFIG must exist' 78 \
    env HCC_CONFIG=nowhere.lua hcc-embed -i
like 'the message names the file of HCC_CONFIG' \
    "configuration 'nowhere.lua': no such file" err

# What is wrong is named.
# bad NAME TABLE MESSAGE
bad() {
	config "$2"
	exits "$1" 78 hcc-embed -i
	like "the message says where and what: $3" "$3" err
}
bad 'an unknown section is refused' '{ embedd = {} }' \
    "config.lua:1: unknown name 'embedd' \\(known: embed, environment, llm\\)"
bad 'an unknown key is refused' '{
	embed = {
		comand = "x" } }' \
    "lua:3: unknown name 'embed.comand' \\(known: command, id, delta, lexicon"
bad 'a string is refused as a number' '{ embed = { delta = "x" } }' \
    "config.lua:1: 'embed.delta' must be a number from -1 to 1"
bad 'a string is refused as a section' '{ embed = "x" }' \
    "config.lua:1: 'embed' must be a table"
bad 'a list is refused as sections' '{ 1, 2 }' 'must return a table of sections'
bad 'a number out of its range is refused' '{ embed = { delta = 7 } }' \
    "'embed.delta' must be a number from -1 to 1"
bad 'a command without delta is refused' '{ embed = { command = "x" } }' 'needs a delta'
bad 'a command with a lexicon is refused' \
    '{ embed = { command = "x", lexicon = "y", delta = 0 } }' 'a command excludes'
bad 'an id without a command is refused' '{ embed = { id = "x" } }' 'belongs to a comm'
bad 'a syntax error is refused' '{' 'config.lua:'
bad 'an endless loop is stopped' 'nil, (function() while true do end end)()' \
    'stopped after'
bad 'an id that is not the name of the command is refused' "{ embed = { id = 'b', \
    delta = 0, command = [[jq -c '{id, embedder: \"a\", vector: [1]}']] } }" \
    "its id is 'a', but config.lua says 'b'"

# The wisdom base: embedders do not mix.
entry() {
	printf '{"kind":"wisdom","task":"%s","descriptor":"%s","text":"DATA"}\n' \
	    "$1" "$2"
}
export HCC_WISDOM="$T/wisdom.db"
rm "$c"
entry leaf 'classify photos of leaves' >in
entry shop 'forecast the sales of shops' >>in
ok 'hcc-wisdom imports with the built-in embedder' hcc-wisdom import in
config "{ embed = { command = '$T/count', id = 'count-1', delta = 0.5 } }"
rm -f asked
ok 'hcc-prefetch finds the entries with another embedder' \
    hcc-prefetch -q 'classify photos of leaves' -d 0.999
is 'both entries get vectors of the other embedder' 2 "$(jq -s length out)"
is 'the command is asked about the query and each entry' \
    'classify classify forecast' "$(jq -r .text asked | cut -d' ' -f1 | sort |
    xargs)"
rm asked
ok 'hcc-prefetch asks again' hcc-prefetch -q 'classify photos of leaves'
is 'the command is asked about the query alone then' 1 "$(wc -l <asked)"
sets() { sqlite3 wisdom.db 'SELECT embedder, dim, count FROM sets' | sort; }
is 'the base keeps the vectors of both embedders' "count-1|3|2 ${built%%:*}" \
    "$(sets | sed 's/:.*//' | xargs)"
config "{ embed = { command = 'exit 1', id = 'count-1', delta = 0.5 } }"
exits 'hcc-wisdom rebuild fails with its command' 69 hcc-wisdom rebuild
is 'a rebuild that fails keeps the vectors' "count-1|3|2 ${built%%:*}" \
    "$(sets | sed 's/:.*//' | xargs)"
config "{ embed = { command = \"jq -c '{id, vector: [1, 2]}'\", \
id = 'count-1', delta = 0.5 } }"
exits 'vectors of another length under the same name are refused' 65 \
    hcc-prefetch -q x
like 'the message has both lengths' 'vectors of 2 components, the base holds 3' err
ok 'hcc-wisdom rebuild makes all vectors anew' hcc-wisdom rebuild
is 'the vectors of all entries are new' 'count-1|2|2' "$(sets | head -1)"

# A task ends although the server is down.
mkdir t
small_task t
config "{ embed = { command = '$T/count', id = 'count-1', delta = 0.5 } }"
hcc-plan -q t | hcc-exec >ran 2>err
config "{ embed = { command = 'exit 1', id = 'count-1', delta = 0.5 } }"
ok 'a task ends without its embedder' hcc-promote -t t
like 'the message says that a vector is missing' \
    "run embedder 'exit 1'.*the entry gets its vector" err
config "{ embed = { command = \"jq -c '{id, vector: [1, 2]}'\", \
id = 'count-1', delta = 0.5 } }"
ok 'hcc-prefetch adds the missing vector' hcc-prefetch -q x
is 'the entry is found with the others' 3 "$(jq -s length out)"
finish
