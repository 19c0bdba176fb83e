"""Exponential smoothing of each series, by the library statsmodels where it
is installed."""
import time

import numpy as np
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from .base import Scale

SEASONS = (4, 7, 12, 24, 48, 52)    # steps
LEAST = 0.3         # how alike seasons must be to be some
MOST = 600          # steps that a series is learnt from at most


def likeness(changes, season):
    """How far changes resemble those of a season before."""
    one, other = changes[season:], changes[:-season]
    size = np.sqrt((one ** 2).sum() * (other ** 2).sum())
    return (one * other).sum() / size if size > 0 else 0.0


def season_of(z):
    """The length of a season, the shortest that is nearly as good as any; 1
    where there is none."""
    changes = np.diff(z)
    changes = changes - changes.mean() if len(changes) else changes
    found = [(season, likeness(changes, season)) for season in SEASONS
             if 2 * season <= len(changes)]
    best = max([LEAST, *(value for _, value in found)])
    return next((season for season, value in found
                 if value >= best - 0.1 and value >= LEAST), 1)


def forecast(z, ahead, trend, until):
    """The next values of a series: smoothed, or when that cannot be, or not
    until then, those of its last season again."""
    season = season_of(z)
    again = np.resize(z[-season:], ahead)
    if len(z) < max(8, 2 * season) or time.monotonic() > until:
        return again
    try:
        found = ExponentialSmoothing(
            z, trend=None if trend == "none" else "add",
            damped_trend=trend == "damped", seasonal_periods=season,
            seasonal="add" if season > 1 else None,
            initialization_method="heuristic" if len(z) >= max(
                10, 2 * season + 1) else "estimated").fit().forecast(ahead)
    except (ValueError, ArithmeticError):
        return again
    return np.where(np.isfinite(found), found, again)


def fit_exponential_smoothing(member, X, y, queries, seed, width):
    """Level, trend and season of each series; queries of a series that is not
    known have the mean."""
    until = time.monotonic() + 0.8 * member["seconds"]
    scale = Scale(y, member["target_transform"])
    z, found = scale.there(y), [np.full(len(Q), np.nan) for Q in queries]
    for series in np.unique(X[:, 0]):
        rows = np.flatnonzero(X[:, 0] == series)
        rows = rows[np.argsort(X[rows, 1], kind="stable")]
        first, last = X[rows[0], 1], X[rows[-1], 1]
        known = np.interp(np.arange(first, last + 1), X[rows, 1], z[rows])
        asked = [np.flatnonzero(Q[:, 0] == series) for Q in queries]
        ahead = max([0, *(Q[some, 1].max() - last for Q, some in zip(
            queries, asked) if len(some))])
        values = np.append(known, forecast(
            known[-MOST:], ahead, member["trend"], until)
            if ahead else [])
        for P, Q, some in zip(found, queries, asked):
            P[some] = values[np.clip(Q[some, 1] - first, 0, None)]
    yield [scale.back(np.where(np.isnan(P), z.mean(), P)).reshape(-1, 1)
           for P in found]
