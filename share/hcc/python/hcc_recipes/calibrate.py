"""Chances, raised to the power that suits rows left out best."""
import numpy as np

from .metrics import log_loss
from .models.base import rows_at_most


def raised(P, power):
    P = np.clip(P, 1e-7, 1) ** power
    return P / P.sum(axis=1, keepdims=True)


def tempered(y, oof, test):
    """Both chances with the temperature by which `oof` predicts y best."""
    some = rows_at_most(10000, y, 0)
    power = min(np.geomspace(0.25, 12, 24), key=lambda power: log_loss(
        y[some], raised(oof[some], power)))
    return raised(oof, power), raised(test, power)
