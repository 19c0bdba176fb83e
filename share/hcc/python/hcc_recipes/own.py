"""A program of which only the model and the features are somebody's own.

    from hcc_recipes import run_own
    run_own(TASK, model, features)

Reading, folds, scores, seeds and the submission are this package's. model()
returns a classifier or regressor as scikit-learn has them. features(train,
test) gets two data frames without the target, numbers with NaN and strings
with "" where a cell is missing, and returns two of anything that a model
takes: data frames, arrays, sparse matrices, columns of texts. Without it, the
model gets a matrix without gaps, categories as codes.
"""
import copy
import random

import numpy as np
import pandas as pd
from scipy import sparse

from . import main, models, parameters, views
from .clock import SEED
from .models.base import predictions, regressor
from .views import View


class Rows:
    """All rows of what features() returned, train first."""

    def __init__(self, train, test):
        if isinstance(train, (pd.DataFrame, pd.Series)):
            self.all = pd.concat([train, test], ignore_index=True)
            self.take = self.all.iloc.__getitem__
        else:
            stack = sparse.vstack if sparse.issparse(train) else np.concatenate
            self.all = stack([train, test])
            self.all = self.all.tocsr() if sparse.issparse(train) else self.all
            self.take = self.all.__getitem__
        self.shape = self.all.shape

    def __getitem__(self, rows):
        return self.take(rows)


def numeric(table):
    """A data frame as numbers: words become codes by frequency, booleans 0
    and 1, dates days, gaps medians."""
    found = {}
    for name, cells in table.items():
        if cells.dtype.kind in "mM":
            cells = (cells - cells.min()) / np.timedelta64(1, "D")
        elif cells.dtype == object or str(cells.dtype) in (
                "category", "string"):
            cells = cells.astype(str)
            cells = cells.map(cells.value_counts(sort=True).rank(
                method="first", ascending=False))
        found[name] = cells.astype(float).replace([np.inf, -np.inf], np.nan)
    table = pd.DataFrame(found)
    return table.fillna(table.median()).fillna(0)


def checked(found, rows):
    """What features() returned, if that is two tables of so many rows."""
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        raise TypeError("features(train, test) must return two tables, for "
                        "train and for test")
    sizes = [part.shape[0] if hasattr(part, "shape") else len(part)
             for part in found]
    if sizes != list(rows):
        raise ValueError("features(train, test) must keep all rows in their "
                         f"order: {sizes} are not {list(rows)}")
    return [part if hasattr(part, "shape") else np.asarray(part)
            for part in found]


class Own:
    """The family "own": one model, and what it learns from."""

    def __init__(self, model, features):
        self.model, self.features, self.rows = model, features, None

    def keep(self, train, test):
        """Compute the features, if there are some."""
        if self.features is None:
            return
        found = checked(self.features(train.copy(), test.copy()),
                        (len(train), len(test)))
        rows = Rows(*found)
        if isinstance(rows.all, pd.DataFrame) and not hasattr(
                self.model(), "steps"):
            rows = Rows(*(numeric(rows.all).iloc[part] for part in (
                slice(len(train)), slice(len(train), None))))
        self.rows = rows

    def view(self, columns, target, member):
        """The features as the model gets them."""
        if self.rows is not None:
            return View(self.rows)
        if columns.texts or columns.pictured():
            name = "words" if columns.texts else "pixels"
            return views.load(name)(columns, target, parameters.filled(
                {"model": "linear", "view": name}))
        return views.load("forest")(columns, target, parameters.filled(
            {"model": "extra_trees"}))

    def fit(self, member, X, y, queries, seed, width):
        """Fit a new model, and predict."""
        model = self.model()
        suits(model, width)
        known = getattr(model, "get_params", dict)()
        if known.get("random_state", 0) is None:
            model.set_params(random_state=seed)
        np.random.seed(seed)
        random.seed(seed)
        if width == 1 and member["target_transform"] != "standard":
            model = regressor(model, member, y)
        yield predictions(model.fit(X, y), queries, width)


def suits(model, width):
    """Raise if a model is of the wrong kind."""
    kind = getattr(model, "_estimator_type", None)
    if width > 1 and kind == "regressor" or width == 1 and (
            kind == "classifier"):
        raise TypeError(f"model() returns {type(model).__name__}, a {kind}; "
                        "the target wants a " + (
                            "classifier" if width > 1 else "regressor"))


def usual(task):
    """A function for the model that is usual for the targets of a task."""
    from sklearn import ensemble
    return (ensemble.HistGradientBoostingRegressor if task.kind == "number"
            else ensemble.HistGradientBoostingClassifier)


def solve(told, model, features):
    """Train model() on features(train, test), hand in. Either may be None; a
    model that stands for itself is copied for each fold."""
    if model is None:
        model = usual(main.Task(told))
    elif hasattr(model, "fit") and not isinstance(model, type):
        one, model = model, lambda: copy.deepcopy(one)
    own = Own(model, features)
    classes = getattr(model(), "_estimator_type", None) == "classifier"
    parameters.VIEWS["own"] = {}
    parameters.FAMILIES["own"] = {"view": "own", "parameters": {}}
    views.OWN["own"], models.OWN["own"] = own.view, own.fit
    np.random.seed(SEED)
    random.seed(SEED)
    main.solve_task(told, {
        "model": "own", "as": "classes" if classes else None}, own.keep)
