"""What columns are taken for, and what is made of them, by tables whose
answers are known."""
import contextlib
import io
import os
import types
import unittest

import numpy as np
import pandas as pd

from base import TaskCase, quiet

from hcc_recipes import combine, encode, features, kept, relations, submit
from hcc_recipes.columns import Columns, is_text, to_dates
from hcc_recipes.forms import labels, numbers, order, ranks, texts
from hcc_recipes.task import Target, Task


def strings(*cells):
    return pd.Series(cells, dtype=object)


class Sorted(TaskCase):
    def columns(self, train, test=None, **told):
        """The columns of tables of strings and numbers, named in a dict."""
        task = Task({"metric": "accuracy", **told})
        columns = Columns(task, pd.DataFrame(train), pd.DataFrame(test or {
            name: cells[:2] for name, cells in train.items()}))
        quiet(columns.sort, pd.DataFrame(train), pd.DataFrame(test or {
            name: cells[:2] for name, cells in train.items()}),
            set(told.get("drop", [])))
        return columns

    def kinds(self, **cells):
        found = self.columns(cells)
        return {kind: list(getattr(found, kind)) for kind in (
            "numbers", "words", "dates", "texts") if getattr(found, kind)}

    def test_strings_of_numbers_are_numbers(self):
        self.assertEqual(self.kinds(a=["1,5", "$2", "3 %", "x"]),
                         {"numbers": ["a"], "words": ["a word"]})
        self.assertEqual(self.kinds(a=["1.5", "2", "3", "4"]),
                         {"numbers": ["a"]})

    def test_where_fewer_than_seven_in_ten_are_numbers_they_are_words(self):
        self.assertEqual(self.kinds(a=["1", "2", "x", "y"]), {"words": ["a"]})

    def test_leading_zeros_are_names(self):
        self.assertEqual(self.kinds(a=["01", "02", "3", "44"]),
                         {"words": ["a"]})

    def test_what_has_one_value_says_nothing(self):
        self.assertEqual(self.kinds(a=["x"] * 4, b=[1.0] * 4), {})

    def test_a_gap_is_a_value(self):
        self.assertEqual(self.kinds(b=[1.0, np.nan, 1.0, 1.0]),
                         {"numbers": ["b"]})
        self.assertEqual(self.kinds(b=[np.nan] * 4), {})

    def test_a_number_that_counts_the_rows_is_none(self):
        train = {"n": [1.0, 2.0, 3.0], "m": [1.0, 2.0, 4.0]}
        found = self.columns(train, {"n": [4.0, 5.0], "m": [5.0, 6.0]})
        self.assertEqual(list(found.numbers), ["m"])
        found = self.columns(train, {"n": [1.0, 2.0], "m": [5.0, 6.0]})
        self.assertEqual(list(found.numbers), ["n", "m"])

    def test_a_number_that_is_a_category_is_both(self):
        found = self.columns({"a": [3.0, 1.0, 2.5]}, category=["A"])
        self.assertEqual(list(found.words["a"]), ["3", "1", "2.5", "3", "1"])
        self.assertEqual(list(found.numbers), ["a"])

    def test_words_are_lower_case(self):
        found = self.columns({"a": ["Red", "red", "Blue"]})
        self.assertEqual(list(found.words["a"][:3]), ["red", "red", "blue"])

    def test_many_words_have_stems_and_figures(self):
        cells = [f"Cabin{i % 30}{'ab'[i % 2]}" for i in range(120)]
        found = self.columns({"a": cells + [f"Deck {i}" for i in range(60)]})
        self.assertEqual(set(found.words["a stem"]), {"cab", "dec"})
        self.assertEqual(found.numbers["a number"][7], 7)

    def test_fifty_words_have_none(self):
        found = self.columns({"a": [f"w{i}" for i in range(50)]})
        self.assertEqual(list(found.words), ["a"])

    def test_dates_of_both_orders_are_read(self):
        self.assertEqual(to_dates(strings("13/02/2020", "01/03/2020"))[1],
                         pd.Timestamp("2020-03-01"))
        self.assertEqual(to_dates(strings("02/13/2020", "01/03/2020"))[1],
                         pd.Timestamp("2020-01-03"))
        self.assertIsNone(to_dates(strings("", "")))
        self.assertIsNone(to_dates(strings("red", "2020-01-01")))
        self.assertEqual(self.kinds(d=["2020-01-01", "2021-01-01"]),
                         {"dates": ["d"]})

    def test_prose_is_told_from_names(self):
        prose = strings(*(f"the {i} words of it" for i in range(30)))
        self.assertTrue(is_text(prose))
        self.assertFalse(is_text(prose[:20]))
        self.assertFalse(is_text(strings(*(f"two {i}" for i in range(30)))))
        self.assertFalse(is_text(strings(*["the same few words"] * 30)))
        self.assertTrue(is_text(strings("x" * 61, "y" * 61)))
        self.assertFalse(is_text(strings("x" * 60, "y" * 60)))

    def test_what_a_task_calls_text_or_category_is_that(self):
        found = self.columns({"a": ["x", "y"], "b": ["z" * 70, "w" * 70]},
                             text=["A"], category=["b"])
        self.assertEqual(list(found.texts), ["a"])
        self.assertEqual(list(found.words), ["b"])

    def test_gaps_of_a_row_are_counted(self):
        found = self.columns({"a": [1.0, np.nan, 3.0], "b": ["", "", "x"],
                              "c": ["1", "2", "3"]})
        self.assertEqual(list(found.gaps), [1, 2, 0, 1, 2])

    def test_columns_that_test_lacks_are_left_out(self):
        found = self.columns({"a": [1.0, 3.0], "b": [1.0, 3.0]},
                             {"a": [7.0, 5.0]})
        self.assertEqual(list(found.numbers), ["a"])
        self.assertEqual(list(found.numbers["a"]), [1, 3, 7, 5])

    def test_pixels_are_set_apart(self):
        found = self.columns({"px1": [1.0, 2.0], "px2": ["3", ""],
                              "a": [1.0, 5.0]}, pixels=r"px\d+")
        self.assertEqual(found.pixels.tolist(),
                         [[1, 3], [2, 0], [1, 3], [2, 0]])
        self.assertEqual(list(found.numbers), ["a"])
        self.assertTrue(found.pictured())
        self.assertFalse(self.columns({"a": [1.0, 5.0]}).pictured())

    def test_file_names_are_made_of_both_tables(self):
        found = self.columns({"f": ["x", "y"], "a": [1.0, 5.0]}, {
            "f": ["z"], "a": [2.0]}, files=["tr/{F}.png", "te/{f}"])
        self.assertEqual(found.files, ["tr/x.png", "tr/y.png", "te/z"])

    def test_dates_have_parts_and_gaps_between_them(self):
        found = self.columns({
            "d": ["2020-01-31 06:30", "2020-02-01 18:00", "2020-03-01 00:00"],
            "e": ["2020-01-01 06:30", "2020-01-01 18:00", "2020-03-02 00:00"],
        })
        table = features.base_numbers(found)
        self.assertEqual(list(table["d month"][:3]), [1, 2, 3])
        self.assertEqual(list(table["d day"][:3]), [31, 1, 1])
        self.assertEqual(list(table["d hour"][:3]), [6.5, 18, 0])
        self.assertEqual(list(table["d weekday"][:3]), [4, 5, 6])
        self.assertEqual(list(table["e - d"][:3]), [-30, -31, 1])
        self.assertEqual(table["d days"][0], 18292 + 6.5 / 24)
        self.assertNotIn("d year", table)

    def test_the_shape_of_texts_is_numbers(self):
        text = "Ann has 2 dogs, 2 cats. Why? www.x.y!"
        table = features.text_shape("t", strings(text, ""))
        found = {name[2:]: values[0] for name, values in table.items()}
        self.assertEqual(found, {
            "length": len(text), "words": 8, "word length": len(text) / 8,
            "unique": 7 / 8, "capitals": 2, "digits": 2, "commas": 1,
            "stops": 3, "shouts": 1, "asks": 1, "quotes": 0, "links": 1})
        self.assertEqual(table["t words"][1], 1)

    def test_words_are_coded_by_frequency(self):
        found = self.columns({"a": ["x", "y", "y", "z", "y", "x"]},
                             {"a": ["w", "v"]})
        self.assertEqual(list(features.word_codes(found, 2)["a"]),
                         [2, 1, 1, 0, 1, 2, 0, 0])

    def test_how_common_a_word_is_counts_where_there_are_many(self):
        few = self.columns({"a": list("abcdefghij")})
        self.assertEqual(features.frequencies(few), {})
        many = self.columns({"a": list("abcdefghijk")}, {"a": ["a", "q"]})
        self.assertEqual(list(features.frequencies(many)["a count"][[0, 1]]),
                         [2, 1])


