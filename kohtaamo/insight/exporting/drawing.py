"""Marks of a picture as SVG text. Colours are written out, so that the file stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

# The light theme on paper: what is taken along is put into documents and slides.
COLOURS = {
    "ink": "#1B2427",
    "soft": "#55636A",
    "faint": "#606C72",
    "line": "#E5DFD4",
    "edge": "#958C7D",
    "meri": "#0B5F68",
    "band": "#F3EFE8",
    "better": "#1B7468",
    "worse": "#B9432A",
    "better-soft": "#DFF0EC",
    "worse-soft": "#FBE9E3",
    "sand": "#C7BEAF",
    "card": "#FFFFFF",
    "unsure": "#8B8477",
}
FONT = "Inter, 'Segoe UI', Arial, sans-serif"
HEADING_FONT = "'Schibsted Grotesk', Inter, 'Segoe UI', Arial, sans-serif"
# Mean width of a letter of Inter beside its size.
LETTER = 0.56
VARIABLE = re.compile(r"var\(--([a-z-]+)\)")


def colour(text: str | None, usual: str = "soft") -> str:
    """`var(--meri)` as the colour that it means."""
    found = VARIABLE.fullmatch(text or f"var(--{usual})")
    return COLOURS.get(found[1], COLOURS[usual]) if found else str(text)


def words(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 12,
    fill: str = "ink",
    anchor: str = "start",
    is_strong: bool = False,
    font: str = FONT,
) -> str:
    weight = ' font-weight="700"' if is_strong else ""
    look = f'font-family="{font}" font-size="{size:g}"{weight} text-anchor="{anchor}" fill="{colour(None, fill)}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(text)}</text>'


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    fill: str,
    *,
    width: float = 1,
    dashes: str = "",
    opacity: float = 1,
) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    more = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line {ends} stroke="{fill}" stroke-width="{width:g}" stroke-opacity="{opacity:g}"{more}/>'


def box(
    x: float, y: float, width: float, height: float, fill: str, *, opacity: float = 1, radius: float = 0
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect {place} rx="{radius:g}" fill="{fill}" fill-opacity="{opacity:g}"/>'


def path(points: Sequence[tuple[float, float]], fill: str, *, width: float = 1.8, opacity: float = 1) -> str:
    ends = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    look = f'stroke="{fill}" stroke-width="{width:g}" stroke-opacity="{opacity:g}" stroke-linejoin="round"'
    return f'<polyline points="{ends}" fill="none" {look}/>'


def area(points: Sequence[tuple[float, float]], fill: str, *, opacity: float) -> str:
    ends = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{ends}" fill="{fill}" fill-opacity="{opacity:g}"/>'


def mark(shape: str, x: float, y: float, across: float, fill: str, *, opacity: float = 1) -> str:
    """The shapes that charts use: a dot, a ring, a diamond, a square."""
    half = across / 2
    paper = COLOURS["card"]
    if shape == "diamond":
        return area([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], fill, opacity=opacity)
    if shape == "rect":
        return box(x - half, y - half, across, across, fill, opacity=opacity)
    inside, ring = (paper, fill) if shape == "emptyCircle" else (fill, paper)
    look = f'fill="{inside}" fill-opacity="{opacity:g}" stroke="{ring}" stroke-width="1.2"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:g}" {look}/>'


def width_of(text: str, size: float) -> float:
    return LETTER * size * len(text)


def fitted(text: str, width: float, size: float) -> str:
    """Cut to fit, with an ellipsis."""
    most = max(int(width / (LETTER * size)), 1)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def wrapped(text: str, width: float, size: float) -> list[str]:
    """In lines of this width, broken between words."""
    most = max(int(width / (LETTER * size)), 1)
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
