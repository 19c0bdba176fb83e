"""Cross-validation of one model: each training row is predicted by models
that have not seen it, test rows by the mean of the folds' models."""
import itertools
import json
import time

import numpy as np

from . import models, parameters, views
from .calibrate import tempered
from .clock import SEED, OutOfTime, at_most, left, left_at_all
from .encode import encode_target
from .models.base import rows_at_most
from .text_scores import text_scores
from .views.topics import plain_vectors
from .views.turn import turned
from .worth import of_settings

LONG = 1        # skewness of a target whose tail is long
RANKED = ("auc", "auc_ovr", "average_precision")   # no power changes them


def fitting(settings, y):
    """Of the scales that numbers may be learnt on, those that fit them:
    logarithms where a tail is long, and before all others; else none."""
    apart = y - y.mean()
    if y.min() >= 0 and (apart ** 3).mean() > LONG * y.std() ** 3:
        return sorted(settings,
                      key=lambda one: one["target_transform"] != "log1p")
    return [one for one in settings
            if one["target_transform"] != "log1p"] or settings


class Member:
    """One model on one view: its settings and its predictions so far.

    recipe: with all defaults. A parameter that lists alternatives makes as
    many settings; the first pass over the folds chooses one of them, and the
    stage at which it is stopped. most: the rows that it learns from at most.
    """

    def __init__(self, recipe, target, columns, most=None):
        self.target, self.columns, self.recipe = target, columns, recipe
        self.name, self.swept = recipe["model"], parameters.sweeps(recipe)
        self.settings = [dict(recipe, **dict(zip(self.swept, values)))
                         for values in itertools.product(
                             *(recipe[name] for name in self.swept))]
        numbers = target.kind == "number" or (
            target.kind == "ordinal" and recipe["as"] != "classes")
        self.width = 1 if numbers else len(target.classes)
        self.y = target.y.astype(float) if numbers else target.y
        if numbers and "target_transform" in self.swept:
            self.settings = fitting(self.settings, self.y)
        self.chosen, self.seconds, self.most = None, 0.0, most or np.inf
        self.view, self.fit, self.memo = None, None, {}
        self.seen = np.zeros(len(self.y))

    def load(self):
        """Model and features of all rows; members share their views."""
        self.fit = models.load(self.name)
        key = self.target.name + json.dumps(
            parameters.seen_by_view(self.recipe), sort_keys=True)
        if key not in self.columns.memo:
            view = views.load(self.recipe["view"])
            self.columns.memo[key] = view(self.columns, self.target,
                                          self.recipe)
        if parameters.FAMILIES.get(self.name, {}).get("turns"):
            plain, key = key, "turned " + key
            if key not in self.columns.memo:
                self.columns.memo[key] = turned(self.columns.memo[plain])
        self.view = self.columns.memo[key]

    def matrices(self, train, valid):
        """Features of the fold's rows, with target means if wanted."""
        X, codes, copies = self.view
        known = np.flatnonzero(self.target.known)
        test = np.arange(self.columns.n_train, self.columns.rows)
        queries, y = [known[valid], test], self.y[train]
        learnt = known[train]
        if self.target.sets is not None:    # a row for each of its labels
            rows, y = np.nonzero(self.target.sets[y])
            learnt = learnt[rows]
        parts = [X[rows] for rows in [learnt] + queries]
        if codes is not None:
            means = encode_target(codes, y, self.width > 1, learnt, queries)
            if self.recipe["view"] == "dense":
                centre, spread = means[0].mean(axis=0), means[0].std(axis=0)
                means = [(mean - centre) / (spread + 1e-6) for mean in means]
            parts = [np.hstack(pair) for pair in zip(parts, means)]
        if "text_scores" in self.recipe.get("features", ()) and (
                self.columns.texts):
            parts = [np.hstack(pair) for pair in zip(parts, text_scores(
                plain_vectors(self.columns), y, self.width > 1, learnt,
                queries))]
        if len(copies):
            parts[0] = np.vstack([parts[0]] + [
                copy[learnt] for copy in copies])
            y = np.tile(y, 1 + len(copies))
        return parts[0], y, parts[1:]

    def cost(self, valid, P):
        """The loss of predictions for these rows, as far as they are made."""
        y = self.target.y[valid]
        if self.width > 1 and self.target.kind == "ordinal":
            P = (P @ np.arange(self.width)).reshape(-1, 1)
        elif self.width > 1 and self.target.form.metric.name not in RANKED:
            P = self.calibrated(y, P, P)[0]
        return self.target.form.loss(y, P)

    def calibrated(self, y, oof, test):
        """Chances of one class a row at their best temperature."""
        return (tempered(y, oof, test) if self.target.sets is None
                else (oof, test))

    def fit_fold(self, k, data, valid, seed, seconds):
        """Fit setting k; note its predictions of each stage. The best cost
        of the stages."""
        best, began = np.inf, time.monotonic()
        recipe = dict(self.settings[k], seconds=seconds, memo=self.memo)
        try:
            for stage, found in enumerate(self.fit(recipe, *data, seed,
                                                   self.width)):
                if not self.seen.any() and (k, stage) not in self.sums:
                    self.sums[k, stage] = [
                        np.zeros((len(self.y), self.width)), 0, 0]
                if (k, stage) in self.sums:
                    sums = self.sums[k, stage]
                    sums[0][valid] = found[0]
                    sums[1], sums[2] = sums[1] + found[1], sums[2] + 1
                    best = min(best, self.cost(valid, found[0]))
        except OutOfTime:
            if not self.seen.any() and self.sums:   # some stage is whole
                self.seen[valid] = 1
            raise
        finally:
            self.costs.setdefault(k, []).extend(
                [best] if best < np.inf else [])
            self.took[k] = self.took.get(k, 0) + time.monotonic() - began
        return best

    def first_pass(self, split, seconds, patient):
        """Try all settings, drop the worst when time is short."""
        start, share = time.monotonic(), 1.0
        self.alive, self.sums, self.took, self.costs = list(range(len(
            self.settings))), {}, {}, {}
        last = len(split.folds)
        for done, fold in enumerate(split.folds):
            rest = seconds - (time.monotonic() - start)
            train, valid = split.rows(fold)
            full = len(train)
            most = int(min(share * full, self.most))
            if most < full:
                train = train[rows_at_most(most, train, SEED + fold)]
            data = self.matrices(train, valid)
            took, costs = {}, {}
            for k in list(self.alive):
                began = time.monotonic()
                if done == 0 and took and (began - start + took[0]
                                           * last * 0.8 > seconds):
                    self.alive.remove(k)
                    continue
                costs[k] = self.fit_fold(
                    k, data, valid, SEED + 7 * fold,
                    rest / (last - done) / len(self.alive))
                took[k] = time.monotonic() - began
            self.seen[valid] = 1
            rest = seconds - (time.monotonic() - start)
            self.drop_slow(last - done - 1, rest, took, costs)
            if done + 1 == last:        # late perhaps, but whole
                break
            need = (last - done - 1) * sum(took[k] for k in self.alive)
            if need > 2 * rest and not patient:
                raise OutOfTime()
            if need > rest and patient:
                share = max(share * max(0.1, rest / need),
                            min(1.0, 200 / full))

    def drop_slow(self, folds, rest, took, costs):
        """Drop the settings, worst first, for whose folds no time is
        left."""
        while len(self.alive) > 1 and rest < folds * sum(
                took[k] for k in self.alive):
            self.alive.remove(max(self.alive, key=costs.get))

    def choose(self):
        """Keep the setting and the stage with the best scores."""
        valid = np.flatnonzero(self.seen)
        best = min((key for key in self.sums if key[0] in self.alive),
                   key=lambda key: self.cost(valid, self.sums[key][0][valid]))
        self.chosen = best
        if self.swept:
            of_settings(self.name, self.swept, self.settings, self.costs,
                        best[0])
        self.oof, self.test, self.done = self.sums[best]
        self.seconds, self.sums = self.took[best[0]], None

    def again(self, split):
        """One more pass with the chosen setting on other folds."""
        start, oof, test = time.monotonic(), np.zeros_like(self.oof), 0
        for fold in split.folds:
            train, valid = split.rows(fold)
            found = self.fit_chosen(train, valid, SEED + 7 * fold + 1000 * int(
                self.seen.max()), 1.5 * self.seconds / len(split.folds))
            oof[valid], test = found[0], test + found[1]
        self.oof, self.test = self.oof + oof, self.test + test
        self.seen += self.seen > 0
        self.done += len(split.folds)
        self.seconds = max(self.seconds, time.monotonic() - start)

    def fit_chosen(self, train, valid, seed, seconds):
        """Predictions of the chosen setting at the chosen stage."""
        k, wanted = self.chosen
        recipe = dict(self.settings[k], memo=self.memo, seconds=seconds)
        stages = self.fit(recipe, *self.matrices(train, valid), seed,
                          self.width)
        return next(itertools.islice(stages, wanted, None))

    def refit(self, seconds):
        """Predict the test rows by what is learnt from all others: where time
        matters, early folds know little."""
        rows = np.arange(len(self.y))
        try:
            with at_most(seconds):
                self.test = self.fit_chosen(rows, rows[:1], SEED, seconds)[1]
                self.done = 1
        except OutOfTime:
            print(f"{self.name}: no time to learn from all rows", flush=True)

    def run(self, split, seconds, patient):
        """A pass over the folds; True when all rows of these are
        predicted. One that learns from few rows may take all the time that
        the run has."""
        most = left() if self.most == np.inf else left_at_all()
        try:
            with at_most(min(seconds * (1 if self.chosen else 2),
                             max(5, most))):
                if self.chosen:
                    self.again(split)
                else:
                    self.load()
                    self.first_pass(split, seconds, patient)
        except OutOfTime:
            print(f"{self.name}: out of time", flush=True)
        return self.whole(split)

    def whole(self, split):
        """Whether it came to all rows that are to be predicted."""
        return bool(self.seen[split.predicted].all())

    def result(self):
        """(out of fold, test), calibrated; ordinals as expected values."""
        rows = self.seen > 0
        oof = self.oof / np.maximum(self.seen, 1)[:, None]
        test = self.test / self.done
        if self.width > 1:
            oof[rows], test = self.calibrated(self.target.y[rows], oof[rows],
                                              test)
            if self.target.kind == "ordinal":
                levels = np.arange(self.width)
                oof, test = ((P @ levels).reshape(-1, 1) for P in (oof, test))
        return oof, test
