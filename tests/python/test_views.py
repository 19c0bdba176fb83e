"""What models see: tables, words and pictures as matrices."""
import types
import unittest
import unittest.mock
import zlib

import numpy as np
import pandas as pd
from scipy import sparse

from base import TaskCase, quiet

from hcc_recipes import likeness, models, pictures, views
from hcc_recipes.columns import Columns
from hcc_recipes.models import discriminant, ratio
from hcc_recipes.task import Target, Task
from hcc_recipes.views import View, dense, pixels, topics, tree, turn


class Tables(TaskCase):
    """Views of a table of train, whose first two rows are test again."""

    def setUp(self):
        super().setUp()
        n = 60
        self.a = np.arange(n) * 7 % 60 + 0.5
        self.b = np.arange(n) % 3 + 1.0
        self.words = np.array(["u", "v", "w", "x"], object)[np.arange(n) % 4]
        self.y = (self.a > 30) * 1

    def view(self, name, table=None, kind="number", **member):
        """The view of a member on these columns."""
        train = pd.DataFrame(table or {
            "a": self.a, "b": self.b, "w": self.words})
        task = Task({"metric": "accuracy"})
        columns = Columns(task, train, train[:2])
        quiet(columns.sort, train, train[:2], set())
        target = Target(task, "y", pd.Series(self.y[:len(train)]))
        return views.load(name)(columns, target, {
            "features": [], "scale": "standard", "topics": 3, **member})

    def test_trees_see_numbers_as_they_are_and_words_as_codes(self):
        X = self.view("tree").X
        np.testing.assert_allclose(X[:60, 0], self.a)
        np.testing.assert_allclose(X[60:, 1], self.b[:2])
        self.assertEqual(len(set(zip(X[:60, 2], self.words))), 4)

    def test_each_feature_that_is_wanted_is_there(self):
        plain = self.view("tree").X.shape[1]
        many = {"a": self.a, "w": [f"w{i % 20}" for i in range(60)]}
        for wanted, table, more in (
                (["pairs"], None, 2), (["groups"], None, 4),
                (["frequency"], None, 0), (["crosses"], None, 0)):
            self.assertEqual(self.view("tree", table, features=wanted)
                             .X.shape[1] - plain, more, wanted)
        self.assertEqual(
            self.view("tree", many, features=["frequency"]).X.shape[1]
            - self.view("tree", many).X.shape[1], 1)

    def test_codes_are_for_who_wants_means_of_the_target(self):
        self.assertIsNone(self.view("tree").codes)
        self.assertIsNone(self.view("tree", features=["crosses"]).codes)
        codes = self.view("tree", features=["target_encoding"]).codes
        self.assertEqual(codes.shape, (62, 1))
        self.assertEqual(len(set(zip(codes[:60, 0], self.words))), 4)
        two = {"a": self.a, "w": self.words, "v": self.words[::-1]}
        self.assertEqual(self.view("tree", two, features=[
            "target_encoding", "crosses"]).codes.shape, (62, 3))
        self.assertIsNone(self.view("tree", {
            "a": self.a, "w": ["u", "v"] * 30},
            features=["target_encoding"]).codes)

    def test_forests_see_no_gap_but_that_there_is_one(self):
        a = np.where(np.arange(60) == 7, np.nan, self.a)
        X = self.view("forest", {"a": a, "b": self.b}).X
        self.assertFalse(np.isnan(X).any())
        self.assertEqual(X[7, 0], np.float32(np.nanmedian(
            np.append(a, a[:2]))))
        self.assertEqual(list(np.flatnonzero(X[:, -1])), [7])

    def test_a_table_that_says_nothing_is_refused(self):
        for name in ("tree", "dense"):
            with self.assertRaisesRegex(ValueError, "carries information"):
                self.view(name, {"a": ["same"] * 60})

    def test_distances_are_between_numbers_of_one_scale(self):
        X = self.view("dense", {"a": self.a, "b": self.b}).X
        np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-5)
        np.testing.assert_allclose(X.std(axis=0), 1, atol=1e-5)
        ranks = self.view("dense", {"a": self.a ** 9}, scale="rank").X
        self.assertGreater(np.corrcoef(ranks[:60, 0], self.a)[0, 1], 0.95)

    def test_numbers_far_from_all_others_are_brought_near(self):
        self.y = np.arange(200) % 2
        a = np.where(np.arange(200) == 7, 1e6, np.arange(200.))
        X = self.view("dense", {"a": a}).X[:200, 0]
        self.assertEqual(X.argmax(), 7)
        self.assertGreater(X[199] - X[0], 1)

    def test_gaps_are_the_median_and_marked(self):
        a = np.where(np.arange(60) == 7, np.nan, self.a)
        X = self.view("dense", {"a": a, "b": self.b}).X
        self.assertEqual(list(np.flatnonzero(X[:, -1])), [7])
        self.assertLess(abs(X[7, 0]), 0.1)

    def test_each_common_word_is_a_column(self):
        X = self.view("dense", {"a": self.a, "w": self.words}).X
        self.assertEqual(X.shape[1], 5)
        np.testing.assert_array_equal(X[:, :4].sum(axis=1), 1)

    def test_numbers_of_few_values_may_be_columns_too(self):
        numbers = pd.DataFrame({
            "two": np.arange(60.) % 2, "three": np.arange(60.) % 3,
            "twelve": np.arange(60.) % 12, "thirteen": np.arange(60.) % 13})
        self.assertEqual([block.shape[1] for block
                          in dense.few_valued(numbers)], [3, 12])
        plain = self.view("dense", {"a": self.a, "b": self.b}).X
        more = self.view("dense", {"a": self.a, "b": self.b},
                         features=["few_valued"]).X
        self.assertEqual(more.shape[1] - plain.shape[1], 3)

    def test_pairs_of_numbers_may_be_columns_too(self):
        table = {"a": self.a, "b": self.b}
        self.assertEqual(self.view("dense", table, features=["pairs"])
                         .X.shape[1], 4)

    def test_words_have_codes_for_means_of_the_target(self):
        codes = self.view("dense", features=["target_encoding"]).codes
        self.assertEqual(len(set(zip(codes[:60, 0], self.words))), 4)
        self.assertIsNone(self.view("dense", {"a": self.a},
                                    features=["target_encoding"]).codes)

    def test_texts_are_a_few_topics(self):
        said = [f"the {w} of {w} is {w} in all of it"
                for w in np.array(["cat", "dog", "hen"])[np.arange(60) % 3]]
        table = {"a": self.a, "said": [
            f"{text} number {i}" for i, text in enumerate(said)]}
        for name in ("tree", "dense"):
            some = self.view(name, table, topics=3).X
            more = self.view(name, table, topics=5).X
            self.assertEqual(more.shape[1] - some.shape[1], 2)
        kinds = some[:60, -3:]
        near = np.corrcoef(kinds)
        self.assertGreater(near[0, 3], near[0, 1])

    def test_categories_of_many_levels_are_read_beside_the_texts(self):
        table = {"said": [f"the cat of {i} is a cat again"
                          for i in range(60)],
                 "who": [f"name{i % 50}" for i in range(60)],
                 "kind": self.words}
        task = Task({"metric": "accuracy", "text": ["said"],
                     "category": ["who", "kind"]})
        train = pd.DataFrame(table)
        columns = Columns(task, train, train[:2])
        quiet(columns.sort, train, train[:2], set())
        self.assertEqual(topics.joined_texts(columns)[3],
                         "the cat of 3 is a cat again")
        letters, names = topics.vectors_of(columns, {
            **Words.member, "analyzers": ["char"]})
        self.assertEqual(names.shape, (62, 50))
        self.assertEqual(names.max(), topics.WEIGHT)
        columns.texts, columns.memo = {}, {}
        self.assertEqual(topics.joined_texts(columns)[3], "name3")
        columns.words = {}
        columns.memo = {}
        with self.assertRaises(ValueError):
            topics.vectors_of(columns, {**Words.member, "analyzers": ["word"]})


