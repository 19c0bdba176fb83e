"""The metrics of hcc-grade(1): a row each in metrics.json, a function here.

`form` says what an answer is, and so what the function takes:

    number   function(y, answer), both arrays of numbers
    labels   function(table), counts[truth, answer] of the classes
    chances  function(y, P), codes of classes and a column of each class
    order    as labels, of ordered classes
    ranks    function(y, answer), codes and the codes guessed, best first

A metric without a row is stood in for: its loss is that of its form, its
value has the sign that its goal asks for.
"""
import json
import pkgutil
import re
from collections import namedtuple

import numpy as np

KINDS = {"number": "number", "order": "ordinal"}     # of the target


class Metric(namedtuple("Metric", "name goal form function sign known",
                        defaults=(1, True))):
    """A row. When it stands in for another metric it is not `known`, and its
    sign is -1 if that one has the other goal."""

    @property
    def kind(self):
        return KINDS.get(self.form, "classes")

    def cost(self, value):
        """Lower is better."""
        return value if self.goal == "minimize" else -value


def _ranks(values):
    order = np.argsort(np.argsort(values, kind="stable"))
    _, inverse, count = np.unique(values, return_inverse=True,
                                  return_counts=True)
    return (np.bincount(inverse, order) / count)[inverse]


def _pearson(y, answer):
    spread = y.std() * answer.std()
    return ((y - y.mean()) * (answer - answer.mean())).mean() / spread \
        if spread > 0 else 0.0


def rmsle(y, answer):
    """Of values; what is below zero counts as zero."""
    return ((np.log1p(y) - np.log1p(np.maximum(answer, 0))) ** 2).mean() ** .5


def r2(y, answer):
    return 1 - ((y - answer) ** 2).sum() / ((y - y.mean()) ** 2).sum()


def mape(y, answer):
    return (np.abs(y - answer) / np.maximum(np.abs(y), 1e-12)).mean()


def rmspe(y, answer):
    return (((y - answer) / np.where(y == 0, 1e-12, y)) ** 2).mean() ** .5


def smape(y, answer):
    size = np.abs(y) + np.abs(answer)
    return (2 * np.abs(y - answer) / np.where(size == 0, 1, size)).mean()


def _f1_of(table):
    hits = np.diag(table)
    return 2 * hits / np.maximum(table.sum(axis=1) + table.sum(axis=0), 1)


def accuracy(table):
    return np.diag(table).sum() / table.sum()


def balanced_accuracy(table):
    there = table.sum(axis=1) > 0
    return (np.diag(table)[there] / table.sum(axis=1)[there]).mean()


def f1(table):
    """Of the second of two classes; of more, the mean of all."""
    return _f1_of(table)[1] if len(table) == 2 else f1_macro(table)


def f1_macro(table):
    there = table.sum(axis=1) + table.sum(axis=0) > 0
    return _f1_of(table)[there].mean()


def f1_weighted(table):
    return np.average(_f1_of(table), weights=table.sum(axis=1))


def mcc(table):
    """Matthews correlation of any number of classes."""
    true, said, n = table.sum(axis=1), table.sum(axis=0), table.sum()
    spread = (n ** 2 - (said ** 2).sum()) * (n ** 2 - (true ** 2).sum())
    return (np.diag(table).sum() * n - true @ said) / spread ** 0.5 \
        if spread > 0 else 0.0


def _kappa(table, power):
    k = np.arange(len(table))
    apart = np.abs(k[:, None] - k) ** power if power else 1 - np.eye(len(k))
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    cost = (apart * chance).sum()
    return 1 - (apart * table).sum() / cost if cost > 0 else 0.0


def kappa(table):
    return _kappa(table, 0)


def qwk(table):
    return _kappa(table, 2)


def log_loss(y, P):
    P = np.clip(P, 1e-15, None)
    return -np.log(P[np.arange(len(y)), y] / P.sum(axis=1)).mean()


def _one_by_one(y, P, of_class):
    """Mean over the classes that are there; of two, the second's."""
    there = [c for c in range(P.shape[1]) if 0 < (y == c).sum() < len(y)]
    there = [1] if P.shape[1] == 2 and 1 in there else there
    return np.mean([of_class(y == c, P[:, c]) for c in there]) \
        if there else np.nan


def _auc(truth, chance):
    n = truth.sum()
    return (_ranks(chance)[truth].sum() - n * (n - 1) / 2) / (
        n * (len(truth) - n))


def auc(y, P):
    """Area under the ROC curve, macro one against the rest."""
    return _one_by_one(y, P, _auc)


def gini(y, P):
    return 2 * auc(y, P) - 1


def _precision(truth, chance):
    order = np.argsort(-chance, kind="stable")
    truth, chance = truth[order], chance[order]
    last = np.append(np.diff(chance) != 0, True)     # of each run of ties
    hits = np.cumsum(truth)[last]
    gained = np.diff(np.append(0, hits)) / truth.sum()
    return (gained * hits / (np.flatnonzero(last) + 1)).sum()


def average_precision(y, P):
    return _one_by_one(y, P, _precision)


def brier(y, P):
    """Mean squared error of the chances; of two classes, of the second."""
    if P.shape[1] == 2:
        return ((P[:, 1] - y) ** 2).mean()
    return ((P - np.eye(P.shape[1])[y]) ** 2).sum(axis=1).mean()


def mean_precision(y, answer):
    """Mean average precision of ranked guesses with one truth."""
    hits = answer == y[:, None]
    return (hits / np.arange(1, hits.shape[1] + 1)).sum(axis=1).mean()


FUNCTIONS = {
    "rmse": lambda y, a: ((y - a) ** 2).mean() ** .5,
    "mse": lambda y, a: ((y - a) ** 2).mean(),
    "mae": lambda y, a: np.abs(y - a).mean(),
    "medae": lambda y, a: np.median(np.abs(y - a)),
    "rmsle": rmsle,
    "mape": mape,
    "smape": smape,
    "rmspe": rmspe,
    "r2": r2,
    "pearson": _pearson,
    "spearman": lambda y, a: _pearson(_ranks(y), _ranks(a)),
    "accuracy": accuracy,
    "balanced_accuracy": balanced_accuracy,
    "f1": f1,
    "f1_macro": f1_macro,
    "f1_micro": accuracy,
    "f1_weighted": f1_weighted,
    "mcc": mcc,
    "kappa": kappa,
    "qwk": qwk,
    "auc": auc,
    "auc_ovr": auc,
    "gini": gini,
    "average_precision": average_precision,
    "log_loss": log_loss,
    "brier": brier,
    "map@k": mean_precision,
}
METRICS = {name: Metric(name, row["goal"], row["form"], FUNCTIONS[name])
           for name, row in json.loads(pkgutil.get_data(
               __package__, "metrics.json")).items()}
STAND_INS = {"number": "rmse", "ordinal": "qwk"}


def depth(name):
    """The k of a name such as map@3."""
    return int(re.search(r"@(\d+)$", name).group(1))


def find(name, kind=None, goal=None):
    """The metric called `name`; for one that has no row, what stands in for
    it with targets of this kind."""
    row = METRICS.get(re.sub(r"@\d+$", "@k", name))
    if row:
        return row._replace(name=name)
    row = METRICS[STAND_INS.get(kind, "log_loss")]
    return row._replace(sign=-1 if goal and goal != row.goal else 1,
                        known=False)