class Relations(TaskCase):
    def setUp(self):
        super().setUp()
        random = np.random.RandomState(0)
        n = 60
        self.a, self.b = random.rand(2, n).round(2)
        self.b[3] = 0
        self.group = np.array(["u", "v", "w"], object)[np.arange(n) % 3]
        self.dull = np.array(["p", "q"], object)[random.randint(0, 2, n)]
        y = self.a + (self.group == "u") * 2
        self.columns = types.SimpleNamespace(
            words={"dull": pd.Series(self.dull),
                   "group": pd.Series(self.group)}, rows=n)
        self.numbers = pd.DataFrame({"b": self.b, "a": self.a})
        self.target = types.SimpleNamespace(
            known=np.arange(n) < 50, y=y[:50], kind="number", sets=None)

    def test_the_strongest_number_is_first(self):
        self.assertEqual(relations.strongest(
            self.numbers, self.target, 1), ["a"])
        self.assertEqual(relations.strongest(
            self.numbers[[]], self.target, 1), [])

    def test_of_sets_the_strongest_number_tells_labels(self):
        for name, values in (("a", self.a), ("b", self.b)):
            sets = np.eye(50, 52, 2, dtype=bool)    # each row has its own,
            sets[:, 0] = values[:50] > 0.5          # and one of two
            sets[:, 1] = ~sets[:, 0]
            self.assertEqual(relations.strongest(
                self.numbers, types.SimpleNamespace(
                    known=self.target.known, sets=sets, y=np.arange(50),
                    kind="classes"), 1), [name])

    def test_pairs_are_differences_and_ratios(self):
        table = relations.pair_features(self.columns, self.numbers,
                                        self.target)
        self.assertEqual(set(table), {"b - a", "b / a"})
        np.testing.assert_allclose(table["b - a"], self.b - self.a)
        one = types.SimpleNamespace(**{**vars(self.target),
                                       "y": self.b[:50]})
        table = relations.pair_features(self.columns, self.numbers, one)
        self.assertTrue(np.isnan(table["a / b"][3]))
        self.assertEqual(table["a / b"][5], self.a[5] / self.b[5])

    def test_the_telling_category_is_first(self):
        self.assertEqual(relations.telling(
            self.columns, self.target, 2), ["group", "dull"])
        self.assertEqual(relations.telling(
            self.columns, self.target, 1), ["group"])

    def test_groups_have_means_of_all_rows(self):
        table = relations.group_features(self.columns, self.numbers,
                                         self.target)
        mean = self.a[self.group == "v"].mean()
        self.assertAlmostEqual(table["a mean in group"][1], mean)
        self.assertAlmostEqual(table["a against group"][1],
                               self.a[1] - mean)
        self.columns.rows = 29
        self.assertEqual({name.split(" ")[-1] for name in
                          relations.group_features(
                              self.columns, self.numbers, self.target)},
                         {"dull"})

    def test_crosses_are_pairs_of_words(self):
        code, = relations.crossed_codes(self.columns, self.target)
        pairs = [f"{d}|{g}" for d, g in zip(self.dull, self.group)]
        self.assertEqual(len(set(zip(code, pairs))), len(set(pairs)))
        self.assertEqual(len(set(code)), len(set(pairs)))