class Turned(unittest.TestCase):
    """Few rows of many features along the axes of the rows."""

    def setUp(self):
        self.X = np.random.RandomState(0).randn(8, 30).astype(np.float32) + 3

    def test_distances_stay_what_they_are(self):
        def apart(X):
            return ((X[:, None] - X) ** 2).sum(axis=2)
        X = turn.turned(View(self.X)).X
        self.assertEqual(X.shape, (8, 7))
        np.testing.assert_allclose(apart(X), apart(self.X), atol=1e-3)

    def test_nothing_is_turned_that_has_more_rows_or_codes_or_copies(self):
        for view in (View(self.X.T), View(self.X, self.X),
                     View(self.X, None, [self.X]),
                     View(sparse.csr_matrix(self.X))):
            self.assertIs(turn.turned(view), view)

    def test_a_discriminant_of_more_features_than_rows_shrinks_as_told(self):
        X, y = turn.turned(View(self.X)).X[:6], np.arange(6) % 2
        found = [next(discriminant.fit_discriminant(
            {"kind": "linear", "shrink": shrink}, X, y, [X], 0, 2))[0]
            for shrink in (0.1, 0.9)]
        self.assertGreater(np.abs(found[0] - found[1]).max(), 0.01)


class Likeness(TaskCase):
    """Two texts a row, of which it matters whether they say the same."""

    def columns(self, **table):
        task = Task({"metric": "accuracy", "text": ["one", "other"],
                     "category": ["asked"]})
        train = pd.DataFrame(table)
        columns = Columns(task, train, train[:0])
        quiet(columns.sort, train, train[:0], set())
        return columns

    def pairs(self, n=120):
        """Every other row has the same words twice, in another order."""
        random = np.random.RandomState(0)
        words = [f"w{i}" for i in range(300)]
        one = [random.choice(words, 8, replace=False) for _ in range(n)]
        other = [random.permutation(row) if i % 2 else random.choice(
            words, 8, replace=False) for i, row in enumerate(one)]
        return [[" ".join(row) for row in side] for side in (one, other)]

    def test_texts_are_compared_by_words_numbers_names_and_order(self):
        found = pd.DataFrame(likeness.likeness(self.columns(
            one=["Ann has 3 dogs now", "Ann has 3 dogs now", "we go away"],
            other=["ann has 3 dogs now", "Bob had 4 cats then",
                   "away go we"])))
        self.assertEqual(list(found["one and other: words common"]),
                         [1, 0, 1])
        self.assertEqual(list(found["one and other: words left"]), [0, 5, 0])
        self.assertEqual(list(found["one and other: numbers common"]),
                         [1, 0, 1])
        self.assertEqual(list(found["one and other: names common"]),
                         [0, 0, 1])
        self.assertAlmostEqual(found["one and other: order"][0], 1)
        self.assertLess(found["one and other: order"][2], 0.5)
        self.assertGreater(found["one and other: letters alike"][0], 0.9)

    def test_queries_that_come_again_are_compared_with_texts(self):
        one = [f"a thing of {i} and {i % 7} in a box" for i in range(60)]
        for asked, count in (("box of things", 2), ("box", 1)):
            found = likeness.compared(self.columns(
                one=one, asked=[f"{asked}{i % 50}" for i in range(60)]))
            self.assertEqual(len(found), count)

    def test_models_of_all_views_tell_what_says_the_same(self):
        one, other = self.pairs()
        rows = list(zip(range(120), one, other, np.arange(120) % 2))
        self.rows("train.csv", "id,one,other,y", rows[:80])
        self.rows("test.csv", "id,one,other", [row[:3] for row in rows[80:]])
        self.rows("sample_submission.csv", "id,y",
                  [(row[0], 0) for row in rows[80:]])
        for recipe in ({"model": "linear", "view": "words", "C": 5},
                       {"model": "linear"}, {"model": "extra_trees"},
                       {"model": "linear", "view": "words", "C": 5,
                        "compared": True, "with_table": False}):
            self.run_here({"metric": "accuracy", "text": ["one", "other"]},
                          {**recipe, "folds": 3})
            right = np.mean([int(a) == i % 2
                             for i, a in enumerate(self.answers())])
            self.assertGreater(right, 0.9, recipe)

    def test_words_of_both_and_of_one_alone_are_told_apart(self):
        columns = self.columns(one=["a b", "a b", "c"],
                               other=["b a", "a c", "b"])
        made = topics.vectorizer({**Words.member, "word_ngrams": 1,
                                  "counts": True}, "word")
        X = likeness.sides(columns, made).sign().toarray()
        self.assertEqual(X.tolist(), [[1, 1, 0, 0, 0, 0], [1, 0, 0, 0, 1, 1],
                                      [0, 0, 0, 0, 1, 1]])

    def test_what_takes_too_long_is_left_out(self):
        columns = self.columns(one=list("abc"), other=list("bca"))
        with unittest.mock.patch.object(likeness, "left", lambda: 0):
            self.assertEqual(quiet(likeness.likeness, columns), {})
        columns.memo.clear()
        with unittest.mock.patch.object(likeness, "ROOM", 0):
            found = quiet(likeness.likeness, columns)
        self.assertIn("one and other: order", found)
        self.assertNotIn("one and other: words alike", found)


