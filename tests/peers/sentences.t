#!/bin/sh
# A sentence encoder from npm, by examples/sentences.mjs, as the embedder of the
# wisdom base. PEERS is where it is installed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# An import looks for packages beside the file.
cp "$root/examples/sentences.mjs" "$PEERS"
its=energetic-ai-embeddings-en-0.2.0
c=$XDG_CONFIG_HOME/hcc/config.lua
mkdir -p "${c%/*}"
# encoder [BEFORE]: the embedder of the configuration.
encoder() {
	echo "return { embed = { command = '$1 node $PEERS/sentences.mjs'," \
	    "delta = 0.4 } }" >"$c"
}
entry() {
	jq -cn --arg task "$1" --arg about "$2" \
	    '{kind: "wisdom", $task, descriptor: $about, text: "DATA"}'
}
export HCC_WISDOM="$T/wisdom.db"
{
	entry wine 'Tell which grape a wine was pressed from.'
	entry speech 'Recognize the words that a speaker says.'
	entry homes 'Predict the price of a house.'
	entry cancer 'Find out whether a tumour is malignant.'
} >in
ok 'a base is made with the built-in embedder' hcc-wisdom import in
built=$(hcc-embed -i </dev/null | jq -r .embedder)

encoder
ok 'hcc-embed asks the encoder' hcc-embed -i
is 'whose vectors have 512 components and its name' "$its 512" \
    "$(jq -r '"\(.embedder) \(.dim)"' out)"
if unshare -rn true 2>/dev/null; then
	encoder 'unshare -rn'
	ok 'it needs no network' hcc-embed -i
	encoder
else
	skip 'it needs no network' 'none can be taken away here'
fi
is 'a text without a word has a zero vector, a later one has its own' \
    '512 0 1' "$(printf '{"id": %s, "text": "%s"}\n' 1 ' ' 2 wine |
    hcc-embed -q | jq -rs '"\(.[0].vector | length) \(.[0].vector | add) \(
    .[1].vector | map(. * .) | add | round)"')"

is 'a task is found by what it is about, and no other is near' \
    'wine speech homes cancer' "$(for about in \
	'From which variety of vine do these bottles come?' \
	'Transcribe audio of people talking.' \
	'How much will an apartment sell for?' \
	'Diagnose breast cancer from cells.'
    do hcc-prefetch -q "$about" | jq -r .task; done | xargs)"
exits 'what is unlike all is not fetched' 1 \
    hcc-prefetch -q 'Pack circles into a square.'
is 'the base has vectors of both embedders, by name' \
    "$its|512|4 ${built%%:*}" \
    "$(sqlite3 wisdom.db 'SELECT embedder, dim, count FROM sets' | sort |
    sed 's/:.*//' | xargs)"
echo "return { embed = { command = [[jq -c '{id, vector: [1, 2]}']]," \
    "id = '$its', delta = 0 } }" >"$c"
exits 'vectors of another encoder under its name are refused' 65 \
    hcc-prefetch -q wine
like 'the message has both lengths' \
    'vectors of 2 components, the base holds 512' err
finish
