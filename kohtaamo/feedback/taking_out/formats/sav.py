"""SPSS: numbers with their words, days and moments as such; no answer is a missing value.

Choices become numbers; a choice whose own value is a whole number keeps it. Half-open texts are cut where SPSS
cuts them. pyreadstat writes no sets of several answers, so the marks of one question only share their beginning.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.taking_out.codes import Coded, coded
from kohtaamo.feedback.taking_out.form import TakenForm
from kohtaamo.feedback.taking_out.table import Sheet
from kohtaamo.feedback.taking_out.variables import Variable

NOTHING: dict[type, Any] = {array: float("nan"), list: None}
# Such texts come again and again, as names of places do: each is kept once.
SHORT_TEXT = 40
LONGEST_TEXT, LONGEST_LABEL, LONGEST_WORDS = 32_000, 256, 120
# Words of SPSS's own language, which no variable may have for a name.
RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})


def write(sheet: Sheet, path: Path) -> None:
    import pandas as pd  # noqa: PLC0415  slow to import, and only this form needs them
    import pyreadstat  # noqa: PLC0415

    codes = coded(sheet)
    names = [name_of(one.name) for one in sheet.variables]
    readers = [reader_of(one, codes) for one in sheet.variables]
    columns = [column_for(one) for one in sheet.variables]
    for row in sheet.rows():
        for column, read, value in zip(columns, readers, row, strict=True):
            column.append(NOTHING[type(column)] if value is None else read(value))
    made = {
        name: pd.Series(column, dtype=type_of(one))
        for name, column, one in zip(names, columns, sheet.variables, strict=True)
    }
    pyreadstat.write_sav(
        pd.DataFrame(made),
        str(path),
        file_label=cut(sheet.survey.name, 60),
        column_labels=[cut(label_of(one), LONGEST_LABEL) for one in sheet.variables],
        variable_value_labels=dict(value_labels(sheet, names, codes)),
        variable_measure=dict(zip(names, map(measure_of, sheet.variables), strict=True)),
    )


def column_for(variable: Variable) -> array[float] | list[Any]:
    """Numbers stand bare beside each other: a list of them would take four times as much."""
    return array("d") if type_of(variable) == "float64" else []


def name_of(name: str) -> str:
    return f"{name}_" if name.casefold() in RESERVED else name


def label_of(variable: Variable) -> str:
    return f"{variable.set_label}: {variable.label}" if variable.set_label else variable.label


def cut(text: str, most: int) -> str:
    """SPSS counts bytes."""
    return text.encode()[:most].decode(errors="ignore")


def reader_of(variable: Variable, codes: dict[str, Coded]) -> Callable[[Any], Any]:
    if variable.sort in {"code", "mark"}:
        known = codes[variable.name]
        return lambda value: None if (number := known.read(value)) is None else float(number)
    if variable.sort == "number":
        return float
    if variable.sort == "date":
        return date.fromisoformat
    if variable.sort == "moment":
        return in_utc
    return text_of


def text_of(value: Any) -> str:
    text = str(value)
    return sys.intern(text) if len(text) <= SHORT_TEXT else cut(text, LONGEST_TEXT)


def in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def type_of(variable: Variable) -> str:
    kinds = {"date": "object", "moment": "datetime64[us]", "text": "object"}
    return kinds.get(variable.sort, "float64")


def measure_of(variable: Variable) -> str:
    if variable.sort == "number":
        return "ordinal" if variable.labels else "scale"
    return "scale" if variable.sort in {"date", "moment"} else "nominal"


def value_labels(
    sheet: Sheet, names: list[str], codes: dict[str, Coded]
) -> list[tuple[str, dict[float, str]]]:
    found = []
    for name, variable in zip(names, sheet.variables, strict=True):
        if variable.name in codes:
            words = {
                float(number): cut(text, LONGEST_WORDS) for number, text in codes[variable.name].words.items()
            }
        else:
            words = {float(step): cut(text, LONGEST_WORDS) for step, text in variable.labels.items()}
        if words:
            found.append((name, words))
    return found


form = TakenForm(
    key="sav", label=_("SPSS"), ending=".sav", content_type="application/x-spss-sav", write=write
)
