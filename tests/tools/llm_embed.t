#!/bin/sh
# hcc-llm -e: texts in, vectors out, in batches.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
fake_start

# texts N: JSON lines t1 .. tN; the server's vector of a text is its length,
# its first and last character and 0.5.
texts() {
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1))
		printf '{"id":"t%d","text":"text number %d"}\n' $i $i
	done
}

# vectors: what is in the file out, of the server's length again.
vectors() {
	jq -r '.vector as $v | "\(.id) \($v |
	    map(. / $v[3] | round / 2))"' out
}

texts 3 >prompt
for form in base64 array; do
	sends "vectors as $form are accepted" 0 ask embed=$form -e
	is "$form: a vector for each text" 't1 [13,116,49,0.5]
t2 [13,116,50,0.5]
t3 [13,116,51,0.5]' "$(vectors)"
done
is 'the texts are the input of the request' \
    'fake-1 ["text number 1","text number 2","text number 3"]' \
    "$(log embed=array '.body | fromjson | "\(.model) \(.input)"')"
is 'the request goes to /v1/embeddings' \
    /v1/embeddings "$(log embed=array .path)"
is 'the request has the key' \
    'Bearer KEY' "$(log embed=array .headers.authorization)"
sends 'vectors in any order are accepted' 0 ask embed=shuffled -e
is 'vectors are printed in the order of the texts' \
    '49 50 51' "$(vectors | cut -d , -f 3 | xargs)"

# Batches, made smaller when the server says so.
texts 10 >prompt
sends '-b sends batches' 0 ask ok@batch -b 4 -e
is 'batches have at most -b texts' '4 4 2' \
    "$(log ok@batch '.body | fromjson | .input | length' | xargs)"
is 'each text of a batch gets a vector' 10 "$(wc -l <out | tr -d ' ')"
texts 900 >prompt
sends 'an answer that comes in several parts is read whole' 0 \
    ask embed=array@parts -b 900 -e
is 'each text of a long answer gets a vector' 900 "$(wc -l <out | tr -d ' ')"
texts 10 >prompt
sends 'hcc-llm -e writes the usage of all batches' 0 \
    env XDG_STATE_HOME="$T/usage" hcc-llm -u "$(url ok@usage)" -b 4 -o used -e
is 'attempts and tokens are those of three batches' "3 $(jq -s \
    'map(select(.ev == "settle").tokens) | add' "$T"/usage/hcc/*.jsonl)" \
    "$(jq -r '"\(.attempts) \(.usage.prompt)"' used)"
sends 'a batch that a server refuses with 413 is made smaller' \
    0 ask embed=3 -b 8 -e
is 'a refused batch is halved until all texts have vectors' \
    "$(seq -f t%g 10 | xargs)" "$(jq -r .id out | xargs)"
ok 'the smallest batch is as small as the server wants' test "$(log embed=3 \
    '.body | fromjson | .input | length' | sort -n | head -1)" -le 3
sends 'a batch that a server refuses with 400 is made smaller' \
    0 ask embed=4003 -b 8 -e
is 'each text has a vector after a refusal with 400' \
    10 "$(wc -l <out | tr -d ' ')"
sends 'a server that refuses a single text is an error' 65 ask embed=0 -b 8 -e
ok 'a refused text is not sent for ever' test "$(asked embed=0)" -lt 12
sends 'a busy server is asked again for vectors' 0 ask '503*1@embed' -e
is 'each text has a vector after a retry' 10 "$(wc -l <out | tr -d ' ')"

# Answers that do not fit the question.
texts 3 >prompt
for bad in missing surplus duplicate unequal nan inf strings none null \
    outside negative ragged nobase; do
	ask embed=$bad -a 1 -e <prompt >out 2>err
	case $? in
	65|75) report 0 "$bad: refused" ;;
	*) report 1 "$bad: refused" ;;
	esac
	is "$bad: nothing is printed" '' "$(cat out)"
	like "$bad: something is said" '^hcc-llm: .*embed' err
done
for f in endless=json endless=deep bomb break=body-reset raw=html; do
	ask $f -a 1 -d 5 -e <prompt >out 2>err
	case $? in
	65|69|75) report 0 "$f: refused" ;;
	*) report 1 "$f: refused" ;;
	esac
	is "$f: nothing is printed" '' "$(cat out)"
done
for status in 401 404 503; do
	ask $status@embed -a 1 -e <prompt >out 2>err
	is "$status" "$(case $status in 401) echo 77 ;; 404) echo 69 ;;
	    503) echo 75 ;; esac)" $?
done

# What comes in must be texts.
for bad in junk '{"id":"a"}' '{"id":"a","text":7}' '[]'; do
	{ texts 1; echo "$bad"; } >prompt
	sends "input that is no text is refused: $bad" 65 ask ok@junk -e
	like 'the message names the line' 'line 2|:2' err
done
is 'bad input sends no request' 0 "$(asked ok@junk)"
: >prompt
sends 'empty input is allowed' 0 ask ok@empty -e
is 'empty input prints nothing' '' "$(cat out)"
is 'empty input sends no request' 0 "$(asked ok@empty)"

# As the embedder of the other tools.
HCC_LLM_URL=$(url ok)
export HCC_LLM_URL
echo 'a text' | hcc-embed -e 'hcc-llm -e' >out 2>err
like 'hcc-embed -e takes vectors from hcc-llm' ' \[6,97,116,0.5\]$' "$(vectors >seen; echo seen)"
finish