class Words(unittest.TestCase):
    member = {"min_df": 1, "word_ngrams": 2, "char_ngrams": 3,
              "vocabulary": 99, "lowercase": True, "counts": False,
              "marks": True}

    def words(self, analyzer, text, **more):
        made = topics.vectorizer({**self.member, **more}, analyzer)
        made.fit([text])
        return sorted(made.get_feature_names_out())

    def test_words_marks_and_pairs_of_words_are_told_apart(self):
        self.assertEqual(self.words("word", "No way!"),
                         ["!", "no", "no way", "way", "way !"])
        self.assertEqual(self.words("word", "No way", word_ngrams=1,
                                    lowercase=False), ["No", "way"])
        self.assertEqual(self.words("word", "No way!", marks=False),
                         ["no", "no way", "way"])

    def test_letters_are_taken_by_two_and_more(self):
        self.assertEqual(self.words("char", "abc"), ["ab", "abc", "bc"])

    def test_counts_tell_whether_a_word_is_there(self):
        made = topics.vectorizer({**self.member, "counts": True}, "word")
        self.assertEqual(made.fit_transform(["a a b"]).max(), 1)

    def test_naive_bayes_ratios_tell_classes_by_their_words(self):
        X = topics.vectorizer({**self.member, "counts": True}, "word")
        rows = ["good thing", "bad thing", "ugly thing"] * 10
        X = X.fit_transform(rows)
        P, = next(ratio.fit_nb_svm({"C": 1}, X, np.arange(30) % 3, [X], 0, 4))
        np.testing.assert_allclose(P.sum(axis=1), 1)
        self.assertEqual(list(P.argmax(axis=1)), [0, 1, 2] * 10)
        self.assertLess(P[:, 3].max(), 1e-4)


