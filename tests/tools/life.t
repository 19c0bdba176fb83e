#!/bin/sh
# The life of wisdom: shown, compared with a direction that did without,
# counted once, confirmed or demoted, superseded.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export HCC_WISDOM="$T/wisdom.db"
descriptor='A tabular classification task scored by accuracy.'

# A brain that plans better, or worse, when it has wisdom, and says which. Its
# answers are not the same for all rows.
sed -e "s|1s/.*/id,y/|&; 2s/\$/1/|" \
    -e 's/local score = 0.5 +/local w\
			for _, x in ipairs(s.wisdom) do\
				w = x.text:match("^aim") and x or w\
			end\
			local score = (w and w.text:match("[0-9.]+") or 0.5) +/' \
    -e 's/text = "score " .. score,/text = "score " .. score\
				    .. (w and "\\nFrom: " .. w.id or ""),/' \
    -e 's/^function brain.improve(s, suggestion)/&\
	suggestion.text = suggestion.text .. " knows " .. #s.wisdom/' \
    -e 's/ .. "# " .. seed/ .. "#" .. (text:match(" knows .*") or "")/' \
    "$root/tests/fake/brain.lua" >brain.lua
# struck INJECTION COMMAND..: the leak checker does not work under strace.
struck() {
	inject=$1
	shift
	ASAN_OPTIONS=detect_leaks=0 strace -f --seccomp-bpf -qq -o /dev/null \
	    -e "inject=$inject" "$@"
}
# prepare NAME: a task for that brain. told NAME: with wisdom and a draft.
prepare() {
	small_task "$1"
	sed -i "s|^brain: .*|brain: $T/brain.lua|; s/^id: .*/id: $1/" \
	    "$1/task.md"
	echo "$descriptor" >"$1/descriptor.txt"
	echo 'return { m = 2, q = 1 }' >"$1/policy/plan.lua"
}
told() {
	prepare "$1"
	hcc-prefetch "$1" >/dev/null
	hcc-plan "$1" | hcc-exec >/dev/null
}
# wisdom TASK TEXT [MORE]: import an entry; prints its id.
wisdom() {
	jq -cn --arg t "$1" --arg x "$2" --arg d "$descriptor" \
	    '{task: $t, text: $x, descriptor: $d, metric: "accuracy",
	    goal: "maximize"}'" + {${3-}}" | hcc-wisdom import
	hcc-wisdom list | jq -r --arg t "$1" 'select(.task == $t).id'
}
# end TASK: ends it; prints the id of what it taught.
end() { hcc-promote -t "$1" | jq -r 'select(.kind == "wisdom").id'; }
# finished TASK: the same; what it taught is out of the way.
finished() { hcc-wisdom demote "$(end "$1")"; }
# of ID FILTER
of() { hcc-wisdom show -j "$1" | jq -r "$2"; }

good=$(wisdom good 'aim 0.8')
told one
is 'hcc-prefetch records which entries a task is shown' "one null $T/one" \
    "$(of "$good" '.uses[] | "\(.task) \(.ended_at) \(.place)"')"
is 'a use is not counted before the task ends' 0 "$(of "$good" .trials)"
hcc-prefetch one >/dev/null 2>&1
is 'a second hcc-prefetch records no second use' 1 "$(of "$good" '.uses | length')"
exits 'hcc-plan plans a task with wisdom' 0 hcc-plan one
is 'one direction of the plan is a control' 'null true' \
    "$(jq -r '.control' out | xargs)"
like 'the plan marks the control direction' '^Control: planned without wisdom$' one/plan/01.md
is 'an informed suggestion cites the entry that it uses' 1 \
    "$(grep -c "^From: $(echo "$good" | cut -c1-16)" one/plan/01.md)"
hcc-exec one >/dev/null
like 'programs of an informed direction are given the wisdom' 'knows 1' one/l1/01/1.1/1/solution.sh
like 'programs of the control direction are not given the wisdom' 'knows 0' one/l1/01/2.1/1/solution.sh
hcc-promote one >/dev/null
cp -r one kept
cp wisdom.db kept.db
new=$(end one)
is 'a better informed direction is a win' 'win true 1 1 0.8111' "$(of "$good" '.uses[] |
    "\(.outcome) \(.control) \(.rank) \(.attempts) \(.score)"')"
ok 'a use has the seconds until a valid score' jq -e '.uses[0].seconds >= 0' \
    <<E
$(hcc-wisdom show -j "$good")
E
is 'a win is counted in the entry' '1 1 0 provisional' \
    "$(of "$good" '"\(.trials) \(.wins) \(.harms) \(.status)"')"
