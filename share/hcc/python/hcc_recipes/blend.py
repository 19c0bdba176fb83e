"""Blending: weights or a second layer, judged on folds left out."""
import contextlib

import numpy as np

from . import worth
from .clock import OutOfTime, at_most, left
from .models.base import rows_at_most, widened

EQUALS = 1 / 3      # of the weight, for those as good as the best
ALONE = 0.03        # of the loss: by more, one mixer answers for all
PARTS = 20          # of the rows, by which members are told apart
SOME = 10000        # rows by which members are weighed


def equals(target, y, oofs):
    """Even weights for the members that cannot be told from the best: their
    loss is within two standard errors of its, over parts of the rows."""
    parts = np.array_split(np.random.RandomState(0).permutation(len(y)),
                           max(2, min(PARTS, len(y) // 10)))
    with np.errstate(all="ignore"):     # a part may have but one answer
        costs = np.array([[target.form.loss(y[rows], oof[rows])
                           for rows in parts] for oof in oofs])
    costs = costs[:, np.isfinite(costs).all(axis=0)]
    if costs.size == 0:     # nothing tells them apart
        return even(target, y, oofs)
    apart = costs - costs[costs.mean(axis=1).argmin()]
    error = apart.std(axis=1) / max(1, apart.shape[1] - 1) ** 0.5
    same = apart.mean(axis=1) <= 2 * error
    return same / same.sum()


def climb(target, y, oofs, rounds=25):
    """Greedy weights: add, again and again, the member that helps most. A
    third of the weight is dealt evenly to those that are as good as the best:
    that one of them won is chance."""
    loss = target.form.loss
    some = rows_at_most(SOME, y, 0)
    y, oofs = y[some], [oof[some] for oof in oofs]
    costs = [loss(y, oof) for oof in oofs]
    counts = np.zeros(len(oofs))
    first = int(np.argmin(costs))
    counts[first], total, best = 1, oofs[first].copy(), costs[first]
    for size in range(2, rounds + 2):
        costs = [loss(y, (total + oof) / size) for oof in oofs]
        k = int(np.argmin(costs))
        if costs[k] > best - 1e-7 and size > 6:
            break
        best = min(best, costs[k])
        counts[k] += 1
        total += oofs[k]
    return ((1 - EQUALS) * counts / counts.sum()
            + EQUALS * equals(target, y, oofs))


def weighted(target, weights, oofs):
    """The sum of the members' predictions by their weights."""
    return sum(weight * oof for weight, oof in zip(weights, oofs))


def layer_inputs(target, oofs):
    """What a second layer reads: numbers, or logarithms of chances."""
    if target.kind != "classes":
        return np.hstack(oofs)
    return np.hstack([np.log(np.clip(P, 1e-5, 1))[:, 1 - (P.shape[1] > 2):]
                      - (np.log(np.clip(P[:, :1], 1e-5, 1))
                         if P.shape[1] == 2 else 0) for P in oofs])


def fit_layer(target, y, oofs):
    """A second layer on the members' predictions, strongly penalised."""
    from sklearn.linear_model import LogisticRegression, RidgeCV
    X = layer_inputs(target, oofs)
    if target.kind != "classes":
        return RidgeCV(np.logspace(-2, 3, 11)).fit(X, y)
    return LogisticRegression(C=0.01, max_iter=300).fit(X, y)


def apply_layer(target, model, oofs):
    """The predictions of a second layer."""
    X = layer_inputs(target, oofs)
    if target.kind != "classes":
        return model.predict(X).reshape(-1, 1)
    return widened(model.predict_proba(X), model.classes_, oofs[0].shape[1])


def even(target, y, oofs):
    """The same weight for all."""
    return np.ones(len(oofs)) / len(oofs)


MIXERS = {"mean": (even, weighted), "climb": (climb, weighted),
          "stack": (fit_layer, apply_layer)}


def mix(target, y, part, pairs, how):
    """Cross-fitted out-of-fold and test predictions of one mixer, which is the
    third."""
    oofs, tests = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    fit, use = MIXERS[how]
    P = np.zeros_like(oofs[0])
    for fold in np.unique(part % 5):
        inside = part % 5 == fold
        mixer = fit(target, y[~inside], [o[~inside] for o in oofs])
        P[inside] = use(target, mixer, [o[inside] for o in oofs])
    mixer = fit(target, y, oofs)
    if how != "stack":
        print(how, "weights:", " ".join(f"{w:.2f}" for w in mixer))
    return P, use(target, mixer, tests), mixer


def together(target, y, found):
    """The mean of what the mixers found, unless one of them is better than it
    by more than a share ALONE of its loss: as (loss, out of fold, test)."""
    P, test = (np.mean([one[k] for one in found], axis=0) for k in (1, 2))
    mean = target.form.loss(y, P), P, test
    best = min(found, key=lambda one: one[0])
    return best if best[0] < mean[0] - ALONE * abs(mean[0]) else mean


def blend(target, y, part, names, pairs, mixers):
    """What the mixers make of the members, by the loss on folds left out, as
    (out of fold, test); None if out of time."""
    if len(pairs) == 1:
        return pairs[0]
    found, weights = [], None
    width = sum(pair[0].shape[1] for pair in pairs)
    if target.sets is not None:     # a second layer answers by one label
        mixers = [how for how in mixers if how != "stack"] or ["climb"]
    for how in mixers:
        if how == "stack" and found and (width * len(part) > 1e6
                                         or left() < 5):
            continue
        try:
            with at_most(max(5, left())):
                P, test, mixer = mix(target, y, part, pairs, how)
                found.append((target.form.loss(y, P), P, test))
            print(f"{how}: loss {found[-1][0]:.6g}", flush=True)
            if how != "stack" and weights is None:
                weights = mixer
        except OutOfTime:
            print(f"{how}: out of time", flush=True)
    if not found:
        return None
    if weights is not None:
        with contextlib.suppress(OutOfTime), at_most(max(1, left() / 2)):
            worth.of_members(target, y, part, names,
                             [oof for oof, _ in pairs], weights)
    if len(found) == 1:
        return found[0][1:]
    loss, P, test = together(target, y, found)
    print(f"together: loss {loss:.6g}", flush=True)
    return P, test
