"""A reading with the model that an organisation's own answers taught, together with what the engine found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import exp, log

from .linear import LinearModel
from .quoting import own_words
from .reading import LONGEST, CommentReading

LABELS = ("negative", "neutral", "positive")
SIGNS = {"negative": -1, "neutral": 0, "positive": 1}
DECIDING = 4
# A word that speaks less than this much of the loudest is not marked.
QUIET = 0.4
# No probability is taken for less: one reader never forbids what the other says.
LEAST = 1e-3
# The engine always has a say: it knows words that nobody has written to the organisation yet.
VOICES = tuple(product((0.25, 0.5, 0.75, 1.0, 1.25, 1.5), (0.5, 0.75, 1.0, 1.5, 2.0)))

Shares = Mapping[str, float]


@dataclass(frozen=True, eq=False, slots=True)
class OwnModel:
    """How loudly the model and the engine speak: powers of their probabilities (logarithmic pooling)."""

    model: LinearModel
    voice: float = 1.0
    engine: float = 0.0


def read_with(own: OwnModel, text: str, found: CommentReading) -> CommentReading:
    """`found` is what the engine read; a text without a letter is left to it."""
    text = own_words(text[:LONGEST])
    if not any(character.isalpha() for character in text):
        return found
    shares = pooled(own.model.read(text), of_engine(found), own.voice, own.engine)
    label = max(LABELS, key=lambda one: shares[one])
    return replace(
        found,
        sentiment=shares["positive"] - shares["negative"],
        sentiment_label=label,
        confidence=min(1.0, shares[label]),
        spans=found.spans if label == found.sentiment_label else deciding(own.model, text, label),
    )


def of_engine(found: CommentReading) -> Shares:
    """Its confidence for its label, the rest shared out; where it is less sure than chance it says nothing."""
    even = 1 / len(LABELS)
    if found.sentiment_label is None or found.confidence <= even:
        return dict.fromkeys(LABELS, even)
    rest = (1 - found.confidence) / (len(LABELS) - 1)
    return {label: found.confidence if label == found.sentiment_label else rest for label in LABELS}


def pooled(own: Shares, engine: Shares, voice: float, engine_voice: float) -> dict[str, float]:
    """Source: Genest & Zidek 1986, "Combining probability distributions", section 3 (logarithmic pool)."""
    raised = {
        label: exp(
            voice * log(max(own.get(label, 0.0), LEAST)) + engine_voice * log(max(engine[label], LEAST))
        )
        for label in LABELS
    }
    whole = sum(raised.values())
    return {label: one / whole for label, one in raised.items()}


def best_voices(
    model: LinearModel, texts: Sequence[str], found: Sequence[CommentReading], labels: Sequence[str]
) -> tuple[float, float]:
    """Of the least log loss on texts that the model has not seen, which also keeps the confidence honest."""
    pairs = [
        (model.read(own_words(text[:LONGEST])), of_engine(one))
        for text, one in zip(texts, found, strict=True)
    ]

    def loss(voices: tuple[float, float]) -> float:
        pools = (pooled(own, engine, *voices) for own, engine in pairs)
        return -sum(log(max(pool[label], LEAST)) for pool, label in zip(pools, labels, strict=True))

    return min(VOICES, key=loss)


def deciding(model: LinearModel, text: str, label: str) -> tuple[tuple[int, int, int], ...]:
    """The words that spoke loudest for the label, in the colour of the label; of a neutral text none."""
    sign = SIGNS[label]
    if not sign or label not in model.labels:
        return ()
    found = model.evidence(text, label, most=DECIDING)
    loudest = max((one.weight for one in found), default=0.0)
    said = [one for one in found if one.weight > max(0.0, QUIET * loudest)]
    return tuple((*without_signs(text, one.start, one.end), sign) for one in said)


def without_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the word itself stands: "se," without its comma."""
    letters = [at for at in range(start, end) if text[at].isalnum()]
    return (letters[0], letters[-1] + 1) if letters else (start, end)
