#!/bin/sh
# Record and replay: the same run again, without a server.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
cat >script <<'E'
{"match": "Paris", "answer": "first", "times": 1}
{"match": "Paris", "answer": "second", "times": 1}
{"match": "Paris", "answer": "third"}
{"match": "Rome", "answer": "Roma ü €", "reasoning": "I think of Rome."}
{"match": "Oslo", "fault": "503", "times": 1}
{"match": "Oslo", "answer": "after all"}
{"match": "Bonn", "fault": "overflow=code"}
{"match": "Ulm", "fault": "401"}
E
fake_start "$T/script"
HCC_LLM_URL=$(url script)
export HCC_LLM_URL

# all SESSION URL: one run of many questions.
all() {
	for p in 'Paris?' 'Paris?' 'Rome?' 'Oslo?' 'Paris?' 'Bonn?'; do
		echo "$p" | HCC_SESSION=$1 HCC_LLM_URL=$2 hcc-llm -a 2 2>&1
		echo " status $?"
	done | sed 's/^hcc-llm: .*/said something/'
}

export HCC_LLM_RECORD="$T/rec"
all live "$HCC_LLM_URL" >printed
unset HCC_LLM_RECORD
is 'a run is recorded' 'first second Roma ü € after all third' \
    "$(sed 's/ status 0$//; /^said/,$d' printed | xargs)"
is 'a permanent failure fails while recording' \
    'status 65' "$(tail -1 printed | xargs)"
is 'the record has a file for each request' \
    4 "$(find rec -name '*.json' | wc -l | tr -d ' ')"
is 'a file of the record is named by the hash of its request' \
    '' "$(find rec -name '*.json' |
    grep -Ev '/[0-9a-f]{64}\.json$')"
unlike 'no file of the record has the key' \
    'f4ke|Bearer|uthorization' "$(find rec -name '*.json' |
    head -1)"
ok 'a file of the record has the request' grep -rq 'Rome?' rec
is 'calls at the same time are all recorded' 12 "$(
    seq 12 | HCC_LLM_RECORD=$T/many HCC_LLM_URL=$(url ok) \
    xargs -P 12 -n 1 sh -c "echo same | hcc-llm >/dev/null"
    jq '.answers | length' many/*.json)"
is 'the record has no temporary files' \
    '' "$(find rec -type f ! -name '*.json' ! -name .lock)"

# What a prompt says of the clock is no part of a request.
# late WORDS: a question that says so.
late() {
	jq -cn --arg w "$1" '{messages: [{role: "user",
	    content: "Rome? \($w) Be brief."}], clock: [$w]}'
}
late 'A run may take 90 seconds.' >prompt
sends 'a request that tells the time is recorded' 0 env \
    HCC_LLM_RECORD="$T/rec3" hcc-llm
is 'the server was told the time, in the prompt alone' '["messages"] 1' "$(log script \
    '.body | fromjson | select(.messages[0].content | test("90 sec")) |
    keys - ["model", "stream", "stream_options"] | @json' | tail -1) $(log script \
    '.body' | grep -c '90 seconds. Be')"
late 'A run may take 7 minutes.' >prompt
sends 'at another time it is replayed' 0 env HCC_LLM_REPLAY="$T/rec3" hcc-llm
is 'with the same answer' 'Roma ü €' "$(cat out)"

# Vectors.
echo '{"id":"a","text":"b"}' >text
HCC_LLM_RECORD=$T/rec2 ask ok -e <text >vectors
sends 'embeddings are recorded' 0 sh -c \
    'HCC_LLM_REPLAY=rec2 hcc-llm -e -u http://127.0.0.1:1/v1 <text'
is 'embeddings are replayed' "$(cat vectors)" "$(cat out)"

# The same once more: no server, no key, no configuration of one.
before=$(wc -l <fake/log)
export HCC_LLM_REPLAY="$T/rec"
is 'a replay prints the same bytes' \
    "$(cat printed)" "$(all again "$HCC_LLM_URL")"
is 'a replay needs neither server nor key' "$(cat printed)" "$(unset HCC_LLM_KEY
    all alone http://127.0.0.1:1/v1)"
is 'a replay sends no request' "$before" "$(wc -l <fake/log)"
echo 'Rome?' >prompt
sends 'a replay is traced' 0 env ASAN_OPTIONS=detect_leaks=0 \
    strace -f --seccomp-bpf -qq -o trace -e trace=network hcc-llm
unlike 'a replay opens no socket' 'socket\(' trace
is 'a replay answers the same request without stream' \
    "$(cat out)" "$(hcc-llm -n <prompt)"
echo 'Paris?' >prompt
for i in 1 2 3 4 5; do
	HCC_SESSION=c hcc-llm <prompt
	echo
done >out
is 'the n-th question has the n-th answer, the last one stays' \
    'first second third third third' "$(xargs <out)"

# What is not in the record is not made up.
echo 'Lima?' >prompt
sends 'a request that is not recorded is status 69' 69 hcc-llm
like 'the message says that the request is not recorded' \
    'not recorded|no such|record' err
is 'a request that is not recorded has the class not_recorded' \
    not_recorded "$(hcc-llm -j <prompt 2>/dev/null | jq -r .class)"
echo 'Rome?' >prompt
sends 'a request to another model is not recorded' \
    69 env HCC_LLM_MODEL=fake-2 hcc-llm
sends 'a missing record is an error' 69 env HCC_LLM_REPLAY="$T/none" hcc-llm
for f in rec/*; do
	head -c 40 "$f" >"$f.cut"
	mv "$f.cut" "$f"
done
hcc-llm <prompt >out 2>err
case $? in
65|69) report 0 'a broken record is refused' ;;
*) report 1 'a broken record is refused' ;;
esac
like 'the message names the missing record' "rec/[0-9a-f]+" err
is 'a request that is not recorded prints nothing' '' "$(cat out)"
is 'no replay has sent a request' "$before" "$(wc -l <fake/log)"
finish
