"""Sets of labels: a row has several, or one."""
import numpy as np

from . import Form
from ..models.base import rows_at_most

HALF = np.array([0.5, 1.0])     # of the chance of a row's likeliest label
POWERS = (0, 0.5, 1)            # of what the least chance depends on that
LEAST = np.geomspace(0.05, 0.95, 20)
SOME = 4000                     # rows that tell what is best to answer
FEW = 1000                      # the same where members are compared
FACTORS = (2, 1 / 2, 1.5, 1 / 1.5, 1.25, 1 / 1.25)
SLOW = 1e7                      # rows x labels x labels from which on


class Sets(Form):
    """Which labels a row has, a table of truths. y are codes of sets; P has
    the chance of each label, which are shares of one: a row teaches each of
    its labels.

    A row is said to have its likeliest label, and each whose weighted chance
    is at least t m^a, of the likeliest one's m: with a of 0 a chance is
    compared with a fixed one, with 1 with that of the row. What is tuned is
    t, a and, where it is known, a weight for each class."""

    def __init__(self, metric, target):
        super().__init__(metric, target)
        self.sets = target.sets
        self.labels = len(target.classes) - ("" in target.classes)

    def score(self, y, answer):
        return self.metric.of_sets(self.sets[y][:, :self.labels],
                                   answer[:, :self.labels])

    def loss(self, y, P):
        """How far the metric is from one with the best t and a, which are few
        numbers and learn little from the rows; and a little log loss, as many
        answers are equally good."""
        shares = self.sets[y] / self.sets[y].sum(axis=1, keepdims=True)
        cost = -(shares * np.log(np.clip(P, 1e-5, 1))).sum(axis=1).mean()
        some = rows_at_most(FEW, y, 0)
        rule = self.rule(y[some], P[some], POWERS[::2], LEAST[::2])
        return 1 - self.score(y, self.decide(P, rule)) + 0.02 * cost

    def rule(self, y, P, powers, least):
        """The t and a that are best."""
        return max((np.array([t, a]) for a in powers for t in least),
                   key=lambda rule: self.score(y, self.decide(P, rule)))

    def tune(self, y, P):
        """First t and a, then the weight of each class in turn."""
        if (P == P[0]).all():
            return HALF
        some = rows_at_most(SOME, y, 0)
        y, P = y[some], P[some]
        rule = self.rule(y, P, POWERS, LEAST)
        best = self.score(y, self.decide(P, rule))
        rule = np.append(rule, np.ones(P.shape[1]))
        if P.size * P.shape[1] > SLOW:
            return rule
        for factor in FACTORS:
            for c in range(2, len(rule)):
                trial = rule.copy()
                trial[c] *= factor
                value = self.score(y, self.decide(P, trial))
                if value > best + 0.5 / len(y):
                    best, rule = value, trial
        return rule

    def decide(self, P, tuned):
        least, power, *weights = HALF if tuned is None else tuned
        P = P * weights if weights else P
        most = P.max(axis=1, keepdims=True)
        answer = (P >= least * most ** power) | (P >= most)
        if self.labels < P.shape[1]:    # none is likelier than each
            answer[P[:, -1] >= most[:, 0]] = False
            answer[:, -1] = False
        return answer
