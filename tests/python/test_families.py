"""Every family on every view: it runs with its defaults, and learns."""
import importlib.util
import itertools
import unittest
from unittest import mock

import numpy as np

from base import TaskCase, quiet

from hcc_recipes import models, parameters
from hcc_recipes.columns import Columns
from hcc_recipes.folds import Split, split_rows
from hcc_recipes.member import Member
from hcc_recipes.models.line import Line
from hcc_recipes.task import Target, Task

LIGHT = {"rounds": 20, "trees": 20, "epochs": 10, "starts": 1}


def lacks(family):
    """Whether a family needs a library that is not here."""
    return "needs" in family and not importlib.util.find_spec(
        family["needs"])


class Families(TaskCase):
    def member(self, metric, classes, recipe):
        told, _ = self.table_task(metric, 120, classes)
        task = Task(told)
        train, test, _, _, _ = task.read()
        columns = Columns(task, train, test)
        columns.sort(train, test, {"id", "y"})
        target = Target(task, "y", train["y"])
        member = Member(parameters.filled(recipe), target, columns)
        split = Split(split_rows(target, 3, 0))
        self.assertTrue(member.run(split, 60, True))
        member.choose()
        return target.form.loss(target.y, member.result()[0])

    def test_each_family_beats_the_constant_on_tables(self):
        for metric, classes in (("accuracy", 3), ("rmse", 0)):
            worst = quiet(self.member, metric, classes, {"model": "constant"})
            for name, family in parameters.FAMILIES.items():
                kind = "classes" if classes else "number"
                if family.get("only", kind) != kind or name == "constant" \
                        or family["view"] in ("words", "picture", "series") \
                        or lacks(family):
                    continue
                light = {key: value for key, value in LIGHT.items()
                         if key in family["parameters"]}
                found = quiet(self.member, metric, classes,
                              {"model": name, **light})
                self.assertLess(found, worst, f"{name}, {metric}")

    def test_trees_add_to_a_line(self):
        """What is a line, gaps apart, needs few trees; but it ends with what
        was learnt."""
        X = np.random.RandomState(0).randn(900, 4)
        y, X[::7, 3] = X[:, :3] @ [1, 2, 3] + 9, np.nan
        off = [np.abs(list(models.load("hist_gradient_boosting")({
            **parameters.filled({"model": "hist_gradient_boosting",
                                 "rounds": 20, "line": line}),
            "seconds": 9}, X[:600], y[:600], [X[600:]], 0, 1))[-1][0][:, 0]
                      - y[600:]).mean() for line in (False, True)]
        self.assertLess(off[1], off[0] / 2)
        self.assertLessEqual(Line(X, y).at(X * 100).max(), y.max())
        self.assertEqual(list(Line(np.column_stack([
            np.arange(300.), np.exp(np.arange(300.))]), y[:300]).heavy),
            [False, True])

    def test_machines_of_several_classes_know_how_sure_they_are(self):
        from sklearn.datasets import load_wine
        from sklearn.preprocessing import StandardScaler
        from hcc_recipes.calibrate import tempered
        from hcc_recipes.metrics import log_loss
        X, y = load_wine(return_X_y=True)
        X = StandardScaler().fit_transform(X)
        member = {"rows": 999, "C": 8, "gamma": 0.8, "class_weight": None}
        P = np.zeros((len(y), 4))       # one class is never seen
        for fold in range(5):
            inside = np.arange(len(y)) % 5 == fold
            (P[inside],), = models.load("svm")(
                member, X[~inside], y[~inside], [X[inside]], 0, 4)
        np.testing.assert_allclose(P.sum(axis=1), 1)
        self.assertGreater(np.mean(P.argmax(axis=1) == y), 0.96)
        self.assertLess(log_loss(y, tempered(y, P, P)[0]), 0.055)

    def test_each_family_has_a_function(self):
        for name, family in parameters.FAMILIES.items():
            if lacks(family):
                with self.assertRaisesRegex(ValueError, "needs the library"):
                    models.load(name)
            else:
                self.assertTrue(callable(models.load(name)), name)

    def xgboost_by_clock(self, step, seconds, rounds=1000):
        """All stages of xgboost, where a look at the clock takes `step`."""
        random = np.random.RandomState(0)
        X, y = random.rand(200, 3), random.randint(2, size=200)
        member = parameters.filled({"model": "xgboost", "rounds": rounds})
        fit = models.load("xgboost")
        clock = mock.Mock(monotonic=itertools.count(0, step).__next__)
        with mock.patch("hcc_recipes.models.xgb.time", clock):
            return [P.tobytes() for P, in fit(
                {**member, "seconds": seconds}, X, y, [X], 1, 2)]

    @unittest.skipIf(lacks(parameters.FAMILIES["xgboost"]),
                     "python3-xgboost is not installed")
    def test_stages_of_xgboost_are_shares_of_what_it_has_time_for(self):
        self.assertEqual(len(set(self.xgboost_by_clock(1, 50))), 7)

    @unittest.skipIf(lacks(parameters.FAMILIES["xgboost"]),
                     "python3-xgboost is not installed")
    def test_xgboost_without_time_has_one_round_for_all_stages(self):
        found = self.xgboost_by_clock(100, 50)
        self.assertEqual((len(found), len(set(found))), (7, 1))

    @unittest.skipIf(lacks(parameters.FAMILIES["xgboost"]),
                     "python3-xgboost is not installed")
    def test_xgboost_takes_larger_steps_where_few_fit_into_the_time(self):
        from hcc_recipes.models.xgb import larger
        self.assertEqual(larger(0.05, 500, 600), 0.05)
        self.assertAlmostEqual(larger(0.05, 500, 125), 0.05 * 4 ** 0.7)
        self.assertEqual(larger(0.05, 500, -3), 0.3)
        self.assertEqual(larger(0.5, 500, 1), 0.5)

    @unittest.skipIf(lacks(parameters.FAMILIES["xgboost"]),
                     "python3-xgboost is not installed")
    def test_xgboost_with_time_enough_grows_all_rounds(self):
        self.assertEqual(self.xgboost_by_clock(0, 50, 30)[-1],
                         self.xgboost_by_clock(1e-9, 1e9, 30)[-1])

    def test_folds_choose_among_alternatives(self):
        found = quiet(self.member, "rmse", 0,
                      {"model": "knn", "neighbors": [40, 3]})
        self.assertLess(found, quiet(self.member, "rmse", 0, {
            "model": "knn", "neighbors": 40}))


class Parameters(unittest.TestCase):
    def test_each_default_is_what_its_rule_allows(self):
        for name, family in parameters.FAMILIES.items():
            for view in family["views"]:
                for key, rule in parameters.of_member(name, view).items():
                    self.check(f"{name}.{key}", rule)

    def check(self, name, rule):
        default = rule["default"]
        if default is None:
            return
        if "low" in rule:
            self.assertTrue(np.all(np.array(default) >= rule["low"]), name)
            self.assertTrue(np.all(np.array(default) <= rule["high"]), name)
        elif rule["type"] == "one":
            self.assertIn(default, rule["values"], name)
        elif rule["type"] == "list":
            self.assertLessEqual(set(default), set(rule["values"]), name)

    def test_an_unknown_parameter_is_refused(self):
        with self.assertRaisesRegex(ValueError, "unknown parameter 'depth'"):
            parameters.filled({"model": "linear", "depth": 3})
        with self.assertRaisesRegex(ValueError, "unknown model 'lgbm'"):
            parameters.filled({"model": "lgbm"})


if __name__ == "__main__":
    unittest.main()
