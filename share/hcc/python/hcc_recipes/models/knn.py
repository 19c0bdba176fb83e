"""Nearest neighbours, near ones counting more."""
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from .base import predictions
from ..clock import CORES


def fit_knn(member, X, y, queries, seed, width):
    """Nearest neighbours, near ones counting more."""
    kind = KNeighborsClassifier if width > 1 else KNeighborsRegressor
    model = kind(min(member["neighbors"], len(y)), n_jobs=CORES,
                 weights="distance", p=member["p"])
    yield predictions(model.fit(X, y), queries, width)
