from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.comparing import (
    BEFORE,
    BY_PERIOD,
    YEAR_AGO,
    Comparison,
    groups_compared,
    parameters,
    periods_compared,
    side_by_side,
)
from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.filters import Filter, is_dimension
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.where import COLUMNS
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_metric, chosen_on, dimension_options, metric_choice, table_context


@requires("insight.read")
@require_GET
def comparing(request: MemberRequest) -> HttpResponse:
    """Two periods or two groups of one metric, with the interval of their difference."""
    chosen, metric, metrics = chosen_on(request), *chosen_metric(request)
    split = request.GET.get("split", "")
    by = split if is_dimension(split) else BY_PERIOD
    base = table_context(request, chosen)
    splits = Choice("split", gettext("Compare"), split_options(by, base["choices"]))
    comparison, sides, kept = asked(request, metric, chosen, by)
    context = {
        **base,
        "metric": metric,
        "selects": [metric_choice(metric, metrics), splits, *sides],
        "choices": [one for one in base["choices"] if one.name != dimension_parameter(by)],
        "comparison": comparison,
        "chart": side_by_side(comparison) if comparison else None,
        "query": chosen.query(metric=metric.key, **kept),
        "by_period": by == BY_PERIOD,
        "is_new": not metrics,
    }
    return render(request, "insight/comparing.html", context)


def asked(
    request: MemberRequest, metric: Metric, chosen: Filter, by: str
) -> tuple[Comparison | None, list[Choice], dict[str, str]]:
    """The comparison, the selects that choose its sides, and what the address says of it."""
    if by == BY_PERIOD:
        against = YEAR_AGO if request.GET.get("against") == YEAR_AGO else BEFORE
        options = [
            Option(BEFORE, gettext("as many days before"), against == BEFORE),
            Option(YEAR_AGO, gettext("the same days a year earlier"), against == YEAR_AGO),
        ]
        comparison = periods_compared(metric, chosen, against)
        return (
            comparison,
            [Choice("against", gettext("Compare with"), options)],
            parameters(by, "", "", against),
        )
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    comparison, firsts, seconds = groups_compared(metric, chosen, by, first, second)
    selects = [
        Choice("first", gettext("First group"), firsts),
        Choice("second", gettext("Second group"), seconds),
    ]
    picked = [next((one.value for one in options if one.is_chosen), "") for options in (firsts, seconds)]
    return comparison, selects, parameters(by, picked[0], picked[1], "")


def split_options(by: str, choices: Any) -> list[Option]:
    groups = dimension_options(choices, by, names=[*COLUMNS])
    return [Option(BY_PERIOD, gettext("two periods"), by == BY_PERIOD), *groups]


def dimension_parameter(by: str) -> str:
    return by.replace("attribute:", "a:", 1)
