"""Folds: which rows are held out together."""
import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold


def split_rows(target, count, seed):
    """The fold of each known row; classes (or levels of numbers) are
    balanced."""
    y, count = target.y, min(count, len(target.y))
    if target.kind == "number":
        y = np.argsort(np.argsort(y)) * max(
            1, min(10, len(y) // count)) // len(y)
    shape = {"n_splits": count, "shuffle": True, "random_state": seed}
    small = np.bincount(y).max() < count
    split = KFold(**shape) if small else StratifiedKFold(**shape)
    part = np.zeros(len(y), int)
    for fold, (_, valid) in enumerate(split.split(y, y)):
        part[valid] = fold
    return part
