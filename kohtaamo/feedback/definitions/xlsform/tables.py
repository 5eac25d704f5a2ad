"""A group that is shown as a table: questions that share their choices are one question with rows."""

from __future__ import annotations

from dataclasses import dataclass

from .sheets import Row

BEGINS, ENDS = ("begin group", "begin_group"), ("end group", "end_group")
AS_TABLE = "table-list"
# What a row of a table could not keep.
OF_ITS_OWN = ("relevant", "constraint", "choice_filter", "default")


@dataclass(frozen=True, slots=True)
class Table:
    head: Row
    rows: list[Row]
    listed: str


def table_at(rows: list[Row], at: int) -> Table | None:
    """None unless the group that begins here holds nothing but rows alike."""
    head = rows[at]
    is_table = AS_TABLE in head.get("appearance", "") and kind_of(head) in BEGINS and head.get("name")
    end = next((n for n, row in enumerate(rows[at:], start=at) if kind_of(row) in ENDS), None)
    inner = rows[at + 1 : end] if end is not None else []
    if not is_table or not inner:
        return None
    lists = {list_of(row) for row in inner}
    needed = {row.get("required", "").lower() for row in inner}
    plain = all(row.get("name") and not any(row.get(key) for key in OF_ITS_OWN) for row in inner)
    listed = lists.pop()
    return Table(head, inner, listed) if plain and listed and not lists and len(needed) == 1 else None


def kind_of(row: Row) -> str:
    return row.get("type", "").strip().lower()


def list_of(row: Row) -> str:
    kind = row.get("type", "").strip().replace("select one", "select_one").split()
    is_choice = len(kind) == 2 and kind[0].lower() == "select_one"  # noqa: PLR2004 - the word and the list
    return kind[1] if is_choice else ""
