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
is 'hcc-llm prints the answer' "$text" "$(echo 'Say it.' | hcc-llm)"
is 'hcc-llm -n prints the same answer' "$text" "$(echo 'Say it.' | hcc-llm -n)"
is 'the request is a POST to /v1/chat/completions' 'POST /v1/chat/completions' \
    "$(log ok '"\(.method) \(.path)"' | sort -u)"
is 'the body has the model, one user message and stream' \
    'fake-1 1 user Say it. true' "$(log ok '.body | fromjson | "\(.model) \(
    .messages | length) \(.messages[0].role) \(.messages[0].content |
    rtrimstr("\n")) \(.stream)"' | head -1)"
is 'a stream is asked for its usage' true "$(log ok \
    '.body | fromjson | .stream_options.include_usage' | head -1)"
is 'hcc-llm -n asks for no stream' false \
    "$(log ok '.body | fromjson | .stream // false' | tail -1)"
is 'the key is in the header Authorization' 'Bearer KEY' \
    "$(log ok .headers.authorization | sort -u)"
is 'no header Expect is sent' null "$(log ok .headers.expect | sort -u)"
is 'Content-Type is application/json' application/json \
    "$(log ok '.headers."content-type"' | sort -u)"
printf 'no newline "q" \\ \303\274 \001 \360\237\230\200\n\n' |
    ask ok@verbatim >out
is 'a prompt is sent byte for byte' \
    "$(printf 'no newline "q" \\ \303\274 \001 \360\237\230\200\n\n.')" \
    "$(log ok@verbatim '.body | fromjson | .messages[0].content + "."')"

# A request as JSON: messages, and what else the server shall know.
echo '{"messages":[{"role":"system","content":"Be brief."},
    {"role":"user","content":"Hello"}],"max_tokens":7,"temperature":0.25}' |
    ask ok@json >out
is 'a prompt may be a request in JSON' "$text" "$(cat out)"
is 'the messages of a JSON request are sent' '["system","user"]' \
    "$(log ok@json '.body | fromjson | [.messages[].role] | tojson')"
is 'the parameters of a JSON request are sent' '7 0.25' "$(log ok@json \
    '.body | fromjson | "\(.max_tokens) \(.temperature)"')"
echo '{"a":1}' | ask ok@object >out
is 'an object without messages is sent as text' '{"a":1}' "$(log ok@object \
    '.body | fromjson | .messages[0].content | rtrimstr("\n")')"
echo '{"messages":[]}' | ask ok@none >out 2>err
is 'a request without a message is refused' 65 $?
exits 'an empty prompt is refused' 65 ask ok@none
is 'an empty prompt sends no request' 0 "$(asked ok@none)"

# Anything may be said, in both directions.
is 'the name of a model may have blanks, quotes and UTF-8' \
    'a/b "c" ü:1' "$(echo hi |
    ask ok@name -m 'a/b "c" ü:1' >out; log ok@name '.body | fromjson.model')"
printf 'a\0b' >wanted
echo hi | ask say=a%00b >nul
ok 'a NUL in an answer is printed' cmp nul wanted
echo hi | ask badutf8 >said 2>err
ok 'an answer that is no UTF-8 is printed as UTF-8' iconv -f utf-8 -t utf-8 said
for way in -- -n; do
	echo hi | ask big=1000000 $way >out
	is "an answer of 2 MB is printed whole ($way)" \
	    2000000 "$(tr -d '\n' <out | wc -c)"
done
/usr/bin/python3 -c 'print("Long is the art. " * 300000)' >long
ask ok@long <long >out 2>err
is 'a prompt of 5 MB is sent whole' "$(($(wc -c <long) / 10))" \
    "$(($(log ok@long '.body | fromjson | .messages[0].content' | wc -c) / 10))"
ask early -a 1 <long >out 2>err
is 'a server may refuse a prompt before it has read it' 65 $?
ask early=hang -a 1 -i 0.5 <long >out 2>err
is 'a server that does not read the prompt ends the attempt' 75 $?
ask usage=tiny <long >out 2>err
like 'a prompt that the server has cut is reported' 'tokens' err

# The record.
echo hi | ask ok -j >record
is 'the record fits its schema' 'llm 1' "$(check llm <record)"
is 'the record has class, status, finish, attempts, model and text' \
    "true ok 200 stop 1 fake-1 $text" "$(jq -r '"\(.ok) \(
    .class) \(.status) \(.finish) \(.attempts) \(.model) \(.text)"' record)"
echo hi | ask 401@record -j >record 2>err
is 'a failure has a record, without text' 'llm 1 false auth 401 null' "$(
    check llm <record) $(jq -r '"\(.ok) \(.class) \(.status) \(.text)"' record)"
like 'a failure is reported on standard error' \
    '^hcc-llm: .*the server says no' err
