"""The program: members, folds, blend, answers."""
import json
import time
import warnings

import numpy as np

from . import kept, lags, parameters, peers, quick
from .blend import blend
from .clock import in_the_end, left, left_at_all
from .columns import Columns, joined, to_dates
from .folds import given, splits
from .member import Member
from .submit import Submission
from .task import Target, Task


class Solver:
    """Trains the members for one target; hands in the best so far.

    The first answer is the constant one, which takes no time, then that of a
    quick model: whatever happens later, something valid is there.
    """

    def __init__(self, task, recipe, target, columns, submission):
        self.task, self.target, self.submission = task, target, submission
        self.columns = columns
        self.members, self.settings = parameters.program(recipe)
        self.alone = len(self.members) == 1
        self.splits = splits(target, task, columns.folds, self.settings)
        self.part = self.splits[0].part
        self.best, self.kept, self.plain = np.inf, None, None
        self.hurried, self.trained = None, False

    def start(self):
        """Hand in the constant answer."""
        self.plain = self.first_run({"model": "constant"}, 60).result()[0]

    def hurry(self):
        """Hand in what a quick model answers, where the recipe says so, or
        says nothing and has several models: one stands for itself."""
        tolerant = self.settings["tolerant"]
        if tolerant or tolerant is None and not self.alone:
            self.hurried = self.first_run(
                quick.recipe(self.target, self.columns), left_at_all(),
                quick.most_rows(self.columns), own=not tolerant)

    def first_passes(self, end):
        """The members that were trained. The first to be has all the time
        that there is; what comes then shares the rest."""
        done = []
        for k, recipe in enumerate(self.members):
            share = min(0.85, 1.3 / (len(self.members) - k)) if done else 0.85
            member = self.first_run(recipe, (end - time.monotonic()) * share,
                                    patient=not done)
            done += [member] if member else []
        return done

    def solve(self, seconds):
        """All members within this time, then all together."""
        end = time.monotonic() + seconds
        done = self.first_passes(end)
        if not (done or self.hurried or self.settings["tolerant"]):
            raise TimeoutError("no model was trained on all folds in time")
        if not done:
            print("no model of the recipe was trained in time", flush=True)
            return
        whole = done[0].whole(self.splits[0])
        for split in self.splits[1:] if whole else []:
            for member in done:
                rest = (end - time.monotonic()) * 0.85
                if member.seconds * 1.5 < rest:
                    member.run(split, rest, self.alone)
        rows = self.splits[0].predicted
        y, part = self.target.y[rows], self.part[rows]
        pairs = [self.answers(member) for member in done]
        found = blend(self.target, y, part, [
            member.name for member in done], [
            (oof[rows], test) for oof, test in pairs],
            self.settings["mixers"])
        if found:
            self.put(found[1], y, found[0], part, rows, whole)

    def answers(self, member):
        """(out of fold, test). A row that it did not come to counts as the
        constant answer: a few rows may be easy, and do not stand for all."""
        oof, test = member.result()
        late = self.splits[0].predicted & (member.seen == 0)
        if late.any() and self.plain is not None:
            oof[late] = self.plain[late]
        return oof, test

    def first_run(self, recipe, seconds, most=None, patient=True, own=True):
        """The trained member, None when there is none; if it is the best so
        far, it is handed in. It learns from `most` rows at most; a patient
        one learns from fewer when it is out of time; own: it counts as an
        answer of the recipe, as all do but what stands in for a draft."""
        member = Member(parameters.filled(recipe), self.target, self.columns,
                        most)
        try:
            whole = member.run(self.splits[0], seconds, patient)
        except (ValueError, ArithmeticError, MemoryError, IndexError,
                KeyError) as error:
            if self.alone and not self.settings["tolerant"]:
                raise
            print(f"{member.name}: left out: {error}", flush=True)
            return None
        if not whole and not (patient and member.seen.any()):
            return None
        member.choose()
        if self.splits[0].forward:
            member.refit(max(5, left()))
        oof, test = self.answers(member)
        rows = self.splits[0].predicted
        y, oof, part = self.target.y[rows], oof[rows], self.part[rows]
        self.report(member, y, oof, part)
        trained = recipe["model"] != "constant"
        self.put(test, y, oof, part, rows, whole and trained and own)
        self.trained = trained      # only now: see finished()
        return member

    def put(self, test, y, oof, part, rows, learned=True):
        """Hand in predictions that are no worse than those before."""
        cost = self.target.form.loss(y, oof)
        if cost <= self.best:
            self.best = cost
            with self.submission.lock:
                self.submission.put(self.target, test, y, oof, part,
                                    learned)
                self.kept = rows, oof, test

    def keep(self, ids, asked):
        """Leave the predictions that were handed in."""
        rows, oof, test = self.kept
        kept.write(self.target, (ids[0], ids[1][self.target.known][rows]),
                   asked, oof, test)

    def report(self, member, y, oof, part):
        """One line a member: its score, its setting, its time."""
        k, stage = member.chosen
        swept = {name: member.settings[k][name] for name in member.swept}
        print(f"{member.name}: {self.task.metric.name} "
              f"{self.target.form.scores(y, oof, part)[0]:.6g}, "
              f"stage {stage + 1}, {json.dumps(swept)}, "
              f"{member.seconds:.1f} s", flush=True)


def solve_task(told, recipe, own=None):
    """Read the data, train what the recipe says for each target, hand in.
    own(train, test), if there is one, gets both without targets."""
    warnings.filterwarnings("ignore")
    task = Task(told)
    train, test, sample, names, key = task.read()
    absent = sorted({*recipe.get("drop", [])} - {*train, *test})
    if absent:
        raise ValueError(f"the recipe drops '{absent[0]}', which is no column "
                         "of the data")
    drop = {*names, *recipe.get("drop", []), *task.drop}
    if key in train and to_dates(joined(train[key], test[key])) is None:
        drop.add(key)       # dates that name the rows are a column as well
    columns = Columns(task, train, test)
    columns.folds = given(train)
    columns.groups = peers.groups_of(task, train, test)
    ids = kept.row_names(train), (sample.columns[0], sample.iloc[:, 0])
    answers = [name for name in sample.columns if name != key]
    answers = answers[1:] if len(answers) == len(sample.columns) else answers
    targets = [Target(task, name, train[name]) for name in names]
    submission = Submission(task, sample, names, answers)
    solvers = [Solver(task, recipe, target, columns, submission)
               for target in targets]
    for solver in solvers:
        solver.start()
    with in_the_end(lambda late: finished(
            solvers, submission, ids, late)):
        columns.sort(train, test, drop)
        if task.split == "forward":
            for target in targets:
                lags.add(columns, target)
        if own:
            known = [name for name in train.columns
                     if name in test.columns and name not in drop - {key}]
            own(train[known], test[known])
        del train, test
        for solver in solvers:
            solver.hurry()
        for i, solver in enumerate(solvers):
            solver.solve(left() / (len(solvers) - i))
    leave(solvers, submission, ids)


def leave(solvers, submission, ids):
    """Leave predictions to be blended, for good; those of one target can be.
    Whoever comes second, this or finished(), waits until the process ends."""
    submission.lock.acquire()       # nothing is handed in any more
    if len(solvers) == 1:
        solvers[0].keep(*ids)


def finished(solvers, submission, ids, late):
    """Leave what is there for good, if that is an answer of the recipe; a
    tolerant one stands for the constant answer when it is late."""
    if not all(solver.trained or late and solver.settings["tolerant"]
               for solver in solvers):
        return False
    leave(solvers, submission, ids)
    return True
