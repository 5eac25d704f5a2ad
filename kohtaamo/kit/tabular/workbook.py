from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from .archive import refuse_dangerous, scan_sheets
from .errors import MAX_CELL_CHARACTERS, MAX_COLUMNS, UnreadableTable
from .source import Problem, Record, Source, is_blank

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_ROWS = 1_048_576
LOOK_BELOW_HEADER = 100
MIDNIGHT = dt.time()


class _Sheet(Protocol):
    """What we use of a sheet opened for reading only; openpyxl's own types describe the other sort."""

    title: str
    sheet_state: str
    _worksheet_path: str

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, max_row: int, values_only: bool) -> Iterator[tuple[object, ...]]: ...


def open_workbook(path: Path, *, sheet: str | None) -> Source:
    with _failures(), zipfile.ZipFile(path) as archive:
        refuse_dangerous(archive, path.stat().st_size)
        scans = scan_sheets(archive)
        with _load(path, results=True) as book:
            chosen = _choose_sheet(book, sheet)
            scan = scans[chosen._worksheet_path]  # noqa: SLF001 - openpyxl tells it nowhere else
            sheets = tuple(str(found.title) for found in book.worksheets)
            title = chosen.title
    return Source(
        kind="xlsx",
        records=partial(_read_records, path, title, total=scan.rows, uncomputed=scan.uncomputed),
        estimated_records=scan.rows,
        sheet=title,
        sheets=sheets,
        look_below_header=LOOK_BELOW_HEADER,
    )


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (UnreadableTable, GeneratorExit):
        raise
    except Exception as error:  # a broken workbook fails in the reader in countless ways
        raise UnreadableTable("corrupt", reason=type(error).__name__) from error


@contextmanager
def _load(path: Path, *, results: bool) -> Iterator[Workbook]:
    """`results`: what the formulas gave when last computed, otherwise the formulas themselves."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and most files are CSV

    # What it warns of (styles, validation rules it leaves out) does not touch the values.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=results, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _choose_sheet(book: Workbook, wanted: str | None) -> _Sheet:
    sheets = [cast("_Sheet", sheet) for sheet in book.worksheets]
    names = [sheet.title for sheet in sheets]
    if wanted is not None:
        if wanted not in names:
            raise UnreadableTable("no_sheet", sheet=wanted, sheets=names)
        return sheets[names.index(wanted)]
    shown_first = sorted(sheets, key=lambda sheet: sheet.sheet_state != "visible")
    for sheet in shown_first:
        if any(any(value is not None for value in row) for row in _rows(sheet)):
            return sheet
    # A workbook of formulas nobody computed has no values, yet is not empty.
    for sheet in shown_first:
        if any(True for row in _rows(sheet) if row):
            return sheet
    raise UnreadableTable("empty_file")


def _rows(sheet: _Sheet) -> Iterator[tuple[object, ...]]:
    # The extent a sheet claims for itself is often wrong, and can be a trap.
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=MAX_ROWS, values_only=True)


def _read_records(path: Path, title: str, *, total: int, uncomputed: bool) -> Iterator[Record]:
    with _failures(), _load(path, results=not uncomputed) as book:
        for number, row in enumerate(_rows(_choose_sheet(book, title)), 1):
            cells = _trim([write_value(value) for value in islice(row, MAX_COLUMNS + 1)])
            if any(len(cell) > MAX_CELL_CHARACTERS for cell in cells):
                raise UnreadableTable("too_large_cell", row=number)
            if not is_blank(cells):
                problem: Problem | None = "too_many_cells" if len(row) > MAX_COLUMNS else None
                yield Record(cells, min(1.0, number / max(1, total)), problem)


def _trim(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def write_value(value: object) -> str:
    """As a CSV of the same sheet would have it: ISO dates, numbers without a trailing .0, TRUE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, dt.datetime):
        return _write_moment(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(getattr(value, "text", None) or value)


def _write_moment(value: dt.datetime) -> str:
    if value.time() == MIDNIGHT:
        return value.date().isoformat()
    # Excel keeps a fraction of a day, so that whole seconds come back a hair off.
    return (value + dt.timedelta(milliseconds=0.5)).replace(microsecond=0).isoformat(sep=" ")
