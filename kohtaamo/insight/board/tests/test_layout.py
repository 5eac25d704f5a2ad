"""What stands in the pages of the PDF, asked of the layout itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typst

from kohtaamo.insight.board.pdf import LAYOUT, data_of
from kohtaamo.insight.board.shown import Item, Part, Shown
from kohtaamo.kit.letters import FONTS

NASTY = "#set text(red) $x$ *b* @ref [c] _d_ `e` <f> \\u{41} // g /* h */"


def shown_with(text: str) -> Shown:
    first, second = (Item(number, "sentence", text, {"is_lead": True}, []) for number in (1, 2))
    parts = [Part("lead", text, [first]), Part("other", text, [second])]
    return Shown(text, text, text, text, 1, "en", text, parts)


def test_words_come_out_of_the_pdf_as_they_went_in(db: None):
    data = data_of(shown_with(NASTY))
    headings = json.loads(
        typst.query(
            str(LAYOUT),
            "heading",
            field="body",
            sys_inputs={"report": json.dumps(data)},
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )
    )
    assert {"func": "text", "text": NASTY} in headings


def test_the_layout_draws_data_and_evaluates_none():
    layout = Path(LAYOUT).read_text(encoding="utf-8")
    assert "eval(" not in layout


@pytest.mark.parametrize("font", ["inter-regular.ttf", "inter-bold.ttf", "schibsted-grotesk-bold.ttf"])
def test_the_fonts_come_with_the_product(font: str):
    assert (FONTS / font).read_bytes()[:4] in {b"\x00\x01\x00\x00", b"OTTO"}
