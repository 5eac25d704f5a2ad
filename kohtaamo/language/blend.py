"""Words of the lists and a linear model weighed together into the probabilities of three tones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Any

from .sentiment import SPREAD, Hit

TONES = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class Blend:
    """Of each tone the weights of `features`; `steps` and `right` tell how often a label of such a
    probability was right (isotonic regression on texts the models were not trained on).
    """

    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    steps: tuple[float, ...]
    right: tuple[float, ...]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Blend:
        return cls(
            weights=tuple(tuple(row) for row in kept["weights"]),
            bias=tuple(kept["bias"]),
            steps=tuple(kept["steps"]),
            right=tuple(kept["right"]),
        )

    def shares(self, found: Sequence[float]) -> dict[str, float]:
        scores = [
            bias + sum(weight * value for weight, value in zip(row, found, strict=True))
            for row, bias in zip(self.weights, self.bias, strict=True)
        ]
        raised = [exp(score - max(scores)) for score in scores]
        return {tone: one / sum(raised) for tone, one in zip(TONES, raised, strict=True)}

    def confidence(self, share: float) -> float:
        """Probability that a label of this share is right, straight between the steps."""
        place = bisect_right(self.steps, share)
        if place == 0:
            return self.right[0]
        if place == len(self.steps):
            return self.right[-1]
        low, high = self.steps[place - 1], self.steps[place]
        part = (share - low) / (high - low)
        return self.right[place - 1] + part * (self.right[place] - self.right[place - 1])


def features(hits: Sequence[Hit], scores: Sequence[float]) -> list[float]:
    """The model's scores around their mean (negative, neutral, positive), the sums of our own words and
    of the general ones, how much was found at all, and whether nothing was.
    """
    mean = sum(scores) / len(scores)
    own = sum(hit.weight for hit in hits if hit.own)
    general = sum(hit.weight for hit in hits if not hit.own)
    size = sum(abs(hit.weight) for hit in hits)
    return [
        *(score - mean for score in scores),
        bounded(own),
        bounded(general),
        bounded(own + general),
        bounded(size),
        0.0 if hits else 1.0,
    ]


def bounded(total: float) -> float:
    return total / sqrt(total * total + SPREAD)
