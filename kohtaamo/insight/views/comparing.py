from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.comparing import BY_PERIOD, side_by_side
from kohtaamo.insight.dimensions import Choice, Option
from kohtaamo.insight.showing.asked import comparison_asked, split_asked
from kohtaamo.insight.showing.trends import behind_comparison
from kohtaamo.insight.where import COLUMNS
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_metric, chosen_on, dimension_options, kept_address, metric_choice, table_context


@requires("insight.read")
@require_GET
def comparing(request: MemberRequest) -> HttpResponse:
    """Two periods or two groups of one metric, with the interval of their difference."""
    chosen, metric, metrics = chosen_on(request), *chosen_metric(request)
    by = split_asked(request.GET)
    base = table_context(request, chosen)
    splits = Choice("split", gettext("Compare"), split_options(by, base["choices"]))
    comparison, sides, kept = comparison_asked(request.GET, metric, chosen)
    context = {
        **base,
        **kept_address(request, "comparing"),
        "behind": behind_comparison(metric, chosen, by),
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


def split_options(by: str, choices: Any) -> list[Option]:
    groups = dimension_options(choices, by, names=[*COLUMNS])
    return [Option(BY_PERIOD, gettext("two periods"), by == BY_PERIOD), *groups]


def dimension_parameter(by: str) -> str:
    return by.replace("attribute:", "a:", 1)
