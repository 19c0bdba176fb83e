"""Texts: each that was seen is a class; the one that is nearest to all is
handed in."""
import numpy as np

from .labels import Labels

MANY = 300


class Texts(Labels):
    """The code of one text a row; the metric compares two of them."""

    def __init__(self, metric, target):
        super().__init__(metric, target)
        if len(target.classes) > MANY:
            raise ValueError(f"the target '{target.name}' has more than "
                             f"{MANY} different texts: no recipe writes new "
                             "ones")
        self.worth = np.array([[metric.function(truth, answer)
                                for answer in target.classes]
                               for truth in target.classes], float)

    def score(self, y, answer):
        return self.worth[y, answer].mean()

    def tune(self, y, P):
        """Nothing: the metric says what is best to answer."""

    def decide(self, P, tuned):
        expected = P @ self.worth
        return (expected.argmin(axis=1) if self.metric.goal == "minimize"
                else expected.argmax(axis=1))
