#!/bin/sh
# A model of a small context: which brain it gets, and prompts that fit.
# shellcheck disable=SC2119 # functions of fake/lib.sh take options
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/fake/lib.sh
. "$root/tests/fake/lib.sh"
# shellcheck source=tests/fake/brain_lib.sh
. "$root/tests/fake/brain_lib.sh"
model good
serve good
url=$HCC_LLM_URL
unset HCC_LLM_URL HCC_LLM_MODEL
mkdir -p "$XDG_CONFIG_HOME/hcc"
# config CONTEXT [MORE]: the section llm.
config() {
	printf 'return { llm = { model = "a", %s models = {
	    a = { url = "%s", context = %s },
	    b = { url = "%s", context = 64000 } } } }\n' "$2" "$url" "$1" \
	    "$url" >"$XDG_CONFIG_HOME/hcc/config.lua"
}
# by CONTEXT [MORE]: the brain that drafts.
by() {
	config "$@"
	rm -rf x
	cp -a good.t x
	sed -i '/^brain:/d' x/task.md
	hcc-plan -q x >planned && sed -n 's/^by: //p' x/plan/00.md
}
is 'a model of a small context gets the hybrid brain' hybrid "$(by 16000)"
is 'a model of a larger one leads' llm "$(by 20000)"
is 'so does one whose answers are short' llm \
    "$(by 16000 'settings = { plan = { max_tokens = 500 } },')"
is 'it is the model that the environment names' llm \
    "$(HCC_LLM_MODEL=b by 16000)"

i=0
while [ $i -lt 800 ]; do
	i=$((i + 1))
	echo "Line $i of a description that goes on and on and on."
done >>good.t/task.md
config 8000
exits 'a task of a long description is drafted' 0 hcc-plan good.t
exits 'and its prompt fits from the beginning' 0 hcc-exec good.t
unlike 'no prompt is made that is too long' 'and the context of' err
like 'the description is cut' 'squeezed: ' good.t/prompt/draft.txt
ok 'a prompt leaves a quarter of the context to its answer' \
    test "$(wc -c <good.t/prompt/draft.txt)" -lt 26000
exits 'hcc-context prints what fits' 0 hcc-context -r draft good.t
ok 'it leaves room for the step too' test "$(wc -c <out)" -lt 20000
finish
