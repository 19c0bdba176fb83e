"""What each column is: number, word, date or text, by train and test."""
import re

import numpy as np
import pandas as pd

from .cells import as_strings, to_numbers
from .read import by_level, filled

DATE = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+\d{1,4}|"
                  r"[A-Za-z]{3,9} \d{1,2},? \d{4}|^\d{4}-\d{2}$|\d:\d\d")


def to_dates(cells):
    """Dates in any usual format, or None when the cells are not dates."""
    full = cells[cells != ""]
    head = pd.Series(full.head(2000).unique()).head(200)
    if not len(head) or head.str.contains(DATE).mean() < 0.9:
        return None
    unique = pd.Series(full.unique())
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
            and full.nunique() > 20) or full.head(20000).str.len().mean() > 60


class Columns:
    """All rows (train first) sorted by kind: numbers, words, dates, texts.

    folds: those of the training rows and their eras, where the task has
    them. memo keeps what was
    computed from the columns, for the next caller.
    """

    def __init__(self, task, train, test):
        self.task, self.folds, self.memo = task, (None, None), {}
        self.rows, self.n_train = len(train) + len(test), len(train)
        self.numbers, self.words, self.dates, self.texts = {}, {}, {}, {}
        self.groups = None

    def sort(self, train, test, drop):
        """Put every column of both tables where it belongs, but those named
        in `drop`."""
        names = [name for name in train.columns
                 if name in test.columns and name not in drop]
        apart = self.keep_pictures(train, test, names)
        names = [name for name in names if name not in apart]
        plain = [name for name in names if train[name].dtype != object
                 and test[name].dtype != object]
        block = np.vstack([train[plain].to_numpy(), test[plain].to_numpy()])
        self.gaps = np.isnan(block).sum(axis=1).astype(float)
        self.place_block(plain, block)
        block = set(plain)
        for name in [name for name in names if name not in block]:
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

    def pictured(self):
        """Whether the rows are pictures."""
        return self.files is not None or self.pixels is not None

    def to_numbers(self, cells):
        """Floats of clean cells."""
        if cells.dtype != object:
            return cells
        return by_level(cells, lambda levels: to_numbers(
            levels, self.task.decimal))

    def place_block(self, names, block):
        """Columns of numbers, those that have one value left out; a gap is
        a value."""
        head = block[:self.n_train]
        gaps = np.isnan(head).sum(axis=0)
        low, high = np.fmin.reduce(head, axis=0), np.fmax.reduce(head, axis=0)
        keep = (low < high) | (0 < gaps) & (gaps < len(head))
        for i in np.flatnonzero(keep):
            self.place_numbers(names[i], block[:, i])

    def place(self, name, cells):
        """Put one column of strings where it belongs; drop it if it says
        nothing."""
        told = self.task.types.get(name.lower())
        if cells[:self.n_train].nunique() < 2:
            return
        full = cells != ""
        values = self.to_numbers(cells)
        coded = by_level(cells, lambda levels: levels.str.match(
            r"^0\d+$").astype(float))[full].mean() > 0.05
        if not coded and values.notna().sum() > 0.7 * full.sum():
            stray = full & values.isna()
            if 0.01 < stray.mean():
                self.words[name + " word"] = cells.where(stray, "")
            self.place_numbers(name, values.to_numpy())
        else:
            self.place_strings(name, cells, told)

    def place_numbers(self, name, values):
        """Numbers, unless they only count the rows; one that stands for a
        missing value, as preview.md says, is none."""
        if (np.all(np.diff(values[:self.n_train]) == 1)
                and len(np.unique(values)) == len(values)):
            return
        stand_in = self.task.stand_ins.get(name.lower(), np.nan)
        values = np.where(values == stand_in, np.nan, values)
        self.numbers[name] = values
        if self.task.types.get(name.lower()) == "category":
            values = pd.Series(values)
            if values.nunique() <= 1000:
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
            self.words[name] = by_level(cells, lambda levels:
                                        levels.str.lower(), "")
            if cells.nunique() > 50:
                self.place_parts(name)

    def place_parts(self, name):
        """The first letters of words, and the first figure in them."""
        cells = self.words[name]
        self.words[name + " stem"] = by_level(cells, lambda levels: (
            levels.str.extract(r"^([^\d\W]*)", expand=False).fillna("")
            .str[:3]), "")
        size = by_level(cells, lambda levels: levels.str.extract(
            r"(\d+)", expand=False).astype(float))
        if size.notna().mean() > 0.5:
            self.numbers[name + " number"] = size.to_numpy()


def joined(train, test):
    """One column of both tables; strings where one of them has strings."""
    if (train.dtype == object) != (test.dtype == object):
        train, test = as_strings(train), as_strings(test)
    return pd.concat([train, test], ignore_index=True)
