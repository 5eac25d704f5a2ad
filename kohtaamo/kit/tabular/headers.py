from __future__ import annotations

from .errors import MAX_COLUMNS, UnreadableTable
from .values import OutOfRange, parse_moment, parse_number

MAX_NAME_CHARACTERS = 200
YEARS = range(1900, 2101)


def name_columns(header: list[str], *, width: int) -> list[str]:
    """Every column gets a name, and no two the same: "Score", "Score (2)", "Column 3"."""
    if width > MAX_COLUMNS:
        raise UnreadableTable("too_many_columns", columns=width, limit=MAX_COLUMNS)
    if all(_is_data(cell) for cell in header if cell.strip()):
        raise UnreadableTable("no_header", first_row=header[:5])
    padded = header + [""] * (width - len(header))
    shown = [
        " ".join(cell.split())[:MAX_NAME_CHARACTERS] or f"Column {place}"
        for place, cell in enumerate(padded, 1)
    ]
    own_names = set(shown)
    names: list[str] = []
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for name in shown:
        unique = name
        while unique in taken or (unique != name and unique in own_names):
            counts[name] = counts.get(name, 1) + 1
            unique = f"{name} ({counts[name]})"
        taken.add(unique)
        names.append(unique)
    return names


def _is_data(cell: str) -> bool:
    """A number or a date is no name, but a year may well head a column."""
    number = parse_number(cell, labels=False)
    if number is not None:
        return number not in YEARS
    try:
        return parse_moment(cell, day_first=True) is not None
    except OutOfRange:
        return True
