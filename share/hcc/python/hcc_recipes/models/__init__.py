"""Models: fit_NAME(member, X, y, queries, seed, width), a generator.

It yields, for each stage that it can be stopped at, a list of predictions, one
for each of `queries`: chances of `width` classes, or one column of numbers
when width is 1. Scores on folds choose the stage. `member` holds the
parameters of families.json, `seconds` that it may take, and `memo`, a
dictionary that lives through the folds.
"""
import importlib

MODULES = {
    "constant": "constant",
    "hist_gradient_boosting": "boosting", "gradient_boosting": "stochastic",
    "xgboost": "xgb",
    "random_forest": "forest", "extra_trees": "forest",
    "linear": "linear", "elastic_net": "linear", "linear_svm": "linear",
    "svm": "svm", "knn": "knn", "gaussian_process": "gaussian",
    "mlp": "net", "conv_net": "conv", "naive_bayes": "bayes",
    "ridge": "linear", "nb_svm": "ratio", "discriminant": "discriminant",
    "exponential_smoothing": "smoothing"}
OWN = {}            # functions of a program (own.py), by name


def load(name):
    """The function of a model; its libraries are loaded now."""
    if name in OWN:
        return OWN[name]
    try:
        module = importlib.import_module("." + MODULES[name], __name__)
    except ModuleNotFoundError as missing:
        raise ValueError(f"{name} needs the library {missing.name}, which is "
                         "not installed") from missing
    return getattr(module, "fit_" + name)
