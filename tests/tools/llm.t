#!/bin/sh
# hcc-llm by hand: a prompt in, an answer out.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=fake \
    -addext subjectAltName=IP:127.0.0.1 -keyout cert.key -out cert.pem \
    2>/dev/null
mkdir fake
mv cert.key fake
cp cert.pem fake
fake_start

# A start in three lines: where, which model, and the prompt.
HCC_LLM_URL=$(url ok)
export HCC_LLM_URL
is 'an answer' "$text" "$(echo 'Say it.' | hcc-llm)"
is 'not streamed' "$text" "$(echo 'Say it.' | hcc-llm -n)"
is 'a POST to the usual path' 'POST /v1/chat/completions' \
    "$(log ok '"\(.method) \(.path)"' | sort -u)"
is 'the model, one user message, a stream' \
    'fake-1 1 user Say it. true' "$(log ok '.body | fromjson | "\(.model) \(
    .messages | length) \(.messages[0].role) \(.messages[0].content |
    rtrimstr("\n")) \(.stream)"' | head -1)"
is 'which is asked for its usage' true "$(log ok \
    '.body | fromjson | .stream_options.include_usage' | head -1)"
is 'or no stream' false \
    "$(log ok '.body | fromjson | .stream // false' | tail -1)"
is 'the key where it belongs' 'Bearer KEY' \
    "$(log ok .headers.authorization | sort -u)"
is 'no Expect' null "$(log ok .headers.expect | sort -u)"
is 'JSON is announced' application/json \
    "$(log ok '.headers."content-type"' | sort -u)"
printf 'no newline "q" \\ \303\274 \001 \360\237\230\200\n\n' |
    ask ok@verbatim >out
is 'a prompt goes as it is' \
    "$(printf 'no newline "q" \\ \303\274 \001 \360\237\230\200\n\n.')" \
    "$(log ok@verbatim '.body | fromjson | .messages[0].content + "."')"

# A request as JSON: messages, and what else the server shall know.
echo '{"messages":[{"role":"system","content":"Be brief."},
    {"role":"user","content":"Hello"}],"max_tokens":7,"temperature":0.25}' |
    ask ok@json >out
is 'a request as JSON' "$text" "$(cat out)"
is 'messages' '["system","user"]' \
    "$(log ok@json '.body | fromjson | [.messages[].role] | tojson')"
is 'and parameters' '7 0.25' "$(log ok@json \
    '.body | fromjson | "\(.max_tokens) \(.temperature)"')"
echo '{"a":1}' | ask ok@object >out
is 'an object without messages is a text' '{"a":1}' "$(log ok@object \
    '.body | fromjson | .messages[0].content | rtrimstr("\n")')"
echo '{"messages":[]}' | ask ok@none >out 2>err
is 'a prompt without a message is refused' 65 $?
exits 'an empty prompt is refused' 65 ask ok@none
is 'and nobody is asked' 0 "$(asked ok@none)"

# Anything may be said, in both directions.
is 'a model with an odd name' 'a/b "c" ü:1' "$(echo hi |
    ask ok@name -m 'a/b "c" ü:1' >out; log ok@name '.body | fromjson.model')"
printf 'a\0b' >wanted
echo hi | ask say=a%00b >nul
ok 'a NUL in an answer' cmp nul wanted
echo hi | ask badutf8 >said 2>err
ok 'what is printed is UTF-8' iconv -f utf-8 -t utf-8 said
for way in -- -n; do
	echo hi | ask big=1000000 $way >out
	is "a long answer ($way)" 2000000 "$(tr -d '\n' <out | wc -c)"
done
/usr/bin/python3 -c 'print("Long is the art. " * 300000)' >long
ask ok@long <long >out 2>err
is 'a long prompt' "$(($(wc -c <long) / 10))" \
    "$(($(log ok@long '.body | fromjson | .messages[0].content' | wc -c) / 10))"
ask early -a 1 <long >out 2>err
is 'is refused before it was read' 65 $?
ask early=hang -a 1 -i 0.5 <long >out 2>err
is 'is not read at all' 75 $?
ask usage=tiny <long >out 2>err
like 'a prompt that was cut in silence is noticed' 'tokens' err

# The record.
echo hi | ask ok -j >record
is 'the record fits its schema' 'llm 1' "$(check llm <record)"
is 'what it says' "true ok 200 stop 1 fake-1 $text" "$(jq -r '"\(.ok) \(
    .class) \(.status) \(.finish) \(.attempts) \(.model) \(.text)"' record)"
