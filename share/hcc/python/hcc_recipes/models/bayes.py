"""Naive Bayes: word counts as evidence."""
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB

from .base import predictions


def fit_naive_bayes(member, X, y, queries, seed, width):
    """Naive Bayes on non-negative counts."""
    kinds = {"multinomial": MultinomialNB, "complement": ComplementNB,
             "bernoulli": BernoulliNB}
    kind = kinds[member["kind"]]
    model = kind(alpha=member["alpha"]).fit(abs(X), y)
    yield predictions(model, [abs(Q) for Q in queries], width)
