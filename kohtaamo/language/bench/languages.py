"""How often the language of a line is told right without a hint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kohtaamo.language.analysers import ANALYSERS

SHORT = 20


def languages_told(lines: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each line with the language it is in and the one it was read in; undecided is wrong."""
    for language, texts in lines.items():
        for text in texts:
            found = ANALYSERS["language_id"].read(text, "und")
            yield text, (language, str(found.value) if found else "und")


def evenly(lines: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """As many lines of each language, spread over its file."""
    few = min(map(len, lines.values()))
    return {language: list(texts[:: len(texts) // few])[:few] for language, texts in lines.items()}
