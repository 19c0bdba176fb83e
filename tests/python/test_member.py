"""One model over the folds: what it learns from, and when it ends."""
import time
import types
import unittest
import unittest.mock

import numpy as np
from scipy import sparse

from base import quiet

from hcc_recipes import (
    forms, member, metrics, models, parameters, text_scores)
from hcc_recipes.clock import OutOfTime, at_most
from hcc_recipes.folds import Split
from hcc_recipes.views import View

N, TEST = 400, 4


def target_of(metric="rmse", kind="number", y=None):
    """A target of N known rows."""
    y = np.arange(float(N)) if y is None else y
    found = types.SimpleNamespace(
        kind=kind, y=y, classes=list(map(str, np.unique(y))),
        known=np.ones(N, bool), sets=None, name="y")
    found.form = forms.of(metrics.find(metric), found)
    return found


class Alarm(unittest.TestCase):
    def break_at(self, error, seconds=0.05):
        """A library that was interrupted ends with an error of its own."""
        with at_most(seconds):
            try:
                time.sleep(5 if seconds < 1 else 0)
                raise error
            except OutOfTime:
                raise error from None

    def test_an_error_behind_the_alarm_is_that_of_the_alarm(self):
        self.assertRaises(OutOfTime, self.break_at, KeyError("worker"))

    def test_an_error_before_it_is_its_own(self):
        self.assertRaises(KeyError, self.break_at, KeyError("x"), 100)

    def test_an_interrupt_is_one_at_any_time(self):
        self.assertRaises(SystemExit, self.break_at, SystemExit())


