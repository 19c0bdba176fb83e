"""Cases for grade.t: predictions of real models, and what scikit-learn says.

Writes NAME.labels.csv and NAME.sub.csv for each case into the working
directory, and prints a line "NAME METRIC SCORE [OPTION..]" for each.
"""
import warnings

import numpy as np
import pandas as pd
from sklearn import datasets, metrics
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)


def halves(x, y):
    order = rng.permutation(len(y))
    cut = len(y) // 2
    train, test = order[:cut], order[cut:]
    return x[train], y[train], x[test], y[test]


def case(name, metric, truth, answer, score, *options):
    """truth and answer: dicts of columns. The answer's rows are shuffled."""
    ids = [f"r{i}" for i in range(len(next(iter(truth.values()))))]
    pd.DataFrame({"id": ids, **truth}).to_csv(f"{name}.labels.csv",
                                              index=False)
    table = pd.DataFrame({"id": ids, **answer})
    table = table.iloc[rng.permutation(len(table))]
    table.to_csv(f"{name}.sub.csv", index=False)
    print(name, metric, repr(float(score)), *options)


def labels(name, y, p, positive=None):
    """All metrics of labels on one pair of columns."""
    found = {
        "accuracy": metrics.accuracy_score(y, p),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, p),
        "f1_macro": metrics.f1_score(y, p, average="macro"),
        "f1_micro": metrics.f1_score(y, p, average="micro"),
        "qwk": metrics.cohen_kappa_score(y, p, weights="quadratic"),
    }
    if positive is not None:
        found["f1"] = metrics.f1_score(y, p, pos_label=positive)
    for metric, score in found.items():
        case(f"{name}-{metric}", metric, {"y": y}, {"y": p}, score)


def by_class(names, p):
    return {str(c): p[:, i] for i, c in enumerate(names)}


def multi_class(name, x, y, model):
    """Labels and probabilities; x, y of a data set with several classes."""
    xa, ya, xb, yb = halves(x, y)
    model.fit(xa, ya)
    p = model.predict_proba(xb)
    labels(name, yb, model.predict(xb))
    case(f"{name}-log_loss", "log_loss", {"y": yb},
         by_class(model.classes_, p),
         metrics.log_loss(yb, p, labels=model.classes_))
    case(f"{name}-auc_ovr", "auc_ovr", {"y": yb}, by_class(model.classes_, p),
         metrics.roc_auc_score(yb, p, multi_class="ovr"))
    # The same rows given as one column a class, as some graders have them.
    hot = by_class(model.classes_, np.eye(p.shape[1], dtype=int)[
        np.searchsorted(model.classes_, yb)])
    case(f"{name}-onehot", "log_loss", hot, by_class(model.classes_, p),
         metrics.log_loss(yb, p, labels=model.classes_))
    # Rows that do not sum to one, and a class that has no true row.
    some = yb != model.classes_[0]
    case(f"{name}-missing", "log_loss", {"y": yb[some]},
         by_class([f"p_{c}" for c in model.classes_], 3 * p[some]),
         metrics.log_loss(yb[some], 3 * p[some], labels=model.classes_))
    top = np.argsort(-p, axis=1, kind="stable")[:, :3]
    rank = [np.flatnonzero(model.classes_[t] == y) for t, y in zip(top, yb)]
    case(f"{name}-map", "map@3", {"y": yb},
         {"y": [" ".join(map(str, model.classes_[t])) for t in top]},
         np.mean([1 / (r[0] + 1) if len(r) else 0 for r in rank]))


def binary(name, x, y, model, positive):
    xa, ya, xb, yb = halves(x, y)
    model.fit(xa, ya)
    at = list(model.classes_).index(positive)
    p = model.predict_proba(xb)[:, at]
    labels(name, yb, model.predict(xb), positive)
    case(f"{name}-auc", "auc", {"y": yb}, {"y": p},
         metrics.roc_auc_score(yb == positive, p))
    coarse = np.round(p, 1)
    case(f"{name}-ties", "auc", {"y": yb}, {"p": coarse},
         metrics.roc_auc_score(yb == positive, coarse))
    case(f"{name}-log_loss", "log_loss", {"y": yb}, {"y": p},
         metrics.log_loss(yb == positive, p))
    sure = (p > 0.5).astype(int)      # zeros and ones are clipped
    case(f"{name}-sure", "log_loss", {"y": yb}, {"y": sure},
         metrics.log_loss(yb == positive, sure.astype(float)))
    other = [c for c in model.classes_ if c != positive][0]
    case(f"{name}-other", "auc", {"y": yb}, {"y": 1 - p},
         metrics.roc_auc_score(yb == other, 1 - p), "-p", str(other))


def regression(name, x, y):
    xa, ya, xb, yb = halves(x, y)
    p = LinearRegression().fit(xa, ya).predict(xb)
    if p.ndim == 1:
        yb, p = yb[:, None], p[:, None]
    truth = {f"t{i}": yb[:, i] for i in range(yb.shape[1])}
    answer = {f"t{i}": p[:, i] for i in range(yb.shape[1])}
    for metric, score in {
            "rmse": metrics.mean_squared_error(yb, p, squared=False),
            "mse": metrics.mean_squared_error(yb, p),
            "mae": metrics.mean_absolute_error(yb, p),
            "r2": metrics.r2_score(yb, p)}.items():
        case(f"{name}-{metric}", metric, truth, answer, score)
    answer = {k: np.abs(v) for k, v in answer.items()}
    case(f"{name}-rmsle", "rmsle", truth, answer,
         metrics.mean_squared_log_error(yb, np.abs(p), squared=False))


def main():
    d = datasets.load_digits()
    multi_class("digits", d.data, d.target, GaussianNB())
    d = datasets.load_wine()
    multi_class("wine", d.data, d.target_names[d.target],
                KNeighborsClassifier(7))
    d = datasets.load_breast_cancer()
    binary("cancer", d.data, d.target, LogisticRegression(), 1)
    binary("tumour", d.data, np.where(d.target == 1, "no", "yes"),
           KNeighborsClassifier(9), "yes")
    binary("flag", d.data[:, 3:9], d.target == 1, GaussianNB(), True)
    d = datasets.load_diabetes()
    regression("diabetes", d.data, d.target)
    regression("linnerud", *datasets.load_linnerud(return_X_y=True))
    # Labels that are predicted but never true, and the other way round.
    labels("strange", ["a", "b", "b", "c", "d"], ["a", "b", "e", "c", "c"])
    # Numbers that became decimals on their way.
    case("decimals", "f1_macro", {"y": [1, 2, 3, 1]}, {"y": [1., 2., 1., 3.]},
         metrics.f1_score([1, 2, 3, 1], [1, 2, 1, 3], average="macro"))
    case("constant", "r2", {"y": [2, 2, 2]}, {"y": [1, 2, 3]},
         metrics.r2_score([2, 2, 2], [1, 2, 3]))


main()
