#!/bin/sh
# hcc-embed: texts to vectors.
. "${0%/*}/../lib.sh"

leaf='Classify plant diseases from photos of leaves'

# cosine FILE: of its first two vectors, in hundredths.
cosine() {
	jq -s '[.[0].vector, .[1].vector] | transpose | map(.[0] * .[1]) |
	    add * 100 | floor' "$1"
}

ok 'a plain line is a text' sh -c "echo '$leaf' | hcc-embed"
is 'its number is the id' '"1"' "$(jq -c .id out)"
is 'the record says what it is' '"vector"' "$(jq -c .kind out)"
id=$(hcc-embed -i </dev/null | jq -r .embedder)
is 'and who made it' "$id" "$(jq -r .embedder out)"
is 'the vector is as long as told' "$(hcc-embed -i </dev/null | jq .dim)" \
    "$(jq '.vector | length' out)"

printf '{"id":"%s","text":"%s"}\n' a "$leaf" b 'Recognise birds in pictures' \
    c 'Forecast the sales of shops' >in
hcc-embed in >first
is 'ids come back in order' 'a b c' "$(jq -r .id first | paste -sd' ' -)"
near=$(cosine first)
is 'the same kind of task is nearer' 1 \
    "$(sed 2d first >far; [ "$near" -gt "$(cosine far)" ] && echo 1)"
hcc-embed <in >again
ok 'the same text, the same vector' cmp first again

echo '{"id":7,"text":""}' | hcc-embed >out 2>err
is 'an empty text has a zero vector' '[0]' \
    "$(jq -c '.vector | unique' out)"
like 'and a warning' 'text 7: no word' err

printf '{"id":"a"}\n{broken\nfine\n' >in
exits 'bad lines are bad input' 65 hcc-embed in
like 'with their number' "'in' line 1: needs" err
like 'and their reason' "'in' line 2: not JSON" err
is 'the others are embedded' '"3"' "$(jq -c .id out)"
exits 'a file that is not there' 66 hcc-embed nowhere
exits 'an operand with -i is a mistake' 64 hcc-embed -i in
exits 'a full disk is an error' 74 sh -c 'echo a | hcc-embed >/dev/full'

# Another command as the embedder.
cat >count <<'EOF'
#!/bin/sh
jq -c '{id, vector: [(.text | length), 1]}' | sort -r
EOF
chmod +x count
printf '{"id":"a","text":"x"}\n{"id":"a","text":"xxx"}\n' >in
ok 'a command embeds' hcc-embed -e ./count in
is 'to unit length, in our order' \
    '{"embedder":"./count","id":"a","vector":[0.7071068,0.7071068]}' \
    "$(head -1 out | jq -cS 'del(.kind)')"
is 'which may call the texts by numbers' "$(cat out)" "$(hcc-embed -e \
    'jq -c "{embedder: \"./count\", id: .id | tonumber,
        vector: [(.text | length), 1]}"' in)"
is 'ids need not differ' 2 "$(grep -c '"id":"a"' out)"
is '-i asks it' 2 "$(hcc-embed -i -e ./count | jq .dim)"
exits 'a command that fails is unavailable' 69 hcc-embed -e 'exit 3' in
like 'with its exit status' "'exit 3': exit status 3" err
exits 'one answer too few' 69 hcc-embed -e './count | head -1' in
like 'is counted' '1 answers to 2 texts' err
exits 'the same answer twice' 69 hcc-embed -e './count | sed p\;d | sed p' in
exits 'vectors of two lengths' 69 \
    hcc-embed -e './count | sed "2s/,1]/,1,1]/"' in
exits 'numbers that are not finite' 69 \
    hcc-embed -e './count | sed "s/,1]/,1e999]/"' in
exits 'no number at all' 69 hcc-embed -e './count | sed "s/,1]/,null]/"' in
exits 'no JSON' 69 hcc-embed -e 'echo hello' in

# A lexicon of one's own.
cat >own.lua <<'EOF'
return {
	zones = { factors = {}, concepts = {} },
	asides = { factors = {}, concepts = {} },
	axes = { { name = "kind", weight = 1,
		concepts = { cat = "cat\n2: kitten", dog = "dog" } } },
	products = {},
	words = { weight = 0, dims = 1 },
}
EOF
echo 'a dog' | hcc-embed -l own.lua >out
is 'a lexicon of one axis' '[0,1,0]' "$(jq -c .vector out)"
old=$(hcc-embed -l own.lua -i | jq -r .embedder)
sed -i 's/kitten/kitty/' own.lua
is 'another value, another id' 1 \
    "$(new=$(hcc-embed -l own.lua -i | jq -r .embedder)
    [ "$old" != "$new" ] && echo 1)"
sed 's/dims = 1/&, idf = "idf.txt"/' own.lua >alone.lua
exits 'a lexicon without its table' 66 hcc-embed -l alone.lua -i
like 'asks for it' 'idf = "idf.txt": copy it along or leave it out' err
sed -i 's/dims = 1/dims = 0/' own.lua
exits 'a wrong lexicon is configuration' 78 hcc-embed -l own.lua -i
like 'and the field is named' 'own.lua.: words: a number' err

# The compiled lexicon is kept in the cache.
export XDG_CACHE_HOME="$T/cache"
mine=$XDG_CONFIG_HOME/hcc/embed
mkdir -p "$mine"
cat >"$mine/lexicon.lua" <<'E'
return {
	zones = { factors = {}, concepts = {} },
	asides = { factors = {}, concepts = {} },
	axes = { { name = "kind", weight = 1, concepts = require "more" } },
	products = {},
	words = { weight = 0, dims = 1 },
}
E
echo 'return { cat = "cat", dog = "dog" }' >"$mine/more.lua"
dog() { echo 'a dog' | hcc-embed | jq -c .vector; }
is 'a lexicon may require a file beside it' '[0,1,0]' "$(dog)"
set -- "$XDG_CACHE_HOME"/hcc/*.lexicon
is 'the compiled lexicon is kept in the cache' 1 \
    "$(find "$XDG_CACHE_HOME" -type f | wc -l)"
i=$(stat -c %i "$1")
is 'a kept lexicon gives the same vectors' '[0,1,0]' "$(dog)"
is 'a kept lexicon is not written again' "$i" "$(stat -c %i "$1")"
cp "$1" whole
bad=0 at=0
while [ $at -lt 4000 ]; do
	cp whole "$1"
	printf '\377' | dd of="$1" bs=1 seek=$at conv=notrunc 2>/dev/null
	[ "$(dog)" = '[0,1,0]' ] || bad=$((bad + 1))
	at=$((at + 53))
done
is 'a damaged cache gives the right vectors' 0 "$bad"
is 'a damaged cache is replaced' 1 "$(cmp -s whole "$1" && echo 1)"
head -c 1000 whole >"$1"
is 'a cache that was cut short gives the right vectors' '[0,1,0]' "$(dog)"
echo 'return { ant = "ant", cat = "cat", dog = "dog" }' >"$mine/more.lua"
is 'a change of a required file counts at once' '[0,0,1,0]' "$(dog)"
rm -rf "$XDG_CACHE_HOME"
: >"$XDG_CACHE_HOME"
is 'a cache that cannot be written is done without' '[0,0,1,0]' "$(dog)"
finish
