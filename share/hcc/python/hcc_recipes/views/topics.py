"""Texts as vectors, and as a few dense topics for trees and kernels."""
import numpy as np
import pandas as pd
from scipy import sparse

from ..clock import SEED


def joined_texts(columns):
    """One text a row, all text columns in order."""
    cells = pd.concat(columns.texts, axis=1)
    return cells.agg(" \n ".join, axis=1)


def vectors_of(texts, member, analyzer):
    """Sparse TF-IDF (or counts) of words or of letters."""
    from sklearn.feature_extraction.text import (
        CountVectorizer, TfidfVectorizer)
    words = analyzer == "word"
    shape = {"analyzer": analyzer, "min_df": member["min_df"],
             "ngram_range": (1, member["word_ngrams"]) if words
             else (2, member["char_ngrams"]),
             "max_features": member["vocabulary"]}
    if words:
        shape["token_pattern"] = r"\w+|[^\w\s]"
    shape["lowercase"] = member["lowercase"]
    if member["counts"]:
        return CountVectorizer(binary=True, **shape).fit_transform(
            texts).astype(np.float32)
    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32,
                           **shape).fit_transform(texts)


def text_topics(columns, member):
    """Dense summary of the texts: SVD of TF-IDF, for trees and kernels."""
    from sklearn.decomposition import TruncatedSVD
    size = member["topics"]
    key = ("topics", size)
    if key not in columns.memo:
        texts = joined_texts(columns)
        shape = {"word_ngrams": 1, "char_ngrams": 4, "vocabulary": 30000,
                 "min_df": 2, "lowercase": True, "counts": False}
        vectors = sparse.hstack([vectors_of(texts, shape, "word"),
                                 vectors_of(texts, shape, "char_wb")]).tocsr()
        size = max(2, min(size, vectors.shape[1] - 1, len(texts) - 1))
        svd = TruncatedSVD(size, random_state=SEED, n_iter=4)
        columns.memo[key] = svd.fit_transform(vectors).astype(np.float32)
    return columns.memo[key]
