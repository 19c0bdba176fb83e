"""Predictions that stay, and are blended later without training.

keep/oof.csv has a row for each training row that was predicted by what had not
learnt from it: its id as input/folds.csv has it (`row`, counted from 0, where
rows have none), then one number, or the chances of the classes in columns of
their names. keep/test.csv has the same for the rows of the sample.
"""
import os

import numpy as np
import pandas as pd

from .cells import as_strings
from .folds import id_name
from .read import read_table, write_table

OOF, TEST = "keep/oof.csv", "keep/test.csv"


def row_names(train):
    """The name of the ids and the id of each training row."""
    name = id_name()
    if name in train.columns:
        return name, as_strings(train[name]).to_numpy()
    return "row", np.arange(len(train)).astype(str)


def heads(target, width):
    """The columns of predictions."""
    return [str(label) for label in target.classes] if width > 1 else [
        target.name]


def write(target, train_ids, sample_ids, oof, test):
    """Leave both files; each of the ids is a name and the ids."""
    if not os.path.isdir("keep"):
        return
    for path, (name, ids), P in ((OOF, train_ids, oof),
                                 (TEST, sample_ids, test)):
        P = target.form.plain(P) if target.kind == "number" else P
        P = np.asarray(P, float).reshape(len(ids), -1)
        write_table(path, [name, *heads(target, P.shape[1])], [ids, *(
            ["%.7g" % value for value in column] for column in P.T.tolist())])


def read(path, ids, target):
    """The predictions of the rows `ids`, NaN where one is missing, on the
    scale on which the target is learnt."""
    table = read_table(path, None)
    values = table.iloc[:, 1:].apply(pd.to_numeric, errors="coerce")
    if values.shape[1] > 1:
        names = {str(name).strip(): name for name in values.columns}
        lost = [label for label in heads(target, 2) if label not in names]
        if lost:
            raise ValueError(f"{path} has no column '{lost[0]}'")
        values = values[[names[label] for label in heads(target, 2)]]
    values = values.to_numpy(float)
    if target.kind == "classes" and values.shape[1] == 1:
        if len(target.classes) != 2:
            raise ValueError(f"{path} has one column for "
                             f"{len(target.classes)} classes")
        values = np.hstack([1 - values, values])    # chances of the second
    place = dict(zip(table.iloc[:, 0].str.strip(), range(len(table))))
    rows = np.array([place.get(str(name), -1) for name in ids])
    P = np.full((len(ids), values.shape[1]), np.nan)
    P[rows >= 0] = values[rows[rows >= 0]]
    if target.kind == "number":
        P = target.form.learnt(P)
    return P
