"""Which of Plutchik's eight emotions a text speaks of: coarse, and often wrong. Never a figure of its own."""

from __future__ import annotations

from .sentiment import label_of
from .shipped import limits, shipped_model
from .tone import read_tone

EMOTIONS = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
LANGUAGES = ("fi", "en")
# A tone so surely neutral speaks of no emotion.
SURELY_NEUTRAL = 0.75


def emotions_of(text: str, language: str) -> tuple[tuple[str, float], ...]:
    """Key and probability of each emotion that is likely enough, the likeliest first."""
    name = f"emotions_{language}"
    model = shipped_model(name) if language in LANGUAGES and any(map(str.isalpha, text)) else None
    if model is None or is_surely_neutral(text, language):
        return ()
    least = limits(name)
    found = [(key, share) for key, share in model.read(text).items() if share >= least[key]]
    return tuple(sorted(found, key=lambda one: -one[1]))


def is_surely_neutral(text: str, language: str) -> bool:
    tone = read_tone(text, language)
    return tone.confidence >= SURELY_NEUTRAL and label_of(float(tone.value)) == "neutral"
