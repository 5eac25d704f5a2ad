"""One row of a file, read by its mapping into what an answer needs; or refused with the reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from kohtaamo.feedback.question import UnfitError
from kohtaamo.feedback.services import GivenValue
from kohtaamo.kit.tabular import Row

from .dates import moment_reader
from .mapping import Mapping
from .readers import Names, answer_reader, clean, fingerprinting, remembered

LONGEST_UID = 110


class ReadRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Names are not looked up yet. A row has a `uid` of its own or else a fingerprint; the other is empty."""

    number: int
    uid: str
    fingerprint: bytes
    happened_at: datetime
    content: tuple[GivenValue, ...]
    attributes: dict[str, str]
    touchpoint: str
    channel: str
    unit: str
    customer: str
    case: str
    language: str
    # as they came
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    number: int
    code: str
    facts: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)


class RowReader:
    def __init__(self, mapping: Mapping, *, day_first: bool | None, excel_serial: bool) -> None:
        self._questions = [(one.column, answer_reader(one)) for one in mapping.questions]
        self._attributes = [(one.column, one.name, remembered(clean)) for one in mapping.attributes]
        self._names = Names(mapping)
        self._touchpoint_column = getattr(mapping.touchpoint, "column", "")
        self._uid_column = mapping.uid.column if mapping.uid else ""
        self._fingerprint = fingerprinting(mapping)
        self._moment = moment_reader(mapping, day_first=day_first, excel_serial=excel_serial)

    def read(self, row: Row) -> ReadRow | Refusal:
        try:
            return self._read(row)
        except UnfitError as unfit:
            return Refusal(row.number, unfit.code, unfit.facts, row.cells)

    def _read(self, row: Row) -> ReadRow:
        if row.problem:
            raise UnfitError(row.problem)
        cells = row.cells
        given = [read(cells[column]) for column, read in self._questions]
        content = tuple([one for one in given if one is not None])
        if not content:
            raise UnfitError("no_values")
        happened_at = self._moment(cells)
        names = self._names.read(cells)
        if not names["touchpoint"]:
            raise UnfitError("touchpoint_missing", column=self._touchpoint_column)
        uid = clean(cells[self._uid_column]) if self._uid_column else ""
        return ReadRow(
            number=row.number,
            uid=own_uid(uid) if uid else "",
            fingerprint=b"" if uid else self._fingerprint(cells),
            happened_at=happened_at,
            content=content,
            attributes={
                name: text for column, name, read in self._attributes if (text := read(cells[column]))
            },
            cells=cells,
            **names,
        )


def own_uid(text: str) -> str:
    if len(text) > LONGEST_UID:
        text = hashlib.sha256(text.encode()).hexdigest()
    return f"import:{text}"
