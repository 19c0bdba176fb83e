#!/bin/sh
# hcc-grade: equal to scikit-learn, honest about what is wrong, medals.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"

# score FILE: the score of the report in FILE.
score() {
	jq -r .score "$1"
}

# near NAME A B: equal to 1e-9.
near() {
	if awk -v a="$2" -v b="$3" 'BEGIN { d = a - b
	    exit !(a != "null" && a != "" && d <= 1e-9 && d >= -1e-9) }'
	then report 0 "$1"
	else
		report 1 "$1"
		echo "# wanted: $3, got: $2"
	fi
}

mkdir sk
# shellcheck disable=SC2154 # lib.sh sets here
if (cd sk && /usr/bin/python3 "$here/grade_sklearn.py" >cases 2>err); then
	while read -r name metric want opts; do
		# shellcheck disable=SC2086 # options are words
		hcc-grade -a "sk/$name.labels.csv" -m "$metric" $opts \
		    "sk/$name.sub.csv" >out 2>err || cat err
		near "$name is what scikit-learn or scipy says" \
		    "$(score out)" "$want"
	done <sk/cases
	# map@3 is a case of map@k, f0.5_macro of fbeta_macro.
	hcc-grade -M | jq -r .name | sed 's/@.*/@/; s/beta/[0-9.]*/' |
	    while read -r name; do
		cut -d' ' -f2 sk/cases | grep -q "^$name" || echo "$name"
	    done >missing
	is 'every metric of hcc-grade -M has a reference' '' "$(cat missing)"
else
	skip 'equal to scikit-learn' 'python3-sklearn is not there'
fi

# A task
mkdir -p t/input t/sealed t/best
cat >t/task.md <<'END'
---
id: mushrooms
metric: accuracy
sealed: holdout
---
Which are edible?
END
printf '%s\n' id,class 1,no 2,no 3,no 4,no >t/input/sample_submission.csv
printf 'id,class\n1,no\n3,yes\n' >t/sealed/labels.csv
exits 'hcc-grade of a task without a submission exits with 66' 66 hcc-grade t
is 'the report says that there is no submission' 'false null' \
    "$(jq -r '"\(.submission_exists) \(.score)"' out)"
printf 'id,class\n4,no\n3,yes\n2,no\n1,yes\n' >t/best/submission.csv
exits 'hcc-grade scores the best of a task' 0 hcc-grade t
is 'the report has score, id and validity' '0.5 mushrooms true' \
    "$(jq -r '"\(.score) \(.competition_id) \(.valid_submission)"' out)"
is 'a task without a leaderboard has no medal' 'null false null' \
    "$(jq -r '"\(.rank) \(.any_medal) \(.gold_threshold)"' out)"
is 'the report has the path of the submission' \
    "$(cd t && pwd -P)/best/submission.csv" \
    "$(jq -r .submission_path out)"
is 'hcc-grade reads records of tasks' \
    1 "$(printf '{"kind":"run","task":"t"}\n%s\n' \
    '{"kind":"result","task":"t"}' | hcc-grade | grep -c mushrooms)"
is 'hcc-grade takes the task from HCC_TASK' \
    0.5 "$(HCC_TASK=t hcc-grade </dev/null | jq .score)"
printf 'team,score\nA,0.9\nB,0.5\nC,0.4\nD,0.1\n' >t/sealed/leaderboard.csv
exits "hcc-grade ranks on the task's leaderboard" 0 hcc-grade t
is 'the report has rank and medal' '2 4 none true' \
    "$(jq -r '"\(.rank) \(.teams) \(.medal) \(.above_median)"' out)"
printf '%s\n' score 0.1 0.2 >low.csv
exits 'hcc-grade -l takes another leaderboard' 0 hcc-grade -l low.csv t
is 'the order of a leaderboard says which way is better' 'true 3' \
    "$(jq -r '"\(.is_lower_better) \(.rank)"' out)"
like 'hcc-grade says that the leaderboard has the other order' "using the leaderboard's order" err
printf 'id,class\n1,no\n2,no\n3,yes\n4,\n' >mine.csv
exits 'a submission that is not valid exits with 65' 65 hcc-grade -f mine.csv t
is 'a submission that is not valid has no score' 'null false true' \
    "$(jq -r '"\(.score) \(.valid_submission) \(.submission_exists)"' out)"
like 'the message names the line of the fault' \
    "mine.csv': empty or NaN .*'class'.*line 5" \
    err
ln -s ../sealed/labels.csv t/best/answers.csv
mv t/best/submission.csv good.csv
ln -s ../sealed/labels.csv t/best/submission.csv
exits 'a submission that links to the labels is refused' 65 hcc-grade t
is 'a submission that links to the labels has no score' null "$(score out)"
printf 'id,class\n1,no\n1,no\n' >twice.csv
exits 'a sample with repeated ids is refused' \
    65 hcc-grade -s twice.csv -f good.csv t
