from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from kohtaamo.insight.charts import distribution_chart, show_interval
from kohtaamo.insight.dimensions import in_words
from kohtaamo.insight.numbers import honest_number, shares
from kohtaamo.insight.queries import measure, target_of, targets, values
from kohtaamo.organisation.access import requires

from .metric import metric_or_404
from .page import chosen_on

ROWS = 50


@requires("insight.read")
@require_GET
def explain(request: HttpRequest, key: str) -> HttpResponse:
    """Where a number comes from: formula, filter, interval, distribution and the answers themselves."""
    metric, chosen = metric_or_404(key), chosen_on(request)
    measured = measure(metric, where=chosen.where)[0]
    target = target_of(targets([metric]), metric, chosen.where.touchpoint)
    is_shown = measured.estimate is not None or not metric.protects_people
    label = gettext("How the answers fall on the scale")
    context = {
        "metric": metric,
        "selection": chosen,
        "query": chosen.query(),
        "measured": measured,
        "number": honest_number(metric, measured, where=chosen.where, days=chosen.days, target=target),
        "interval": show_interval(metric, measured.estimate),
        "narrowed": in_words(chosen.where),
        "shares": shares(metric, measured.counts) if is_shown else [],
        "chart": distribution_chart(metric, measured.counts, label=label)
        if measured.n and is_shown
        else None,
        "page": Paginator(values(metric, chosen.where), ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "insight/metric_explain.html", context)
