from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .delimiters import find_delimiter, sample_records
from .errors import MAX_CELL_CHARACTERS, MAX_COLUMNS, UnreadableTable
from .source import Problem, Record, Source, is_blank
from .text_encoding import find_encoding

SAMPLE_CHARACTERS = 1 << 17
# The bound of memory: whatever the quotes do, no more than this is ever read for one record.
MAX_RECORD_CHARACTERS = 1 << 22
DECLARED_DELIMITER = re.compile(r"sep=([,;|\t])\r?\n?", re.IGNORECASE)


def open_delimited(path: Path) -> Source:
    encoding = find_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        sample = text.read(SAMPLE_CHARACTERS).removeprefix("\ufeff").replace("\0", "")
        whole = not text.read(1)
    declared = DECLARED_DELIMITER.match(sample)
    sample = sample[declared.end() :] if declared else sample
    delimiter = declared[1] if declared else find_delimiter(sample, whole=whole)
    return Source(
        kind="csv",
        records=partial(_read_records, path, encoding, delimiter),
        estimated_records=_estimate_records(path, sample, encoding, delimiter, whole=whole),
        encoding=encoding,
        delimiter=delimiter,
    )


def _estimate_records(path: Path, sample: str, encoding: str, delimiter: str, *, whole: bool) -> int:
    seen = len(sample_records(sample, delimiter, whole=whole, most=None))
    if whole or not seen:
        return seen
    return max(seen, round(seen * path.stat().st_size / len(sample.encode(encoding, "replace"))))


def _read_records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    size = path.stat().st_size
    with path.open("rb") as file, io.TextIOWrapper(file, encoding, "replace", newline="") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            lines.begin_record()
            try:
                cells = next(reader, None)
            except csv.Error:
                raise UnreadableTable("too_large_cell", line=lines.first_line) from None
            if cells is None:
                return
            # a cell is never longer than the lines it stands on
            if lines.taken > MAX_CELL_CHARACTERS:
                _refuse_large(cells, lines.first_line)
            if not is_blank(cells):
                progress = min(1.0, file.tell() / size)
                yield Record(cells[: MAX_COLUMNS + 1], progress, _problem(cells, lines))


def _refuse_large(cells: list[str], line: int) -> None:
    if any(len(cell) > MAX_CELL_CHARACTERS for cell in cells):
        raise UnreadableTable("too_large_cell", line=line)


def _problem(cells: list[str], lines: _Lines) -> Problem | None:
    if lines.ended:
        return "unclosed_quote"
    if len(cells) > MAX_COLUMNS:
        return "too_many_cells"
    if lines.has_replacement:
        return "broken_characters"
    return None


@dataclass(slots=True)
class _Lines:
    """Gives the reader its lines, keeps count of what one record has taken, and stops a runaway one.

    `ended` after a record says that the file ended inside its quotes: a reader asks for no further line
    once a record is complete.
    """

    text: io.TextIOWrapper
    line: int = 0
    first_line: int = 0
    taken: int = 0
    ended: bool = False
    has_replacement: bool = False

    def begin_record(self) -> None:
        self.first_line = self.line + 1
        self.taken = 0
        self.has_replacement = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(MAX_RECORD_CHARACTERS + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.line += 1
        self.taken += len(line)
        if self.taken > MAX_RECORD_CHARACTERS:
            raise UnreadableTable("too_large_cell", line=self.first_line)
        if self.line == 1:
            line = line.removeprefix("\ufeff")
            if DECLARED_DELIMITER.fullmatch(line):
                return "\n"
        if "\ufffd" in line:
            self.has_replacement = True
        return line.replace("\0", "") if "\0" in line else line