class Pixels(unittest.TestCase):
    member = {"features": ["grey"], "shifts": False, "pca": None, "side": 4}

    def columns(self, table, n_train):
        return types.SimpleNamespace(files=None, pixels=np.array(table, float),
                                     n_train=n_train, memo={}, groups=None)

    def test_columns_become_pictures_of_values_to_one(self):
        found = pixels.load_pictures(self.columns(
            [range(0, 32, 2), [0] * 16], 1), self.member)
        self.assertEqual(found.shape, (2, 1, 4, 4))
        self.assertAlmostEqual(found[0, 0, 0, 1], 2 / 30, 6)
        self.assertEqual(found[0, 0, 3, 3], 1)

    def test_values_to_one_stay(self):
        found = pixels.load_pictures(self.columns([[0.5] * 16], 1),
                                     self.member)
        self.assertEqual(found.max(), 0.5)

    def test_colours_are_as_bright_as_they_look(self):
        colours = np.zeros((3, 3, 4, 4))
        colours[[0, 1, 2], [0, 1, 2]] = 1       # red, green, blue
        np.testing.assert_allclose(pixels.greyed(colours)[:, 0, 0, 0],
                                   [0.299, 0.587, 0.114])
        self.assertEqual(pixels.greyed(colours).shape, (3, 1, 4, 4))

    def view(self, n_train=2, **more):
        table = np.random.RandomState(0).rand(3, 64)
        return table, pixels.view_pixels(self.columns(table, n_train), None, {
            **self.member, **more})

    def test_pictures_are_compared_whatever_their_light(self):
        table, found = self.view()
        lighter = pixels.flat(0.5 * table.reshape(-1, 1, 8, 8))
        self.assertGreater(np.corrcoef(lighter[0], found.X[0])[0, 1], 0.999)
        np.testing.assert_allclose(np.linalg.norm(lighter, axis=1), 1,
                                   rtol=1e-4)
        self.assertEqual(len(found.copies), 0)

    def test_training_pictures_are_moved_by_a_pixel_each_way(self):
        table, found = self.view(shifts=True)
        self.assertEqual([len(copy) for copy in found.copies], [2] * 4)
        first = found.X[0].reshape(8, 8)
        for copy, by in zip(found.copies, ((0, 1), (0, -1), (1, 0),
                                           (-1, 0))):
            np.testing.assert_allclose(copy[0].reshape(8, 8), np.roll(
                first, by, axis=(0, 1)))

    def test_components_are_as_many_as_wanted_and_possible(self):
        self.assertEqual(self.view(pca=2)[1].X.shape, (3, 2))
        self.assertEqual(self.view(pca=60)[1].X.shape, (3, 3))

    def test_gradients_see_which_way_edges_run(self):
        upright, flat = np.zeros((2, 16, 16))
        upright[:, 8:] = flat[8:] = 1
        H = pixels.gradients(np.array([upright, 0.5 * upright, flat])[:, None])
        H /= np.linalg.norm(H, axis=1, keepdims=True)
        self.assertEqual(H.shape, (3, 9 * 4 * 9))
        np.testing.assert_allclose(H[0], H[1], atol=1e-3)
        self.assertLess(H[0] @ H[2], 0.1)

    def test_patterns_are_the_same_whatever_the_light_and_the_way_up(self):
        grey = np.random.RandomState(0).rand(9, 9)
        made = [grey, 0.3 * grey + 0.1, np.rot90(grey), np.full((9, 9), 0.5)]
        H = pixels.patterns(np.array(made)[:, None])
        self.assertEqual(H.shape, (4, 20))      # two rings of eight
        np.testing.assert_allclose(H[1:3], H[[0, 0]])
        self.assertEqual(H[3].nonzero()[0].tolist(), [8, 18])
        self.assertEqual(pixels.patterns(np.ones((3, 1, 2, 2))).shape, (3, 1))

    def test_colours_are_counted_and_seen_where_they_are(self):
        made = np.zeros((2, 3, 8, 8))
        made[0, 0] = made[1, 2] = 1             # red, blue
        made[1, 1, :4] = 1                      # above with green
        H = pixels.colours(made)
        self.assertEqual(H.shape, (2, 64))
        np.testing.assert_allclose((H ** 2).sum(axis=1), 1)
        self.assertEqual([len(row.nonzero()[0]) for row in H], [1, 2])
        self.assertEqual(pixels.colours(made[:, :1]).shape, (2, 16))
        means = pixels.places(made).reshape(2, 3, 4, 4)
        self.assertEqual(means[1, 1].tolist(), [[1] * 4] * 2 + [[0] * 4] * 2)
        self.assertEqual(pixels.places(made[:, :, :3, :3]).shape, (2, 27))