echo hi | ask ok -o usage >out
is '-o writes the record into a file' "$text ok 10" \
    "$(cat out) $(jq -r '"\(.class) \(.usage.completion)"' usage)"
echo hi | ask 404 -o usage >out 2>err
is '-o writes the record of a failure' 'not_found' "$(jq -r .class usage)"
is '-o leaves no other file behind' \
    usage "$(find . -maxdepth 1 -name '*usage*' |
    sed 's,./,,')"
sends '-o into a directory that is absent fails' 66 ask ok@nousage -o none/usage
sends '-o over a directory fails' 74 ask ok@nousage -o .
is 'an unusable -o fails before a request is sent' 0 "$(asked ok@nousage)"
sends 'a full disk is an error' 74 sh -c 'hcc-llm >/dev/full'

# What servers do not take is left away or called otherwise, once.
for picky in max_tokens:max_completion_tokens temperature \
    stream_options response_format \
    'max_tokens:max_completion_tokens|temperature'; do
	echo '{"messages":[{"role":"user","content":"Hello"}],
	    "max_tokens":7,"temperature":0.5,
	    "response_format":{"type":"json_object"}}' |
	    ask "picky=$picky" -a 4 >out 2>err
	is "a server that refuses $picky is asked without" "$text" "$(cat out)"
done
is 'max_tokens is sent as max_completion_tokens when refused' 'null 7' "$(log \
    'picky=max_tokens:max_completion_tokens' '.body | fromjson |
    "\(.max_tokens) \(.max_completion_tokens)"' | tail -1)"
sends 'a server that refuses to stream is asked again' 0 ask picky=stream
is 'an answer without stream is printed' "$text" "$(cat out)"
is 'each refused field costs one attempt' '2 2 2 2 3' "$(for p in \
    max_tokens:max_completion_tokens temperature stream_options response_format \
    'max_tokens:max_completion_tokens|temperature'; do
	asked "picky=$p"; done | xargs)"
echo '{"messages":[{"role":"user","content":"a"}],"max_tokens":7}' >prompt
sends 'a field that is refused under both names is an error' 65 \
    ask 'picky=max_tokens|max_completion_tokens' -a 5
ok 'hcc-llm fails after three requests at most' \
    test "$(asked 'picky=max_tokens|max_completion_tokens')" -le 3

# Two clocks: silence, and all the time there is.
sends 'a server that is silent for -i ends the attempt' \
    75 ask silent -i 0.3 -a 1
sends 'an answer that is whole counts, though the deadline came' 0 \
    ask hang-finish@late -d 2
is 'the text of that answer is printed' "$text" "$(cat out)"
sends 'a byte now and then keeps the idle clock back, not the deadline' \
    75 ask drip=0.1 -i 1 -d 1.5
is 'a slow answer ends with the class deadline' deadline "$(echo hi |
    ask drip=0.1@j -j -i 1 -d 1.5 2>err | jq -r .class)"
is 'no wait between attempts goes beyond the deadline' '75 1' "$(echo hi |
    ask 503@late -d 0.4 -a 9 >out 2>err; echo $? "$(asked 503@late)")"
sends 'comments that keep a stream alive do not outlast the deadline' \
    75 ask alive=comment:30 -i 1 -d 1.5
is '-a limits the attempts' '75 4' "$(echo hi |
    ask after=0@four -a 4 >out 2>err; echo $? "$(asked after=0@four)")"

# Nobody there.
closed=http://127.0.0.1:$(cat fake/closed)/v1
sends 'a refused connection is unavailable' 75 hcc-llm -j -a 2 -u "$closed"
is 'a refused connection is tried again' 2 "$(jq .attempts out)"
sends 'a connection that is not accepted is unavailable' 75 \
    hcc-llm -a 1 -i 0.5 -u "http://127.0.0.1:$(cat fake/full)/v1"
sends 'a server without TLS is unavailable over https' '75' \
    hcc-llm -a 1 -i 0.5 -u "https://127.0.0.1:$(cat fake/http)/v1"
sends 'a refused connection has status 75' 75 hcc-llm -a 1 -u "$closed"
like 'the message names host and port' "127.0.0.1:$(cat fake/closed)" err
sends 'an unknown host is unreachable' \
    69 hcc-llm -a 2 -u http://nosuch.invalid/v1
for u in ftp://127.0.0.1/v1 file:///etc/passwd gopher://127.0.0.1/ '' junk; do
	sends "the URL '$u' is refused" 78 \
	    env -u HCC_LLM_URL hcc-llm -u "$u"
done

# No redirect is followed, with or without a key.
for code in 301 302 303 307 308; do
	sends "the redirect $code is not followed" 69 ask redirect=$code
	is "the redirect $code is asked for once" 1 "$(asked redirect=$code)"
