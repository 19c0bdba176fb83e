"""Which rows and columns a task has, and what is told of data that lack them;
how members become one."""
import types
import unittest
import unittest.mock

import numpy as np
import pandas as pd

from base import TaskCase, quiet

from hcc_recipes import blend, folds, forms, metrics, read, submit
from hcc_recipes.task import Target, Task


class Tables(TaskCase):
    def task(self, train, test, sample, **told):
        self.rows("train.csv", *train)
        self.rows("test.csv", *test)
        self.rows("sample_submission.csv", *sample)
        return Task({"metric": "rmse", **told}).read()

    def test_the_rows_of_test_are_in_the_order_of_the_sample(self):
        train, test, sample, names, key = self.task(
            ("id,a,y", [(1, 2, 3), (2, 3, 4)]),
            ("id,a", [("x", 7), ("y", 8), ("z", 9)]),
            ("id,y", [("z", 0), ("x", 0), ("y", 0)]))
        self.assertEqual(list(test["a"]), [9, 7, 8])
        self.assertEqual(list(test.index), [0, 1, 2])
        self.assertEqual((names, key), (["y"], "id"))

    def test_ids_that_test_lacks_are_counted_and_the_first_is_named(self):
        with self.assertRaisesRegex(ValueError, "2 ids of the sample are not "
                                    "in input/test.csv, the first is 'u'"):
            self.task(("id,y", [(1, 2), (2, 3)]), ("id,a", [("x", 1)] * 2),
                      ("id,y", [("u", 0), ("v", 0)]))

    def test_without_ids_there_must_be_as_many_rows(self):
        told = ("a,y", [(1, 2), (2, 3)]), ("a", [(7,), (8,)])
        _, test, _, _, key = self.task(*told, ("row,y", [(0, 0), (1, 0)]))
        self.assertEqual((list(test["a"]), key), ([7, 8], None))
        with self.assertRaisesRegex(ValueError, "the sample has 1 rows, the "
                                    "test file 2, and no id joins them"):
            self.task(*told, ("row,y", [(0, 0)]))

    def test_a_column_is_found_whatever_its_case(self):
        table = pd.DataFrame({" Age": [1], "Fare": [2]})
        self.assertEqual(Task.find_column(table, "Fare", "t"), "Fare")
        self.assertEqual(Task.find_column(table, " FARE ", "t"), "Fare")
        with self.assertRaisesRegex(ValueError, "no column 'sex' in t; it has "
                                    " Age, Fare"):
            Task.find_column(table, "sex", "t")

    def target(self, metric, *cells):
        return Target(Task({"metric": metric}), "y", pd.Series(
            cells, dtype=object))

    def test_a_target_of_numbers_may_lack_half_of_them(self):
        found = self.target("rmse", "1", "2", "x", "")
        self.assertEqual(list(found.known), [True, True, False, False])
        self.assertEqual(list(found.y), [1, 2])
        with self.assertRaisesRegex(ValueError, "'y' is not numeric"):
            self.target("rmse", "1", "x", "z", "w")

    def test_a_target_has_two_values(self):
        for metric, cells in (("rmse", "11"), ("accuracy", "aa")):
            with self.assertRaisesRegex(ValueError, "fewer than two values"):
                self.target(metric, *cells)

    def test_of_a_large_file_whole_lines_from_all_over_it_are_read(self):
        lines = [f"{i:03},{'x' * 6}" for i in range(1000)]
        path = self.write("t.csv", "a,b\n" + "\n".join(lines) + "\n")
        with unittest.mock.patch.object(read, "BLOCK", 1000):
            found = quiet(read.read_bytes, path, 4000).decode().split("\n")
        self.assertEqual(found[0], "a,b")
        self.assertEqual(found.pop(), "")
        self.assertLessEqual(set(found[1:]), set(lines))
        self.assertTrue(300 < len(found) <= 364, len(found))
        places = [int(line[:3]) for line in found[1:]]
        self.assertTrue(min(places) == 0 and max(places) > 900)
        self.assertEqual(read.read_bytes(path, 1 << 20), read.read_bytes(path))

    def test_where_cells_hold_line_ends_the_head_is_read(self):
        path = self.write("t.csv", 'a\n"1\n2"\n' * 1000)
        with unittest.mock.patch.object(read, "BLOCK", 1001):
            found = quiet(read.read_bytes, path, 4000)
        self.assertEqual(found.decode(), ('a\n"1\n2"\n' * 1000)[:4000])

    def test_folds_may_count_the_rows(self):
        train = pd.DataFrame({"a": [7, 8, 9]})
        self.rows("folds.csv", "row,fold,era", [(0, 2, 5), (1, 0, 6),
                                                (2, 1, 7)])
        self.assertEqual([list(found) for found in folds.given(train)],
                         [[2, 0, 1], [5, 6, 7]])
        self.assertEqual(folds.given(train[:2]), (None, None))


