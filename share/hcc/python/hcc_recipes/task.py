"""The task: which files, which target, which metric and form of answer."""
import re

import numpy as np
import pandas as pd

from . import forms, metrics
from .cells import to_numbers
from .clock import MEMORY, granted, left
from .read import filled, read_table

SCALES = [      # known orders of words, lowest first
    "none|very low|low|medium low|medium|medium high|high|very high",
    "never|rarely|sometimes|often|always", "low|moderate|high|very high",
    "terrible|very bad|bad|poor|fair|average|good|very good|excellent",
    "no|none|minimal|mild|moderate|severe|proliferative|critical",
    "xxs|xs|s|m|l|xl|xxl", "tiny|small|medium|large|huge",
    "fair|good|very good|premium|ideal", "cold|cool|warm|hot",
    "strongly disagree|disagree|neutral|agree|strongly agree",
    "primary|secondary|tertiary", "bronze|silver|gold|platinum",
    "very weak|weak|medium|strong|very strong"]

TRUE = ("true", "yes", "positive", "pos", "t", "y")


class Task:
    """What the program is told of the task, with defaults."""

    def __init__(self, told):
        self.train = told.get("train", "input/train.csv")
        self.test = told.get("test", "input/test.csv")
        self.sample = told.get("sample", "input/sample_submission.csv")
        self.id, self.target = told.get("id"), told.get("target") or []
        self.metric = metrics.find(
            told["metric"], told.get("formula"), told.get("param"),
            told.get("kind"), told.get("goal"))
        self.kind = (self.metric.kind if self.metric.known
                     else told.get("kind") or self.metric.kind)
        self.types = {name.lower(): kind for kind in ("text", "category")
                      for name in told.get(kind, [])}
        self.sets = told.get("sets", False)    # of labels, as hcc-init found
        self.stand_ins = {name.lower(): number for name, number in
                          told.get("stand_ins", {}).items()}
        self.drop = told.get("drop", [])
        self.groups = told.get("groups")    # column; those of test are new
        self.pixels = told.get("pixels")
        self.files = told.get("files") or []
        self.seed = told.get("seed", 0)
        self.split = told.get("split")     # forward, grouped, both, stratified
        self.decimal = "."

    @staticmethod
    def find_column(table, name, where):
        """The column called `name`, forgiving case and blanks at the ends."""
        if name in table.columns:
            return name
        for column in table.columns:
            if column.lower() == str(name).strip().lower():
                return column
        raise ValueError(f"no column '{name}' in {where}; it has "
                         + ", ".join(table.columns[:20]))

    def read(self):
        """Train, test in the order of the sample, sample, targets, id."""
        sample = read_table(self.sample, None)
        answers = list(sample.columns)
        names = self.target or answers[1:]
        strings = [self.id or "", answers[0], *names]
        train = read_table(self.train, strings, affordable_bytes())
        test = read_table(self.test, strings)
        self.decimal = "," if train.attrs["separator"] in ";\t" else "."
        targets = [self.find_column(train, name, self.train)
                   for name in names]
        key = self.id if self.id in answers else answers[0]
        test = self.in_order(test, sample, key if key not in targets else "")
        return (train, test, sample, targets,
                key if key in test.columns else None)

    def in_order(self, test, sample, key):
        """The rows of test as the sample has them, joined by their ids."""
        if key in test.columns and len(test) == len(sample) and (
                test[key].to_numpy() == sample[key].to_numpy()).all():
            return test
        if key in test.columns:
            place = dict(zip(test[key], range(len(test))))
            lost = [value for value in sample[key] if value not in place]
            if lost:
                raise ValueError(
                    f"{len(lost)} ids of the sample are not in {self.test}, "
                    f"the first is '{lost[0]}'")
            test = test.iloc[[place[value] for value in sample[key]]]
        elif len(test) != len(sample):
            raise ValueError(f"the sample has {len(sample)} rows, the test "
                             f"file {len(test)}, and no id joins them")
        return test.reset_index(drop=True)


def affordable_bytes():
    """How much of a file the time and the memory of this run allow to read:
    at 25 MB a second of processor a fifth of the time, a twelfth of what is
    free: cells and the matrices made of them take some seven to ten times
    as much."""
    free = MEMORY or 1 << 32
    try:
        with open("/proc/meminfo") as file:
            free = min(free, int(re.search(
                r"MemAvailable:\s+(\d+)", file.read()).group(1)) << 10)
    except (OSError, AttributeError):
        pass
    return int(max(8 << 20, min(free / 12, 25e6 * granted() * left() / 5)))


def natural_order(labels):
    """Labels sorted as numbers, known scales of words, or A to Z."""
    values = pd.to_numeric(pd.Series(labels), errors="coerce")
    if values.notna().all():
        return [label for _, label in sorted(zip(values, labels))]
    for scale in SCALES:
        words = scale.split("|")
        if all(label.lower() in words for label in labels):
            return sorted(labels, key=lambda label: words.index(
                label.lower()))
    return sorted(labels)


def negative_first(labels, metric):
    """The two labels as hcc-grade(1) has them: the positive one is second.
    That is the true one, whatever the word; 1, for a metric of one label; else
    the greater, or the later from A to Z."""
    values = pd.to_numeric(pd.Series(labels), errors="coerce")
    if values.notna().all():
        labels = [label for _, label in sorted(zip(values, labels))]
        true = [label for label, value in zip(labels, sorted(values))
                if value == 1 and metric.of_one_label]
    else:
        labels = sorted(labels)
        true = [label for label in labels if label.lower() in TRUE]
    return sorted(labels, key=lambda label: label in true[:1])


class Target:
    """One column to predict: its name, classes, known rows, coded values.

    known: which rows have a value; y: those values, numbers or codes of
    classes; form: how predictions become answers and are judged. sets: where
    rows have several labels, which classes each code stands for; the class ""
    is that of rows that have none.
    """

    def __init__(self, task, name, cells):
        self.name, self.kind, self.classes = name, task.kind, []
        self.sets = None
        self.known = filled(cells).to_numpy()
        if self.kind == "number":
            values = to_numbers(cells, task.decimal)
            if values.notna().sum() < 0.5 * self.known.sum():
                raise ValueError(f"the target '{name}' is not numeric")
            self.known = values.notna().to_numpy()
            self.y = values.dropna().to_numpy()
        elif task.sets:
            rows = [frozenset(cell.split() or [""])
                    for cell in cells.where(self.known, "")]
            self.known[:] = True
            labels = frozenset().union(*rows)
            self.classes = natural_order(list(labels - {""})) + list(
                labels & {""})
            codes = {row: i for i, row in enumerate(sorted(
                set(rows), key=sorted))}
            place = {label: c for c, label in enumerate(self.classes)}
            self.sets = np.zeros((len(codes), len(place)), bool)
            for row, i in codes.items():
                self.sets[i, [place[label] for label in row]] = True
            self.y = np.array([codes[row] for row in rows])
        else:
            cells = cells[self.known]
            self.classes = natural_order(list(cells.unique()))
            if self.kind == "classes" and len(self.classes) == 2:
                self.classes = negative_first(self.classes, task.metric)
            codes = {label: i for i, label in enumerate(self.classes)}
            self.y = cells.map(codes).to_numpy(int)
        if not len(self.y) or self.y.min() == self.y.max():
            raise ValueError(f"the target '{name}' has fewer than two values")
        self.form = forms.of(task.metric, self)
        self.y = self.form.learnt(self.y)