def png(pixels, depth, colour, palette=b""):
    """A PNG of rows of bytes without a filter."""
    def chunk(name, data):
        return (len(data).to_bytes(4, "big") + name + data
                + zlib.crc32(name + data).to_bytes(4, "big"))
    width = {1: 8 * len(pixels[0]), 8: len(pixels[0]), 16: len(
        pixels[0]) // 2}[depth] // {2: 3, 4: 2, 6: 4}.get(colour, 1)
    head = (width.to_bytes(4, "big") + len(pixels).to_bytes(4, "big")
            + bytes([depth, colour, 0, 0, 0]))
    rows = b"".join(b"\0" + bytes(row) for row in pixels)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + (chunk(b"PLTE", palette) if palette else b"")
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Files(TaskCase):
    def test_pictures_of_all_kinds_are_grey_or_in_colours(self):
        for what, made, want in (
                ("grey", png([[7, 9]], 8, 0), [[[7], [9]]]),
                ("colours", png([[3, 6, 12, 0, 0, 3]], 8, 2),
                 [[[3, 6, 12], [0, 0, 3]]]),
                ("see-through grey", png([[7, 0, 7, 255]], 8, 4),
                 [[[128], [7]]]),
                ("see-through colours", png([[0, 255, 12, 51]], 8, 6),
                 [[[102, 153, 105]]]),
                ("16 bits", png([[7, 200, 9, 1]], 16, 0), [[[7], [9]]]),
                ("black and white", png([[0b10100000]], 1, 0),
                 [[[255], [0], [255], [0], [0], [0], [0], [0]]]),
                ("palette", png([[1, 0]], 8, 3, bytes([3, 6, 12, 1, 2, 1])),
                 [[[1, 2, 1], [3, 6, 12]]])):
            self.assertEqual(pictures.read_png(made).tolist(), want, what)

    def test_rows_of_pixels_are_told_by_what_is_beside_and_above(self):
        above, out = np.array([0, 10, 20, 40], np.uint8), None
        for kind, line, want in ((0, [1, 2, 3], [1, 2, 3]),
                                 (1, [1, 2, 3], [1, 3, 6]),
                                 (2, [1, 2, 3], [11, 22, 43]),
                                 (3, [1, 2, 3], [6, 15, 30]),
                                 (4, [1, 2, 3], [11, 22, 43]),
                                 (1, [255, 2, 3], [255, 1, 4])):
            out = np.zeros(4, np.uint8)
            pictures.unfilter(kind, np.array(line), above, out, 1)
            self.assertEqual(list(out[1:]), want, kind)

    def test_without_pil_grey_maps_are_read_others_told(self):
        self.write("a.png", "")
        with open("input/a.png", "wb") as file:
            file.write(png([[7, 9]], 8, 0))
        self.write("b.pgm", "P5\n# made by hand\n2 1 255\nAB")
        self.write("c.jpg", "JFIF")
        with unittest.mock.patch.dict("sys.modules", PIL=None):
            self.assertEqual(pictures.read_picture("input/a.png").tolist(),
                             [[[7], [9]]])
            self.assertEqual(pictures.read_picture("input/b.pgm").tolist(),
                             [[[65], [66]]])
            with self.assertRaisesRegex(ValueError, "c.jpg': needs python3-"):
                pictures.read_picture("input/c.jpg")

    def test_pictures_are_made_larger_and_smaller(self):
        small = np.array([[1., 3], [5, 7]])[:, :, None]
        self.assertEqual(pictures.resized(small, 1).tolist(), [[[4]]])
        np.testing.assert_allclose(pictures.resized(small, 4)[0, :, 0],
                                   [1, 1, 3, 3])
        np.testing.assert_allclose(pictures.resized(
            np.arange(12.).reshape(3, 4, 1), 2)[:, :, 0],
            [[0.5, 2.5], [6.5, 8.5]])

    def test_a_picture_is_found_by_path_name_or_stem(self):
        path = self.write("deep/down/x.png", "")
        self.assertEqual(pictures.find_pictures(
            [path, "deep/down/x.png", "x.png", "x", "y"]), [path] * 4 + ["y"])

    def test_where_no_picture_can_be_read_that_is_told(self):
        with self.assertRaisesRegex(ValueError, "no picture can be read: "):
            quiet(pictures.read_pictures, ["x", "y"], 8)


class Loaded(unittest.TestCase):
    def test_what_a_program_defines_comes_before_what_is_there(self):
        with unittest.mock.patch.dict(views.OWN, tree=len), \
                unittest.mock.patch.dict(models.OWN, knn=len):
            self.assertIs(views.load("tree"), len)
            self.assertIs(models.load("knn"), len)
        self.assertIs(views.load("tree"), tree.view_tree)


if __name__ == "__main__":
    unittest.main()
