"""Cases for grade.t: predictions of real models, and what scikit-learn and
scipy say of them; what neither has is written out here.

Writes NAME.labels.csv and NAME.sub.csv for each case into the working
directory, and prints a line "NAME METRIC SCORE [OPTION..]" for each.
"""
import warnings

import numpy as np
import pandas as pd
from scipy import stats
from sklearn import datasets, metrics
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)


def halves(x, y):
    order = rng.permutation(len(y))
    cut = len(y) // 2
    train, test = order[:cut], order[cut:]
    return x[train], y[train], x[test], y[test]


def case(name, metric, truth, answer, score, *options):
    """truth and answer: dicts of columns. The answer's rows are shuffled."""
    ids = [f"r{i}" for i in range(len(next(iter(truth.values()))))]
    pd.DataFrame({"id": ids, **truth}).to_csv(f"{name}.labels.csv",
                                              index=False)
    table = pd.DataFrame({"id": ids, **answer})
    table = table.iloc[rng.permutation(len(table))]
    table.to_csv(f"{name}.sub.csv", index=False)
    print(name, metric, repr(float(score)), *options)


def f_scores(y, p, positive, weight=None):
    """All F and Jaccard scores of labels or of an indicator matrix."""
    found = {}
    for average in ("macro", "micro", "weighted"):
        found[f"f1_{average}"] = metrics.f1_score(
            y, p, average=average, sample_weight=weight)
        found[f"f0.5_{average}"] = metrics.fbeta_score(
            y, p, beta=0.5, average=average, sample_weight=weight)
        found[f"jaccard_{average}"] = metrics.jaccard_score(
            y, p, average=average, sample_weight=weight)
    if positive is not None:
        on = {"pos_label": positive, "sample_weight": weight}
        found["f1"] = metrics.f1_score(y, p, **on)
        found["f2"] = metrics.fbeta_score(y, p, beta=2, **on)
        found["jaccard"] = metrics.jaccard_score(y, p, **on)
    return found


def labels(name, y, p, positive=None, weight=None):
    """All metrics of labels on one pair of columns."""
    w = {"sample_weight": weight}
    found = f_scores(y, p, positive, weight)
    found.update({
        "accuracy": metrics.accuracy_score(y, p, **w),
        "error_rate": metrics.zero_one_loss(y, p, **w),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, p, **w),
        "mcc": metrics.matthews_corrcoef(y, p, **w),
        "kappa": metrics.cohen_kappa_score(y, p, **w),
        "qwk": metrics.cohen_kappa_score(y, p, weights="quadratic", **w),
    })
    truth = {"y": y} if weight is None else {"y": y, "weight": weight}
    for metric, score in found.items():
        case(f"{name}-{metric}", metric, truth, {"y": p}, score)


def by_class(names, p):
    return {str(c): p[:, i] for i, c in enumerate(names)}


def multi_class(name, x, y, model):
    """Labels and probabilities; x, y of a data set with several classes."""
    xa, ya, xb, yb = halves(x, y)
    model.fit(xa, ya)
    p = model.predict_proba(xb)
    labels(name, yb, model.predict(xb))
    case(f"{name}-log_loss", "log_loss", {"y": yb},
         by_class(model.classes_, p),
         metrics.log_loss(yb, p, labels=model.classes_))
    case(f"{name}-auc_ovr", "auc_ovr", {"y": yb}, by_class(model.classes_, p),
         metrics.roc_auc_score(yb, p, multi_class="ovr"))
    # The same rows given as one column a class, as some graders have them.
    hot = by_class(model.classes_, np.eye(p.shape[1], dtype=int)[
        np.searchsorted(model.classes_, yb)])
    case(f"{name}-onehot", "log_loss", hot, by_class(model.classes_, p),
         metrics.log_loss(yb, p, labels=model.classes_))
    # Rows that do not sum to one, and a class that has no true row.
    some = yb != model.classes_[0]
    case(f"{name}-missing", "log_loss", {"y": yb[some]},
         by_class([f"p_{c}" for c in model.classes_], 3 * p[some]),
         metrics.log_loss(yb[some], 3 * p[some], labels=model.classes_))
    top = np.argsort(-p, axis=1, kind="stable")[:, :3]
    rank = [np.flatnonzero(model.classes_[t] == y) for t, y in zip(top, yb)]
    ranked = {"y": [" ".join(map(str, model.classes_[t])) for t in top]}
    case(f"{name}-map", "map@3", {"y": yb}, ranked,
         np.mean([1 / (r[0] + 1) if len(r) else 0 for r in rank]))
    sure = np.zeros_like(p)
    np.put_along_axis(sure, top, [[3, 2, 1]], axis=1)
    hit = np.eye(p.shape[1])[np.searchsorted(model.classes_, yb)]
    case(f"{name}-ndcg", "ndcg@3", {"y": yb}, ranked,
         metrics.ndcg_score(hit, sure, k=3))
    case(f"{name}-top", "top@2", {"y": yb}, ranked,
         metrics.top_k_accuracy_score(yb, sure, k=2, labels=model.classes_))
    case(f"{name}-topclass", "top@2", {"y": yb}, by_class(model.classes_, p),
         metrics.top_k_accuracy_score(yb, p, k=2, labels=model.classes_))
    case(f"{name}-ap", "average_precision", {"y": yb},
         by_class(model.classes_, p),
         metrics.average_precision_score(hit, p, average="macro"))
    case(f"{name}-brier", "brier", {"y": yb}, by_class(model.classes_, p),
         ((p - hit) ** 2).sum(axis=1).mean())
    case(f"{name}-hinge", "hinge", {"y": yb}, by_class(model.classes_, p),
         metrics.hinge_loss(yb, p, labels=model.classes_))
    weight = rng.integers(0, 3, len(yb))
    labels(f"{name}-w", yb[weight > 0], model.predict(xb)[weight > 0],
           weight=weight[weight > 0])
    case(f"{name}-w-log_loss", "log_loss", {"y": yb, "weight": weight},
         by_class(model.classes_, p),
         metrics.log_loss(yb, p, labels=model.classes_, sample_weight=weight))


