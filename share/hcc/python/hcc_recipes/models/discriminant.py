"""Discriminant analysis: one Gaussian a class."""
from sklearn.discriminant_analysis import (
    LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis)

from .base import predictions


def fit_discriminant(member, X, y, queries, seed, width):
    """One Gaussian a class: shared covariance, or its own, regularised. With
    fewer rows than features `shrink` says how much."""
    if member["kind"] == "linear":
        model = LinearDiscriminantAnalysis(
            solver="lsqr", shrinkage="auto" if X.shape[1] < len(X)
            else member["shrink"])
    else:
        model = QuadraticDiscriminantAnalysis(
            reg_param=member["shrink"])
    yield predictions(model.fit(X, y), queries, width)
