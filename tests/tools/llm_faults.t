#!/bin/sh
# Whatever a server of models does wrong: one line a fault, first how often and
# with which class it ends, then what is said about it.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
fake_start

# A status decides: permanent ones are asked once, passing ones again.
try <<'E'
400 65 bad_request 1
401 77 auth 1
402 69 quota 1
403 77 auth 1
404 69 not_found 1
405 69 not_found 1
413 65 bad_request 1
422 65 bad_request 1
408*1 0 ok 2 TEXT
409*1 0 ok 2 TEXT
425*1 0 ok 2 TEXT
429*1 0 ok 2 TEXT
500*1 0 ok 2 TEXT
502*1 0 ok 2 TEXT
503*1 0 ok 2 TEXT
504*1 0 ok 2 TEXT
520*1 0 ok 2 TEXT
521*1 0 ok 2 TEXT
522*1 0 ok 2 TEXT
523*1 0 ok 2 TEXT
524*1 0 ok 2 TEXT
529*1 0 ok 2 TEXT
429 75 unavailable 2
500 75 unavailable 2
503 75 unavailable 2
quota 69 quota 1
quota=type 69 quota 1
spend 69 quota 1
E

# Too long a context is a class of its own, in all its spellings.
try <<'E'
overflow=code 65 overflow 1
overflow=llamacpp 65 overflow 1
overflow=maximum 65 overflow 1
overflow=longer 65 overflow 1
overflow=prompt 65 overflow 1
overflow=exceed 65 overflow 1
overflow=413 65 overflow 1
overflow=500 65 overflow 1
overflow=ok:code 65 overflow 1
overflow=ok:500 65 overflow 1
E

# An error under the status 200 counts as what it says it is.
try <<'E'
error200=400 65 bad_request 1
error200=401 77 auth 1
error200=404 69 not_found 1
error200=429*1 0 ok 2 TEXT
error200=503*1 0 ok 2 TEXT
error200=503 75 unavailable 2
error200=invalid_api_key 77 auth 1
error200=insufficient_quota 69 quota 1
midway=500*1 0 ok 2 TEXT
midway=server_error*1 0 ok 2 TEXT
midway=500 75 unavailable 2
midway=400~s 65 bad_request 1
shaped=400:object 65 bad_request 1
shaped=400:number 65 bad_request 1
shaped=503:object*1 0 ok 2 TEXT
shaped=503:string*1 0 ok 2 TEXT
shaped=503:list*1 0 ok 2 TEXT
shaped=503:plain*1 0 ok 2 TEXT
choice-error=502*1 0 ok 2 TEXT
E

# A server says how long to wait. The forms that mean nothing, or a time that
# has passed, leave the client's own pause; a pause that ends after the
# deadline is not slept out. (One second each; the deadline is 15.)
try <<'E'
after=1*1 0 ok 2 TEXT
after=0*1 0 ok 2 TEXT
after=0.2*1 0 ok 2 TEXT
after=date1*1 0 ok 2 TEXT
after=date-3600*1 0 ok 2 TEXT
after=soon*1 0 ok 2 TEXT
after=-5*1 0 ok 2 TEXT
after=1e999*1 0 ok 2 TEXT
after=nan*1 0 ok 2 TEXT
after=retry-after-ms:300*1 0 ok 2 TEXT
after=retry-after-ms:junk*1 0 ok 2 TEXT
after=x-ratelimit-reset-requests:1s*1 0 ok 2 TEXT
after=x-ratelimit-reset-tokens:120ms*1 0 ok 2 TEXT
after=x-ratelimit-reset-tokens:-6m0s*1 0 ok 2 TEXT
after=anthropic-ratelimit-requests-reset:iso1*1 0 ok 2 TEXT
after=anthropic-ratelimit-requests-reset:iso-60*1 0 ok 2 TEXT
after=status:503|Retry-After:1*1 0 ok 2 TEXT
after=3600 75 unavailable 1
after=date3600 75 unavailable 1
after=retry-after-ms:3600000 75 unavailable 1
after=x-ratelimit-reset-requests:6m0s 75 unavailable 1
after=x-ratelimit-reset-requests:1s|x-ratelimit-reset-tokens:1h 75 unavailable 1
after=anthropic-ratelimit-tokens-reset:iso3600 75 unavailable 1
after=99999999999999999999 75 unavailable 1
after=x-ratelimit-reset-requests:120ms|x-ratelimit-reset-tokens:1s*1 0 ok 2 TEXT
after=status:503|Retry-After:3600 75 unavailable 1
E

