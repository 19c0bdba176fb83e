"""More features than rows: the same rows in as many features as rows."""
import numpy as np

MOST = 3000         # rows; of more the axes take longer than they save


def turned(view):
    """The view along the axes of its rows, where these are fewer than the
    features: distances and products stay what they are."""
    X = view.X
    if (not isinstance(X, np.ndarray) or X.shape[1] <= len(X) or len(X) > MOST
            or view.codes is not None or len(view.copies)):
        return view
    X = X - X.mean(axis=0)
    sizes, axes = np.linalg.eigh((X @ X.T).astype(float))
    there = sizes > 1e-6 * sizes[-1]
    return view._replace(X=(axes[:, there] * np.sqrt(
        sizes[there])).astype(np.float32))
