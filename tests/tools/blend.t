#!/bin/sh
# blend.t: hcc-exec -B blends what runs have left, without training.
# shellcheck source=tests/lib.sh disable=SC2016

. "${0%/*}/../lib.sh"

/usr/bin/python3 -c 'import pandas' 2>/dev/null || {
	skip 'blends' 'python3-pandas is absent'
	finish
	exit
}
# task NAME: 60 rows with a number to predict.
task() {
	small_task "$1"
	/usr/bin/python3 - "$1/input" <<-'PY'
	import sys
	def write(name, head, rows):
	    with open(f"{sys.argv[1]}/{name}", "w") as f:
	        f.write("\n".join([head] + rows) + "\n")
	write("train.csv", "id,x,y", [f"{i},{i % 7},{i % 10}" for i in range(60)])
	write("test.csv", "id,x", [f"{i},{i % 7}" for i in range(60, 80)])
	write("sample_submission.csv", "id,y", [f"{i},0" for i in range(60, 80)])
	write("folds.csv", "id,fold", [f"{i},{i * 7 % 60 // 12}" for i in range(60)])
	PY
	sed -i 's/^metric:.*/metric: rmse/; s/^language:.*/target: y/
	    s/^brain:.*//' "$1/task.md"
	echo 'return { audit = 0, noise_runs = 0 }' >"$1/policy/exec.lua"
	mkdir "$1/plan"
	printf '## 1 a\n### 1.1 One\nIt.\n' >"$1/plan/00.md"
}
# run TASK SEED [alone]: record a program whose predictions err by numbers of this
# seed; the first is adopted. alone: it leaves nothing.
run() {
	cat >solution.py <<-PY
	import os, random
	r = random.Random($2)
	def rows(name):
	    with open("input/" + name) as f:
	        return [line.strip().split(",") for line in f][1:]
	train, test = rows("train.csv"), rows("sample_submission.csv")
	folds = dict(rows("folds.csv"))
	guess = {i: float(y) + r.gauss(0, 1) for i, _, y in train}
	error = {k: [] for k in sorted(set(folds.values()))}
	for i, _, y in train:
	    error[folds[i]].append((guess[i] - float(y)) ** 2)
	for e in error.values():
	    print("fold:", (sum(e) / len(e)) ** 0.5)
	both = sum(error.values(), [])
	print("metric:", (sum(both) / len(both)) ** 0.5)
	def write(name, head, rows):
	    with open(name, "w") as f:
	        f.write("\n".join([head] + rows) + "\n")
	answers = [f"{i},{int(i) % 10 + r.gauss(0, 1)}" for i, _ in test]
	write("submission.csv", "id,y", answers)
	if "${3-}" != "alone":
	    write("keep/oof.csv", "id,y", [f"{i},{guess[i]}" for i in guess])
	    write("keep/test.csv", "id,y", answers)
	PY
	hcc-exec -q -f solution.py -c 'python3 -u solution.py' "$1" >out
	id=$(jq -r .id out)
	[ -d "$1/best" ] || hcc-exec -q -a "$id" "$1" >out
}
task t
run t 1
exits 'one run alone is no blend' 1 hcc-exec -B t
like 'the refusal of one run says what is needed' \
    'fewer than two runs have left keep/oof.csv and keep/test.csv' err
run t 2
run t 3
run t 4 alone
exits 'three runs are blended' 0 hcc-exec -B t
is 'the record of a blend names its runs' \
    'Blend of 00/0.1, 00/0.2, 00/0.3' "$(jq -r .title out |
    tr ',' '\n' | sed 's/^ //;s/Blend of //' | sort | paste -sd, |
    sed 's/,/, /g; s/^/Blend of /')"
is 'a blend of different errors is better beyond the noise' true \
    "$(jq '.adopted and .score < 0.8 and .change < 0' out)"
is 'its text says that it is a blend' 'A blend of earlier runs.' \
    "$(jq -r .text out)"
is 'the blend is the best' "$(jq -r .id out)" "$(jq -r .id t/best/result.json)"
like 'the program of a blend trains nothing' 'blend_kept' t/best/solution.py
is 'the journal has what was blended' '[3,true]' \
    "$(jq -c 'select(.ev == "blend" and .id) | [.runs, .adopted]' t/journal.jsonl)"
is 'the submission of a blend is the mean of its runs' \
    true "$(/usr/bin/python3 - <<'PY'
def read(name):
    return [float(l.split(",")[1]) for l in list(open(name))[1:]]
parts = [read(f"t/l1/00/0.{k}/1/submission.csv") for k in (1, 2, 3)]
best = read("t/best/submission.csv")
near = [abs(b - sum(p) / 3) < 0.6 for b, *p in zip(best, *parts)]
print(str(all(near)).lower())
PY
)"
ok 'the tree is sound' hcc-fsck -q t

task same
run same 1
run same 1
exits 'hcc-exec -B takes runs whose blend gains nothing' 0 hcc-exec -B same
is 'a blend that gains nothing is not adopted' \
    '[false,"00/0.1"]' "$(jq -c --arg b \
    "$(jq -r .id same/best/result.json)" '[.adopted, $b]' out)"

run same 2
exits 'a blend that takes longer than its time fails' 1 \
    hcc-exec -B -t 0.2s same
like 'the failure of a blend says by what' 'its limit of time' err

# hcc run does so before the end.
cp -r same whole
rm -rf whole/l1/00/0.3
sed -i '/"ev":"blend"/d' whole/journal.jsonl
sed -i 's/^metric:/budget: {time: 1s}\nmetric:/' whole/task.md
exits 'a task whose budget is spent ends' 0 hcc run -q whole
is 'the blend past the end of a budget has five seconds' 5 "$(
    jq -s 'max_by(.start).time_limit' whole/l1/00/0.*/1/run.json)"
is 'a task blends once before it ends' 1 \
    "$(grep -c '"ev":"blend"' whole/journal.jsonl)"

mkdir p
echo 'print("loss: 1")' >p/train.py
hcc-init -q -x 'python3 train.py' -e train.py -m loss -g minimize p project >out
exits 'a project has nothing to blend' 1 hcc-exec -B project
like 'the refusal of a project says why' 'blends are made of tables' err
finish
