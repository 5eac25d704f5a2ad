from __future__ import annotations

import re
from functools import cache
from typing import Any

from kohtaamo.language.analyser import Analyser, Reading
from kohtaamo.language.lexicon import entries, sentences_of

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LANGUAGES = ("en", "fi", "sv")
LEAST_LETTERS = 12
LEAST_MARGIN = 0.5
HINTED_CONFIDENCE = 0.3
GUESSED_CONFIDENCE = 0.3
# Letters with spaces; a known word is so many times likelier in its language. Chosen on XED's dev lines.
SHORT = 30
KNOWN_WORD = 20.0
LEAST_SHARE = 1e-12


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
        (best, share), (_, second_share), *_ = _ranked(text.lower())
        if letters >= LEAST_LETTERS and share - second_share >= LEAST_MARGIN:
            return _reading(best, float(share))
    if language not in ("", "und"):
        return _reading(language, HINTED_CONFIDENCE)
    return _reading(best, min(float(share), GUESSED_CONFIDENCE))


def _ranked(text: str) -> list[tuple[str, float]]:
    """In a short text the words it shares with our lists count beside its letters."""
    ranked = {language: float(share) for language, share in _identifier().rank(text)}
    if len(text) >= SHORT:
        return list(ranked.items())
    words = WORD.findall(text)
    weighed = {
        language: max(share, LEAST_SHARE) * KNOWN_WORD ** sum(word in _words_of(language) for word in words)
        for language, share in ranked.items()
    }
    whole = sum(weighed.values())
    return sorted(((one, share / whole) for one, share in weighed.items()), key=lambda pair: -pair[1])


@cache
def _words_of(language: str) -> frozenset[str]:
    sentences = sentences_of(language)
    return frozenset(
        [word for word, _ in entries(f"afinn_{language}")]
        + [word for text, _ in sentences for word in WORD.findall(text.lower())]
    )


def _reading(language: str, confidence: float) -> Reading:
    return Reading("language", language, confidence, (), "py3langid", "1")


LANGUAGE_ID = Analyser(key="language_id", task="language", languages=LANGUAGES, read=_read)
