#!/bin/sh
# hcc-doctor: what hcc finds on this machine.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
config=$XDG_CONFIG_HOME/hcc
mkdir -p "$config/policy"

exits 'hcc-doctor finds nothing wrong with a fresh machine' 0 hcc-doctor
like 'hcc-doctor prints the version' "^ok    hcc       $(hcc-plan -V | cut -d' ' -f2)," out
like 'hcc-doctor prints the versions of libraries' \
    '^ok    libraries Lua 5\.[0-9.]+, SQLite 3\.[0-9.]+$' out
like 'hcc-doctor prints the machine' '^ok    machine   [0-9]+ cores, .* GB of memory' out
like 'hcc-doctor runs a program in the sandbox' '^ok    sandbox   a program ran' out
like 'hcc-doctor prints what programs find' '^ {16}Python 3\.' out
like 'hcc-doctor prints free space' '^ok    disk      here: [0-9.]+ of' out
like 'hcc-doctor prints that there is no configuration' \
    "^none  config    there is no '$config/config\\.lua'" out
like 'hcc-doctor prints that no model is configured' \
    '^none  model     brain offline; no model is configured$' out
like 'hcc-doctor prints the embedder' '^ok    embedder  hcc-1:.*, [0-9]+ dimensions$' out
like 'hcc-doctor says how a wisdom base is made' \
    '^none  wisdom    there is no .*hcc-wisdom import -s' out
like 'hcc-doctor prints that all policies are as shipped' \
    '^ok    policies  7 read, 0 values are not the shipped ones$' out
is 'hcc-doctor makes no wisdom base' '' "$(ls "$XDG_DATA_HOME" 2>/dev/null)"
hcc-doctor -j >out
is 'hcc-doctor -j prints records that fit their schema' "check $(wc -l <out)" \
    "$(/usr/bin/python3 "$root/tests/tools/schema_check.py" \
    "$root/share/hcc/schema" <out)"
left=$(mktemp -d /tmp/hcc-probe.XXXXXX)
is 'hcc-doctor -q prints what is wrong only' '' "$(hcc-doctor -q)"
ok 'and removes what a killed process of hcc has left' test ! -e "$left"

# Policies, layer by layer.
echo 'return { m = 5, q = 1, admit = function() return true end }' \
    >"$config/policy/plan.lua"
small_task t
echo 'return { m = 7 }' >t/policy/plan.lua
exits 'hcc-doctor reads the policies of a task' 0 hcc-doctor t
like 'hcc-doctor names the file of a value of the task' \
    "^ {16}plan\\.m = 7 \\('$T/t/policy/plan\\.lua'\\)$" out
like 'hcc-doctor names the file of a value of the user' \
    "^ {16}plan\\.q = 1 \\('$config/policy/plan\\.lua'\\)$" out
like 'hcc-doctor names the file of a function' \
    "^ {16}plan\\.admit = \"function\" \\('$config/policy/plan\\.lua'\\)$" out
like 'hcc-doctor counts values that are not as shipped' '7 read, 5 values are not' out
unlike 'hcc-doctor leaves out values as shipped' 'plan\.max_drafts' out
hcc-doctor -p t >out
like 'hcc-doctor -p prints values as shipped' '^ {16}plan\.max_drafts = 4$' out
is 'hcc-doctor without the task has the values of the user' \
    "plan.m = 5 ('$config/policy/plan.lua')" \
    "$(hcc-doctor | grep -o 'plan\.m = .*')"
like 'hcc-doctor prints the brain of a task' 'brain .*/tests/fake/brain\.lua' out
echo 'return { mm = 5 }' >t/policy/plan.lua
exits 'hcc-doctor exits with 78 when a policy is wrong' 78 hcc-doctor t
like 'hcc-doctor prints which policy is wrong, and where' \
    "^bad   policies  $T/t/policy/plan\\.lua:1: .*mm" out
like 'hcc-doctor reads the other policies' '^ok    policies  6 read' out
rm t/policy/plan.lua "$config/policy/plan.lua"

# A wisdom base, a model, a configuration.
hcc-wisdom -q import -s >/dev/null
exits 'hcc-doctor reads a wisdom base' 0 hcc-doctor
like 'hcc-doctor counts the entries of a wisdom base' \
    '^ok    wisdom    [0-9]+ entries in .*: [0-9]+ provisional, [0-9]+ confirmed' out
echo junk >"$T/junk.db"
HCC_WISDOM=$T/junk.db exits 'hcc-doctor exits with 65 when the base is damaged' 65 \
    env HCC_WISDOM="$T/junk.db" hcc-doctor
like 'hcc-doctor prints that the base is damaged' '^bad   wisdom ' out
export HCC_LLM_COMMAND="echo asked >>$T/asked; echo ok" HCC_LLM_MODEL=m
exits 'hcc-doctor accepts a model' 0 hcc-doctor
like 'hcc-doctor prints that a model is configured' 'brain llm; a model is configured' out
ok 'hcc-doctor does not ask the model' test ! -e "$T/asked"
exits 'hcc-doctor -m asks the model' 0 hcc-doctor -m
like 'hcc-doctor -m prints how long the model took' \
    'brain llm; the model answered after [0-9.]+ s$' out
is 'hcc-doctor -m asks the model once' 1 "$(wc -l <"$T/asked")"
HCC_LLM_COMMAND=false
exits 'hcc-doctor -m exits with 75 when the model does not answer' 75 hcc-doctor -m
like 'hcc-doctor -m prints that the model does not answer' \
    '^bad   model     brain llm: the model does not answer' out
unset HCC_LLM_COMMAND HCC_LLM_MODEL
echo 'return { llm = { nonsense = 1 } }' >"$config/config.lua"
exits 'hcc-doctor exits with 78 when the configuration is wrong' 78 hcc-doctor
like 'hcc-doctor prints what is wrong in the configuration' '^bad   config .*nonsense' out
echo 'return { environment = { python = "/nowhere/python" } }' >"$config/config.lua"
exits 'hcc-doctor exits with 66 when the interpreter is absent' 66 hcc-doctor
like 'hcc-doctor prints which interpreter is absent' '^bad   programs .*/nowhere/python' out
rm "$config/config.lua"

exits 'hcc-doctor reports a task that is absent' 66 hcc-doctor nowhere
exits 'hcc-doctor reports a full disk' 74 sh -c 'hcc-doctor >/dev/full'
finish
