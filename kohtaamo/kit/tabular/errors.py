from __future__ import annotations

from typing import Literal

MAX_CELL_CHARACTERS = 131_072
MAX_COLUMNS = 2_000

Code = Literal[
    "empty_file",
    "not_a_table",
    "no_header",
    "no_sheet",
    "too_large_cell",
    "too_many_columns",
    "encrypted",
    "corrupt",
    "old_excel",
    "zip_bomb",
]


class UnreadableTable(Exception):  # noqa: N818 - reads as a sentence: "raise UnreadableTable"
    """The file cannot be read; `code` is stable, `facts` are what a sentence about it needs."""

    def __init__(self, code: Code, **facts: object) -> None:
        super().__init__(code, facts)
        self.code: Code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{key}={value!r}" for key, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
