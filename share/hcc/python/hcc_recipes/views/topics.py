"""Texts as vectors, and as a few dense topics for trees and kernels."""
import contextlib
import json
import time

import numpy as np
import pandas as pd
from scipy import sparse

from ..clock import SEED, left

PROBED = 100        # texts on which the making of vectors is timed
NAMES = 40          # levels from which on categories are read as texts
WEIGHT = 0.5        # of such names beside the texts


def names_of(columns):
    """The categories that have too many levels for a column each."""
    return [cells for name, cells in columns.words.items()
            if not name.endswith(" stem") and cells.nunique() > NAMES]


def joined(columns, key, cells):
    """One text a row, of several columns in order."""
    if key not in columns.memo:
        columns.memo[key] = pd.concat(cells, axis=1).agg(
            " \n ".join, axis=1)
    return columns.memo[key]


def joined_texts(columns):
    """One text a row: all texts; where there are none, the names."""
    return joined(columns, "texts", [*columns.texts.values()] or names_of(
        columns))


def vectorizer(member, analyzer):
    """What makes TF-IDF (or counts) of words or of letters."""
    from sklearn.feature_extraction.text import (
        CountVectorizer, TfidfVectorizer)
    words = analyzer == "word"
    shape = {"analyzer": analyzer, "min_df": member["min_df"],
             "ngram_range": (1, member["word_ngrams"]) if words
             else (2, member["char_ngrams"]),
             "max_features": member["vocabulary"]}
    if words:
        shape["token_pattern"] = (r"\w+|[^\w\s]" if member["marks"]
                                  else r"\w+")
    shape["lowercase"] = member["lowercase"]
    if member["counts"]:
        return CountVectorizer(binary=True, dtype=np.float32, **shape)
    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **shape)


def seconds_for(texts, member, analyzer):
    """How long the vectors of all texts will take."""
    some = texts.sample(min(PROBED, len(texts)), random_state=SEED)
    start = time.monotonic()
    vectorizer({**member, "min_df": 1}, analyzer).fit_transform(some)
    return (time.monotonic() - start) * len(texts) / len(some)


def vectors_of(columns, member):
    """Sparse vectors of all texts, a block for each of the analyzers; but the
    first one only as far as a quarter of the time is enough for it. Then one
    of the words of names: among those of a text they would say little, and
    that would depend on its length."""
    texts, blocks = joined_texts(columns), []
    for analyzer in member["analyzers"]:
        key = "vectors " + analyzer + json.dumps([member[name] for name in (
            "word_ngrams", "char_ngrams", "min_df", "vocabulary",
            "marks", "lowercase", "counts")])
        if key not in columns.memo:
            need = blocks and seconds_for(texts, member, analyzer)
            if blocks and need > left() / 4:
                print(f"vectors of {analyzer}: left out, they would take "
                      f"{need:.0f} s", flush=True)
                continue
            columns.memo[key] = vectorizer(member, analyzer).fit_transform(
                texts)
        blocks.append(columns.memo[key])
    names = names_of(columns) if columns.texts else []
    if names:
        with contextlib.suppress(ValueError):   # no word comes twice
            blocks.append(WEIGHT * vectorizer(
                {**member, "word_ngrams": 1}, "word").fit_transform(
                    joined(columns, "names", names)))
    return blocks


def plain_vectors(columns):
    """Sparse vectors of all texts, of words and of a few letters, made once:
    each fold asks for them."""
    if "plain vectors" not in columns.memo:
        columns.memo["plain vectors"] = sparse.hstack(vectors_of(columns, {
            "analyzers": ["word", "char_wb"], "word_ngrams": 1,
            "char_ngrams": 4, "vocabulary": 30000, "min_df": 2,
            "marks": True, "lowercase": True, "counts": False})).tocsr()
    return columns.memo["plain vectors"]


def text_topics(columns, member):
    """Dense summary of the texts: SVD of TF-IDF, for trees and kernels."""
    from sklearn.decomposition import TruncatedSVD
    size = member["topics"]
    key = ("topics", size)
    if key not in columns.memo:
        vectors = plain_vectors(columns)
        size = max(2, min(size, vectors.shape[1] - 1, columns.rows - 1))
        svd = TruncatedSVD(size, random_state=SEED, n_iter=4)
        columns.memo[key] = svd.fit_transform(vectors).astype(np.float32)
    return columns.memo[key]
