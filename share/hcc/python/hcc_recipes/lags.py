"""Lags: what a series was, as late as it is known when it is predicted.

Test rows come after all others, in so many steps of time; a value that is at
least as many steps old is known for each of them. The same lags for training
rows tell nothing that a forecast would not have.
"""
import itertools

import numpy as np
import pandas as pd

SEASONS = (7, 12, 24, 52, 365)      # steps
WINDOWS = (4, 12, 28)               # steps that are averaged
MOST_KEYS = 1000                    # levels of a number that names series
KEYS = 12                           # columns that may name them


def steps_of(columns):
    """The step of time of each row, and how many of them the test rows take;
    None, 0 where no column orders train before test."""
    n = columns.n_train
    found = {**{name: dates.to_numpy().astype(np.int64)
                for name, dates in columns.dates.items()
                if dates.notna().all()},
             **{name: values for name, values in columns.numbers.items()
                if not np.isnan(values).any()}}
    for values in found.values():
        if values[:n].max() < values[n:].min():
            levels, steps = np.unique(values, return_inverse=True)
            return steps, len(levels) - 1 - steps[:n].max()
    return None, 0


def series_of(columns, steps):
    """The series of each row, so that it has one row a step; None where no
    few columns tell the series apart."""
    keys = {name: pd.factorize(cells)[0]
            for name, cells in columns.words.items()}
    for name, values in columns.numbers.items():
        if not np.isnan(values).any() and (values == np.round(values)).all():
            codes, levels = pd.factorize(values)
            if len(levels) <= MOST_KEYS and name not in keys:
                keys[name] = codes
    for count in range(3):
        for some in itertools.combinations(list(keys)[:KEYS], count):
            codes = np.zeros(columns.rows, int)
            for name in some:
                codes = pd.factorize(codes * (keys[name].max() + 1)
                                     + keys[name])[0]
            pairs = codes.astype(np.int64) * (steps.max() + 1) + steps
            if len(np.unique(pairs)) == columns.rows:
                return codes
    return None


def shifted(table, lag):
    """Each row of the table, `lag` steps later."""
    out = np.full_like(table, np.nan)
    out[:, lag:] = table[:, :table.shape[1] - lag]
    return out


def means(table, width):
    """The mean of the last `width` steps that are there."""
    there = ~np.isnan(table)
    count, total = (np.cumsum(np.pad(values, ((0, 0), (width, 0))), axis=1)
                    for values in (there, np.where(there, table, 0)))
    count, total = (values[:, width:] - values[:, :-width]
                    for values in (count, total))
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def add(columns, target):
    """Give the columns the lags of a target of numbers."""
    steps, ahead = steps_of(columns)
    if steps is None or target.kind != "number" or 2 * ahead > steps.max():
        return
    series = series_of(columns, steps)
    if series is None:
        return
    table = np.full((series.max() + 1, steps.max() + 1), np.nan)
    rows = np.flatnonzero(target.known)
    table[series[rows], steps[rows]] = target.y
    last = table.shape[1] // 2
    for lag in sorted({ahead, ahead + 1, *(
            season * -(-ahead // season) for season in SEASONS)}):
        if lag <= last:
            columns.numbers[f"{target.name} {lag} steps ago"] = shifted(
                table, lag)[series, steps]
    for width in WINDOWS:
        if width <= last:
            columns.numbers[f"{target.name}, {width} steps"] = shifted(
                means(table, width), ahead)[series, steps]
    print(f"lags of {target.name}: {table.shape[0]} series, "
          f"{ahead} steps ahead", flush=True)
