"""Sets of labels: a row has several, or one."""
import numpy as np

from . import Form

HALF = 0.5      # of the chance of a row's likeliest label


class Sets(Form):
    """Which labels a row has, a table of truths. y are codes of sets; P has
    the chance of each label, which are shares of one: a row teaches each of
    its labels."""

    def __init__(self, metric, target):
        super().__init__(metric, target)
        self.sets = target.sets
        self.labels = len(target.classes) - ("" in target.classes)

    def score(self, y, answer):
        return self.metric.of_sets(self.sets[y][:, :self.labels],
                                   answer[:, :self.labels])

    def loss(self, y, P):
        """As of Labels: log loss, and some of the metric itself."""
        shares = self.sets[y] / self.sets[y].sum(axis=1, keepdims=True)
        cost = -(shares * np.log(np.clip(P, 1e-5, 1))).sum(axis=1).mean()
        return 0.5 * (1 - self.score(y, self.decide(P, None))) + cost

    def tune(self, y, P):
        """How near to the likeliest label another must be: the middle of
        those that are nearly as good as any."""
        grid = np.linspace(0.05, 1, 39)
        values = np.array([self.score(y, self.decide(P, t)) for t in grid])
        good = np.flatnonzero(values >= values.max() - 0.002)
        return grid[good[len(good) // 2]]

    def decide(self, P, tuned):
        answer = P >= (tuned or HALF) * P.max(axis=1, keepdims=True)
        if self.labels < P.shape[1]:    # none is likelier than each
            answer[P[:, -1] >= P.max(axis=1)] = False
            answer[:, -1] = False
        return answer
