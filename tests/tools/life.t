#!/bin/sh
# The life of wisdom: shown, compared with a direction that did without,
# counted once, confirmed or demoted, superseded.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export HCC_WISDOM="$T/wisdom.db"
descriptor='A tabular classification task scored by accuracy.'

# A brain that plans better, or worse, when it has wisdom, and says which.
sed -e 's/local score = 0.5 +/local w\
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
	ASAN_OPTIONS=detect_leaks=0 strace -qq -f -o /dev/null \
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
is 'what is shown is noted' "one null $T/one" \
    "$(of "$good" '.uses[] | "\(.task) \(.ended_at) \(.place)"')"
is 'and not counted yet' 0 "$(of "$good" .trials)"
hcc-prefetch one >/dev/null 2>&1
is 'nor noted twice' 1 "$(of "$good" '.uses | length')"
exits 'a plan' 0 hcc-plan one
is 'one direction does without' 'null true' \
    "$(jq -r '.control' out | xargs)"
like 'which the plan says' '^Control: planned without wisdom$' one/plan/01.md
is 'an informed suggestion names what it took up' 1 \
    "$(grep -c "^From: $(echo "$good" | cut -c1-16)" one/plan/01.md)"
hcc-exec one >/dev/null
like 'its programs are informed' 'knows 1' one/l1/01/1.1/1/solution.sh
like 'those of the control are not' 'knows 0' one/l1/01/2.1/1/solution.sh
hcc-promote one >/dev/null
cp -r one kept
cp wisdom.db kept.db
new=$(end one)
is 'a win' 'win true 1 1 0.8111' "$(of "$good" '.uses[] |
    "\(.outcome) \(.control) \(.rank) \(.attempts) \(.score)"')"
ok 'with the time that it took' jq -e '.uses[0].seconds >= 0' \
    <<E
$(hcc-wisdom show -j "$good")
E
is 'is counted' '1 1 0 provisional' \
    "$(of "$good" '"\(.trials) \(.wins) \(.harms) \(.status)"')"
hcc-wisdom show "$good" >shown
like 'show tells of it' 'one .*: win against a control; a valid score' shown
exits 'the end is the end' 1 hcc-promote -t one
is 'counted once' 1 "$(of "$good" .trials)"
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
		is "killed at $call $when: counted once" '1 1 win' \
		    "$(of "$good" '"\(.trials) \(.wins) \(.uses[].outcome)"')"
	done
done
hcc-wisdom list | jq -c 'select(.origin == "local")' | hcc-wisdom demote

# The second win confirms it; the rule is in promote.lua.
told two
hcc-plan two | hcc-exec >/dev/null
new=$(end two)
is 'the second win confirms' '2 2 confirmed rule' "$(of "$good" \
    '"\(.trials) \(.wins) \(.status) \(.history[-1].by)"')"
hcc-wisdom demote "$new"
told proved
is 'what is confirmed needs no control' 0 \
    "$(hcc-plan proved | grep -c control)"
finished proved
is 'and without one is neutral' neutral \
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
is 'harm demotes' '2 0 2 demoted' \
    "$(of "$bad" '"\(.trials) \(.wins) \(.harms) \(.status)"')"
is 'what nobody took up is not to blame' '2 0 0 provisional' \
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
is 'no rule overrules a person' '2 confirmed' \
    "$(of "$loved" '"\(.harms) \(.status)"')"
hcc-wisdom demote "$loved"

# A difference that may be chance, where no noise was measured.
close=$(wisdom close 'aim 0.503')
told ten
hcc-plan ten | hcc-exec >/dev/null
finished ten
is 'less than a hundredth says nothing' 'neutral true 0.5141' \
    "$(of "$close" '.uses[] | "\(.outcome) \(.control) \(.score)"')"
hcc-wisdom demote "$close"

# Wisdom that changes nothing: no direction is wasted on a control.
same=$(wisdom same 'aim 0.5')
told seven
hcc-plan seven >out
is 'both plan the same: two informed directions' '2 0' \
    "$(wc -l <out) $(grep -c control out)"
sed '2,$d' out | hcc-exec >/dev/null
finished seven
is 'and neutral' 'neutral false' \
    "$(of "$same" '.uses[] | "\(.outcome) \(.control)"')"
