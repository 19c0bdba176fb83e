"""View for models of series: which one a row is of, and when."""
import numpy as np

from . import View
from ..lags import series_of, steps_of


def view_series(columns, target, member):
    """Two columns: the series of each row and its step of time."""
    steps, _ = steps_of(columns)
    series = None if steps is None else series_of(columns, steps)
    if series is None:
        raise ValueError("no columns tell series apart, one row a step, that "
                         "the test rows go on with")
    return View(np.column_stack([series, steps]))
