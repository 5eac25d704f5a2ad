"""A reading with the model that an organisation's own answers taught, beside what the language engine found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .linear import LinearModel
from .reading import CommentReading

LABELS = ("negative", "neutral", "positive")
SIGNS = {"negative": -1, "neutral": 0, "positive": 1}
DECIDING = 4


@dataclass(frozen=True, eq=False, slots=True)
class OwnModel:
    """`share` is how much the model decides, the engine the rest: 1 is the model alone."""

    model: LinearModel
    share: float = 1.0


def read_with(own: OwnModel, text: str, found: CommentReading) -> CommentReading:
    """`found` is what the engine read; a text without a letter is left to it."""
    if not any(character.isalpha() for character in text):
        return found
    shares = blended(own, text, found)
    label = max(LABELS, key=lambda one: shares[one])
    return replace(
        found,
        sentiment=shares["positive"] - shares["negative"],
        sentiment_label=label,
        confidence=min(1.0, shares[label]),
        spans=found.spans if label == found.sentiment_label else deciding(own.model, text, label),
    )


def blended(own: OwnModel, text: str, found: CommentReading) -> dict[str, float]:
    known = own.model.read(text)
    engine = of_engine(found)
    return {label: own.share * known.get(label, 0.0) + (1 - own.share) * engine[label] for label in LABELS}


def of_engine(found: CommentReading) -> Mapping[str, float]:
    """Its confidence for its label, the rest shared out; where it is less sure than chance it says nothing."""
    even = 1 / len(LABELS)
    if found.sentiment_label is None or found.confidence <= even:
        return dict.fromkeys(LABELS, even)
    rest = (1 - found.confidence) / (len(LABELS) - 1)
    return {label: found.confidence if label == found.sentiment_label else rest for label in LABELS}


def deciding(model: LinearModel, text: str, label: str) -> tuple[tuple[int, int, int], ...]:
    """The words that spoke for the label, in the colour of the label; of a neutral text none."""
    sign = SIGNS[label]
    if not sign or label not in model.labels:
        return ()
    found = model.evidence(text, label, most=DECIDING)
    return tuple((one.start, one.end, sign) for one in found if one.weight > 0)
