#!/bin/sh
# hcc-report: a page about tasks.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# look PAGE [-s DIR]: what a browser says about it, in the file seen; fails
# where there is no browser.
look() {
	"$root/tests/tools/browser.py" "$@" >seen 2>look.err
}

# A small task from its first plan to its end.
small_task t 'budget: {time: 1h, tokens: 1000}'
exits 'hcc-report makes a page of a new task' 0 hcc-report t
like 'the page of a new task says that there is no solution' \
    'There is no valid solution yet' out
hcc-plan -q t >/dev/null
echo 'score 0.5 folds 0.4 0.6' >>t/plan/00.md
hcc-exec -q t >/dev/null
printf '%s\n' --- 'phase: 1' --- '## 1 Way' '### 1.1 Better' \
    'From: 0123456789abcdef' 'score 0.7 folds 0.6 0.79' '### 1.2 Broken' fail \
    'From: 0123456789abcdef' \
    '## 2 Alone' 'Control: planned without wisdom' '### 2.1 Plain' \
    'score 0.55 folds 0.5 0.6' >t/plan/01.md
hcc-exec -q t >/dev/null 2>&1
fetched t
hcc-promote -q t >/dev/null
printf '## 1 Way\n### 1.1 Later\nscore 0.6\n' >t/plan/02.md
hcc-exec -q t >/dev/null
cp t/l1/02/1.1/result.json kept
command jq '.limit = "<i>time</i>"' kept >t/l1/02/1.1/result.json
hcc-report t >limited.html
like 'the limit that ended a run is told as text' \
    'limit: &#60;i&#62;time&#60;/i&#62;; the score is of what' limited.html
cp kept t/l1/02/1.1/result.json
hcc-promote -q t >/dev/null
printf '## 1 Way\n### 1.1 Open\nscore 0.6\n' >t/plan/03.md
id=00112233445566778899aabbccddeeff
printf '{"ev":"settle","id":"%s","t":%s,"s":"x","role":"plan","model":"m",
"task":"t","request":"%064d","tokens":300,"cost":1.5,"ok":true,"latency":2,
"bytes":200,"prefix":50}' $id "$(date +%s)" 0 | tr -d '\n' >t/ledger.jsonl
echo >>t/ledger.jsonl
exits 'hcc-report makes a page' 0 hcc-report t
cp out page.html
# has NAME REGEX: of the page.
has() { like "$1" "$2" page.html; }
has 'the page says what the best is, in a sentence' \
    'The best score is <strong>0\.7</strong> by <a href="#t1-01/1\.1">'
has 'the page says when the best was found' 'found after .* of work'
has 'the page says how much better the best is than its base' \
    'what it was built on is \+0\.2 ± 0\.11'
has 'the page counts runs without a score' \
    '5 suggestions were run, 1 of them without a score'
has 'the plot of scores says what it shows' \
    'Best so far: 0\.5 \(00/1\.1\) after .* 0\.7 \(01/1\.1\)'
has 'the plot of scores marks what became the best' \
    '<circle class=best .*<title>01/1\.1: 0\.7'
has 'the plot of scores marks runs without one' '<path class=bad .*01/1\.2: failed'
has 'the plot of attempts says how many there were' '4 attempts ok, .*1 attempts failed'
has 'the tree names the way to the best' \
    'Thick: the way to the best: .*00/1\.1</a> .*→ .*01/1\.1</a> Better'
has 'the table has each run with its cause' \
    '<tr id="t1-01/1\.2" class=bad>.*Broken<br><span class=bad>value: .*bad'
has 'the table has the change with its interval' '\+0\.2 ± 0\.11<td>'
has 'the table has suggestions that are open' 'id="t1-03/1\.1" class=open'
has 'the board lists what to try' '<td>Open<td>03/1\.1, planned'
has 'a claim is marked as verified' 'Better reached 0\.7 <span class=good>verified'
has 'a claim opens to the bytes behind it' '<mark>metric: 0\.7</mark>'
has 'a claim names the place of its bytes' 'archive/01\.tar\.zst 1\.1/1/log, bytes'
has 'a claim that does not hold says why' 'phase 99 has neither l1.99 nor archive'
has 'wisdom is listed with who took it up' \
    'ants<td class=n>0\.83<td>confirmed<td><a href="#t1-01/1\.1">01/1\.1</a> \+0\.2 ± 0\.11, <a href="#t1-01/1\.2">01/1\.2</a> failed<td>'
has 'wisdom that nobody took up is listed too' \
    'bees<td class=n>0\.5<td>provisional<td>nobody<td>'
has 'wisdom opens to its text' 'Trees work on ants\.'
has 'the control direction is compared' \
    'without wisdom \(1 runs\) improved its base by at most 0\.05, those with it \(2 runs\) by at most 0\.2'
has 'and told as what it counts' 'This counts as neutral\.'
has 'calls of models are summed by role' \
    '<th scope=row>plan<td class=n>1<td class=n>0<td class=n>300<td class=n>1\.5'
has 'the context is compared with keeping everything' \
    'Keeping everything, code and logs have [0-9]+ tokens after phase 02'
