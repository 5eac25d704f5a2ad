"""The figures of a part as an accessible PDF (PDF/UA-1). Words reach the layout as data, never as markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext

from kohtaamo.insight.charts import language
from kohtaamo.insight.showing import Part
from kohtaamo.kit.letters import FONTS, printable

from .picture import Imprint
from .sheets import facts

LAYOUT = Path(__file__).parent / "paper.typ"


def as_paper(part: Part, imprint: Imprint) -> bytes:
    data = {
        "language": language(),
        "title": part.title,
        "organisation": imprint.organisation,
        "made": imprint.made,
        "columns": part.figures.word_columns,
        "texts": part.figures.texts,
        "rows": part.figures.word_rows,
        "behind": [[str(name), str(value)] for name, value in facts(part, imprint)],
        "behind_title": gettext("What stands behind"),
        "page": gettext("Page"),
    }
    document: bytes = typst.compile(
        str(LAYOUT),
        sys_inputs={"part": json.dumps(readable(data))},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
    )
    return document


def readable(data: Any) -> Any:
    """Only letters that can be drawn, however deep they stand."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, dict):
        return {key: readable(value) for key, value in data.items()}
    return [readable(one) for one in data] if isinstance(data, list) else data
