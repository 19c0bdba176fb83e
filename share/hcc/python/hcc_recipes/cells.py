"""Cells: strings as people write them, read as numbers."""
import numpy as np
import pandas as pd


def plain_numbers(odd, decimal):
    """Digits of numbers that hold commas, points or blanks as marks."""
    odd = odd.str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    odd = odd.str.replace(r"^([-+]?)[€$£¥<>~=\s]+", r"\1", regex=True)
    odd = odd.str.replace(r"[\s%€$£]+$", "", regex=True)
    odd = odd.str.replace(r"(?<=\d)[\s'_](?=\d{3})", "", regex=True)
    thousands = odd.str.match(r"^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$")
    comma = odd.str.match(r"^[-+]?[\d.]*,\d+(e-?\d+)?$")
    if decimal == "," or (comma & ~thousands).any():
        thousands &= ~comma
    without = odd.str.replace(",", "", regex=False)
    points = odd.str.replace(".", "", regex=False).str.replace(",", ".")
    return odd.mask(thousands, without).mask(comma & ~thousands, points)


def to_numbers(cells, decimal="."):
    """Strings to floats: thousands, decimal commas, units; NaN if neither."""
    values = pd.to_numeric(cells, errors="coerce")
    if cells.str.match(r"^[-+]?\d{1,3}(\.\d{3})+,\d+$").any():
        values = values.mask(cells.str.match(r"^[-+]?\d{1,3}(\.\d{3})+$"))
        decimal = ","
    odd = cells[values.isna() & (cells != "")].str.lower()
    if len(odd):
        odd = odd.replace({"true": "1", "yes": "1", "false": "0", "no": "0"})
        odd = plain_numbers(odd, decimal)
        whole = odd.str.match(r"^[-+]?\d{1,3}(\.\d{3})+$")
        if decimal == "," and whole.any():
            odd = odd.mask(whole, odd.str.replace(".", "", regex=False))
        values[odd.index] = pd.to_numeric(odd, errors="coerce")
    return values.astype(float).replace([np.inf, -np.inf], np.nan)


def as_strings(cells):
    """Clean cells as strings, "" where missing; 3.0 becomes "3"."""
    if cells.dtype == object:
        return cells

    def plain(value):
        return ("" if np.isnan(value) else str(int(value))
                if float(value).is_integer() else repr(float(value)))
    codes, levels = pd.factorize(cells)
    levels = np.array([plain(value) for value in levels] + [""], object)
    return pd.Series(levels[codes], cells.index, dtype=object)
