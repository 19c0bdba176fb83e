#!/bin/sh
# hcc-mlebench: prepared competitions in, runs, reports out.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# competition DIR ID: prepared data and their definition, of our own making.
# The grader takes columns id,y alone, each of the rows, and values up to 1.
competition() {
	data=$1/prepared
	mkdir -p "$data/public" "$data/private"
	awk 'BEGIN { print "id,x,z,y"; for (i = 1; i <= 120; i++) print i "," \
	    i * 7919 % 101 "," i * 37 % 11 "," (i * 7919 % 101 > 50) }' \
	    >"$data/public/train.csv"
	awk 'BEGIN { print "id,x,z"; for (i = 121; i <= 160; i++) print i "," \
	    i * 7919 % 101 "," i * 37 % 11 }' >"$data/public/test.csv"
	sed 's/,.*/,0/; 1s/.*/id,y/' "$data/public/test.csv" \
	    >"$data/public/sample_submission.csv"
	awk -F, -v OFS=, 'NR == 1 { print "id,y"; next } { print $1, ($2 > 50) }' \
	    "$data/public/test.csv" >"$data/private/answers.csv"
	echo 'Find the large ones.' >"$1/description.md"
	{ echo team,score; seq -f %.2f 0.99 -0.01 0; } | sed 's/^0/t,&/' \
	    >"$1/leaderboard.csv"
	cat >"$1/config.yaml" <<END
id: $2
name: Large ones
competition_type: simple
awards_medals: true
prizes: null
description: mlebench/competitions/$2/description.md

dataset:
  answers: $2/prepared/private/answers.csv
  sample_submission: $2/prepared/public/sample_submission.csv

grader:
  name: auc-roc
  grade_fn: mlebench.competitions.$2.grade:grade

preparer: mlebench.competitions.$2.prepare:prepare
END
	cat >"$1/grade.py" <<'END'
from .helper import share


def grade(submission, answers):
    if list(submission.columns) != ["id", "y"]:
        raise ValueError("columns must be id,y")
    if submission.y.max() > 1:
        raise ValueError("values must be at most 1")
    return share(submission, answers)
END
	cat >"$1/helper.py" <<'END'
def share(submission, answers):
    both = answers.merge(submission, on="id")
    if len(both) != len(answers):
        raise ValueError("rows are missing")
    return ((both.y_x == 1) == (both.y_y > 0.5)).mean() / 9
END
}

competition small small-one
if ! /usr/bin/python3 -c 'import pandas' 2>/dev/null; then
	skip 'hcc-mlebench' 'python3-pandas is not there'
	finish
	exit 0
fi

# One command makes the task.
exits 'hcc-mlebench import makes a task' 0 hcc-mlebench import -b 1m small t
cp err import.err
is 'the task has the id of the competition' small-one "$(jq -r .id out)"
like 'import says what grades' \
    'graded by its own mlebench.competitions.small-one.grade:grade' import.err
is 'the metric is that of config.yaml' 'metric: auc' "$(grep ^metric: t/task.md)"
is 'the data are the public files' \
    'folds.csv sample_submission.csv test.csv train.csv' \
    "$(LC_ALL=C ls t/input | xargs)"
is 'answers, grader and its modules are sealed' \
    'answers.csv competition.json grade grade.py hcc_grade.py helper.py leaderboard.csv' \
    "$(LC_ALL=C ls t/sealed | xargs)"
is 'scores of the grader choose nothing' 'sealed: exam' \
    "$(grep ^sealed: t/task.md)"
sed 's/,0$/,1/' t/input/sample_submission.csv >ones.csv
exits 'hcc-grade grades by the program of the competition' 0 \
    hcc-grade -f ones.csv t
is 'the score has five places' 0.05833 "$(jq .score out)"
sed 's/,0$/,2/' t/input/sample_submission.csv >twos.csv
exits 'what the grader refuses is not valid' 65 hcc-grade -f twos.csv t
like 'the words of the grader are shown' 'values must be at most 1' err
is 'the report says that it is not valid' 'null false true' \
    "$(jq -r '"\(.score) \(.valid_submission) \(.submission_exists)"' out)"

# From here on pandas is a few lines of it, which a checkout brings: it takes a
# second each time that a grader starts.
mkdir repo
cat >repo/pandas.py <<'END'
import csv


class errors:
    EmptyDataError = EOFError


