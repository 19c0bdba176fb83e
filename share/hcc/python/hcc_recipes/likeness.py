"""How much two texts of a row have in common."""
import itertools
import time
from difflib import SequenceMatcher

import numpy as np
import pandas as pd
from scipy import sparse

from .clock import left
from .read import by_level

MOST = 4        # columns that are compared with each other
PROBED = 100    # rows on which what is slow is timed
ROOM = 3 * 10 ** 7      # numbers of a kind, some 20 bytes each
LONG = 100      # words of a text that are compared in their order
SHAPES = {      # what is counted: of words, of letters within words
    "words": {"token_pattern": r"\w+"},
    "pairs": {"token_pattern": r"\w+", "ngram_range": (2, 2)},
    "letters": {"analyzer": "char_wb", "ngram_range": (3, 4)},
    "numbers": {"token_pattern": r"\d[\d.,]*"},
    "names": {"token_pattern": r"\b[A-Z]\w*", "lowercase": False}}


def compared(columns):
    """The columns of texts, and those of words of which most are several, as
    a query or a title that comes again is; none where no column is a text."""
    several = {name: cells for name, cells in columns.words.items()
               if columns.texts and by_level(cells, lambda levels: (
                   levels.str.count(r"\s") > 0).astype(float)).mean() > 0.5}
    return dict(itertools.islice({**columns.texts, **several}.items(), MOST))


def in_order(one, other):
    """How much of each two texts is the same words in the same order."""
    words = [cells.str.lower().str.findall(r"\w+").str[:LONG]
             for cells in (one, other)]
    match, found = SequenceMatcher(autojunk=False), []
    for here, there in zip(*words):
        match.set_seqs(here, there)
        found.append(match.ratio())
    return np.array(found)


def in_common(one, other):
    """The sum of what rows of two matrices have in common."""
    return np.asarray(one.multiply(other).sum(axis=1), float).ravel()


def shares(one, other):
    """Of two tables of counts: how much of both is common to them, how much of
    the smaller, what each has alone, and how many more one has."""
    one, other = one.sign(), other.sign()
    both = in_common(one, other)
    here, there = (np.asarray(side.sum(axis=1), float).ravel()
                   for side in (one, other))
    none = (here + there == 0) * 1.0    # nor does anything differ
    return {"common": (both + none) / np.maximum(1, here + there - both),
            "of the smaller": (both + none) / np.maximum(
                1, np.minimum(here, there)),
            "left": here - both, "right": there - both,
            "apart": abs(here - there)}


def affordable(what, function, *sides):
    """Whether a small part of the time is enough for it, by some rows; what
    takes its time the first time alone does not count."""
    took = []
    for _ in range(2):
        began = time.monotonic()
        function(*(cells[:PROBED] for cells in sides))
        took.append(time.monotonic() - began)
    need = min(took) * len(sides[0]) / PROBED
    if need > left() / 10:
        print(f"{what} of texts are not compared, that would take "
              f"{need:.0f} s", flush=True)
    return need <= left() / 10


def of_kind(chosen, what, shape):
    """What each two columns have in common of one kind, by their places."""
    from sklearn.feature_extraction.text import (
        HashingVectorizer, TfidfTransformer)
    made = HashingVectorizer(norm=None, alternate_sign=False,
                             dtype=np.float32, **shape)
    if sum(made.transform(cells[:PROBED]).nnz for cells in chosen) * len(
            chosen[0]) / PROBED > ROOM or not all(
                affordable(what, made.transform, cells) for cells in chosen):
        return
    counts = [made.transform(cells) for cells in chosen]
    rare = TfidfTransformer(sublinear_tf=True).fit(sparse.vstack(counts))
    weighed = [rare.transform(side) for side in counts]
    for i, j in itertools.combinations(range(len(chosen)), 2):
        yield i, j, {"alike": in_common(weighed[i], weighed[j]),
                     **shares(counts[i], counts[j])}


def likeness(columns):
    """Numbers for each two of the columns that are compared."""
    if "likeness" in columns.memo:
        return columns.memo["likeness"]
    found = compared(columns)
    names, chosen = list(found), list(found.values())
    table = columns.memo["likeness"] = {}
    for what, shape in SHAPES.items() if len(chosen) > 1 else ():
        for i, j, found in of_kind(chosen, what, shape):
            table.update({f"{names[i]} and {names[j]}: {what} {key}": value
                          for key, value in found.items()})
    for i, j in itertools.combinations(range(len(chosen)), 2):
        if affordable("orders", in_order, chosen[i], chosen[j]):
            table[f"{names[i]} and {names[j]}: order"] = in_order(
                chosen[i], chosen[j])
    return table


def sides(columns, made):
    """Sparse vectors of which words, as `made` finds them, both of each two
    texts have, and which one of them alone."""
    from sklearn.preprocessing import normalize
    chosen = list(compared(columns).values())
    made.fit(pd.concat(chosen))
    found = [made.transform(cells).sign() for cells in chosen]
    return normalize(sparse.hstack([
        part for one, other in itertools.combinations(found, 2)
        for part in (one.multiply(other), abs(one - other))]).tocsr())
