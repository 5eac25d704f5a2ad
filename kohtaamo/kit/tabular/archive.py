from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass

from .errors import UnreadableTable

MAX_UNPACKED = 1 << 30
# Sheets are streamed, the other parts (the texts above all) are held in memory while reading.
MAX_HELD = 256 << 20
MAX_PARTS = 10_000
# A sheet that repeats itself packs to a hundredth at most; the packing itself could do a thousandth.
MAX_RATIO, SMALL_ENOUGH = 200, 50 << 20
# The rows of a sheet are built one at a time; one of 2,000 cells stays well under this.
MAX_ROW_BYTES = 8 << 20
CHUNK = 1 << 20

ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
COMPUTED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]{0,512})?/>)\s*<(?:\w+:)?v>[^<]|\bt=\"str\"")


@dataclass(frozen=True, slots=True)
class SheetScan:
    """`uncomputed`: there are formulas, and the program that wrote them left no results."""

    rows: int
    uncomputed: bool


def refuse_dangerous(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    held = sum(part.file_size for part in parts if not is_sheet(part.filename))
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or held > MAX_HELD:
        raise UnreadableTable("zip_bomb", unpacked=unpacked, limit=MAX_UNPACKED)
    if unpacked > SMALL_ENOUGH and unpacked > MAX_RATIO * size:
        raise UnreadableTable("zip_bomb", unpacked=unpacked, packed=size)
    if sum(part.compress_size for part in parts) > size:
        raise UnreadableTable("zip_bomb", overlapping=True)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableTable("encrypted")
    _refuse_other_formats(set(archive.namelist()))


def _refuse_other_formats(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise UnreadableTable("old_excel", format="xlsb")
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return
    if "mimetype" in names and "content.xml" in names:
        raise UnreadableTable("not_a_table", format="ods")
    if any(name.endswith(".iwa") for name in names):
        raise UnreadableTable("not_a_table", format="numbers")
    if "word/document.xml" in names:
        raise UnreadableTable("not_a_table", format="docx")
    raise UnreadableTable("not_a_table", format="zip")


def is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/") and part.endswith(".xml")


def scan_sheets(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    """One quick pass over the bytes of each sheet, before the reader builds anything of them."""
    return {part: _scan_sheet(archive, part) for part in archive.namelist() if is_sheet(part)}


def _scan_sheet(archive: zipfile.ZipFile, part: str) -> SheetScan:
    rows, formula, computed = 0, False, False
    rest = b""
    with archive.open(part) as sheet:
        while chunk := sheet.read(CHUNK):
            if not rows and not rest and b"\0" in chunk[:4]:
                raise UnreadableTable("corrupt", reason="encoding")
            text = rest + chunk
            starts = [found.start() for found in ROW.finditer(text)]
            rows += max(0, len(starts) - 1) if starts else 0
            cut = starts[-1] if starts else 0
            gaps = zip([0, *starts], [*starts, len(text)], strict=True)
            if any(end - start > MAX_ROW_BYTES for start, end in gaps):
                raise UnreadableTable("too_large_cell", row=rows)
            formula = formula or FORMULA.search(text) is not None
            computed = computed or (formula and COMPUTED.search(text) is not None)
            rest = text[cut:]
    return SheetScan(rows=rows + bool(ROW.match(rest)), uncomputed=formula and not computed)
