#!/bin/sh
# npm openai as a client of fake_llm.py. PEERS is where it is installed.
# shellcheck disable=SC2119 # functions of fake_lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
here=${here%/peers}
# shellcheck source=tests/fake_lib.sh
. "$here/fake_lib.sh"

fake_start
# An import looks for packages beside the file.
cp "$here/peers/openai.mjs" "$PEERS"
timeout 100 node "$PEERS/openai.mjs" "http://127.0.0.1:$(cat "$fake/http")"
