"""Pictures: how they are read, what is made of them, and nets on them."""
import importlib.util
import itertools
import unittest
from unittest import mock

import numpy as np
import pandas as pd

from base import TaskCase

from hcc_recipes import parameters, peers
from hcc_recipes.pictures import read_picture, read_pictures, read_png
from hcc_recipes.views.pixels import load_pictures


def write_png(path, pixels):
    """A picture file; rows x columns, and colours if there are any."""
    from PIL import Image
    Image.fromarray(np.asarray(pixels, np.uint8)).save(path)


class Files(TaskCase):
    def pictures(self):
        """Thirty and ten pictures, the left or the right half brighter."""
        random = np.random.RandomState(0)
        for i in range(40):
            pixels = random.randint(0, 99, (12, 12)).astype("uint8")
            pixels[:, 6 * (i % 2):6 * (i % 2) + 6] += 120
            folder = "train" if i < 30 else "test"
            (self.dir / "input" / folder).mkdir(exist_ok=True)
            write_png(f"input/{folder}/{i}.png", pixels)
        self.rows("train.csv", "id,y", [(i, "lr"[i % 2]) for i in range(30)])
        self.rows("test.csv", "id", [(i,) for i in range(30, 40)])
        self.rows("sample_submission.csv", "id,y",
                  [(i, "l") for i in range(30, 40)])
        return {"metric": "accuracy", "files": [
            "input/train/{id}.png", "input/test/{id}.png"]}

    def test_a_broken_picture_is_told_and_the_rest_is_learnt(self):
        task = self.pictures()
        (self.dir / "input/train/3.png").write_bytes(b"\x89PNG\r\n")
        (self.dir / "input/test/31.png").write_bytes(b"")
        (self.dir / "input/test/32.png").unlink()
        text = self.run_here(task, {"model": "linear", "view": "pixels",
                                    "side": 8, "folds": 3})
        self.assertRegex(text, "3 of 40 pictures cannot be read")
        self.assertGreaterEqual(sum(
            a == "lr"[i % 2] for i, a in enumerate(self.answers())), 8)

    def test_without_pil_numbers_are_the_same(self):
        random = np.random.RandomState(0)
        for shape in ((9, 7), (9, 7, 3), (9, 7, 4)):
            write_png("a.png", random.randint(0, 255, shape))
            with open("a.png", "rb") as file:
                np.testing.assert_array_equal(read_png(file.read()),
                                              read_picture("a.png"))

    def test_pictures_are_made_smaller_and_never_larger(self):
        for name, size in (("a", (12, 12)), ("b", (7, 12))):
            write_png(f"input/{name}.png", np.full(size, 50))
        self.assertEqual(read_pictures("ab", 32).shape, (2, 1, 12, 12))
        self.assertEqual(read_pictures("ab", 8).shape, (2, 1, 8, 8))
        self.assertTrue((read_pictures("ab", 8) == 50).all())

    def test_of_a_large_jpeg_no_more_is_read_than_is_needed(self):
        from PIL import Image
        wave = np.add.outer(np.sin(np.arange(640) / 50),
                            np.cos(np.arange(900) / 90)) * 60 + 128
        Image.fromarray(wave.astype(np.uint8)).save("input/a.jpg", quality=95)
        write_png("input/b.png", wave)
        self.assertEqual(read_picture("input/a.jpg").shape, (640, 900, 1))
        self.assertLess(read_picture("input/a.jpg", 32).shape[0], 640 / 4)
        self.assertGreaterEqual(min(
            read_picture("input/a.jpg", 300).shape[:2]), 600)
        small, same = read_pictures(["a", "b"], 32)
        self.assertLess(np.abs(small.astype(float) - same).max(), 9)

    def test_what_is_clear_is_on_grey_ground(self):
        pixels = np.zeros((8, 8, 4))
        pixels[2:6, 2:6] = 250, 250, 250, 255
        write_png("input/a.png", pixels)
        with open("input/a.png", "rb") as file:
            plain = read_png(file.read())
        for found in (read_picture("input/a.png"), plain):
            self.assertEqual(found[0, 0].tolist(), [128] * 3)
            self.assertEqual(found[3, 3].tolist(), [250] * 3)

    def test_colours_are_kept_where_there_are_any(self):
        grey = np.full((8, 8, 3), 7)
        write_png("input/a.png", grey)
        write_png("input/b.png", grey[:, :, 0])
        self.assertEqual(read_pictures("ab", 32).shape, (2, 1, 8, 8))
        write_png("input/c.png", grey * (1, 2, 3))
        self.assertEqual(read_pictures("abc", 32)[:, :, 0, 0].tolist(),
                         [[7, 7, 7], [7, 7, 7], [7, 14, 21]])