hcc-wisdom show "$good" >shown
like 'hcc-wisdom show prints the outcome of a use' 'one .*: win against a control; a valid score' shown
exits 'a task cannot be ended twice' 1 hcc-promote -t one
is 'a win is counted once' 1 "$(of "$good" .trials)"
hcc-wisdom demote "$new"

# Killed anywhere at its end, a task counts once.
for call in pwrite64 fdatasync fsync renameat write; do
	for when in 1 2 4 8; do
		rm -rf one wisdom.db*
		cp -r kept one
		cp kept.db wisdom.db
		struck "$call:signal=KILL:when=$when" \
		    hcc-promote -t one >/dev/null 2>&1
		hcc-promote -t one >/dev/null 2>&1
		is "a task whose end was killed at $call $when is counted once" '1 1 win' \
		    "$(of "$good" '"\(.trials) \(.wins) \(.uses[].outcome)"')"
	done
done
hcc-wisdom list | jq -c 'select(.origin == "local")' | hcc-wisdom demote

# The second win confirms it; the rule is in promote.lua.
told two
hcc-plan two | hcc-exec >/dev/null
new=$(end two)
is 'a second win confirms an entry' '2 2 confirmed rule' "$(of "$good" \
    '"\(.trials) \(.wins) \(.status) \(.history[-1].by)"')"
hcc-wisdom demote "$new"
told proved
is 'a confirmed entry needs no control' 0 \
    "$(hcc-plan proved | grep -c control)"
finished proved
is 'a use without a control is neutral' neutral \
    "$(of "$good" '.uses[] | select(.task == "proved").outcome')"
hcc-wisdom demote "$good"

# Harm: twice is enough.
bad=$(wisdom bad 'aim 0.2')
idle=$(wisdom idle 'nothing of use')
for t in three four; do
	told $t
	hcc-plan $t | hcc-exec >/dev/null
	finished $t
done
is 'harm in two tasks demotes an entry' '2 0 2 demoted' \
    "$(of "$bad" '"\(.trials) \(.wins) \(.harms) \(.status)"')"
is 'an entry that no suggestion cites gets no harm' '2 0 0 provisional' \
    "$(of "$idle" '"\(.trials) \(.wins) \(.harms) \(.status)"')"
hcc-wisdom demote "$idle"

# A person's word holds.
loved=$(wisdom loved 'aim 0.2 and yet')
hcc-wisdom confirm "$loved"
for t in five six; do
	told $t
	echo 'return { m = 2, q = 1, control = function() return true end }' \
	    >$t/policy/plan.lua
	hcc-plan $t | hcc-exec >/dev/null
	finished $t
done
is 'a rule does not override the decision of a person' '2 confirmed' \
    "$(of "$loved" '"\(.harms) \(.status)"')"
hcc-wisdom demote "$loved"

# A difference that may be chance, where no noise was measured.
close=$(wisdom close 'aim 0.503')
told ten
hcc-plan ten | hcc-exec >/dev/null
cp -r ten kept.ten
cp wisdom.db kept.db
finished ten
is 'a difference below a hundredth is neutral' 'neutral true 0.5141' \
    "$(of "$close" '.uses[] | "\(.outcome) \(.control) \(.score)"')"
rm -rf ten wisdom.db*
mv kept.ten ten
mv kept.db wisdom.db
echo 'return { unknown_noise = 0 }' >ten/policy/promote.lua
finished ten
is 'with unknown_noise = 0 the same difference is a win' win \
    "$(of "$close" '.uses[].outcome')"
hcc-wisdom demote "$close"

# An answer that is the same for all rows is no win, whatever it scores.
sed "s|; 2s/\$/1/||" brain.lua >flat.lua
flat=$(wisdom flat 'aim 0.8')
prepare even
sed -i "s|brain.lua|flat.lua|" even/task.md
hcc-prefetch even >/dev/null
hcc-plan even | hcc-exec >/dev/null
hcc-plan even | hcc-exec >/dev/null
finished even
is 'an answer that is the same for all rows is no win' 'neutral true' \
    "$(of "$flat" '.uses[] | "\(.outcome) \(.control)"')"
hcc-wisdom demote "$flat"

# Wisdom that changes nothing: no direction is wasted on a control.
same=$(wisdom same 'aim 0.5')
told seven
hcc-plan seven >out
is 'without a difference both directions are informed' '2 0' \
    "$(wc -l <out) $(grep -c control out)"
sed '2,$d' out | hcc-exec >/dev/null
finished seven
is 'a use without a control direction is neutral' 'neutral false' \
    "$(of "$same" '.uses[] | "\(.outcome) \(.control)"')"
