"""Ordered classes: numbers in between, then cut points."""
import numpy as np
from scipy.optimize import minimize

from . import Form
from ..models.base import rows_at_most


class Order(Form):
    """Codes of ordered classes, cut from one column of numbers."""

    def score(self, y, answer):
        width = len(self.classes)
        table = np.bincount(y * width + answer, minlength=width * width)
        return self.metric.function(table.reshape(width, width).astype(float))

    def loss(self, y, P):
        """The squared error."""
        return ((y - P[:, 0]) ** 2).mean()

    def tune(self, y, P):
        """Cut points that score best; start where classes keep their
        share."""
        middle = np.arange(len(self.classes) - 1) + 0.5
        if (P == P[0]).all():
            return middle
        shares = np.cumsum(np.bincount(y, minlength=len(self.classes)))
        start = np.quantile(P[:, 0], np.clip(shares[:-1] / len(y), 0, 1))
        some = rows_at_most(20000, y, 0)
        y, P = y[some], P[some]

        def cost(cuts):
            return -self.score(y, np.searchsorted(np.sort(cuts), P[:, 0]))

        tries = [minimize(cost, x0, method="Nelder-Mead", options={
            "maxfev": 200, "initial_simplex": np.vstack(
                [x0, x0 + 0.15 * np.eye(len(x0))])})
                 for x0 in (start, 0.5 * (start + middle))]
        return np.sort(min(tries, key=lambda found: found.fun).x)

    def decide(self, P, tuned):
        return np.searchsorted(tuned, P[:, 0])
