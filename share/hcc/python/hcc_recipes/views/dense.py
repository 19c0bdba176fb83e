"""View for distances and sums: scaled numbers, categories one-hot."""
import numpy as np
import pandas as pd
from sklearn.preprocessing import QuantileTransformer, StandardScaler

from . import View
from ..clock import SEED
from ..features import base_numbers, word_codes
from ..relations import pair_features
from .topics import text_topics


def one_hot_words(columns, most=40):
    """0/1 columns for every category that is common enough."""
    blocks = []
    for name, codes in word_codes(columns, 3).items():
        top = np.arange(0, min(codes.max(), most) + 1)
        block = (codes[:, None] == top).astype(np.float32)
        blocks.append(block[:, block.any(axis=0)])
    return blocks


def few_valued(numbers, most=12):
    """0/1 columns for numbers that take few values: often categories."""
    blocks = []
    for cells in numbers.to_numpy().T:
        if len(np.unique(cells[:200])) <= most + 1:
            values = np.unique(cells[~np.isnan(cells)])
            if 2 < len(values) <= most:
                blocks.append((cells[:, None] == values).astype(np.float32))
    return blocks


def view_dense(columns, target, member):
    """Matrix of all rows for models that measure distances or sums."""
    numbers = base_numbers(columns)
    wanted = member["features"]
    blocks, encoded = one_hot_words(columns), None
    if "few_valued" in wanted:
        blocks += few_valued(numbers)
    if "pairs" in wanted:
        numbers = numbers.join(pd.DataFrame(
            pair_features(columns, numbers, target)))
    if numbers.shape[1]:
        X = numbers.to_numpy(float)
        X[np.isinf(X)] = np.nan
        gaps = np.isnan(X)
        X = np.where(gaps, np.nanmedian(X, axis=0), X)
        if member.get("scale") == "rank":
            X = QuantileTransformer(
                n_quantiles=min(1000, len(X)), random_state=SEED,
                output_distribution="normal").fit_transform(X).clip(-3, 3)
        else:
            centre, spread = X.mean(axis=0), X.std(axis=0) + 1e-12
            skewed = np.abs(((X - centre) / spread) ** 3).mean(axis=0) > 8
            X[:, skewed] = np.sign(X[:, skewed]) * np.log1p(
                np.abs(X[:, skewed]))
        X = StandardScaler().fit_transform(X).clip(-8, 8)
        marked = gaps[:, gaps.mean(axis=0) > 0.01]
        blocks += [X, np.unique(marked, axis=1) if marked.size else marked]
    if "target_encoding" in wanted and columns.words:
        encoded = np.column_stack(list(word_codes(columns).values()))
    if columns.texts and "topics" in member:
        blocks.append(3 * text_topics(columns, member))
    if not blocks:
        raise ValueError("no column of the data carries information")
    return View(np.hstack(blocks).astype(np.float32), encoded)