is 'a wrong sample gives no report' '' "$(cat out)"
rm t/best/submission.csv

# A program that grades
cat >t/sealed/grade <<'END'
#!/bin/sh
grep -q bad "$1" && { echo 'not liked' >&2; exit 65; }
[ -e labels.csv ] && wc -l <"$1"
END
chmod +x t/sealed/grade
sed -i 's/accuracy/lines/; s/^id: .*/&\ngoal: maximize/' t/task.md
cp good.csv t/best/submission.csv
exits 'a sealed program grades' 0 hcc-grade t
is 'the score is what the program prints' 5 "$(score out)"
echo 'bad,bad' | paste -sd'\n' good.csv - | sed 's/4,no/4,bad/;$d' \
    >t/best/submission.csv
exits 'a grading program can refuse a submission' 65 hcc-grade t
like 'the message has what the grading program said' 'not liked' err
printf '#!/bin/sh\nsleep 60\n' >t/sealed/grade
exits 'a grading program is stopped after the limit of -w' 69 hcc-grade -w 1 t
is 'a stopped grading program gives no report' '' "$(cat out)"
nap="sleep 600$$"
printf '#!/bin/sh\n%s &\nwait\n' "$nap" >t/sealed/grade
exits 'a grader with children is stopped after its limit' 69 \
    hcc-grade -w 1 t
ok 'children of a grader end with it' gone "$nap"
printf '#!/bin/sh\nexec >&- 2>&-\n%s &\nwait\n' "$nap" >t/sealed/grade
exits 'a grader that closed its output is stopped after its limit' 69 \
    hcc-grade -w 1 t
ok 'children of a grader that closed its output end with it' gone "$nap"
printf '#!/bin/sh\n%s &\necho 7\n' "$nap" >t/sealed/grade
exits 'a grader that leaves a process behind has ended' 0 hcc-grade -w 60 t
is 'its score counts' 7 "$(score out)"
ok 'what a grader leaves behind ends with it' gone "$nap"
printf '#!/bin/sh\nyes\n' >t/sealed/grade
exits 'a grader that prints without end is stopped' 69 hcc-grade -w 60 t
like 'the message says that it prints without end' 'prints without end' err
printf '#!/bin/sh\necho 1e308\n' >t/sealed/grade
exits 'no grader scores 1e308' 69 hcc-grade t
like 'the message has what the grader printed' 'printed 1e308, which is no' err
sed -i 's/^metric:.*/metric: accuracy/' t/task.md
printf '#!/bin/sh\necho 85\n' >t/sealed/grade
exits 'no grader scores an accuracy of 85' 69 hcc-grade t
rm t/sealed/grade t/sealed/labels.csv
exits 'a task without labels exits with 66' 66 hcc-grade t
like 'the message names hcc-init -s' 'hcc-init -s' err

# Files against labels
printf 'id,y,Usage\n1,0,Public\n2,1,Private\n' >labels.csv
printf 'id,y\n2,0.9\n1,0.2\n' >good.csv
printf 'id,y\n2,0.9\n1,0.2\n3,0.5\n' >more.csv
exits 'hcc-grade -a takes labels and a file' \
    0 hcc-grade -a labels.csv -m AUC good.csv
is 'the report of a file has its score' 1 "$(score out)"
exits 'unknown ids are refused' 65 hcc-grade -a labels.csv -m auc more.csv
like 'the refusal names the unknown id' "line 4: column 'id': value '3'" err
exits 'ids of the sample given by -s are known' 0 hcc-grade -a labels.csv \
    -m auc -s more.csv more.csv
exits 'one bad file of several exits with 65' \
    65 hcc-grade -a labels.csv -m auc \
    good.csv more.csv good.csv
is 'each of several files has a record' 3 "$(wc -l <out)"
printf 'id,y\n1,-0.5\n2,1\n' >below.csv
exits 'rmsle of a negative answer exits with 65' \
    65 hcc-grade -a labels.csv -m rmsle below.csv
like 'the message says that rmsle is not defined below zero' \
    "line 2: .*'-0.5' is below zero" err
printf 'id,y\n1,1\n2,1\n' >one.csv
exits 'auc of labels of one class exits with 78' \
    78 hcc-grade -a one.csv -m auc good.csv
like 'the message says that AUC is not defined' "not defined on column 'y'" err
exits 'accuracy of probabilities exits with 65' \
    65 hcc-grade -a labels.csv -m accuracy \
    good.csv
