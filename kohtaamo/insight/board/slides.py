"""A report as slides. Charts are the presentation's own, so that their figures can be opened and changed there."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from kohtaamo.insight.dimensions import label_of_bucket
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.periods import parse_date

from .cards import card, columns, outcome, row, tone_rows
from .pictures import PAPER
from .shown import Item, Part, Shown

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.7
TITLE_ONLY = 5
HEADING, TEXT = "Schibsted Grotesk", "Inter"
ROWS_ON_SLIDE = 8
SENTENCES_ON_SLIDE = 9
SOFT_FILLS = {"worse": "F6E3DE", "better": "DFEDEA"}


def as_slides(report: Shown) -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    deck.core_properties.title = f"{report.organisation} – {report.title}"
    deck.core_properties.author = report.organisation
    deck.core_properties.language = report.language
    with translation.override(report.language):
        front(deck, report)
        for part in report.parts:
            slides_of(deck, part)
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def slides_of(deck: Any, part: Part) -> None:
    sentences = [item for item in part.of("sentence") if not item.figures.get("is_lead")]
    if part.of("number"):
        slide_of_numbers(deck, part)
    for item in part.of("trend"):
        slide_of_trend(deck, item)
    for group in in_groups(part.of("place"), ROWS_ON_SLIDE):
        slide_of_places(deck, part, group)
    for item in part.of("tones"):
        slide_of_tones(deck, part, item, sentences)
    if part.of("verdict") or part.key == "lead":
        listed = [*sentences, *part.of("verdict")]
        for group in in_groups(listed, SENTENCES_ON_SLIDE):
            slide_of_sentences(deck, part.title, group)
    for group in in_groups(part.of("quote"), SENTENCES_ON_SLIDE):
        slide_of_sentences(deck, part.title, group)


def in_groups(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def colour(hexadecimal: str) -> Any:
    return RGBColor(*bytes.fromhex(hexadecimal.removeprefix("#")))  # type: ignore[no-untyped-call]


def tone(state: str) -> str:
    return {"better": PAPER.better, "helped": PAPER.better, "worse": PAPER.worse, "did_not": PAPER.worse}.get(
        state, PAPER.ink
    )


def new_slide(deck: Any, title: str, items: Sequence[Item]) -> Any:
    """With the title as a title, so that it is read aloud as one, and what it stands on in the notes."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = colour("#FAF8F4")
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = (
        Inches(one) for one in (MARGIN, 0.45, WIDE - 2 * MARGIN, 0.9)
    )
    write(heading.text_frame, title, size=26, face=HEADING, is_bold=True)
    slide.notes_slide.notes_text_frame.text = "\n".join(notes_of(item) for item in items)
    return slide


def notes_of(item: Item) -> str:
    lines = [f"{item.number}. {item.text}"]
    for one in item.lineage:
        rows = "" if one.rows is None else gettext("rows %(rows)s") % {"rows": one.rows}
        parts = [one.source, one.question, one.formulas, rows, one.fingerprint]
        lines.append("   " + " · ".join(part for part in parts if part))
    if item.stale:
        lines.append("   " + gettext("out of date"))
    return "\n".join(lines)


def write(
    frame: Any, text: str, *, size: float, face: str = TEXT, is_bold: bool = False, ink: str = PAPER.ink
) -> None:
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.text = ""
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    add(paragraph, text, size=size, face=face, is_bold=is_bold, ink=ink)


def add(
    paragraph: Any, text: str, *, size: float, face: str = TEXT, is_bold: bool = False, ink: str = PAPER.ink
) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.name, run.font.bold = Pt(size), face, is_bold
    run.font.color.rgb = colour(ink)


def text_box(slide: Any, place: tuple[float, float, float, float]) -> Any:
    frame = slide.shapes.add_textbox(*(Inches(one) for one in place)).text_frame
    frame.word_wrap = True
    return frame


def front(deck: Any, report: Shown) -> None:
    lead = [item for item in report.items if item.figures.get("is_lead")]
    slide = new_slide(deck, report.title, lead)
    slide.shapes.title.top = Inches(1.6)
    write(slide.shapes.title.text_frame, report.title, size=44, face=HEADING, is_bold=True)
    write(
        text_box(slide, (MARGIN, 1.1, WIDE - 2 * MARGIN, 0.5)),
        report.organisation,
        size=16,
        is_bold=True,
        ink=PAPER.meri,
    )
    write(
        text_box(slide, (MARGIN, 2.9, WIDE - 2 * MARGIN, 2.5)),
        report.lead,
        size=28,
        face=HEADING,
        ink=PAPER.meri,
    )
    below = f"{report.period} · {gettext('Made %(when)s') % {'when': report.made}}"
    write(text_box(slide, (MARGIN, 6.5, WIDE - 2 * MARGIN, 0.5)), below, size=12, ink=PAPER.soft)


def slide_of_sentences(deck: Any, title: str, items: Sequence[Item]) -> None:
    if not items:
        return
    slide = new_slide(deck, title, items)
    frame = text_box(slide, (MARGIN, 1.55, WIDE - 2 * MARGIN, 5.2))
    for at, item in enumerate(items):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(10)
        if item.form == "verdict":
            ink = tone(item.figures["verdict"])
            add(paragraph, f"{outcome(item)}  ", size=16, is_bold=True, ink=ink)
        elif item.figures.get("tone"):
            add(paragraph, "▌ ", size=16, ink=tone(item.figures["tone"]))
        add(paragraph, item.text, size=16)
        if item.stale:
            add(paragraph, f"  {gettext('out of date')}", size=12, is_bold=True, ink=PAPER.worse)


