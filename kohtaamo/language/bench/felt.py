"""Emotions of XED's subtitle lines, several of one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kohtaamo.language.emotions import emotions_of

from .retrieval import rows_of
from .scores import SetPair

# Of a line: its text and its emotions.
Felt = tuple[str, frozenset[str]]


def felt_lines(path: Path) -> list[Felt]:
    """Lines that people gave an emotion."""
    return [(row["text"], frozenset(row["emotions"])) for row in rows_of(path) if row["emotions"]]


def emotions_found(lines: Sequence[Felt], language: str) -> list[SetPair]:
    return [(felt, {key for key, _ in emotions_of(text, language)}) for text, felt in lines]


def everything(lines: Sequence[Felt]) -> list[SetPair]:
    """As if each line had every emotion: the recall of that costs no thought."""
    keys = frozenset[str]().union(*(felt for _, felt in lines))
    return [(felt, keys) for _, felt in lines]
