"""Features of features: pairs, groups, crosses."""
import numpy as np
import pandas as pd

from .clock import CORES, SEED
from .models.base import rows_at_most


def strongest(numbers, target, most):
    """The numeric columns that a quick forest leans on most."""
    from sklearn import ensemble
    if not numbers.shape[1]:
        return []
    rows = np.flatnonzero(target.known)
    some = rows_at_most(4000, rows, SEED)
    y = target.y[some]
    if target.sets is not None:     # a row for each of its labels
        at, y = np.nonzero(target.sets[y])
        some = some[at]
    kind = ensemble.ExtraTreesClassifier if target.kind == "classes" else (
        ensemble.ExtraTreesRegressor)
    forest = kind(100, max_depth=8, n_jobs=CORES, random_state=SEED)
    filled = numbers.fillna(numbers.median()).to_numpy()
    forest.fit(filled[rows[some]], y)
    return list(numbers.columns[np.argsort(-forest.feature_importances_)
                                [:most]])


def pair_features(columns, numbers, target):
    """Differences and ratios of the strongest numeric columns."""
    table, names = {}, strongest(numbers, target, 7)
    for i, one in enumerate(names):
        for other in names[:i]:
            a, b = numbers[one].to_numpy(), numbers[other].to_numpy()
            table[f"{one} - {other}"] = a - b
            table[f"{one} / {other}"] = a / np.where(b == 0, np.nan, b)
    return table


def telling(columns, target, most):
    """The categories whose levels differ most in their mean target."""
    rows = np.flatnonzero(target.known)
    y = (target.y - target.y.mean()) / (target.y.std() + 1e-12)
    worth = {}
    for name, cells in columns.words.items():
        codes = pd.factorize(cells)[0][rows]
        count = np.bincount(codes)
        total = np.bincount(codes, y)
        worth[name] = (total ** 2 / (count + 10)).sum()
    return sorted(worth, key=worth.get, reverse=True)[:most]


def group_features(columns, numbers, target):
    """How a row's strongest numbers differ from those of its category."""
    table = {}
    for name in strongest(numbers, target, 4):
        for group in telling(columns, target, 6):
            cells = columns.words[group]
            if 2 <= cells.nunique() <= columns.rows / 10:
                mean = numbers[name].groupby(cells.to_numpy()).transform(
                    "mean")
                table[f"{name} mean in {group}"] = mean.to_numpy()
                table[f"{name} against {group}"] = (
                    numbers[name] - mean).to_numpy()
    return table


def crossed_codes(columns, target, most=5):
    """Pairs of categories as categories of their own, coded."""
    names = [name for name in telling(columns, target, 2 * most)
             if columns.words[name].nunique() <= 100][:most]
    return [pd.factorize(columns.words[one] + "|" + columns.words[other])[0]
            for i, one in enumerate(names) for other in names[:i]]


TABLES = {"pairs": pair_features, "groups": group_features}