class Shapes(TaskCase):
    """Columns of pixels: a disc or a ring, somewhere in much noise."""

    def shapes(self, n=240, side=12, number=False):
        random = np.random.RandomState(0)
        down, right = np.mgrid[:side, :side]
        ring, size = np.arange(n) % 2, random.rand(n)
        at = random.randint(3, side - 3, (n, 2))
        far = np.hypot(down - at[:, :1, None], right - at[:, 1:, None])
        shape = (far < 3.5) & (far > 1.8 * ring[:, None, None])
        if number:
            shape = far < (1 + 3 * size)[:, None, None]
        pixels = (90 + 90 * shape + 40 * random.randn(n, side, side)).astype(
            int)
        y = size.round(3) if number else ring
        head = ",".join(f"px{i}" for i in range(side * side))
        rows = [[i, *pixels[i].ravel()] for i in range(n)]
        cut = 2 * n // 3
        self.rows("train.csv", f"id,{head},y",
                  [row + [y[row[0]]] for row in rows[:cut]])
        self.rows("test.csv", f"id,{head}", rows[cut:])
        self.rows("sample_submission.csv", "id,y",
                  [(i, y[0]) for i in range(cut, n)])
        return {"metric": "rmse" if number else "accuracy",
                "pixels": r"px\d+"}, y[cut:]

    def right(self, recipe):
        """The share of test rows that a recipe has right."""
        task, truth = self.shapes()
        self.run_here(task, {"folds": 3, **recipe})
        return np.mean(np.array(self.answers(), int) == truth)

    def camera(self, alike):
        """Rows of four cameras, each with a ground of its own, which those of
        test have not; of the shapes when these are alike for all, else one
        shape a camera. The share of test rows that are right."""
        random, side, n = np.random.RandomState(0), 6, 240
        camera = np.arange(n) // 40
        y = np.arange(n) % 2 if alike else camera % 2
        shape = np.zeros((2, side, side))
        shape[0, 2:4] = shape[1, :, 2:4] = 25
        ground = 250 * random.rand(6, side, side)
        if not alike:
            ground = np.zeros_like(ground)
        pixels = (ground[camera] + shape[y] + 60 * random.rand(
            n, side, side)).astype(int)
        head = ",".join(f"px{i}" for i in range(side * side))
        rows = [[i, camera[i], *pixels[i].ravel()] for i in range(n)]
        self.rows("train.csv", f"id,camera,{head},y",
                  [row + [y[row[0]]] for row in rows[:160]])
        self.rows("test.csv", f"id,camera,{head}", rows[160:])
        self.rows("sample_submission.csv", "id,y",
                  [(i, 0) for i in range(160, n)])
        self.run_here({"metric": "accuracy", "pixels": r"px\d+",
                       "drop": ["camera"], "groups": "camera"}, {
            "model": "svm", "view": "pixels", "features": ["grey"],
            "C": 10, "folds": 3})
        return np.mean(np.array(self.answers(), int) == y[160:])

    def test_what_a_group_adds_to_all_its_pictures_goes(self):
        self.assertGreater(self.camera(True), 0.95)

    def test_a_group_of_one_class_keeps_what_is_its_own(self):
        self.assertGreater(self.camera(False), 0.95)

    def test_rows_without_a_group_are_one(self):
        table = pd.DataFrame({"camera": ["a", None, "b", None]})
        groups = peers.groups_of(mock.Mock(groups="camera"), table, table)
        self.assertEqual(list(groups), [0, 1, 2, 1] * 2)

    def test_pieces_are_found_wherever_they_are(self):
        recipe = {"model": "svm", "view": "pixels", "C": 10}
        plain = self.right({**recipe, "features": ["grey"]})
        for features in (["patches"], ["fourier"]):
            found = self.right({**recipe, "features": features})
            self.assertGreater(found, plain + 0.1, features)

    def test_pieces_are_fewer_when_time_is_short(self):
        from hcc_recipes.views.patches import Patches
        pictures = np.random.RandomState(0).rand(60, 1, 12, 12).astype("f")
        for seconds, fewer in ((1e6, False), (0, True)):
            with mock.patch("hcc_recipes.views.patches.left",
                            lambda seconds=seconds: seconds), \
                    mock.patch("time.monotonic", iter(range(9)).__next__):
                made = Patches(pictures, 10, 4)
            self.assertEqual(made.step > 1, fewer)
            self.assertEqual(made(pictures).shape, (60, 20))

    def test_colours_of_pixel_columns_are_told_by_their_order(self):
        random = np.random.RandomState(0)
        base = random.rand(50, 1, 8, 8) * 9
        bright = (base + np.array([0, 90, 200])[:, None, None]).round()
        pale = np.zeros((50, 3, 8, 8)) + np.add.outer(range(8), range(8))
        for pictures, order in itertools.product(
                (bright, pale), ((0, 1, 2, 3), (0, 2, 3, 1))):
            columns = mock.Mock(
                files=None, pixels=pictures.transpose(order).reshape(50, -1))
            found = load_pictures(columns, {"side": 32})
            np.testing.assert_allclose(found * pictures.max(), pictures,
                                       rtol=1e-5)

    @unittest.skipUnless(importlib.util.find_spec("torch"),
                         "python3-torch is not installed")
    def test_a_net_sees_what_grey_values_do_not_show(self):
        net = {"model": "conv_net", "view": "picture", "epochs": 20,
               "channels": 8}
        self.assertGreater(self.right(net), 0.85)

    @unittest.skipUnless(importlib.util.find_spec("torch"),
                         "python3-torch is not installed")
    def test_a_net_learns_numbers(self):
        task, truth = self.shapes(number=True)
        self.run_here(task, {"model": "conv_net", "view": "picture",
                             "folds": 3, "epochs": 20, "channels": 8})
        found = np.array(self.answers(), float)
        self.assertLess(((found - truth) ** 2).mean(), 0.25 * truth.var())

    @unittest.skipUnless(importlib.util.find_spec("torch"),
                         "python3-torch is not installed")
    def test_a_net_answers_the_same_twice_and_whatever_its_time(self):
        from hcc_recipes.models import load
        random = np.random.RandomState(0)
        X, y = random.rand(70, 3, 8, 8).astype("f"), np.arange(70) % 3
        member = parameters.filled({
            "model": "conv_net", "epochs": 2, "channels": 4,
            "mirror": "all"})

        def stages(seconds):
            return list(load("conv_net")({**member, "seconds": seconds,
                                          "memo": {}}, X, y, [X[:9]], 1, 3))
        np.testing.assert_array_equal(stages(600), stages(600))
        for found, in stages(1e-9):
            np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
        self.assertEqual(len(stages(1e-9)), len(stages(600)))


if __name__ == "__main__":
    unittest.main()
