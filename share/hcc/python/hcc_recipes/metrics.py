"""The metrics of hcc-grade(1), under its names; `hcc-grade -M` lists them.

A row is name: (form, function). The form says what an answer is, and so what
the function takes; one with a number in its name takes that as well:

    number   function(y, answer), two arrays of numbers
    labels   function(table), counts[truth, answer] of the classes
    order    as labels, of ordered classes
    chances  function(y, P), codes of classes and a column a class
    margins  the same with decision values
    ranks    function(y, answer), codes, and the codes guessed, best first
    texts    function(truth, answer), two strings
    shares   function(Y, A), a column a target, rows that sum to one

A metric without a row is stood in for by the loss of its targets' kind.
"""
import functools
import re
from collections import namedtuple

import numpy as np

KINDS = {"number": "number", "shares": "number", "order": "ordinal"}


class Metric(namedtuple("Metric", "name goal form function param sign known "
                        "of_sets", defaults=(None, 1, True, None))):
    """A row for one task: `name` is the task's. When it stands in for another
    metric it is not `known`; sign is -1 if that one has the other goal.
    of_sets(truth, answer): the same of sets of labels, tables of truths with a
    column a label; None where there is none."""

    @property
    def kind(self):
        """The kind of its targets."""
        return KINDS.get(self.form, "classes")

    @property
    def of_one_label(self):
        """Is it one of the positive label, such as F1?"""
        return re.fullmatch(r"f[\d.]+|fbeta|jaccard", self.name) is not None

    def cost(self, value):
        """Lower is better."""
        return value if self.goal == "minimize" else -value


def _ranks(values):
    order = np.argsort(np.argsort(values, kind="stable"))
    _, inverse, count = np.unique(values, return_inverse=True,
                                  return_counts=True)
    return (np.bincount(inverse, order) / count)[inverse]


def pearson(y, answer):
    spread = y.std() * answer.std()
    return ((y - y.mean()) * (answer - answer.mean())).mean() / spread \
        if spread > 0 else 0.0


def spearman(y, answer):
    return pearson(_ranks(y), _ranks(answer))


def kendall(y, answer):
    from scipy.stats import kendalltau
    value = kendalltau(y, answer)[0]
    return value if np.isfinite(value) else 0.0


def _gini(y, answer):
    """Lorenz curve in the order of the answers, first ones first."""
    sorted_y = y[np.lexsort((np.arange(len(y)), -answer))]
    return (np.cumsum(sorted_y) / sorted_y.sum()).sum() - (len(y) + 1) / 2


def gini(y, answer):
    """Normalised; of 0 and 1 it is 2 auc - 1."""
    if set(np.unique(y)) <= {0, 1}:
        return 2 * _auc(y == 1, answer) - 1
    return _gini(y, answer) / _gini(y, y)


def mse(y, answer):
    return ((y - answer) ** 2).mean()


def msle(y, answer):
    """What is below zero counts as zero."""
    return mse(np.log1p(y), np.log1p(np.maximum(answer, 0)))


def r2(y, answer):
    return 1 - ((y - answer) ** 2).sum() / ((y - y.mean()) ** 2).sum()


def mape(y, answer):
    return (np.abs(y - answer) / np.maximum(
        np.abs(y), np.finfo(float).eps)).mean()


def smape(y, answer):
    size = np.abs(y) + np.abs(answer)
    return (2 * np.abs(y - answer) / np.where(size == 0, 1, size)).mean()


def rmspe(y, answer):
    """Rows of true 0 do not count."""
    there = y != 0
    return (((y[there] - answer[there]) / y[there]) ** 2).mean() ** 0.5


def pinball(y, answer, q):
    return np.maximum(q * (y - answer), (q - 1) * (y - answer)).mean()


def accuracy(table):
    return np.diag(table).sum() / table.sum()


def balanced_accuracy(table):
    there = table.sum(axis=1) > 0
    return (np.diag(table)[there] / table.sum(axis=1)[there]).mean()


