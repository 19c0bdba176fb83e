"""Gaussian processes, for numbers."""
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import (
    ConstantKernel, RationalQuadratic, WhiteKernel)

from .base import Scale, rows_at_most


def fit_gaussian_process(member, X, y, queries, seed, width):
    """A smooth function; kernel and noise by the likelihood, once."""
    kernel = member["memo"].get("kernel")
    scale = Scale(y, member["target_transform"])
    z = scale.there(y)
    if kernel is None:
        some = rows_at_most(400, y, seed)
        kernel = ConstantKernel(1.0) * RationalQuadratic(
            X.shape[1] ** 0.5, 1.0) + WhiteKernel(0.1)
        kernel = GaussianProcessRegressor(kernel, random_state=seed).fit(
            X[some], z[some]).kernel_
        member["memo"]["kernel"] = kernel
    rows = rows_at_most(member["rows"], y, seed)
    model = GaussianProcessRegressor(kernel, optimizer=None)
    model.fit(X[rows], z[rows])
    yield [scale.back(model.predict(Q)).reshape(-1, 1) for Q in queries]
