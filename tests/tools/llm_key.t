#!/bin/sh
# The key: where it comes from, where it goes, and that it is nowhere else.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
fake_start
mkdir -p "$XDG_CONFIG_HOME/hcc" keys
config=$XDG_CONFIG_HOME/hcc/config.lua
# The shell does not write it down, nor will the test's own environment.
printf '%s\n' "$key" >keys/good
unset HCC_LLM_KEY HCC_LLM_MODEL

# model LINE..: a configuration of one model.
model() {
	{
		echo 'return { llm = { model = "m", models = { m = {'
		printf 'model = "fake-1",\n'
		for line; do echo "$line"; done
		echo '} } } }'
	} >"$config"
}

# sent FAULT: the header with a key, in each request.
sent() {
	log "$1" '.headers | [.authorization // "-", ."x-api-key" // "-",
	    ."api-key" // "-"] | join(" ")' | sort -u
}

# From a file, the environment, a command, or nowhere.
sends '-k names a key file' 0 \
    hcc-llm -m fake-1 -k keys/good -u "$(url ok@option)"
is 'the key of -k is sent' 'Bearer KEY - -' "$(sent ok@option)"
sends 'HCC_LLM_KEY is a key' 0 \
    env HCC_LLM_KEY="$key" hcc-llm -m fake-1 -u "$(url ok@env)"
is 'the key of HCC_LLM_KEY is sent' 'Bearer KEY - -' "$(sent ok@env)"
sends 'a server may be asked without a key' \
    0 hcc-llm -m fake-1 -u "$(url ok@nokey)"
is 'no header of a key is sent without a key' '- - -' "$(sent ok@nokey)"
model "url = \"$(url ok@file)\"," "key_file = \"$T/keys/good\","
sends 'key_file of config.lua is read' 0 hcc-llm
is 'the key of key_file is sent' 'Bearer KEY - -' "$(sent ok@file)"
model "url = \"$(url ok@nofile)\"," "key_file = \"$T/keys/none\","
sends 'a key_file that is missing is an error' 78 hcc-llm
like 'the message names the file' "read the key.*$T/keys/none" err
is 'without its key nothing is sent' 0 "$(asked ok@nofile)"
cp keys/good "$HOME/key"
model "url = \"$(url ok@tilde)\"," 'key_file = "~/key",'
sends 'key_file may begin with ~/' 0 hcc-llm
is 'the key of a file below home is sent' 'Bearer KEY - -' "$(sent ok@tilde)"
rm "$HOME/key"
model "url = \"$(url ok@cmd)\"," \
    "key_cmd = \"cat $T/keys/good\","
sends 'key_cmd of config.lua is run' 0 hcc-llm
is 'the key that key_cmd prints is sent' 'Bearer KEY - -' "$(sent ok@cmd)"
sends 'HCC_LLM_KEY goes before the configuration' \
    0 env HCC_LLM_KEY=sk-other hcc-llm
is "the key of HCC_LLM_KEY is sent instead of key_cmd's" 'Bearer KEY - -
Bearer sk-other - -' "$(sent ok@cmd)"
model "url = \"$(url ok@azure | sed 's,$,?api-version=2024,')\"," \
    'auth = "api-key",' "key_file = \"$T/keys/good\","
sends 'auth = api-key is accepted' 0 hcc-llm
is "Azure's key is in the header api-key" '- - KEY' "$(sent ok@azure)"
is 'a query of the URL stays after the path' \
    '/ok@azure/v1/chat/completions?api-version=2024' "$(log ok@azure .target)"
model 'api = "anthropic",' "url = \"$(url ok@anthropic)\"," \
    "key_file = \"$T/keys/good\","
sends 'api = anthropic is accepted' 0 hcc-llm
is "Anthropic's key is in the header x-api-key" '- KEY -' "$(sent ok@anthropic)"

# A model's key goes to its own server only.
model "url = \"$(url ok@mine)\"," "key_file = \"$T/keys/good\","
sends "an entry's model may be asked at another URL" \
    0 hcc-llm -m m -u "$(url ok@theirs other)"
is "the key of an entry goes to the entry's own URL only" \
    '- - -' "$(sent ok@theirs)"

# A key that cannot be had is a mistake of the configuration.
sends 'a missing key file is an error' \
    78 hcc-llm -m x -k keys/none -u "$(url ok@bad)"
like 'the message names the missing file' 'keys/none' err
: >keys/empty
sends 'an empty key file is an error' \
    78 hcc-llm -m x -k keys/empty -u "$(url ok@bad)"