# paused FAULT: the least time between the first two requests of these.
paused() {
	jq -s --arg f "$1@" 'map(select(.label | startswith($f))) |
	    group_by(.label) | map(.[1].time - .[0].time) | min' "$fake/log"
}

for wait in 1:1 date1:0 retry-after-ms:300:0.3 \
    x-ratelimit-reset-requests:1s:1 \
    'x-ratelimit-reset-requests:120ms|x-ratelimit-reset-tokens:1s:1' \
    'status:503|Retry-After:1:1'; do
	ok "${wait%:*} makes the next attempt wait" test "$(
	    jq -n "$(paused "after=${wait%:*}*1") >= ${wait##*:}")" = true
done
ok 'the message says when to try again' \
    grep -Eq 'try again' "$(tried after=3600)/err"

# Connections break at every place, bodies are cut, empty or no answer.
try <<'E'
break=none-close*1 0 ok 2 TEXT
break=none-reset*1 0 ok 2 TEXT
break=headers-close*1 0 ok 2 TEXT
break=headers-reset*1 0 ok 2 TEXT
break=body-close*1 0 ok 2 TEXT
break=body-reset*1 0 ok 2 TEXT
break=none-hang*1 0 ok 2 TEXT
break=headers-hang*1 0 ok 2 TEXT
break=body-hang*1 0 ok 2 TEXT
cut=0.5*1 0 ok 2 TEXT
cut=0.9*1 0 ok 2 TEXT
cut-close=0.5*1 0 ok 2 TEXT
cut-reset=0.5*1 0 ok 2 TEXT
cut-hang=0.5*1 0 ok 2 TEXT
unfinished*1 0 ok 2 TEXT
unfinished=bare*1 0 ok 2 TEXT
empty*1 0 ok 2 TEXT
blanktext*1 0 ok 2 TEXT
raw=zero*1 0 ok 2 TEXT
raw=204*1 0 ok 2 TEXT
raw=done*1 0 ok 2 TEXT
raw=choices*1 0 ok 2 TEXT
raw=chunk*1 0 ok 2 TEXT
raw=nohttp*1 0 ok 2 TEXT
raw=garbage*1 0 ok 2 TEXT
raw=text*1 0 ok 2 TEXT
raw=choice*1 0 ok 2 TEXT
raw=bigchunk*1 0 ok 2 TEXT
raw=biglength*1 0 ok 2 TEXT
raw=lengths*1 0 ok 2 TEXT
only-alive*1 0 ok 2 TEXT
slow-head=0.01*1 0 ok 2 TEXT
wrong-gzip=cut*1 0 ok 2 TEXT
wrong-gzip*1 0 ok 2 TEXT
endless-error=503*1 0 ok 2 TEXT
endless-error=401 77 auth 1
trickle=503*1 0 ok 2 TEXT
trickle=401 77 auth 1
trickle=finished~s 0 ok 1 TEXT
break=none-close 75 unavailable 2
break=body-reset 75 unavailable 2
cut=0.5 75 unavailable 2
cut-close=0.5 75 unavailable 2
unfinished 75 unavailable 2
empty 65 empty 2
blanktext 65 empty 2
silent 75 unavailable 2
cut-hang=0.5 75 unavailable 2
raw=zero 75 unavailable 2
E

