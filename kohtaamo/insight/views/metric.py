from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from kohtaamo.insight.breakdown import of_metric
from kohtaamo.insight.charts import show as show_value
from kohtaamo.insight.charts import trend_chart
from kohtaamo.insight.control import control_of, control_picture, how_counted, standing, summary
from kohtaamo.insight.filters import Filter
from kohtaamo.insight.forms import TargetForm
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.numbers import honest_number, shares
from kohtaamo.insight.queries import measure, metrics_in_order, target_of, targets, trend
from kohtaamo.insight.services import set_target
from kohtaamo.insight.where import today
from kohtaamo.organisation.access import MemberRequest, may, requires

from .page import chosen_on, filter_context


def metric_or_404(key: str) -> Metric:
    if key not in METRICS:
        raise Http404
    return METRICS[key]


@requires("insight.read")
@require_GET
def show(request: MemberRequest, key: str) -> HttpResponse:
    metric, chosen = metric_or_404(key), chosen_on(request)
    if metric.protects_people:
        # a crowd seldom answers in one week
        chosen = replace(chosen, size="month")
    measured = measure(metric, where=chosen.where)[0]
    target = target_of(targets([metric]), metric, chosen.where.touchpoint)
    context = {
        **filter_context(chosen, of_staff=metric.protects_people),
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
    size, rows = chosen.size, trend(metric, chosen.where, chosen.size)
    control = control_of(metric, rows, size=size, period=chosen.where.period, today=today())
    if control is None:
        return {"chart": trend_chart(metric, rows, size=size, target=target)}
    return {
        "chart": control_picture(metric, rows, control, size=size, target=target),
        "standing": standing(control),
        "summary": summary(control),
        "counted": how_counted(control),
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
