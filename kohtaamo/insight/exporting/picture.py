"""A part of a page as a picture that stands alone: its title, whose it is, of which days and by which formula."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import resvg_py
from django.utils.translation import gettext, pgettext

from kohtaamo.insight.charts import language
from kohtaamo.insight.grid import Grid, GridCell
from kohtaamo.insight.showing import Part
from kohtaamo.kit.text import show_number

from . import chart
from .drawing import COLOURS, HEADING_FONT, area, box, fitted, line, width_of, words, wrapped
from .flow import flowing
from .sideways import height_of, is_sideways, lying

MARGIN = 20.0
SCALE = 2.0
FONTS = Path(__file__).parent.parent / "board" / "fonts"
ROW = 24.0
TALL_ROW = 46.0
FIRST = 210.0
COLUMN = 108.0
SMALL, USUAL = 10.5, 12.0
# A picture longer than this nobody shows; the figures are whole in the other files.
MOST_ROWS = 60
DEPTHS = (0.0, 0.35, 0.65, 1.0)


@dataclass(frozen=True, slots=True)
class Body:
    width: float
    height: float
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every file says of itself."""

    organisation: str
    made: str


def as_svg(part: Part, imprint: Imprint) -> str:
    body = body_of(part)
    width = body.width + 2 * MARGIN
    head, top = heading(part, imprint, width)
    foot, bottom = footing(part, imprint, width, top + body.height)
    start = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{bottom:g}"'
    view = f'viewBox="0 0 {width:g} {bottom:g}" role="img" aria-labelledby="title"'
    paper = box(0, 0, width, bottom, COLOURS["card"])
    moved = f'<g transform="translate({MARGIN:g} {top:g})">{"".join(body.marks)}</g>'
    name = f'<title id="title">{escape(part.title)}</title>'
    return f"{start} {view}>{name}{paper}{''.join(head)}{moved}{''.join(foot)}</svg>"


def as_png(part: Part, imprint: Imprint) -> bytes:
    """Only our own letters, so that the picture is the same on every machine."""
    made = resvg_py.svg_to_bytes(
        svg_string=as_svg(part, imprint),
        zoom=SCALE,
        skip_system_fonts=True,
        font_files=[str(one) for one in sorted(FONTS.glob("*.ttf"))],
        font_family="Inter",
        sans_serif_family="Inter",
    )
    return (
        made if isinstance(made, bytes) else base64.b64decode(made) if isinstance(made, str) else bytes(made)
    )


def heading(part: Part, imprint: Imprint, width: float) -> tuple[list[str], float]:
    marks, y = [], MARGIN + 8
    for text in wrapped(part.title, width - 2 * MARGIN, 18):
        y += 18
        marks.append(words(MARGIN, y, text, size=18, is_strong=True, font=HEADING_FONT))
        y += 4
    about = [imprint.organisation, part.behind.period]
    if part.behind.rows is not None:
        about.append(f"n {show_number(part.behind.rows, language())}")
    about += [f"{name}: {value}" for name, value in part.behind.question]
    for text in wrapped(" · ".join(about), width - 2 * MARGIN, USUAL):
        y += 17
        marks.append(words(MARGIN, y, text, size=USUAL, fill="soft"))
    return marks, y + 16


def footing(part: Part, imprint: Imprint, width: float, y: float) -> tuple[list[str], float]:
    marks = [line(MARGIN, y + 8, width - MARGIN, y + 8, COLOURS["line"])]
    y += 12
    made = gettext("Kohtaamo, %(when)s") % {"when": imprint.made}
    for text in wrapped(f"{part.behind.versions} · {made}", width - 2 * MARGIN, SMALL):
        y += 15
        marks.append(words(MARGIN, y, text, size=SMALL, fill="faint"))
    return marks, y + MARGIN


def body_of(part: Part) -> Body:
    if part.chart and is_sideways(part.chart.option):
        return Body(chart.WIDTH, height_of(part.chart.option), lying(part.chart.option))
    if part.chart:
        return Body(chart.WIDTH, chart.HEIGHT, chart.drawn(part.chart.option))
    if part.flow:
        return Body(chart.WIDTH, float(part.flow.height), flowing(part.flow, chart.WIDTH))
    return grid_body(part.grid) if part.grid else table_body(part)


