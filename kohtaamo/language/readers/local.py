"""Our own reader on this machine, behind the same interface; the last to fall back to."""

from __future__ import annotations

from kohtaamo.language.analysis import themes_of
from kohtaamo.language.emotions import emotions_of
from kohtaamo.language.reading import read_comment
from kohtaamo.language.sentiment import PROVIDER, VERSION

from .answering import Answer, Asked, Mark, Task


def read_here(asked: Asked, task: Task) -> Answer:
    return Answer(task, PROVIDER, VERSION, found_in(asked, task))


def found_in(asked: Asked, task: Task) -> tuple[Mark, ...]:
    reading = read_comment(asked.text, asked.language)
    if task == "themes":
        return tuple(
            Mark(
                one.theme.key,
                one.theme.confidence,
                one.tone,
                tuple((start, end, (one.tone > 0) - (one.tone < 0)) for start, end in one.theme.evidence),
            )
            for one in themes_of(asked.text, reading)
        )
    if task == "emotions":
        return tuple(Mark(key, share) for key, share in emotions_of(asked.text, reading.language))
    if reading.sentiment is not None and reading.sentiment_label:
        return (Mark(reading.sentiment_label, reading.confidence, reading.sentiment, reading.spans),)
    return ()