hcc-wisdom demote "$same"

# A base that cannot be written costs a task nothing.
late=$(wisdom late 'aim 0.7')
prepare eight
exits 'hcc-prefetch succeeds when the base is on a full disk' 0 struck pwrite64:error=ENOSPC hcc-prefetch eight
like 'a use that cannot be recorded is a warning' 'could not record' err
exits 'hcc-wisdom confirm exits with 74 when the disk is full' 74 struck pwrite64:error=ENOSPC \
    hcc-wisdom confirm "$late"
like 'hcc-wisdom confirm says that the disk is full' 'the disk is full' err
like 'a task gets its wisdom when the use cannot be recorded' '^aim 0\.7$' eight/prefetch.md
is 'a use that could not be recorded is not in the base' 0 "$(of "$late" '.uses | length')"
hcc-plan eight | hcc-exec >/dev/null
hcc-plan eight | hcc-exec >/dev/null
finished eight
is 'a use that could not be recorded is recorded at the end' '1 1' "$(of "$late" '"\(.trials) \(.uses | length)"')"
told nine
sed -i '/^## /,$d' nine/prefetch.md
hcc-promote -t nine >/dev/null
is 'an entry that was removed from prefetch.md gets no credit' 1 "$(of "$late" .trials)"
hcc-wisdom demote "$late"

# Tasks that end at the same time are all counted.
crowd=$(wisdom crowd 'aim 0.9')
for t in c1 c2 c3 c4; do told $t; done
for t in c1 c2 c3 c4; do hcc-promote -t $t >/dev/null & done
wait
is 'four tasks that end at once are all counted' '4 4' "$(of "$crowd" '"\(.trials) \(.uses | length)"')"
hcc-wisdom list | jq -c 'select(.task | test("^c"))' | hcc-wisdom demote

# Nearly the same: the newer one stands, with the provenance of both.
small_task p
echo "$descriptor" >p/descriptor.txt
echo 'return { m = 1, q = 1 }' >p/policy/plan.lua
cp -r p p2
cp -r p p3
# step TASK SCORE: a task that ends with this score.
step() {
	hcc-plan "$1" >/dev/null
	hcc-exec "$1" >/dev/null
	hcc-plan "$1" >/dev/null
	sed -i "s/^score .*/score $2/" "$1/plan/01.md"
	hcc-exec "$1" >/dev/null
	end "$1"
}
first=$(step p 0.6)
second=$(step p2 0.7)
is 'a newer near-duplicate supersedes the older entry' "superseded $second" \
    "$(of "$first" '"\(.status) \(.superseded_by)"')"
is 'a supersession is made by the end of a task' task "$(of "$first" '.history[-1].by')"
worse=$(step p3 0.65)
is 'a worse near-duplicate of the same task is superseded' "superseded $second" \
    "$(of "$worse" '"\(.status) \(.superseded_by)"')"
is 'the better of two near-duplicates is kept' provisional "$(of "$second" .status)"
is 'hcc-prefetch finds one of three near-duplicates' "$second" \
    "$(hcc-prefetch -q "$descriptor" | jq -r 'select(.task == "small").id')"
exits 'hcc-wisdom export prints superseded entries' 0 hcc-wisdom export
cp out exported
hcc-wisdom -f copy.db import exported
tac exported | hcc-wisdom -f copy.db import
hcc-wisdom -f copy.db export >again
ok 'a base with superseded entries survives export and import' cmp exported again

# Forgetting: nothing is left of it, wherever a kill strikes.
canary='Xylophonequagga'
secret=$(wisdom secret "aim 0.3 $canary")
told mine
like 'prefetch.md contains the entry to forget' $canary mine/prefetch.md
sections=$(grep -c '^## ' mine/prefetch.md)
is 'an entry whose provenance cites another one is imported' 0 "$(jq -cn --arg s "$secret" '{task: "child",
    text: "after", descriptor: "something else", provenance:
    [{task: "child", after: [$s]}]}' | hcc-wisdom import; echo $?)"
traces() { grep -aFlr "$canary" wisdom.db* mine home 2>/dev/null | xargs; }
is 'the entry to forget is in the base and in prefetch.md' 'wisdom.db mine/prefetch.md' "$(traces)"
cp wisdom.db kept.db
rm -rf kept
cp -r mine kept
exits 'hcc-wisdom forget -n succeeds for an entry that a task was shown' 0 hcc-wisdom forget -n "$secret"
is 'hcc-wisdom forget -n names the files that would change' "secret $T/mine/prefetch.md false" \
    "$(jq -r '"\(.task) \(.files[0]) \(.done)"' out)"
