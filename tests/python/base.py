"""What the unit tests of hcc_recipes share: a task in a directory of its own,
and a run of a program there."""
import contextlib
import io
import multiprocessing
import os
import pathlib
import shutil
import sys
import tempfile
import time
import unittest
import warnings

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = pathlib.Path(os.environ.get("HCC_PACKAGES",
                                       ROOT / "share/hcc/python"))
sys.path.insert(0, str(PACKAGES))
# Programs begin in a child of a process that has loaded what takes a second;
# hcc_recipes itself is loaded by each.
children = multiprocessing.get_context("forkserver")
children.set_forkserver_preload([
    "pandas", "scipy.optimize", "scipy.stats", "sklearn.compose",
    "sklearn.ensemble", "sklearn.feature_extraction.text",
    "sklearn.linear_model", "sklearn.model_selection", "sklearn.neighbors",
    "sklearn.pipeline", "sklearn.preprocessing", "sklearn.svm"])


def perform(code, directory, environ):
    """What such a child does: its output goes to the file `said`."""
    os.chdir(directory)
    os.environ.update(environ)
    said = os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.stdout, sys.stderr = open(1, "w", 1), open(2, "w", 1)
    exec(code, {"__name__": "__main__"})


class TaskCase(unittest.TestCase):
    """A test in an empty working directory with a folder input/."""

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.dir)
        os.mkdir("input")

    def write(self, name, text, encoding="utf-8"):
        """A file below input/, its path."""
        path = "input/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text.encode(encoding))
        return path

    def rows(self, name, head, rows):
        """A table below input/."""
        return self.write(name, "\n".join(
            [head] + [",".join(map(str, row)) for row in rows]) + "\n")

    def table_task(self, metric, n=60, classes=2, seed=0):
        """Train, test and sample: y follows from a and from the word w."""
        random = np.random.RandomState(seed)
        a, b = random.rand(2, n).round(3)
        w = random.choice(["red", "green", "blue"], n)
        worth = a + (w == "red")
        y = worth.round(3) if classes == 0 else np.argsort(
            np.argsort(worth)) * classes // n
        rows = list(zip(range(n), a, b, w, y))
        cut = 2 * n // 3
        self.rows("train.csv", "id,a,b,w,y", rows[:cut])
        self.rows("test.csv", "id,a,b,w", [row[:4] for row in rows[cut:]])
        self.rows("sample_submission.csv", "id,y",
                  [(row[0], 0) for row in rows[cut:]])
        return {"metric": metric}, y[cut:]

    def run_here(self, task, recipe):
        """What the program prints; its errors are raised. It has all of its
        time, however long the tests before it took."""
        from hcc_recipes import clock, main
        clock.BEGAN, clock.USED = time.monotonic(), time.process_time()
        out = io.StringIO()
        with contextlib.redirect_stdout(out), warnings.catch_warnings():
            main.solve_task(task, recipe)
        return out.getvalue()

    def run_code(self, code, seconds):
        """What a program says in a process of its own, which may fail; the
        exit status is kept in self.status."""
        child = children.Process(target=perform, args=(code, str(self.dir), {
            "HCC_SEED": "1", "HCC_TIME_LIMIT": str(seconds)}))
        child.start()
        child.join()
        self.status = child.exitcode
        return (self.dir / "said").read_text()

    def run_program(self, task, recipe, seconds=600):
        """The same for the program of a recipe."""
        return self.run_code(
            f"from hcc_recipes import run; run({task!r}, {recipe!r})", seconds)

    def answers(self, column="y"):
        """A column of what was handed in, as strings."""
        import csv
        with open("submission.csv", newline="") as file:
            return [row[column] for row in csv.DictReader(file)]


def quiet(function, *args):
    """What a function returns, without what it prints and warns of."""
    with contextlib.redirect_stdout(io.StringIO()), \
            warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args)
