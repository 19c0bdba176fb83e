"""Labels: the weights that turn chances into them."""
import numpy as np

from . import Form

# how much a metric favours rare classes
POWER = {"balanced_accuracy": 1, "f1": 0.5, "f1_macro": 0.5, "mcc": 0.25,
         "kappa": 0.25}
ABOVE_HALF = ("accuracy", "f1_micro")      # nothing to tune


class Labels(Form):
    """The code of one class a row."""

    def score(self, y, answer):
        width = len(self.classes)
        table = np.bincount(y * width + answer, minlength=width * width)
        return self.metric.function(table.reshape(width, width).astype(float))

    def loss(self, y, P):
        """Log loss with the classes weighted as the metric weighs them,
        which is smooth, and some of the metric itself, which is what
        counts."""
        prior = np.bincount(self.y, minlength=P.shape[1]) / len(self.y)
        weight = np.maximum(prior, 1e-9) ** -POWER.get(self.metric.name, 0)
        P = P * weight
        P = np.clip(P / P.sum(axis=1, keepdims=True), 1e-5, 1)
        cost = -np.log(P[np.arange(len(y)), y])
        wrong = 1 - self.score(y, P.argmax(axis=1))
        return 0.5 * wrong + np.average(cost, weights=weight[y])

    def tune(self, y, P):
        """The weights of the classes that suit these predictions best."""
        if self.metric.name in ABOVE_HALF or (P == P[0]).all():
            return np.ones(P.shape[1])
        if P.shape[1] == 2 and self.metric.name != "balanced_accuracy":
            return self.threshold(y, P)
        return self.weights(y, P)

    def threshold(self, y, P):
        """The middle of the thresholds that are nearly as good as any."""
        grid = np.unique(np.quantile(P[:, 1], np.linspace(0.01, 0.99, 197)))
        values = np.array([self.score(y, (P[:, 1] >= t).astype(int))
                           for t in grid])
        good = np.flatnonzero(values >= values.max() - 0.002)
        middle = grid[good[len(good) // 2]]
        return np.array([middle, 1 - middle])

    def weights(self, y, P):
        """First one power of the prior, then each class in turn."""
        prior = np.bincount(y, minlength=P.shape[1]) / len(y) + 1e-9

        def gain(weights):
            return self.score(y, (P * weights).argmax(axis=1))

        weights = max((prior ** -power for power in np.arange(0, 1.3, 0.1)),
                      key=gain)
        if (self.metric.name == "balanced_accuracy" or len(y) < 300
                or P.size * P.shape[1] > 2e7):
            return weights
        best = gain(weights)
        for factor in (1.3, 1 / 1.3, 1.15, 1 / 1.15):
            for c in range(len(weights)):
                trial = weights.copy()
                trial[c] *= factor
                value = gain(trial)
                if value > best + 0.1 / len(y):
                    best, weights = value, trial
        return weights

    def decide(self, P, tuned):
        return (P if tuned is None else P * tuned).argmax(axis=1)
