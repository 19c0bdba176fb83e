#!/bin/sh
# view.t: what a brain and a policy are told of a task (hcc-brain(5),
# hcc-policy(5)).
# shellcheck source=tests/lib.sh disable=SC2016 # of other languages
. "${0%/*}/../lib.sh"

export HCC_WISDOM="$T/wisdom.db"

# A brain whose plans say what it was told, as JSON; its programs answer 1.
sed -e 's|/" .. score .. "/|/1/|' -e 's/^function brain.plan(s)/&\
	local told = hcc.json_encode(s):gsub("\`", "")\
	if s.phase > 0 then\
		return { directions = { { title = "Way", why = "w",\
			suggestions = { { title = "Told " .. s.phase,\
			text = "score 0.7\\n\\n\`\`\`json\\n" .. told\
			.. "\\n\`\`\`" } } } } }\
	end/' "$root/tests/fake/brain.lua" >brain.lua
# told PHASE FILTER: what it was told for the first plan of a phase.
told() {
	sed -n '/^```json$/,/^```$/{/^```/!p;}' "t/plan/$1.md" |
	    jq -nc "input | $2"
}

i=0
{
	echo id,x,kind,y
	while [ $i -lt 40 ]; do
		echo "$i,$((i * 7 % 40)).5,$((i % 3))a,$((i % 2))"
		i=$((i + 1))
	done
} >train.csv
{
	echo id,x,kind
	while [ $i -lt 50 ]; do
		echo "$i,$((i * 7 % 40)).5,$((i % 3))a"
		i=$((i + 1))
	done
} >test.csv
mkdir data
cp train.csv test.csv data
{
	echo id,y
	seq 40 49 | sed 's/$/,0/'
} >data/sample_submission.csv
echo 'Tell odd from even. Scored by accuracy.' >text.md
hcc-init -q -d text.md -m accuracy -b 1h data t >/dev/null
sed -i "s|^id: .*|&\nbrain: $T/brain.lua|; s/^language: .*/language: shell/" \
    t/task.md
mkdir t/policy
echo 'return { m = 3, q = 2 }' >t/policy/plan.lua
echo 'return { audit = 0, noise_runs = 0, slots = 2 }' >t/policy/exec.lua
echo 'A tabular classification task scored by accuracy.' >t/descriptor.txt
jq -cn '{task: "other", text: "It worked.", tags: ["odd", "even"],
    descriptor: "A tabular classification task scored by accuracy."}' |
    hcc-wisdom import -q
hcc-prefetch -q t >/dev/null
hcc-plan -q t | hcc-exec -q >/dev/null
exits 'a brain plans' 0 hcc-plan -q t

is 'a brain is told the task' '"accuracy" "maximize" "Tell odd from even."' \
    "$(told 01 '.task.metric, .task.goal,
    (.task.description | match("Tell[^.]*.").string)' | xargs -d '\n')"
is 'a brain is told what is known of the metric' '["accuracy","maximize",0,1]' \
    "$(told 01 '.metric | [.name, .goal, .low, .high]')"
is 'a brain is told the preview' '[40,10,2,["y"],"id"]' "$(told 01 '.preview |
    [.rows_train, .rows_test, .classes, ([.target] | flatten), .id]')"
is 'a brain is told each column' '["x","number"],["kind","category"]' \
    "$(told 01 '.preview.columns[] | [.name, .type]' | grep -v '"id"\|"y"' |
    paste -sd,)"
is 'a brain is told the text of the preview, without its front matter' '[true,false]' \
    "$(told 01 '.preview_text | [test("train.csv"), test("rows_train:")]')"
is 'a brain is told the wisdom' \
    '["other","provisional","imported",["even","odd"],"It worked.\n"]' \
    "$(told 01 '.wisdom[0] | [.task, .status, .origin, .tags, .text]')"
is 'a brain is told phase, directions, suggestions, budget' '[1,3,2,3600,true]' \
    "$(told 01 '[.phase, .m, .q, .time_total, .time_left < 3600]')"
is 'a brain is told the base and the draft' '["00/1.1",0.5,"00/1.1",true]' \
    "$(told 01 '[.base.id, .base.score, .draft.id,
    (.base.code | test("metric: 0.5"))]')"
is 'a brain is told results and plans' '[["00/1.1","ok",0.5]],[0],[]' \
    "$(told 01 '[.results[] | [.id, .status, .score]],
    [.plans[].phase], .notes' | paste -sd,)"
hcc-exec -q t >/dev/null
hcc-promote -q t >/dev/null
hcc-plan -q t >/dev/null
is 'a promoted phase is a note, not results; they tell what changed' \
    '[["00/1.1"],[[1,"01/1.1",0.7,0.2]]]' "$(told 02 '[[.results[].id],
    [.notes[] | [.phase, (.results[0] | .id, .score, .change)]]]')"
is 'a judgement comes with its state and evidence' '["01/1.1","verified"]' \
    "$(told 02 '.notes[0].judgements[0] | [.evidence[0], .state]')"

# The limit of a run: the policy is told how many of them share the time.
small_task u 'budget: {time: 1h}'
echo 'return { m = 3, q = 2 }' >u/policy/plan.lua
cat >u/policy/exec.lua <<'E'
return { audit = 0, noise_runs = 0, slots = 2,
	limit = function(_, s) return 100 * s.rounds + s.phase end }
E
sed 's/"echo metric: " .. score/"echo limit $HCC_TIME_LIMIT\\n" .. &/' \
    "$root/tests/fake/brain.lua" >limit.lua
sed -i "s|^brain: .*|brain: $T/limit.lua|" u/task.md
hcc-plan -q u | hcc-exec -q >/dev/null
hcc-plan -q u | hcc-exec -q >/dev/null
is 'one run has one round, six runs in two slots have three' \
    'limit 100 limit 301' "$(cat u/l1/0[01]/*/1/log | grep '^limit' | sort -u |
    xargs)"
finish
