"""Forms of answers: how predictions are judged, tuned and decided.

Predictions P are one column of numbers, or a column of chances a class. An
answer is what the metric takes: numbers, codes of classes, or P itself.
"""
import numpy as np

ORDERS = ["auc", "auc_ovr", "average_precision", "gini", "kendall",
          "spearman"]


class Form:
    """The form of one target's answers; the metric takes them as they are."""

    def __init__(self, metric, target):
        self.metric, self.classes, self.y = metric, target.classes, target.y

    def learnt(self, y):
        """The scale on which the target is learnt."""
        return y

    def score(self, y, answer):
        """The metric of answers."""
        return self.metric.function(y, answer)

    def loss(self, y, P):
        """What members are compared and mixed by: lower is better."""
        return self.metric.cost(self.score(y, self.decide(P, None)))

    def tune(self, y, P):
        """What decide() needs to know, from rows with a known target."""

    def decide(self, P, tuned):
        """Answers of predictions."""
        return P

    def scores(self, y, P, part):
        """The metric over all rows, tuned on the other folds only, and of
        each fold. Of a metric that sees the order of rows alone it is the
        mean over folds, since each has a model of its own, whose answers
        another's may all lie below."""
        folds = [np.flatnonzero(part == k) for k in np.unique(part)]
        answer = None
        for inside in folds:
            rest = np.setdiff1d(np.arange(len(y)), inside)
            rest = rest if len(rest) else inside
            found = self.decide(P[inside], self.tune(y[rest], P[rest]))
            if answer is None:
                answer = np.zeros((len(y),) + found.shape[1:], found.dtype)
            answer[inside] = found
        found = [self.score(y[inside], answer[inside]) for inside in folds]
        if self.metric.name in ORDERS and np.isfinite(found).all():
            return np.average(found, weights=list(map(len, folds))), found
        return self.score(y, answer), found


def of(metric, target):
    """The form of this metric's answers."""
    from .chances import Chances, Margins
    from .labels import Labels
    from .numbers import Numbers
    from .order import Order
    from .ranks import Ranks
    from .sets import Sets
    from .texts import Texts
    if target.sets is not None:
        return Sets(metric, target)
    return {"number": Numbers, "shares": Numbers, "labels": Labels,
            "texts": Texts, "chances": Chances, "margins": Margins,
            "order": Order, "ranks": Ranks}[metric.form](metric, target)
