"""The tables of an LSS or LSQ file, of old versions and new ones alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from kohtaamo.feedback.definitions.draft import Draft, Texts
from kohtaamo.feedback.definitions.texts import piped

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
BRACED = re.compile(r"\{([^{}]{1,300})\}")
MOST_ROWS = 100_000


def tables_of(root: Element) -> dict[str, list[Row]]:
    found = {}
    for table in root:
        rows = table.find("rows")
        if rows is not None:
            found[str(table.tag)] = [
                {str(cell.tag): (cell.text or "").strip() for cell in row} for row in list(rows)[:MOST_ROWS]
            ]
    return found


def languages_of(root: Element) -> list[str]:
    return [(one.text or "").strip() for one in root.iterfind("languages/language")]


def once(rows: list[Row], key: str) -> list[Row]:
    """Old files repeat a row for each language: the first of each is kept."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), row)
    return list(found.values())


def order(field: str) -> Callable[[Row], float]:
    def place(row: Row) -> float:
        text = row.get(field, "")
        return float(text) if re.fullmatch(r"-?\d{1,9}", text) else 0.0

    return place


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts of the rows by language, wherever the version of the file keeps them."""

    draft: Draft
    spoken: Mapping[tuple[str, str], Mapping[str, Row]]
    name_of: Callable[[str], str | None]

    def of(self, table: str, key: str, field: str, tag: str) -> Texts:
        rows = self.spoken.get((table, key), {})
        texts = {}
        for written, kept in self.draft.tongues.kept.items():
            raw = rows.get(written, {}).get(field, "")
            text = self.text(raw, tag)
            if text:
                texts[kept] = text
        return texts

    def text(self, raw: str, tag: str) -> str:
        if "<img" in raw.lower() or "<video" in raw.lower():
            self.draft.lose(tag, "picture")

        def name_of(found: re.Match[str]) -> str | None:
            name = self.name_of(found[1].strip())
            if name is None:
                self.draft.lose(tag, "piped_unknown", name=found[0][:80])
            return name

        return piped(raw, BRACED, name_of)


def spoken_of(tables: Tables) -> dict[tuple[str, str], dict[str, Row]]:
    """By table and key: the row of each language. New files have tables of texts, old ones the rows themselves."""
    found: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for table, key, texts in (
        ("questions", "qid", "question_l10ns"),
        ("subquestions", "qid", "question_l10ns"),
        ("answers", "aid", "answer_l10ns"),
        ("groups", "gid", "group_l10ns"),
    ):
        for row in [*tables.get(table, []), *tables.get(texts, [])]:
            if row.get("language"):
                name = row.get(key) or answer_key(row)
                found[table, name][row["language"]] = row
    return found


def answer_key(row: Row) -> str:
    """Old answers have no number of their own."""
    return f"{row.get('qid', '')}/{row.get('scale_id', '0')}/{row.get('code', '')}"


def first(rows: list[Row]) -> dict[str, Any]:
    return rows[0] if rows else {}
