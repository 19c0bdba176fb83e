"""A small neural network, the mean of a few starts."""
import time
from sklearn.neural_network import MLPClassifier, MLPRegressor

from .base import predictions, regressor


def fit_mlp(member, X, y, queries, seed, width):
    """Multilayer perceptron with a penalty; fewer starts if time is short."""
    kind = MLPClassifier if width > 1 else MLPRegressor
    hidden = member["hidden"]
    hidden = hidden if isinstance(hidden, list) else [hidden]
    total, began = None, time.monotonic()
    starts = member["starts"]
    for start in range(1, starts + 1):
        model = kind(hidden,
                     alpha=member["alpha"],
                     random_state=seed + start, batch_size=min(64, len(y)),
                     learning_rate_init=member["rate"],
                     max_iter=member["epochs"])
        model = model if width > 1 else regressor(model, member, y)
        found = predictions(model.fit(X, y), queries, width)
        total = found if total is None else [
            a + b for a, b in zip(total, found)]
        spent = time.monotonic() - began
        if spent * (start + 1) / start > member["seconds"]:
            break
    yield [part / start for part in total]
