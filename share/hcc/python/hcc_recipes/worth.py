"""What a factor was worth: paired differences over folds, with intervals."""
import numpy as np
from scipy.special import stdtrit


def paired(one, other):
    """Mean of one - other over the folds, and its interval of 95 %."""
    apart = np.subtract(one, other)
    mean, n = apart.mean(), len(apart)
    half = stdtrit(n - 1, 0.975) * apart.std(ddof=1) / n ** 0.5
    return mean, mean - half, mean + half


def tell(what, metric, one, other):
    """A line of the log that a note can cite."""
    if len(one) > 1:
        mean, low, high = paired(one, other)
        print(f"worth: {what}: {metric} {mean:+.4g} ({low:+.4g} to "
              f"{high:+.4g}) over {len(one)} folds", flush=True)


def of_members(target, y, part, names, oofs, weights):
    """What each member adds to a blend, the others keeping their weights."""
    whole = sum(w * oof for w, oof in zip(weights, oofs))
    _, folds = target.form.scores(y, whole, part)
    for k, name in enumerate(names):
        if 0 < weights[k] < 1:
            rest = (whole - weights[k] * oofs[k]) / (1 - weights[k])
            tell(f"{name} in the blend", target.form.metric.name, folds,
                 target.form.scores(y, rest, part)[1])


def of_settings(name, swept, settings, costs, chosen):
    """What the chosen setting gains over each other one, in loss."""
    for k, found in costs.items():
        if k != chosen and len(found) == len(costs[chosen]):
            changed = [f"{key} {settings[chosen][key]} instead of "
                       f"{settings[k][key]}" for key in swept
                       if settings[chosen][key] != settings[k][key]]
            tell(f"{name} with {', '.join(changed)}", "loss", costs[chosen],
                 found)
