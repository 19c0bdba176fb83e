"""What each column is: number, word, date or text, by train and test."""
import re

import numpy as np
import pandas as pd

from .cells import as_strings, to_numbers
from .read import filled

DATE = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+\d{1,4}|"
                  r"[A-Za-z]{3,9} \d{1,2},? \d{4}|^\d{4}-\d{2}$|\d:\d\d")


def to_dates(cells):
    """Dates in any usual format, or None when the cells are not dates."""
    unique = pd.Series(cells[cells != ""].unique())
    if not len(unique) or unique.head(200).str.contains(DATE).mean() < 0.9:
        return None
    head = unique.str.extract(r"^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}")
    first, second = (pd.to_numeric(head[i], errors="coerce") for i in (0, 1))
    dayfirst = bool((first > 12).sum() > (second > 12).sum())
    dates = pd.to_datetime(unique, errors="coerce", dayfirst=dayfirst,
                           utc=True)
    if dates.notna().mean() < 0.8:
        return None
    return cells.map(dict(zip(unique, dates.dt.tz_localize(None)))).astype(
        "datetime64[ns]")


def is_text(cells):
    """Whether strings are prose rather than names of categories."""
    full = cells[cells != ""]
    words = full.head(2000).str.count(r"\s+") + 1
    return (words.mean() >= 3 and full.nunique() > 0.2 * len(full)
            and full.nunique() > 20) or full.str.len().mean() > 60


class Columns:
    """All rows (train first) sorted by kind: numbers, words, dates, texts.

    memo keeps what was computed from them, for whoever asks next.
    """

    def __init__(self, task, train, test, drop):
        names = [name for name in train.columns
                 if name in test.columns and name not in drop]
        self.task = task
        self.rows, self.n_train = len(train) + len(test), len(train)
        self.numbers, self.words, self.dates, self.texts = {}, {}, {}, {}
        self.gaps, self.memo = np.zeros(self.rows), {}
        apart = self.keep_pictures(train, test, names)
        for name in names:
            if name not in apart:
                cells = joined(train[name], test[name])
                self.gaps += ~filled(cells).to_numpy()
                self.place(name, cells)
        print("columns:", ", ".join(
            f"{len(getattr(self, kind))} {kind}"
            for kind in ("numbers", "words", "dates", "texts")), flush=True)

    def keep_pictures(self, train, test, names):
        """Set pictures apart, file names or pixels in their order; the names
        of their columns."""
        self.files = self.pixels = None
        if self.task.pixels:
            apart = [name for name in names
                     if re.fullmatch(self.task.pixels, name)]
            self.pixels = np.column_stack([self.to_numbers(joined(
                train[name], test[name])).fillna(0) for name in apart])
            return set(apart)
        apart = set()
        for table, place in zip((train, test), self.task.files):
            before, name, after = re.fullmatch(
                r"(.*?)\{(.*)\}(.*)", place).groups()
            name = self.task.find_column(table, name, place)
            self.files = (self.files or []) + list(
                before + as_strings(table[name]) + after)
            apart.add(name)
        return apart

    def to_numbers(self, cells):
        """Floats of clean cells."""
        return (to_numbers(cells, self.task.decimal)
                if cells.dtype == object else cells)

    def place(self, name, cells):
        """Put one column where it belongs; drop it if it says nothing."""
        told = self.task.types.get(name.lower())
        if cells[:self.n_train].nunique(dropna=False) < 2:
            return
        if cells.dtype != object:
            self.place_numbers(name, cells, told)
            return
        full = cells != ""
        values = self.to_numbers(cells)
        coded = cells[full].str.match(r"^0\d+$").mean() > 0.05
        if not coded and values.notna().sum() > 0.7 * full.sum():
            stray = full & values.isna()
            if 0.01 < stray.mean():
                self.words[name + " word"] = cells.where(stray, "")
            self.place_numbers(name, values, told)
        else:
            self.place_strings(name, cells, told)

    def place_numbers(self, name, values, told):
        """Numbers, unless they only count the rows."""
        head = values.to_numpy()[:self.n_train]
        if np.all(np.diff(head) == 1) and values.nunique() == len(values):
            return
        self.numbers[name] = values.to_numpy()
        if told == "category" and values.nunique() <= 1000:
            self.words[name] = as_strings(values)

    def place_strings(self, name, cells, told):
        """Dates, texts or words; a word's stem and figure where they are
        many."""
        dates = to_dates(cells)
        if dates is not None:
            self.dates[name] = dates
        elif told == "text" or (told != "category" and is_text(cells)):
            self.texts[name] = cells
        else:
            cells = cells.str.lower()
            self.words[name] = cells
            if cells.nunique() > 50:
                self.words[name + " stem"] = cells.str.extract(
                    r"^([^\d\W]*)", expand=False).fillna("").str[:3]
                size = cells.str.extract(r"(\d+)", expand=False)
                if size.notna().mean() > 0.5:
                    self.numbers[name + " number"] = size.astype(
                        float).to_numpy()


def joined(train, test):
    """One column of both tables; strings where one of them has strings."""
    if (train.dtype == object) != (test.dtype == object):
        train, test = as_strings(train), as_strings(test)
    return pd.concat([train, test], ignore_index=True)