class Encoded(unittest.TestCase):
    def test_means_are_smoothed(self):
        found, = encode.means_of(np.array([0, 0, 1]), np.array([1., 3, 5]),
                                 [np.array([0, 1, 2])], 2)
        np.testing.assert_allclose(found, [(4 + 6) / 4, (5 + 6) / 3, 3])

    def test_no_row_sees_its_own_target(self):
        n = 50
        codes = np.arange(n + 2)[:, None] % 2
        y = np.where(np.arange(n) % 2, 1.0, 0.0)
        y[7] = 1000
        inner, outer = encode.encode_target(
            codes, y, False, np.arange(n), [np.array([n, n + 1])], 0)
        self.assertLess(inner[7, 0], 2)
        self.assertGreater(inner[[i for i in range(1, n, 2) if i != 7]]
                           .max(), 10)
        np.testing.assert_allclose(outer[:, 0], [0, 1024 / 25])

    def test_of_many_classes_each_has_a_column_at_most_eight(self):
        codes = np.zeros((40, 2), int)
        for classes, wide in ((2, 2), (3, 6), (10, 16)):
            y = np.arange(40) % classes
            inner, = encode.encode_target(codes, y, True, np.arange(40), [])
            self.assertEqual(inner.shape, (40, wide))
        inner, = encode.encode_target(codes, np.arange(40.) % 3, False,
                                      np.arange(40), [])
        self.assertEqual(inner.shape, (40, 2))


