#!/bin/sh
# hcc-llm against npm @dwmkerr/mock-llm, a server that was written by others.
# PEERS is where it is installed.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

port=
i=0
while [ -z "$port" ] && [ $i -lt 5 ]; do
	i=$((i + 1))
	try=$(/usr/bin/python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
	HOST=127.0.0.1 PORT=$try node \
	    "$PEERS/node_modules/@dwmkerr/mock-llm/dist/main.js" \
	    --config "$here/mock_llm.yaml" >server 2>&1 &
	pid=$!
	trap 'kill $pid; rm -rf "$T"' EXIT
	j=0
	while [ $j -lt 100 ] && kill -0 $pid 2>/dev/null; do
		j=$((j + 1))
		if grep -qs 'server running' server; then
			port=$try
			break
		fi
		sleep 0.1
	done
done
if [ -z "$port" ]; then
	sed 's/^/# /' server
	echo 'Bail out! the server does not start'
	exit 1
fi

export HCC_LLM_URL="http://127.0.0.1:$port/v1" HCC_LLM_MODEL=m \
    HCC_LLM_KEY=sk-peer XDG_STATE_HOME="$T/state"
# asks TEXT [OPTION..]: its templates know no escapes, so no newline.
asks() {
	said=$1
	shift
	printf %s "$said" | hcc-llm "$@"
}

for way in -- -n; do
	is "an answer ($way)" 'Said: Hello, world' "$(asks 'Hello, world' $way)"
	asks 'Grüße' -j $way >out
	is "as a record ($way)" 'ok 200 stop Said: Grüße' \
	    "$(jq -r '"\(.class) \(.status) \(.finish) \(.text)"' out)"
	asks 'I am unauthorized' $way >out 2>err
	is "a refused key ($way)" 77 $?
	like "and the server's words ($way)" 'Incorrect API key' err
	is "nothing on stdout ($way)" '' "$(cat out)"
	asks 'This is too long' -j $way >out 2>err
	is "a context too long ($way)" 65 $?
	is "is a class of its own ($way)" overflow "$(jq -r .class out)"
done
is 'what it counts' 7 "$(asks Hello -j -n | jq .usage.prompt)"
asks 'You are busy' -j -n >out 2>err
is 'busy, and then not' '0 2 Said: You are busy' \
    "$? $(jq -r '"\(.attempts) \(.text)"' out)"
finish
