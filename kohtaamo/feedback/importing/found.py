"""What a file of another program tells: the questions it holds, and where each answer to them stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from kohtaamo.feedback.question import Words
from kohtaamo.kit.tabular import Row, Table, UnreadableTable, open_table

# "one" and "group" are settled by what the cells hold, the others are known from the file.
Shape = Literal[
    "one", "group", "many", "codes", "joined", "places", "table", "ranking", "text", "number", "date"
]
HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be carried over: its name in the file, and a code whose sentence stands in `losses`."""

    element: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One column of a question. In "many", `counted` is what the cell of a chosen one says; None: anything."""

    column: str
    value: str
    text: str = ""
    counted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`labels` are the words of coded answers; `other` is the column of own words beside the choices.

    `own` is what a cell says when the answer stands in `other`; `codes` what a cell with words stands for.
    "joined" without a separator is settled by the cells, too.
    """

    name: str
    title: str
    shape: Shape
    items: tuple[Item, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""
    other: str = ""
    own: str = ""
    wish: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def column(self) -> str:
        return self.items[0].column

    def columns(self) -> list[str]:
        return [item.column for item in self.items] + ([self.other] if self.other else [])


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Columns that tell of an answer. Of `moments` the first that is filled counts; `moment` is for want of any.

    An answer is complete unless `finished` says no or `ended` is empty.
    """

    uid: str = ""
    moments: tuple[str, ...] = ()
    moment: str = ""
    zone: str = "Europe/Helsinki"
    language: str = ""
    customer: str = ""
    finished: str = ""
    ended: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`rows` begins anew each time; its cells are texts by column. `layout` is the same for files of one survey."""

    format: str
    name: str
    language: str
    asked: tuple[Asked, ...]
    about: About
    losses: tuple[Loss, ...]
    layout: str
    rows: Callable[[], Iterator[Row]]


class Beginning:
    """A file of unknown form, as far as one must look to tell it."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name

    @cached_property
    def head(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(HEAD)

    @cached_property
    def table(self) -> Table | None:
        """None where it is no table that we can read."""
        try:
            return open_table(self.path, name=self.name)
        except UnreadableTable:
            return None

    @cached_property
    def columns(self) -> list[str]:
        return self.table.columns if self.table else []

    @cached_property
    def first(self) -> list[dict[str, str]]:
        """The first rows under the names of the columns."""
        try:
            return [row.cells for row in self.table.preview(3)] if self.table else []
        except UnreadableTable:
            return []


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFormat:
    """`knows` goes by the contents, never by a file name. `read` may raise `UnreadableTable`."""

    key: str
    label: Words
    knows: Callable[[Beginning], bool]
    read: Callable[[Beginning], Found]
