"""Discriminant analysis: one Gaussian a class."""
from sklearn.discriminant_analysis import (
    LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis)

from .base import predictions


def fit_discriminant(member, X, y, queries, seed, width):
    """One Gaussian a class: shared covariance, or its own, regularised."""
    if member["kind"] == "linear":
        model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
    else:
        model = QuadraticDiscriminantAnalysis(
            reg_param=member["shrink"])
    yield predictions(model.fit(X, y), queries, width)
