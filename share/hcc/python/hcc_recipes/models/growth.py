"""What all models that grow trees one by one share."""
import time

import numpy as np

from .base import rows_at_most, widened
from ..clock import OutOfTime, at_most


PROBED = 50000      # rows on which a few trees are timed


def affordable(make, wanted, probe, X, y, seconds):
    """How many trees fit into the time, by timing a few of them; on many
    rows it all takes as much longer as there are more of them. What is done
    once whatever the trees is told from the trees by a second, larger
    forest."""
    rows = rows_at_most(PROBED, y, 0)
    times, took = len(y) / len(rows), []
    for trees in (probe, 3 * probe):
        start = time.monotonic()
        make(trees).fit(X[rows], y[rows])
        took.append((time.monotonic() - start) * times)
        if took[-1] / trees * wanted < seconds:
            return wanted
    each = max((took[1] - took[0]) / (2 * probe), took[1] / (12 * probe))
    once = max(0, took[0] - probe * each)
    return int(np.clip((seconds - once) / each, 2 * probe, wanted))


def stopped(model, X, y, seconds):
    """The model, with those trees that were grown when time was up."""
    try:
        with at_most(seconds):
            return model.fit(X, y)
    except OutOfTime:
        # histogram boosting has no call for this: its list of trees, of which
        # the last round may lack some
        trees = getattr(model, "_predictors", [])
        if trees and len(trees[-1]) < model.n_trees_per_iteration_:
            trees.pop()
        if not trees:
            raise
        return model


def boost(model, rounds, queries, width, scale, bases=None):
    """Predictions of a fitted model after growing numbers of its rounds; the
    folds choose one. It may have fewer rounds than it was to have: the last
    ones stand for those that are missing. What it predicts of numbers is added
    to the bases of the queries, if there are any."""
    wanted = sorted(set((rounds * np.array(
        [0.1, 0.17, 0.25, 0.35, 0.5, 0.7, 1.0])).astype(int).tolist()))
    runs = [model.staged_predict_proba(Q) if width > 1
            else model.staged_predict(Q) for Q in queries]

    def plain(now):
        if width > 1:
            return [widened(P, model.classes_, width) for P in now]
        return [scale.back(z if bases is None else z + bases[i])
                .reshape(-1, 1) for i, z in enumerate(now)]
    for step, now in enumerate(zip(*runs), 1):
        if step == wanted[0]:
            yield plain(now)
            wanted.pop(0)
    for _ in wanted:
        yield plain(now)
