from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kohtaamo.insight.alerting import rules
from kohtaamo.insight.alerting.asking import (
    USUAL_EVERY,
    Preview,
    RuleForm,
    asked_again,
    parameters_with,
    preview,
    worst_value,
)
from kohtaamo.insight.alerting.design import usual_shift, where_from
from kohtaamo.insight.alerting.wording import promise
from kohtaamo.insight.dimensions import in_words
from kohtaamo.insight.filters import filter_of, parameters_of
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import AlertRule
from kohtaamo.insight.queries import has_heard, usual_metric
from kohtaamo.insight.where import today
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, requires

Kind = AlertRule.Kind


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """The address may carry what the alert is to watch: `?metric=nps&touchpoint=3&channel=phone`."""
    metric = METRICS.get(request.GET.get("metric", "")) or usual_metric()
    form = RuleForm(request.POST or None, initial=suggested(request, metric))
    narrowed = narrowed_by(request.GET)
    if request.method == "POST" and form.is_valid() and made(request, form, narrowed):
        return redirect("insight:alerts")
    return render(request, "insight/alert_rule_form.html", form_context(request, form, metric, narrowed))


@requires("insight.write")
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The same form; what has told alarms goes on watching the same."""
    rule = get_object_or_404(AlertRule, pk=pk)
    metric = METRICS.get(rule.metric) or usual_metric()
    form = RuleForm(request.POST or None, initial=asked_again(rule), rule=rule)
    narrowed = others_of(rule)
    if request.method == "POST" and form.is_valid() and changed(request, form, rule, narrowed):
        return redirect("insight:alerts")
    context = form_context(request, form, metric, narrowed, rule)
    return render(request, "insight/alert_rule_form.html", context)


def form_context(
    request: MemberRequest,
    form: RuleForm,
    metric: Metric,
    narrowed: dict[str, str],
    rule: AlertRule | None = None,
) -> dict[str, Any]:
    given = asked_of(form, metric)
    others = where_from({key: text for key, text in narrowed.items() if key != "touchpoint"})
    return {
        "form": form,
        "rule": rule,
        "narrowed": in_words(others),
        "query": request.GET.urlencode(),
        "has_heard": has_heard(),
        "preview": preview_of(given, narrowed, rule),
    }


def others_of(rule: AlertRule) -> dict[str, str]:
    """What the rule is narrowed down to besides the touchpoint, which the form chooses."""
    return {key: text for key, text in rule.parameters.items() if key != "touchpoint"}


def suggested(request: MemberRequest, metric: Metric) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    return {
        "kind": kind if kind in Kind.values else Kind.CHANGE,
        "metric": metric.key,
        "touchpoint": whole_number(request.GET.get("touchpoint", "")),
        "shift": usual_shift(metric),
        "every": USUAL_EVERY,
        "chart": AlertRule.Chart.CUSUM,
        "limit": worst_value(metric),
        "owner": request.member.pk,
    }


def narrowed_by(asked: QueryDict) -> dict[str, str]:
    """The filter in the address without its days: an alert goes on."""
    found = parameters_of(filter_of(asked, today=today()).where)
    return {key: text for key, text in found.items() if key not in {"days", "from", "to"}}


def made(request: MemberRequest, form: RuleForm, narrowed: dict[str, str]) -> bool:
    facts = form.cleaned_data
    try:
        rules.make_rule(
            kind=facts["kind"],
            metric=METRICS[facts["metric"]],
            parameters=parameters_with(narrowed, facts["touchpoint"]),
            owner=facts["owner"],
            actor=request.member,
            every=facts["every"] or USUAL_EVERY,
            shift=facts["shift"],
            limit=facts["limit"],
            chart=facts["chart"] or "cusum",
        )
    except rules.RuleRefusedError as refused:
        return refuse(form, refused)
    messages.success(request, _("The alert is set up. It watches from now on."))
    return True


def changed(request: MemberRequest, form: RuleForm, rule: AlertRule, narrowed: dict[str, str]) -> bool:
    facts = form.cleaned_data
    wanted = rules.Wanted(
        kind=facts["kind"],
        metric=METRICS[facts["metric"]],
        parameters=parameters_with(narrowed, facts["touchpoint"]),
        every=facts["every"] or USUAL_EVERY,
        shift=facts["shift"],
        limit=facts["limit"],
        chart=facts["chart"] or "cusum",
    )
    try:
        is_anew = rules.change_rule(rule=rule, wanted=wanted, owner=facts["owner"], actor=request.member)
    except rules.RuleRefusedError as refused:
        return refuse(form, refused)
    if is_anew:
        rule.refresh_from_db()
        words = _("The alert is changed and computed anew; what it has told is kept. %(promise)s")
        messages.success(request, words % {"promise": promise(rule)})
    else:
        messages.success(request, _("The alert is changed. It watches as before."))
    return True


def refuse(form: RuleForm, refused: rules.RuleRefusedError) -> bool:
    form.add_error(refused.field, _("No honest alert can be made of this: see beside the form why."))
    return False


def asked_of(form: RuleForm, metric: Metric) -> dict[str, Any]:
    """What the form says so far: what was sent, or what it was opened with."""
    names = ("kind", "metric", "touchpoint", "shift", "chart", "every", "limit")
    if form.is_bound:
        form.is_valid()
        known = form.cleaned_data
        return {name: known.get(name) for name in names}
    found = {name: form[name].value() for name in names}
    touchpoints: Any = form.fields["touchpoint"]
    place = touchpoints.queryset.filter(pk=found["touchpoint"]).first() if found["touchpoint"] else None
    return {**found, "metric": metric.key, "touchpoint": place}


def preview_of(
    given: dict[str, Any], narrowed: dict[str, str], rule: AlertRule | None = None
) -> Preview | None:
    metric = METRICS.get(given.get("metric") or "")
    if metric is None or given.get("kind") not in Kind.values:
        return None
    return preview(
        kind=str(given["kind"]),
        metric=metric,
        parameters=parameters_with(narrowed, given.get("touchpoint")),
        every=given.get("every") or USUAL_EVERY,
        shift=given.get("shift"),
        limit=given.get("limit"),
        chart=given.get("chart") or "cusum",
        rule=rule,
    )


@requires("insight.write")
@require_GET
def preview_fragment(request: MemberRequest) -> HttpResponse:
    """What the alert would promise, while the form is being filled in; `rule` is the one that is being changed."""
    key = whole_number(request.GET.get("rule", ""))
    rule = get_object_or_404(AlertRule, pk=key) if key else None
    form = RuleForm(request.GET, initial=asked_again(rule) if rule else None, rule=rule)
    form.is_valid()
    narrowed = others_of(rule) if rule else narrowed_by(request.GET)
    context = {"preview": preview_of(form.cleaned_data, narrowed, rule)}
    return render(request, "insight/_alert_preview.html", context)


@requires("insight.write")
@require_POST
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    rules.stop_rule(rule=get_object_or_404(AlertRule, pk=pk), actor=request.member)
    messages.success(request, _("The alert no longer watches. What it has found so far is kept."))
    return redirect("insight:alerts")


@requires("insight.write")
@require_POST
def resume(request: MemberRequest, pk: int) -> HttpResponse:
    rules.resume_rule(rule=get_object_or_404(AlertRule, pk=pk), actor=request.member)
    messages.success(request, _("The alert watches again."))
    return redirect("insight:alerts")


@requires("insight.write")
@require_POST
def learn(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        rules.learn_anew(rule=get_object_or_404(AlertRule, pk=pk), actor=request.member)
    except rules.RuleRefusedError:
        messages.error(request, _("There are too few answers to learn what is usual. Nothing was changed."))
    else:
        messages.success(request, _("The latest weeks are now what is usual."))
    return redirect("insight:alerts")