def target_of(metric, values, **told):
    """A target of these values, as a task has it."""
    return Target(Task({"metric": metric, **told}), "y",
                  pd.Series(values, dtype=object))


class Kept(TaskCase):
    def test_rows_are_named_by_the_ids_of_the_folds(self):
        train = pd.DataFrame({"k": [7.0, 8.0], "x": [1.0, 2.0]})
        self.assertEqual(list(kept.row_names(train)[1]), ["0", "1"])
        self.write("folds.csv", '"k",fold\n7,0\n8,1\n')
        name, ids = kept.row_names(train)
        self.assertEqual((name, list(ids)), ("k", ["7", "8"]))
        self.write("folds.csv", "row,fold\n0,0\n")
        self.assertEqual(kept.row_names(train)[0], "row")

    def table(self, text):
        return self.write("p.csv", text)

    def test_predictions_are_found_by_their_ids(self):
        target = target_of("rmse", ["1", "2"])
        P = kept.read(self.table("id,y\nb,2\n a ,1\n"), ["a", "c", "b"],
                      target)
        np.testing.assert_array_equal(P[:, 0], [1, np.nan, 2])

    def test_chances_are_read_by_the_names_of_classes(self):
        target = target_of("log_loss", ["u", "v", "w"])
        P = kept.read(self.table("id,w,u,x,v\na,.5,.2,9,.3\n"), ["a"], target)
        np.testing.assert_array_equal(P, [[.2, .3, .5]])
        with self.assertRaisesRegex(ValueError, "has no column 'v'"):
            kept.read(self.table("id,w,u\na,.5,.2\n"), ["a"], target)
        with self.assertRaisesRegex(ValueError, "one column for 3 classes"):
            kept.read(self.table("id,y\na,.5\n"), ["a"], target)

    def test_one_column_is_the_chance_of_the_second_of_two(self):
        target = target_of("auc", ["0", "1"])
        P = kept.read(self.table("id,y\na,.25\n"), ["a"], target)
        np.testing.assert_array_equal(P, [[.75, .25]])

    def test_numbers_are_on_the_scale_of_the_metric(self):
        target = target_of("rmsle", ["1", "2"])
        P = kept.read(self.table("id,y\na,3\n"), ["a"], target)
        self.assertAlmostEqual(P[0, 0], np.log(4))


