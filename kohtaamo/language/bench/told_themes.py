"""Themes found in comments, against those a person gave them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from kohtaamo.language.themes import themes_in

from .scores import SetPair

# Of a comment: its text and its themes.
Labelled = tuple[str, frozenset[str]]


def labelled_json(path: Path, language: str) -> list[Labelled]:
    """`{"fi": text, "themes": [...]}` a line."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(row[language], frozenset(row["themes"])) for row in rows]


def labelled_table(path: Path) -> list[Labelled]:
    """Themes apart by commas ("-" for none), a tab, the text; lines that begin with "#" are passed over."""
    lines = (
        line.split("\t", 1)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line[:1] not in {"", "#"}
    )
    return [(text, frozenset(themes.split(",")) - {"-"}) for themes, text in lines]


def themes_found(comments: Iterable[Labelled], language: str) -> list[SetPair]:
    return [(themes, {theme.key for theme in themes_in(text, language)}) for text, themes in comments]


def disagreements(comments: Sequence[Labelled], language: str) -> list[str]:
    """What was missed (-) and what was too much (+), to look at."""
    pairs = zip(comments, themes_found(comments, language), strict=True)
    return [
        f"{text}\n    "
        + " ".join([*(f"-{key}" for key in sorted(said - read)), *(f"+{key}" for key in sorted(read - said))])
        for (text, _), (said, read) in pairs
        if said != read
    ]
