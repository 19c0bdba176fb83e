# fake/brain_lib.sh: tasks of a second for the brain with a language model. Source
# it after lib.sh (and fake/lib.sh, for serve):
#
#	model good		# answers in good/, a task good.t that asks there
#	program 0.9 >good/improve
#	exits 'a run' 0 hcc run good.t
# shellcheck disable=SC2034,SC2154 # lib.sh and fake/lib.sh know these

unset HCC_LLM_URL HCC_LLM_RECORD HCC_LLM_REPLAY
XDG_STATE_HOME=$T/home/state HCC_WISDOM=$T/wisdom.db
export XDG_STATE_HOME HCC_WISDOM

# program SCORE: an answer with a program that reaches it.
program() {
	printf 'It copies the sample.\n```sh\n'
	printf 'cp input/sample_submission.csv submission.csv\n'
	printf 'echo metric: %s\n```\n' "$1"
}

# model NAME: the directory NAME of answers, good ones to begin with, and the
# task NAME.t in which they are asked for.
model() {
	small_task "$1.t"
	sed -i 's/^brain:.*/brain: llm/' "$1.t/task.md"
	echo 'return { slots = 1, asks = 1, ahead = 0, noise_runs = 0, audit = 0, tries = 2, shortest = 20,
	    longest = 20 }' >"$1.t/policy/exec.lua"
	echo 'return { m = 2, q = 1 }' >"$1.t/policy/plan.lua"
	echo 'return { retry = 0.1, max_retry = 0.5, max_failures = 2 }' \
	    >"$1.t/policy/watch.lua"
	mkdir "$1"
	echo 'Odd and even numbers are told apart.' >"$1/describe"
	program 0.5 >"$1/draft"
	program 0.6 >"$1/improve.1"
	program 0.7 >"$1/improve.2"
	program 0.4 >"$1/improve"
	program 0.55 >"$1/debug"
	cat >"$1/plan" <<-'E'
	{"directions": [
	{"title": "Trees", "why": "They may help.", "suggestions": [
	    {"title": "Boost it", "text": "Boost 17 trees of depth 3."}]},
	{"title": "Lines", "why": "They are cheap.", "suggestions": [
	    {"title": "Shrink it", "text": "Shrink by 0.25 on scaled columns."}]}
	]}
	E
	cat >"$1/judge" <<-'E'
	{"judgements": [{"verdict": "promising", "claim": "Boosting reached 0.6",
	    "evidence": ["01/1.1"]}], "rules": ["Boost."], "next": []}
	E
	printf 'REMARKS\nIt reached 0.7 [01/2.1].\nIt is fine.\n' >"$1/distil"
	HCC_LLM_COMMAND="$root/tests/fake/model/scripted $T/$1"
	export HCC_LLM_COMMAND
}

# answered NAME ROLE: how often the command was asked.
answered() {
	find "$1" -name "$2.*.asked" | wc -l | tr -d ' '
}

# serve NAME [LINE..]: the same answers from a server, behind these lines of
# its script.
serve() {
	name=$1
	shift
	{
		for line; do printf '%s\n' "$line" | jq -c .; done
		while read -r role when; do
			for k in .1 .2 ''; do
				[ -e "$name/$role$k" ] || continue
				jq -cn --rawfile text "$name/$role$k" \
				    --arg when "$when" --arg k "$k" '{match: $when,
				    answer: $text} + if $k == "" then {} else
				    {times: 1} end'
			done
		done <<-'R'
		describe # Your step: describe
		draft # Your step: a first working
		plan # Your step: the research plan
		improve # Your step: carry out
		debug # Your step: repair
		judge # Your step: judge
		distil # Your step: what this task taught
		R
	} >"$name/script"
	[ -z "${fake_pid-}" ] || kill "$fake_pid"
	# shellcheck disable=SC2034 # the functions of fake/lib.sh look there
	fake=$T/$name/server
	fake_start "$T/$name/script"
	unset HCC_LLM_COMMAND
	HCC_LLM_URL=$(url script)
	export HCC_LLM_URL HCC_LLM_KEY HCC_LLM_MODEL
}
