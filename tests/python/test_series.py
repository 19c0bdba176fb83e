"""Exponential smoothing: each series goes on by its level, trend, season."""
import importlib.util
import unittest

import numpy as np

from base import TaskCase

from hcc_recipes import models, parameters

MISSING = not importlib.util.find_spec("statsmodels")


@unittest.skipIf(MISSING, "python3-statsmodels is not installed")
class Series(TaskCase):
    def smoothed(self, X, y, asked, seconds=100, **more):
        """What the family answers of the rows asked."""
        fit = models.load("exponential_smoothing")
        member = parameters.filled({"model": "exponential_smoothing", **more})
        found, = fit({**member, "seconds": seconds}, np.array(X),
                     np.array(y, float), [np.array(asked)], 0, 1)
        return found[0][:, 0]

    def test_each_series_goes_on_with_its_own_season(self):
        steps = np.arange(60)
        one, other = steps % 4 * 10 + 100, steps % 7
        X = [(s, t) for s in (0, 1) for t in steps]
        found = self.smoothed(X, [*one, *other], [
            (s, t) for s in (1, 0) for t in range(60, 68)])
        np.testing.assert_allclose(found, [
            *(np.arange(60, 68) % 7), *(np.arange(60, 68) % 4 * 10 + 100)],
            atol=1.5)

    def test_a_season_is_found_in_noise_and_none_in_noise_alone(self):
        from hcc_recipes.models.smoothing import season_of
        draw, steps = np.random.RandomState(0), np.arange(1200)
        day = 3 + 2 * np.sin(steps * np.pi / 12)
        week = np.where(steps // 24 % 7 < 5, 1, 0.3)
        for season, mean in ((24, day), (168, day * week), (1, 3 + 0 * day)):
            with self.subTest(season=season):
                self.assertEqual(season_of(draw.poisson(mean) + 0.0), season)

    def test_a_week_of_hours_comes_again_in_its_shape(self):
        steps = np.arange(24 * 7 * 6)
        y = np.where(steps // 24 % 7 < 5, 5 + steps % 24, 3)
        found = self.smoothed([(0, t) for t in steps[:-168]], y[:-168],
                              [(0, t) for t in steps[-168:]])
        np.testing.assert_allclose(found, y[-168:], atol=0.5)

    def test_a_trend_goes_on_beyond_what_was_seen(self):
        steps = np.arange(40)
        found = self.smoothed([(0, t) for t in steps], 3 * steps,
                              [(0, 45)], trend="add")
        np.testing.assert_allclose(found, 135, rtol=0.05)

    def test_without_time_the_last_season_comes_again(self):
        steps = np.arange(48)
        y = steps % 12 + 2 * (steps >= 36)
        found = self.smoothed([(0, t) for t in steps], y,
                              [(0, 48 + t) for t in range(24)], -1)
        np.testing.assert_allclose(found, 2 + np.arange(24) % 12)

    def test_a_series_that_is_not_known_has_the_mean(self):
        found = self.smoothed([(0, t) for t in range(20)], range(20),
                              [(5, 20)])
        np.testing.assert_allclose(found, 9.5)

    def test_a_program_forecasts_what_trees_cannot(self):
        rows = [(i, f"{2000 + i // 12}-{1 + i % 12:02}-01",
                 100 + 5 * i + 20 * (i % 12 == 6)) for i in range(120)]
        self.rows("train.csv", "id,date,y", rows[:96])
        self.rows("test.csv", "id,date", [row[:2] for row in rows[96:]])
        self.rows("sample_submission.csv", "id,y",
                  [(row[0], 0) for row in rows[96:]])
        self.rows("folds.csv", "id,fold", [
            (row[0], i // 24) for i, row in enumerate(rows[:96])])
        said = self.run_here({"metric": "rmse", "split": "forward"}, {
            "model": "exponential_smoothing", "trend": ["none", "add"]})
        self.assertIn("metric: ", said)
        np.testing.assert_allclose(
            np.array(self.answers(), float), [row[2] for row in rows[96:]],
            atol=12)


if __name__ == "__main__":
    unittest.main()
