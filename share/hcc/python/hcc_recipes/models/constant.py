"""The simplest model: what is usual, whatever the row."""
import numpy as np


def fit_constant(member, X, y, queries, seed, width):
    """The share of each class, or the median."""
    if width > 1:
        row = np.bincount(y, minlength=width) / len(y)
    else:
        row = np.array([np.median(y)])
    yield [np.tile(row, (Q.shape[0], 1)) for Q in queries]
