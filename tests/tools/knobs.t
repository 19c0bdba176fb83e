#!/bin/sh
# Knobs that C asks for: what each changes (hcc-policy(5)). Those that the
# functions of policies use are in tests/unit/knobs.c.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# knob POLICY [LUA]: the task t has this policy; without LUA the shipped one.
knob() {
	rm -f t/policy/"$1".lua
	[ $# -eq 1 ] || echo "return { $2 }" >t/policy/"$1".lua
}

# context.lua: sizes of what a model reads.
small_task t
seq -f 'word%g is said of it' 4000 >>t/task.md
knob exec 'noise_runs = 0, audit = 0'
hcc-plan -q t | hcc-exec -q >/dev/null
awk 'BEGIN { srand(1); for (i = 0; i < 3000; i++) {
	s = "warning:"
	for (k = 0; k < 40; k++)
		s = s (k % 6 ? "" : " ") sprintf("%c", 97 + int(26 * rand()))
	print s } }' >t/l1/00/1.1/1/log
# size [PART]: tokens of the context, or of a part.
size() {
	hcc-context -l -r plan t |
	    awk -v p="${1-tokens}" '$2 == p && !n { n = $1 } END { print n + 0 }'
}
# between NAME LEAST MOST NUMBER
between() {
	if [ "$4" -ge "$2" ] && [ "$4" -le "$3" ]; then report 0 "$1"
	else is "$1" "$2 to $3" "$4"; fi
}
knob context 'budget = 9000, reserve_tokens = 0'
between 'budget = 9000 fills a context up to 9000 tokens' 8000 9000 "$(size)"
knob context 'budget = 9000, reserve_tokens = 3000'
between 'reserve_tokens = 3000 leaves them free' 5000 6000 "$(size)"
knob context 'budget = 9000'
between 'of a budget of 9000 at most half is left free' 3600 4500 "$(size)"
knob context
between 'a log has 2000 tokens at most' 1000 2000 "$(size log)"
knob context 'max_log_tokens = 300'
between 'max_log_tokens = 300 shortens a log' 100 400 "$(size log)"
knob context 'reads = { plan = { "plan", "task" } }'
is 'reads = plan, task is all that the role reads' 'task plan tokens' \
    "$(hcc-context -l -r plan t | awk '{ print $2 }' | xargs)"
knob context

# prefetch.lua
export HCC_WISDOM="$T/wisdom.db"
for i in one two three; do
	jq -cn --arg i $i '{task: $i, text: $i, metric: "accuracy",
	    descriptor: ("A tabular task of \($i) columns, by accuracy.")}'
done | hcc-wisdom import
# fetched: the entries that the task is shown.
fetched() {
	rm -rf p
	small_task p
	rm p/policy/exec.lua
	[ $# -eq 0 ] || echo "return { $1 }" >p/policy/prefetch.lua
	echo 'A tabular task of one column, by accuracy.' >p/descriptor.txt
	hcc-prefetch p | jq .matches
}
is 'all entries above delta are fetched' 3 "$(fetched)"
is 'max_matches = 1 fetches the nearest' 1 "$(fetched 'max_matches = 1')"
is 'max_matches = 0 sets no bound' 3 "$(fetched 'max_matches = 0')"
is 'delta = 1 fetches nothing' 0 "$(fetched 'delta = 1')"
is 'tokens = 0 leaves no room for an entry' 0 "$(fetched 'tokens = 0')"

# exec.lua: what is run besides the suggestion.
# runs KNOBS..: the ids of the runs of a draft.
runs() {
	rm -rf r
	small_task r 'budget: {time: 1h}'
	echo "return { $1 }" >r/policy/exec.lua
	hcc-plan -q r | hcc-exec -q >/dev/null
	(cd r/l1/00 && ls -d 1.1/[0-9]* 1.1/audit* 1.1/seed* 2>/dev/null |
	    xargs)
}
is 'noise_runs = 2 runs an adopted solution twice more' \
    '1.1/1 1.1/seed-1 1.1/seed-2' "$(runs 'audit = 0, noise_runs = 2')"
is 'noise_runs = 0 measures no noise' '1.1/1' \
    "$(runs 'audit = 0, noise_runs = 0')"
is 'noise_share = 0 leaves no time for these runs' '1.1/1' \
    "$(runs 'audit = 0, noise_runs = 2, noise_share = 0')"
is 'an audit runs an adopted solution once more' '1.1/1 1.1/audit' \
    "$(runs 'noise_runs = 0')"
is 'audit = 0 makes no audit' '1.1/1' "$(runs 'noise_runs = 0, audit = 0')"
is 'audit_share and suspect_share = 0 leave no time for it' '1.1/1' \
    "$(runs 'noise_runs = 0, audit_share = 0, suspect_share = 0')"

# plan.lua: how many drafts may fail.
for drafts in 1 2; do
	small_task "d$drafts"
	{
		sed '/^return brain/d' "$root/tests/fake/brain.lua"
		echo 'function brain.draft() return { code = "exit 3" } end'
		echo 'return brain'
	} >bad.lua
	sed -i "s|^brain:.*|brain: $T/bad.lua|" "d$drafts/task.md"
	echo "return { max_drafts = $drafts }" >"d$drafts/policy/plan.lua"
	exits "a task of which no draft works ends with 2, max_drafts = $drafts" \
	    2 hcc run -q "d$drafts"
	is "max_drafts = $drafts gives a task up after so many drafts" "$drafts" \
	    "$(find "d$drafts/l1/00" -name result.json | wc -l)"
done

# watch.lua: for how long hcc-watch sleeps, in milliseconds. The lock of the
# task is held, so that its step is to be tried again.
# sleeps NAME KNOBS REGEX
sleeps() {
	small_task w
	echo "return { $2 }" >w/policy/watch.lua
	flock w/lock strace -qq -e trace=poll -o polls \
	    sh -c 'echo $$ >pid; exec hcc-watch w' 2>/dev/null &
	ok "$1" wait_for grep -Eq "3, $3" polls
	kill "$(cat pid)"
	wait $!
	rm -rf w polls
}
sleeps 'timer = 7 looks at a task after 7 s' 'timer = 7' '([56]...|7000)\b'
sleeps 'retry = 40 tries a step again after 40 s' 'retry = 40' '(3....|40000)\b'
sleeps 'max_retry = 20 bounds that' 'retry = 40, max_retry = 20' \
    '(1....|20000)\b'
finish
