from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Problem = Literal["too_many_cells", "broken_characters", "unclosed_quote"]
Kind = Literal["csv", "xlsx"]


class Record(NamedTuple):
    """One line as it stands in the file. `progress` is the share of the file read so far, 0 to 1."""

    cells: list[str]
    progress: float
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Source:
    """What a file format offers. `records` starts from the header each time and gives no blank lines.

    `look_below_header` is how many records may tell of columns the header leaves unnamed; in a delimited
    file none may, there a longer line is a broken line.
    """

    kind: Kind
    records: Callable[[], Iterator[Record]]
    estimated_records: int
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    look_below_header: int = 0


def is_blank(cells: list[str]) -> bool:
    said = "".join(cells)
    return not said or said.isspace()
