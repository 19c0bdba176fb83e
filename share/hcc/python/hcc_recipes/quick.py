"""The quick model: which one answers within seconds, for any data."""
MANY_CLASSES = 50
WIDE = 500          # columns from which on trees are slow


def most_rows(columns):
    """How many rows a quick model learns from at most."""
    return max(1000, min(50000, 2000000 // (1 + len(columns.numbers))))


def recipe(target, columns):
    """The recipe of a quick model."""
    many = len(target.classes) > MANY_CLASSES and target.kind == "classes"
    if columns.texts:
        words = {"view": "words", "analyzers": ["word"], "word_ngrams": 1,
                 "vocabulary": 20000, "with_table": False}
        return {"model": "naive_bayes" if many else "linear", **words}
    if columns.pictured():
        return {"model": "extra_trees", "view": "pixels", "trees": 40,
                "features": ["grey", "colours", "places"]}
    if len(columns.numbers) > WIDE:
        return {"model": "linear", "C": 0.01}
    if many:
        return {"model": "discriminant"}
    return {"model": "hist_gradient_boosting", "rounds": 40, "rate": 0.15,
            "min_samples_leaf": min(20, max(2, columns.n_train // 20))}