hcc-wisdom demote "$same"

# A base that cannot be written costs a task nothing.
late=$(wisdom late 'aim 0.7')
prepare eight
exits 'a base on a full disk' 0 struck pwrite64:error=ENOSPC hcc-prefetch eight
like 'a use that cannot be recorded is a warning' 'could not record' err
exits 'a person is told' 74 struck pwrite64:error=ENOSPC \
    hcc-wisdom confirm "$late"
like 'that the disk is full' 'the disk is full' err
like 'the task has its wisdom' '^aim 0\.7$' eight/prefetch.md
is 'a use that was not noted' 0 "$(of "$late" '.uses | length')"
hcc-plan eight | hcc-exec >/dev/null
hcc-plan eight | hcc-exec >/dev/null
finished eight
is 'is noted at the end' '1 1' "$(of "$late" '"\(.trials) \(.uses | length)"')"
told nine
sed -i '/^## /,$d' nine/prefetch.md
hcc-promote -t nine >/dev/null
is 'what a hand took out was not used' 1 "$(of "$late" .trials)"
hcc-wisdom demote "$late"

# Tasks that end at the same time are all counted.
crowd=$(wisdom crowd 'aim 0.9')
for t in c1 c2 c3 c4; do told $t; done
for t in c1 c2 c3 c4; do hcc-promote -t $t >/dev/null & done
wait
is 'four ends at once' '4 4' "$(of "$crowd" '"\(.trials) \(.uses | length)"')"
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
is 'the newer supersedes the older' "superseded $second" \
    "$(of "$first" '"\(.status) \(.superseded_by)"')"
is 'at the end of a task' task "$(of "$first" '.history[-1].by')"
worse=$(step p3 0.65)
is 'a worse one of the same task enters superseded' "superseded $second" \
    "$(of "$worse" '"\(.status) \(.superseded_by)"')"
is 'and the better one stands' provisional "$(of "$second" .status)"
is 'of the three only one is fetched' "$second" \
    "$(hcc-prefetch -q "$descriptor" | jq -r 'select(.task == "small").id')"
exits 'an export of all that' 0 hcc-wisdom export
cp out exported
hcc-wisdom -f copy.db import exported
tac exported | hcc-wisdom -f copy.db import
hcc-wisdom -f copy.db export >again
ok 'is an import of all that' cmp exported again

# Forgetting: nothing is left of it, wherever a kill strikes.
canary='Xylophonequagga'
secret=$(wisdom secret "aim 0.3 $canary")
told mine
like 'a task is shown it' $canary mine/prefetch.md
sections=$(grep -c '^## ' mine/prefetch.md)
is 'a provenance mentions it' 0 "$(jq -cn --arg s "$secret" '{task: "child",
    text: "after", descriptor: "something else", provenance:
    [{task: "child", after: [$s]}]}' | hcc-wisdom import; echo $?)"
traces() { grep -aFlr "$canary" wisdom.db* mine home 2>/dev/null | xargs; }
is 'it is in two files' 'wisdom.db mine/prefetch.md' "$(traces)"
cp wisdom.db kept.db
rm -rf kept
cp -r mine kept
exits 'forget -n' 0 hcc-wisdom forget -n "$secret"
is 'says what would go' "secret $T/mine/prefetch.md false" \
    "$(jq -r '"\(.task) \(.files[0]) \(.done)"' out)"
exits 'forget' 0 hcc-wisdom forget "$secret"
is 'says what went' "secret $T/mine/prefetch.md true" \
    "$(jq -r '"\(.task) \(.files[0]) \(.done)"' out)"
is 'no file has it' '' "$(traces)"
is 'the others are shown as before' "$((sections - 1))" \
    "$(grep -c '^## ' mine/prefetch.md)"
like 'and counted' "^matches: $((sections - 1))\$" mine/prefetch.md
hcc-plan mine >/dev/null
is 'no hand did that' 0 "$(grep -c '"ev":"edit"' mine/journal.jsonl)"
is 'nothing mentions it' 0 "$(hcc-wisdom export | grep -c "$secret")"
exits 'to forget it again is no error' 0 hcc-wisdom forget "$secret"
is 'and nothing' '' "$(cat out)"
wisdom secret "aim 0.3 $canary" >/dev/null
is 'an import does not bring it back' '' "$(traces)"

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
		is "killed at $call $when, called again" '' \
		    "$(traces; cat err)"
	done
