"""Bars on their side as SVG, each with its interval and its value in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .chart import WIDTH
from .drawing import COLOURS, box, colour, fitted, line, words

NAMES, VALUES, ROW, THICK = 230.0, 170.0, 30.0, 14.0


def is_sideways(option: dict[str, Any]) -> bool:
    return bool(option["yAxis"].get("type") == "category")


def height_of(option: dict[str, Any]) -> float:
    return ROW * len(option["yAxis"]["data"]) + 8


def lying(option: dict[str, Any]) -> list[str]:
    items = option["series"][0]["data"]
    most = max((end for one in items for end in [one["value"], *one.get("spread", ())] if end), default=1.0)
    scale = (WIDTH - NAMES - VALUES) / most
    names = option["yAxis"]["data"]
    return [
        mark
        for place, (name, one) in enumerate(zip(names, items, strict=True))
        for mark in bar_of(name, one, place * ROW, scale)
    ]


def bar_of(name: str, one: dict[str, Any], y: float, scale: float) -> Iterator[str]:
    middle = y + ROW / 2
    yield words(0, middle + 4, fitted(name, NAMES - 12, 12))
    yield words(WIDTH, middle + 4, one["words"], size=11, fill="soft", anchor="end")
    if one["value"] is None:
        return
    style = {"color": "var(--meri)", **one.get("itemStyle", {})}
    width = one["value"] * scale
    fill = colour(style["color"])
    yield box(NAMES, middle - THICK / 2, width, THICK, fill, opacity=style.get("opacity", 1), radius=3)
    if "spread" in one:
        low, high = (NAMES + end * scale for end in one["spread"])
        yield line(low, middle, high, middle, COLOURS["ink"], width=1.6)
        for x in (low, high):
            yield line(x, middle - 4, x, middle + 4, COLOURS["ink"], width=1.6)
