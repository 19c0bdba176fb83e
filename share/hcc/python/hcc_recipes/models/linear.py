"""Linear models: the folds choose the strength C of the data."""
import numpy as np
from scipy.special import softmax
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge
from sklearn.svm import LinearSVC, LinearSVR
from sklearn.utils.class_weight import compute_sample_weight

from .base import predictions, regressor, widened

SHARP = 4       # how many times a margin counts, before chances are tempered


def fit_linear(member, X, y, queries, seed, width):
    """Logistic regression for classes, ridge regression for numbers."""
    C = member["C"]
    if width > 1:
        wide = X.shape[1] > 2000
        model = LogisticRegression(
            C=C, max_iter=100 if wide else 300, tol=1e-3,
            random_state=seed, class_weight=member["class_weight"],
            solver="liblinear" if wide else "lbfgs",
            dual=wide and X.shape[1] > X.shape[0])
    else:
        model = regressor(Ridge(alpha=1 / C), member, y)
    yield predictions(model.fit(X, y), queries, width)


def fit_ridge(member, X, y, queries, seed, width):
    """Least squares for each class, 1 or -1: of many classes in a fraction of
    the time that as many logistic regressions take."""
    classes = np.unique(y)
    sides = np.where(y[:, None] == classes, 1.0, -1.0)
    weights = None
    if member["class_weight"]:
        weights = compute_sample_weight(member["class_weight"], y)
    model = Ridge(alpha=1 / member["C"], tol=1e-2, solver="sparse_cg").fit(
        X, sides, sample_weight=weights)
    yield [widened(softmax(SHARP * model.predict(Q), axis=1), classes, width)
           for Q in queries]


def fit_elastic_net(member, X, y, queries, seed, width):
    """Few features: L1 for classes, elastic net for numbers."""
    C = member["C"]
    if width > 1:
        model = LogisticRegression(C=C, penalty="l1", max_iter=100, tol=1e-3,
                                   solver="liblinear", random_state=seed)
    else:
        model = regressor(ElasticNet(
            alpha=0.003 / C, l1_ratio=member["l1_ratio"], tol=1e-3,
            random_state=seed), member, y)
    yield predictions(model.fit(X, y), queries, width)


def fit_linear_svm(member, X, y, queries, seed, width):
    """Largest margin on many sparse features."""
    C = member["C"]
    if width > 1:
        model = LinearSVC(C=C, random_state=seed, max_iter=200,
                          class_weight=member["class_weight"])
    else:
        model = regressor(LinearSVR(C=C, random_state=seed), member, y)
    yield predictions(model.fit(X, y), queries, width)
