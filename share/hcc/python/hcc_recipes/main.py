"""The program: members, folds, blend, answers."""
import json
import time
import warnings

import numpy as np

from . import parameters
from .blend import blend
from .clock import left
from .columns import Columns
from .folds import split_rows
from .member import Member
from .submit import Submission
from .task import Target, Task


class Solver:
    """Trains the members for one target; hands in the best so far."""

    def __init__(self, task, recipe, target, columns, submission):
        self.task, self.target, self.submission = task, target, submission
        members, self.settings = parameters.program(recipe)
        self.members = [Member(member, target, columns)
                        for member in members]
        self.alone = len(members) == 1
        self.parts = [split_rows(target, self.settings["folds"],
                                 task.seed + repeat)
                      for repeat in range(self.settings["repeats"])]
        self.best = np.inf

    def solve(self, seconds):
        """All members within this time, then all together."""
        end = time.monotonic() + seconds
        done = []
        for k, member in enumerate(self.members):
            share = min(0.85, 1.3 / (len(self.members) - k))
            if self.first_run(member, (end - time.monotonic()) * share):
                done.append(member)
        if not done:
            raise TimeoutError("no model was trained on all folds in time")
        rows = done[0].seen > 0
        for part in self.parts[1:] if rows.all() else []:
            for member in done:
                rest = (end - time.monotonic()) * 0.85
                if member.seconds * 1.5 < rest:
                    member.run(part, rest, self.alone)
        y, part = self.target.y[rows], self.parts[0][rows]
        pairs = [member.result() for member in done]
        found = blend(self.target, y, part, [
            (oof[rows], test) for oof, test in pairs],
            self.settings["mixers"])
        if found:
            self.submission.put(self.target, found[1], y, found[0], part)

    def first_run(self, member, seconds):
        """Whether the member has predictions; the best so far is handed
        in."""
        try:
            whole = member.run(self.parts[0], seconds, self.alone)
        except (ValueError, ArithmeticError, MemoryError) as error:
            if self.alone:
                raise
            print(f"{member.name}: left out: {error}", flush=True)
            return False
        if not whole and not (self.alone and member.seen.any()):
            return False
        member.choose()
        oof, test = member.result()
        rows = member.seen > 0
        y, oof, part = self.target.y[rows], oof[rows], self.parts[0][rows]
        self.report(member, y, oof, part)
        cost = self.target.form.loss(y, oof)
        if cost < self.best and not (self.alone and len(self.parts) == 1):
            self.best = cost
            self.submission.put(self.target, test, y, oof, part)
        return True

    def report(self, member, y, oof, part):
        """One line a member: its score, its setting, its time."""
        k, stage = member.chosen
        swept = {name: member.settings[k][name] for name in member.swept}
        print(f"{member.name}: {self.task.metric.name} "
              f"{self.target.form.scores(y, oof, part)[0]:.6g}, "
              f"stage {stage + 1}, {json.dumps(swept)}, "
              f"{member.seconds:.1f} s", flush=True)


def solve_task(told, recipe):
    """Read the data, train what the recipe says for each target, hand in."""
    warnings.filterwarnings("ignore")
    task = Task(told)
    train, test, sample, names, key = task.read()
    drop = {*names, *recipe.get("drop", []), key}
    columns = Columns(task, train, test, drop)
    answers = [name for name in sample.columns if name != key]
    answers = answers[1:] if len(answers) == len(sample.columns) else answers
    targets = [Target(task, name, train[name]) for name in names]
    submission = Submission(task, sample, names, answers)
    for i, target in enumerate(targets):
        solver = Solver(task, recipe, target, columns, submission)
        solver.solve(left() / (len(targets) - i))
