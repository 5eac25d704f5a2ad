from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from kohtaamo.insight.breakdown import of_metric
from kohtaamo.insight.charts import show as show_value
from kohtaamo.insight.control import how_counted, standing, summary
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.forms import TargetForm
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import honest_number, shares
from kohtaamo.insight.queries import measure, metrics_in_order, target_of, targets
from kohtaamo.insight.services import set_target
from kohtaamo.insight.showing import behind
from kohtaamo.insight.showing.asked import fitting_people, moved_of
from kohtaamo.insight.showing.tables import rows_told
from kohtaamo.organisation.access import MemberRequest, may, requires

from .page import chosen_on, filter_context, kept_address


def metric_or_404(key: str) -> Metric:
    if key not in METRICS:
        raise Http404
    return METRICS[key]


@requires("insight.read")
@require_GET
def show(request: MemberRequest, key: str) -> HttpResponse:
    metric = metric_or_404(key)
    chosen = fitting_people(metric, chosen_on(request))
    measured = measure(metric, where=chosen.where)[0]
    target = target_of(targets([metric]), metric, chosen.where.touchpoint)
    counted = [(metric, rows_told(metric, measured))]
    context = {
        **filter_context(chosen, of_staff=metric.protects_people),
        **kept_address(request, "metric", metric=key),
        "behind": behind(counted, chosen.where, days=chosen.days, by=[chosen.size]),
        "behind_groups": behind(counted, chosen.where, days=chosen.days, by=[chosen.by]),
        "metric": metric,
        "metrics": metrics_in_order(),
        "number": honest_number(metric, measured, where=chosen.where, days=chosen.days, target=target),
        "shares": shares(metric, measured.counts) if measured.estimate else [],
        **moved(metric, chosen, target),
        "breakdown": of_metric(metric, chosen),
        "form": TargetForm(metric=metric, initial={"value": target, "touchpoint": chosen.where.touchpoint}),
        "may_set_target": may(request.member, "insight.write"),
    }
    return render(request, "insight/metric_detail.html", context)


def fitting_targets(metric: Metric) -> str:
    low, high = metric.target_ends
    if high is None:
        words = gettext("The target was not changed: it is a number from %(low)s up.")
        return words % {"low": show_value(metric, low)}
    words = gettext("The target was not changed: it is a number from %(low)s to %(high)s.")
    return words % {"low": show_value(metric, low), "high": show_value(metric, high)}


def moved(metric: Metric, chosen: Filter, target: float | None) -> dict[str, Any]:
    """The control chart with its words, or the plain trend while there are too few points for limits."""
    found = moved_of(metric, chosen, target)
    if found.control is None:
        return {"chart": found.chart}
    return {
        "chart": found.chart,
        "standing": standing(found.control),
        "summary": summary(found.control),
        "counted": how_counted(found.control),
    }


@requires("insight.write")
@require_POST
def target(request: MemberRequest, key: str) -> HttpResponse:
    metric, form = metric_or_404(key), TargetForm(request.POST, metric=metric_or_404(key))
    back = f"{reverse('insight:metric', args=[key])}?{chosen_on(request).query()}"
    if not form.is_valid():
        messages.error(request, fitting_targets(metric))
        return redirect(back)
    value = form.cleaned_data["value"]
    set_target(
        metric=metric,
        value=value,
        touchpoint=form.cleaned_data["touchpoint"],
        actor=request.member,
    )
    words = gettext("The target is set.") if value is not None else gettext("There is no target any more.")
    messages.success(request, words)
    return redirect(back)
