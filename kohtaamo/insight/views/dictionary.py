from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.insight.charts import show as show_value
from kohtaamo.insight.dictionary import dictionary, entry
from kohtaamo.insight.forms import MetricSettingsForm
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.services import set_metric_settings, set_target
from kohtaamo.organisation.access import MemberRequest, may, requires

from .metric import metric_or_404

# What the settings of a metric were before they were changed, kept until the next page offers it back.
BEFORE = "insight.settings_before"


@requires("insight.read")
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    before = request.session.pop(BEFORE, None)
    context = {
        "levels": dictionary(words),
        "words": words,
        "may_change": may(request.member, "insight.write"),
        "undo": (METRICS[before["metric"]], before["values"].items()) if before else None,
    }
    return render(request, "insight/dictionary.html", context)


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest, key: str) -> HttpResponse:
    metric = metric_or_404(key)
    known = entry(metric)
    if request.method == "POST":
        form = MetricSettingsForm(request.POST, metric=metric)
        if form.is_valid():
            save(request, metric, form)
            if "undo" not in request.POST:
                request.session[BEFORE] = {"metric": key, "values": known.before()}
            return redirect(f"{reverse('insight:dictionary')}#{key}")
    else:
        initial = {
            "owner": known.owner,
            "target": known.target,
            "due_on": known.due_on,
            "threshold": known.threshold,
        }
        form = MetricSettingsForm(metric=metric, initial=initial)
    low, high = metric.target_ends
    context = {
        "metric": metric,
        "form": form,
        "low": show_value(metric, low),
        "high": "" if high is None else show_value(metric, high),
    }
    return render(request, "insight/metric_settings.html", context, status=422 if form.errors else 200)


def save(request: MemberRequest, metric: Metric, form: MetricSettingsForm) -> None:
    given = form.cleaned_data
    set_metric_settings(
        metric=metric, owner=given["owner"], threshold=given["threshold"], actor=request.member
    )
    set_target(metric=metric, value=given["target"], due_on=given["due_on"], actor=request.member)
    messages.success(request, gettext("The settings of the metric are saved."))
