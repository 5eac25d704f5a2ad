"""Pictures of frozen figures as SVG, the same on a page and on paper. They hold numbers and weeks, never names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kohtaamo.insight.charts import axis_range, show
from kohtaamo.insight.dimensions import label_of_bucket
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.periods import parse_date


@dataclass(frozen=True, slots=True)
class Palette:
    ink: str
    soft: str
    line: str
    meri: str
    band: str
    better: str
    worse: str
    sand: str
    card: str


PAPER = Palette(
    ink="#1B2427",
    soft="#55636A",
    line="#E5DFD4",
    meri="#0B5F68",
    band="#F0EBE1",
    better="#1B7468",
    worse="#B9432A",
    sand="#C7BEAF",
    card="#FFFFFF",
)
# the tokens of the page, so that a picture follows its theme
SCREEN = Palette(**{name: f"var(--{name})" for name in Palette.__dataclass_fields__})

WIDTH, HEIGHT = 360.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 10.0, 10.0, 20.0
SCALE_WIDTH, SCALE_HEIGHT = 220.0, 16.0
FONT = "Inter, sans-serif"


def svg(width: float, height: float, body: Sequence[str]) -> str:
    """As wide as there is room for."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{"".join(body)}</svg>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.0, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{dashes}/>'


def box(x: float, y: float, width: float, height: float, colour: str, *, radius: float = 0.0) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect {place} rx="{radius:g}" fill="{colour}"/>'


def dot(x: float, y: float, radius: float, colour: str, ring: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}" stroke="{ring}" stroke-width="1.2"/>'


def words(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    face = f'font-family="{FONT}" font-size="9" text-anchor="{anchor}" fill="{colour}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {face}>{text}</text>'


def colour_of(state: str, colours: Palette) -> str:
    return {"better": colours.better, "worse": colours.worse}.get(state, colours.soft)


def scale(figures: Mapping[str, Any], colours: Palette) -> str:
    """The whole scale as a line, the interval as a soft bar, the value as a dot, the target as a tick."""
    metric = METRICS[figures["metric"]]
    low, high = metric.scale
    middle = SCALE_HEIGHT / 2

    def at(value: float) -> float:
        return 4 + (SCALE_WIDTH - 8) * min(max((value - low) / (high - low), 0.0), 1.0)

    colour = colour_of(figures["state"], colours)
    body = [box(4, middle - 2, SCALE_WIDTH - 8, 4, colours.line, radius=2)]
    if "value" in figures:
        start, end = at(figures["low"]), at(figures["high"])
        soft = box(start, middle - 4, end - start, 8, colour, radius=4)
        body.append(soft.replace("/>", ' fill-opacity="0.28"/>'))
    if figures["target"] is not None:
        body.append(line(at(figures["target"]), 1, at(figures["target"]), SCALE_HEIGHT - 1, colours.ink, 1.6))
    if "value" in figures:
        body.append(dot(at(figures["value"]), middle, 4.4, colour, colours.card))
    return svg(SCALE_WIDTH, SCALE_HEIGHT, body)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a week and a value stand in the picture of a trend."""

    low: float
    high: float
    count: int

    def x(self, number: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * number / max(self.count - 1, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(share, 0.0), 1.0))


def trend(figures: Mapping[str, Any], colours: Palette) -> str:
    """Weeks as a line with gaps, what was ordinary before the period shaded, the period itself dotted strongly."""
    metric, weeks, band = METRICS[figures["metric"]], figures["weeks"], figures["band"]
    known = [week["value"] for week in weeks if "value" in week] + list(band or [])
    if figures["target"] is not None:
        known.append(figures["target"])
    ends = axis_range(known, metric)
    frame = Frame(ends["min"], ends["max"], len(weeks))
    body = [*levels(metric, frame, ends, colours)]
    if band:
        top, bottom = frame.y(band[2]), frame.y(band[0])
        body.insert(0, box(LEFT, top, WIDTH - LEFT - RIGHT, bottom - top, colours.band))
        body.append(line(LEFT, frame.y(band[1]), WIDTH - RIGHT, frame.y(band[1]), colours.sand))
    if figures["target"] is not None:
        height = frame.y(figures["target"])
        body.append(line(LEFT, height, WIDTH - RIGHT, height, colours.ink, 1.0, "4 3"))
    return svg(WIDTH, HEIGHT, [*body, *curve(figures, frame, colours), *weeks_below(weeks, frame, colours)])


def levels(metric: Metric, frame: Frame, ends: Mapping[str, float], colours: Palette) -> list[str]:
    step = ends.get("interval") or (frame.high - frame.low) / 4
    count = round((frame.high - frame.low) / step) if step else 0
    found = []
    for number in range(count + 1):
        value = frame.low + number * step
        found.append(line(LEFT, frame.y(value), WIDTH - RIGHT, frame.y(value), colours.line, 0.7))
        more = 1 if step < 10**-metric.decimals else 0
        found.append(words(LEFT - 6, frame.y(value) + 3, show(metric, value, more=more), colours.soft, "end"))
    return found


def curve(figures: Mapping[str, Any], frame: Frame, colours: Palette) -> list[str]:
    weeks, band, since = figures["weeks"], figures["band"], figures["since"]
    higher = METRICS[figures["metric"]].higher_is_better
    lines, dots = [], []
    for number, week in enumerate(weeks):
        if "value" not in week:
            continue
        x, y = frame.x(number), frame.y(week["value"])
        if number and "value" in weeks[number - 1]:
            before = weeks[number - 1]["value"]
            lines.append(line(frame.x(number - 1), frame.y(before), x, y, colours.meri, 1.6))
        if band and not band[0] <= week["value"] <= band[2]:
            is_better = (week["value"] > band[1]) == higher
            dots.append(dot(x, y, 4.2, colours.better if is_better else colours.worse, colours.card))
        elif week["week"] >= since:
            dots.append(dot(x, y, 3.0, colours.meri, colours.card))
    return [*lines, *dots]


def weeks_below(weeks: Sequence[Mapping[str, Any]], frame: Frame, colours: Palette) -> list[str]:
    last = len(weeks) - 1
    shown = {0: "start", last // 2: "middle", last: "end"}
    return [
        words(
            frame.x(number),
            HEIGHT - 5,
            label_of_bucket(parse_date(weeks[number]["week"]), "week"),
            colours.soft,
            anchor,
        )
        for number, anchor in shown.items()
    ]


def tones(figures: Mapping[str, int], colours: Palette) -> str:
    """The shares of the three tones as stretches of one bar."""
    n, x, body = sum(figures.values()) or 1, 0.0, []
    width, height = 480.0, 18.0
    for name, colour in (
        ("negative", colours.worse),
        ("neutral", colours.sand),
        ("positive", colours.better),
    ):
        share = (width - 4) * figures[name] / n
        body.append(box(x, 0, share, height, colour, radius=3))
        x += share + 2
    return svg(width, height, body)