like 'the message says that a probability is no label' 'is no label' err
exits 'an unknown metric exits with 64' \
    64 hcc-grade -a labels.csv -m beauty good.csv
exits 'a metric without labels exits with 64' 64 hcc-grade -m auc good.csv
exits 'absent labels exit with 66' 66 hcc-grade -a nothing.csv -m auc good.csv
printf 'id,y\n1,1e200\n2,-1e200\n' >huge.csv
exits 'a score that overflows exits with 65' \
    65 hcc-grade -a labels.csv -m mse huge.csv
is 'a score that overflows is null' null "$(score out)"
if [ -w /dev/full ]; then
	hcc-grade -a labels.csv -m auc good.csv >/dev/full 2>err
	is 'a full disk is an error' 74 $?
fi
exits 'hcc-grade lists the metrics' 0 hcc-grade -M
is 'the list has a row a metric, each with its range' 'auc 0 1
rmse 0 null
r2 null 1' "$(jq -r 'select(.name == ("auc", "rmse", "r2")) |
    "\(.name) \(.low) \(.high)"' out)"

# Weights
printf 'id,y,weight\na,1,1\nb,2,0\nc,3,2\n' >labels.csv
printf 'id,y\na,2\nc,3\n' >good.csv
exits 'a row of weight 0 needs no answer' 0 hcc-grade -a labels.csv -m mae \
    good.csv
near 'a weight counts a row so many times' "$(score out)" \
    0.3333333333333333
exits 'a rank correlation takes no weights but 0 and 1' 78 \
    hcc-grade -a labels.csv -m spearman good.csv
like 'the message says which weights are allowed' '0 and 1 are allowed' err
exits 'a column weight that is a target is no weight' 0 \
    hcc-grade -a labels.csv -t weight -m mae -s labels.csv labels.csv
is 'the target weight is scored' 0 "$(score out)"
printf 'id,y,weight\na,1,-1\n' >bad.csv
exits 'a weight below 0 is refused' 78 hcc-grade -a bad.csv -m mae good.csv
like 'the message names the line of the weight' 'line 2.*weight.*-1' err
printf 'id,y,Usage\na,1,Public\nb,2,Ignored\nc,3,Private\n' >labels.csv
exits 'a row whose Usage is Ignored needs no answer' 0 \
    hcc-grade -a labels.csv -m mae good.csv

# The positive one of two numbers is 1, as in scikit-learn.
printf 'id,y\na,1\nb,1\nc,2\nd,2\ne,2\n' >labels.csv
printf 'id,y\na,1\nb,2\nc,2\nd,2\ne,2\n' >good.csv
exits 'F1 of the labels 1 and 2 needs no word which is positive' 0 \
    hcc-grade -a labels.csv -m f1 good.csv
near 'F1 of the labels 1 and 2 is that of 1' "$(score out)" 0.6666666666666666

# Sets of labels
printf 'id,y\na,1 2\nb,3\n' >labels.csv
printf 'id,y\na,1\nb,3\n' >good.csv
exits 'numbers separated by blanks are a set of labels' 0 \
    hcc-grade -a labels.csv -m f1_micro good.csv
near 'F1 over sets counts each label' "$(score out)" 0.8
printf 'id,y\na,scab rust\nb,scab\nc,ok\n' >labels.csv
printf 'id,y\na,rust scab\nb,scab\nc,ok\n' >good.csv
exits 'a set may be written in any order' 0 \
    hcc-grade -a labels.csv -m f1_macro good.csv
is 'the same sets in another order are right' 1 "$(score out)"
printf 'id,y\na,Iris setosa\nb,Iris virginica\n' >labels.csv
printf 'id,y\na,Iris setosa\nb,Iris setosa\n' >good.csv
exits 'labels of two words are labels' 0 \
    hcc-grade -a labels.csv -m f1_micro good.csv
is 'a label of two words is right or wrong as a whole' 0.5 "$(score out)"
exits 'a score for each label of two words' 0 \
    hcc-grade -a labels.csv -m f1_macro good.csv
near 'words of labels are no labels' "$(score out)" 0.3333333333333333
printf 'id,y\na,1 2\nb,\n' >labels.csv
printf 'id,y\na,\nb,\n' >good.csv
exits 'a set may be empty' 0 hcc-grade -a labels.csv -m f1_samples good.csv

# Predictions on which a metric is not defined
printf 'id,y\na,1\nb,2\n' >labels.csv
printf 'id,y\na,5\nb,5\n' >good.csv
exits 'a constant has no correlation' 65 \
    hcc-grade -a labels.csv -m pearson good.csv
like 'the message says that all values are the same' 'are the same' err
exits 'a metric without its number is refused' 78 \
    hcc-grade -a labels.csv -m map@k good.csv
finish
