"""Text scores: what a line on the words of a text says, not by its own row."""
import numpy as np

from .clock import SEED

PARTS = 5
MOST = 12           # classes that have a column each
PENALTY = 1.0


def wanted(y, classes):
    """What is told of each row: numbers, or for each class whether it is it;
    of two classes one says all."""
    if not classes:
        return y.astype(float)[:, None]
    levels = range(1, 2) if y.max() < 2 else range(min(y.max() + 1, MOST))
    return np.stack([(y == level) * 1.0 for level in levels], 1)


def text_scores(vectors, y, classes, train, queries):
    """Columns of scores: out of fold for train, plain for queries.

    vectors: of the texts of all rows; y: the target of `train` rows.
    """
    from sklearn.linear_model import Ridge
    Y = wanted(y, classes)
    middle, spread = Y.mean(axis=0), Y.std(axis=0) + 1e-12
    Y = (Y - middle) / spread

    def line(rows):
        return Ridge(PENALTY, solver="sparse_cg", tol=1e-2).fit(
            vectors[train[rows]], Y[rows])

    def said(model, rows):
        return model.predict(vectors[rows]).reshape(
            len(rows), -1).astype(np.float32)
    part = np.random.RandomState(SEED).permutation(len(train)) % PARTS
    inner = np.zeros(Y.shape, np.float32)
    for k in range(PARTS):
        inner[part == k] = said(line(part != k), train[part == k])
    whole = line(slice(None))
    return [inner] + [said(whole, rows) for rows in queries]
