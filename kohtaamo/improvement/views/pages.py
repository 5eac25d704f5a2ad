from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kohtaamo.improvement import queries, services
from kohtaamo.improvement.forms import (
    ActionForm,
    CompletionForm,
    ExpectationFields,
    usual_direction,
)
from kohtaamo.improvement.models import Finding, Intervention, Verdict
from kohtaamo.improvement.needed_answers import enough, prospect, usual_change
from kohtaamo.improvement.picture import drawn, picture_of
from kohtaamo.improvement.wording import (
    change_unit,
    event_words,
    is_in_percent,
    show_change,
    show_expectation,
    show_expected_size,
    story_of,
)
from kohtaamo.insight.metric import Metric
from kohtaamo.insight.metrics import METRICS
from kohtaamo.insight.models import Alert
from kohtaamo.insight.numbers import honest_number
from kohtaamo.insight.where import Where, today
from kohtaamo.journeys.models import Touchpoint
from kohtaamo.kit.periods import Period
from kohtaamo.kit.text import whole_number
from kohtaamo.organisation.access import MemberRequest, may, requires

USUAL_METRIC = "nps"
FINDINGS_SHOWN = 5
Status, Direction = Intervention.Status, Intervention.Direction


@requires("improvement.read")
@require_GET
def action_list(request: MemberRequest) -> HttpResponse:
    day = today()
    noticed = queries.findings(day)
    context = {
        "board": queries.board(day),
        "findings": noticed[:FINDINGS_SHOWN],
        "more_findings": noticed[FINDINGS_SHOWN:],
        "can_change": can_change(request),
    }
    return render(request, "improvement/action_list.html", context)


@requires("improvement.write")
@require_http_methods(["GET", "POST"])
def action_new(request: MemberRequest) -> HttpResponse:
    form = ActionForm(request.POST or None, initial=suggested(request.GET))
    if request.method == "POST" and form.is_valid():
        action = planned(request, form)
        messages.success(request, _("The action is planned. What you expect of it is written down."))
        return redirect("improvement:show", pk=action.pk)
    context = {
        "form": form,
        "prospect": prospect_context(form.data if form.is_bound else as_data(form)),
        "has_touchpoints": Touchpoint.objects.exists(),
        "finding": finding_of(request.GET),
    }
    return render(request, "improvement/action_new.html", context)


def planned(request: MemberRequest, form: ActionForm) -> Intervention:
    facts = {**form.cleaned_data}
    actor = request.member
    noticed = facts.pop("noticed")
    finding = finding_of(request.GET)
    if noticed:
        finding = services.note_finding(
            title=noticed, touchpoint=facts["touchpoint"], metric=facts["metric"], actor=actor
        )
    return services.start_action(**facts, finding=finding, alert=alert_of(request.GET), actor=actor)


def suggested(asked: QueryDict) -> dict[str, Any]:
    """What the page that sent here already knows."""
    finding = finding_of(asked)
    metric = METRICS.get(asked.get("metric", "") or (finding.metric if finding else ""))
    metric = metric or METRICS[USUAL_METRIC]
    return {
        "touchpoint": asked.get("touchpoint") or (finding.touchpoint_id if finding else None),
        "metric": metric.key,
        "direction": usual_direction(metric),
        "size": asked.get("size") or usual_change(metric),
        "title": asked.get("title", ""),
    }


def finding_of(asked: QueryDict) -> Finding | None:
    key = whole_number(asked.get("finding", ""))
    return Finding.objects.filter(pk=key).first() if key else None


def alert_of(asked: QueryDict) -> Alert | None:
    key = whole_number(asked.get("alert", ""))
    return Alert.objects.filter(pk=key).first() if key else None


def as_data(form: ExpectationFields) -> dict[str, Any]:
    return {name: form[name].value() for name in (*queries.EXPECTATION,) if name in form.fields}


@requires("improvement.write")
@require_GET
def prospect_fragment(request: MemberRequest) -> HttpResponse:
    metric = METRICS.get(request.GET.get("metric", ""))
    context = {
        "prospect": prospect_context(request.GET),
        "is_swapped": metric is not None,
        "is_in_percent": metric is not None and is_in_percent(metric),
    }
    return render(request, "improvement/_prospect.html", context)