done

ok 'most kills came before the end' test $early -gt 10

# A task where somebody works, one that is gone.
rm -rf mine wisdom.db*
cp -r kept mine
cp kept.db wisdom.db
(
	flock 9
	exits 'a locked task' 75 hcc-wisdom forget "$secret"
	is 'is told' "$T/mine/prefetch.md" "$(jq -r '.left[]' out)"
	echo "$n" >n
) 9>mine/lock
n=$(cat n)
like 'with the remedy' 'forget it again later' err
is 'and still has it' mine/prefetch.md "$(traces)"
exits 'later' 0 hcc-wisdom forget "$secret"
is 'it has not' '' "$(traces)"
is 'which is told' "$T/mine/prefetch.md" "$(jq -r '.files[]' out)"
rm -rf mine wisdom.db*
cp kept.db wisdom.db
exits 'a task that is gone' 0 hcc-wisdom forget "$secret"
like 'a task that is gone is reported' "mine' no longer exists" err

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
is 'by task' '02 01' "$(would -t ants)"
is 'before a day' '02 01' "$(would -b 2026-03-01)"
is 'from a day on' '03 02' "$(would -e 2026-02-01)"
is 'between' '02' "$(would -e 2026-02-01 -b 2026-03-01)"
is 'near a text' '01 02' "$(would -m 'Photographs of ants' | xargs -n1 |
    sort | xargs)"
is 'and of a time' '02' "$(would -m 'Photographs of ants' -e 2026-01-15)"
hcc-wisdom -f some.db list | jq -c 'select(.created < "2026-01-15")' |
    hcc-wisdom -f some.db demote
is 'demoted ones too' '01 02' "$(would -m 'Photographs of ants' |
    xargs -n1 | sort | xargs)"
exits 'nothing is meant' 1 hcc-wisdom -f some.db forget -t wasps
exits 'ids and a choice' 64 hcc-wisdom -f some.db forget -t ants abcdef
exits 'forget them' 0 hcc-wisdom -f some.db forget -t ants
is 'one is left' bees "$(hcc-wisdom -f some.db list | jq -r .task)"

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
exits 'one entry does not contradict itself' 1 hcc-wisdom -f odd.db conflicts
like 'which is said' 'nothing .* contradicts' err
said bees "Photographs of bees, $ants" \
    'dead end' "Random forest reached 0.2, no better than the 0.4 $than" \
    promising "Support vector machine reached 0.5, better than the 0.4 $than" \
    'dead end' "Extra trees reached 0.1, no better than the 0.4 $than" \
    promising "Ridge reached 0.6, better than the 0.4 $than"
said far 'House prices from tables, regression, RMSE.' \
    'dead end' "Support vector machine reached 9, no better than the 4 $than"
exits 'a contradiction' 0 hcc-wisdom -f odd.db conflicts
is 'of two verdicts about one thing' 'ants bees Random Random' "$(jq -r '
    "\(.promising.task) \(.dead_end.task) \(.promising.claim[:6])" +
    " \(.dead_end.claim[:6])"' out)"
is 'with a record' 'conflict true' \
    "$(jq -r '"\(.kind) \(.similarity > 0.5)"' out)"
hcc-wisdom -f odd.db list | jq -c 'select(.task == "bees")' |
    hcc-wisdom -f odd.db demote
exits 'what is demoted says nothing' 1 hcc-wisdom -f odd.db conflicts
exits 'conflicts has no operands' 64 hcc-wisdom -f odd.db conflicts x

# A policy that returns nonsense is named, and the task can end later.
small_task q
echo 'return { resolve_duplicate = function() return "both" end }' >q/policy/promote.lua
echo "$descriptor" >q/descriptor.txt
echo 'return { m = 1, q = 1 }' >q/policy/plan.lua
hcc-plan q | hcc-exec >/dev/null
exits 'a wrong policy' 78 hcc-promote -t q
like 'is named' 'promote.lua: resolve_duplicate' err
ok 'the task has not ended' test ! -e q/done.json
rm q/policy/promote.lua
exits 'and ends when that is mended' 0 hcc-promote -t q
finish
