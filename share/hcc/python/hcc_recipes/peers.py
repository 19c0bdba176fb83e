"""Rows of one group, where the groups of the test rows are new ones."""
import numpy as np
import pandas as pd

from .columns import joined

FEW = 20        # rows whose mean says little of their group
ALIKE = 0.1     # share of the target's variance that lies between groups


def groups_of(task, train, test):
    """The group of each row, as codes, those without one as a group; None
    where the task has no groups."""
    name = task.groups
    if name not in train.columns or name not in test.columns:
        return None
    return pd.factorize(joined(train[name], test[name]),
                        use_na_sentinel=False)[0]


def between(y, groups):
    """The share of the variance of y that lies between groups; of classes,
    that of all of them together."""
    y = pd.get_dummies(y).to_numpy(float) if y.dtype.kind in "iu" else (
        y[:, None].astype(float))
    y = y - y.mean(axis=0)
    size = np.bincount(groups)
    sums = np.stack([np.bincount(groups, one) for one in y.T], 1)
    return (sums ** 2 / np.maximum(size, 1)[:, None]).sum() / max(
        (y ** 2).sum(), 1e-12)


def centred(columns, target, sets):
    """Rows of features less the mean of their group: what a voice or a camera
    adds to all of its rows goes. As they are where groups are small, or where
    the target lies between them, so that this mean is what tells. Further
    sets are copies of the training rows."""
    groups = columns.groups
    if groups is None or target.sets is not None or np.median(np.bincount(
            groups)) < FEW or between(target.y, pd.factorize(groups[
                np.flatnonzero(target.known)])[0]) > ALIKE:
        return sets
    mean = pd.DataFrame(sets[0]).groupby(groups).transform("mean").to_numpy(
        np.float32)
    print("features are less the mean of their group", flush=True)
    return [X - mean[:len(X)] for X in sets]
