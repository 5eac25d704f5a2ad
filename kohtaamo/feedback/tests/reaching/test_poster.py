from __future__ import annotations

import json
import re

import pytest
import segno
import typst

from kohtaamo.feedback.reaching import Paper, Poster, as_pdf, code_png, code_svg
from kohtaamo.feedback.reaching.poster import LAYOUT, code_of, data_of
from kohtaamo.kit.letters import FONTS

ADDRESS = "https://palaute.example.org/q/abcd2345/"
NASTY = "#set text(red) $x$ *b* @ref [c] `e` // g?"


def poster(**facts: object) -> Poster:
    given = {
        "organisation": "Satama",
        "address": ADDRESS,
        "questions": {"fi": "Miten meni?", "en": "How was it?"},
    }
    return Poster(**{**given, **facts})  # type: ignore[arg-type]


def test_the_code_says_the_address() -> None:
    """What segno makes of the address alone, and it survives the loss of a fourth."""
    made = code_of(ADDRESS)
    assert made.error in {"Q", "H"}
    assert made.matrix == segno.make(ADDRESS, error="q", micro=False).matrix


def test_pictures_have_a_quiet_border_of_four_squares() -> None:
    squares = code_of(ADDRESS).symbol_size(border=4)[0]
    assert f'viewBox="0 0 {squares} {squares}"' in code_svg(ADDRESS).decode()
    width = int.from_bytes(code_png(ADDRESS)[16:20], "big")
    assert width == squares * 16


@pytest.mark.parametrize(("paper", "width"), [(Paper.A4, 595), (Paper.A5, 419), (Paper.TENT, 595)])
def test_each_paper_is_an_accessible_pdf_of_one_page(paper: Paper, width: int) -> None:
    made = as_pdf(poster(paper=paper))
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([0-9]+)", made)
    assert [int(one) for one in boxes] == [width]


def test_both_languages_and_the_short_address_stand_on_it() -> None:
    data = data_of(poster())
    assert data["address"] == "palaute.example.org/q/abcd2345"
    assert [side["question"] for side in data["sides"]] == ["Miten meni?", "How was it?"]  # type: ignore[attr-defined]
    assert [side["language"] for side in data["sides"]] == ["fi", "en"]  # type: ignore[attr-defined]


def test_words_are_drawn_as_they_stand() -> None:
    headings = json.loads(
        typst.query(
            str(LAYOUT),
            "heading",
            sys_inputs={"poster": json.dumps(data_of(poster(questions={"fi": NASTY})))},
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )
    )
    assert NASTY in json.dumps(headings, ensure_ascii=False)


def test_a_long_question_is_cut_so_that_the_paper_holds_it() -> None:
    made = data_of(poster(questions={"fi": "Kuinka " * 100}))
    assert len(made["sides"][0]["question"]) <= 160  # type: ignore[index]
