"""The options of our charts drawn as SVG: lines with bands and limits, bars side by side, points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from kohtaamo.insight.charts import language
from kohtaamo.kit.text import show_number

from .drawing import COLOURS, area, box, colour, line, mark, path, width_of, words

WIDTH, HEIGHT = 760.0, 340.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 20.0, 30.0, 44.0
STEPS = 4
SMALL = 11.0
MOST_LABELS = 9

Option = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Axis:
    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(count + 1)]

    def share(self, value: float) -> float:
        return min(max((value - self.low) / ((self.high - self.low) or 1.0), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Plane:
    """Where things stand. Across either names (`x` None) or numbers; `is_between`: names stand between ticks."""

    y: Axis
    names: Sequence[str]
    x: Axis | None
    is_between: bool

    def across(self, place: float) -> float:
        inside = WIDTH - LEFT - RIGHT
        if self.x:
            return LEFT + inside * self.x.share(place)
        if self.is_between:
            return LEFT + inside * (place + 0.5) / max(len(self.names), 1)
        return LEFT + inside * place / max(len(self.names) - 1, 1)

    def down(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - self.y.share(value))


def drawn(option: Option) -> list[str]:
    """Marks within `WIDTH` × `HEIGHT`, what is behind first."""
    plane = plane_of(option)
    body = [*bands(option, plane), *grid_lines(plane), *across_labels(plane)]
    body += [*axis_names(option), *legend(option)]
    bars = [one for one in option["series"] if one["type"] == "bar"]
    for place, one in enumerate(bars):
        body += bars_of(one, plane, place, len(bars))
    for one in option["series"]:
        if one["type"] == "line" and "stack" not in one:
            body += line_of(one, plane)
        elif one["type"] == "scatter":
            body += points_of(one, plane)
    return body


def plane_of(option: Option) -> Plane:
    across = option["xAxis"]
    series = option["series"]
    if across.get("type") == "category":
        is_between = across.get("boundaryGap", True)
        return Plane(axis_of(option["yAxis"], heights(series)), across["data"], None, is_between)
    pairs = [item["value"] for one in series for item in one["data"]]
    return Plane(
        axis_of(option["yAxis"], [pair[1] for pair in pairs]),
        (),
        axis_of(across, [pair[0] for pair in pairs]),
        is_between=False,
    )


def heights(series: Sequence[Option]) -> list[float]:
    found = [0.0] if any(one["type"] == "bar" for one in series) else []
    for one in series:
        if "stack" not in one:
            found += [value for item in one["data"] if (value := value_of(item)) is not None]
    return found


def value_of(item: Any) -> float | None:
    found = item.get("value") if isinstance(item, dict) else item
    return None if found is None else float(found)


def axis_of(given: Option, known: Sequence[float]) -> Axis:
    """What the chart says of its ends, else round ones around the values."""
    low, high = given.get("min"), given.get("max")
    if low is not None and high is not None:
        step = given.get("interval") or (high - low) / STEPS or 1.0
        return Axis(float(low), float(low) + step * ceil((high - low) / step - 1e-9), float(step))
    least, most = (min(known), max(known)) if known else (0.0, 1.0)
    rough = (most - least) / STEPS or 1.0
    size = 10.0 ** floor(log10(rough))
    nice = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= rough)
    bottom = floor(least / nice) * nice
    return Axis(bottom, max(ceil(most / nice) * nice, bottom + nice), nice)


def grid_lines(plane: Plane) -> Iterator[str]:
    for value in plane.y.ticks:
        y = plane.down(value)
        yield line(LEFT, y, WIDTH - RIGHT, y, COLOURS["line"])
        yield words(LEFT - 8, y + 4, tick(value), size=SMALL, fill="soft", anchor="end")


def tick(value: float) -> str:
    return show_number(round(value, 4), language())


def across_labels(plane: Plane) -> Iterator[str]:
    y = HEIGHT - BOTTOM + 18
    if plane.x:
        for value in plane.x.ticks:
            yield words(plane.across(value), y, tick(value), size=SMALL, fill="soft", anchor="middle")
        return
    longest = max((width_of(name, SMALL) for name in plane.names), default=1.0)
    most = max(min(int((WIDTH - LEFT) / (longest + 14)), MOST_LABELS if not plane.is_between else 99), 1)
    every = max(ceil(len(plane.names) / most), 1)
    for place, name in enumerate(plane.names):
        if place % every == 0:
            anchor = "middle" if plane.is_between or place else "start"
            yield words(plane.across(place), y, name, size=SMALL, fill="soft", anchor=anchor)


def axis_names(option: Option) -> Iterator[str]:
    if name := option["yAxis"].get("name"):
        yield words(LEFT - 8, 14, name, size=SMALL, fill="soft")
    if name := option["xAxis"].get("name"):
        yield words(WIDTH / 2, HEIGHT - 6, name, size=SMALL, fill="soft", anchor="middle")


def legend(option: Option) -> Iterator[str]:
    if not option.get("legend", {}).get("show"):
        return
    x = LEFT + 40
    for one in option["series"]:
        yield box(x, 5, 11, 11, colour(one.get("itemStyle", {}).get("color")), radius=2)
        yield words(x + 16, 15, one["name"], size=12)
        x += 16 + width_of(one["name"], 12) + 28


def bands(option: Option, plane: Plane) -> Iterator[str]:
    """Two series of one stack are a band: its lower ends and how wide it is."""
    for low, wide in zip(option["series"], option["series"][1:], strict=False):
        if "stack" not in low or low["stack"] != wide.get("stack"):
            continue
        style = wide.get("areaStyle", {})
        for stretch in stretches(low["data"], wide["data"]):
            steps = bool(low.get("step"))
            tops = corners(plane, [(place, bottom + width) for place, bottom, width in stretch], steps=steps)
            bottoms = corners(plane, [(place, bottom) for place, bottom, _ in stretch], steps=steps)
            yield area(
                [*tops, *reversed(bottoms)], colour(style.get("color")), opacity=style.get("opacity", 1)
            )


def stretches(lows: Sequence[Any], widths: Sequence[Any]) -> Iterator[list[tuple[int, float, float]]]:
    """Runs of neighbours that are known."""
    run: list[tuple[int, float, float]] = []
    for place, (low, width) in enumerate(zip(lows, widths, strict=True)):
        if low is None or width is None:
            if run:
                yield run
            run = []
        else:
            run.append((place, low, width))
    if run:
        yield run


def corners(plane: Plane, points: Sequence[tuple[int, float]], *, steps: bool) -> list[tuple[float, float]]:
    if not steps:
        return [(plane.across(place), plane.down(value)) for place, value in points]
    found = []
    for place, value in points:
        y = plane.down(value)
        found += [(plane.across(max(place - 0.5, 0)), y)]
        found += [(plane.across(min(place + 0.5, len(plane.names) - 1)), y)]
    return found


def line_of(one: Option, plane: Plane) -> Iterator[str]:
    yield from levels(one, plane)
    stroke = colour(one.get("lineStyle", {}).get("color"), "meri")
    run: list[tuple[float, float]] = []
    for place, item in enumerate(one["data"]):
        value = value_of(item)
        if value is None:
            if len(run) > 1:
                yield path(run, stroke)
            run = []
        else:
            run.append((plane.across(place), plane.down(value)))
    if len(run) > 1:
        yield path(run, stroke)
    yield from points_of(one, plane)


def levels(one: Option, plane: Plane) -> Iterator[str]:
    """Targets and middles, and the stretch that is ordinary."""
    for low, high in one.get("markArea", {}).get("data", []):
        top, bottom = plane.down(high["yAxis"]), plane.down(low["yAxis"])
        yield box(LEFT, top, WIDTH - LEFT - RIGHT, bottom - top, COLOURS["band"])
    marks = one.get("markLine", {})
    for level in marks.get("data", []):
        if "yAxis" not in level:
            continue
        style = {**marks.get("lineStyle", {}), **level.get("lineStyle", {})}
        label = {**marks.get("label", {}), **level.get("label", {})}
        y = plane.down(level["yAxis"])
        dashes = "5 4" if style.get("type") == "dashed" else ""
        stroke = colour(style.get("color"))
        yield line(LEFT, y, WIDTH - RIGHT, y, stroke, dashes=dashes, opacity=style.get("opacity", 1))
        if label.get("show") and label.get("formatter"):
            yield words(WIDTH - RIGHT, y - 5, label["formatter"], size=SMALL, fill="soft", anchor="end")


def points_of(one: Option, plane: Plane) -> Iterator[str]:
    usual = one.get("itemStyle", {})
    if one.get("symbol") == "none":
        return
    for place, item in enumerate(one["data"]):
        given = item if isinstance(item, dict) else {"value": item}
        if given.get("value") is None:
            continue
        style = {**usual, **given.get("itemStyle", {})}
        at = given["value"] if plane.x else (place, given["value"])
        across = float(given.get("symbolSize") or one.get("symbolSize") or 6)
        shape = given.get("symbol", "circle")
        fill = colour(style.get("color"), "meri")
        opacity = style.get("opacity", 1)
        yield mark(shape, plane.across(at[0]), plane.down(at[1]), across, fill, opacity=opacity)


def bars_of(one: Option, plane: Plane, place: int, count: int) -> Iterator[str]:
    """Bars of one series; several series stand side by side around the name."""
    room = (WIDTH - LEFT - RIGHT) / max(len(plane.names), 1)
    width = min(one.get("barMaxWidth", 40), 0.76 * room / count)
    start = (place - count / 2) * width
    usual = one.get("itemStyle", {})
    ground = plane.down(max(plane.y.low, 0.0))
    for number, item in enumerate(one["data"]):
        value = value_of(item)
        if value is None:
            continue
        style = {**usual, **(item.get("itemStyle", {}) if isinstance(item, dict) else {})}
        top = plane.down(value)
        x = plane.across(number) + start
        yield box(
            x, min(top, ground), width - 1, abs(ground - top), colour(style.get("color"), "meri"), radius=2
        )
