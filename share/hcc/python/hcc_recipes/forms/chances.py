"""Chances of the classes, and decisions for or against them."""
import numpy as np

from . import Form


class Chances(Form):
    """A column of chances a class."""


class Margins(Form):
    """A column of decision values a class, which are as sure as they may
    be."""

    def decide(self, P, tuned):
        sure = np.eye(P.shape[1])[P.argmax(axis=1)]
        return 2 * sure - 1 if P.shape[1] == 2 else sure