has 'the page has the program of the best' 'echo metric: 0\.7'
has 'the page has the difference from the draft' '<ins>\+echo metric: 0\.7</ins>'
is 'the same tree gives the same bytes' "$(sha256sum <page.html)" \
    "$(hcc-report t | sha256sum)"
cp -rp t moved
is 'a copy of the tree elsewhere gives the same page' "$(grep -vc "$T" page.html)" \
    "$(hcc-report moved | grep -vc "$T")"

# An attempt that was killed, and one that runs.
cp -rp t killed
printf '{"ev":"start","id":"03/1.1/1","t":%s,"s":"y"}\n' "$(date +%s)" \
    >>killed/journal.jsonl
hcc-report killed >killed.html
like 'an attempt that was killed is cut off' \
    '<title>03/1\.1/1: cut off, ' killed.html

# A person's choice becomes the best when it is made.
cp -rp t chosen
hcc-exec -q -a 00/1.1 chosen >/dev/null 2>&1
like 'the plot of scores has what a person adopted' \
    '0\.7 \(01/1\.1\) after .*; 0\.5 \(00/1\.1\) after' "$(
	hcc-report chosen >chosen.html; echo chosen.html)"

# A program that is long, in an environment that is known.
yes 'true # one more line of the program' | head -6000 >>chosen/best/solution.sh
jq '.interpreter = "Python 3.11" | .gpu = "GPU 0" | .cores = 1' \
    chosen/l1/00/1.1/1/run.json >r && mv r chosen/l1/00/1.1/1/run.json
hcc-report chosen >chosen.html
like 'the page says what the best ran in' \
    '<dt>Environment of the best<dd>local, (inside|without) the sandbox, 1 core, seed [0-9]+, Python 3\.11, GPU 0</dl>' \
    chosen.html
like 'a long program is cut, and the page says by how much' \
    "^\.\. $(($(wc -c <chosen/best/solution.sh) - 200000)) more bytes</pre>" \
    chosen.html

# The end.
cp -rp t ended
HCC_WISDOM=w.db hcc-promote -q -t -w 'good enough' ended >/dev/null 2>&1
hcc-report ended >ended.html
like 'the page says why a task has ended' 'The task has ended: good enough\.' \
    ended.html
like 'the page names the wisdom that the task has taught' \
    "taught is wisdom <code>$(jq -r 'select(.ev == "distil").wisdom' \
    ended/journal.jsonl | cut -c1-16)</code>" ended.html

# What plots show, against the records of a task of a hundred runs.
mkdir many
printf '%s\n' --- 'id: many' 'metric: accuracy' 'budget: {time: 10h}' --- \
    'Tell odd from even.' >many/task.md
plots() { /usr/bin/python3 "$root/tests/tools/report_plots.py" "$@"; }
exits 'a task of a hundred runs is made' 0 plots make many
hcc-report many >many.html
exits 'its plots are read to their end' 0 plots check many many.html
cp out plots.out
while IFS="$(printf '\t')" read -r name holds; do
	is "$name" yes "$holds"
done <plots.out

# Sealed labels and medals.
printf 'id,y\n11,1\n12,0\n13,1\n14,0\n' >labels.csv
{ echo score; seq 99 -1 0 | sed 's/^/0./'; } >board.csv
hcc-init -q -m auc -d t/task.md -l labels.csv -L board.csv t/input s >/dev/null
sed -i "/^language:/d; s|^metric:|brain: $root/tests/fake/brain.lua\\
language: shell\\n&|" s/task.md
hcc-plan -q s | hcc-exec -q >/dev/null
hcc-report s >sealed.html
like 'the page has the measured score with its rank' \
    'Measured on sealed labels it is <strong>0\.5</strong>.*rank [0-9]+ of 100' \
    sealed.html
like 'the plot of scores has the medals near it' \
    '<text class="name (bronze|median)" .*>(bronze|median) 0\.' sealed.html
like 'the plot of scores names its lines at their ends' \
    '<text class="name best" .*>best 0\.' sealed.html
like 'the plot of scores has what was measured' '<path class=measured d="M' sealed.html

# Several tasks.
exits 'hcc-report takes several tasks' 0 hcc-report t s
cp out several.html
is 'the index has a row with a line a task' 2 "$(grep -c 'class=spark' several.html)"
is 'each task has a section' 2 "$(grep -c '<section class=task' several.html)"
exits 'hcc-report reads records' 0 \
    sh -c 'hcc-status -j t | hcc-report >again.html'
ok 'records give the page of their task' cmp page.html again.html

