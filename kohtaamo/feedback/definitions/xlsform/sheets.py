"""Rows of the sheets by the names of their columns, as the XLSForm standard has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kohtaamo.feedback.definitions.draft import Draft, Texts
from kohtaamo.feedback.definitions.opened import Sheet
from kohtaamo.feedback.definitions.texts import piped

Row = dict[str, str]
PIPE = re.compile(r"\$\{\s*([^{}]{1,200}?)\s*\}")
# Older names of columns and their present ones.
RENAMED = {
    "relevance": "relevant",
    "calculate": "calculation",
    "list name": "list_name",
    "caption": "label",
    "command": "type",
    "value": "name",
}


def rows_of(sheet: Sheet) -> list[Row]:
    """The first row that says anything has the names of the columns."""
    filled = [row for row in sheet if any(row)]
    if not filled:
        return []
    heads = [head_of(cell) for cell in filled[0]]
    return [
        {head: cell for head, cell in zip(heads, row, strict=False) if head and cell} for row in filled[1:]
    ]


def head_of(cell: str) -> str:
    name, mark, language = cell.strip().partition("::" if "::" in cell else ":")
    head = name.strip().lower()
    head = RENAMED.get(head, head)
    return f"{head}::{language.strip()}" if mark else head


def lists_of(rows: list[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("list_name") and row.get("name"):
            found[row["list_name"]].append(row)
    return found


def languages_of(settings: Row, *sheets: list[Row]) -> list[str]:
    """The default one first; without any, the one told of in the settings or English."""
    told = settings.get("default_language", "")
    heads = [
        head for rows in sheets for row in rows for head in row if head.startswith(("label::", "hint::"))
    ]
    named = [head.partition("::")[2] for head in heads]
    return [told if told and told != "default" else "", *named] if named or told else ["en"]


@dataclass(frozen=True, slots=True)
class Wording:
    draft: Draft
    name_of: Callable[[str], str | None]

    def of(self, row: Row, field: str, tag: str) -> Texts:
        texts = {}
        for written, kept in self.draft.tongues.kept.items():
            is_first = kept == self.draft.tongues.first
            raw = row.get(f"{field}::{written}") or (row.get(field, "") if is_first else "")
            text = self.text(raw, tag)
            if text:
                texts[kept] = text
        return texts

    def text(self, raw: str, tag: str) -> str:
        def name_of(found: re.Match[str]) -> str | None:
            name = self.name_of(found[1])
            if name is None:
                self.draft.lose(tag, "piped_unknown", name=found[0][:80])
            return name

        return piped(raw, PIPE, name_of)
