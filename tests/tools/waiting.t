#!/bin/sh
# waiting.t: who waits for a model holds no slot, and is asked ahead.
# shellcheck source=tests/lib.sh disable=SC2016

. "${0%/*}/../lib.sh"

cat >model.sh <<'SH'
#!/bin/sh
# The answers to improvements come when $WANT were asked for.
cat >"$ASKS.prompt.$$"
if grep -q '^# Your step: carry out' "$ASKS.prompt.$$"; then
	: >"$ASKS/$$"
	tries=0
	until [ "$(find "$ASKS" -type f | wc -l)" -ge "$WANT" ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || { : >"$ASKS.alone"; break; }
		sleep 0.1
	done
fi
echo 'It writes the sample.

```sh
cp input/sample_submission.csv submission.csv
sleep 0.2'
echo "echo metric: 0.$((5 + $(find "$ASKS" -type f | wc -l)))"
echo '```'
SH
chmod +x model.sh
HCC_LLM_COMMAND="$T/model.sh" HCC_LLM_MODEL=test ASKS="$T/asks"
export HCC_LLM_COMMAND HCC_LLM_MODEL ASKS WANT

# phase_of TASK POLICY PLAN: a task whose phase 01 is open, with this plan.
phase_of() {
	rm -rf asks asks.*
	mkdir asks
	small_task "$1"
	sed -i '/^brain:/d' "$1/task.md"
	echo "return { slots = 1, noise_runs = 0, audit = 0, $2 }" \
	    >"$1/policy/exec.lua"
	mkdir "$1/plan"
	printf '## 1 a\n### 1.1 One\nDo it.\n' >"$1/plan/00.md"
	printf '%b' "$3" >"$1/plan/01.md"
	WANT=1
	hcc-exec -q "$1" >out 2>err
}
directions='## 1 a\n### 1.1 One\nA.\n## 2 b\n### 2.1 Two\nB.\n'
directions="$directions"'## 3 c\n### 3.1 Three\nC.\n'
phase_of w '' "$directions"
WANT=3
exits 'a phase of three directions runs in one slot' 0 hcc-exec -q w
ok 'all three are asked for at the same time' test ! -e asks.alone
is 'runs of three directions take turns' true \
    "$(jq -s 'map([.start, .["end"]]) | sort | [.[:-1], .[1:]] |
	transpose | map(.[0][1] <= .[1][0]) | all' w/l1/01/*/1/run.json)"

phase_of one 'asks = 1' "$directions"
WANT=1
cp model.sh several.sh
{
	echo '#!/bin/sh'
	echo 'ls "$ASKS.at".* >/dev/null 2>&1 && : >"$ASKS.two"'
	echo ': >"$ASKS.at.$$"; trap "rm $ASKS.at.$$" EXIT'
	echo 'sleep 0.2; ./several.sh'
} >model.sh
sed -i "s|\./several|$T/several|" model.sh
exits 'a phase with asks = 1 runs' 0 hcc-exec -q one
ok 'asks = 1 asks for one direction at a time' test ! -e asks.two

mv several.sh model.sh
phase_of ahead '' '## 1 a\n### 1.1 One\nA.\n### 1.2 Two\nB.\n'
WANT=2
exits 'a direction of two suggestions runs' 0 hcc-exec -q ahead
ok 'the second program is asked for before the first has run' \
    test ! -e asks.alone
is 'both are built on what was there' '"00/1.1" "00/1.1"' \
    "$(jq -c .built_on.id ahead/l1/01/*/1/run.json | paste -sd' ')"
phase_of behind 'ahead = 0' '## 1 a\n### 1.1 One\nA.\n### 1.2 Two\nB.\n'
WANT=1
exits 'suggestions with ahead = 0 run in order' 0 hcc-exec -q behind
is 'the second is built on the first' '"00/1.1" "01/1.1"' \
    "$(jq -c .built_on.id behind/l1/01/*/1/run.json | paste -sd' ')"
finish
