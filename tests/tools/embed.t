#!/bin/sh
# hcc-embed: texts to vectors.
. "${0%/*}/../lib.sh"

leaf='Classify plant diseases from photos of leaves'

# cosine FILE: of its first two vectors, in hundredths.
cosine() {
	jq -s '[.[0].vector, .[1].vector] | transpose | map(.[0] * .[1]) |
	    add * 100 | floor' "$1"
}

ok 'hcc-embed embeds a plain line' sh -c "echo '$leaf' | hcc-embed"
is 'the id of a plain line is its number' '"1"' "$(jq -c .id out)"
is 'a record of hcc-embed has the kind vector' '"vector"' "$(jq -c .kind out)"
id=$(hcc-embed -i </dev/null | jq -r .embedder)
is 'a record of hcc-embed names the embedder' "$id" "$(jq -r .embedder out)"
is 'a vector has the dimension that -i prints' "$(hcc-embed -i </dev/null | jq .dim)" \
    "$(jq '.vector | length' out)"

printf '{"id":"%s","text":"%s"}\n' a "$leaf" b 'Recognise birds in pictures' \
    c 'Forecast the sales of shops' >in
hcc-embed in >first
is 'hcc-embed prints ids in the order of its input' 'a b c' "$(jq -r .id first | paste -sd' ' -)"
near=$(cosine first)
is 'texts of the same kind of task are nearer' 1 \
    "$(sed 2d first >far; [ "$near" -gt "$(cosine far)" ] && echo 1)"
hcc-embed <in >again
ok 'equal texts have equal vectors' cmp first again

echo '{"id":7,"text":""}' | hcc-embed >out 2>err
is 'an empty text has a zero vector' '[0]' \
    "$(jq -c '.vector | unique' out)"
like 'hcc-embed warns about a zero vector' 'text 7: no word' err

printf '{"id":"a"}\n{broken\nfine\n' >in
exits 'hcc-embed exits with 65 when lines are bad' 65 hcc-embed in
like 'hcc-embed reports a bad line with its number' "'in' line 1: needs" err
like 'hcc-embed reports why a line is bad' "'in' line 2: not JSON" err
is 'hcc-embed embeds the good lines among bad ones' '"3"' "$(jq -c .id out)"
exits 'hcc-embed exits with 66 when a file is absent' 66 hcc-embed nowhere
exits 'hcc-embed -i refuses an operand' 64 hcc-embed -i in
exits 'hcc-embed exits with 74 when the disk is full' 74 sh -c 'echo a | hcc-embed >/dev/full'

# Another command as the embedder.
cat >count <<'EOF'
#!/bin/sh
jq -c '{id, vector: [(.text | length), 1]}' | sort -r
EOF
chmod +x count
printf '{"id":"a","text":"x"}\n{"id":"a","text":"xxx"}\n' >in
ok 'hcc-embed -e uses a command' hcc-embed -e ./count in
is 'vectors of a command are scaled and sorted' \
    '{"embedder":"./count","id":"a","vector":[0.7071068,0.7071068]}' \
    "$(head -1 out | command jq -cS 'del(.kind)')"
is 'a command may print ids as numbers' "$(cat out)" "$(hcc-embed -e \
    'jq -c "{embedder: \"./count\", id: .id | tonumber,
        vector: [(.text | length), 1]}"' in)"
is 'equal ids in the input are accepted' 2 "$(grep -c '"id":"a"' out)"
is 'hcc-embed -i asks a command' 2 "$(hcc-embed -i -e ./count | jq .dim)"
exits 'hcc-embed exits with 69 when the command fails' 69 hcc-embed -e 'exit 3' in
like 'hcc-embed prints the exit status of the command' "'exit 3': exit status 3" err
exits 'hcc-embed refuses one answer too few' 69 hcc-embed -e './count | head -1' in
like 'hcc-embed prints how many answers came' '1 answers to 2 texts' err
exits 'hcc-embed refuses two answers for one text' 69 hcc-embed -e './count | sed p\;d | sed p' in
exits 'hcc-embed refuses vectors of two lengths' 69 \
    hcc-embed -e './count | sed "2s/,1]/,1,1]/"' in
exits 'hcc-embed refuses numbers that are not finite' 69 \
    hcc-embed -e './count | sed "s/,1]/,1e999]/"' in
exits 'hcc-embed refuses a vector without numbers' 69 hcc-embed -e './count | sed "s/,1]/,null]/"' in
exits 'hcc-embed refuses an answer that is not JSON' 69 hcc-embed -e 'echo hello' in

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
cp own.lua good.lua
echo 'a dog' | hcc-embed -l own.lua >out
is 'hcc-embed -l uses a lexicon of one axis' '[0,1,0]' "$(jq -c .vector out)"
old=$(hcc-embed -l own.lua -i | jq -r .embedder)
sed -i 's/kitten/kitty/' own.lua
is 'a changed value of the lexicon changes the id' 1 \
    "$(new=$(hcc-embed -l own.lua -i | jq -r .embedder)
    [ "$old" != "$new" ] && echo 1)"
sed 's/dims = 1/&, idf = "idf.txt"/' own.lua >alone.lua
exits 'hcc-embed exits with 66 when the table of words is absent' 66 hcc-embed -l alone.lua -i
like 'hcc-embed names the absent table of words' 'idf = "idf.txt": copy it too, or remove this line' err
sed -i 's/dims = 1/dims = 0/' own.lua
exits 'hcc-embed exits with 78 when the lexicon is wrong' 78 hcc-embed -l own.lua -i
like 'hcc-embed names the wrong field of the lexicon' 'own.lua.: words: a number' err

for wrong in 'delta = 1.1' 'power = 21' 'doubt = -1'; do
	sed "s/^return {/&\n	$wrong,/" good.lua >own.lua
	exits "hcc-embed refuses a lexicon with $wrong" 78 hcc-embed -l own.lua -i
done

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
