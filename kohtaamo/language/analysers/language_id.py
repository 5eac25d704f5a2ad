from __future__ import annotations

from functools import cache
from typing import Any

from kohtaamo.language.analyser import Analyser, Reading

LANGUAGES = ("en", "fi", "sv")
LEAST_LETTERS = 12
LEAST_MARGIN = 0.5
HINTED_CONFIDENCE = 0.3
GUESSED_CONFIDENCE = 0.3


@cache
def _identifier() -> Any:
    # Loading brings in numpy and over 100 MB: only a process that reads texts pays for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def _read(text: str, language: str) -> Reading:
    """`language` is a hint (the survey's language); it decides when the text is too short or unclear.
    Without one the likeliest is told, with a low confidence; of a text without a letter nothing is.
    """
    letters = sum(character.isalpha() for character in text)
    best, share = "und", 0.0
    if letters:
        (best, share), (_, second_share), *_ = _identifier().rank(text)
        if letters >= LEAST_LETTERS and share - second_share >= LEAST_MARGIN:
            return _reading(best, float(share))
    if language not in ("", "und"):
        return _reading(language, HINTED_CONFIDENCE)
    return _reading(best, min(float(share), GUESSED_CONFIDENCE))


def _reading(language: str, confidence: float) -> Reading:
    return Reading("language", language, confidence, (), "py3langid", "1")


LANGUAGE_ID = Analyser(key="language_id", task="language", languages=LANGUAGES, read=_read)
