"""Support vector machines with a Gaussian kernel."""
from sklearn.svm import SVC, SVR

from .base import predictions, regressor, rows_at_most


def fit_svm(member, X, y, queries, seed, width):
    """Support vectors with a Gaussian kernel of relative width gamma."""
    rows = rows_at_most(member["rows"], y, seed)
    X, y = X[rows], y[rows]
    shape = {"C": member["C"], "cache_size": 500,
             "gamma": member["gamma"] / (X.shape[1] * X.var())}
    if width > 1:
        model = SVC(class_weight=member["class_weight"], **shape)
    else:
        model = regressor(SVR(epsilon=member["epsilon"], **shape),
                          member, y)
    yield predictions(model.fit(X, y), queries, width)
