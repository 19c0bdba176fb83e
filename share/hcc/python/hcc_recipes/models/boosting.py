"""Boosting on histograms: fast, takes gaps as they come."""
import time

from sklearn.ensemble import (
    HistGradientBoostingClassifier, HistGradientBoostingRegressor)

from .base import Scale
from .growth import affordable, boost, stopped
from .line import Line


def fit_hist_gradient_boosting(member, X, y, queries, seed, width):
    """Histogram boosting; fewer, larger steps when time is short. Numbers may
    be learnt as what a line leaves of them."""
    kind = HistGradientBoostingClassifier if width > 1 else (
        HistGradientBoostingRegressor)
    rounds, rate = member["rounds"], member["rate"]
    shape = {"max_leaf_nodes": member["leaves"],
             "min_samples_leaf": member["min_samples_leaf"],
             "l2_regularization": member["l2"],
             "early_stopping": False, "random_state": seed}
    if width == 1:
        shape["loss"] = member["loss"]
    scale = Scale(y, member["target_transform"])

    def make(trees):
        return kind(max_iter=trees, learning_rate=rate, **shape)
    z, bases = y if width > 1 else scale.there(y), None
    if width == 1 and member["line"]:
        line = Line(X, z)
        z, bases = z - line.at(X), [line.at(Q) for Q in queries]
    began = time.monotonic()
    fit = affordable(make, rounds, 4, X, z, member["seconds"] * 0.8)
    rate = min(0.3, rate * (rounds / fit) ** 0.7)
    spent = time.monotonic() - began
    model = stopped(make(fit), X, z, max(
        0.9 * member["seconds"] - spent, 0.2 * member["seconds"]))
    yield from boost(model, fit, queries, width, scale, bases)
