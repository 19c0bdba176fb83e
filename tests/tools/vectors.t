#!/bin/sh
# Static word vectors as one more block of the built-in embedder.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

export XDG_CACHE_HOME="$T/cache"
mkdir -p "$XDG_CONFIG_HOME/hcc"
c=$XDG_CONFIG_HOME/hcc
config() { echo "return { embed = { vectors = \"vec.txt\"$1 } }" >"$c/config.lua"; }
plain=$(hcc-embed -i </dev/null | jq -r .embedder)
dim=$(hcc-embed -i </dev/null | jq .dim)

# Words that no lexicon knows, of two kinds.
cat >"$c/vec.txt" <<'E'
florp 1 0.1 0
glimp 0.9 0.2 0.1
zwock -1 0 0.3
E
config
ok 'hcc-embed reads word vectors in GloVe format' hcc-embed -i
is 'word vectors add their components to the vector' $((dim + 3)) "$(jq .dim out)"
one=$(jq -r .embedder out)
is 'word vectors change the id of the embedder' 1 "$([ "$one" != "$plain" ] && echo 1)"
# near A B: the cosine of two texts, in hundredths.
near() {
	printf '%s\n' "$1" "$2" | hcc-embed | jq -s '[.[0].vector, .[1].vector] |
	    transpose | map(.[0] * .[1]) | add * 100 | floor'
}
is 'texts with related words are near' 1 \
    "$([ "$(near florp glimp)" -gt "$(near florp zwock)" ] && echo 1)"
is 'word vectors are found by the stem of a word' "$(near florp glimp)" "$(near Florps GLIMP)"
is 'words without a vector add nothing' '[0,0,0]' \
    "$(echo tree | hcc-embed | jq -c '.vector[-3:]')"
hcc-embed -i >out
{ echo '3 3'; sed 's/ /	/g; s/$/ /' "$c/vec.txt"; } >"$c/vec2.txt"
mv "$c/vec2.txt" "$c/vec.txt"
is 'hcc-embed reads word vectors in word2vec format' $((dim + 3)) \
    "$(hcc-embed -i </dev/null | jq .dim)"
is 'the id depends on the bytes of the word vectors' 1 "$([ "$one" != \
    "$(hcc-embed -i </dev/null | jq -r .embedder)" ] && echo 1)"
name() { hcc-embed -i </dev/null | jq -r .embedder; }
two=$(name)
config ', weight = 0.5'
is 'another weight changes the id' 1 "$([ "$two" != "$(name)" ] && echo 1)"
config
touch -d 2001-01-01 "$c/vec.txt"
is 'another modification time does not change the id' "$two" "$(name)"
sed -i 's/^zwock/zwack/' "$c/vec.txt"
is 'another word changes the id' 1 "$([ "$two" != "$(name)" ] && echo 1)"

