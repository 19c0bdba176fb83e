#!/bin/sh
# A weak model: it answers with twenty lines, a model and features, and hcc's
# skeleton makes programs of them, which run, are scored and are improved.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

/usr/bin/python3 -c 'import sklearn, pandas' 2>/dev/null || {
	skip 'the skeleton' 'no python3-sklearn and -pandas'
	finish
	exit
}

# answer MATCH [TIMES]: the standard input is the answer to such a request.
answer() {
	jq -cRs --arg match "$1" --argjson times "${2:-1}" \
	    '{match: $match, answer: ., times: $times}' >>script
}
echo 'A table with two numbers.' | answer 'describe the task'
answer 'a first working solution' <<'ANSWER'
A linear model.

```python
from sklearn.linear_model import LogisticRegression

def model():
    return LogisticRegression()
```
ANSWER
answer 'the research plan' <<'ANSWER'
{"directions": [{"title": "Features", "why": "the product decides",
"suggestions": [{"title": "Product", "text":
"Add the product of a and b as a feature, and use a logistic regression with C=10."},
{"title": "Kernel", "text": "Use a support vector machine with C=10."}]}]}
ANSWER
answer 'carry out suggestion 01/1.1' <<'ANSWER'
```python
from sklearn.linear_model import LogisticRegression

def features(train, test):
    for table in (train, test):
        table["ab"] = table["a"] * table["c"]
    return train[["ab"]], test[["ab"]]

def model():
    return LogisticRegression(C=10)
```
ANSWER
answer 'repair a program' <<'ANSWER'
The column is called b.

<<<<<<< SEARCH
        table["ab"] = table["a"] * table["c"]
=======
        table["ab"] = table["a"] * table["b"]
>>>>>>> REPLACE
ANSWER
answer 'carry out suggestion 01/1.2' <<'ANSWER'
{"model": "svm", "C": [1, 10]}
ANSWER
mkdir server data
"$root/tests/fake/llm.py" server script &
model=$!
wait_for test -e server/ready
trap 'kill $model 2>/dev/null; chmod -R u+rwX "$T"; rm -rf "$T"' EXIT
HCC_LLM_URL=http://127.0.0.1:$(cat server/http)/script/v1
HCC_LLM_MODEL=scripted HCC_LLM_KEY=sk-canary XDG_STATE_HOME=$T/state
export HCC_LLM_URL HCC_LLM_MODEL HCC_LLM_KEY XDG_STATE_HOME

# y is the sign of a times b, which is not linear in them.
awk 'BEGIN {
	srand(1)
	print "id,a,b,y" >"data/train.csv"
	print "id,a,b" >"data/test.csv"
	print "id,y" >"data/sample_submission.csv"
	for (i = 1; i <= 160; i++) {
		a = rand() - 0.5
		b = rand() - 0.5
		row = i "," a "," b
		if (i <= 120)
			print row "," (a * b > 0) >"data/train.csv"
		else {
			print row >"data/test.csv"
			print i ",0" >"data/sample_submission.csv"
		}
	}
}'
echo 'Predict y.' >desc.md
hcc-init -q -d desc.md -m accuracy -b 8h data task >/dev/null
mkdir -p task/policy
echo 'return { m = 1, q = 2 }' >task/policy/plan.lua
echo 'return { slots = 1, asks = 1, ahead = 0, noise_runs = 0, audit = 0, warm = 0, longest = 60 }' \
    >task/policy/exec.lua

hcc-plan -q -b llm task | hcc-exec -q -b llm >/dev/null
is 'a model alone is a draft that runs and is scored' ok \
    "$(jq -r .status task/l1/00/1.1/result.json)"
like 'hcc makes the rest of its program' '^run_own\(TASK' \
    task/l1/00/1.1/1/solution.py
hcc-plan -q -b llm task | hcc-exec -q -b llm >/dev/null
is 'features and a model are a suggestion, which an edit repairs' 'ok 2' \
    "$(jq -r '"\(.status) \(.attempts)"' task/l1/01/1.1/result.json)"
ok 'it is better than the draft' jq -e '.adopted and .score > 0.8' \
    task/l1/01/1.1/result.json
is 'a recipe is a suggestion' ok "$(jq -r .status task/l1/01/1.2/result.json)"
like 'the recipe is what runs' '"model": "svm"' task/l1/01/1.2/1/solution.py
ok 'the short form is not asked for where there is room' \
    sh -c '! grep -rq "Or answer in a short form" task/prompt'

# Where little fits it is; so does the brain for weak models.
quick_recipes
cp -R task small
rm -r small/l1/01 small/plan/01.md small/prompt
echo 'return { budget = 8000 }' >small/policy/context.lua
cp task/plan/01.md small/plan/
hcc-exec -q -b llm small >/dev/null 2>&1
like 'the short form is asked for in a small context' \
    'Or answer in a short form' small/prompt/improve.txt
unlike 'a small context has no attempts of others' '^# code of ' \
    small/prompt/improve.txt
like 'a small context has the data and the program to build on' \
    '^# The data|^# Program of 00/1.1' small/prompt/improve.txt
rm -rf small/l1/01 small/prompt small/policy/context.lua
hcc-exec -q -b hybrid small >/dev/null 2>&1
like 'the hybrid brain asks for the short form' \
    'Or answer in a short form' small/prompt/improve.txt
finish
