"""Numbers; what counts relative errors is learnt as logarithms."""
import numpy as np

from . import Form

RELATIVE = ("mape", "smape", "rmspe", "msle")


class Numbers(Form):
    """One number a row."""

    def __init__(self, metric, target):
        super().__init__(metric, target)
        self.logs = metric.name == "rmsle" or (
            metric.name in RELATIVE and target.y.min() > 0)

    def learnt(self, y):
        return np.log1p(np.maximum(y, 0)) if self.logs else y

    def plain(self, z):
        """Numbers as the task has them."""
        return np.expm1(np.maximum(z, 0)) if self.logs else z

    def score(self, y, answer):
        if self.metric.form == "shares":        # of one target alone
            return ((y - answer) ** 2).mean()
        return self.metric.function(self.plain(y), self.plain(answer))

    def tune(self, y, P):
        """What to add so that a share q of the rows is below."""
        if self.metric.form == "number" and self.metric.param is not None:
            return np.quantile(y - P[:, 0], self.metric.param)
        return 0.0

    def decide(self, P, tuned):
        return P[:, 0] + (tuned or 0.0)
