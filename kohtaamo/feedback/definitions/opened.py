"""A file of unknown form, opened once: as JSON, as XML or as a workbook. Hostile ones are refused here."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kohtaamo.feedback.question import UnfitError

from .archive import definition_in

LARGEST = 20 << 20
LARGEST_UNPACKED = 100 << 20
MOST_ROWS, MOST_COLUMNS = 5_000, 200
DEEPEST = 100
ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
Sheet = list[list[str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """One of the three is there, or none when the form is not known at all. `beside` are other parts of an archive."""

    json: Any = None
    xml: Element | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    beside: tuple[str, ...] = ()


def open_file(data: bytes) -> Opened:
    """`UnfitError` for what is empty, too large, broken, locked or dangerous."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnfitError("definition_empty")
    if len(data) > LARGEST:
        raise UnfitError("definition_too_large", most=LARGEST >> 20)
    if data.startswith(b"PK"):
        return opened_archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnfitError("definition_old_excel")
    text = text_of(data)
    if text.startswith("<"):
        return Opened(xml=xml_of(data, text))
    if text.startswith(("{", "[")):
        return Opened(json=json_of(text))
    raise UnfitError("definition_unknown")


def opened_archive(data: bytes) -> Opened:
    """A workbook is an archive as well, and has no definition among its parts."""
    found = definition_in(data)
    if found is None:
        return Opened(sheets=sheets_of(data))
    definition, beside = found
    text = text_of(definition)
    if not text.startswith("<"):
        raise UnfitError("definition_broken")
    return Opened(xml=xml_of(definition, text), beside=beside)


def text_of(data: bytes) -> str:
    encoding = next((name for mark, name in ENCODINGS if data.startswith(mark)), None)
    if encoding is None:
        even, odd = data[:200:2].count(0), data[1:200:2].count(0)
        encoding = "utf-16-le" if odd > even else "utf-16-be" if even > odd else "utf-8"
    try:
        return data.decode(encoding).strip().removeprefix("\ufeff").lstrip()
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return data.decode("windows-1252", "replace").strip()
        raise UnfitError("definition_broken") from None


def json_of(text: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnfitError("definition_broken") from None
    if depth_of(found) > DEEPEST:
        raise UnfitError("definition_too_deep")
    return found


def depth_of(found: Any) -> int:
    """How deep lists and objects stand within each other; counting ends soon after the limit."""
    layer, depth = [found], 0
    while layer and depth <= DEEPEST:
        layer = [
            part
            for one in layer
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
        depth += 1
    return depth


def xml_of(data: bytes, text: str) -> Element:
    if text[:500].lower().startswith(("<!doctype html", "<html")):
        raise UnfitError("definition_unknown")
    try:
        is_plain = data.lstrip()[:1] == b"<" or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
        root: Element = fromstring(data if is_plain else text, forbid_dtd=False)
    except DefusedXmlException:
        raise UnfitError("definition_dangerous") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise UnfitError("definition_broken") from None
    return root


def sheets_of(data: bytes) -> dict[str, Sheet]:
    import openpyxl  # noqa: PLC0415  half a second that only workbooks need

    try:
        check_archive(data)
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        try:
            return {sheet.title.strip().lower(): rows_of(sheet) for sheet in book.worksheets}
        finally:
            book.close()
    except UnfitError:
        raise
    except Exception:  # noqa: BLE001  what a broken workbook raises is not told anywhere
        raise UnfitError("definition_broken") from None


def check_archive(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise UnfitError("definition_locked")
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise UnfitError("definition_dangerous")
        if "xl/workbook.xml" not in archive.namelist():
            raise UnfitError("definition_unknown")


def rows_of(sheet: Any) -> Sheet:
    rows: Sheet = []
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
        if len(rows) > MOST_ROWS:
            raise UnfitError("definition_too_large", most=LARGEST >> 20)
        rows.append([cell_text(cell) for cell in row])
    return rows


def cell_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell).strip()
