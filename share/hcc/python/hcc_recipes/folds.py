"""Folds: which rows are held out together."""
import contextlib
import csv
import os

import numpy as np
import pandas as pd

from .cells import as_strings

GIVEN = "input/folds.csv"


def split_rows(target, count, seed):
    """The fold of each known row; classes (or levels of numbers) are
    balanced."""
    from sklearn.model_selection import KFold, StratifiedKFold
    y, count = target.y, min(count, len(target.y))
    if target.kind == "number":
        y = np.argsort(np.argsort(y)) * max(
            1, min(10, len(y) // count)) // len(y)
    shape = {"n_splits": count, "shuffle": True, "random_state": seed}
    small = np.bincount(y).max() < count
    split = KFold(**shape) if small else StratifiedKFold(**shape)
    part = np.zeros(len(y), int)
    for fold, (_, valid) in enumerate(split.split(y, y)):
        part[valid] = fold
    return part


class Split:
    """Which rows are learnt from, and which are predicted, fold by fold.

    part: the fold of each known row, -1: always learnt from. forward: a fold
    is predicted by what was learnt from those below it, so that fold 0 is
    only learnt from. held_out: how many folds are predicted at most.
    """

    def __init__(self, part, forward=False, held_out=None):
        self.part, self.forward = part, forward
        last = part.max() + 1
        self.folds = list(range(1 if forward else 0, last))[
            -held_out if forward and held_out else None:][:held_out]
        self.predicted = np.isin(part, self.folds)

    def rows(self, fold):
        """Training and held-out rows of a fold."""
        inside = self.part == fold
        learnt = self.part < fold if self.forward else ~inside
        return np.flatnonzero(learnt), np.flatnonzero(inside)


class Later(Split):
    """A split by groups and by time at once: the rows of a part of the groups
    in an era, which are a fold, are predicted by what was learnt from other
    groups in earlier eras; those of era 0 are not.
    """

    def __init__(self, group, era, held_out):
        self.group, self.era, self.groups = group, era, group.max() + 1
        super().__init__(era * self.groups + group, True)
        self.folds = [fold for fold in range(
            self.groups, self.groups * (era.max() + 1)) if all(
                map(len, self.rows(fold)))][-held_out:]
        self.predicted = np.isin(self.part, self.folds)

    def rows(self, fold):
        """Training and held-out rows of a fold."""
        era, group = divmod(fold, self.groups)
        return (np.flatnonzero((self.group != group) & (self.era < era)),
                np.flatnonzero(self.part == fold))


def all_counted(names):
    """Whether names are whole numbers as these are written: compared as
    numbers, millions of them take a tenth of the time."""
    return names.str.match(r"(0|[1-9]\d{0,17})$").all()


def id_name():
    """What the ids of the task's folds are called; None without folds."""
    if not os.path.isfile(GIVEN):
        return None
    with open(GIVEN, encoding="utf-8") as file:
        return next(csv.reader(file))[0]


def read_given(name, names):
    """The table of folds, and the names of rows as its ids are: numbers where
    all are counted, else strings."""
    if names is not None and all_counted(names):
        with contextlib.suppress(ValueError, OverflowError):
            return (pd.read_csv(GIVEN, dtype={name: np.int64},
                                keep_default_na=False),
                    names.to_numpy().astype(np.int64))
    table = pd.read_csv(GIVEN, dtype={name: str}, keep_default_na=False)
    table[name] = table[name].str.strip()
    return table, names


def given(train):
    """The folds and the eras that the task has for the rows of train; None
    where it has none."""
    name = id_name()
    if name is None:
        return None, None
    table, names = read_given(name, as_strings(train[name])
                              if name in train.columns else None)
    if names is None and len(table) == len(train):
        names = table[name]
    elif names is None:     # rows are counted, and not all were read
        return None, None
    table = table.drop_duplicates(name, keep="last")
    place = pd.Index(table[name]).get_indexer(names)
    return [np.where(place >= 0, table[name].to_numpy(int)[place], -1)
            if name in table.columns else None for name in ("fold", "era")]


def splits(target, task, folds, settings):
    """A split for each repetition; first that of the task, `folds` of all
    training rows and their eras, or None."""
    found, more = [], settings["repeats"]
    folds, eras = [None if column is None else column[target.known]
                   for column in folds]
    if eras is not None and folds.min() >= 0 and eras.max() > 0:
        found, more = [Later(folds, eras, settings["held_out"])], 1
    elif folds is not None and folds.max() > 0:
        found = [Split(folds, task.split == "forward",
                       settings["held_out"])]
        more = {"forward": 1, "grouped": 1}.get(task.split, more)
    return found + [
        Split(split_rows(target, settings["folds"], task.seed + repeat),
              held_out=settings["held_out"])
        for repeat in range(len(found), more)]