def binary(name, x, y, model, positive):
    xa, ya, xb, yb = halves(x, y)
    model.fit(xa, ya)
    at = list(model.classes_).index(positive)
    p = model.predict_proba(xb)[:, at]
    labels(name, yb, model.predict(xb), positive)
    case(f"{name}-auc", "auc", {"y": yb}, {"y": p},
         metrics.roc_auc_score(yb == positive, p))
    coarse = np.round(p, 1)
    case(f"{name}-ties", "auc", {"y": yb}, {"p": coarse},
         metrics.roc_auc_score(yb == positive, coarse))
    case(f"{name}-log_loss", "log_loss", {"y": yb}, {"y": p},
         metrics.log_loss(yb == positive, p))
    sure = (p > 0.5).astype(int)      # zeros and ones are clipped
    case(f"{name}-sure", "log_loss", {"y": yb}, {"y": sure},
         metrics.log_loss(yb == positive, sure.astype(float)))
    for metric, function in {"auc": metrics.roc_auc_score,
                             "average_precision":
                             metrics.average_precision_score,
                             "brier": metrics.brier_score_loss}.items():
        weight = rng.integers(0, 4, len(yb))
        case(f"{name}-{metric}1", metric, {"y": yb}, {"y": coarse},
             function(yb == positive, coarse))
        case(f"{name}-{metric}-w", metric, {"y": yb, "weight": weight},
             {"y": coarse},
             function(yb == positive, coarse, sample_weight=weight))
    case(f"{name}-hinge", "hinge", {"y": yb}, {"y": 4 * p - 2},
         metrics.hinge_loss(yb == positive, 4 * p - 2))
    case(f"{name}-gini", "gini", {"y": (yb == positive).astype(int)},
         {"y": coarse}, 2 * metrics.roc_auc_score(yb == positive, coarse) - 1)
    other = [c for c in model.classes_ if c != positive][0]
    case(f"{name}-other", "auc", {"y": yb}, {"y": 1 - p},
         metrics.roc_auc_score(yb == other, 1 - p), "-p", str(other))


def regression(name, x, y):
    xa, ya, xb, yb = halves(x, y)
    p = LinearRegression().fit(xa, ya).predict(xb)
    if p.ndim == 1:
        yb, p = yb[:, None], p[:, None]
    truth = {f"t{i}": yb[:, i] for i in range(yb.shape[1])}
    answer = {f"t{i}": p[:, i] for i in range(yb.shape[1])}
    for metric, score in {
            "rmse": metrics.mean_squared_error(yb, p, squared=False),
            "mse": metrics.mean_squared_error(yb, p),
            "mae": metrics.mean_absolute_error(yb, p),
            "medae": metrics.median_absolute_error(yb, p),
            "mape": metrics.mean_absolute_percentage_error(yb, p),
            "smape": np.mean(2 * np.abs(yb - p) / (np.abs(yb) + np.abs(p))),
            "rmspe": np.mean(np.sqrt(np.mean(((yb - p) / yb) ** 2, axis=0))),
            "pinball@0.9": metrics.mean_pinball_loss(yb, p, alpha=0.9),
            "pearson": columns(stats.pearsonr, yb, p),
            "spearman": columns(stats.spearmanr, yb, p),
            "kendall": columns(stats.kendalltau, yb, p),
            "gini": np.mean([gini(*yp) / gini(yp[0], yp[0])
                             for yp in zip(yb.T, p.T)]),
            "r2": metrics.r2_score(yb, p)}.items():
        case(f"{name}-{metric}", metric, truth, answer, score)
    weight = rng.integers(0, 3, len(yb))
    for metric, function in {"mse": metrics.mean_squared_error,
                             "mae": metrics.mean_absolute_error,
                             "mape": metrics.mean_absolute_percentage_error,
                             "r2": metrics.r2_score}.items():
        case(f"{name}-w-{metric}", metric, {**truth, "Weight": weight},
             answer, function(yb, p, sample_weight=weight))
    for metric in ("medae", "spearman"):    # 0 masks, 1 does not
        on = weight > 0
        score = (metrics.median_absolute_error(yb[on], p[on])
                 if metric == "medae"
                 else columns(stats.spearmanr, yb[on], p[on]))
        case(f"{name}-m-{metric}", metric, {**truth, "weight": on.astype(int)},
             answer, score)
    answer = {k: np.abs(v) for k, v in answer.items()}
    case(f"{name}-rmsle", "rmsle", truth, answer,
         metrics.mean_squared_log_error(yb, np.abs(p), squared=False))
    case(f"{name}-msle", "msle", truth, answer,
         metrics.mean_squared_log_error(yb, np.abs(p)))