class Handed(TaskCase):
    def submission(self, metric, names, **more):
        task = types.SimpleNamespace(
            metric=metrics.find(metric), find_column=Task.find_column,
            sample="s")
        sample = pd.DataFrame({"id": ["a", "b"], **{
            name: [0.0, 0.0] for name in names}})
        sample.attrs["separator"] = ","
        targets = [types.SimpleNamespace(
            name=name, kind="number", classes=[], sets=None,
            y=np.array([.25, .75])) for name in names]
        for target in targets:
            target.form = forms.of(task.metric, target)
        return submit.Submission(task, sample, names, names), targets

    def test_nothing_is_handed_in_that_is_not_finite(self):
        made, (target,) = self.submission("rmse", ["y"])
        y = np.array([1., 2])
        with self.assertRaisesRegex(ValueError, "not all finite"):
            made.put(target, np.array([[1], [np.inf]]), y, y[:, None],
                     np.array([0, 1]))
        with self.assertRaises(FileNotFoundError):
            self.answers()

    def test_several_targets_are_handed_in_when_all_have_answers(self):
        made, (u, v) = self.submission("rmse", ["u", "v"])
        y, part = np.array([1., 2]), np.array([0, 1])
        made.put(u, np.array([[3.], [4]]), y, y[:, None], part)
        with self.assertRaises(FileNotFoundError):
            self.answers("u")
        with unittest.mock.patch("builtins.print") as said:
            made.put(v, np.array([[5.], [6]]), y, y[:, None] + 1, part)
        self.assertEqual(self.answers("v"), ["5.0", "6.0"])
        self.assertEqual([call.args[0] for call in said.call_args_list],
                         ["fold: 0.5", "fold: 0.5", "metric: 0.5"])

    def test_shares_are_judged_together(self):
        made, (u, v) = self.submission("kl_divergence", ["u", "v"])
        y, part = np.array([.25, .75]), np.array([0, 1])
        with unittest.mock.patch("builtins.print") as said:
            made.put(u, np.array([[.5], [.5]]), y, y[:, None], part)
            made.put(v, np.array([[.5], [.5]]), 1 - y, 1 - y[:, None], part)
        self.assertEqual([call.args[0] for call in said.call_args_list],
                         ["fold: 0", "fold: 0", "metric: 0"])

    def test_what_was_not_learned_has_no_folds(self):
        made, (target,) = self.submission("rmse", ["y"])
        y = np.array([1., 2])
        with unittest.mock.patch("builtins.print") as said:
            made.put(target, y[:, None], y, y[:, None], np.array([0, 1]),
                     False)
        self.assertEqual([call.args[0] for call in said.call_args_list],
                         ["metric: 0"])

    def test_decision_values_have_columns_as_chances_have(self):
        target = Target(Task({"metric": "hinge"}), "y", pd.Series(
            ["no", "yes"], dtype=object))
        P = np.array([[.3, .7]])
        self.assertEqual([list(column) for column in submit.answer_columns(
            target, ["y"], None, P, None)], [[1]])
        self.assertEqual([list(column) for column in submit.answer_columns(
            target, ["p yes", "p no"], None, P, None)], [[1], [-1]])