class Column(list):
    def __eq__(self, other):
        return Column(a == b for a, b in zip(self, other if isinstance(
            other, list) else [other] * len(self)))

    def __gt__(self, limit):
        return Column(a > limit for a in self)

    def max(self):
        return max(iter(self))

    def mean(self):
        return sum(self) / len(self)


class DataFrame:
    def __init__(self, columns=(), rows=()):
        self.columns, self.rows = list(columns), rows

    def __len__(self):
        return len(self.rows)

    def __getattr__(self, name):
        at = self.columns.index(name)
        return Column(row[at] for row in self.rows)

    def merge(self, other, on):
        theirs = dict(zip(getattr(other, on), other.y))
        return DataFrame([on, "y_x", "y_y"], [
            (key, y, theirs[key]) for key, y in zip(getattr(self, on), self.y)
            if key in theirs])


def read_csv(path, **_):
    with open(path, newline="") as file:
        head, *rows = csv.reader(file)
    return DataFrame(head, [[float(cell) for cell in row] for row in rows])
END

# Places and definitions.
rm -rf t
mkdir -p repo/mlebench/competitions/small-one cache/small-one
touch repo/mlebench/__init__.py
cp -r small/prepared cache/small-one
cp small/*.* repo/mlebench/competitions/small-one
exits 'data without a definition are refused' 66 \
    hcc-mlebench import cache/small-one t
like 'the refusal says how to name the definition' \
    "config.yaml .* name a checkout of MLE-bench with -c" err
for at in repo repo/mlebench/competitions repo/mlebench/competitions/small-one
do
	exits "-c takes $at" 0 hcc-mlebench import -c $at cache/small-one t
	is "the grader finds the checkout of $at" "$T/repo" \
	    "$(jq -r .checkout t/sealed/competition.json)"
	rm -r t
done
exits 'the directory prepared is a competition too' 0 \
    hcc-mlebench import -c repo cache/small-one/prepared t
rm -r t
exits 'a directory that is not prepared is refused' 66 \
    hcc-mlebench import repo t
like 'the refusal names the command that prepares' 'mlebench prepare -c repo' err

# What may be wrong.
cp -r small lfs
printf '%s\n' 'version https://git-lfs.github.com/spec/v1' 'oid sha256:0' \
    >lfs/leaderboard.csv
exits 'a leaderboard that Git LFS has not fetched is refused' 65 \
    hcc-mlebench import lfs t
like 'the refusal says how to fetch it' 'git lfs pull' err
cp -r small none
rm none/leaderboard.csv
exits 'a competition without a leaderboard is imported' 0 \
    hcc-mlebench import none t
like 'import says that there are no medals' 'there are no medals' err
rm -r t
sed -i '/^  name:/d' none/config.yaml
exits 'a config.yaml without a grader is refused' 65 \
    hcc-mlebench import none t
like 'the refusal names the member' "none/config.yaml': it has no text 'grader.name'" err
cp -r small broken
echo 'import nothing_of_this_name' >broken/grade.py
exits 'without its grader a competition is graded by its metric' 0 \
    hcc-mlebench import broken t
like 'why the grader does not run is said' \
    "No module named 'nothing_of_this_name'" err
like 'the metric that grades instead is said' \
    "does not run here; graded by metric 'auc-roc' instead" err
is 'the answers are sealed as labels' 'labels.csv leaderboard.csv' \
    "$(LC_ALL=C ls t/sealed | xargs)"
rm -r t
sed -i 's/auc-roc/kitchen-sink/' broken/config.yaml
exits 'neither grader nor metric is refused' 69 hcc-mlebench import broken t
like 'the refusal says what to do' \
    "'kitchen-sink' is none of hcc's .* install mlebench .* -m" err
sed -i 's/auc-roc/kitchen-sink/' none/config.yaml
cp small/config.yaml none/config.yaml
sed -i 's/auc-roc/kitchen-sink/' none/config.yaml
exits 'a metric of no known goal is refused' 64 hcc-mlebench import none t
cp small/leaderboard.csv none
exits 'the board has the goal of a metric that hcc does not know' 0 \
    hcc-mlebench import none t
is 'higher is better where the board falls' 'goal: maximize' \
    "$(grep ^goal: t/task.md)"
rm -r t

# Runs. The brain of the tests works in milliseconds.
competition second second-one
mkdir repo/mlebench/competitions/second-one
cp second/*.* repo/mlebench/competitions/second-one
mkdir cache/second-one
cp -r second/prepared cache/second-one
for r in small/1 small/2 second/1; do
	mkdir -p "runs/${r%/*}-one"
	to=runs/${r%/*}-one/${r#*/}
	hcc-mlebench import -q -b 1h -c repo "cache/${r%/*}-one" "$to" \
	    >/dev/null
	sed -i "s|^language:.*|language: shell\\nbrain: $root/tests/fake/brain.lua|" \
	    "$to/task.md"
	mkdir -p "$to/policy"
	echo 'return { m = 1, q = 1, admit = function() return false end }' \
	    >"$to/policy/plan.lua"
	echo 'return { noise_runs = 0 }' >"$to/policy/exec.lua"
