"""Which of Plutchik's eight emotions a text speaks of: coarse, and often wrong. Never a figure of its own."""

from __future__ import annotations

from .normalising import closed_up
from .sentiment import label_of
from .shipped import limits, shipped_model
from .tone import read_tone

EMOTIONS = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
LANGUAGES = ("fi", "en")
# A tone so surely neutral speaks of no emotion, and one so surely good or bad not of its opposite.
SURELY_NEUTRAL = 0.8
SURE = 0.6
GOOD, BAD = frozenset({"joy", "trust"}), frozenset({"anger", "disgust", "fear", "sadness"})


def emotions_of(text: str, language: str) -> tuple[tuple[str, float], ...]:
    """Key and probability of each emotion that is likely enough, the likeliest first."""
    name = f"emotions_{language}"
    model = shipped_model(name) if language in LANGUAGES and any(map(str.isalpha, text)) else None
    if model is None:
        return ()
    unfit, least = unfit_for(text, language), limits(name)
    found = [
        (key, share)
        for key, share in model.read(closed_up(text)).items()
        if share >= least[key] and key not in unfit
    ]
    return tuple(sorted(found, key=lambda one: -one[1]))


def unfit_for(text: str, language: str) -> frozenset[str]:
    tone = read_tone(text, language)
    label = label_of(float(tone.value))
    if label == "neutral":
        return frozenset(EMOTIONS) if tone.confidence >= SURELY_NEUTRAL else frozenset()
    if tone.confidence < SURE:
        return frozenset()
    return BAD if label == "positive" else GOOD