done
echo hi | HCC_LLM_API=anthropic ask redirect=307 >out 2>err
is 'the key does not follow a redirect' 0 "$(asked ok@stolen)"

# TLS is verified, always; UNIX sockets; proxies without the key.
sends 'a certificate of an unknown authority is refused' \
    69 hcc-llm -u "$(url ok@tls https)"
like 'the message names the certificate' '[Cc]ertificate|TLS|SSL' err
is 'no request is sent to a server with an unknown certificate' \
    0 "$(asked ok@tls)"
sends '-c names an authority that is trusted' 0 \
    hcc-llm -c fake/cert.pem -u "$(url ok@tls https)"
is 'a server of that authority is asked' "$text" "$(cat out)"
sends 'a certificate for another host is refused' 69 hcc-llm -c fake/cert.pem \
    -u "$(url ok@name https | sed s/127.0.0.1/localhost/)"
sends 'a missing file of authorities is an error' \
    78 hcc-llm -c missing.pem -u "$(url ok https)"
is '-s connects to a UNIX socket' "$text sock" "$(echo hi |
    hcc-llm -s fake/sock -u http://localhost/ok@sock/v1) $(log ok@sock .via)"
is 'a missing socket is unavailable' 75 "$(echo hi | hcc-llm -a 1 -s fake/no \
    -u http://localhost/ok/v1 >out 2>err; echo $?)"
proxy=127.0.0.1:$(cat fake/proxy)
is 'https goes through a proxy' "$text" "$(echo hi |
    https_proxy=http://u:p@$proxy hcc-llm -c fake/cert.pem \
    -u "$(url ok@through https)")"
is 'the proxy does not get the key' 'CONNECT null null' "$(log proxy \
    '"\(.method) \(.headers.authorization) \(.headers."x-api-key")"' |
    sort -u)"
is 'the proxy gets its own user and password' \
    true "$(log proxy '.headers | has("proxy-authorization")')"
sends 'a proxy that refuses is a failure of authorisation' \
    77 env https_proxy="http://$proxy" \
    hcc-llm -a 1 -c fake/cert.pem -u "$(url ok@refused https)"
is 'a proxy that refuses is not bypassed' 0 "$(asked ok@refused)"

# Interrupted.
hcc-llm -u "$(url silent@int)" >out 2>err <prompt &
pid=$!
until_asked silent@int
kill -TERM $pid
wait $pid
ok 'SIGTERM ends a request' test $? -ge 75
is 'a request that a signal ended prints nothing' '' "$(cat out)"

hcc-llm -a 9 -u "$(url after=30@int)" >out 2>err <prompt &
pid=$!
until_asked after=30@int
sleep 0.1
kill -INT $pid
wait $pid
ok 'SIGINT ends the wait for the next attempt' test $? -ge 75
is 'no attempt follows the signal' 1 "$(asked after=30@int)"

# A model can be a command: it reads the prompt and prints the answer.
# commanded STATUS CLASS ATTEMPTS COMMAND
commanded() {
	env -u HCC_LLM_URL HCC_LLM_COMMAND="$4" hcc-llm -j -a 2 -d 2 <prompt \
	    >out 2>err
	is "the command '$4' ends with $2" "$1 $2 $3" \
	    "$? $(jq -r '"\(.class) \(.attempts)"' out)"
}
echo 'Say it.' >prompt
commanded 0 ok 1 'cat; echo answered'
is 'the answer of a command is what it printed' 'Say it.
answered' "$(jq -r .text out)"
commanded 65 bad_request 1 'echo partly; exit 65'
is 'the output of a command that failed is no answer' null "$(jq .text out)"
commanded 69 unreachable 1 'exit 69'
commanded 77 auth 1 'exit 77'
commanded 78 config 1 /nonexistent/model
commanded 75 unavailable 2 'exit 75'
commanded 75 unavailable 2 'exit 1'
commanded 65 empty 2 'true'
# shellcheck disable=SC2016
commanded 75 unavailable 2 'echo partly; kill -9 $$'
commanded 65 bad_answer 1 'yes'
# shellcheck disable=SC2016
commanded 75 deadline 1 'sleep 30 & echo $! >child; wait'
is 'a command that ran too long is killed with its children' '' \
    "$(tr '\0' ' ' 2>/dev/null <"/proc/$(cat child)/cmdline")"
echo 'first try' >once
commanded 0 ok 2 'test ! -e once || { rm once; exit 1; }; echo second try'

exits 'an unknown option is refused' 64 hcc-llm -Z
exits '-a takes a number only' 64 hcc-llm -a x
exits 'hcc-llm -h succeeds' 0 hcc-llm -h
like 'hcc-llm -h lists the roles' '-r describe.draft' out
finish
