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
ok 'GloVe text is read' hcc-embed -i
is 'as so many components more' $((dim + 3)) "$(jq .dim out)"
one=$(jq -r .embedder out)
is 'under another name' 1 "$([ "$one" != "$plain" ] && echo 1)"
# near A B: the cosine of two texts, in hundredths.
near() {
	printf '%s\n' "$1" "$2" | hcc-embed | jq -s '[.[0].vector, .[1].vector] |
	    transpose | map(.[0] * .[1]) | add * 100 | floor'
}
is 'words of one kind are alike' 1 \
    "$([ "$(near florp glimp)" -gt "$(near florp zwock)" ] && echo 1)"
is 'endings do not matter' "$(near florp glimp)" "$(near Florps GLIMP)"
is 'words without a vector change nothing there' '[0,0,0]' \
    "$(echo tree | hcc-embed | jq -c '.vector[-3:]')"
hcc-embed -i >out
{ echo '3 3'; sed 's/ /	/g; s/$/ /' "$c/vec.txt"; } >"$c/vec2.txt"
mv "$c/vec2.txt" "$c/vec.txt"
is 'word2vec text is the same in other clothes' $((dim + 3)) \
    "$(hcc-embed -i </dev/null | jq .dim)"
is 'to whom content is a name' 1 "$([ "$one" != \
    "$(hcc-embed -i </dev/null | jq -r .embedder)" ] && echo 1)"
name() { hcc-embed -i </dev/null | jq -r .embedder; }
two=$(name)
config ', weight = 0.5'
is 'another weight, another name' 1 "$([ "$two" != "$(name)" ] && echo 1)"
config
touch -d 2001-01-01 "$c/vec.txt"
is 'another date is the same name' "$two" "$(name)"
sed -i 's/^zwock/zwack/' "$c/vec.txt"
is 'another word is not' 1 "$([ "$two" != "$(name)" ] && echo 1)"

# The table in the cache.
set -- "$XDG_CACHE_HOME"/hcc/*.vectors
is 'one table for the file' 1 $#
table=$1
echo 'florp glimp zwack' | hcc-embed >want
i=$(stat -c %i "$table")
echo 'florp glimp zwack' | hcc-embed >got
is 'is made once' "$i" "$(stat -c %i "$table")"
ok 'and found again' cmp want got
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
is 'damage anywhere is mended' 0 "$bad"
head -c 100 whole >"$table"
echo 'florp glimp zwack' | hcc-embed >got
ok 'a short table is made again' cmp want got
: >"$table"
echo 'florp glimp zwack' | hcc-embed >got
ok 'an empty one, too' cmp want got
echo left >"$XDG_CACHE_HOME/hcc/.tmp-killed"
rm "$table"
hcc-embed -i >out
is 'what a killed maker left is swept up' '' \
    "$(find "$XDG_CACHE_HOME" -name '.tmp-*')"
rm "$table"
for i in 1 2 3 4 5 6; do
	echo 'florp glimp zwack' | hcc-embed >got.$i &
done
wait
is 'six at once agree' 1 "$(cat got.? | sort -u | wc -l)"
ln -s vec.txt "$c/link.txt"
echo 'return { embed = { vectors = "link.txt" } }' >"$c/config.lua"
ok 'a link will do' hcc-embed -i
is 'and shares the table' 1 "$(find "$XDG_CACHE_HOME" -name '*.vectors' |
    wc -l)"
config

# Files that are none.
# bad NAME CONTENT MESSAGE
bad() {
	printf '%b' "$2" >"$c/vec.txt"
	exits "$1" 78 hcc-embed -i
	like '  is said with its line' "$3" err
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
bad 'an empty file' '' 'there is none in it'
bad 'a header alone' '2 5\n' 'there is none in it'
bad 'a NUL byte' 'ab 1 2\0000 3\n' 'line 1: a NUL byte'
head -c 300000 /dev/zero | tr '\0' x >"$c/vec.txt"
exits 'one endless line' 78 hcc-embed -i
like '  is said' 'line 1: the line is too long' err
yes '' | head -1000000 >"$c/vec.txt"
printf 'ab 1 2\n' >>"$c/vec.txt"
ok 'a million blank lines' hcc-embed -i
is '  cost a small table' 1 "$([ "$(find "$XDG_CACHE_HOME" -type f -size +4M |
    wc -l)" = 0 ] && echo 1)"
printf 'ab 1 2\nnew york 3 4\n. . 1 2\ncd 5 6\n' >"$c/vec.txt"
ok 'words with blanks are passed over' hcc-embed -i
rm "$c/vec.txt"
exits 'a file that is not there' 66 hcc-embed -i
mkfifo "$c/vec.txt"
exits 'a pipe' 78 timeout 10 hcc-embed -i
like '  is said' 'not a regular file' err
rm "$c/vec.txt"
echo 'ab 1 2' >"$c/vec.txt"
config ', weight = -1'
exits 'a weight below zero' 78 hcc-embed -i
config ', command = "x", delta = 0'
exits 'a command has its own' 78 hcc-embed -i
like '  is said' 'excludes lexicon and vectors' err
config
rm -rf "$XDG_CACHE_HOME"
: >"$XDG_CACHE_HOME"
exits 'a cache that cannot be' 66 hcc-embed -i
like '  is said' "directory '.*/cache/hcc'" err
finish
