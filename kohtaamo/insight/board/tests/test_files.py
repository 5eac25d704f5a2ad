from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest
from pptx import Presentation
from pptx.chart.plot import LinePlot
from pptx.enum.chart import XL_CHART_TYPE

from kohtaamo.insight.board.files import file_of
from kohtaamo.insight.board.making import make_report, order_report
from kohtaamo.insight.board.pdf import as_pdf, as_pictures
from kohtaamo.insight.board.shown import shown
from kohtaamo.insight.board.when import named
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import BoardReport, Measurement
from kohtaamo.insight.services import set_target
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.letters import printable
from tests.measurements import hear
from tests.world import World

IN_OCTOBER = datetime(2026, 10, 14, 10, 0, tzinfo=UTC)
A_WEEK_LATER = datetime(2026, 10, 21, 10, 0, tzinfo=UTC)
# A name full of what layout languages and spreadsheets take for orders.
NASTY = "#set text(red) $x$ *b* @ref [c] \\ `d` <script> =1+1 😀"


@pytest.fixture
def report(in_satama: World) -> BoardReport:
    """NPS of October: 100 × (70 − 30) / 100 = 40, two weeks of it; the tone of 40 comments."""
    Touchpoint.objects.filter(pk=in_satama.phone.pk).update(name=NASTY)
    hear(in_satama.phone, {10: 35, 0: 15}, IN_OCTOBER)
    hear(in_satama.phone, {10: 35, 0: 15}, A_WEEK_LATER)
    hear(in_satama.phone, {1: 30, -1: 10}, IN_OCTOBER, "sentiment")
    set_target(metric=METRICS["nps"], value=10.0)
    size, period = named("2026-10")
    made = order_report(size=size, period=period)
    make_report(report=made)
    return made


def streams(pdf: bytes) -> bytes:
    """The compressed parts of a PDF, opened."""
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return pdf + b"\n".join(found)


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_pdf_is_tagged_has_its_language_and_a_title(report: BoardReport, language: str):
    opened = streams(as_pdf(shown(report, language)))
    assert b"pdfuaid:part" in opened
    assert b"/StructTreeRoot" in opened
    assert f"/Lang({language}".encode() in opened.replace(b" ", b"")
    assert b"Inter" in opened
    assert b"SchibstedGrotesk" in opened


def test_each_page_is_a_picture(report: BoardReport):
    pages = as_pictures(shown(report, "fi"), dots_per_inch=20)
    assert len(pages) >= 2
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_letters_without_a_font_become_question_marks():
    assert printable("Äiti − 😀漢 ok\n") == "Äiti − ?? ok\n"


def test_slides_hold_charts_of_their_own_with_the_figures(report: BoardReport):
    deck = Presentation(BytesIO(file_of(report, "pptx", "en")))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    [lines] = [chart for chart in charts if isinstance(chart.plots[0], LinePlot)]
    values = {series.name: list(series.values) for series in lines.plots[0].series}
    assert [value for value in values["NPS"] if value is not None] == [40.0, 40.0]
    assert set(values["Target"]) == {10.0}
    [tones] = [chart for chart in charts if chart.chart_type == XL_CHART_TYPE.BAR_STACKED_100]
    assert [list(series.values) for series in tones.plots[0].series] == [[10.0], [0.0], [30.0]]


def test_slides_carry_words_as_they_were_written_and_lineage_in_their_notes(report: BoardReport):
    deck = Presentation(BytesIO(file_of(report, "pptx", "en")))
    texts = [
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    assert NASTY in texts
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert all(one.fingerprint in notes for item in shown(report, "en").items for one in item.lineage)
    assert deck.slides[0].shapes.title.text == "October 2026"


def test_the_workbook_holds_plain_numbers_and_no_formula(report: BoardReport):
    book = openpyxl.load_workbook(BytesIO(file_of(report, "xlsx", "en")))
    assert book.sheetnames == [
        "Sentences",
        "Numbers",
        "Weeks",
        "Touchpoints",
        "Comments",
        "What was done",
        "Lineage",
    ]
    first = [cell.value for cell in book["Numbers"][2]]
    assert first[1:4] == ["Net promoter score (NPS)", "NPS", 40]
    assert first[6:8] == [100, 10]
    assert book["Touchpoints"][2][1].value == NASTY
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    items = shown(report, "en").items
    assert book["Lineage"].max_row == 1 + sum(len(item.lineage) for item in items)


def test_a_stale_sentence_is_marked_in_every_file(report: BoardReport):
    Measurement.objects.filter(pk__in=Measurement.objects.filter(kind="sentiment")[:1]).update(value=0)
    stale = {item.number for item in shown(report, "en").stale}
    book = openpyxl.load_workbook(BytesIO(file_of(report, "xlsx", "en")))
    marked = {
        line[0].value for line in book["Sentences"].iter_rows(min_row=2) if line[3].value == "out of date"
    }
    assert marked == stale
    deck = Presentation(BytesIO(file_of(report, "pptx", "en")))
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert notes.count("out of date") >= len(stale)
