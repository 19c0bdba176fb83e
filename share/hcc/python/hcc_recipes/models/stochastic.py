"""Boosting on random parts of rows and columns."""
import time

import numpy as np
from sklearn.ensemble import (
    GradientBoostingClassifier, GradientBoostingRegressor)

from .base import Scale
from .growth import affordable, boost


def fit_gradient_boosting(member, X, y, queries, seed, width):
    """Boosting on random parts of rows and columns: for small data."""
    kind = GradientBoostingClassifier if width > 1 else (
        GradientBoostingRegressor)
    rounds, rate = member["rounds"], member["rate"]
    shape = {"max_depth": member["depth"], "subsample": 0.6,
             "max_features": member["max_features"],
             "min_samples_leaf": member["min_samples_leaf"],
             "random_state": seed}
    if width == 1:
        shape["loss"] = member["loss"]
    scale = Scale(y, member["target_transform"])
    X, queries = np.nan_to_num(X), [np.nan_to_num(Q) for Q in queries]

    def make(trees):
        return kind(n_estimators=trees, learning_rate=rate, **shape)
    z = y if width > 1 else scale.there(y)
    end = time.monotonic() + 0.85 * member["seconds"]
    fit = affordable(make, rounds, 4, X, z, member["seconds"] * 0.7)
    rate = min(0.3, rate * (rounds / fit) ** 0.7)
    model = make(fit).fit(X, z, monitor=lambda *_: time.monotonic() > end)
    yield from boost(model, fit, queries, width, scale)
