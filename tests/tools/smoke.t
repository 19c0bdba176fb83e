#!/bin/sh
# smoke.t: a program is tried out on a sample before a long run.
# shellcheck source=tests/lib.sh disable=SC2016

. "${0%/*}/../lib.sh"

# answer FILE LINE..: the answer of a model with this program.
answer() {
	file=$1
	shift
	{
		printf 'It writes the sample.\n```sh\n'
		printf '%s\n' "$@" 'cp input/sample_submission.csv submission.csv' \
		    'echo metric: 0.5' '```'
	} >"$file"
}
# task NAME [POLICY]: a task whose runs may take a minute, tried out for two
# seconds, and whose model answers what lies in NAME.m.
task() {
	small_task "$1"
	sed -i '/^brain:/d' "$1/task.md"
	echo "return { shortest = 60, longest = 60, noise_runs = 0, audit = 0,
	    asks = 1, smoke_time = 2, smoke_rows = 4, tries = 2, ${2-} }" \
	    >"$1/policy/exec.lua"
	mkdir -p "$1.m"
	HCC_LLM_COMMAND="$root/tests/fake/model/scripted $T/$1.m"
	HCC_LLM_MODEL='test'
	export HCC_LLM_COMMAND HCC_LLM_MODEL
	echo 'Odd and even.' >"$1.m/describe"
	mkdir "$1/plan"
	printf '## 1 a\n### 1.1 Draft\nDo it.\n' >"$1/plan/00.md"
}
smoke_of() {
	jq -c 'select(.ev == "smoke") | [.id, .status]' "$1/journal.jsonl" |
	    paste -sd' '
}
task t
answer t.m/draft 'echo "rows $(($(wc -l <input/train.csv) - 1))"' 'exit 3'
answer t.m/debug 'echo "smoke $HCC_SMOKE"' \
    'echo "rows $(($(wc -l <input/train.csv) - 1))"' \
    'echo "test $(($(wc -l <input/test.csv) - 1))"' 'echo x >keep/x'
exits 'a draft that fails at once is repaired' 0 hcc-exec -q t
is 'the first failed in its smoke run, the second did not' \
    '["00/1.1/1","failed"] ["00/1.1/2","ok"]' "$(smoke_of t)"
like 'the first saw a part of the rows' '^rows [4-6]$' t/l1/00/1.1/1/log
like 'the cause says where it failed' \
    'when it was tried out on a sample of the training rows: ' \
    t/l1/00/1.1/1/run.json
like 'the model is given the failure of the smoke run' \
    'when it was tried out' t.m/debug.1.asked
is 'the second ran on all rows then' 'smoke rows 10 test 4 metric: 0.5' \
    "$(paste -sd' ' t/l1/00/1.1/2/log | sed 's/smoke  /smoke /')"
is 'run.json has the time of the smoke run' true \
    "$(jq '.smoke_seconds > 0 and (has("smoke") | not)' \
    t/l1/00/1.1/2/run.json)"
is 'what the smoke run kept is not kept twice' 1 "$(find t/keep -type f |
    wc -l | tr -d ' ')"
ok 'the tree is sound' hcc-fsck -q t
answer t.m/improve 'echo "smoke $HCC_SMOKE"'
printf '## 1 a\n### 1.1 One\nIt.\n' >t/plan/01.md
exits 'a phase on a base of less than two smoke runs goes on' 0 hcc-exec -q t
is 'a short phase has no smoke run' \
    '["00/1.1/1","failed"] ["00/1.1/2","ok"]' "$(smoke_of t)"

task slow
answer slow.m/draft 'test -z "$HCC_SMOKE" || sleep 30'
exits 'what does not end in time is run all the same' 0 hcc-exec -q slow
is 'a smoke run that does not end is no failure' \
    '["00/1.1/1","timeout"]' "$(smoke_of slow)"
is 'the run after an endless smoke run counts' \
    '"ok"' "$(jq .status slow/l1/00/1.1/1/run.json)"

task long 'forecast = function(self, s) return 7 * (s.share < 1 and 100 or 0) end'
answer long.m/draft 'echo one'
answer long.m/debug 'echo two'
exits 'what cannot end within the limit is not begun' 2 hcc-exec -q long
like 'the cause says that the run was not begun' \
    'not begun: it would take about 700 s' \
    long/l1/00/1.1/1/run.json
is 'the journal has the forecast' 700 \
    "$(jq 'select(.ev == "smoke").forecast' long/journal.jsonl | head -1)"
task none 'smoke_time = 0'
answer none.m/draft 'echo one'
exits 'smoke_time = 0 runs at once' 0 hcc-exec -q none
is 'smoke_time = 0 makes no smoke run' '' "$(smoke_of none)"
finish
