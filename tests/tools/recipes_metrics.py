"""Every metric that hcc-grade -M lists (standard input), in hcc_recipes.

For each, writes NAME.labels.csv and NAME.sub.csv and prints a line "NAME
METRIC SCORE", what hcc_recipes says of the two; and runs a program for it,
which must print its metric.
"""
import contextlib
import io
import json
import os
import sys

import numpy as np
import pandas as pd

sys.path.insert(0, os.environ["HCC_PACKAGES"])
from hcc_recipes import main, metrics  # noqa: E402

PARAMS = {"beta": 2, "q": 0.9, "k": 3}
rng = np.random.default_rng(5)
CLASSES = np.array(["a lot", "some", "lots of it"])


def table(name, **columns):
    frame = pd.DataFrame(columns)
    frame.insert(0, "id", [f"r{i}" for i in range(len(frame))])
    frame.to_csv(name, index=False)


def answers(metric, n=60):
    """Arguments of its function; columns of the truth and of the answer."""
    y = np.arange(n) % 3
    P = rng.dirichlet(np.ones(3), n) + 0.6 * np.eye(3)[y]
    P /= P.sum(axis=1, keepdims=True)
    said, truth = P.argmax(axis=1), {"y": CLASSES[y]}
    if metric.form == "number":
        y = rng.random(n) + 0.2
        guess = y + 0.3 * rng.random(n)
        return (y, guess), {"y": y}, {"y": guess}
    if metric.form == "shares":
        Y = rng.dirichlet(np.ones(3), n)
        return (Y, P), dict(zip("uvw", Y.T)), dict(zip("uvw", P.T))
    if metric.form == "ranks":
        order = np.argsort(-P, axis=1)[:, :3]
        names = np.array(["p", "q", "r"])
        return (y, order), {"y": names[y]}, {
            "y": [" ".join(row) for row in names[order]]}
    if metric.form == "texts":
        return None, truth, {"y": CLASSES[said]}
    if metric.form in ("labels", "order"):
        if metric.name in ("f1", "f2", "jaccard"):
            y, said = y % 2, said % 2
        counts = np.bincount(y * 3 + said, minlength=9).reshape(3, 3)
        counts = counts[:y.max() + 1, :y.max() + 1].astype(float)
        return (counts,), {"y": y}, {"y": said}
    if metric.name in ("auc", "average_precision", "hinge"):
        two = (y > 0).astype(int)
        P = np.column_stack([P[:, 0], P[:, 1] + P[:, 2]])
        return (two, P), {"y": two}, {"y": P[:, 1]}
    names = ["0", "1", "2"]
    return (y, P), {"y": y}, dict(zip(names, P.T))


def program(name, formula, metric, truth):
    """A program for this metric on these targets prints it."""
    os.makedirs("input", exist_ok=True)
    n = len(next(iter(truth.values())))
    first = next(iter(truth.values()))
    x = pd.factorize(pd.Series(first), sort=True)[0] + rng.random(n)
    cut = 2 * n // 3
    train = pd.DataFrame({"id": range(n), "x": x, **truth})
    train[:cut].to_csv("input/train.csv", index=False)
    train[["id", "x"]][cut:].to_csv("input/test.csv", index=False)
    wide = metric.form == "chances" and len(set(first)) > 2
    sample = pd.DataFrame({"id": range(cut, n)})
    for column in (sorted(set(map(str, first))) if wide else truth):
        sample[column] = 0
    sample.to_csv("input/sample_submission.csv", index=False)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main.solve_task({"metric": name, "formula": formula,
                         "param": metric.param, "target": list(truth)},
                        {"model": "knn", "folds": 3})
    if "\nmetric: " not in out.getvalue():
        sys.exit(f"{name} is not printed:\n{out.getvalue()}")


for row in map(json.loads, sys.stdin):
    param = PARAMS.get(row.get("number"))
    name = row["name"]
    if row.get("number") == "beta":
        name = name.replace("fbeta", f"f{param}")
    elif param is not None:
        name = name.partition("@")[0] + f"@{param}"
    metric = metrics.find(name, row["name"], param)
    if not metric.known or metric.goal != row["goal"]:
        sys.exit(f"hcc_recipes does not know {row}")
    arguments, truth, answer = answers(metric)
    if arguments is None:
        score = np.mean([metric.function(a, b) for a, b in zip(
            truth["y"], answer["y"])])
    else:
        score = metric.function(*arguments)
    table(f"{name}.labels.csv", **truth)
    table(f"{name}.sub.csv", **answer)
    program(name, row["name"], metric, truth)
    print(name, repr(float(score)))