def _f(hit, truth, said, beta=1):
    weight = beta * beta * truth + said
    return (1 + beta * beta) * hit / np.where(weight == 0, 1, weight)


def _jaccard(hit, truth, said, unused=1):
    return hit / np.maximum(truth + said - hit, 1)


def _average(ratio, how):
    """A function of the table: the mean of a ratio over the classes."""
    def function(table, beta=1):
        hit, truth, said = (np.diag(table), table.sum(axis=1),
                            table.sum(axis=0))
        if how == "rows":       # one label each: it is right or wrong
            return accuracy(table)
        if how == "decisions":
            return ratio(hit.sum(), truth.sum(), said.sum(), beta)
        values = ratio(hit, truth, said, beta)
        if how == "positive" and len(table) == 2:
            return values[1]
        there = truth + said > 0
        return np.average(values[there], weights=(
            truth[there] if how == "weighted" else None))
    return function


def _of_sets(ratio, how):
    """The same where rows have sets of labels."""
    def function(truth, said, beta=1):
        counts = [table.sum(axis=1 if how == "rows" else 0)
                  for table in (truth & said, truth, said)]
        if how == "decisions":
            return ratio(*(count.sum() for count in counts), beta)
        values = ratio(*counts, beta)
        if how == "rows":
            return values.mean()
        there = counts[1] + counts[2] > 0
        return np.average(values[there], weights=(
            counts[1][there] if how == "weighted" else None))
    return function


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


def log_loss(y, P):
    P = np.clip(P, 1e-15, None)
    return -np.log(P[np.arange(len(y)), y] / P.sum(axis=1)).mean()


def _one_by_one(of_class):
    """Mean over the classes that are there; of two, that of the second."""
    def function(y, P):
        there = [c for c in range(P.shape[1]) if 0 < (y == c).sum() < len(y)]
        there = [1] if P.shape[1] == 2 and 1 in there else there
        return np.mean([of_class(y == c, P[:, c]) for c in there]) \
            if there else 0.0
    return function


def _auc(truth, chance):
    n = truth.sum()
    return (_ranks(chance)[truth].sum() - n * (n - 1) / 2) / (
        n * (len(truth) - n))


def _precision(truth, chance):
    order = np.argsort(-chance, kind="stable")
    truth, chance = truth[order], chance[order]
    last = np.append(np.diff(chance) != 0, True)     # of each run of ties
    hits = np.cumsum(truth)[last]
    gained = np.diff(np.append(0, hits)) / truth.sum()
    return (gained * hits / (np.flatnonzero(last) + 1)).sum()


def brier(y, P):
    """Of two classes, of the second; of more, the sum of theirs."""
    if P.shape[1] == 2:
        return ((P[:, 1] - y) ** 2).mean()
    return ((P - np.eye(P.shape[1])[y]) ** 2).sum(axis=1).mean()


def hinge(y, margins):
    """Of two classes by the second's margin; of more, Crammer and Singer's."""
    if margins.shape[1] == 2:
        return np.maximum(0, 1 - (2 * y - 1) * margins[:, 1]).mean()
    mine = margins[np.arange(len(y)), y]
    others = np.where(np.eye(margins.shape[1], dtype=bool)[y], -np.inf,
                      margins).max(axis=1)
    return np.maximum(0, 1 + others - mine).mean()


def _place(worth):
    """Mean worth of the place of the truth among the guesses."""
    def function(y, answer, k):
        hits = answer == y[:, None]
        return (hits * worth(np.arange(1.0, hits.shape[1] + 1))).sum(
            axis=1).mean()
    return function


