"""All that is measured of the reading of open text, in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kohtaamo.web.bench.bench import Finding

from .feeling import emotions
from .finding import retrieval
from .real import airline_mentions, bank_reviews
from .speed import WEIGHED, speed
from .tone import tone
from .understanding import identifiers, languages, names, themes


def steps(
    language_data: Path | None, real_data: Path | None, *, most: int = WEIGHED
) -> tuple[tuple[str, Iterator[Finding]], ...]:
    """Of each step what it is about and its rows, measured as they are taken; at most so many made-up texts."""
    return (
        ("speed and memory", speed(most)),
        ("personal data", identifiers()),
        ("tone", tone(language_data)),
        ("emotions", emotions(language_data)),
        ("languages", languages(language_data)),
        ("themes", themes(language_data)),
        ("names", names(language_data)),
        ("finding", retrieval(language_data)),
        ("tweets to airlines", airline_mentions(real_data)),
        ("reviews of banks' apps", bank_reviews(real_data)),
    )