# The table in the cache.
set -- "$XDG_CACHE_HOME"/hcc/*.vectors
is 'one table is made for a file of word vectors' 1 $#
table=$1
echo 'florp glimp zwack' | hcc-embed >want
i=$(stat -c %i "$table")
echo 'florp glimp zwack' | hcc-embed >got
is 'the table is made once' "$i" "$(stat -c %i "$table")"
ok 'a cached table gives the same vectors' cmp want got
# Damage at any byte: made again, or seen as none.
size=$(stat -c %s "$table") bad=0 at=0
cp "$table" whole
while [ $at -lt "$size" ]; do
	cp whole "$table"
	printf '\377' | dd of="$table" bs=1 seek=$at conv=notrunc 2>/dev/null
	echo 'florp glimp zwack' | hcc-embed >got 2>>errs || bad=$((bad + 1))
	cmp -s want got || bad=$((bad + 1))
	at=$((at + 3))
done
is 'damage of the table at any byte is repaired' 0 "$bad"
head -c 100 whole >"$table"
echo 'florp glimp zwack' | hcc-embed >got
ok 'a truncated table is made again' cmp want got
: >"$table"
echo 'florp glimp zwack' | hcc-embed >got
ok 'an empty table is made again' cmp want got
echo left >"$XDG_CACHE_HOME/hcc/.tmp-killed"
rm "$table"
hcc-embed -i >out
is 'temporaries of a killed process are removed' '' \
    "$(find "$XDG_CACHE_HOME" -name '.tmp-*')"
rm "$table"
for i in 1 2 3 4 5 6; do
	echo 'florp glimp zwack' | hcc-embed >got.$i &
done
wait
is 'six processes that make the table at once agree' 1 "$(cat got.? | sort -u | wc -l)"
ln -s vec.txt "$c/link.txt"
echo 'return { embed = { vectors = "link.txt" } }' >"$c/config.lua"
ok 'a link to word vectors is accepted' hcc-embed -i
is 'a link to word vectors shares the table' 1 "$(find "$XDG_CACHE_HOME" -name '*.vectors' |
    wc -l)"
config

# Files that are none.
# bad NAME CONTENT MESSAGE
bad() {
	printf '%b' "$2" >"$c/vec.txt"
	exits "$1" 78 hcc-embed -i
	like "the message about $1 has the line" "$3" err
}
bad 'a number too few' 'ab 1 2 3\ncd 1 2\n' 'line 2: 2 numbers, and 3 are'
bad 'a number too many' 'ab 1 2 3\ncd 1 2 3 4\n' 'line 2: 4 numbers, and 3 are'
bad 'not a number' 'ab 1 nan 3\n' 'line 1: a number is missing or not finite'
bad 'an infinity' 'ab 1 2\ncd inf 3\n' 'line 2: a number is missing'
bad 'too large a number' 'ab 1 2\n\ncd 1e300 3\n' 'line 3: a number is missing'
bad 'letters behind a number' 'ab 1 2x\n' 'line 1: a number is missing'
bad 'a header that lies' '2 5\nab 1 2 3\n' 'line 2: 3 numbers, and 5 are'
bad 'a header of millions' '2 99999999\nab 1 2 3\n' 'line 2: not a word with'
bad 'words alone' 'ab\ncd\n' 'line 1: not a word with 1 to 4096'
bad 'no words' '12 1 2 3\n' 'no line begins with a word'
bad 'an empty file' '' 'the file has no vector'
bad 'a header alone' '2 5\n' 'the file has no vector'
bad 'a NUL byte' 'ab 1 2\0000 3\n' 'line 1: a NUL byte'
head -c 300000 /dev/zero | tr '\0' x >"$c/vec.txt"
exits 'hcc-embed exits with 78 when a line is too long' 78 hcc-embed -i
like 'the message about a long line has the line' 'line 1: the line is too long' err
yes '' | head -1000000 >"$c/vec.txt"
printf 'ab 1 2\n' >>"$c/vec.txt"
ok 'hcc-embed reads a million blank lines' hcc-embed -i
is 'a million blank lines make a small table' 1 "$([ "$(find "$XDG_CACHE_HOME" -type f -size +4M |
    wc -l)" = 0 ] && echo 1)"
printf 'ab 1 2\nnew york 3 4\n. . 1 2\ncd 5 6\n' >"$c/vec.txt"
ok 'hcc-embed skips words with blanks' hcc-embed -i
rm "$c/vec.txt"
exits 'hcc-embed exits with 66 when word vectors are absent' 66 hcc-embed -i
mkfifo "$c/vec.txt"
exits 'hcc-embed refuses a pipe as word vectors' 78 timeout 600 hcc-embed -i
like 'the message says that a pipe is no regular file' 'not a regular file' err
rm "$c/vec.txt"
echo 'ab 1 2' >"$c/vec.txt"
config ', weight = -1'
exits 'a weight below zero is refused' 78 hcc-embed -i
config ', command = "x", delta = 0'
exits 'a command together with word vectors is refused' 78 hcc-embed -i
like 'the message says that a command excludes word vectors' 'excludes lexicon and vectors' err
config
rm -rf "$XDG_CACHE_HOME"
: >"$XDG_CACHE_HOME"
exits 'hcc-embed exits with 66 when the cache cannot be made' 66 hcc-embed -i
like 'the message names the cache that cannot be made' "directory '.*/cache/hcc'" err
finish
