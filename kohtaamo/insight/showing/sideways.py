"""Bars that lie on their side, so that the names of what they tell of have room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of a hundred with its interval; the value is None where it may not be told."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    is_strong: bool = True


def bars_sideways(bars: Sequence[Bar], *, most: int | None = None) -> dict[str, Any]:
    """The first bar on top, `most` where the scale ends.

    Their intervals are drawn in our own pictures; the page's chart tells them in words.
    """
    return {
        "xAxis": {
            "type": "value",
            "min": 0,
            **({"max": most} if most else {}),
            "splitNumber": 4,
            "axisLabel": {"formatter": "{value} %"},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [one.name for one in bars],
            "axisLabel": {"width": 170, "overflow": "truncate"},
        },
        "grid": {"left": 8, "right": 26, "top": 8, "bottom": 6, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 16,
                "itemStyle": {"color": "var(--meri)"},
                "data": [item(one) for one in bars],
            }
        ],
    }


def item(bar: Bar) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": None if bar.value is None else round(bar.value, 2),
        "words": bar.words,
        "tooltip": {"formatter": f"{bar.name}: {bar.words}"},
    }
    if bar.low is not None and bar.high is not None:
        found["spread"] = [round(bar.low, 2), round(bar.high, 2)]
    if not bar.is_strong:
        found["itemStyle"] = {"color": "var(--meri)", "opacity": 0.35}
    return found
