"""Forests: deep trees on random parts of the data, averaged."""
from sklearn.ensemble import (
    ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier,
    RandomForestRegressor)

from .base import predictions, regressor
from .growth import affordable
from ..clock import CORES


def fit_random_forest(member, X, y, queries, seed, width):
    """Bagged deep trees."""
    yield from fit_forest(member, X, y, queries, seed, width, False)


def fit_extra_trees(member, X, y, queries, seed, width):
    """Deep trees with splits drawn at random."""
    yield from fit_forest(member, X, y, queries, seed, width, True)


def fit_forest(member, X, y, queries, seed, width, extra):
    """As many trees as time allows."""
    if width > 1:
        kind = ExtraTreesClassifier if extra else RandomForestClassifier
        more = {"class_weight": member["class_weight"],
                "criterion": member["criterion"]}
    else:
        kind = ExtraTreesRegressor if extra else RandomForestRegressor
        more = {}
    share = member["max_features"] or ("sqrt" if width > 1 else 0.4)

    def make(trees):
        model = kind(trees, min_samples_leaf=member["min_samples_leaf"],
                     max_features=share, n_jobs=CORES, random_state=seed,
                     **more)
        return model if width > 1 else regressor(model, member, y)
    trees = affordable(make, member["trees"], 5, X, y,
                       member["seconds"] * 0.7)
    yield predictions(make(trees).fit(X, y), queries, width)