def prospect_context(given: Any) -> dict[str, Any] | None:
    """How many answers the change would take, as soon as what is given so far says enough."""
    asked = {name: given.get(name) for name in queries.EXPECTATION}
    fields = ExpectationFields({**asked, "direction": asked["direction"] or Direction.UP})
    if not fields.is_valid():
        return None
    facts = fields.cleaned_data
    metric, touchpoint = METRICS[facts["metric"]], facts["touchpoint"]
    found = prospect(
        metric,
        touchpoint=touchpoint,
        size=facts["size"],
        window_days=facts["window_days"],
        comparison=facts["comparison"],
        today=today(),
    )
    where = Where(period=Period.last_days(90, today()), touchpoint=touchpoint.pk)
    return {
        "found": found,
        "metric": metric,
        "number": honest_number(metric, found.spread.measured, where=where, days=90),
        "touchpoint": touchpoint,
        "comparison": facts["comparison"],
        "size": facts["size"],
        "is_in_percent": is_in_percent(metric),
        "window_days": facts["window_days"],
        "is_backwards": facts["direction"] != usual_direction(metric),
    }


@requires("improvement.read")
@require_GET
def action_show(request: MemberRequest, pk: int) -> HttpResponse:
    action = found(pk)
    metric = METRICS.get(action.metric)
    context: dict[str, Any] = {
        "action": action,
        "metric": metric,
        "can_change": can_change(request),
        "overdue_days": queries.overdue_days(action, today()),
        "history": [(event, event_words(event)) for event in queries.history(action)],
        "today": today(),
    }
    if metric is not None:
        context |= told(action, metric)
    return render(request, "improvement/action_show.html", context)


def told(action: Intervention, metric: Metric) -> dict[str, Any]:
    day = today()
    context: dict[str, Any] = {
        "expectation": show_expectation(metric, action),
        "picture": picture_of(action, metric, day),
        "is_in_percent": is_in_percent(metric),
        "completion": CompletionForm(initial={"done_on": day}),
    }
    ahead = prospect(
        metric,
        touchpoint=action.touchpoint,
        size=action.size,
        window_days=action.window_days,
        comparison=action.comparison,
        today=day,
    )
    last_day = queries.last_day_compared(action)
    if action.status != Status.DONE or last_day is None:
        return {**context, "ahead": ahead}
    verdict = services.judge(intervention=action, today=day)
    return {
        **context,
        "verdict": verdict,
        "drawn": drawn(action, verdict),
        "unit": change_unit(metric),
        "expected": show_expected_size(action),
        "last_day": last_day,
        "is_open": last_day > day and enough(verdict.n_before),
        "story": story_of(action, metric, verdict, ahead, last_day=last_day, today=day),
        "verdicts": [(row, show_change(metric, row)) for row in earlier_verdicts(action)],
    }


def earlier_verdicts(action: Intervention) -> list[Verdict]:
    return list(action.verdicts.all()[:20])


@requires("improvement.write")
@require_http_methods(["GET", "POST"])
def action_edit(request: MemberRequest, pk: int) -> HttpResponse:
    action = found(pk)
    frozen = queries.is_frozen(action)
    form = ActionForm(request.POST or None, initial=as_it_is(action), frozen=frozen)
    if request.method == "POST" and form.is_valid():
        try:
            saved(request, action, form)
        except services.FrozenExpectationError:
            messages.error(
                request, _("The result has been seen meanwhile, so the expectation stays as it was.")
            )
            return redirect("improvement:edit", pk=pk)
        messages.success(request, _("Saved."))
        return redirect("improvement:show", pk=pk)
    metric = METRICS.get(action.metric)
    context = {
        "form": form,
        "action": action,
        "is_frozen": frozen,
        "expectation": show_expectation(metric, action) if metric else "",
        "prospect": None if frozen else prospect_context(form.data if form.is_bound else as_data(form)),
    }
    return render(request, "improvement/action_edit.html", context)


def saved(request: MemberRequest, action: Intervention, form: ActionForm) -> Intervention:
    facts = {**form.cleaned_data}
    actor = request.member
    noticed = facts.pop("noticed")
    if noticed and noticed != (action.finding.title if action.finding else ""):
        facts["finding"] = services.note_finding(
            title=noticed, touchpoint=action.touchpoint, metric=action.metric, actor=actor
        )
    return services.change_action(intervention=action, actor=actor, **facts)


def as_it_is(action: Intervention) -> dict[str, Any]:
    return {
        "title": action.title,
        "description": action.description,
        "noticed": action.finding.title if action.finding else "",
        "touchpoint": action.touchpoint_id,
        "comparison": action.comparison_id,
        "metric": action.metric,
        "direction": action.direction,
        "size": action.size,
        "window_days": action.window_days,
        "owner": action.owner_id,
        "due": action.due,
    }


def found(pk: int) -> Intervention:
    actions = Intervention.objects.select_related("touchpoint", "comparison", "owner", "finding")
    return get_object_or_404(actions, pk=pk)


def can_change(request: MemberRequest) -> bool:
    return may(request.member, "improvement.write")
