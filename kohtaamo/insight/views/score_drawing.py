"""The score card as rows and pictures, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import sqrt
from typing import Any

from django.utils.translation import gettext

from kohtaamo.insight.charts import Chart, Option, language
from kohtaamo.insight.dimensions import label_of_bucket
from kohtaamo.kit.statistics import Estimate, share
from kohtaamo.kit.text import show_number, show_percent, show_percent_range, show_range
from kohtaamo.language.own_model import LABELS

# A bin or a month of fewer comments says more of chance.
LEAST_SHOWN = 10
# Limits of a control chart of shares. Source: Montgomery 2009, Introduction to Statistical Quality Control, 7.2
SIGMAS = 3


def scores(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    """A row of the table."""
    estimate = share(figures["right"], figures["n"])
    classes = [figures["classes"].get(label) for label in LABELS]
    low, high = figures["macro_f1_interval"]
    return {
        "name": name,
        "n": figures["n"],
        "accuracy": percent(figures["accuracy"]),
        "accuracy_interval": show_percent_range(estimate.low, estimate.high, language()),
        "macro_f1": decimals(figures["macro_f1"]),
        "macro_f1_interval": show_range(low, high, language(), 2),
        "classes": [decimals(one["f1"]) if one and one["said"] >= LEAST_SHOWN else "" for one in classes],
        "ece": decimals(figures["ece"]),
    }


def decimals(value: float) -> str:
    return show_number(value, language(), 2)


def percent(value: float) -> str:
    return show_percent(value, language())


# Whoever is as sure as right stays on it.
HONEST = {"type": "line", "data": [[0, 0], [100, 100]], "symbol": "none", "silent": True}


def honesty_chart(figures: dict[str, Any]) -> Chart:
    """How sure it said it was, and how often it was right; an honest reader stays on the line."""
    bins = [(sure, right, n) for _low, n, sure, right in figures["bins"]]
    points = [
        {
            "value": [round(100 * sure, 1), round(100 * right, 1)],
            "tooltip": {"formatter": told(sure, right, n)},
        }
        for sure, right, n in bins
        if n >= LEAST_SHOWN
    ]
    line = {"color": "var(--soft)", "type": "dashed", "opacity": 0.6}
    option: Option = {
        "xAxis": {**axis(gettext("how sure, %")), "nameLocation": "middle", "nameGap": 24},
        "yAxis": {**axis(gettext("how often right, %")), "nameTextStyle": {"align": "left"}},
        "grid": {"left": 8, "right": 18, "top": 30, "bottom": 26, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {**HONEST, "lineStyle": line},
            {
                "type": "line",
                "data": points,
                "symbolSize": 8,
                "showAllSymbol": True,
                "itemStyle": {"color": "var(--meri)"},
                "lineStyle": {"color": "var(--meri)", "width": 1.8},
            },
        ],
    }
    rows = [
        [
            percent(sure),
            percent(right) if n >= LEAST_SHOWN else gettext("too few"),
            show_number(n, language()),
        ]
        for sure, right, n in bins
    ]
    label = gettext("How sure it is, and how often right")
    return Chart(label, option, [gettext("How sure"), gettext("Right"), "n"], rows)


def told(sure: float, right: float, n: int) -> str:
    words = gettext("%(sure)s sure, %(right)s right") % {"sure": percent(sure), "right": percent(right)}
    return f"{words}\nn {show_number(n, language())}"


def axis(name: str) -> Option:
    return {"type": "value", "min": 0, "max": 100, "interval": 25, "name": name}


def agreement_chart(months: Sequence[Sequence[Any]]) -> Chart | None:
    """The share of comments read as their stars say, by month; months out of the ordinary stand out."""
    known = [(month, right, n) for month, right, n in months if n >= LEAST_SHOWN]
    if len(known) < 2:  # noqa: PLR2004  one point is no course
        return None
    middle = sum(right for _, right, _ in known) / sum(n for *_, n in known)
    points: list[Option] = []
    rows: list[list[str]] = []
    estimates = [share(right, n) for _month, right, n in known]
    for (month, right, n), estimate in zip(known, estimates, strict=True):
        low_limit = middle - SIGMAS * sqrt(middle * (1 - middle) / n)
        is_low = right / n < low_limit
        words = f"{name_of(month)}\n{percent(right / n)} ({ends(estimate)})\nn {show_number(n, language())}"
        style = {"itemStyle": {"color": "var(--worse)"}, "symbolSize": 10} if is_low else {}
        points.append({"value": round(100 * right / n, 1), "tooltip": {"formatter": words}, **style})
        said = gettext("lower than ordinary") if is_low else ""
        rows.append([name_of(month), percent(right / n), ends(estimate), show_number(n, language()), said])
    names = [gettext("Month"), gettext("Agrees"), gettext("95 % interval"), "n", ""]
    label = gettext("How often the reading agrees with the stars, by month")
    return Chart(label, course([row[0] for row in rows], points, estimates, middle), names, rows)


def course(names: list[str], points: list[Option], estimates: Sequence[Estimate], middle: float) -> Option:
    lows = [round(100 * one.low, 1) for one in estimates]
    widths = [round(100 * (one.high - one.low), 1) for one in estimates]
    band = {"type": "line", "stack": "interval", "stackStrategy": "all", "symbol": "none", "silent": True}
    return {
        "xAxis": {
            "type": "category",
            "data": names,
            "boundaryGap": False,
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "max": 100, "interval": 25},
        "grid": {"left": 8, "right": 18, "top": 14, "bottom": 6, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {**band, "data": lows, "lineStyle": {"opacity": 0}},
            {
                **band,
                "data": widths,
                "lineStyle": {"opacity": 0},
                "areaStyle": {"color": "var(--meri)", "opacity": 0.14},
            },
            {
                "type": "line",
                "data": points,
                "showAllSymbol": True,
                "symbolSize": 6,
                "itemStyle": {"color": "var(--meri)"},
                "lineStyle": {"color": "var(--meri)", "width": 1.8},
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {"show": False},
                    "lineStyle": {"color": "var(--soft)", "type": "solid", "opacity": 0.45},
                    "data": [{"yAxis": round(100 * middle, 1)}],
                },
            },
        ],
    }


def name_of(month: str) -> str:
    year, number = month.split("-")
    return label_of_bucket(date(int(year), int(number), 1), "month")


def ends(estimate: Estimate) -> str:
    return show_percent_range(estimate.low, estimate.high, language())