exits 'hcc-wisdom forget succeeds for an entry that a task was shown' 0 hcc-wisdom forget "$secret"
is 'hcc-wisdom forget names the files that changed' "secret $T/mine/prefetch.md true" \
    "$(jq -r '"\(.task) \(.files[0]) \(.done)"' out)"
is 'no file contains a forgotten entry' '' "$(traces)"
is 'other entries stay in prefetch.md' "$((sections - 1))" \
    "$(grep -c '^## ' mine/prefetch.md)"
like 'the front matter of prefetch.md has the new count' "^matches: $((sections - 1))\$" mine/prefetch.md
hcc-plan mine >/dev/null
is 'hcc-wisdom forget is not recorded as an edit of a person' 0 "$(grep -c '"ev":"edit"' mine/journal.jsonl)"
is 'no entry cites a forgotten id' 0 "$(hcc-wisdom export | grep -c "$secret")"
exits 'hcc-wisdom forget succeeds for a forgotten id' 0 hcc-wisdom forget "$secret"
is 'hcc-wisdom forget prints nothing for a forgotten id' '' "$(cat out)"
wisdom secret "aim 0.3 $canary" >/dev/null
is 'an import does not restore an entry that a task was shown' '' "$(traces)"

early=0
for call in pwrite64 fdatasync ftruncate renameat rename fsync unlink write; do
	for when in 1 2 4 7; do
		rm -rf mine wisdom.db*
		cp -r kept mine
		cp kept.db wisdom.db
		struck "$call:signal=KILL:when=$when" \
		    hcc-wisdom forget "$secret" >/dev/null 2>&1
		[ -z "$(traces)" ] || early=$((early + 1))
		hcc-wisdom forget "$secret" >/dev/null 2>err
		is "hcc-wisdom forget completes after a kill at $call $when" '' \
		    "$(traces; cat err)"
	done
done

ok 'most kills interrupt hcc-wisdom forget' test $early -gt 10

# A task where somebody works, one that is gone.
rm -rf mine wisdom.db*
cp -r kept mine
cp kept.db wisdom.db
(
	flock 9
	exits 'hcc-wisdom forget exits with 75 when a task is locked' 75 hcc-wisdom forget "$secret"
	is 'hcc-wisdom forget lists the file of the locked task' "$T/mine/prefetch.md" "$(jq -r '.left[]' out)"
	echo "$n" >n
) 9>mine/lock
n=$(cat n)
like 'the message about a locked task names the remedy' 'forget it again later' err
is 'the locked task still has the entry' mine/prefetch.md "$(traces)"
exits 'hcc-wisdom forget succeeds when the task is unlocked' 0 hcc-wisdom forget "$secret"
is 'the unlocked task has lost the entry' '' "$(traces)"
is 'hcc-wisdom forget lists the file of the unlocked task' "$T/mine/prefetch.md" "$(jq -r '.files[]' out)"
rm -rf mine wisdom.db*
cp kept.db wisdom.db
exits 'hcc-wisdom forget succeeds when a task is absent' 0 hcc-wisdom forget "$secret"
like 'hcc-wisdom forget reports a task that is absent' "mine' no longer exists" err

# Which entries: of a task, of a time, near a text; and together.
day() {
	jq -cn --arg t "$1" --arg d "$2" --arg x "$3" '{task: $t, text: "t",
	    created: "\($d)T12:00:00Z", descriptor: $x}'
}
{
	day ants 2026-01-01 'Photographs of ants, which species? Accuracy.'
	day ants 2026-02-01 'Photographs of more ants, by species. Accuracy.'
	day bees 2026-03-01 'House prices from tables, RMSE.'
} | hcc-wisdom -f some.db import
would() { hcc-wisdom -f some.db forget -n "$@" | jq -r .created | cut -c6,7 |
    xargs; }
# 2026-01-01: the sixth and seventh characters are the month.
is 'hcc-wisdom forget -t selects the entries of a task' '02 01' "$(would -t ants)"
is 'hcc-wisdom forget -b selects entries before a day' '02 01' "$(would -b 2026-03-01)"
is 'hcc-wisdom forget -e selects entries from a day on' '03 02' "$(would -e 2026-02-01)"
is 'hcc-wisdom forget -e -b selects entries between two days' '02' "$(would -e 2026-02-01 -b 2026-03-01)"
is 'hcc-wisdom forget -m selects entries that match a text' '01 02' "$(would -m 'Photographs of ants' | xargs -n1 |
    sort | xargs)"
