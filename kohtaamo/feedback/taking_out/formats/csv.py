"""CSV as a spreadsheet of the reader's language opens it: UTF-8 with its mark; in Finnish ; between and 0,5."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from kohtaamo.feedback.taking_out.form import TakenForm
from kohtaamo.feedback.taking_out.table import Sheet
from kohtaamo.kit.tabular import neutralise

COMMA_LANGUAGES = frozenset({"fi"})


def write(sheet: Sheet, path: Path) -> None:
    has_comma = sheet.language in COMMA_LANGUAGES
    # the mark tells a spreadsheet that the letters are UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=";" if has_comma else ",", lineterminator="\r\n")
        lines.writerow([neutralise(one.name) for one in sheet.variables])
        for row in sheet.rows():
            lines.writerow([cell(value, has_comma=has_comma) for value in row])


def cell(value: Any, *, has_comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, float):
        text = f"{value:.15g}"
        return text.replace(".", ",") if has_comma else text
    return str(value) if isinstance(value, int) else neutralise(str(value))


form = TakenForm(
    key="csv", label=_("CSV"), ending=".csv", content_type="text/csv; charset=utf-8", write=write
)
