from __future__ import annotations

import csv
import io
from itertools import islice

from .source import is_blank

DELIMITERS = ",;\t|"
LINES = 100


def find_delimiter(sample: str, *, whole: bool) -> str:
    """The delimiter that cuts the first lines into as many cells as the header has, and the most of them.

    A decimal comma or a comma in a text also cuts lines, but not all into the same number of cells, and
    not the header. `whole`: the sample is all of the file, so that its last line is complete too.
    """
    fits = {delimiter: _fit(sample, delimiter, whole=whole) for delimiter in DELIMITERS}
    best = max(fits, key=lambda delimiter: fits[delimiter])
    return best if fits[best] > 0 else ","


def sample_records(sample: str, delimiter: str, *, whole: bool, most: int | None = LINES) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    cut = not whole
    try:
        records.extend(islice(reader, most))
        cut = cut and (most is None or len(records) < most)
    except csv.Error:
        cut = False
    complete = records[:-1] if cut and len(records) > 1 else records
    return [cells for cells in complete if not is_blank(cells)]


def _fit(sample: str, delimiter: str, *, whole: bool) -> float:
    records = sample_records(sample, delimiter, whole=whole)
    width = len(records[0]) if records else 0
    if width <= 1:
        return 0.0
    if len(records) == 1:
        return 1 - 1 / width
    same = sum(len(cells) == width for cells in records[1:]) / (len(records) - 1)
    cut_at_all = sum(len(cells) > 1 for cells in records[1:]) / (len(records) - 1)
    return (0.05 + 0.85 * same + 0.1 * cut_at_all) * (1 - 1 / width)
