from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kohtaamo.insight.breakdown import MOST_METRICS, of_all
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import honest_number
from kohtaamo.insight.queries import has_heard, measure_all, target_of, targets
from kohtaamo.insight.showing import behind
from kohtaamo.insight.showing.tables import rows_told
from kohtaamo.organisation.access import MemberRequest, requires

from .page import chosen_on, filter_context, kept_address


@requires("insight.read")
@require_GET
def overview(request: MemberRequest) -> HttpResponse:
    """Every metric that heard something, and a table of groups."""
    chosen = chosen_on(request)
    found = measure_all(chosen.where)
    heard = [METRICS[key] for key in found]
    known = targets(heard)
    numbers = [
        honest_number(
            metric,
            found[metric.key][0],
            where=chosen.where,
            days=chosen.days,
            target=target_of(known, metric, chosen.where.touchpoint),
        )
        for metric in heard
    ]
    counted = [(metric, rows_told(metric, found[metric.key][0])) for metric in heard]
    context = {
        **filter_context(chosen),
        **kept_address(request, "overview"),
        "behind": behind(counted, chosen.where, days=chosen.days),
        "behind_groups": behind(counted[:MOST_METRICS], chosen.where, days=chosen.days, by=[chosen.by]),
        "numbers": numbers,
        "breakdown": of_all(heard, chosen) if heard else None,
        "is_new": not heard and not has_heard(),
    }
    return render(request, "insight/insight_overview.html", context)
