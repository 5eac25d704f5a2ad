"""A form in which answers go out: one file each in `formats`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kohtaamo.feedback.question import Words

from .table import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenForm:
    """`write` fills the file at the path, row by row where the form allows it."""

    key: str
    label: Words
    ending: str
    content_type: str
    write: Callable[[Sheet, Path], None]