# Names and logs that are not what they seem.
small_task bad
evil='</pre></style><script>alert(1)</script><img src=http://127.0.0.1/x onerror=alert(2)>'
mkdir -p bad/plan
{
	printf '%s\n' '---' 'phase: 0' '---' "## 1 $evil"
	printf '### 1.1 %s\342\200\256\033[2J\377"'"'"'&amp;\n' "$evil"
	echo 'score 0.5'
} >bad/plan/00.md
hcc-exec -q bad >/dev/null 2>&1
{
	printf '%s\n' '---' 'phase: 1' '---' '## 1 Way' "### 1.1 $evil" fail
} >bad/plan/01.md
hcc-exec -q bad >/dev/null 2>&1
printf '%s\000\033[2J\377%s\n' "$evil" "$evil" >bad/l1/01/1.1/1/log
jq --arg e "$evil" '.cause.message = $e | .cause.class = $e | .suspect = $e' \
    bad/l1/01/1.1/result.json >r && mv r bad/l1/01/1.1/result.json
printf '%s\n' --- 'phase: 1' --- '## Judgements' \
    "- $evil: $evil [01/1.1/1:0-60, 01/1.1] verified" '## Rules' "- $evil" \
    '## Next' "- $evil" >bad/l2.md
hcc-promote -q bad >/dev/null 2>&1
sed -n '1,/^---$/p; /^---$/q' bad/l2/01.md >/dev/null
sed -i '/^## Judgements/,$d' bad/l2/01.md
sed -n '/^## Judgements/,$p' bad/l2.md >>bad/l2/01.md
printf -- '---\nsuspects: [%s]\n---\n' "'$evil'" >bad/preview.md
cat >bad/prefetch.md <<END
## 0123456789abcdef $evil (similarity 0.5, $evil, here)
~~~
$evil
~~~
END
sed -i 's/^~~~/```/' bad/prefetch.md
printf '{"ev":"end","t":2e9,"s":"x","why":"%s"}\n{"ev":"give_up","t":2e9,"s":"x","why":"%s"}\n' \
    "$evil" "$evil" >>bad/journal.jsonl
jq -cn --arg e "$evil" '{ev: "settle", role: $e, tokens: 1, cost: 1, t: 1}' \
    >bad/ledger.jsonl
echo "$evil" >>bad/best/solution.sh
exits 'hcc-report makes a page of hostile text' 0 hcc-report bad
cp out bad.html
is 'no markup of hostile text reaches the page' '' \
    "$(grep -oE '<(script|img)|</pre></style>' bad.html | head -3)"
like 'hostile text is shown as text' '&#60;script&#62;alert\(1\)' bad.html
unlike 'no control character reaches the page' \
    "$(printf '\033|\342\200\256')" bad.html
ok 'the page is UTF-8' iconv -f UTF-8 -t UTF-8 bad.html

# In a browser. One that does not work is a failure; none is not.
look bad.html
looked=$?
if [ $looked -ne 69 ]; then
	is 'a browser opens a hostile page' 0 $looked
	is 'a hostile page asks for nothing' '[]' "$(jq -c .requests seen)"
	is 'a hostile page runs nothing' '[] [] [] 0' \
		"$(jq -r '"\(.dialogs) \(.console) \(.thrown) \(.scripts)"' seen)"
	is 'a hostile page violates no policy' '[] []' \
		"$(jq -r '"\(.policy) \(.errors)"' seen)"
	is 'a hostile page has no element of others' '[]' "$(jq -c .foreign seen)"
	look several.html
	is 'a page asks for nothing' '[]' "$(jq -c .requests seen)"
	is 'a page runs nothing' '[] [] [] 0' \
		"$(jq -r '"\(.dialogs) \(.console) \(.thrown) \(.scripts)"' seen)"
	is 'a page violates no policy' '[] []' \
		"$(jq -r '"\(.policy) \(.errors)"' seen)"
	is 'no id is there twice' '[]' "$(jq -c .twice seen)"
	is 'no link leads nowhere' '[]' "$(jq -c .lost seen)"
	is 'each plot has a title and a description' 0 "$(jq .unnamed seen)"
	is 'each table has a caption' 0 "$(jq .uncaptioned seen)"
	is 'a page is no wider than a narrow screen' true \
		"$(jq '.wide_when_narrow <= 0' seen)"
	is 'a screen reader has the plots with their names' true \
		"$(jq '[.tree[] | select(.[0] | IN("image", "img")) | .[1]] |
		any(startswith("Score over time, higher is better Best so far"))' seen)"
	is 'a screen reader has the headings of a task' true \
		"$(jq '[.tree[] | select(.[0] == "heading") | .[1]] |
		contains(["small", "Score over time", "Runs", "Leaks"])' seen)"
else
	skip 'what a browser does with the page' "$(head -1 look.err)"
fi

# What is wrong.
exits 'hcc-report reports a task that is absent' 66 hcc-report nowhere t
like 'hcc-report names the task that is absent' "'nowhere'" err
is 'hcc-report makes the page of the others' "$(sha256sum <page.html)" \
    "$(sha256sum <out)"
exits 'hcc-report without any task exits with 66' 66 hcc-report nowhere
is 'hcc-report without any task prints nothing' 0 "$(wc -c <out)"
printf x >>t/archive/01.tar.zst
exits 'hcc-report makes a page with a damaged archive' 0 hcc-report t
like 'hcc-report says that an archive is damaged' 'is damaged or was replaced' out
exits 'hcc-report reports a full disk' 74 sh -c 'hcc-report t >/dev/full'
finish
