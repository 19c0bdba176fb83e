#!/usr/bin/python3
"""A weak language model, for the bench `weak`: a prompt in, an answer out.

Of its answers a quarter cannot be used (a refusal, a template repeated, one
line to change, an installation), a quarter are programs with a fault (the
score of the training rows, a percentage, a number that it likes, tables
encoded apart, no file handed in), and half are sound programs of a beginner:
eight models with the parameters that everybody gives them. It writes the short
form where it is asked for, and has one idea after the other, some of them
again. The environment variable WEAK is its seed, WAIT the seconds of an
answer.
"""
import hashlib
import json
import os
import random
import re
import sys
import time

# name: classifier, regressor, as scikit-learn has them
MODELS = {
    "Random forest": ("RandomForestClassifier(n_estimators=100)",
                      "RandomForestRegressor(n_estimators=100)"),
    "Gradient boosting": ("GradientBoostingClassifier(max_depth=3)",
                          "GradientBoostingRegressor(max_depth=3)"),
    "Logistic or ridge regression": ("LogisticRegression(max_iter=500)",
                                     "Ridge(alpha=1.0)"),
    "Nearest neighbours": ("KNeighborsClassifier(5)",
                           "KNeighborsRegressor(5)"),
    "Support vector machine": ("SVC(C=1.0, probability=True)", "SVR(C=1.0)"),
    "Decision tree": ("DecisionTreeClassifier(max_depth=8)",
                      "DecisionTreeRegressor(max_depth=8)"),
    "Neural network": ("MLPClassifier((64,), max_iter=300)",
                       "MLPRegressor((64,), max_iter=300)"),
    "Extra trees": ("ExtraTreesClassifier(n_estimators=200)",
                    "ExtraTreesRegressor(n_estimators=200)"),
}
IMPORTS = """from sklearn.ensemble import *
from sklearn.linear_model import *
from sklearn.neighbors import *
from sklearn.neural_network import *
from sklearn.svm import *
from sklearn.tree import *
"""
SCORES = {
    "auc": "roc_auc_score((y == best).astype(int), P)",
    "balanced_accuracy": "balanced_accuracy_score(y, P)",
    "accuracy": "accuracy_score(y, P)",
    "f1_macro": "f1_score(y, P, average='macro')",
    "rmse": "mean_squared_error(y, P) ** 0.5",
    "rmsle": "mean_squared_log_error(y, np.maximum(P, 0)) ** 0.5",
    "mae": "mean_absolute_error(y, P)",
}
NUMBERS = ("rmse", "rmsle", "mae")
PROGRAM = """import numpy as np
import pandas as pd
from sklearn.metrics import *
from sklearn.model_selection import KFold, cross_val_predict
%(imports)s
train = pd.read_csv("input/train.csv")
test = pd.read_csv("input/test.csv")
sample = pd.read_csv("input/sample_submission.csv")
target = sample.columns[1]
y = train[target]
best = sorted(y.unique())[-1]
names = [c for c in test.columns if c != "id"]
%(tables)s
X = X.fillna(X.median())
T = T.fillna(X.median())
model = %(model)s
method = "%(method)s"


def shown(P):
    return P[:, 1] if method == "predict_proba" else P


model.fit(X, y)
%(validate)s
sample[target] = shown(getattr(model, method)(T))
%(submit)s
print("metric: %%.6f" %% (%(score)s))
"""
TOGETHER = """both = pd.get_dummies(pd.concat([train[names], test[names]]))
X, T = both[:len(train)], both[len(train):]"""
APART = """X, T = pd.get_dummies(train[names]), pd.get_dummies(test[names])"""
FOLDS = """folds = KFold(5, shuffle=True, random_state=0)
P = shown(cross_val_predict(model, X, y, cv=folds, method=method))"""
NOWHERE = [
    "I'm sorry, but I cannot run code in this environment.",
    "Only change this line:\n```python\nmodel = RandomForestClassifier(300)"
    "\n```\n",
    "```python\n!pip install catboost\nfrom catboost import CatBoost\n```\n",
    "First load the data with pandas, then train a model, evaluate it, and "
    "save the predictions. Let me know if you need the code!",
    "The model is good. " * 60,
    "",
]


def has_numbers(metric):
    return metric in NUMBERS