echo hi | ask 401@record -j >record 2>err
is 'also of a failure' 'llm 1 false auth 401 null' "$(
    check llm <record) $(jq -r '"\(.ok) \(.class) \(.status) \(.text)"' record)"
like 'which stderr tells too' '^hcc-llm: .*the server says no' err
echo hi | ask ok -o usage >out
is 'the record in a file' "$text ok 10" \
    "$(cat out) $(jq -r '"\(.class) \(.usage.completion)"' usage)"
echo hi | ask 404 -o usage >out 2>err
is 'also of a failure' 'not_found' "$(jq -r .class usage)"
is 'and no leftovers' usage "$(find . -maxdepth 1 -name '*usage*' |
    sed 's,./,,')"
sends 'a file of usage where none can be' 66 ask ok@nousage -o none/usage
sends 'or over a directory' 74 ask ok@nousage -o .
is 'is said before anything is sent' 0 "$(asked ok@nousage)"
sends 'a full disk is an error' 74 sh -c 'hcc-llm >/dev/full'

# What servers do not take is left away or called otherwise, once.
for picky in max_tokens:max_completion_tokens temperature \
    stream_options 'max_tokens:max_completion_tokens|temperature'; do
	echo '{"messages":[{"role":"user","content":"Hello"}],
	    "max_tokens":7,"temperature":0.5}' |
	    ask "picky=$picky" -a 4 >out 2>err
	is "refused: $picky" "$text" "$(cat out)"
done
is 'the limit stays under its new name' 'null 7' "$(log \
    'picky=max_tokens:max_completion_tokens' '.body | fromjson |
    "\(.max_tokens) \(.max_completion_tokens)"' | tail -1)"
sends 'refused: to stream' 0 ask picky=stream
is 'is asked for whole' "$text" "$(cat out)"
is 'one attempt a field' '2 2 2 3' "$(for p in \
    max_tokens:max_completion_tokens temperature stream_options \
    'max_tokens:max_completion_tokens|temperature'; do
	asked "picky=$p"; done | xargs)"
echo '{"messages":[{"role":"user","content":"a"}],"max_tokens":7}' >prompt
sends 'what is refused twice is given up' 65 \
    ask 'picky=max_tokens|max_completion_tokens' -a 5
ok 'soon' test "$(asked 'picky=max_tokens|max_completion_tokens')" -le 3

# Two clocks: silence, and all the time there is.
sends 'silence' 75 ask silent -i 0.3 -a 1
sends 'an answer that is whole counts, though the deadline came' 0 \
    ask hang-finish@late -d 2
is 'the text of that answer is printed' "$text" "$(cat out)"
sends 'a drip is no silence' 75 ask drip=0.1 -i 1 -d 1.5
is 'but ends with the deadline' deadline "$(echo hi |
    ask drip=0.1@j -j -i 1 -d 1.5 2>err | jq -r .class)"
is 'which waits between attempts do not outlast' '75 1' "$(echo hi |
    ask 503@late -d 0.4 -a 9 >out 2>err; echo $? "$(asked 503@late)")"
sends 'nor does keeping alive' 75 ask alive=comment:30 -i 1 -d 1.5
is 'attempts are counted' '75 4' "$(echo hi |
    ask after=0@four -a 4 >out 2>err; echo $? "$(asked after=0@four)")"

# Nobody there.
closed=http://127.0.0.1:$(cat fake/closed)/v1
sends 'nobody listens' 75 hcc-llm -j -a 2 -u "$closed"
is 'and is asked again' 2 "$(jq .attempts out)"
sends 'nobody takes the connection' 75 \
    hcc-llm -a 1 -i 0.5 -u "http://127.0.0.1:$(cat fake/full)/v1"
sends 'nobody speaks TLS' '75' \
    hcc-llm -a 1 -i 0.5 -u "https://127.0.0.1:$(cat fake/http)/v1"
sends 'nobody listens' 75 hcc-llm -a 1 -u "$closed"
like 'and who that was' "127.0.0.1:$(cat fake/closed)" err
sends 'no such host' 69 hcc-llm -a 2 -u http://nosuch.invalid/v1
for u in ftp://127.0.0.1/v1 file:///etc/passwd gopher://127.0.0.1/ '' junk; do
	sends "no URL of a model: '$u'" 78 \
	    env -u HCC_LLM_URL hcc-llm -u "$u"
done

