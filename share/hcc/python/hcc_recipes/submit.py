"""The submission: the sample's columns, ids, order and spelling."""
import re
import threading

import numpy as np

from .read import write_table


def answer_columns(target, names, sample, P, tuned):
    """The values of the sample's columns `names` for one target."""
    form = target.form
    answer, labels = form.decide(P, tuned), np.array(target.classes, object)
    if target.kind == "number":
        return [form.plain(answer)]
    if target.sets is not None:
        return [[" ".join(labels[row]) for row in answer]]
    if form.metric.form == "ranks":
        return [[" ".join(row) for row in labels[answer]]]
    if form.metric.form == "margins":
        return [answer[:, c] for c in (
            class_columns(names, target.classes) if len(names) > 1 else [1])]
    if len(names) > 1:
        P = P / P.sum(axis=1, keepdims=True)
        return [P[:, c] for c in class_columns(names, target.classes)]
    if answer.ndim == 1:
        return [labels[answer]]
    if not form.metric.known and set(sample[names[0]]) <= set(target.classes):
        return [labels[P.argmax(axis=1)]]
    if len(labels) > 2:
        raise ValueError(f"{len(labels)} classes need as many columns in "
                         "the sample")
    named = [c for c, label in enumerate(labels)
             if label.lower() == names[0].lower()]
    return [P[:, named[0] if named else 1]]


def class_columns(names, classes):
    """Which class each probability column of the sample stands for."""
    def plain(text):
        return re.sub(r"[^a-z0-9.]", "", str(text).lower())
    order = []
    for name in map(plain, names):
        fits = [c for c, label in enumerate(map(plain, classes))
                if label and name.endswith(label)]
        order.append(max(fits, default=None,
                         key=lambda c: len(plain(classes[c]))))
    if None not in order and len(set(order)) == len(order):
        return order
    if len(names) != len(classes):
        raise ValueError("the sample's columns do not fit the classes: "
                         + ", ".join(names))
    return list(range(len(classes)))


class Submission:
    """What is handed in: complete as soon as each target has answers, and
    replaced whole whenever one of them gets better ones."""

    def __init__(self, task, sample, targets, answers):
        self.task, self.table, self.sample = task, sample.copy(), sample
        self.names = {name: answers if len(targets) == 1 else
                      [task.find_column(sample, name, task.sample)]
                      for name in targets}
        self.worth, self.oof, self.learned = {}, {}, {}
        self.lock = threading.Lock()    # held while answers are replaced

    def put(self, target, P, y, oof, part, learned=True):
        """Take these answers; say what they are worth. P: predictions of the
        test rows; oof: of the rows with folds `part` and true values y.
        Answers that were not learned have a metric, but no folds: they say
        nothing of the recipe."""
        self.learned[target.name] = learned
        names = self.names[target.name]
        found = answer_columns(target, names, self.sample, P,
                               target.form.tune(y, oof))
        for column, values in zip(names, found):
            self.table[column] = values
        self.worth[target.name] = target.form.scores(y, oof, part)
        self.oof[target.name] = y, oof[:, 0], part
        if len(self.worth) == len(self.names):
            self.write()
            self.tell()

    def write(self):
        """Publish the table whole or not at all."""
        numbers = self.table.select_dtypes("number").to_numpy(float)
        if not np.isfinite(numbers).all():
            raise ValueError("the predictions are not all finite")
        write_table("submission.csv", self.table.columns, [
            self.table[name] for name in self.table.columns],
            self.sample.attrs["separator"])

    def tell(self):
        """A line a fold and the metric, means over the targets."""
        sign, worth = self.task.metric.sign, list(self.worth.values())
        if self.task.metric.form == "shares":
            worth = [self.joint()]
        if (len({len(scores) for _, scores in worth}) == 1
                and all(self.learned.values())):
            for values in zip(*(scores for _, scores in worth)):
                print(f"fold: {sign * np.mean(values):.8g}")
        value = np.mean([value for value, _ in worth])
        print(f"metric: {sign * value:.8g}", flush=True)

    def joint(self):
        """The metric of all targets together, and of each fold."""
        Y, A = (np.column_stack([found[i] for found in self.oof.values()])
                for i in (0, 1))
        part = next(iter(self.oof.values()))[2]
        function = self.task.metric.function
        return function(Y, A), [function(Y[part == k], A[part == k])
                                for k in np.unique(part)]
