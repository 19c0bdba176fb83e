"""Exponential smoothing of each series, by the library statsmodels where it
is installed."""
import time

import numpy as np
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from .base import Scale

SEASONS = (4, 7, 12, 24, 48, 52, 168, 336)      # steps
LEAST = 0.05        # share of the variance that a season explains, to be one
LONG = 60           # steps from which a season is too long to be smoothed
SHAPES = 12         # seasons of which its shape is the mean
MOST = 600          # steps that a series is learnt from at most, if not LONG


def explained(z, season):
    """The share of the variance around a moving mean that the place within
    the season explains, less what as many means would explain of noise; 0
    where it has come a few times only."""
    z = z[-max(1500, SHAPES * season):]
    if len(z) < (3 if season < LONG else 4) * season:
        return 0.0
    half = season // 2
    z = z - np.convolve(np.pad(z, (half, season - 1 - half), mode="edge"),
                        np.ones(season) / season, "valid")
    if len(z) >= 5 * season:        # the mean is not whole at the ends
        z = z[season:-season]
    z = z[len(z) % season:].reshape(-1, season)
    all_of_it = ((z - z.mean()) ** 2).sum() / (z.size - 1)
    rest = ((z - z.mean(axis=0)) ** 2).sum() / (z.size - season)
    return 1 - rest / all_of_it if all_of_it > 0 else 0.0


def season_of(z):
    """The length of a season, the shortest that is nearly as good as any; 1
    where there is none."""
    found = [(season, explained(z, season)) for season in SEASONS]
    best = max([LEAST, *(value for _, value in found)])
    return next((season for season, value in found
                 if value >= max(LEAST, best - 0.03)), 1)


def smoothed(z, ahead, trend, season):
    """The next values by the level, trend and season that are smoothed."""
    return ExponentialSmoothing(
        z, trend=None if trend == "none" else "add",
        damped_trend=trend == "damped", seasonal_periods=season,
        seasonal="add" if season > 1 else None,
        initialization_method="heuristic" if len(z) >= max(
            10, 2 * season + 1) else "estimated").fit().forecast(ahead)


def shaped(z, ahead, trend, season):
    """The next values by the mean shape of the last seasons, and the level
    that is left without it."""
    count = min(SHAPES, len(z) // season)
    rows = z[-count * season:].reshape(count, season)
    shape = (rows - rows.mean(axis=1, keepdims=True)).mean(axis=0)
    level = smoothed((rows - shape).ravel(), ahead, trend, 1)
    return level + np.resize(shape, ahead)


def forecast(z, ahead, trend, until):
    """The next values of a series: smoothed, or when that cannot be, or not
    until then, those of its last season again."""
    season = season_of(z)
    again = np.resize(z[-season:], ahead)
    if len(z) < max(8, 2 * season) or time.monotonic() > until:
        return again
    try:
        found = (shaped(z, ahead, trend, season) if season > LONG
                 else smoothed(z[-MOST:], ahead, trend, season))
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
            known, ahead, member["trend"], until)
            if ahead else [])
        for P, Q, some in zip(found, queries, asked):
            P[some] = values[np.clip(Q[some, 1] - first, 0, None)]
    yield [scale.back(np.where(np.isnan(P), z.mean(), P)).reshape(-1, 1)
           for P in found]