# No redirect is followed, with or without a key.
for code in 301 302 303 307 308; do
	sends "$code is not followed" 69 ask redirect=$code
	is "and asked once ($code)" 1 "$(asked redirect=$code)"
done
echo hi | HCC_LLM_API=anthropic ask redirect=307 >out 2>err
is 'nobody else has got the key' 0 "$(asked ok@stolen)"

# TLS is verified, always; UNIX sockets; proxies without the key.
sends 'an unknown certificate' 69 hcc-llm -u "$(url ok@tls https)"
like 'is called so' '[Cc]ertificate|TLS|SSL' err
is 'before anything was said' 0 "$(asked ok@tls)"
sends 'a known one' 0 \
    hcc-llm -c fake/cert.pem -u "$(url ok@tls https)"
is 'is believed' "$text" "$(cat out)"
sends 'but not under another name' 69 hcc-llm -c fake/cert.pem \
    -u "$(url ok@name https | sed s/127.0.0.1/localhost/)"
sends 'no such CA file' 78 hcc-llm -c missing.pem -u "$(url ok https)"
is 'a UNIX socket' "$text sock" "$(echo hi |
    hcc-llm -s fake/sock -u http://localhost/ok@sock/v1) $(log ok@sock .via)"
is 'no such socket' 75 "$(echo hi | hcc-llm -a 1 -s fake/no \
    -u http://localhost/ok/v1 >out 2>err; echo $?)"
proxy=127.0.0.1:$(cat fake/proxy)
is 'through a proxy' "$text" "$(echo hi |
    https_proxy=http://u:p@$proxy hcc-llm -c fake/cert.pem \
    -u "$(url ok@through https)")"
is 'which does not see the key' 'CONNECT null null' "$(log proxy \
    '"\(.method) \(.headers.authorization) \(.headers."x-api-key")"' |
    sort -u)"
is 'but its own' true "$(log proxy '.headers | has("proxy-authorization")')"
sends 'a proxy that refuses' 77 env https_proxy="http://$proxy" \
    hcc-llm -a 1 -c fake/cert.pem -u "$(url ok@refused https)"
is 'is not passed by' 0 "$(asked ok@refused)"

# Interrupted.
hcc-llm -u "$(url silent@int)" >out 2>err <prompt &
pid=$!
until_asked silent@int
kill -TERM $pid
wait $pid
ok 'SIGTERM ends it' test $? -ge 75
is 'nothing is printed' '' "$(cat out)"

hcc-llm -a 9 -u "$(url after=30@int)" >out 2>err <prompt &
pid=$!
until_asked after=30@int
sleep 0.1
kill -INT $pid
wait $pid
ok 'SIGINT ends a pause' test $? -ge 75
is 'that was for another attempt' 1 "$(asked after=30@int)"

# A model can be a command: it reads the prompt and prints the answer.
# commanded STATUS CLASS ATTEMPTS COMMAND
commanded() {
	env -u HCC_LLM_URL HCC_LLM_COMMAND="$4" hcc-llm -j -a 2 -d 2 <prompt \
	    >out 2>err
	is "a command: $4" "$1 $2 $3" \
	    "$? $(jq -r '"\(.class) \(.attempts)"' out)"
}
echo 'Say it.' >prompt
commanded 0 ok 1 'cat; echo answered'
is 'the text is as it was printed' 'Say it.
answered' "$(jq -r .text out)"
commanded 65 bad_request 1 'echo partly; exit 65'
is 'what failed is no answer' null "$(jq .text out)"
commanded 69 unreachable 1 'exit 69'
commanded 77 auth 1 'exit 77'
commanded 78 config 1 /nonexistent/model
commanded 75 unavailable 2 'exit 75'
commanded 75 unavailable 2 'exit 1'
commanded 75 unavailable 2 'true'
# shellcheck disable=SC2016
commanded 75 unavailable 2 'echo partly; kill -9 $$'
commanded 65 bad_answer 1 'yes'
# shellcheck disable=SC2016
commanded 75 deadline 1 'sleep 30 & echo $! >child; wait'
is 'what ran too long is gone, children too' '' \
    "$(tr '\0' ' ' 2>/dev/null <"/proc/$(cat child)/cmdline")"
echo 'first try' >once
commanded 0 ok 2 'test ! -e once || { rm once; exit 1; }; echo second try'

exits 'an unknown option' 64 hcc-llm -Z
exits 'junk for a number' 64 hcc-llm -a x
exits 'help' 0 hcc-llm -h
like 'hcc-llm -h lists the roles' '-r describe.draft' out
finish
