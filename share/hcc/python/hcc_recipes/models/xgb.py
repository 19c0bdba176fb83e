"""Boosting by the library xgboost, where it is installed."""
import time

import numpy as np
import xgboost
from scipy.special import expit, softmax

from .base import Scale
from ..clock import CORES

PROBE = 4           # rounds that are timed
STAGES = (0.1, 0.17, 0.25, 0.35, 0.5, 0.7, 1.0)     # of the rounds


def options_of(member, seed, width):
    """The parameters of the library."""
    options = {"tree_method": "hist", "grow_policy": "lossguide",
               "max_depth": 0, "max_leaves": member["leaves"],
               "eta": member["rate"], "lambda": member["l2"],
               "min_child_weight": member["min_child_weight"],
               "colsample_bytree": member["max_features"],
               "subsample": 0.8, "nthread": CORES, "seed": seed,
               "base_score": 0.5 if width == 2 else 0.0, "verbosity": 0}
    if width == 2:
        options["objective"] = "binary:logistic"
    elif width > 2:
        options.update(objective="multi:softprob", num_class=width)
    return options


def larger(rate, rounds, fit):
    """The size of steps when of all rounds only some fit into the time."""
    return max(rate, min(0.3, rate * (rounds / max(1, fit)) ** 0.7))


def grown(options, data, rounds, seconds):
    """Yields the booster and its range of new rounds at each of the STAGES: of
    the rounds, or of the time where that is ahead; None where a slow round has
    passed a stage more. The first rounds, of which one makes the histograms'
    bins, tell how many fit into the time; larger steps make up for the
    rest."""
    began, stages, at = time.monotonic(), list(STAGES), 0
    booster, binned = xgboost.Booster(options, [data]), began
    for step in range(rounds):
        booster.update(data, step)
        now = time.monotonic()
        if step == 0:
            binned = now
        elif step == PROBE:
            fit = PROBE + (seconds - (now - began)) * PROBE / max(
                now - binned, 1e-9)
            booster.set_param("eta", larger(options["eta"], rounds, fit))
        done = max((step + 1) / rounds, (now - began) / max(seconds, 1e-3))
        while stages and done >= stages[0]:
            stages.pop(0)
            yield booster, (at, step + 1) if at <= step else None
            at = step + 1
        if not stages:
            return


def fit_xgboost(member, X, y, queries, seed, width):
    """Boosting on histograms, leaf by leaf, on a part of the columns; what
    each stage adds is summed, so that none is computed twice. Whoever runs out
    of time has the stages before."""
    end = time.monotonic() + 0.8 * member["seconds"]
    scale = Scale(y, member["target_transform"])
    z = y if width > 1 else scale.there(y)
    centre = z.mean() if width == 1 else 0.0
    data = xgboost.DMatrix(X, z - centre)
    queries = [xgboost.DMatrix(Q) for Q in queries]
    sums = [centre] * len(queries)
    for booster, some in grown(options_of(member, seed, width), data,
                               member["rounds"], end - time.monotonic()):
        if some:
            sums = [total + booster.predict(Q, output_margin=True,
                                            iteration_range=some)
                    for total, Q in zip(sums, queries)]
        if width == 1:
            yield [scale.back(total).reshape(-1, 1) for total in sums]
        elif width == 2:
            yield [np.column_stack([expit(-total), expit(total)])
                   for total in sums]
        else:
            yield [softmax(total, axis=1) for total in sums]
