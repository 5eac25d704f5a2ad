"""The tone of a text: word lists and a linear model weighed together, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from .analyser import Reading, Span
from .blend import bounded, features
from .irony import belief_in_praise
from .normalising import closed_up
from .sentiment import LABEL_LIMIT, PROVIDER, VERSION, Hit, hits_in
from .shipped import shipped_blend, shipped_model

# A model has its say about words; of emoji alone the lists know more.
LEAST_LETTERS = 2
LONGEST_LOOK = 200
LONGEST_WORD = 64
MARKED = 3
WORDS_OF_A_LINE = 12
LEAST_MARK = 0.15


@lru_cache(maxsize=64)
def read_tone(text: str, language: str) -> Reading:
    """Value from -1 to 1, whose size below 0.1 means neutral, and the sign then only the likelier side.

    Confidence is the probability that the label is right; 0 where there was nothing to read.
    """
    hits = [] if is_one_code(text) else hits_in(text, language)
    if not hits and not has_words(text):
        return Reading("sentiment", 0.0, 0.0, (), PROVIDER, VERSION)
    shares, confidence = weighed(text, language, hits)
    label = max(shares, key=shares.__getitem__)
    if label != "negative":
        confidence *= belief_in_praise(text, hits)
    value = value_of(shares, label, hits)
    return Reading("sentiment", value, confidence, marks(text, language, hits, label), PROVIDER, VERSION)


def has_words(text: str) -> bool:
    return not is_one_code(text) and sum(map(str.isalpha, text[:LONGEST_LOOK])) >= LEAST_LETTERS


def is_one_code(text: str) -> bool:
    """A key, a picture in letters, a finger left on a key: longer than any word and without a space."""
    return len(text) > LONGEST_WORD and text.isascii() and len(text.split(maxsplit=1)) == 1


def weighed(text: str, language: str, hits: Sequence[Hit]) -> tuple[dict[str, float], float]:
    model, blend = shipped_model(f"sentiment_{language}"), shipped_blend(language)
    if model is None or blend is None:
        raise LookupError(language)
    shares = blend.shares(features(hits, model.scores(closed_up(text)).tolist()))
    shares = of_length(shares, text.count(" ") + 1)
    return shares, blend.confidence(max(shares.values()))


def of_length(shares: dict[str, float], words: int) -> dict[str, float]:
    """The model learnt from short lines; a longer text is neutral only if each of its parts is."""
    if words <= WORDS_OF_A_LINE:
        return shares
    neutral = shares["neutral"] ** (words / WORDS_OF_A_LINE)
    rest = (1 - neutral) / max(1e-9, 1 - shares["neutral"])
    return {tone: neutral if tone == "neutral" else share * rest for tone, share in shares.items()}


def value_of(shares: Mapping[str, float], label: str, hits: Sequence[Hit]) -> float:
    """Between the words' own strength and the probabilities, of the label's side."""
    positive, negative = shares["positive"], shares["negative"]
    side = (positive - negative) / (positive + negative)
    if label == "neutral":
        return LABEL_LIMIT * 0.99 * side
    said = bounded(sum(hit.weight for hit in hits))
    sign = 1 if label == "positive" else -1
    return sign * min(1.0, max(LABEL_LIMIT, sign * (side + said) / 2))


def marks(text: str, language: str, hits: Sequence[Hit], label: str) -> tuple[Span, ...]:
    """The words of the lists; where there are none, those by which the model decided."""
    if hits:
        return tuple((hit.start, hit.end, 1 if hit.weight > 0 else -1) for hit in hits)
    model = shipped_model(f"sentiment_{language}")
    if label == "neutral" or model is None:
        return ()
    sign = 1 if label == "positive" else -1
    found = model.evidence(text, label, most=MARKED)
    return tuple((one.start, one.end, sign) for one in found if one.weight >= LEAST_MARK)
