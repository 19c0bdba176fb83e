#!/bin/sh
# npm openai as a client of fake/llm.py. PEERS is where it is installed.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"

fake_start
# An import looks for packages beside the file.
cp "$here/openai.mjs" "$PEERS"
timeout 100 node "$PEERS/openai.mjs" "http://127.0.0.1:$(cat "$fake/http")"