# Answers that no client can use, and ends that are none.
try <<'E'
raw=html 69 not_found 1
raw=number [67]5 * *
raw=null [67]5 * *
raw=object [67]5 * *
raw=odd [67]5 * *
raw=status [67]5 * *
raw=length [67]5 * *
trash~j 0 ok 1 TEXT
deep=10000 [67]5 * *
deep=200000 [67]5 * *
finish=content_filter 65 content_filter 1
refusal 65 refused 1
tools 65 bad_answer 1
finish=tool_calls 65 bad_answer 1
finish=insufficient_system_resource*1 0 ok 2 TEXT
finish=insufficient_system_resource 75 unavailable 2
finish=length 0 ok 1 TEXT
budgeteaten 65 length 1
empty=length 65 length 1
E
like 'an answer cut at max_tokens is reported' \
    'length|max_tokens' "$(tried finish=length)/err"
like 'an answer whose tokens went into reasoning is reported' \
    'before any text' "$(tried budgeteaten)/err"

# A model that has lost its way: the same words over and over, or no end.
try -d 20 <<'E'
loops=The,model,is,good.~s 65 bad_answer 1
E
like 'a stream that repeats itself is stopped' 'repeats itself without' \
    "$(tried loops=The,model,is,good.)/err"
try -d 3 <<'E'
loops=words~s 65 bad_answer 1
E
like 'a stream that goes on and on is stopped at the deadline' 'had no end' \
    "$(tried loops=words)/err"

# Too much of anything.
try -a 1 -d 3 <<'E'
endless=continue [67]5 * 1
endless=headers [67]5 * 1
endless=header [67]5 * 1
endless=line [67]5 * 1
endless=json [67]5 * 1
endless=deep [67]5 * 1
endless=events [67]5 * 1
bomb [67]5 * 1
E

# The body of an error has many shapes.
try <<'E'
400=number 65 bad_request 1
400=digits 65 bad_request 1
400=string 65 bad_request 1
400=object 65 bad_request 1
400=detail 65 bad_request 1
400=details 65 bad_request 1
400=list 65 bad_request 1
400=anthropic 65 bad_request 1
400=html 65 bad_request 1
400=plain 65 bad_request 1
400=empty 65 bad_request 1
400=control 65 bad_request 1
400=long 65 bad_request 1
400=broken 65 bad_request 1
400=null 65 bad_request 1
400=odd 65 bad_request 1
502=html*1 0 ok 2 TEXT
503=empty*1 0 ok 2 TEXT
503=long*1 0 ok 2 TEXT
500=number*1 0 ok 2 TEXT
E
for shape in number digits string object detail details list anthropic html \
    plain broken control long; do
	like "$shape: the server's words are shown" 'the server says no' \
	    "$(tried 400=$shape)/err"
done
for shape in long control; do
	d=$(tried 400=$shape)
	is "$shape: no control characters" '' \
	    "$(tr -d '\012\040-\176\200-\377' <"$d/err")"
	ok "$shape: the message has at most 2 kB" \
	    test "$(wc -c <"$d/err")" -lt 2400
	ok "$shape: the record has the server's message" \
	    test "$(jq '.message | length < 2400' "$d/out")" = true
done
unlike 'no message has control characters of eight bits' \
    "$(printf '\302\233')" \
    "$(tried 400=control)/err"

all_fit

# Everywhere the same bytes were sent again.
is 'each attempt sends the same bytes' '' "$(jq -sr '
    group_by(.label)[] | select((map(.body) | unique | length) > 1) |
    .[0].label' "$fake/log")"
is 'each attempt has a connection of its own' '' "$(jq -sr '
    group_by(.label)[] | select((map(.conn) | unique | length) < length) |
    .[0].label' "$fake/log")"
unlike 'no message or record has the key' 'f4ke' "$fake/log"
is 'no file has the key' '' "$(grep -rlF "$key" "$T" "$here" |
    grep -v fake/lib.sh)"
finish
