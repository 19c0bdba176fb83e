"""Support vector machines with a Gaussian kernel."""
import itertools

import numpy as np
from scipy.special import log_expit, softmax
from sklearn.svm import SVC, SVR

from .base import predictions, regressor, rows_at_most, widened

SHARP = 3       # how many times a margin counts between two classes


def coupled(margins, count):
    """Chances of the classes from the margins between each two of them: how
    sure each is to win over all others. The votes that a machine counts
    itself hardly tell a narrow win from a wide one."""
    sure = np.zeros((len(margins), count))
    for k, (i, j) in enumerate(itertools.combinations(range(count), 2)):
        sure[:, i] += log_expit(SHARP * margins[:, k])
        sure[:, j] += log_expit(-SHARP * margins[:, k])
    return softmax(sure, axis=1)


def fit_svm(member, X, y, queries, seed, width):
    """Support vectors with a Gaussian kernel of relative width gamma."""
    rows = rows_at_most(member["rows"], y, seed)
    X, y = X[rows], y[rows]
    shape = {"C": member["C"], "cache_size": 500,
             "gamma": member["gamma"] / (X.shape[1] * X.var())}
    if width > 1:
        model = SVC(class_weight=member["class_weight"],
                    decision_function_shape="ovo", **shape)
    else:
        model = regressor(SVR(epsilon=member["epsilon"], **shape),
                          member, y)
    model.fit(X, y)
    if width > 1 and len(model.classes_) > 2:
        yield [widened(coupled(model.decision_function(Q), len(
            model.classes_)), model.classes_, width) for Q in queries]
    else:
        yield predictions(model, queries, width)
