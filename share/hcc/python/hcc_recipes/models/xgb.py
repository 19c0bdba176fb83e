"""Boosting by the library xgboost, where it is installed."""
import time

import xgboost

from .base import Scale
from ..clock import CORES


class Until(xgboost.callback.TrainingCallback):
    """Ends the training at a moment, after a round at least."""

    def __init__(self, end):
        super().__init__()
        self.end = end

    def after_iteration(self, model, epoch, evals_log):
        return time.monotonic() > self.end


def fit_xgboost(member, X, y, queries, seed, width):
    """Boosting on histograms, leaf by leaf, on a part of the columns."""
    rounds = member["rounds"]
    scale = Scale(y, member["target_transform"])
    options = {"tree_method": "hist", "grow_policy": "lossguide",
               "max_depth": 0, "max_leaves": member["leaves"],
               "eta": member["rate"], "lambda": member["l2"],
               "min_child_weight": member["min_child_weight"],
               "colsample_bytree": member["max_features"],
               "subsample": 0.8, "nthread": CORES, "seed": seed,
               "verbosity": 0}
    if width > 1:
        options.update(objective="multi:softprob", num_class=width)
    end = time.monotonic() + 0.8 * member["seconds"]
    model = xgboost.train(
        options, xgboost.DMatrix(X, y if width > 1 else scale.there(y)),
        rounds, callbacks=[Until(end)])
    matrices = [xgboost.DMatrix(Q) for Q in queries]
    for share in (0.1, 0.17, 0.25, 0.35, 0.5, 0.7, 1.0):
        some = (0, max(1, int(model.num_boosted_rounds() * share)))
        found = [model.predict(Q, iteration_range=some) for Q in matrices]
        yield found if width > 1 else [scale.back(z).reshape(-1, 1)
                                       for z in found]
