"""Lags of series: known when they are needed, and of the right series."""
import unittest

import numpy as np

from base import TaskCase, quiet

from hcc_recipes import lags
from hcc_recipes.columns import Columns
from hcc_recipes.task import Target, Task


class Lags(TaskCase):
    def columns(self, stores=2, days=60, ahead=5, kind="number"):
        """Columns with the lags of y = 1000 store + day."""
        rows = [(f"r{day}-{store}", f"2024-{1 + day // 28:02}-"
                 f"{1 + day % 28:02}", f"s{store}", 1000 * store + day)
                for day in range(days) for store in range(stores)]
        cut = stores * (days - ahead)
        self.rows("train.csv", "id,day,store,y", rows[:cut])
        self.rows("test.csv", "id,day,store", [r[:3] for r in rows[cut:]])
        self.rows("sample_submission.csv", "id,y", [
            (r[0], 0) for r in rows[cut:]])
        task = Task({"metric": "rmse" if kind == "number" else "accuracy"})
        train, test, _, _, _ = task.read()
        columns = Columns(task, train, test)
        columns.sort(train, test, {"id", "y"})
        lags.add(columns, Target(task, "y", train["y"]))
        return columns, np.array([r[3] for r in rows], float)

    def test_a_lag_is_the_value_of_the_series_so_many_steps_ago(self):
        columns, y = quiet(self.columns)
        for lag in (5, 6, 7, 12, 24):
            found = columns.numbers[f"y {lag} steps ago"]
            self.assertTrue(np.isnan(found[:2 * lag]).all())
            np.testing.assert_array_equal(found[2 * lag:],
                                          y[2 * lag:] - lag)

    def test_no_lag_is_younger_than_the_forecast_is_long(self):
        columns, _ = quiet(self.columns)
        found = [int(name.split()[1]) for name in columns.numbers
                 if name.endswith("steps ago")]
        self.assertEqual(min(found), 5)

    def test_means_are_of_the_steps_before_the_forecast(self):
        columns, y = quiet(self.columns)
        np.testing.assert_allclose(columns.numbers["y, 4 steps"][-2:],
                                   y[-2:] - 5 - 1.5)

    def test_a_single_series_needs_no_name(self):
        columns, y = quiet(self.columns, 1)
        self.assertEqual(columns.numbers["y 7 steps ago"][-1], y[-1] - 7)

    def test_classes_and_tables_without_order_have_none(self):
        columns, _ = quiet(self.columns, 2, 60, 5, "classes")
        self.assertNotIn("y 5 steps ago", columns.numbers)
        task, _ = self.table_task("rmse", classes=0)
        task = Task(task)
        train, test, _, _, _ = task.read()
        columns = Columns(task, train, test)
        quiet(columns.sort, train, test, {"id", "y"})
        quiet(lags.add, columns, Target(task, "y", train["y"]))
        self.assertEqual(set(columns.numbers), {"a", "b"})


if __name__ == "__main__":
    unittest.main()
