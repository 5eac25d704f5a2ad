"""Weights of a linear text model, fitted twice and averaged: to the pieces as they are, and to the pieces times how
much oftener the label's texts have them than the others do (Wang and Manning 2012, "Baselines and bigrams: simple,
good sentiment and topic classification"). The mean of both is one linear model again, which reads as quickly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kohtaamo.language import linear
from kohtaamo.language.linear import LinearModel

FOLDS = 5
# Of a piece that no text of the label has.
SMOOTHING = 0.5
# The inverse of the regularisation of the first and the second fit.
Strengths = tuple[float, float]

Numbers = NDArray[Any]
# Pieces x labels, and a bias of each label.
Fit = tuple[Numbers, Numbers]


class Table(NamedTuple):
    """Texts x known pieces, and how rare each piece is."""

    language: str
    rarity: Numbers
    known: Numbers
    rows: Any


class Told(NamedTuple):
    """`truth` is texts x labels, of yes and no; a text of weight 0 tells nothing of these labels."""

    labels: tuple[str, ...]
    truth: Numbers
    weights: Numbers
    strengths: Strengths


def table_of(texts: Sequence[str], language: str) -> Table:
    return Table(language, *linear.table_of(texts, language))


def model_of(table: Table, fit: Fit, labels: tuple[str, ...], *, many: bool = False) -> LinearModel:
    model = linear.model_of(fit, table.known, language=table.language, labels=labels, rarity=table.rarity)
    return replace(model, many=many)


def fitted(table: Table, told: Told) -> Fit:
    rows = np.flatnonzero(told.weights)
    some, weights = table.rows[rows], told.weights[rows]
    fits = [_fit_one(some, one.astype(int), weights, told.strengths) for one in told.truth[rows].T]
    return np.column_stack([column for column, _ in fits]), np.array([bias for _, bias in fits])


def crossed_scores(texts: Sequence[str], told: Told, language: str) -> Numbers:
    """Texts x labels: the scores of each text by a model that never met it.

    Not even which pieces it has is known beforehand: with a table of all texts it would keep pieces that a new text
    loses as unknown, and be read less clearly than a new one is.
    """
    fold = np.random.default_rng(0).integers(0, FOLDS, len(texts))
    scores = np.zeros(told.truth.shape)
    for one in range(FOLDS):
        kept, aside = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        table = table_of([texts[at] for at in kept.tolist()], language)
        some = told._replace(truth=told.truth[kept], weights=told.weights[kept])
        model = model_of(table, fitted(table, some), told.labels)
        scores[aside] = [model.scores(texts[at]) for at in aside.tolist()]
    return scores


def joined(fits: Sequence[Fit]) -> Fit:
    return np.hstack([columns for columns, _ in fits]), np.hstack([bias for _, bias in fits])


def stacked(scores: Numbers, told: Told) -> Fit:
    """Weights of other labels' crossed scores for these labels: what is likely beside what."""
    rows = np.flatnonzero(told.weights)
    solvers = [
        LogisticRegression(C=1.0, max_iter=500).fit(scores[rows], one.astype(int), told.weights[rows])
        for one in told.truth[rows].T
    ]
    return np.column_stack([one.coef_[0] for one in solvers]), np.array(
        [one.intercept_[0] for one in solvers]
    )


def through(first: Fit, second: Fit) -> Fit:
    """The second fit to the scores of the first, as one fit to the pieces."""
    columns, bias = second
    return first[0] @ columns, first[1] @ columns + bias


def _fit_one(table: Any, is_so: Numbers, weights: Numbers, strengths: Strengths) -> tuple[Numbers, float]:
    telling = _log_ratios(table > 0, is_so, weights)
    first, second = (LogisticRegression(C=strength, solver="liblinear") for strength in strengths)
    first.fit(table, is_so, weights)
    second.fit(table.multiply(telling[None, :]).tocsr(), is_so, weights)
    column = (first.coef_[0] + second.coef_[0] * telling) / 2
    return column, float(first.intercept_[0] + second.intercept_[0]) / 2


def _log_ratios(has: Any, is_so: Numbers, weights: Numbers) -> Numbers:
    shares = [
        (has.T @ part + SMOOTHING) / (part.sum() + 2 * SMOOTHING)
        for part in (weights * is_so, weights * (1 - is_so))
    ]
    return np.asarray(np.log(shares[0]) - np.log(shares[1]))