def columns(function, y, p):
    return np.mean([function(a, b)[0] for a, b in zip(y.T, p.T)])


def gini(y, p):
    """The Gini coefficient as Kaggle's hosts wrote it; no ties."""
    y = y[np.argsort(-p, kind="stable")]
    return (np.cumsum(y) / y.sum()).sum() - (len(y) + 1) / 2


def sets(name):
    """Several labels a row, in one column and as columns of 0 and 1."""
    x, y = datasets.make_multilabel_classification(
        400, n_classes=6, n_labels=2, allow_unlabeled=True, random_state=3)
    xa, ya, xb, yb = halves(x, y)
    p = KNeighborsClassifier(5).fit(xa, ya).predict(xb)
    words = np.array(["scab", "rust", "healthy", "complex", "mildew", "7"])
    found = f_scores(yb, p, None)
    for metric, function in {"f1": metrics.f1_score,
                             "jaccard": metrics.jaccard_score}.items():
        found[f"{metric}_samples"] = function(yb, p, average="samples")
    found["f2_samples"] = metrics.fbeta_score(yb, p, beta=2,
                                              average="samples")

    def joined(rows):
        return [" ".join(rng.permutation(words[r == 1])) for r in rows]

    for metric, score in found.items():
        case(f"{name}-{metric}", metric, {"y": joined(yb)},
             {"y": joined(p)}, score)
        case(f"{name}-c-{metric}", metric, by_class(words, yb),
             by_class(words, p), score)


def shares(name):
    y, p = rng.dirichlet([1] * 4, 90), rng.dirichlet([2] * 4, 90)
    y[:20, 1] = 0
    case(name, "kl_divergence", by_class("abcd", y), by_class("abcd", p),
         np.mean([stats.entropy(a, b) for a, b in zip(y, p)]))


def edits(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        last = row
        row = [i + 1]
        for j, z in enumerate(b):
            row.append(min(last[j] + (x != z), last[j + 1] + 1, row[j] + 1))
    return row[-1]


def texts(name):
    y = ["Ein schöner Tag", "the cat sat", "InChI=1S/H2O", "ÉTÉ chaud ici",
         "नमस्ते दुनिया", "one, two", "x"]
    p = ["ein Schöner tag heute", "a cat sat down", "InChI=1S/HO",
         "été froid", "नमस्ते", "two one,", "y z"]
    case(f"{name}-levenshtein", "levenshtein", {"y": y}, {"y": p},
         np.mean([edits(a, b) for a, b in zip(y, p)]))
    words = [(set(a.lower().split()), set(b.lower().split()))
             for a, b in zip(y, p)]
    case(f"{name}-jaccard", "word_jaccard", {"y": y}, {"y": p},
         np.mean([len(a & b) / len(a | b) for a, b in words]))


def main():
    d = datasets.load_digits()
    multi_class("digits", d.data, d.target, GaussianNB())
    d = datasets.load_wine()
    multi_class("wine", d.data, d.target_names[d.target],
                KNeighborsClassifier(7))
    d = datasets.load_breast_cancer()
    binary("cancer", d.data, d.target, LogisticRegression(), 1)
    binary("tumour", d.data, np.where(d.target == 1, "no", "yes"),
           KNeighborsClassifier(9), "yes")
    binary("flag", d.data[:, 3:9], d.target == 1, GaussianNB(), True)
    d = datasets.load_diabetes()
    regression("diabetes", d.data, d.target)
    regression("linnerud", *datasets.load_linnerud(return_X_y=True))
    sets("sets")
    shares("votes")
    texts("texts")
    # Labels that are predicted but never true, and the other way round.
    labels("strange", ["a", "b", "b", "c", "d"], ["a", "b", "e", "c", "c"])
    # Numbers that became decimals on their way.
    case("decimals", "f1_macro", {"y": [1, 2, 3, 1]}, {"y": [1., 2., 1., 3.]},
         metrics.f1_score([1, 2, 3, 1], [1, 2, 1, 3], average="macro"))
    case("constant", "r2", {"y": [2, 2, 2]}, {"y": [1, 2, 3]},
         metrics.r2_score([2, 2, 2], [1, 2, 3]))


main()
