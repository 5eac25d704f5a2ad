from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from .json_lines import BadLine, TextRow, read_rows, say_json


def redact(
    reversible: Annotated[
        bool, typer.Option("--reversible", help="Tell too what each placeholder stands for.")
    ] = False,
) -> None:
    """Put personal data behind placeholders: reads and writes JSON lines with id and text."""
    for _number, row in read_rows(sys.stdin.buffer):
        say_json(asdict(row) if isinstance(row, BadLine) else redacted_row(row, reversible=reversible))


def redacted_row(row: TextRow, *, reversible: bool) -> dict[str, Any]:
    """Spans are of the text as it came. Without `reversible` nothing of what was hidden is written."""
    from kohtaamo.language import redacting  # noqa: PLC0415  other commands start without it

    found = redacting.find(row.text)
    redacted = redacting.redact(row.text, found=found)
    spans = [{"kind": one.kind, "start": one.start, "end": one.end} for one in found]
    result = {"id": row.id, "text": redacted.text, "pii": spans}
    return {**result, "placeholders": redacted.placeholders} if reversible else result