def whole(draw, metric, model, bad):
    """A whole program; `bad`: with a fault."""
    fault = bad and draw.choice(["train", "percent", "number", "apart",
                                 "nothing", "train"])
    score = SCORES[metric]
    if fault == "percent" and not has_numbers(metric):
        score = f"100 * {score}"
    elif fault == "number":
        score = "0.05" if has_numbers(metric) else "0.985"
    return "```python\n" + PROGRAM % {
        "imports": IMPORTS, "model": model, "score": score,
        "method": "predict_proba" if metric == "auc" else "predict",
        "tables": APART if fault == "apart" else TOGETHER,
        "validate": "P = shown(getattr(model, method)(X))"
        if fault == "train" else FOLDS,
        "submit": "" if fault == "nothing"
        else 'sample.to_csv("submission.csv", index=False)'} + "```\n"


def short(model, bad):
    """The functions alone; `bad`: with a fault."""
    extra = "\n\ndef features(train, test):\n    for table in (train, test):" \
        "\n        table[\"ratio\"] = table[\"a\"] / table[\"b\"]\n" \
        "    return train, test\n" if bad else "\n"
    return f"```python\n{IMPORTS}\n\ndef model():\n    return {model}\n" \
        f"{extra}```\n"


def program(draw, prompt, words):
    kind = draw.random()
    if kind < 0.25:
        return draw.choice(NOWHERE)
    metric = next((name for name in re.findall(
        r"each fold with its (\w+)", prompt) if name in SCORES), "accuracy")
    named = next((name for name in MODELS if name in words), None)
    model = MODELS[named or draw.choice(list(MODELS))][has_numbers(metric)]
    if "answer in a short form" in prompt and draw.random() < 0.7:
        return short(model, kind < 0.5)
    return whole(draw, metric, model, kind < 0.5)


def plan(draw, words):
    most = re.search(r"(\d+) directions?[^,]*(?:,| with) ", words)
    kind = draw.random()
    if kind < 0.25:
        return draw.choice([
            "I'm sorry, I can't help with that.",
            "Try more models and tune them. " * 3,
            '{"directions": [{"title": "...", "why": "...", "suggestions": '
            '[{"title": "...", "text": "..."}]}]}',
            '{"directions": [{"title": "BERT", "why": "It is the best.", '
            '"suggestions": [{"title": "BERT", "text": "Download '
            'bert-base-uncased and fine-tune it."}]}]}'])
    ideas = draw.sample(list(MODELS), int(most.group(1)) if most else 1)
    each = draw.sample(range(2, 90), 2)
    made = {"directions": [
        {"title": name, "why": "It is very powerful.", "suggestions": [
            {"title": f"{name} {n}", "text": f"{name} on all columns, with "
             f"parameters for {n} rounds, validated on the folds."}
            for n in each]} for name in ideas]}
    text = json.dumps(made, indent=1)
    return text.replace('"why"', '// because\n "why"') if kind < 0.4 \
        else text.replace('"', "'") if kind < 0.5 else text


def judge(draw, words):
    rows = re.findall(r"^\| (\d\d/\d+\.\d+) \| (\w+) \| (\S+)", words, re.M)
    if draw.random() < 0.25 or not rows:
        return draw.choice(["All models did well!", "{}", ""])
    return json.dumps({"judgements": [{
        "verdict": draw.choice(["promising", "Promising.", "dead end"]),
        "claim": draw.choice([f"It reached {score}",
                              "Neural networks are the best here",
                              f"It improved the score by {n}7 %"]),
        "evidence": [one]} for n, (one, _, score) in enumerate(rows)],
        "rules": ["Always use deep learning with 12 layers."],
        "next": ["Tune the hyperparameters."]})


def main():
    prompt = sys.stdin.read()
    step = prompt[prompt.rfind("# Your step: "):]
    title, _, words = step.partition("\n")
    said = "".join(re.findall(r"This answer cannot be used: .*", prompt))
    draw = random.Random(hashlib.sha256("\n".join(
        [os.environ.get("WEAK", ""), title, words[:300], said]).encode()
        ).hexdigest())
    time.sleep(float(os.environ.get("WAIT", "0")))
    if "describe" in title:
        print(draw.choice(["A table of numbers and words.", "word " * 900]))
    elif "plan of phase" in title:
        print(plan(draw, words))
    elif "judge" in title:
        print(judge(draw, words))
    elif "taught" in title:
        print(draw.choice(["DATA\nA table of 10000 rows.\nMODEL\nA network.",
                           "REMARKS\nThe model reached 0.99 [00/1.1].\n",
                           "I hope it helps!"]))
    elif "or strike it" in title:
        print(draw.choice(["RUN", "Yes, run it."]))
    else:
        print(program(draw, prompt, words))


main()