class Passes(unittest.TestCase):
    """A member whose model is the function fit below."""

    def setUp(self):
        self.calls = []     # settings, rows learnt from and seed of each fit

    def fit(self, recipe, X, y, queries, seed, width):
        """Two stages: off by the setting, then right."""
        self.calls.append((recipe["neighbors"], X[:, 0].astype(int).tolist(),
                           seed))
        for off in (recipe["neighbors"], 0):
            yield [np.repeat(Q[:, :1] + off, width, axis=1) for Q in queries]

    def member(self, neighbors=(1,), target=None, most=None, codes=None,
               copies=(), **more):
        made = member.Member(parameters.filled({
            "model": "knn", "neighbors": list(neighbors), **more}),
            target or target_of(), types.SimpleNamespace(
                n_train=N, rows=N + TEST, memo={}), most)
        X = np.arange(float(N + TEST))[:, None]
        made.view, made.fit = View(X, codes, copies), self.fit
        return made

    def passed(self, made, seconds=1e6, patient=True, split=None):
        made.first_pass(split or Split(np.arange(N) % 4), seconds, patient)
        return made

    def test_the_best_setting_and_stage_are_kept(self):
        made = self.passed(self.member((3, 1, 2)))
        quiet(made.choose)
        self.assertEqual(made.chosen, (0, 1))
        oof, test = made.result()
        np.testing.assert_array_equal(oof[:, 0], np.arange(N))
        np.testing.assert_array_equal(test[:, 0], np.arange(N, N + TEST))

    def test_each_row_is_predicted_by_who_has_not_seen_it(self):
        self.passed(self.member())
        self.assertEqual(len(self.calls), 4)
        for fold, (_, rows, _) in enumerate(self.calls):
            self.assertEqual(rows, [i for i in range(N) if i % 4 != fold])

    def test_a_further_pass_is_added_to_the_first(self):
        made = self.passed(self.member((2,)))
        quiet(made.choose)
        made.chosen = (0, 0)        # the stage that is off by two
        before = len(self.calls)
        made.again(Split(np.arange(N) // 100))
        self.assertEqual(len(self.calls) - before, 4)
        self.assertEqual(list(made.seen), [2] * N)
        self.assertEqual(made.done, 8)
        oof, test = made.result()
        np.testing.assert_array_equal(oof[:, 0], np.arange(N) + 1)
        np.testing.assert_array_equal(test[:, 0],
                                      np.arange(N, N + TEST) + 1)

    def test_no_two_fits_have_the_same_seed(self):
        made = self.passed(self.member())
        quiet(made.choose)
        for _ in range(2):
            made.again(Split(np.arange(N) % 4))
        self.assertEqual(len({seed for _, _, seed in self.calls}), 12)

    def test_what_learns_from_few_rows_gets_no_more(self):
        self.passed(self.member(most=7))
        self.assertEqual([len(rows) for _, rows, _ in self.calls], [7] * 4)

    def test_copies_of_training_rows_are_learnt_from_too(self):
        made = self.member(copies=[np.arange(100., 100 + N)[:, None]])
        X, y, queries = made.matrices(np.array([1, 3]), np.array([0]))
        self.assertEqual(X[:, 0].tolist(), [1, 3, 101, 103])
        self.assertEqual(y.tolist(), [1, 3, 1, 3])
        self.assertEqual([len(Q) for Q in queries], [1, TEST])

    def test_means_of_the_target_are_scaled_where_distances_count(self):
        codes = np.arange(N + TEST)[:, None] % 2
        rows = np.arange(N)
        means = self.member(codes=codes).matrices(rows, rows)[0][:, 1]
        self.assertAlmostEqual(means.mean(), 0, 5)
        self.assertAlmostEqual(means.std(), 1, 3)
        made = self.member(codes=codes)
        made.recipe["view"] = "tree"
        means = made.matrices(rows, rows)[0][:, 1]
        self.assertGreater(means.mean(), 10)

    def test_scores_of_texts_are_never_by_the_own_row(self):
        draw = np.random.RandomState(0)
        words = sparse.csr_matrix(draw.randint(0, 2, (90, 200)) * 1.0)
        rows, queries = np.arange(60), np.arange(60, 90)
        noise = draw.randn(90)          # can be learnt by heart
        inner, outer = text_scores.text_scores(
            words, noise[rows], False, rows, [queries])
        for found, at in ((inner, rows), (outer, queries)):
            self.assertLess(abs(np.corrcoef(found[:, 0], noise[at])[0, 1]),
                            0.4)
        said = words[:, 0].toarray()[:, 0].astype(int)
        inner, outer = text_scores.text_scores(
            words, said[rows], True, rows, [queries])
        self.assertEqual(inner.shape, (60, 1))
        self.assertGreater(np.corrcoef(outer[:, 0], said[queries])[0, 1], 0.3)
        self.assertEqual(text_scores.wanted(rows % 20, True).shape, (60, 12))

    def test_logarithms_are_for_targets_with_a_long_tail(self):
        def scales(y, wanted=("standard", "log1p")):
            made = self.member(target=target_of(y=y),
                               target_transform=list(wanted))
            return [one["target_transform"] for one in made.settings]
        rows = np.arange(float(N))
        self.assertEqual(scales(rows), ["standard"])
        self.assertEqual(scales(np.exp(rows / 100)), ["log1p", "standard"])
        self.assertEqual(scales(np.exp(rows / 100) - 2), ["standard"])
        self.assertEqual(scales(rows, ["log1p"]), ["log1p"])

    def test_settings_for_which_there_is_no_time_are_dropped(self):
        made = self.member((1, 2, 3))
        made.alive = [0, 1, 2]
        took, costs = {0: 1, 1: 1, 2: 1}, {0: 5, 1: 9, 2: 7}
        made.drop_slow(2, 6, took, costs)
        self.assertEqual(made.alive, [0, 1, 2])
        made.drop_slow(2, 5.9, took, costs)
        self.assertEqual(made.alive, [0, 2])
        made.drop_slow(2, 0, took, costs)
        self.assertEqual(made.alive, [0])

    def test_settings_that_the_first_leaves_no_time_for_are_not_tried(self):
        clock = iter(range(0, 10 ** 6, 10))
        with unittest.mock.patch.object(member.time, "monotonic",
                                        lambda: next(clock)):
            made = self.passed(self.member((1, 2)), 100)
        self.assertEqual({k for k, _ in made.sums}, {0})

    def test_an_impatient_member_ends_when_it_would_be_twice_too_late(self):
        clock = iter(range(0, 10 ** 6, 10))
        with unittest.mock.patch.object(member.time, "monotonic",
                                        lambda: next(clock)):
            with self.assertRaises(OutOfTime):
                self.passed(self.member(), 100, False)

    def test_a_patient_one_learns_from_fewer_rows_then_200_at_least(self):
        clock = iter(range(0, 10 ** 6, 10))
        with unittest.mock.patch.object(member.time, "monotonic",
                                        lambda: next(clock)):
            self.passed(self.member(), 100)
        self.assertEqual([len(rows) for _, rows, _ in self.calls],
                         [300, 200, 200, 200])

    def test_a_whole_stage_stays_when_the_time_is_over(self):
        def fit(recipe, X, y, queries, seed, width):
            yield [Q[:, :1] for Q in queries]
            raise OutOfTime
        made = self.member()
        made.fit = fit
        with self.assertRaises(OutOfTime):
            self.passed(made)
        self.assertEqual(list(np.flatnonzero(made.seen)),
                         list(range(0, N, 4)))
        quiet(made.choose)
        self.assertEqual(made.result()[0][4, 0], 4)

    def test_without_a_whole_stage_nothing_is_seen(self):
        def fit(*args):
            raise OutOfTime
            yield
        made = self.member()
        made.fit = fit
        with self.assertRaises(OutOfTime):
            self.passed(made)
        self.assertFalse(made.seen.any())

    def test_of_an_order_chances_become_the_level_to_expect(self):
        y = np.arange(N) % 3
        made = self.member(target=target_of("qwk", "ordinal", y),
                           **{"as": "classes"})
        self.assertEqual(made.width, 3)

        def fit(recipe, X, y_, queries, seed, width):
            yield [np.eye(3)[Q[:, 0].astype(int) % 3] for Q in queries]
        made.fit = fit
        self.passed(made)
        quiet(made.choose)
        oof, test = made.result()
        self.assertEqual(oof.shape, (N, 1))
        np.testing.assert_allclose(oof[:, 0], y, atol=0.01)
        self.assertEqual(test.shape, (TEST, 1))

    def test_where_time_matters_test_rows_are_told_by_all(self):
        made = self.passed(self.member())
        quiet(made.choose)
        quiet(made.refit, 1e6)
        self.assertEqual(len(self.calls[-1][1]), N)
        self.assertEqual(made.done, 1)
        np.testing.assert_array_equal(made.result()[1][:, 0],
                                      np.arange(N, N + TEST))

    def test_without_time_for_that_the_folds_tell_them(self):
        made = self.passed(self.member())
        quiet(made.choose)
        with unittest.mock.patch.object(made, "fit_chosen",
                                        side_effect=OutOfTime):
            quiet(made.refit, 1e6)
        self.assertEqual(made.done, 4)

    def test_it_is_whole_when_each_row_to_predict_is_seen(self):
        split = Split(np.repeat(np.arange(4), 100), True)
        made = self.passed(self.member(), split=split)
        self.assertTrue(made.whole(split))
        made.seen[150] = 0
        self.assertFalse(made.whole(split))
        made.seen[150], made.seen[50] = 1, 0     # only learnt from
        self.assertTrue(made.whole(split))


class Loaded(unittest.TestCase):
    def test_members_share_a_view_of_the_same_settings(self):
        made = []

        def view(columns, target, recipe):
            made.append(recipe["scale"])
            return View(np.zeros((1, 1)))
        columns = types.SimpleNamespace(n_train=N, rows=N + TEST, memo={})
        with unittest.mock.patch.dict(member.views.OWN, dense=view), \
                unittest.mock.patch.dict(models.OWN, knn=len):
            for scale, neighbors in (("rank", 1), ("rank", 2),
                                     ("standard", 1)):
                member.Member(parameters.filled({
                    "model": "knn", "neighbors": neighbors, "scale": scale}),
                    target_of(), columns).load()
        self.assertEqual(made, ["rank", "standard"])


if __name__ == "__main__":
    unittest.main()
