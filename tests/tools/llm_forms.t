#!/bin/sh
# Answers in every odd form that is right all the same: each must be read.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
fake_start

try <<'E'
ok 0 ok 1 TEXT
crlf 0 ok 1 TEXT
cr 0 ok 1 TEXT
bom 0 ok 1 TEXT
noblank 0 ok 1 TEXT
fields 0 ok 1 TEXT
events 0 ok 1 TEXT
lines 0 ok 1 TEXT
lines-crlf 0 ok 1 TEXT
nolast 0 ok 1 TEXT
nolast-nodone 0 ok 1 TEXT
nodone 0 ok 1 TEXT
done-twice~s 0 ok 1 TEXT
after-done~s 0 ok 1 TEXT
hang-done 0 ok 1 TEXT
hang-finish 0 ok 1 TEXT
reset-done 0 ok 1 TEXT
close 0 ok 1 TEXT
http10 0 ok 1 TEXT
length 0 ok 1 TEXT
extension 0 ok 1 TEXT
continue 0 ok 1 TEXT
gzip 0 ok 1 TEXT
gzip-split 0 ok 1 TEXT
split=1 0 ok 1 TEXT
split=2 0 ok 1 TEXT
split=3 0 ok 1 TEXT
split=7 0 ok 1 TEXT
split=1000 0 ok 1 TEXT
empty-choices 0 ok 1 TEXT
null-delta 0 ok 1 TEXT
no-delta 0 ok 1 TEXT
noindex 0 ok 1 TEXT
joined 0 ok 1 TEXT
nulls 0 ok 1 TEXT
finish=eos 0 ok 1 TEXT
null-content 0 ok 1 TEXT
empty-finish 0 ok 1 TEXT
parts 0 ok 1 TEXT
indexes 0 ok 1 TEXT
growing 0 ok 1 TEXT
reasoning 0 ok 1 TEXT
reasoning2 0 ok 1 TEXT
json 0 ok 1 TEXT
sse 0 ok 1 TEXT
trail 0 ok 1 TEXT
notype 0 ok 1 TEXT
type=text%2Fhtml 0 ok 1 TEXT
type=application%2Foctet-stream 0 ok 1 TEXT
slow-stream 0 ok 1 TEXT
alive=comment:2.5~s 0 ok 1 TEXT
alive=blank:2.5 0 ok 1 TEXT
drip=0.001 0 ok 1 TEXT
usage=none 0 ok 1 TEXT
usage=null 0 ok 1 TEXT
usage=text 0 ok 1 TEXT
usage=list 0 ok 1 TEXT
usage=negative 0 ok 1 TEXT
usage=huge 0 ok 1 TEXT
usage=string 0 ok 1 TEXT
usage=fraction 0 ok 1 TEXT
usage=hit 0 ok 1 TEXT
usage=details 0 ok 1 TEXT
usage=excess 0 ok 1 TEXT
usage=tiny 0 ok 1 TEXT
say=0 0 ok 1 0
before=%20%0A%0A~j 0 ok 1 TEXT
before=%EF%BB%BF~j 0 ok 1 TEXT
E

# used FAULT [WAY]: what the record says was used.
used() {
	jq -r '.usage | "\(.prompt) \(.cached // 0) \(.completion) \(.estimated)"' \
	    "$(tried "$@")/out"
}

# The last usage counts, never the sum; what makes no sense is estimated.
is 'usage of a stream is read' '40 0 10 false' "$(used ok)"
is 'usage of a body is read' '40 0 10 false' "$(used ok j)"
is 'the last usage of a stream counts' '40 0 10 false' "$(used growing)"
is "DeepSeek's name of cached tokens is read" \
    '40 30 10 false' "$(used usage=hit)"
is "OpenAI's name of cached tokens is read" \
    '40 30 10 false' "$(used usage=details)"
for u in none null text list negative huge string fraction; do
	for way in s j; do
		is "usage $u is estimated ($way)" true \
		    "$(jq .usage.estimated "$(tried usage=$u $way)/out")"
		ok "estimated usage is positive ($way)" test "$(jq '.usage |
		    .prompt > 0 and .prompt < 1000 and .completion > 0 and
		    .completion < 1000 and .cached <= .prompt' \
		    "$(tried usage=$u $way)/out")" = true
	done
done
ok 'cached tokens never exceed the prompt' test "$(jq '.usage.cached <= 40' \
    "$(tried usage=excess)/out")" = true
for way in s j; do
	is "reasoning is counted, not printed ($way)" true \
	    "$(jq '.reasoning > 100' "$(tried reasoning $way)/out")"
	is "reasoning under its other name is counted ($way)" true \
	    "$(jq '.reasoning > 100' "$(tried reasoning2 $way)/out")"
done
is 'finish is one of the usual words' stop "$(jq -r .finish "$(tried ok)/out")"
is 'the record names the model' fake-1 "$(jq -r .model "$(tried ok)/out")"

# The same in the dialect of Anthropic's messages.
export HCC_LLM_API=anthropic
try <<'E'
ok 0 ok 1 TEXT
crlf 0 ok 1 TEXT
cr 0 ok 1 TEXT
noblank 0 ok 1 TEXT
fields 0 ok 1 TEXT
lines 0 ok 1 TEXT
nolast 0 ok 1 TEXT
hang-done 0 ok 1 TEXT
gzip 0 ok 1 TEXT
split=1 0 ok 1 TEXT
split=5 0 ok 1 TEXT
json 0 ok 1 TEXT
sse 0 ok 1 TEXT
reasoning 0 ok 1 TEXT
alive=ping:2.5~s 0 ok 1 TEXT
usage=read 0 ok 1 TEXT
usage=none 0 ok 1 TEXT
401 77 auth 1
404 69 not_found 1
529*1 0 ok 2 TEXT
529 75 unavailable 2
spend 69 quota 1
overflow=prompt 65 overflow 1
overflow=exceed 65 overflow 1
error200=overloaded_error*1 0 ok 2 TEXT
error200=authentication_error 77 auth 1
error200=invalid_request_error 65 bad_request 1
midway=overloaded_error*1 0 ok 2 TEXT
unfinished*1 0 ok 2 TEXT
cut=0.5*1 0 ok 2 TEXT
empty*1 0 ok 2 TEXT
finish=length 0 ok 1 TEXT
budgeteaten 65 length 1
finish=refusal 65 refused 1
finish=tool_calls 65 bad_answer 1
after=1*1 0 ok 2 TEXT
E
is "Anthropic's usage of a stream is read" '40 0 10 false' "$(used ok)"
is "Anthropic's usage of a body is read" '40 0 10 false' "$(used ok j)"
is "Anthropic's cached input is a part of the prompt" '40 30 10 false' \
    "$(used usage=read)"
is 'Anthropic is always sent max_tokens' true "$(log "$(cat "$(
    tried ok)/label")" '.body | fromjson | .max_tokens > 0')"
is 'Anthropic is sent anthropic-version' \
    'KEY 2023-06-01' "$(log "$(cat "$(tried ok)/label")" \
    '.headers | "\(."x-api-key") \(."anthropic-version")"')"
is 'Anthropic is sent no Authorization' \
    null "$(log "$(cat "$(tried ok)/label")" \
    .headers.authorization)"
all_fit
finish
