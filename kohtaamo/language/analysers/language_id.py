from __future__ import annotations

import re
from functools import cache

from kohtaamo.language.analyser import Analyser, Reading
from kohtaamo.language.letters import LANGUAGES, ranked
from kohtaamo.language.lexicon import FOLDER, entries, sentences_of

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LEAST_LETTERS = 12
LEAST_MARGIN = 0.5
HINTED_CONFIDENCE = 0.3
GUESSED_CONFIDENCE = 0.3
# Letters with spaces; a known word is so many times likelier in its language. Chosen on XED's dev lines.
SHORT = 30
KNOWN_WORD = 20.0
LEAST_SHARE = 1e-12


def _read(text: str, language: str) -> Reading:
    """`language` is a hint (the survey's language); it decides when the text is too short or unclear.
    Without one the likeliest is told, with a low confidence; of a text without a letter nothing is.
    """
    letters = sum(map(str.isalpha, text))
    best, share = "und", 0.0
    if letters:
        (best, share), (_, second_share), *_ = _ranked(text.lower())
        if letters >= LEAST_LETTERS and share - second_share >= LEAST_MARGIN:
            return _reading(best, share)
    if language not in ("", "und"):
        return _reading(language, HINTED_CONFIDENCE)
    return _reading(best, min(share, GUESSED_CONFIDENCE))


def _ranked(text: str) -> list[tuple[str, float]]:
    """In a short text the words it shares with our lists count beside its letters."""
    by_letters = ranked(text)
    if len(text) >= SHORT:
        return by_letters
    words = WORD.findall(text)
    weighed = {
        language: max(share, LEAST_SHARE) * KNOWN_WORD ** sum(map(_words_of(language).__contains__, words))
        for language, share in by_letters
    }
    whole = sum(weighed.values())
    return sorted(((one, share / whole) for one, share in weighed.items()), key=lambda pair: -pair[1])


@cache
def _words_of(language: str) -> frozenset[str]:
    sentences = sentences_of(language)
    return frozenset(
        [word for word, _ in entries(f"afinn_{language}")]
        + [word for text, _ in sentences for word in WORD.findall(text.lower())]
        + (FOLDER / f"common_{language}.txt").read_text(encoding="utf-8").split()
    )


def _reading(language: str, confidence: float) -> Reading:
    return Reading("language", language, confidence, (), "py3langid", "1")


LANGUAGE_ID = Analyser(key="language_id", task="language", languages=LANGUAGES, read=_read)
