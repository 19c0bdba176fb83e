"""Views for trees: unscaled numbers, categories as codes."""
import numpy as np

from . import View
from ..features import base_numbers, frequencies, word_codes
from ..relations import TABLES, crossed_codes
from .topics import text_topics


def view_tree(columns, target, member):
    """Matrix of all rows for trees, and codes for target encoding."""
    numbers = base_numbers(columns)
    wanted = member["features"]
    table = {name: codes for name, codes in word_codes(columns, 2).items()}
    if "frequency" in wanted:
        table.update(frequencies(columns))
    for name in wanted:
        if name in TABLES:
            table.update(TABLES[name](columns, numbers, target))
    X = np.column_stack([numbers.to_numpy(np.float32)] + [
        np.asarray(column, np.float32) for column in table.values()])
    if columns.texts:
        X = np.hstack([X, text_topics(columns, member)])
    if not X.shape[1]:
        raise ValueError("no column of the data carries information")
    X[np.isinf(X)] = np.nan
    return View(X, codes_to_encode(columns, target, wanted))


def codes_to_encode(columns, target, wanted):
    """Codes of categories with many levels, if their means are wanted."""
    encoded = [codes for codes in word_codes(columns).values()
               if codes.max() > 2]
    if "crosses" in wanted:
        encoded += crossed_codes(columns, target)
    use = encoded and "target_encoding" in wanted
    return np.column_stack(encoded) if use else None


def view_forest(columns, target, member):
    """As view_tree, with gaps filled by medians and marked."""
    X, codes, _ = view_tree(columns, target, member)
    gaps = np.isnan(X)
    X = np.where(gaps, np.nanmedian(X, axis=0), X)
    marked = gaps[:, gaps.mean(axis=0) > 0.01]
    marked = np.unique(marked, axis=1) if marked.size else marked
    return View(np.hstack([X, marked]).astype(np.float32), codes)
