"""Every metric of metrics.json against scikit-learn, and what forms do."""
import unittest

import numpy as np
from sklearn import metrics as peers

from base import TaskCase

from hcc_recipes import forms, metrics


def table_of(y, answer, width):
    return np.bincount(y * width + answer, minlength=width * width).reshape(
        width, width).astype(float)


LABELS = {
    "accuracy": peers.accuracy_score,
    "balanced_accuracy": peers.balanced_accuracy_score,
    "f1_macro": lambda y, a: peers.f1_score(y, a, average="macro"),
    "f1_micro": lambda y, a: peers.f1_score(y, a, average="micro"),
    "f1_weighted": lambda y, a: peers.f1_score(y, a, average="weighted"),
    "mcc": peers.matthews_corrcoef,
    "kappa": peers.cohen_kappa_score,
    "qwk": lambda y, a: peers.cohen_kappa_score(y, a, weights="quadratic"),
}
NUMBERS = {
    "rmse": lambda y, a: peers.mean_squared_error(y, a) ** 0.5,
    "mse": peers.mean_squared_error,
    "mae": peers.mean_absolute_error,
    "medae": peers.median_absolute_error,
    "rmsle": lambda y, a: peers.mean_squared_log_error(y, a) ** 0.5,
    "mape": peers.mean_absolute_percentage_error,
    "r2": peers.r2_score,
    "smape": lambda y, a: np.mean(2 * abs(y - a) / (abs(y) + abs(a))),
    "rmspe": lambda y, a: np.mean(((y - a) / y) ** 2) ** 0.5,
    "pearson": lambda y, a: np.corrcoef(y, a)[0, 1],
    "spearman": lambda y, a: np.corrcoef(np.argsort(np.argsort(y)),
                                         np.argsort(np.argsort(a)))[0, 1],
}
CHANCES = {
    "auc": peers.roc_auc_score,
    "gini": lambda y, p: 2 * peers.roc_auc_score(y, p) - 1,
    "average_precision": peers.average_precision_score,
    "brier": peers.brier_score_loss,
    "log_loss": peers.log_loss,
}


class Values(unittest.TestCase):
    def setUp(self):
        random = np.random.RandomState(3)
        self.y = random.randint(0, 4, 200)
        self.answer = np.where(random.rand(200) < 0.6, self.y,
                               random.randint(0, 4, 200))
        self.truth = random.rand(200) + 0.1
        self.guess = self.truth + 0.2 * random.rand(200)
        self.two = random.randint(0, 2, 200)
        self.chance = (0.3 * self.two + random.rand(200).round(2)) / 1.3

    def test_metrics_of_labels_are_scikit_learns(self):
        for name, peer in LABELS.items():
            self.assertAlmostEqual(
                metrics.find(name).function(table_of(
                    self.y, self.answer, 4)), peer(self.y, self.answer), 9,
                name)

    def test_f1_of_two_classes_is_that_of_the_second(self):
        answer = (self.chance > 0.5).astype(int)
        self.assertAlmostEqual(
            metrics.find("f1").function(table_of(self.two, answer, 2)),
            peers.f1_score(self.two, answer))

    def test_metrics_of_numbers_are_scikit_learns(self):
        for name, peer in NUMBERS.items():
            self.assertAlmostEqual(
                metrics.find(name).function(self.truth, self.guess),
                peer(self.truth, self.guess), 9, name)

    def test_metrics_of_chances_are_scikit_learns(self):
        P = np.column_stack([1 - self.chance, self.chance])
        for name, peer in CHANCES.items():
            self.assertAlmostEqual(metrics.find(name).function(self.two, P),
                                   peer(self.two, self.chance), 9, name)

    def test_auc_of_many_classes_is_one_against_the_rest(self):
        P = np.random.RandomState(1).dirichlet(np.ones(4), 200)
        self.assertAlmostEqual(
            metrics.find("auc_ovr").function(self.y, P),
            peers.roc_auc_score(self.y, P, multi_class="ovr"))

    def test_ranked_guesses_count_by_their_place(self):
        found = metrics.find("map@3").function(
            np.array([0, 1]), np.array([[0, 1, 2], [2, 0, 1]]))
        self.assertAlmostEqual(found, (1 + 1 / 3) / 2)

    def test_each_row_has_a_function_that_was_tested(self):
        self.assertEqual(set(metrics.METRICS), {
            *LABELS, *NUMBERS, *CHANCES, "f1", "auc_ovr", "map@k"})


class StandIn(TaskCase):
    def test_an_unknown_metric_has_the_sign_of_its_goal(self):
        self.assertEqual(metrics.find("lift", "classes", "maximize").sign, -1)
        self.assertEqual(metrics.find("cost", "number", "minimize").sign, 1)

    def test_every_metric_is_printed_as_itself(self):
        for name, row in metrics.METRICS.items():
            task, _ = self.table_task(name.replace("@k", "@2"), classes={
                "number": 0, "labels": 2, "order": 3}.get(row.form, 2))
            text = self.run_here(task, {"model": "constant", "folds": 3})
            self.assertRegex(text, r"(?m)^metric: -?[0-9.]", name)


class Target:
    def __init__(self, y, classes):
        self.y, self.classes = y, classes


class Forms(unittest.TestCase):
    def test_thresholds_are_tuned_on_other_folds(self):
        random = np.random.RandomState(0)
        y = (random.rand(400) < 0.1).astype(int)
        p = np.clip(0.1 + 0.2 * y + 0.05 * random.randn(400), 0.01, 0.99)
        form = forms.of(metrics.find("f1"), Target(y, ["no", "yes"]))
        P = np.column_stack([1 - p, p])
        value, folds = form.scores(y, P, np.arange(400) % 4)
        self.assertEqual(len(folds), 4)
        self.assertGreater(value, 0.7)
        self.assertEqual(form.score(y, form.decide(P, None)), 0)

    def test_relative_errors_are_learnt_as_logarithms(self):
        y = np.array([1.0, 10, 100])
        form = forms.of(metrics.find("rmsle"), Target(y, []))
        self.assertAlmostEqual(form.score(form.learnt(y), form.learnt(y)), 0)
        np.testing.assert_allclose(form.plain(form.learnt(y)), y)


if __name__ == "__main__":
    unittest.main()
