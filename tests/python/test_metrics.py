"""Every metric against scikit-learn's, and what forms do."""
import unittest

import numpy as np
from scipy import stats
from sklearn import metrics as peers

from base import TaskCase

from hcc_recipes import forms, metrics


def table_of(y, answer, width):
    return np.bincount(y * width + answer, minlength=width * width).reshape(
        width, width).astype(float)


def f_score(**more):
    return lambda y, a: peers.fbeta_score(y, a, **more)


def jaccard(average):
    return lambda y, a: peers.jaccard_score(y, a, average=average)


LABELS = {
    "accuracy": peers.accuracy_score,
    "error_rate": peers.zero_one_loss,
    "balanced_accuracy": peers.balanced_accuracy_score,
    "f1_macro": f_score(beta=1, average="macro"),
    "f1_micro": f_score(beta=1, average="micro"),
    "f1_weighted": f_score(beta=1, average="weighted"),
    "f1_samples": peers.accuracy_score,
    "fbeta_macro": f_score(beta=2, average="macro"),
    "fbeta_micro": f_score(beta=2, average="micro"),
    "fbeta_weighted": f_score(beta=2, average="weighted"),
    "fbeta_samples": peers.accuracy_score,
    "jaccard_macro": jaccard("macro"), "jaccard_micro": jaccard("micro"),
    "jaccard_weighted": jaccard("weighted"),
    "jaccard_samples": peers.accuracy_score,
    "mcc": peers.matthews_corrcoef, "kappa": peers.cohen_kappa_score,
    "qwk": lambda y, a: peers.cohen_kappa_score(y, a, weights="quadratic"),
}
BINARY = {"f1": f_score(beta=1), "fbeta": f_score(beta=2),
          "jaccard": peers.jaccard_score}
NUMBERS = {
    "rmse": lambda y, a: peers.mean_squared_error(y, a) ** 0.5,
    "mse": peers.mean_squared_error, "mae": peers.mean_absolute_error,
    "medae": peers.median_absolute_error,
    "msle": peers.mean_squared_log_error,
    "rmsle": lambda y, a: peers.mean_squared_log_error(y, a) ** 0.5,
    "mape": peers.mean_absolute_percentage_error, "r2": peers.r2_score,
    "smape": lambda y, a: np.mean(2 * abs(y - a) / (abs(y) + abs(a))),
    "rmspe": lambda y, a: np.mean(((y - a) / y) ** 2) ** 0.5,
    "pearson": lambda y, a: stats.pearsonr(y, a)[0],
    "spearman": lambda y, a: stats.spearmanr(y, a)[0],
    "kendall": lambda y, a: stats.kendalltau(y, a)[0],
    "pinball": lambda y, a: peers.mean_pinball_loss(y, a, alpha=0.9),
}
CHANCES = {
    "auc": peers.roc_auc_score, "brier": peers.brier_score_loss,
    "average_precision": peers.average_precision_score,
    "log_loss": peers.log_loss,
}
RANKS = {"map": lambda places: np.mean(1 / places),
         "ndcg": lambda places: np.mean(1 / np.log2(1 + places)),
         "top": lambda places: np.mean(places < 9)}
OTHERS = {"auc_ovr", "gini", "hinge", "levenshtein", "word_jaccard",
          "kl_divergence"}
PARAMS = {"fbeta": 2, "pinball": 0.9, "map": 3, "ndcg": 3, "top": 3}


