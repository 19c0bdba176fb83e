"""Views: the data as one kind of model reads them.

A view is a function of (columns, target, member) in the module that VIEWS
names; it returns a View of all rows, train first.
"""
import importlib
from collections import namedtuple

# X: features of all rows, of the view "picture" rows x planes x side x side;
# codes: categories for target encoding, or None; copies: more training rows,
# altered, as X of the training rows.
View = namedtuple("View", "X codes copies", defaults=(None, ()))

VIEWS = {"none": "none", "tree": "tree", "forest": "tree", "dense": "dense",
         "words": "words", "pixels": "pixels", "picture": "pixels",
         "series": "series"}
OWN = {}            # functions of a program (own.py), by name


def load(name):
    """The function of a view; its libraries are loaded now."""
    if name in OWN:
        return OWN[name]
    module = importlib.import_module("." + VIEWS[name], __name__)
    return getattr(module, "view_" + name)