class Combined(TaskCase):
    """Runs whose predictions err on opposite sides."""

    def setUp(self):
        super().setUp()
        n = 60
        y = [i % 7 for i in range(n)]
        self.rows("train.csv", "id,x,y", zip(range(n), range(n), y))
        self.rows("test.csv", "id,x", [(i, i) for i in range(n, n + 10)])
        self.rows("sample_submission.csv", "id,y",
                  [(i, 0) for i in range(n, n + 10)])
        self.n, self.y = n, y

    def run_of(self, name, error, some=1.0, test=True, wide=1):
        os.makedirs(f"base/{name}/keep")
        head = "id," + ",".join("yz"[:wide])
        for file, rows in (("oof", [
                (i, y + error * (-1) ** i, *[0] * (wide - 1))
                for i, y in enumerate(self.y) if i < some * self.n]),
                ("test", [(i, 3 + error, *[0] * (wide - 1))
                          for i in range(self.n, self.n + (10 if test else 9))
                          ])):
            with open(f"base/{name}/keep/{file}.csv", "w",
                      encoding="utf-8") as out:
                out.write("\n".join([head] + [
                    ",".join(map(str, row)) for row in rows]) + "\n")

    def combined(self, **told):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            combine.combine({"metric": "rmse", **told})
        return out.getvalue()

    def test_errors_on_opposite_sides_cancel(self):
        self.run_of("a", 1)
        self.run_of("b", -1)
        said = self.combined()
        self.assertRegex(said, r"(?m)^metric: \d\.?\d*e-|^metric: 0$")
        self.assertEqual(self.answers(), ["3.0"] * 10)

    def test_runs_that_do_not_predict_all_are_left_out(self):
        self.run_of("a", 1)
        self.run_of("b", -1, test=False)
        self.run_of("c", -1, some=0.45)
        os.makedirs("base/d")
        with self.assertRaisesRegex(ValueError, "fewer than two runs"):
            self.combined()
        self.run_of("e", -1, some=0.5)
        said = self.combined()
        self.assertIn("b: left out: it does not predict all test rows", said)
        self.assertIn("c: left out: it does not predict the training rows",
                      said)
        self.assertRegex(said, "d: left out: .*no table")
        self.assertEqual(self.answers(), ["3.0"] * 10)

    def test_rows_that_no_fold_asks_about_do_not_count(self):
        self.run_of("a", 1, some=0.3)
        self.run_of("b", -1, some=0.3)
        self.rows("folds.csv", "id,fold", [
            (i, (i < 0.3 * self.n) * (1 + i % 2)) for i in range(self.n)])
        with self.assertRaisesRegex(ValueError, "fewer than two runs"):
            self.combined()
        self.combined(split="forward")
        self.assertEqual(self.answers(), ["3.0"] * 10)

    def test_rows_of_the_first_era_do_not_count(self):
        self.run_of("a", 1, some=0.4)
        self.run_of("b", -1, some=0.4)
        self.rows("folds.csv", "id,fold,era", [
            (i, i % 3, int(i < 0.4 * self.n)) for i in range(self.n)])
        self.combined(split="both")
        self.assertEqual(self.answers(), ["3.0"] * 10)

    def test_a_run_with_columns_of_something_else_is_left_out(self):
        self.run_of("a", 1)
        self.run_of("b", -1)
        self.run_of("c", 5, wide=2)
        self.combined()
        self.assertEqual(self.answers(), ["3.0"] * 10)

    def test_several_targets_are_not_blended(self):
        with self.assertRaisesRegex(ValueError, "one target only"):
            self.combined(target=["y", "x"])


