"""Tables as people leave them: any encoding and separator, ragged rows.

A column whose cells are all numbers or missing becomes floats, NaN where a
cell is missing; any other one stays stripped strings, "" where missing.
"""
import csv
import io
import os
import re

import numpy as np
import pandas as pd

MISSING = {"", "na", "n/a", "#n/a", "#na", "n.a.", "nan", "-nan", "null",
           "(null)", "\\n", "?", "-", "--", ".", "<na>", "nat", "nil",
           "missing"}
SPELLED = sorted({form(word) for word in MISSING
                  for form in (str, str.upper, str.capitalize, str.title)}
                 | {"NaN", "NaT", "-NaN"})
csv.field_size_limit(1 << 30)


def read_text(path):
    """The file's text, whatever its encoding, without NUL."""
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16")
    raw = raw.replace(b"\0", b"")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            pass
    return raw.decode("latin-1")


def find_separator(text):
    """The separator that the header and the rows below it agree on."""
    lines = re.sub(r'"[^"]*"', "", text[:100000]).splitlines()
    head, *rows = [line for line in lines if line.strip()][:21] or [""]

    def agreement(mark):
        count = head.count(mark)
        return (count > 0, sum(row.count(mark) == count for row in rows),
                count)
    return max(",;\t|", key=agreement)


def read_rows(text, separator):
    """Ragged tables as strings: short rows are filled up, long ones cut."""
    rows = [row for row in csv.reader(io.StringIO(text, newline=""),
                                      delimiter=separator) if any(row)]
    width = len(rows[0])
    rows = [(row + [""] * width)[:width] for row in rows]
    return pd.DataFrame(rows[1:], columns=rows[0], dtype=str)


def codes_of(text, shape):
    """Columns with leading zeros: names, not numbers."""
    head = pd.read_csv(io.StringIO(text[:1 << 20].rpartition("\n")[0] or text),
                       dtype=str, nrows=1000, **shape)
    return [name for name in head.columns
            if head[name].str.match(r"^\s*0\d+\s*$").mean() > 0.05]


def parsed(text, separator, strings):
    """The table as pandas types it. `strings` are the lower-case names of
    columns to keep as they are written; None: all."""
    shape = {"sep": separator, "index_col": False, "skipinitialspace": True,
             "keep_default_na": False, "na_values": SPELLED}
    try:
        names = pd.read_csv(io.StringIO(text), nrows=0, **shape).columns
        kept = {name: str for name in names if strings is None
                or str(name).strip().lower() in strings}
        kept.update({name: str for name in codes_of(text, shape)})
        return pd.read_csv(io.StringIO(text), dtype=kept, low_memory=False,
                           **shape)
    except (pd.errors.ParserError, ValueError):
        return read_rows(text, separator)


def unique_names(columns):
    """Stripped names; the second of one name is told by a number."""
    names, seen = [], {}
    for name in map(str.strip, map(str, columns)):
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name] - 1}")
    return names


def cleaned(cells):
    """Floats without infinities, or stripped strings; each level once."""
    if cells.dtype != object:
        return cells.astype(float).replace([np.inf, -np.inf], np.nan)
    codes, levels = pd.factorize(cells)
    levels = pd.Series(levels, dtype=object).astype(str).str.strip()
    levels = levels.mask(levels.str.lower().isin(MISSING), "")
    levels = np.append(levels.to_numpy(object), "")
    return pd.Series(levels[codes], cells.index, dtype=object)


def filled(cells):
    """Which cells of a clean column are there."""
    return (cells != "") & cells.notna()


def read_table(path, strings=()):
    """A data frame of floats and strings. The columns named in `strings`
    stay as they are written; all of them when it is None."""
    if not os.path.isfile(path):
        raise FileNotFoundError(f"no table '{path}'")
    text = read_text(path).lstrip("\r\n")
    separator = find_separator(text)
    table = parsed(text, separator, strings if strings is None else
                   {name.strip().lower() for name in strings})
    table.columns = unique_names(table.columns)
    table = pd.DataFrame({name: cleaned(table[name])
                          for name in table.columns})
    some = np.zeros(len(table), bool)
    for name in table.columns:
        some |= filled(table[name]).to_numpy()
        if some.all():
            break
    table = table[some].reset_index(drop=True)
    if not len(table):
        raise ValueError(f"the table '{path}' has no rows")
    table.attrs["separator"] = separator
    return table
