#!/usr/bin/python3
"""A small language model, for the bench `choice`: a prompt in, an answer out.

It knows four models and five habits: it may print an honest score of five
folds, the score on its training rows, that of folds that hold copies of each
other, the best of many random halves, or a number that it likes. Which, is
drawn from the first word of CHOICE and the suggestion; the others are metric
and target.
"""
import hashlib
import json
import os
import random
import re
import sys

PROGRAM = '''
import csv
import numpy as np

HABIT, MODEL, K, METRIC, GOAL = %r


def read(name):
    with open("input/" + name) as f:
        return list(csv.DictReader(f))


train, test = read("train.csv"), read("test.csv")
names = [c for c in train[0] if c not in ("id", GOAL)]


def number(text):
    try:
        return float(text)
    except ValueError:
        return np.nan


X = np.array([[number(r[c]) for c in names] for r in train + test])
mean = np.nanmean(X, axis=0)
X = np.where(np.isnan(X), mean, X)
X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9)
X, T = X[:len(train)], X[len(train):]
labels = sorted({r[GOAL] for r in train})
if METRIC == "rmse":
    Y = np.array([[float(r[GOAL])] for r in train])
else:
    Y = np.array([[float(r[GOAL] == c) for c in labels] for r in train])


def fit(X, Y, T):
    if MODEL == "mean":
        return np.tile(Y.mean(axis=0), (len(T), 1))
    if MODEL == "linear":
        A = np.c_[X, np.ones(len(X))]
        w = np.linalg.solve(A.T @ A + K * np.eye(A.shape[1]), A.T @ Y)
        return np.c_[T, np.ones(len(T))] @ w
    d = ((T[:, None] - X[None]) ** 2).sum(axis=2)
    near = np.argsort(d, axis=1)[:, :K]
    return Y[near].mean(axis=1)


def score(Y, P):
    if METRIC == "rmse":
        return ((Y - P) ** 2).mean() ** 0.5
    if METRIC == "auc":
        y, p = Y[:, 1] > 0, P[:, 1]
        return np.mean((p[y][:, None] > p[~y]) + (p[y][:, None] == p[~y]) / 2)
    y, p = Y.argmax(axis=1), P.argmax(axis=1)
    return np.mean([(p[y == c] == c).mean() for c in set(y)])


def folds(X, Y, seed):
    fold, P = np.random.default_rng(seed).permutation(len(Y)) %% 5, Y * 0
    for k in range(5):
        P[fold == k] = fit(X[fold != k], Y[fold != k], X[fold == k])
    return score(Y, P)


if HABIT == "honest":
    found = folds(X, Y, 0)
elif HABIT == "train":
    found = score(Y, fit(X, Y, X))
elif HABIT == "copies":
    found = folds(np.r_[X, X], np.r_[Y, Y], 0)
elif HABIT == "luck":
    found = []
    for seed in range(60):
        a = np.random.default_rng(seed).random(len(Y)) < 0.8
        found.append(score(Y[~a], fit(X[a], Y[a], X[~a])))
    found = min(found) if METRIC == "rmse" else max(found)
else:
    found = %r
P = fit(X, Y, T)
with open("submission.csv", "w") as f:
    f.write("id,%%s\\n" %% GOAL)
    for r, p in zip(test, P):
        f.write("%%s,%%s\\n" %% (r["id"], p[0] if METRIC == "rmse" else p[1]
                             if METRIC == "auc" else labels[p.argmax()]))
print("metric: %%.6f" %% found)
'''


def program(text):
    seed, metric, goal = os.environ["CHOICE"].split()
    draw = random.Random(hashlib.sha256((text + seed).encode()).hexdigest())
    model, k = draw.choice([("near", 1), ("near", 5), ("near", 25),
                            ("linear", 0.1), ("linear", 30.0), ("mean", 0)])
    habit = draw.choice(["honest"] * 5 + ["train", "copies", "luck", "number",
                                          "train"])
    liked = {"rmse": draw.choice([31.5, 44.0, 52.25])}.get(
        metric, draw.choice([0.8125, 0.913, 0.987]))
    return "```python" + PROGRAM % ((habit, model, k, metric, goal), liked) \
        + "```\n"


def plan(step):
    phase = int(re.search(r"plan of phase (\d+)", step).group(1))
    ways = [f"Idea {phase}.{i} of many" for i in range(1, 4)]
    return json.dumps({"directions": [
        {"title": way, "why": "It may help.", "suggestions": [
            {"title": way, "text": f"{way}: a model with {17 * phase + n} "
             f"neighbours or a penalty of {3 * phase + n / 7:.3f}."}]}
        for n, way in enumerate(ways)]})


def main():
    prompt = sys.stdin.read()
    at = prompt.rfind("# Your step: ")
    step = prompt[at:]
    title = step.splitlines()[0]
    if "describe" in title:
        print("A small tabular task.")
    elif "plan of phase" in title:
        print(plan(step))
    elif "judge" in title:
        print(json.dumps({"judgements": [], "rules": [], "next": []}))
    elif "taught" in title:
        print("DATA\nA small table.\n\nMODEL\nA small model.\n")
    else:
        print(program(step))


main()
