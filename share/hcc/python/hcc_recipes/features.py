"""Features of tables: numbers, dates, gaps, counts."""
import numpy as np
import pandas as pd

from .likeness import likeness
from .read import LARGE


def date_parts(name, dates):
    """Year to hour of one date column, and its days since 1970."""
    part = dates.dt
    days = (dates - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    parts = {"year": part.year, "month": part.month, "day": part.day,
             "weekday": part.dayofweek, "yearday": part.dayofyear,
             "hour": part.hour + part.minute / 60, "days": days}
    return {f"{name} {key}": value.to_numpy(float)
            for key, value in parts.items() if value.nunique() > 1}


def text_shape(name, cells):
    """What a reader sees of a text before reading it."""
    words = cells.str.split()
    count = words.str.len().clip(lower=1)
    length = cells.str.len()
    marks = {"capitals": r"[A-Z]", "digits": r"\d", "commas": r"[,;]",
             "stops": r"[.]", "shouts": r"!", "asks": r"\?",
             "quotes": r"[\"']", "links": r"https?:|www\.|@"}
    shape = {"length": length, "words": count,
             "word length": length / count,
             "unique": words.map(lambda w: len(set(w))) / count}
    shape.update({key: cells.str.count(mark) for key, mark in marks.items()})
    return {f"{name} {key}": value.to_numpy(float)
            for key, value in shape.items()}


def varies(values):
    """Whether a column has two values at least."""
    there = values[~np.isnan(values)]
    return len(there) > 0 and there.min() != there.max()


def base_numbers(columns):
    """Every feature that is a number without looking at the target."""
    table = dict(columns.numbers)
    for name, dates in columns.dates.items():
        table.update(date_parts(name, dates))
    names = list(columns.dates)
    for i, one in enumerate(names):
        for other in names[:i]:
            gap = columns.dates[one] - columns.dates[other]
            table[f"{one} - {other}"] = (gap / pd.Timedelta(days=1)).to_numpy()
    for name, cells in columns.texts.items():
        table.update(text_shape(name, cells))
    table.update(likeness(columns))
    table["gaps"] = columns.gaps
    table = {name: values for name, values in table.items()
             if varies(values)}
    size = np.float32 if columns.rows > LARGE else float
    return pd.DataFrame(np.column_stack(list(table.values()) or [
        np.zeros((columns.rows, 0))]).astype(size, copy=False),
        columns=list(table))


def word_codes(columns, least=1):
    """Categories as integers by frequency; what is rare shares code 0."""
    codes = {}
    for name, cells in columns.words.items():
        counts = cells.value_counts()
        counts = counts[counts >= least]
        order = {word: i + 1 for i, word in enumerate(counts.index)}
        codes[name] = cells.map(order).fillna(0).to_numpy(int)
    return codes


def frequencies(columns):
    """How common each row's category is."""
    return {f"{name} count": cells.map(cells.value_counts()).to_numpy(float)
            for name, cells in columns.words.items()
            if cells.nunique() > 10}
