from __future__ import annotations

from dataclasses import dataclass, replace

from .analyser import Reading, Span
from .analysers import ANALYSERS, analysers_for
from .quoting import own_words
from .sentiment import hits_in, label_of

LONGEST = 10_000
SURE_LANGUAGE = 0.5
# A less sure reading is neither called good or bad nor measured.
SURE_TONE = 0.5
SENTIMENT_LANGUAGES = sorted(
    {language for one in ANALYSERS.values() if one.task == "sentiment" for language in one.languages}
)


@dataclass(frozen=True)
class CommentReading:
    """`sentiment` is -1 to 1, None where no analyser reads the language; below `SURE_TONE` its
    label is only a guess.
    """

    language: str
    language_confidence: float
    sentiment: float | None
    sentiment_label: str | None
    confidence: float
    spans: tuple[Span, ...]


def read_comment(text: str, hint: str | None) -> CommentReading:
    """`hint` is the language the comment was asked in; mark-up is read as the plain text it is, what is
    quoted from others is not read.
    """
    text = own_words(text[:LONGEST])
    known_hint = (hint or "und").replace("_", "-").split("-")[0].lower()
    found = ANALYSERS["language_id"].read(text, known_hint)
    language, confidence = (str(found.value), found.confidence) if found else ("und", 0.0)
    reading = _sentiment(text, language)
    if confidence < SURE_LANGUAGE and (reading is None or not hits_in(text, language)):
        reading = _sentiment_in_any_language(text) or reading
    return _told(language, confidence, reading)


def read_in(text: str, language: str) -> CommentReading:
    """Of a text whose language is known."""
    return _told(language, 1.0, _sentiment(own_words(text[:LONGEST]), language))


def _told(language: str, confidence: float, reading: Reading | None) -> CommentReading:
    if reading is None:
        return CommentReading(language, confidence, None, None, 0.0, ())
    value = float(reading.value)
    return CommentReading(language, confidence, value, label_of(value), reading.confidence, reading.evidence)


def _sentiment(text: str, language: str) -> Reading | None:
    readings = (one.read(text, language) for one in analysers_for(task="sentiment", language=language))
    return max((reading for reading in readings if reading), key=lambda one: one.confidence, default=None)


def _sentiment_in_any_language(text: str) -> Reading | None:
    """A few words or an emoji of an unknown language: what any analyser recognises, half as surely."""
    readings = [
        one.read(text, one.languages[0])
        for one in ANALYSERS.values()
        if one.task == "sentiment" and hits_in(text, one.languages[0])
    ]
    best = max(
        (one for one in readings if one and one.confidence), key=lambda one: one.confidence, default=None
    )
    return replace(best, confidence=best.confidence / 2) if best else None
