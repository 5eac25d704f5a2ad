"""A report as an accessible PDF (PDF/UA-1). Words reach the layout as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext, ngettext

from kohtaamo.insight.charts import language
from kohtaamo.kit.letters import FONTS, printable
from kohtaamo.kit.text import show_number

from . import pictures
from .cards import card, columns, outcome, row, tone_rows
from .explained import Explained
from .shown import Item, Part, Shown

NOTHING = dict.fromkeys(("source", "question", "formulas", "rows", "fingerprint"), "")
LAYOUT = Path(__file__).parent / "report.typ"


def as_pdf(report: Shown) -> bytes:
    document: bytes = made(report, format="pdf", pdf_standards="ua-1")
    return document


def as_pictures(report: Shown, *, dots_per_inch: float = 80) -> list[bytes]:
    """Each page as a PNG, in the order of the pages."""
    pages = made(report, format="png", ppi=dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def made(report: Shown, **options: Any) -> Any:
    with translation.override(report.language):
        data = readable(data_of(report))
    return typst.compile(
        str(LAYOUT),
        sys_inputs={"report": json.dumps(data)},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        **options,
    )


def readable(data: Any) -> Any:
    """Only letters that can be drawn, however deep they stand."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, Mapping):
        return {key: readable(value) for key, value in data.items()}
    return [readable(one) for one in data] if isinstance(data, list | tuple) else data


def data_of(report: Shown) -> dict[str, Any]:
    return {
        "language": report.language,
        "organisation": report.organisation,
        "title": report.title,
        "period": report.period,
        "made": gettext("Made %(when)s") % {"when": report.made},
        "lead": report.lead,
        "stale": stale_note(report),
        "parts": [part_of(part) for part in report.parts],
        "lineage": lineage_of(report),
        "words": {
            "lineage": gettext("Where each sentence comes from"),
            "lineage_lead": gettext(
                "Every sentence and picture of this report has a number. Here stand its question, its formula and "
                "the rows it was counted from; the fingerprint changes when any of those rows does."
            ),
            "stale": gettext("out of date"),
            "touchpoint": gettext("Touchpoint"),
            "ordinary": gettext("Shaded: ordinary variation before the period. Dashed: the target."),
            "columns": [
                gettext("No."),
                gettext("Question"),
                gettext("Formula"),
                gettext("Rows"),
                gettext("Fingerprint"),
            ],
            "page": gettext("Page"),
        },
    }


def stale_note(report: Shown) -> str:
    count = len(report.stale)
    if not count:
        return ""
    text = ngettext(
        "%(n)s sentence or picture no longer stands on the same rows as when this report was made; it is marked.",
        "%(n)s sentences and pictures no longer stand on the same rows as when this report was made; they are marked.",
        count,
    )
    return text % {"n": show_number(count, report.language)}


def part_of(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": part.key,
        "title": part.title,
        "sentences": [sentence(item) for item in part.of("sentence")],
        "cards": [
            {**card(item), "picture": pictures.scale(item.figures, pictures.PAPER)}
            for item in part.of("number")
        ],
        "trends": [
            {**sentence(item), "picture": pictures.trend(item.figures, pictures.PAPER)}
            for item in part.of("trend")
        ],
        "columns": columns(part),
        "places": [row(item) for item in part.of("place")],
        "quotes": [{**sentence(item), "by": item.figures["touchpoint"]} for item in part.of("quote")],
        "verdicts": [
            {**sentence(item), "outcome": outcome(item), "verdict": item.figures["verdict"]}
            for item in part.of("verdict")
        ],
        "tones": [],
    }
    found["tones"] = [
        {
            **sentence(item),
            "picture": pictures.tones(item.figures, pictures.PAPER),
            "shares": [f"{name} {show_number(count, language())}" for name, count in tone_rows(item)],
        }
        for item in part.of("tones")
    ]
    return found


def sentence(item: Item) -> dict[str, Any]:
    return {
        "text": item.text,
        "number": item.number,
        "stale": bool(item.stale),
        "tone": item.figures.get("tone", ""),
        "is_lead": bool(item.figures.get("is_lead")),
    }


def lineage_of(report: Shown) -> list[dict[str, Any]]:
    return [
        {
            "number": item.number,
            "stale": bool(item.stale),
            # the number of each item leads here, so each has a line
            "stands": [stand_of(one, report.language) for one in item.lineage] or [NOTHING],
        }
        for item in report.items
    ]


def stand_of(one: Explained, code: str) -> dict[str, str]:
    return {
        "source": one.source,
        "question": one.question,
        "formulas": one.formulas,
        "rows": "–" if one.rows is None else show_number(one.rows, code),
        "fingerprint": one.fingerprint,
    }