def table_body(part: Part) -> Body:
    columns, rows = part.figures.word_columns, part.figures.word_rows[:MOST_ROWS]
    texts = part.figures.texts
    widths = [FIRST] * texts + [COLUMN] * 3
    width = sum(widths)
    marks = row_of(columns, widths, texts, 0, fill="soft")
    marks.append(line(0, ROW, width, ROW, COLOURS["edge"]))
    for number, row in enumerate(rows, start=1):
        marks += row_of(row, widths, texts, number * ROW, fill="ink")
        marks.append(line(0, (number + 1) * ROW, width, (number + 1) * ROW, COLOURS["line"]))
    return Body(width, (len(rows) + 1) * ROW + 8, marks)


def row_of(cells: Sequence[str], widths: Sequence[float], texts: int, y: float, *, fill: str) -> list[str]:
    marks, x = [], 0.0
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        is_text = place < texts
        at = x if is_text else x + width - 4
        shown = fitted(cell, width - 8, USUAL)
        marks.append(words(at, y + 16, shown, fill=fill, anchor="start" if is_text else "end"))
        x += width
    return marks


def grid_body(grid: Grid) -> Body:
    width = FIRST + COLUMN * len(grid.heads)
    marks = [words(0, 16, fitted(grid.corner, FIRST - 8, USUAL), fill="soft")]
    for place, head in enumerate(grid.heads, start=1):
        at = FIRST + place * COLUMN - 6
        marks.append(words(at, 16, fitted(head.label, COLUMN - 10, USUAL), fill="soft", anchor="end"))
    marks.append(line(0, ROW, width, ROW, COLOURS["edge"]))
    y = ROW
    sections = [(group.label, group.rows) for group in grid.groups]
    if grid.totals:
        sections.append(("", [grid.totals]))
    for label, rows in sections:
        if label:
            marks.append(words(0, y + 17, fitted(label, width, USUAL), is_strong=True))
            y += ROW
        for row in rows:
            marks.append(words(0, y + 18, fitted(row.label, FIRST - 8, USUAL)))
            for place, cell in enumerate(row.cells):
                marks += cell_of(cell, FIRST + place * COLUMN, y)
            y += TALL_ROW
            marks.append(line(0, y, width, y, COLOURS["line"]))
    return Body(width, y + 8, marks)


def cell_of(cell: GridCell | None, x: float, y: float) -> list[str]:
    right = x + COLUMN - 6
    if cell is None:
        return [words(right, y + 18, "–", fill="faint", anchor="end")]
    n = words(right, y + 41, f"n {show_number(cell.n, language())}", size=SMALL, fill="faint", anchor="end")
    if not cell.is_shown:
        return [
            words(right, y + 18, pgettext("answers", "too few"), size=SMALL, fill="faint", anchor="end"),
            n,
        ]
    marks = []
    text = f"{cell.value} {cell.unit}".strip()
    if cell.tint.depth:
        tone = COLOURS[f"{cell.tint.tone}-soft"]
        marks.append(box(x + 1, y + 1, COLUMN - 2, TALL_ROW - 2, tone, opacity=DEPTHS[cell.tint.depth]))
        marks.append(triangle(right - width_of(text, USUAL) - 12, y + 12, is_up=cell.tint.tone == "better"))
    marks.append(words(right, y + 16, text, anchor="end", is_strong=bool(cell.tint.depth)))
    marks.append(words(right, y + 29, cell.interval, size=SMALL, fill="soft", anchor="end"))
    return [*marks, n]


def triangle(x: float, y: float, *, is_up: bool) -> str:
    """Drawn, since our letters have none."""
    tip = -8 if is_up else 8
    base = y if is_up else y - 8
    fill = COLOURS["better" if is_up else "worse"]
    return area([(x - 4.5, base), (x + 4.5, base), (x, base + tip)], fill, opacity=1)
