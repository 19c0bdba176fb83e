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
           "(null)", "\\n", "?", "-", "--", ".", "<na>", "nil", "missing"}
SPELLED = sorted({form(word) for word in MISSING
                  for form in (str, str.upper, str.capitalize, str.title)}
                 | {"NaN", "NaT", "-NaN"})
LARGE = 200000      # rows from which on single precision is enough
BLOCK = 4 << 20
csv.field_size_limit(1 << 30)


def read_bytes(path, most=None):
    """The file as UTF-8 without marks or NUL, whatever its encoding; of a file
    above `most` bytes, blocks from all over it."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        raw = file.read() if most is None or size <= most else blocks_of(
            file, size, most)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16").encode()
    if b"\0" in raw:
        raw = raw.replace(b"\0", b"")
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            pass
    if encoding != "utf-8":
        raw = text.encode()
    return raw[3:] if raw.startswith(b"\xef\xbb\xbf") else raw


def blocks_of(file, size, most):
    """The head of a file and whole lines from evenly spread places; the head
    alone where cells hold line ends."""
    head = file.read(min(most, BLOCK))
    if any(line.count(b'"') % 2 for line in head.splitlines()[:-1]):
        return head + file.read(most - len(head))
    parts = [head[:head.rfind(b"\n") + 1]]
    count = max(0, most // BLOCK - 1)
    for i in range(count):
        file.seek(BLOCK + (size - 2 * BLOCK) * i // max(1, count - 1))
        block = file.read(BLOCK)
        parts.append(block[block.find(b"\n") + 1:block.rfind(b"\n") + 1])
    print(f"read {sum(map(len, parts)) / size:.0%} of '{file.name}'",
          flush=True)
    return b"".join(parts)


def find_separator(text):
    """The separator that the header and the rows below it agree on."""
    lines = re.sub(r'"[^"]*"', "", text).splitlines()
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


def head_of(raw, size=1 << 20):
    """The first lines as text."""
    part = raw[:size] if len(raw) <= size else raw[:raw.rfind(b"\n", 0, size)]
    return (part or raw).decode(errors="replace")


def kept_strings(head, separator, strings):
    """Which columns stay strings: those named, and those with leading zeros,
    which are names and no numbers."""
    names, *rows = csv.reader(io.StringIO(head, newline=""),
                              delimiter=separator, skipinitialspace=True)
    if strings is None:
        return str
    zeros = [0] * len(names)
    rows = rows[:max(20, 200000 // len(names))]
    for row in rows:
        for i, cell in enumerate(row[:len(names)]):
            zeros[i] += cell[:1] == "0" and cell.strip().isdigit() and \
                len(cell.strip()) > 1
    return {name: str for name, count in zip(names, zeros)
            if name.strip().lower() in strings or count > 0.05 * len(rows)}


def parsed(raw, separator, strings):
    """The table as pandas types it. `strings` are the lower-case names of
    columns to keep as they are written; None: all."""
    try:
        return pd.read_csv(
            io.BytesIO(raw), sep=separator, index_col=False,
            skipinitialspace=True, keep_default_na=False, na_values=SPELLED,
            low_memory=False, dtype=kept_strings(
                head_of(raw), separator, strings))
    except (pd.errors.ParserError, csv.Error, ValueError):
        return read_rows(raw.decode(errors="replace"), separator)


def unique_names(columns):
    """Stripped names; the second of one name is told by a number."""
    names, seen = [], {}
    for name in map(str.strip, map(str, columns)):
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name] - 1}")
    return names


def stripped(levels):
    """Strings without blanks at their ends; "" where one means nothing."""
    levels = levels.astype(str).str.strip()
    return levels.mask(levels.str.lower().isin(MISSING) | (levels == "NaT"),
                       "")


def all_digits(cells):
    """Whether strings are nothing but digits, as most ids are: these have
    nothing to strip, and looking costs less."""
    return (cells.head(100).str.isdigit().eq(True).all()
            and cells.str.isdigit().eq(True).all())


def cleaned(table):
    """A table of floats without infinities, all in one block, and of stripped
    strings; rows without any value are left out."""
    words = [name for name in table.columns if table[name].dtype == object]
    numbers = table.columns.drop(words)
    size = np.float32 if len(table) > LARGE else np.float64
    values = table[numbers].to_numpy(size)
    values[np.isinf(values)] = np.nan
    some = ~np.isnan(values).all(axis=1)
    fresh = {name: table[name] if all_digits(table[name]) else by_level(
        table[name], stripped, "") for name in words}
    for cells in fresh.values():
        if not some.all():
            some |= (cells != "").to_numpy()
    table = pd.concat([pd.DataFrame(values, columns=numbers),
                       pd.DataFrame(fresh)], axis=1)[list(table.columns)]
    return table if some.all() else table[some].reset_index(drop=True)


def by_level(cells, function, missing=np.nan):
    """function(levels) for each cell, computed once a level."""
    codes, levels = pd.factorize(cells)
    values = function(pd.Series(levels, dtype=object))
    kind = object if isinstance(missing, str) else values.dtype
    values = np.append(values.to_numpy(kind), np.array([missing], kind))
    return pd.Series(values[codes], cells.index, dtype=kind)


def write_table(path, names, columns, separator=","):
    """A table of the columns, arrays or lists, published whole or not at
    all."""
    with open(path + ".new", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=separator, lineterminator="\n")
        out.writerow(names)
        out.writerows(zip(*(column.tolist() if hasattr(column, "tolist")
                            else column for column in columns)))
    os.replace(path + ".new", path)


def filled(cells):
    """Which cells of a clean column are there."""
    return (cells != "") & cells.notna()


def read_table(path, strings=(), most=None):
    """A data frame of floats and strings. The columns named in `strings`
    stay as they are written; all of them when it is None. A file of more
    than `most` bytes is read in part."""
    if not os.path.isfile(path):
        raise FileNotFoundError(f"no table '{path}'")
    raw = read_bytes(path, most).lstrip(b"\r\n")
    separator = find_separator(head_of(raw, 100000))
    table = parsed(raw, separator, strings if strings is None else
                   {name.strip().lower() for name in strings})
    del raw
    table.columns = unique_names(table.columns)
    table = cleaned(table)
    if not len(table):
        raise ValueError(f"the table '{path}' has no rows")
    table.attrs["separator"] = separator
    return table