def find(name):
    return metrics.find(name, param=PARAMS.get(name.partition("_")[0]))


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
                find(name).function(table_of(
                    self.y, self.answer, 4)), peer(self.y, self.answer), 9,
                name)

    def test_of_two_classes_the_second_counts(self):
        answer = (self.chance > 0.5).astype(int)
        for name, peer in BINARY.items():
            self.assertAlmostEqual(
                find(name).function(table_of(self.two, answer, 2)),
                peer(self.two, answer), 9, name)

    def test_metrics_of_sets_are_scikit_learns(self):
        truth, said = np.random.RandomState(5).rand(2, 200, 6) > 0.6
        truth[:, 0] = said[:, 1] = True
        for name in metrics.OF_SETS:
            kind, _, average = name.rpartition("_")
            peer = peers.jaccard_score if kind == "jaccard" else (
                f_score(beta=PARAMS.get(kind, 1), average=average,
                        zero_division=0))
            more = {"average": average} if kind == "jaccard" else {}
            self.assertAlmostEqual(find(name).of_sets(truth, said),
                                   peer(truth, said, **more), 12, name)

    def test_metrics_of_numbers_are_scikit_learns(self):
        for name, peer in NUMBERS.items():
            self.assertAlmostEqual(
                find(name).function(self.truth, self.guess),
                peer(self.truth, self.guess), 9, name)

    def test_metrics_of_chances_are_scikit_learns(self):
        P = np.column_stack([1 - self.chance, self.chance])
        for name, peer in CHANCES.items():
            self.assertAlmostEqual(find(name).function(self.two, P),
                                   peer(self.two, self.chance), 9, name)

    def test_auc_of_many_classes_is_one_against_the_rest(self):
        P = np.random.RandomState(1).dirichlet(np.ones(4), 200)
        self.assertAlmostEqual(
            metrics.find("auc_ovr").function(self.y, P),
            peers.roc_auc_score(self.y, P, multi_class="ovr"))

    def test_of_many_classes_all_count(self):
        P = np.random.RandomState(1).dirichlet(np.ones(4), 200)
        for name, want in (
                ("brier", ((P - np.eye(4)[self.y]) ** 2).sum(axis=1).mean()),
                ("hinge", peers.hinge_loss(self.y, P))):
            self.assertAlmostEqual(find(name).function(self.y, P), want, 9,
                                   name)

    def test_gini_of_numbers_is_that_of_their_order(self):
        y = np.array([0., 1, 2, 3])
        gini = metrics.find("gini").function
        self.assertAlmostEqual(gini(y, y), 1)
        self.assertAlmostEqual(gini(y, -y), -1)
        self.assertAlmostEqual(gini(y, np.array([0., 1, 3, 2])), 0.8)

    def test_a_constant_answer_has_no_correlation(self):
        for name in ("pearson", "spearman", "kendall"):
            self.assertEqual(metrics.find(name).function(
                self.truth, np.ones(200)), 0, name)

    def test_the_number_of_a_metric_stands_in_its_name_or_beside_it(self):
        for found in (metrics.find("fbeta@2"), metrics.find("own", "fbeta@2"),
                      metrics.find("fbeta", param=2)):
            self.assertAlmostEqual(
                found.function(table_of(self.two, self.answer % 2, 2)),
                peers.fbeta_score(self.two, self.answer % 2, beta=2))
        self.assertTrue(metrics.find("fbeta@two").known)

    def test_ranked_guesses_count_by_their_place(self):
        y, answer = np.array([0, 1]), np.array([[0, 1, 2], [2, 0, 1]])
        for name, peer in RANKS.items():
            self.assertAlmostEqual(find(name).function(y, answer),
                                   peer(np.array([1.0, 3])), 9, name)

    def test_the_others_are_what_they_are(self):
        for name, args, value in (
                ("gini", (self.two, self.chance), 2 * peers.roc_auc_score(
                    self.two, self.chance) - 1),
                ("hinge", (self.two, np.column_stack(
                    [-self.chance, self.chance])),
                 peers.hinge_loss(self.two, self.chance)),
                ("levenshtein", ("kitten", "sitting"), 3),
                ("word_jaccard", ("a b", "B c"), 1 / 3),
                ("kl_divergence", (np.array([[0.5, 0.5]]),
                                   np.array([[0.25, 0.75]])),
                 0.5 * np.log(2) + 0.5 * np.log(2 / 3))):
            self.assertAlmostEqual(find(name).function(*args), value, 9,
                                   name)

    def test_each_row_was_tested(self):
        self.assertEqual(set(metrics.ROWS), {
            *LABELS, *BINARY, *NUMBERS, *CHANCES, *RANKS, *OTHERS})


class StandIn(TaskCase):
    def test_an_unknown_metric_has_the_sign_of_its_goal(self):
        self.assertEqual(metrics.find(
            "lift", kind="classes", goal="maximize").sign, -1)
        self.assertEqual(metrics.find(
            "cost", kind="number", goal="minimize").sign, 1)


class Target:
    sets = None

    def __init__(self, y, classes):
        self.y, self.classes = y, classes


