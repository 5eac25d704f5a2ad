"""Which of Plutchik's eight emotions a text speaks of: coarse, and often wrong. Never a figure of its own."""

from __future__ import annotations

from .shipped import limits, shipped_model

EMOTIONS = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
LANGUAGES = ("fi", "en")


def emotions_of(text: str, language: str) -> tuple[tuple[str, float], ...]:
    """Key and probability of each emotion that is likely enough, the likeliest first."""
    name = f"emotions_{language}"
    model = shipped_model(name) if language in LANGUAGES and any(map(str.isalpha, text)) else None
    if model is None:
        return ()
    least = limits(name)
    found = [(key, share) for key, share in model.read(text).items() if share >= least[key]]
    return tuple(sorted(found, key=lambda one: -one[1]))
