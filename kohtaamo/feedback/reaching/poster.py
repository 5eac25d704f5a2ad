"""A code that a phone's camera opens, alone and on a poster (PDF/UA-1). Words reach the layout as data."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from kohtaamo.kit.letters import FONTS, printable

LAYOUT = Path(__file__).parent / "poster.typ"
# Of the code's own squares; less than four is not read by every camera.
QUIET = 4
DOTS_A_SQUARE = 16
PETROL = "#0b5f68"
MOST_LETTERS = 160


class Paper(StrEnum):
    A4 = "a4"
    A5 = "a5"
    # an A4 folded into a sign that stands on a table
    TENT = "tent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """`questions`: the headline by language, drawn in this order. `colour`: the organisation's own, #rrggbb."""

    organisation: str
    address: str
    questions: dict[str, str]
    paper: Paper = Paper.A4
    colour: str = ""


def code_of(address: str) -> segno.QRCode:
    """A fourth of it may be worn away and it is still read: paper on a counter gets scratched."""
    return segno.make(address, error="q", micro=False)


def code_svg(address: str) -> bytes:
    made = io.BytesIO()
    code_of(address).save(made, kind="svg", border=QUIET, light="#ffffff", omitsize=True)
    return made.getvalue()


def code_png(address: str) -> bytes:
    made = io.BytesIO()
    code_of(address).save(made, kind="png", border=QUIET, scale=DOTS_A_SQUARE)
    return made.getvalue()


def as_pdf(poster: Poster) -> bytes:
    document: bytes = typst.compile(
        str(LAYOUT),
        sys_inputs={"poster": json.dumps(data_of(poster))},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    return document


def data_of(poster: Poster) -> dict[str, object]:
    return {
        "organisation": printable(poster.organisation),
        "paper": poster.paper.value,
        "colour": poster.colour or PETROL,
        "language": next(iter(poster.questions)),
        "code": code_svg(poster.address).decode(),
        "address": printable(in_print(poster.address)),
        "link": poster.address,
        "sides": [side(language, question) for language, question in poster.questions.items()],
        "or_write": [_in(language, "or") for language in poster.questions],
    }


def side(language: str, question: str) -> dict[str, str]:
    return {
        "language": language,
        "question": printable(shortened(question)),
        "act": _in(language, "act"),
        "or": _in(language, "or"),
        "alt": _in(language, "alt"),
    }


def _in(language: str, key: str) -> str:
    with translation.override(language):
        words = {
            "act": _("Point your phone's camera at the code and answer."),
            "or": _("Or write in your browser"),
            "alt": _("Code that opens the survey"),
        }
        return words[key]


def shortened(question: str) -> str:
    text = " ".join(question.split())
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip()}…"


def in_print(address: str) -> str:
    """As people type it."""
    return address.partition("://")[2].rstrip("/")
