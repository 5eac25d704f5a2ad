from __future__ import annotations

from itertools import islice
from pathlib import Path

from .delimited import open_delimited
from .errors import UnreadableTable
from .headers import name_columns
from .signature import recognise
from .source import Source
from .table import Table
from .workbook import open_workbook


def open_table(path: Path, *, name: str | None = None, sheet: str | None = None) -> Table:
    """Open a table by what the file contains, whatever it is called.

    `name` is what the person calls the file (an upload is stored under another name); `sheet` picks a
    sheet of a workbook. Raises `UnreadableTable`.
    """
    source = _open_source(path, sheet=sheet)
    top = [record.cells for record in islice(source.records(), 1 + source.look_below_header)]
    if not top:
        raise UnreadableTable("empty_file")
    return Table(
        name=name or path.name,
        columns=name_columns(top[0], width=max(map(len, top)) if source.look_below_header else len(top[0])),
        kind=source.kind,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
        sheets=source.sheets,
        estimated_rows=max(0, source.estimated_records - 1),
        _source=source,
    )


def _open_source(path: Path, *, sheet: str | None) -> Source:
    if recognise(path) == "workbook":
        return open_workbook(path, sheet=sheet)
    return open_delimited(path)
