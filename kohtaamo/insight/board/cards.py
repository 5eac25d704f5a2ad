"""Frozen figures as texts in the language in force: the same words on the page, on paper and in a slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from kohtaamo.insight.charts import language, show
from kohtaamo.insight.metrics import METRICS
from kohtaamo.kit.text import show_number, show_range

from .shown import Item, Part


def card(item: Item) -> dict[str, Any]:
    """A number with its interval, n and target; `value` is empty where there were too few answers."""
    figures = item.figures
    metric = METRICS[figures["metric"]]
    return {
        **cell(figures),
        "name": str(metric.name),
        "unit": "" if str(metric.unit).casefold() in str(metric.name).casefold() else str(metric.unit),
        "target": show(metric, figures["target"]) if figures["target"] is not None else "",
        "verdict": verdict_on(figures),
        "number": item.number,
        "text": item.text,
        "stale": bool(item.stale),
    }


def cell(figures: Mapping[str, Any]) -> dict[str, Any]:
    metric = METRICS[figures["metric"]]
    is_known = figures.get("value") is not None
    return {
        "value": show(metric, figures["value"]) if is_known else "",
        "interval": show_range(figures["low"], figures["high"], language(), metric.decimals)
        if is_known
        else "",
        "n": show_number(figures["n"], language()),
        "state": figures.get("state", "none"),
    }


def verdict_on(figures: Mapping[str, Any]) -> str:
    if figures.get("value") is None:
        return gettext("Too few answers for a number")
    if figures["target"] is None:
        return gettext("no target")
    facts = {"target": show(METRICS[figures["metric"]], figures["target"])}
    return {
        "better": gettext("better than the target %(target)s"),
        "worse": gettext("worse than the target %(target)s"),
    }.get(figures["state"], gettext("cannot be told from the target %(target)s")) % facts


def columns(part: Part) -> list[str]:
    """The metrics of the table of touchpoints."""
    return [str(METRICS[key].short_name) for key in metrics_of(part)]


def metrics_of(part: Part) -> Sequence[str]:
    places = part.of("place")
    return [one["metric"] for one in places[0].figures["cells"]] if places else []


def row(item: Item) -> dict[str, Any]:
    figures = item.figures
    return {
        "touchpoint": figures["touchpoint"],
        "journey": figures["journey"],
        "cells": [cell(one) for one in figures["cells"]],
        "number": item.number,
        "text": item.text,
        "stale": bool(item.stale),
    }


def tone_rows(item: Item) -> list[tuple[str, int]]:
    return [
        (gettext("negative"), item.figures["negative"]),
        (gettext("neutral"), item.figures["neutral"]),
        (gettext("positive"), item.figures["positive"]),
    ]


def outcome(item: Item) -> str:
    words = {"helped": gettext("helped"), "did_not": gettext("did not help")}
    return words.get(item.figures["verdict"], gettext("not known yet"))