class Sets(unittest.TestCase):
    """Two labels are common and one is rare; a row has one or two."""

    def setUp(self):
        self.random = np.random.RandomState(0)
        self.sets = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 1]], bool)
        self.y = self.random.choice(3, 600, p=[0.45, 0.45, 0.1])
        self.truth = self.sets[self.y]

    def form(self, metric, classes=("a", "b", "c")):
        target = Target(self.y, list(classes))
        target.sets = self.sets
        return forms.of(metrics.find(metric), target)

    def test_the_metric_says_which_chances_are_better(self):
        # one is sure of itself, and wrong where it is; one is never sure
        shy = self.truth / self.truth.sum(axis=1, keepdims=True) * 0.1 + 0.3
        shy /= shy.sum(axis=1, keepdims=True)
        bold = np.where(self.truth, 0.9, 0.001)
        wrong = self.random.rand(600) < 0.25
        bold[wrong] = bold[wrong][:, [1, 2, 0]]
        bold = bold / bold.sum(axis=1, keepdims=True)
        plain = np.tile([0.49, 0.46, 0.05], (600, 1))
        for metric in ("f1_samples", "f1_micro"):
            form = self.form(metric)
            costs = [form.loss(self.y, P) for P in (shy, bold, plain)]
            self.assertEqual(costs, sorted(costs), metric)

    def test_a_rare_label_is_said_at_a_chance_of_its_own(self):
        chance = np.column_stack([self.truth[:, :2] * 0.8 + 0.1, np.where(
            self.truth[:, 2], 0.1, 0.04) + 0.02 * self.random.rand(600)])
        P = chance / chance.sum(axis=1, keepdims=True)
        form = self.form("f1_macro")
        value, folds = form.scores(self.y, P, np.arange(600) % 3)
        self.assertEqual(len(folds), 3)
        self.assertGreater(value, 0.97)

    def test_a_row_has_a_label_where_all_known_ones_have(self):
        P = np.full((600, 3), 1 / 3) + 0.01 * self.truth
        form = self.form("f1_micro")
        self.assertTrue(form.decide(P, [0.9, 0]).any(axis=1).all())
        none = self.form("f1_micro", ("a", "b", ""))
        self.assertFalse(none.decide(P, [0.9, 0])[self.truth[:, 2] & (
            P[:, 2] >= P.max(axis=1))].any())


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

    def test_decision_values_are_as_sure_as_they_may_be(self):
        for P, want in (([[.2, .8], [.6, .4]], [[-1, 1], [1, -1]]),
                        ([[.2, .5, .3]], [[0, 1, 0]])):
            form = forms.of(metrics.find("hinge"), Target(
                np.array([0]), list("abc")[:len(want[0])]))
            self.assertEqual(form.decide(np.array(P), None).tolist(), want)

    def test_of_shares_a_target_alone_has_its_squared_error(self):
        form = forms.of(metrics.find("kl_divergence"), Target(
            np.array([.2, .8]), []))
        self.assertAlmostEqual(form.score(np.array([.2, .8]),
                                          np.array([.5, .4])), 0.125)

    def test_guesses_that_are_surer_of_the_truth_are_better(self):
        form = forms.of(metrics.find("map@2"), Target(np.array([0, 1, 2]),
                                                      list("abc")))
        y = np.array([0, 1])
        sure, unsure = (np.array([[p, 1 - p, 0], [0, p, 1 - p]])
                        for p in (.9, .6))
        self.assertLess(form.loss(y, sure), form.loss(y, unsure))

    def test_a_text_is_judged_by_those_it_stands_for(self):
        form = forms.of(metrics.find("levenshtein"), Target(
            np.array([0, 1]), ["abc", "abd"]))
        self.assertEqual(form.score(np.array([0, 1, 0]),
                                    np.array([0, 0, 0])), 1 / 3)

    def test_relative_errors_are_learnt_as_logarithms(self):
        y = np.array([1.0, 10, 100])
        form = forms.of(metrics.find("rmsle"), Target(y, []))
        self.assertAlmostEqual(form.score(form.learnt(y), form.learnt(y)), 0)
        np.testing.assert_allclose(form.plain(form.learnt(y)), y)


if __name__ == "__main__":
    unittest.main()