def levenshtein(truth, answer):
    row = list(range(len(answer) + 1))
    for i, a in enumerate(truth, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(answer, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1,
                                         before + (a != b))
    return row[-1]


def word_jaccard(truth, answer):
    a, b = set(truth.lower().split()), set(answer.lower().split())
    return len(a & b) / len(a | b) if a | b else 1.0


def kl_divergence(Y, A):
    A = np.clip(A, 1e-15, None)
    A = A / A.sum(axis=1, keepdims=True)
    return np.where(Y > 0, Y * np.log(np.maximum(Y, 1e-300) / A), 0).sum(
        axis=1).mean()


ROWS = {
    "rmse": ("number", lambda y, answer: mse(y, answer) ** 0.5),
    "mse": ("number", mse),
    "mae": ("number", lambda y, answer: np.abs(y - answer).mean()),
    "medae": ("number", lambda y, answer: np.median(np.abs(y - answer))),
    "rmsle": ("number", lambda y, answer: msle(y, answer) ** 0.5),
    "msle": ("number", msle), "mape": ("number", mape),
    "smape": ("number", smape), "rmspe": ("number", rmspe),
    "r2": ("number", r2), "pearson": ("number", pearson),
    "spearman": ("number", spearman), "kendall": ("number", kendall),
    "gini": ("number", gini), "pinball": ("number", pinball),
    "kl_divergence": ("shares", kl_divergence),
    "accuracy": ("labels", accuracy),
    "error_rate": ("labels", lambda table: 1 - accuracy(table)),
    "balanced_accuracy": ("labels", balanced_accuracy),
    "mcc": ("labels", mcc),
    "kappa": ("labels", lambda table: _kappa(table, 0)),
    "qwk": ("order", lambda table: _kappa(table, 2)),
    "auc": ("chances", _one_by_one(_auc)),
    "auc_ovr": ("chances", _one_by_one(_auc)),
    "average_precision": ("chances", _one_by_one(_precision)),
    "log_loss": ("chances", log_loss), "brier": ("chances", brier),
    "hinge": ("margins", hinge),
    "map": ("ranks", _place(lambda place: 1 / place)),
    "ndcg": ("ranks", _place(lambda place: 1 / np.log2(1 + place))),
    "top": ("ranks", _place(lambda place: place > 0)),
    "levenshtein": ("texts", levenshtein),
    "word_jaccard": ("texts", word_jaccard),
}
OF_SETS = {}
for _ending, _how in (("", "positive"), ("_macro", "classes"),
                      ("_micro", "decisions"), ("_weighted", "weighted"),
                      ("_samples", "rows")):
    for _name, _ratio in (("f1", _f), ("fbeta", _f), ("jaccard", _jaccard)):
        ROWS[_name + _ending] = "labels", _average(_ratio, _how)
        if _ending:
            OF_SETS[_name + _ending] = _of_sets(_ratio, _how)
MINIMIZED = {"rmse", "mse", "mae", "medae", "rmsle", "msle", "mape", "smape",
             "rmspe", "pinball", "kl_divergence", "error_rate", "log_loss",
             "brier", "hinge", "levenshtein"}
STAND_INS = {"number": "rmse", "ordinal": "qwk"}


def find(name, formula=None, param=None, kind=None, goal=None):
    """The metric that the task calls `name`. formula: the name of its row,
    the same by default; param: its number. Without a row: what stands in for
    it with targets of this kind."""
    row, _, number = (formula or name).partition("@")
    known = row in ROWS
    if not known:
        row = STAND_INS.get(kind, "log_loss")
    form, function = ROWS[row]
    if param is None and number:
        try:
            param = float(number)
        except ValueError:
            pass
    of_sets = OF_SETS.get(row)
    if known and param is not None:
        key = {"pinball": "q"}.get(row, "k" if form == "ranks" else "beta")
        function = functools.partial(function, **{key: param})
        of_sets = of_sets and functools.partial(of_sets, beta=param)
    own = "minimize" if row in MINIMIZED else "maximize"
    return Metric(name, own, form, function, param,
                  1 if known or not goal or goal == own else -1, known,
                  of_sets)