def table_on(slide: Any, cells: Sequence[Sequence[str]], widths: Sequence[float]) -> Any:
    frame = slide.shapes.add_table(
        len(cells), len(widths), Inches(MARGIN), Inches(1.5), Inches(sum(widths)), Inches(0.5 * len(cells))
    )
    table = frame.table
    for at, width in enumerate(widths):
        table.columns[at].width = Inches(width)
    for line_at, line in enumerate(cells):
        for at, text in enumerate(line):
            box = table.cell(line_at, at)
            box.fill.solid()
            box.fill.fore_color.rgb = colour("#F3EFE8" if line_at == 0 else "#FFFFFF")
            write(
                box.text_frame,
                text,
                size=12,
                is_bold=line_at == 0,
                ink=PAPER.soft if line_at == 0 else PAPER.ink,
            )
    return table


def slide_of_numbers(deck: Any, part: Part) -> None:
    items = part.of("number")
    slide = new_slide(deck, part.title, items)
    head = [gettext("Metric"), gettext("Value"), gettext("95 % interval"), "n", gettext("Target")]
    cards = [card(item) for item in items]
    lines = [
        [
            one["name"],
            f"{one['value']} {one['unit']}".strip() or "–",
            one["interval"] or "–",
            one["n"],
            one["verdict"],
        ]
        for one in cards
    ]
    table = table_on(slide, [head, *lines], [4.4, 1.6, 2.0, 1.2, 2.7])
    for at, one in enumerate(cards, start=1):
        for column in (1, 4):
            run = table.cell(at, column).text_frame.paragraphs[0].runs[0]
            run.font.color.rgb = colour(tone(one["state"]))
            run.font.bold = column == 1


def slide_of_trend(deck: Any, item: Item) -> None:
    figures = item.figures
    metric, weeks = METRICS[figures["metric"]], figures["weeks"]
    slide = new_slide(deck, item.text, [item])
    data: Any = CategoryChartData(number_format="0.0" if metric.decimals else "0")  # type: ignore[no-untyped-call]
    data.categories = [label_of_bucket(parse_date(week["week"]), "week") for week in weeks]
    series = [(str(metric.short_name), [week.get("value") for week in weeks], PAPER.meri, False)]
    if figures["band"]:
        low, _, high = figures["band"]
        series += [
            (gettext("ordinary, highest"), [high] * len(weeks), PAPER.sand, False),
            (gettext("ordinary, lowest"), [low] * len(weeks), PAPER.sand, False),
        ]
    if figures["target"] is not None:
        series.append((gettext("Target"), [figures["target"]] * len(weeks), PAPER.ink, True))
    for name, values, _, _ in series:
        data.add_series(name, values)
    place = (Inches(one) for one in (MARGIN, 1.5, WIDE - 2 * MARGIN, 5.4))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place, data).chart
    settle(chart)
    for drawn, (_, _, ink, is_dashed) in zip(chart.plots[0].series, series, strict=True):
        is_value = ink == PAPER.meri
        drawn.smooth = False
        drawn.format.line.color.rgb = colour(ink)
        drawn.format.line.width = Pt(2.5 if is_value else 1.25)
        if is_dashed:
            drawn.format.line.dash_style = MSO_LINE.DASH
        drawn.marker.style = XL_MARKER_STYLE.CIRCLE if is_value else XL_MARKER_STYLE.NONE
        if is_value:
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = colour(ink)


def settle(chart: Any) -> None:
    """Quiet axes in our own type; the legend below."""
    chart.font.size, chart.font.name = Pt(11), TEXT
    chart.font.color.rgb = colour(PAPER.soft)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.value_axis.major_gridlines.format.line.color.rgb = colour(PAPER.line)
    chart.value_axis.format.line.fill.background()
    chart.category_axis.format.line.color.rgb = colour(PAPER.line)


def slide_of_places(deck: Any, part: Part, items: Sequence[Item]) -> None:
    said = part.of("sentence")
    slide = new_slide(deck, said[0].text if said else part.title, [*said, *items])
    rows = [row(item) for item in items]
    head = [gettext("Touchpoint"), *columns(part)]
    lines = [
        [
            one["touchpoint"],
            *(f"{cell['value']} ({cell['interval']})" if cell["value"] else "–" for cell in one["cells"]),
        ]
        for one in rows
    ]
    width = (WIDE - 2 * MARGIN - 3.6) / max(len(head) - 1, 1)
    table = table_on(slide, [head, *lines], [3.6, *[width] * (len(head) - 1)])
    for at, one in enumerate(rows, start=1):
        for column, cell in enumerate(one["cells"], start=1):
            if cell["state"] in SOFT_FILLS:
                table.cell(at, column).fill.fore_color.rgb = colour(SOFT_FILLS[cell["state"]])
                table.cell(at, column).text_frame.paragraphs[0].runs[0].font.bold = True


def slide_of_tones(deck: Any, part: Part, item: Item, sentences: Sequence[Item]) -> None:
    slide = new_slide(deck, part.title, [item, *sentences])
    data: Any = CategoryChartData(number_format="0")  # type: ignore[no-untyped-call]
    data.categories = [gettext("Comments")]
    for name, count in tone_rows(item):
        data.add_series(name, [count])
    place = (Inches(one) for one in (MARGIN, 1.4, WIDE - 2 * MARGIN, 2.6))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED_100, *place, data).chart
    settle(chart)
    chart.plots[0].gap_width, chart.plots[0].overlap = 40, 100
    chart.plots[0].has_data_labels = True
    for drawn, ink in zip(chart.plots[0].series, (PAPER.worse, PAPER.sand, PAPER.better), strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour(ink)
    frame = text_box(slide, (MARGIN, 4.3, WIDE - 2 * MARGIN, 2.6))
    for at, one in enumerate([item, *sentences]):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(8)
        add(paragraph, one.text, size=16)