class Blended(unittest.TestCase):
    def target(self, kind, metric, y):
        found = types.SimpleNamespace(kind=kind, y=y, sets=None, classes=list(
            map(str, np.unique(y))) if kind == "classes" else [])
        found.form = forms.of(metrics.find(metric), found)
        return found

    def test_a_second_layer_mends_what_all_members_get_wrong(self):
        y = np.arange(100.) % 10
        oofs = [(2 * y + 3 + 0.01 * np.cos(y * k))[:, None] for k in (1, 2)]
        target = self.target("number", "rmse", y)
        P, test, _ = quiet(blend.mix, target, y, np.arange(100) % 5,
                           [(oof, oof[:7]) for oof in oofs], "stack")
        np.testing.assert_allclose(P[:, 0], y, atol=0.1)
        np.testing.assert_allclose(test[:, 0], y[:7], atol=0.1)

    def test_a_second_layer_of_classes_answers_by_chances(self):
        for width in (2, 3):
            y = np.arange(300) % width
            oof = np.full((300, width), 0.2 / width) + 0.8 * np.eye(width)[
                (y + 1) % width]
            target = self.target("classes", "accuracy", y)
            P, test, _ = quiet(blend.mix, target, y, np.arange(300) // 60,
                               [(oof, oof[:5])] * 2, "stack")
            np.testing.assert_allclose(P.sum(axis=1), 1)
            self.assertEqual(list(P.argmax(axis=1)), list(y))
            self.assertEqual(list(test.argmax(axis=1)), list(y[:5]))

    def test_members_are_taken_as_long_as_they_help(self):
        y = np.arange(100.) % 10
        good, poor = y + np.cos(np.arange(100)), y[::-1].copy()
        target = self.target("number", "rmse", y)
        weights = blend.climb(target, y, [good[:, None], poor[:, None]])
        self.assertGreater(weights[0], 0.9)
        self.assertAlmostEqual(weights.sum(), 1)
        np.testing.assert_array_equal(
            blend.even(target, y, [good, poor]), [0.5, 0.5])

    def test_what_cannot_be_told_from_the_best_has_a_share(self):
        y = np.arange(400.) % 10
        noise = np.random.RandomState(0).normal(size=(2, 400))
        oofs = [(y + off)[:, None] for off in (*noise, 2 * noise[0])]
        target = self.target("number", "rmse", y)
        np.testing.assert_array_equal(
            blend.equals(target, y, oofs), [0.5, 0.5, 0])
        same = blend.climb(target, y, [oofs[0], oofs[0]])
        self.assertAlmostEqual(same[1], 1 / 6)

    def test_parts_that_have_no_loss_say_nothing_of_members(self):
        y = np.where(np.arange(80) < 40, 1., np.arange(80))     # r2
        target = self.target("number", "r2", y)
        oofs = [(y + off)[:, None] for off in (0.1, 5)]
        np.testing.assert_array_equal(blend.equals(target, y, oofs), [1, 0])
        y = np.ones(80)
        target = self.target("number", "r2", y)
        np.testing.assert_array_equal(
            blend.equals(target, y, oofs), [0.5, 0.5])

    def test_mixers_answer_together_unless_one_is_better_by_far(self):
        y = np.arange(100.) % 10
        target = self.target("number", "rmse", y)

        def answer(*offs):
            return blend.together(target, y, [
                (abs(off), (y + off)[:, None], np.full((2, 1), off))
                for off in offs])[2][0, 0]

        self.assertEqual(answer(1., -1.2), np.mean([1., -1.2]))
        self.assertEqual(answer(1., 1.05), 1.025)
        self.assertEqual(answer(1., 1.08), 1.)

    def test_the_mixer_that_is_better_by_far_is_kept(self):
        y = np.arange(100.) % 10
        pairs = [((y + off)[:, None], np.zeros((3, 1)) + off)
                 for off in (5, -1)]
        target = self.target("number", "rmse", y)
        for mixers, want in ((["mean"], 2), (["mean", "climb"], 0)):
            P, test = quiet(blend.blend, target, y, np.arange(100) % 5, "ab",
                            pairs, mixers)
            self.assertAlmostEqual(abs(P[:, 0] - y).mean(), want, 0)
            self.assertAlmostEqual(test[0, 0], want, 0)
        self.assertIs(blend.blend(target, y, None, "a", pairs[:1], []),
                      pairs[0])


if __name__ == "__main__":
    unittest.main()