printf 'a\r\nX-Evil: 1\n' >keys/lines
sends 'a key file of two lines is an error' \
    78 hcc-llm -m x -k keys/lines -u "$(url ok@bad)"
printf 'a\0b\n' >keys/nul
sends 'a NUL in a key file is an error' \
    78 hcc-llm -m x -k keys/nul -u "$(url ok@bad)"
model "url = \"$(url ok@bad)\"," 'key_cmd = "yes",'
sends 'a key_cmd whose output has no end is an error' 78 hcc-llm
model "url = \"$(url ok@bad)\"," 'key_cmd = "echo no key >&2; exit 3",'
sends 'a key_cmd that fails is an error' 78 hcc-llm
is 'without its key no request is sent' 0 "$(asked ok@bad)"

# A secret in the URL is not repeated either.
sends 'a password in the URL is refused' 78 hcc-llm -m x -u \
    "$(url 401@user | sed 's,//,//me:hidden@,')"
unlike 'no message shows the password of a URL' 'hidden' err
sends 'a URL may have a token in its query' \
    77 hcc-llm -j -m x -u "$(url 401@user)?token=hidden"
unlike 'no message shows the query of a URL' 'hidden' err
unlike 'no record shows the query of a URL' 'hidden' out

# Servers that repeat the key, in whatever spelling.
try -k "$T/keys/good" -m fake-1 -o usage <<'E'
echo 77 auth 1
echo=escaped 77 auth 1
echo=percent 77 auth 1
echo=split 77 auth 1
echo=slash 77 auth 1
echo=html 77 auth 1
echo=base64 77 auth 1
echo=basic 77 auth 1
echo=hex 77 auth 1
echo=code 65 bad_request 1
echo=type 65 bad_request 1
echo=param 65 bad_request 1
echo=finish 0 ok 1 TEXT
echo=text 0 ok 1 see [key]
echo=twice 77 auth 1
echo=late 77 auth 1
echo=400 65 bad_request 1
echo=404 69 not_found 1
echo=503*1 0 ok 2 TEXT
echo=503 75 unavailable 2
redirect=307 69 unreachable 1
E
like "the rest of the server's message is shown" 'Incorrect API key provided' \
    "$(tried echo)/err"
export HCC_LLM_RECORD="$T/record"
for f in ok echo echo=escaped echo=503 echo=text echo=finish; do
	ask $f -m fake-1 -k keys/good -j -o usage.$f <prompt >out.$f 2>err.$f
done
ask ok -m fake-1 -k keys/good -v <prompt >out.v 2>err.v
unset HCC_LLM_RECORD
ok 'HCC_LLM_RECORD has kept an exchange' test -n "$(ls record)"

# While it runs: its arguments, its files, its children.
hcc-llm -m fake-1 -k keys/good -u "$(url wait=2@look)" <prompt >out 2>err &
pid=$!
until_asked wait=2@look
tr '\0' '\n' </proc/$pid/cmdline >look.cmdline
tr '\0' '\n' </proc/$pid/environ >look.environ
ls -l /proc/$pid/fd >look.fd
cat /proc/$pid/limits >look.limits
like '/proc shows hcc-llm itself' '^hcc-llm$|/hcc-llm$' look.cmdline
like 'the limit of core files is 0' 'core file size +0' look.limits
unlike 'the key file is closed before the request' 'keys/good' look.fd
wait $pid
is 'the request is answered' "$text" "$(cat out)"

# The command of a model.
export HCC_LLM_KEY="$key"
sends 'HCC_LLM_COMMAND replaces a server' 0 env \
    HCC_LLM_COMMAND="tr '\\0' '\\n' </proc/self/environ >env.model; cat" hcc-llm
is 'the command answers' 'Say it.' "$(cat out)"
like 'the command has an environment' '^PATH=' env.model
unlike 'the command has no key in its environment' 'HCC_LLM_KEY' env.model
unset HCC_LLM_KEY

# The key, its parts, and how it looks elsewhere: in no file but its own.
rm -rf keys
for spelling in "$key" f4ke "$(printf %s "$key" | base64)" \
    "$(printf %s "$key" | sed 's,+,%2B,g; s,/,%2F,g; s,=,%3D,g')" \
    "$(printf %s "$key" | od -An -tx1 | tr -d ' \n')"; do
	is "not in any file: $(printf %.4s "$spelling").." '' \
	    "$(grep -rlF -- "$spelling" "$T")"
done
ok 'the key is in no path or body that was sent' test -s fake/log
finish
