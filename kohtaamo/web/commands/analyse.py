from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .json_lines import BadLine, TextRow, read_rows, say_json
from .setup import fail
from .terminal_words import gettext as _

if TYPE_CHECKING:
    from kohtaamo.language.analysis import Analysis
    from kohtaamo.language.reading import CommentReading

LABELS = {"positive": "pos", "neutral": "neu", "negative": "neg", None: "neu"}
DECIMALS = 4


def analyse(
    language: Annotated[
        Literal["auto", "fi", "en", "sv"], typer.Option("--language", help="What the texts are in.")
    ] = "auto",
    tasks: Annotated[
        str,
        typer.Option(
            "--tasks", help="What to look for: language, sentiment, themes, emotions, pii, keyphrases, flags."
        ),
    ] = "language,sentiment,themes,emotions,pii,keyphrases,flags",
) -> None:
    """Read what people wrote: JSON lines with id and text come in, one line with what was found goes out for each."""
    from kohtaamo.language import analysis  # noqa: PLC0415  other commands start without it

    asked = {name.strip() for name in tasks.split(",")}
    chosen = [task for task in analysis.TASKS if task in asked]
    unknown = asked.difference(analysis.TASKS)
    if unknown:
        known = {"unknown": ", ".join(sorted(unknown)), "known": ", ".join(analysis.TASKS)}
        fail(_("There is no task %(unknown)s. These can be asked for: %(known)s.") % known)
    for _number, row in read_rows(sys.stdin.buffer):
        if isinstance(row, BadLine):
            say_json(asdict(row))
        else:
            say_json(told(row, analysis.analyse(row.text, language=language, tasks=chosen)))


def told(row: TextRow, found: Analysis) -> dict[str, Any]:
    """Spans are of the text as it came, in characters."""
    line: dict[str, Any] = {"id": row.id}
    if found.language is not None:
        line["language"] = found.language
    if found.reading is not None:
        line["sentiment"] = tone(found.reading)
    if found.themes is not None:
        line["themes"] = [
            {
                "key": one.theme.key,
                "confidence": round(one.theme.confidence, DECIMALS),
                "sentiment": LABELS[one.label],
                "evidence": one.theme.evidence,
            }
            for one in found.themes
        ]
    if found.emotions is not None:
        line["emotions"] = [
            {"key": key, "confidence": round(share, DECIMALS)} for key, share in found.emotions
        ]
    if found.personal is not None:
        line["pii"] = [{"kind": one.kind, "start": one.start, "end": one.end} for one in found.personal]
    if found.phrases is not None:
        line["keyphrases"] = [
            {"text": one.written, "start": one.start, "end": one.end, "score": one.score}
            for one in found.phrases
        ]
    if found.flags is not None:
        line["flags"] = [
            {"key": one.key, "confidence": one.confidence, "evidence": one.evidence} for one in found.flags
        ]
    return line


def tone(reading: CommentReading) -> dict[str, Any]:
    """Of a language without rules it is neutral with confidence 0; strength is from 1, very bad, to 5, very good."""
    from kohtaamo.language.strength import strength_of  # noqa: PLC0415  other commands start without it

    return {
        "label": LABELS[reading.sentiment_label],
        "score": round(reading.sentiment or 0.0, DECIMALS),
        "confidence": round(reading.confidence, DECIMALS),
        "strength": strength_of(reading.sentiment or 0.0),
        "evidence": [(start, end) for start, end, _sign in reading.spans],
    }
