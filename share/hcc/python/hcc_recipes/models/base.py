"""What models share: predictions, scales of numbers, parts of the rows."""
import numpy as np
from scipy.special import softmax


def predictions(model, queries, width):
    """Probabilities of all classes, or numbers as one column, a query."""
    found = []
    for X in queries:
        if width == 1:
            found.append(np.asarray(model.predict(X)).reshape(-1, 1))
            continue
        if hasattr(model, "predict_proba"):
            P = model.predict_proba(X)
        elif not hasattr(model, "decision_function"):
            P = np.asarray(model.predict(X))[:, None] == model.classes_
        else:
            margin = model.decision_function(X)
            if margin.ndim == 1:
                margin = np.column_stack([-margin, margin])
            P = softmax(margin, axis=1)
        found.append(widened(P, model.classes_, width))
    return found


def widened(P, classes, width):
    """Probabilities of all classes when the fold misses some."""
    full = np.full((len(P), width), 1e-6)
    full[:, classes.astype(int)] = P
    return full / full.sum(axis=1, keepdims=True)


def rows_at_most(most, y, seed):
    """Indices of at most this many rows, for models that scale badly."""
    return np.sort(np.random.RandomState(seed).permutation(len(y))[:most])


class Scale:
    """The scale that numbers are learnt on: standard or log1p."""

    def __init__(self, y, how="standard"):
        self.how, self.low, self.high = how, y.min(), y.max()
        self.shift = min(0, y.min()) if how == "log1p" else y.mean()
        self.size = 1.0 if how == "log1p" else y.std() + 1e-12

    def there(self, y):
        z = (y - self.shift) / self.size
        return np.log1p(z) if self.how == "log1p" else z

    def back(self, z):
        """Back to plain numbers, at most a quarter outside of the range."""
        z = np.expm1(np.minimum(z, 50)) if self.how == "log1p" else z
        room = (self.high - self.low) / 4
        return np.clip(z * self.size + self.shift, self.low - room,
                       self.high + room)


class Rescaled:
    """A regressor that learns on a Scale."""

    def __init__(self, model, scale):
        self.model, self.scale = model, scale

    def fit(self, X, y):
        self.model.fit(X, self.scale.there(y))
        return self

    def predict(self, X):
        return self.scale.back(self.model.predict(X))


def regressor(model, member, y):
    return Rescaled(model, Scale(y, member["target_transform"]))