done
hcc-mlebench run -q -n 2 runs small second >out 2>err &
pid=$!
ok 'a run begins' wait_for test -e runs/small-one/1/plan/00.md
kill -9 $pid
wait $pid 2>/dev/null
wait_for flock -n runs/small-one/1 true
exits 'a killed run goes on' 0 hcc-mlebench run -q -b 1h runs
cp out graded
for r in small-one/1 small-one/2 second-one/1; do
	ok "run $r has ended" test -e runs/$r/done.json
	ok "run $r has wisdom of its own" test -e runs/$r.db
done
is 'each run has its seed' '1 2 1' "$(sed -n 's/^seed: //p' \
    runs/small-one/*/task.md runs/second-one/1/task.md | xargs)"
is 'the reports of runs fit the schema' grade \
    "$(/usr/bin/python3 "$root/tests/tools/schema_check.py" \
    "$root/share/hcc/schema" <graded | sed 's/ [23]$//')"
hcc-mlebench run -q runs >out
is 'a run that has ended is passed over' 0 "$(wc -l <out)"

# What comes out.
exits 'hcc-mlebench report makes a report' 0 hcc-mlebench report runs
cp out report.json
like 'a seed without all competitions is left out of the rates, and said' \
    'rates are of 1 of 2 seeds' err
is 'the report fits its schema' 'mlebench 1' "$(jq -c . report.json |
    /usr/bin/python3 "$root/tests/tools/schema_check.py" \
    "$root/share/hcc/schema")"
is 'the report counts runs and valid submissions' '3 3 3' "$(jq -r \
    '"\(.total_runs) \(.total_runs_with_submissions) \(.total_valid_submissions)"' \
    report.json)"
is 'the report has all members of MLE-bench' true "$(jq '
    .competition_reports[0] | [has("competition_id", "score", "gold_threshold",
    "silver_threshold", "bronze_threshold", "median_threshold", "any_medal",
    "gold_medal", "silver_medal", "bronze_medal", "above_median",
    "submission_exists", "valid_submission", "is_lower_better", "created_at",
    "submission_path")] | all' report.json)"
is 'the report says what graded' grade.py \
    "$(jq -r '[.competition_reports[].graded_by] | unique[]' report.json)"
is 'a report of one seed has no error' '2 1 null' "$(hcc-mlebench report -s 1 \
    runs | jq -r '"\(.total_runs) \(.seeds) \(.rates.any_medal.standard_error)"')"
rm runs/small-one/2/best/submission.csv
cp -r runs both
cp -r both/second-one/1 both/second-one/2
sed -i 's/^seed: 1/seed: 2/' both/second-one/2/task.md
hcc-mlebench report -q both >out 2>err
is 'a run without a submission counts as one' 'false false null' "$(jq -r '
    .competition_reports[] | select(.seed == 2 and .competition_id ==
    "small-one") | "\(.submission_exists) \(.valid_submission) \(.score)"' out)"
is 'rates are means over seeds with their standard error' '2 75 25 26 124' \
    "$(jq -r '.rates.valid_submission as $r | "\(.seeds) \($r.mean) " +
    "\($r.standard_error) \($r.ci_lower) \($r.ci_upper)"' out)"
exits 'hcc-mlebench export prints submissions.jsonl' 0 \
    hcc-mlebench export runs/small-one
is 'a line of submissions.jsonl has id and path' \
    "small-one $T/runs/small-one/1/best/submission.csv" \
    "$(head -1 out | jq -r '"\(.competition_id) \(.submission_path)"')"
exits 'a directory without runs is refused' 66 hcc-mlebench report small
like 'the refusal says what makes runs' 'hcc-mlebench run makes them' err
finish
