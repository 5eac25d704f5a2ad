"""What people wrote, as it is given out row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kohtaamo.organisation.veiling import veiled_value

from .question import OTHER
from .questions import QUESTIONS


def veiled_content(content: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of an answer's content the open text, and own words in place of a choice."""
    return [{**one, "value": veiled_words(one["kind"], one["value"])} for one in content]


def veiled_words(kind: str, value: Any) -> Any:
    question = QUESTIONS.get(kind)
    if question is not None and question.input == "text":
        return veiled_value(value)
    if isinstance(value, list):
        return [veiled_words(kind, one) for one in value]
    return veiled_value(value) if isinstance(value, dict) and OTHER in value else value
