"""Chances of the classes."""
from . import Form


class Chances(Form):
    """A column of chances a class."""
