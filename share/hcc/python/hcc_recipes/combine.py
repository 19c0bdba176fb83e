"""Blend what earlier runs have left in keep/: no model is trained."""
import os

import numpy as np

from . import kept
from .blend import blend
from .folds import given, splits
from .submit import Submission
from .task import Target, Task

LEAST = 0.5     # of the rows that folds ask about, for all to have predicted
ONCE = {"folds": 5, "repeats": 1, "held_out": 20}   # all folds, as programs do


def members(base, target, train, sample, rows):
    """(name, out of fold, test) of each run below `base` that can be read;
    rows: how many of training a run predicts."""
    known = target.known
    ids = kept.row_names(train)[1][known]
    asked = sample.iloc[:, 0].astype(str)
    for name in sorted(os.listdir(base)):
        try:
            oof, test = (kept.read(os.path.join(base, name, path), rows,
                                   target)
                         for path, rows in ((kept.OOF, ids),
                                            (kept.TEST, asked)))
        except (OSError, ValueError) as error:
            print(f"{name}: left out: {error}")
            continue
        if not np.isfinite(test).all():
            print(f"{name}: left out: it does not predict all test rows")
        elif np.isfinite(oof).all(axis=1).sum() < LEAST * rows:
            print(f"{name}: left out: it does not predict the training rows")
        else:
            yield name, oof, test


def combine(told):
    """The best blend of two or more, judged on folds left out."""
    task = Task(told)
    train, _, sample, names, key = task.read()
    if len(names) != 1:
        raise ValueError("blends are made of one target only")
    target = Target(task, names[0], train[names[0]])
    folds, eras = given(train)
    split = splits(target, task, (folds, eras), ONCE)[0]
    found = list(members("base", target, train, sample,
                         split.predicted.sum()))
    if found:
        width = max(P.shape[1] for _, P, _ in found)
        found = [member for member in found if member[1].shape[1] == width]
    if len(found) < 2:
        raise ValueError("fewer than two runs have predictions to blend")
    rows = np.all([np.isfinite(P).all(axis=1) for _, P, _ in found], axis=0)
    part = split.part if folds is None else folds[target.known]
    rows &= part >= 0
    y, part = target.y[rows], part[rows]
    P, test = blend(target, y, part, [name for name, _, _ in found],
                    [(oof[rows], test) for _, oof, test in found],
                    ["mean", "climb"])
    answers = [name for name in sample.columns if name != key]
    answers = answers[1:] if len(answers) == len(sample.columns) else answers
    Submission(task, sample, names, answers).put(target, test, y, P, part)