class Forms(unittest.TestCase):
    def form(self, metric, values, kind, **told):
        return kind(Task({"metric": metric, **told}).metric,
                    types.SimpleNamespace(classes=sorted(set(values)), y=(
                        np.unique(values, return_inverse=True)[1]),
                        name="y"))

    def test_cut_points_bring_back_shifted_classes(self):
        y = np.repeat([0, 1, 2], 30)
        form = self.form("qwk", y, order.Order)
        P = (y + np.linspace(0.6, 0.9, 90))[:, None]
        self.assertEqual(list(form.decide(P, form.tune(y, P))), list(y))
        self.assertEqual(list(form.tune(y, P * 0)), [0.5, 1.5])
        self.assertAlmostEqual(form.loss(y, P), ((P[:, 0] - y) ** 2).mean())

    def test_a_threshold_lies_in_the_middle_of_the_good_ones(self):
        y = np.array([0] * 90 + [1] * 10)
        form = self.form("f1", y, labels.Labels)
        P = np.where(y == 1, 0.4, 0.1) + np.linspace(0, 0.01, 100)
        P = np.column_stack([1 - P, P])
        tuned = form.tune(y, P)
        self.assertEqual(list(form.decide(P, tuned)), list(y))
        self.assertTrue(0.11 < tuned[0] <= 0.42)

    def test_accuracy_needs_no_weights(self):
        y = np.array([0, 0, 1])
        form = self.form("accuracy", y, labels.Labels)
        self.assertEqual(list(form.tune(y, np.eye(2)[y])), [1, 1])

    def test_rare_classes_get_weight_where_the_metric_gives_it(self):
        y = np.array([0] * 80 + [1] * 15 + [2] * 5)
        form = self.form("balanced_accuracy", y, labels.Labels)
        P = np.full((100, 3), [0.6, 0.25, 0.15])
        P[np.arange(100), y] += 0.05
        P = P / P.sum(axis=1, keepdims=True)
        answer = form.decide(P, form.tune(y, P))
        self.assertGreater(form.score(y, answer), 0.6)
        self.assertAlmostEqual(form.score(y, form.decide(P, None)), 1 / 3)

    def test_the_first_guesses_are_ranked(self):
        form = self.form("map@2", [0, 1, 2], ranks.Ranks)
        self.assertEqual(form.decide(np.array([[.2, .5, .3], [.4, .3, .3]]),
                                     None).tolist(), [[1, 2], [0, 1]])

    def test_the_text_nearest_to_all_is_answered(self):
        form = self.form("levenshtein", ["abc", "abd", "xyz"], texts.Texts)
        P = np.array([[.3, .3, .4]])
        self.assertEqual(list(form.decide(P, None)), [0])
        with self.assertRaisesRegex(ValueError, "more than 300"):
            self.form("levenshtein", [str(i) for i in range(301)],
                      texts.Texts)

    def test_a_quantile_is_met_by_what_is_added(self):
        form = self.form("pinball@0.9", np.arange(100.), numbers.Numbers)
        y, P = np.arange(100.), np.zeros((100, 1))
        self.assertEqual((y <= form.decide(P, form.tune(y, P))).sum(), 90)

    def test_relative_errors_are_learnt_as_logarithms(self):
        for metric, least, logs in (("rmsle", 0, True), ("mape", 1, True),
                                    ("mape", 0, False), ("rmse", 1, False)):
            form = numbers.Numbers(Task({"metric": metric}).metric,
                                   types.SimpleNamespace(
                                       classes=[], y=np.array([least, 5.])))
            self.assertEqual(form.logs, logs, metric)
            y = np.array([0., 3])
            np.testing.assert_allclose(form.plain(form.learnt(y)), y)


class Submitted(unittest.TestCase):
    def columns(self, metric, values, names, P, sample=("0",), **told):
        target = target_of(metric, values, **told)
        found = submit.answer_columns(
            target, names, pd.DataFrame({names[0]: list(sample)}),
            np.array(P), None)
        return [[cell if isinstance(cell, str) else round(cell, 9)
                 for cell in column] for column in found]

    def test_chances_have_the_columns_of_their_classes(self):
        self.assertEqual(self.columns(
            "log_loss", ["a", "b", "c"], ["p_c", "p_a", "p_b"],
            [[.1, .2, .5]]), [[.625], [.125], [.25]])

    def test_a_class_whose_name_ends_another_is_told_apart(self):
        self.assertEqual(submit.class_columns(
            ["p 1", "p 11"], ["1", "11"]), [0, 1])
        self.assertEqual(submit.class_columns(
            ["Not X", "X"], ["x", "not x"]), [1, 0])

    def test_columns_without_names_of_classes_are_in_their_order(self):
        self.assertEqual(submit.class_columns(
            ["first", "second"], ["a", "b"]), [0, 1])
        with self.assertRaisesRegex(ValueError, "do not fit"):
            submit.class_columns(["first"], ["a", "b"])

    def test_one_column_is_the_chance_of_the_class_of_its_name(self):
        self.assertEqual(self.columns(
            "auc", ["no", "yes"], ["y"], [[.3, .7]]), [[.7]])
        self.assertEqual(self.columns(
            "auc", ["no", "yes"], ["No"], [[.3, .7]]), [[.3]])
        with self.assertRaisesRegex(ValueError, "3 classes need"):
            self.columns("auc", ["a", "b", "c"], ["y"], [[.3, .7, .1]])

    def test_labels_are_spelled_as_they_were(self):
        self.assertEqual(self.columns(
            "accuracy", ["No", "Yes"], ["y"], [[.3, .7], [.8, .2]]),
            [["Yes", "No"]])

    def test_ranks_are_words_in_one_cell(self):
        self.assertEqual(self.columns(
            "map@2", ["a", "b", "c"], ["y"], [[.3, .7, .1]]), [["b a"]])


if __name__ == "__main__":
    unittest.main()