is 'hcc-wisdom forget -m -e combines both conditions' '02' "$(would -m 'Photographs of ants' -e 2026-01-15)"
hcc-wisdom -f some.db list | jq -c 'select(.created < "2026-01-15")' |
    hcc-wisdom -f some.db demote
is 'hcc-wisdom forget -m selects demoted entries too' '01 02' "$(would -m 'Photographs of ants' |
    xargs -n1 | sort | xargs)"
exits 'hcc-wisdom forget exits with 1 when no entry is selected' 1 hcc-wisdom -f some.db forget -t wasps
exits 'hcc-wisdom forget refuses ids together with conditions' 64 hcc-wisdom -f some.db forget -t ants abcdef
exits 'hcc-wisdom forget -t forgets all entries of a task' 0 hcc-wisdom -f some.db forget -t ants
is 'entries of other tasks stay in the base' bees "$(hcc-wisdom -f some.db list | jq -r .task)"

# Contradictions between tasks that are alike.
# said TASK DESCRIPTOR [VERDICT CLAIM]..: an entry with these claims.
said() {
	task=$1 what=$2 list='[]'
	shift 2
	while [ $# -gt 0 ]; do
		list=$(echo "$list" | jq -c --arg v "$1" --arg c "$2" \
		    '. + [{verdict: $v, claim: $c, evidence: ["01/1.1"]}]')
		shift 2
	done
	jq -cn --arg t "$task" --arg d "$what" --argjson e "$list" \
	    '{task: $t, text: "as it was", descriptor: $d, evidence: $e}' |
	    hcc-wisdom -f odd.db import
}
ants='Photographs of ants, which species? Image classification, accuracy.'
than='of the solution it was built on'
said ants "$ants" promising "Random forest reached 0.7, better than the 0.6 $than" \
    'dead end' "Extra trees reached 0.5, no better than the 0.6 $than" \
    inconclusive "Ridge reached 0.6, no better than the 0.6 $than"
exits 'an entry does not contradict itself' 1 hcc-wisdom -f odd.db conflicts
like 'hcc-wisdom conflicts says that there are none' 'no entry contradicts' err
said bees "Photographs of bees, $ants" \
    'dead end' "Random forest reached 0.2, no better than the 0.4 $than" \
    promising "Support vector machine reached 0.5, better than the 0.4 $than" \
    'dead end' "Extra trees reached 0.1, no better than the 0.4 $than" \
    promising "Ridge reached 0.6, better than the 0.4 $than"
said far 'House prices from tables, regression, RMSE.' \
    'dead end' "Support vector machine reached 9, no better than the 4 $than"
exits 'hcc-wisdom conflicts finds a contradiction' 0 hcc-wisdom -f odd.db conflicts
is 'a conflict has two verdicts about the same model' 'ants bees Random Random' "$(jq -r '
    "\(.promising.task) \(.dead_end.task) \(.promising.claim[:6])" +
    " \(.dead_end.claim[:6])"' out)"
is 'a conflict is a record with the similarity of the tasks' 'conflict true' \
    "$(jq -r '"\(.kind) \(.similarity > 0.5)"' out)"
said wasps "Photographs of wasps, $ants" \
    'dead end' "Random forest reached 0.3, no better than the 0.4 $than" \
    promising "Random forest reached 0.6, better than the 0.4 $than"
is 'an entry that says both of a model contradicts none' 'ants bees' \
    "$(hcc-wisdom -f odd.db conflicts |
    jq -r '"\(.promising.task) \(.dead_end.task)"')"
hcc-wisdom -f odd.db list | jq -c 'select(.task == "bees")' |
    hcc-wisdom -f odd.db demote
exits 'hcc-wisdom conflicts ignores demoted entries' 1 hcc-wisdom -f odd.db conflicts
exits 'hcc-wisdom conflicts takes no operands' 64 hcc-wisdom -f odd.db conflicts x

# A policy that returns nonsense is named, and the task can end later.
small_task q
echo 'return { resolve_duplicate = function() return "both" end }' >q/policy/promote.lua
echo "$descriptor" >q/descriptor.txt
echo 'return { m = 1, q = 1 }' >q/policy/plan.lua
hcc-plan q | hcc-exec >/dev/null
exits 'hcc-promote exits with 78 when resolve_duplicate returns another word' 78 hcc-promote -t q
like 'hcc-promote names the wrong function of promote.lua' 'promote.lua: resolve_duplicate' err
ok 'a task with a wrong promote.lua is not ended' test ! -e q/done.json
rm q/policy/promote.lua
exits 'the task ends when promote.lua is corrected' 0 hcc-promote -t q
finish
