"""Whether a text speaks of one theme: its words and what the rules found, weighed by what people corrected.

Training needs scikit-learn, reading only numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import NamedTuple

import numpy as np

from .linear import LinearModel, crossed_scores, train
from .own_model import without_signs
from .quoting import own_words
from .reading import LONGEST

# Of the form of the model: another one reads otherwise.
VERSION = "1"
NO, YES = "no", "yes"
SURE = 0.5
DECIDING = 3
QUIET = 0.4
FURTHEST = 50.0


class Signs(NamedTuple):
    """What the rules say: how surely the text speaks of the theme (0 where they found nothing), and how many
    other themes they found.
    """

    confidence: float
    others: int

    @property
    def is_found(self) -> bool:
        return self.confidence > 0


@dataclass(frozen=True, eq=False, slots=True)
class ThemeModel:
    """`words` has one label; `voices` weigh its score and the four signs of the rules, the last is added."""

    words: LinearModel
    voices: tuple[float, ...]

    def share(self, text: str, signs: Signs) -> float:
        """Probability that the text speaks of the theme."""
        margin = float(self.words.scores(own_words(text[:LONGEST]))[0])
        *weights, bias = self.voices
        pairs = zip(weights, (margin, *columns_of(signs)), strict=True)
        score = bias + sum(weight * value for weight, value in pairs)
        return 1 / (1 + exp(-max(-FURTHEST, min(FURTHEST, score))))

    def evidence(self, text: str) -> tuple[tuple[int, int], ...]:
        """The words that spoke loudest for the theme."""
        found = self.words.evidence(own_words(text[:LONGEST]), YES, most=DECIDING)
        loudest = max((one.weight for one in found), default=0.0)
        said = [one for one in found if one.weight > max(0.0, QUIET * loudest)]
        return tuple(without_signs(text, one.start, one.end) for one in said)


def columns_of(signs: Signs) -> tuple[float, float, float]:
    return float(signs.is_found), signs.confidence, float(signs.others)


def taught(
    texts: Sequence[str], signs: Sequence[Signs], is_about: Sequence[bool], *, language: str
) -> ThemeModel:
    """There are texts of both kinds. Words are weighed by scores of models that had not seen the text, else they
    would drown the rules. Source: Wolpert 1992, "Stacked generalization".
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only training needs it

    own = [own_words(text[:LONGEST]) for text in texts]
    labels = [YES if one else NO for one in is_about]
    crossed = crossed_scores(own, labels, language=language)
    table = np.column_stack([crossed[:, 1] - crossed[:, 0], [columns_of(one) for one in signs]])
    solver = LogisticRegression(C=1.0, max_iter=500)
    solver.fit(table, np.asarray(is_about, dtype=int))
    voices = (*(float(one) for one in solver.coef_[0]), float(solver.intercept_[0]))
    return ThemeModel(of_one_label(train(own, labels, language=language)), voices)


def of_one_label(model: LinearModel) -> LinearModel:
    """Of "no" and "yes" only how far "yes" is ahead: half of the memory."""
    weights = model.weights[:, 1:] - model.weights[:, :1]
    bias = model.bias[1:] - model.bias[:1]
    return replace(model, labels=(YES,), weights=weights, bias=bias, many=True)
