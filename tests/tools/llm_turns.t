#!/bin/sh
# Roles with several models that take turns by phase, what each role sends
# beside its prompt, and what hcc-status measures of it.
# shellcheck disable=SC2119,SC2016 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
# shellcheck source=tests/fake/brain_lib.sh
. "$root/tests/fake/brain_lib.sh"
model good
serve good '{"match": "research plan of phase 03", "answer": "{\"directions\": []}"}' \
    '{"match": "research plan of phase 02", "answer": "{\"directions\": [{\"title\": \"Deep\", \"why\": \"More.\", \"suggestions\": [{\"title\": \"Nets\", \"text\": \"A net of 3 layers of 64 units each.\"}]}]}"}' \
    '{"match": "suggestion 02/1.1", "answer": "```sh\ncp input/sample_submission.csv submission.csv\necho metric: 0.9\n```"}'
unset HCC_LLM_MODEL
mkdir -p "$XDG_CONFIG_HOME/hcc"
config=$XDG_CONFIG_HOME/hcc/config.lua
# config TABLE: the section llm.
config() {
	printf 'return { llm = { model = "a", models = {
	    a = { url = "%s", price = { output = 1 } }, b = { url = "%s" } },
	    %s } }\n' "$HCC_LLM_URL" "$HCC_LLM_URL" "$1" >"$config"
}
config 'roles = { plan = { "a", "b" }, improve = { "a", "b" }, judge = "b" },
    settings = { judge = { temperature = 0, max_tokens = 2000, effort = "low" },
	improve = { temperature = 0.7 } }'
unset HCC_LLM_URL
exits 'a run whose models take turns ends' 0 hcc run good.t
# asks MODEL ROLE: the phases in which a role asked that model.
asks() {
	jq -r --arg m "$1" --arg r "$2" 'select(.ev == "settle" and .model == $m
	    and .role == $r) | .phase' good.t/ledger.jsonl | sort -u | xargs
}
is 'the first of two models has phase 01 and 03' '1 3' "$(asks a plan)"
like 'the second of two models, which judges phase 01, plans phase 02 with it' \
    'and plan phase 02' "$fake/log"
is 'programs are written by the model of their phase' '1 / 2' \
    "$(asks a improve) / $(asks b improve)"
is 'a role with one model asks no other' '1 2' "$(asks b judge)"
is 'a role without models asks the one of all' 0 "$(asks a draft)"
# sent STEP: what the requests of a step had beside messages.
sent() {
	log script "select(.body | contains(\"# Your step: $1\")) |
	    .body | fromjson | [.temperature, .max_tokens, .reasoning_effort] |
	    @json" | sort -u | xargs
}
is 'a role sends its temperature, limit and effort' '[0,2000,low]' "$(sent judge)"
is 'a role sends what it has' '[0.7,null,null]' "$(sent 'carry out')"
is 'a role without settings sends none' '[null,null,null]' "$(sent 'a first')"
hcc-status good.t >out
like 'hcc-status says what each model planned, and what of it was adopted' \
    '^models    a planned 2, 2 adopted, [0-9]+ tokens, .* cost; b planned 1, 1 adopted' out
is 'hcc-status -j has it as records' '[["a",2,2],["b",1,1]]' "$(hcc-status -j good.t |
    jq -c '[.model.models[] | [.name, .planned, .adopted]]')"
hcc-status -j good.t >record
is 'the record of hcc-status fits its schema' 'status 1' "$(check status <record)"
is 'the lines of the ledger fit their schema' \
    "ledger $(wc -l <good.t/ledger.jsonl)" "$(check ledger <good.t/ledger.jsonl)"
config 'roles = { plan = { } }'
exits 'an empty list of models is refused' 78 hcc-status good.t
config 'settings = { judge = { effort = "huge" } }'
exits 'an unknown effort is refused' 78 hcc-status good.t
like 'the message names the field' 'llm.settings.judge.effort' err
config 'roles = { plan = 3 }'
exits 'a role of another type is refused' 78 hcc-status good.t
like 'the message names what is allowed' 'a string or a list of strings' err
finish
