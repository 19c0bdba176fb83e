"""NB-SVM: a linear model on features scaled by naive Bayes."""
import numpy as np
from sklearn.linear_model import LogisticRegression


def fit_nb_svm(member, X, y, queries, seed, width):
    """Logistic regression on features scaled by their log count ratio."""
    found = [np.full((Q.shape[0], width), 1e-6) for Q in queries]
    for c in np.unique(y):
        inside = y == c
        p = np.asarray(abs(X[inside]).sum(axis=0)).ravel() + 1
        q = np.asarray(abs(X[~inside]).sum(axis=0)).ravel() + 1
        ratio = np.log((p / p.sum()) / (q / q.sum()))
        model = LogisticRegression(
            C=member["C"], solver="liblinear", tol=1e-3, max_iter=100,
            dual=X.shape[1] > X.shape[0], random_state=seed)
        model.fit(X.multiply(ratio).tocsr(), inside)
        for P, Q in zip(found, queries):
            P[:, c] = model.predict_proba(Q.multiply(ratio).tocsr())[:, 1]
    yield [P / P.sum(axis=1, keepdims=True) for P in found]
